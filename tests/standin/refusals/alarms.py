"""What CloudWatch refuses about alarms."""

from ..errors import AwsError
from ..world import Thing, World

_ACTIONS = ("alarmActions", "insufficientDataActions", "okActions")
_DAY = 86400


def alarm_watches_something(_world: World, alarm: Thing) -> None:
    """An alarm watches one metric with one statistic, or an expression over several."""
    given = {name for name in ("metricName", "namespace", "period") if alarm[name]}
    statistics = [name for name in ("statistic", "extendedStatistic") if alarm[name]]
    if alarm["evaluationCriteria"] or (alarm["metricQueries"] and not given and not statistics):
        return
    if alarm["metricQueries"] or len(given) != 3 or len(statistics) != 1:
        raise AwsError("ValidationError: An alarm needs a metric with namespace, period and one statistic, or queries.")


def alarm_looks_back_a_day_at_most(_world: World, alarm: Thing) -> None:
    """An alarm looks back over at most a day, and has at most five actions of a sort."""
    if (alarm["period"] or 0) * (alarm["evaluationPeriods"] or 0) > _DAY:
        raise AwsError(
            "ValidationError: Metrics cannot be checked across more than a day (EvaluationPeriods * Period)."
        )
    if any(len(alarm[name] or []) > 5 for name in _ACTIONS):
        raise AwsError("ValidationError: An alarm has at most 5 actions of a sort.")
