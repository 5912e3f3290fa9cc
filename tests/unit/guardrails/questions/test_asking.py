"""Who is asked what about policies of training networks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from unit.guardrails.rules.trained import network_of
from unit.planners.trainings import training

from transit_guardrails.policies.document import parse
from transit_guardrails.policies.records import Policy
from transit_guardrails.policies.representatives import representatives
from transit_guardrails.policies.request import Principal
from transit_guardrails.questions.asking import alike, callers, partition, role_arns, told_apart

ORG = "o-a1b2c3d4e5"
NETWORK = network_of(training()).trainings["t"]


def policy(condition: dict[str, Any], resource: str = "*") -> Policy:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resource, "Condition": condition}
    return parse(f'{{"Statement": [{statement}]}}'.replace("'", '"'))


def test_members_of_each_organization_call_and_those_of_none() -> None:
    found = callers(representatives([policy({"StringEquals": {"aws:PrincipalOrgID": ORG}})]))
    assert {who.organization for who in found} == {ORG, "o-unlisted00", None}


def test_callers_that_no_statement_tells_apart_are_asked_once() -> None:
    asked = policy({"StringEquals": {"aws:PrincipalOrgID": ORG}})
    people = [Principal("1", ORG, "arn:aws:iam::1:role/a"), Principal("2", None, "arn:aws:iam::2:role/b")]
    more = [Principal("3", "o-other", "arn:aws:iam::3:role/c")]
    assert alike([*people, *more], asked) == people
    assert alike([*people, *more], asked, lambda who: who.account) == [*people, *more]


def test_callers_whom_a_variable_may_name_are_all_asked() -> None:
    people = [Principal(str(n), None, f"arn:aws:iam::{n}:role/a") for n in range(2)]
    assert alike(people, policy({}, "arn:aws:s3:::b/${aws:PrincipalAccount}/x")) == people
    assert alike(people, policy({"StringEquals": {"s3:prefix": "${aws:PrincipalAccount}"}})) == people


def test_objects_that_a_policy_tells_apart_are_told() -> None:
    found = told_apart(policy({}, "arn:aws:s3:::b/shared/*"), NETWORK, (), ["arn:aws:s3:::b/*"])
    assert sum(arn.startswith("arn:aws:s3:::b/shared/") for arn in found.resources) == 1
    assert sum(arn.startswith("arn:aws:s3:::b/") for arn in found.resources) == 2


@pytest.mark.parametrize(("region", "part"), [("us-east-1", "aws"), ("us-gov-west-1", "aws-us-gov")])
def test_the_partition_is_the_regions_whoever_uploads(region: str, part: str) -> None:
    found = replace(NETWORK, region=region, uploaders={"a": "arn:aws-cn:iam::444455556666:role/a"})
    assert partition(found) == part
    assert all(arn.startswith(f"arn:{part}:iam:") for arn in role_arns(found))
