"""Spokes that stacks of their teams build: planned and granted like any other, let in by a role that can do nothing else.

What this does not prove: that AWS evaluates the role's policy alike.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from specs import Body, changed, company, planned, workloads

ATTACHMENT, TABLE = "transit-gateway-attachment/tgw-attach-1", "transit-gateway-route-table/tgw-rtb-1"
OWN = {"network": "acme", "spoke": "vpc-t", "segment": "prod"}
SEGMENT, OTHER = {"network": "acme", "spoke": "shared", "segment": "prod"}, {"network": "acme", "segment": "nonprod"}
HUB = {"network": "acme", "spoke": "shared", "segment": "shared"}
LINK = {**HUB, "link": "vpn"}
TIE, UNTIE = "ec2:AssociateTransitGatewayRouteTable", "ec2:DisassociateTransitGatewayRouteTable"
LEARN, FORGET = "ec2:EnableTransitGatewayRouteTablePropagation", "ec2:DisableTransitGatewayRouteTablePropagation"
ACCEPT, MARK = "ec2:AcceptTransitGatewayVpcAttachment", "ec2:CreateTags"


def allowed(action: str, resource: str, tags: dict[str, str], request: dict[str, str] | None = None) -> bool:
    """Whether the role of ``vpc-t`` may act on a resource with those tags; ``request`` are tags that it asks for.

    Knows the operators that the policy has, and no other (IAM user guide, "Condition operators").
    """
    role = planned(workloads()).regions["us-east-1"].own_stacks["vpc-t"]
    assert role
    keys = {f"aws:ResourceTag/{key}": value for key, value in tags.items()}
    keys |= {f"aws:RequestTag/{key}": value for key, value in (request or {}).items()}
    arn = f"arn:aws:ec2:us-east-1:111122223333:{resource}"
    return any(_holds(statement, action, arn, keys) for statement in json.loads(role["policy"])["Statement"])


def _holds(statement: dict[str, Any], action: str, arn: str, keys: dict[str, str]) -> bool:
    assert statement["Effect"] == "Allow"
    place = statement["Resource"]
    if action not in statement["Action"] or not (place == "*" or arn.startswith(place.removesuffix("*"))):
        return False
    return all(
        _condition(operator, key, value, keys)
        for operator, wanted in statement.get("Condition", {}).items()
        for key, value in wanted.items()
    )


def _condition(operator: str, key: str, value: str, keys: dict[str, str]) -> bool:
    given = keys.get(key)
    if operator == "Null":
        return (given is None) == (value == "true")
    if operator == "StringEqualsIfExists" and given is None:
        return True
    assert operator in ("StringEquals", "StringEqualsIfExists")
    return given == value


def test_the_role_lets_its_own_spoke_in() -> None:
    assert allowed(ACCEPT, ATTACHMENT, {})
    assert allowed(MARK, ATTACHMENT, {}, OWN)
    assert all(allowed(action, ATTACHMENT, OWN) for action in (TIE, UNTIE, LEARN, FORGET, MARK) if action != MARK)
    assert all(allowed(action, TABLE, SEGMENT) for action in (TIE, UNTIE))
    assert all(allowed(action, TABLE, HUB) for action in (LEARN, FORGET))


@pytest.mark.parametrize("tags", [{}, {"network": "acme", "spoke": "vpc-a"}, {"network": "other", "spoke": "vpc-t"}])
@pytest.mark.parametrize("action", [TIE, UNTIE, LEARN, FORGET, "ec2:DeleteTransitGatewayVpcAttachment"])
def test_it_leaves_other_attachments_alone(action: str, tags: dict[str, str]) -> None:
    assert not allowed(action, ATTACHMENT, tags)


@pytest.mark.parametrize(
    ("action", "tags"),
    [(TIE, OTHER), (TIE, HUB), (TIE, LINK), (LEARN, SEGMENT), (LEARN, OTHER), (LEARN, LINK), (UNTIE, HUB)],
)
def test_it_ties_to_its_segment_alone_and_is_learned_by_the_hub_alone(action: str, tags: dict[str, str]) -> None:
    assert not allowed(action, TABLE, tags)


def test_it_marks_nothing_as_somebody_elses_and_takes_no_marked_attachment_over() -> None:
    taken = {"network": "acme", "spoke": "vpc-a"}
    assert not allowed(MARK, ATTACHMENT, {}, {**OWN, "spoke": "vpc-a"})
    assert not allowed(MARK, ATTACHMENT, {}, {**OWN, "segment": "nonprod"})
    assert not allowed(MARK, ATTACHMENT, taken, OWN)
    assert not allowed(ACCEPT, ATTACHMENT, taken)
    assert not allowed(MARK, TABLE, {}, OWN)


@pytest.mark.parametrize("action", ["ec2:CreateTransitGatewayRoute", "ec2:DeleteTags", "ec2:ModifyTransitGateway"])
def test_it_does_nothing_else(action: str) -> None:
    assert not any(allowed(action, place, OWN, OWN) for place in (ATTACHMENT, TABLE))


def test_the_deployer_alone_may_assume_it() -> None:
    role = planned(workloads()).regions["us-east-1"].own_stacks["vpc-t"]
    assert role
    (statement,) = json.loads(role["trust"])["Statement"]
    principal = {"AWS": "arn:aws:iam::777788889999:role/team/deployer"}
    assert statement == {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}


def test_without_a_deployer_there_is_no_role() -> None:
    assert planned(workloads()).regions["us-east-1"].own_stacks["vpc-u"] is None


def test_a_spoke_of_another_stack_is_placed_and_granted_like_any_other() -> None:
    """To take it over from the one stack into the other moves nothing."""
    body = workloads()
    here = changed(body, ["spokes", "vpc-t"], {k: v for k, v in body["spokes"]["vpc-t"].items() if k != "own_stack"})
    one, two = planned(body).regions["us-east-1"], planned(here).regions["us-east-1"]
    assert one.spokes == two.spokes
    assert one.applications == two.applications
    kept = [{k: v for k, v in e.items() if k != "grants"} for e in one.endpoint_sets.values()]
    assert kept == [{k: v for k, v in e.items() if k != "grants"} for e in two.endpoint_sets.values()]


def test_its_grant_says_that_it_is_elsewhere_and_in_which_account() -> None:
    grants = {
        g["key"]: g["elsewhere"] for g in planned(workloads()).regions["us-east-1"].endpoint_sets["prod"]["grants"]
    }
    assert grants == {"chat": {}, "search": {}, "batch": {"vpc-t/batch": "777788889999"}}


@pytest.mark.parametrize(
    ("path", "value", "entered"),
    [
        (["tags", "team"], "x", False),
        (["accounts", "team", "block_public_access"], "block-ingress", True),
        (["spokes", "vpc-t", "own_stack"], None, True),
    ],
)
def test_an_account_in_which_nothing_is_built_is_not_entered(path: list[str], value: Any, entered: bool) -> None:
    assert ("team" in planned(_changed(path, value)).accounts) is entered
    assert "team" not in planned(company()).accounts


def _changed(path: list[str], value: Any) -> Body:
    body = changed(workloads(), path, value)
    if value is None:
        del body["spokes"]["vpc-t"]["own_stack"]
    return body
