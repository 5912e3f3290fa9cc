"""The kind of CloudWatch."""

from .record import Kind, words

ALARM_KINDS = {
    "cloudwatch.MetricAlarm": Kind(
        arn="cloudwatch:alarm:{name}",
        replaces=words("name"),
        sets=words("alarmActions insufficientDataActions metricQueries okActions"),
    ),
}
