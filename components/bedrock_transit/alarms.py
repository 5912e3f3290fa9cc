"""Alarms of links: each tells that one way to a network outside of AWS is down."""

from typing import Any, Mapping

import pulumi
import pulumi_aws as aws

from .children import child, named

PERIOD = 300
"""Seconds. AWS publishes the state of BGP sessions every five minutes."""
PERIODS = 2
"""AWS replaces the ends of tunnels one at a time, which takes a session down for a while."""


def down_alarm(
    parent: pulumi.ComponentResource,
    name: str,
    region: str,
    topic: str,
    tags: Mapping[str, str],
    says: str,
    **metric: Any,
) -> None:
    """An alarm on a state that is 1 while the way is up; without data it counts as down.

    ``metric`` are the arguments that say which one. Notifies ``topic`` when it changes, where there is one.
    Source: Amazon CloudWatch user guide, "Using Amazon CloudWatch alarms".
    """
    notified = [topic] if topic else None
    aws.cloudwatch.MetricAlarm(
        name,
        region=region,
        alarm_description=says,
        comparison_operator="LessThanThreshold",
        threshold=1,
        evaluation_periods=PERIODS,
        treat_missing_data="breaching",
        alarm_actions=notified,
        ok_actions=notified,
        tags=named(tags, name),
        opts=child(parent),
        **metric,
    )
