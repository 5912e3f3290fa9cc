"""Flows at the edges: groups of another VPC, flows inside a subnet, addresses that several things have."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import Build, change, cut, design
from unit.guardrails.questions.test_trace import asked, ended, follow

from transit_guardrails.model.ranges import NOTHING
from transit_guardrails.model.services import HTTPS
from transit_guardrails.model.vpcs import GroupRule, Interface
from transit_guardrails.questions.whereabouts import WhereError, shown


def test_a_guard_that_names_the_senders_group_in_another_vpc_lets_nobody_in() -> None:
    network = design()
    change(network.security_groups, "prod-guard", rules=(GroupRule("in", False, HTTPS, group="api-group"),))
    found = follow(network, "payments/api", "prod-runtime")
    assert ended(found) == ("denied-in", ("security group of the destination",))
    assert found.hops[-1].reason == "no rule lets it in"


def test_a_guard_that_admits_says_so() -> None:
    reasons = {hop.id: hop.reason for hop in follow(design(), "payments/api", "prod-runtime").hops}
    assert reasons["prod-guard"] == "lets it in"


def test_no_acl_stands_between_two_addresses_of_one_subnet() -> None:
    found = follow(design(), "payments/api", "10.1.1.10")
    assert ended(found) == ("denied-out", ("security group of the sender",))


def test_of_several_subnets_with_the_destinations_address_the_first_answers() -> None:
    network = design()
    build = Build()
    build.network = network
    build.vpc("copy", "10.1.0.0/16").subnet("a-copy", "copy", "10.1.2.0/24")
    found = follow(network, "api-1", "10.1.2.9")
    assert found.return_hops[0].id == "a-copy"


def test_of_several_interfaces_in_a_subnet_an_address_has_its_own_ones_groups() -> None:
    network = design()
    for number, group in ((7, "api-group"), (8, "other-group")):
        key = f"eni-{number}"
        network.interfaces[key] = Interface(key, "batch-1", cut(f"10.1.2.{number}"), (group,), None)
    where = asked(network)
    assert {at: where.origin(at).groups for at in ("10.1.2.7", "10.1.2.8", "10.1.2.9")} == {
        "10.1.2.7": ("api-group",),
        "10.1.2.8": ("other-group",),
        "10.1.2.9": None,
    }


def test_a_name_that_is_not_answered_is_told_as_the_name() -> None:
    network = design()
    network.records.pop("prod-zone at")
    where = asked(network)
    goal = where.goal("bedrock-runtime", where.origin("payments/api"))
    assert (goal.host, goal.dst) == ("bedrock-runtime.us-east-1.amazonaws.com", NOTHING)
    assert follow(network, "payments/api", "bedrock-runtime").hops[0].id == goal.host


def test_an_address_is_no_name() -> None:
    where = asked(design())
    assert where.goal("10.0.1.5", where.origin("api-1")).host == ""


def test_a_vpcs_own_attachment_is_no_start() -> None:
    with pytest.raises(WhereError, match="'payments-attachment' is not a start"):
        asked(design()).origin("payments-attachment")


def test_no_address_is_shown_as_none() -> None:
    assert (shown(NOTHING), shown(cut("10.0.0.0/8"))) == ("no address", "10.0.0.0")
