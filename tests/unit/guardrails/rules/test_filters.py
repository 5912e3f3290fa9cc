"""Rules about security groups and network ACLs."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import REPLIES, admits, allow, change, deny, design, sends
from unit.guardrails.rules.asked import Told, around, breaches, told

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import EVERY_SERVICE, HTTPS, TCP, service
from transit_guardrails.model.vpcs import GroupRule

GROUPS, ACLS = "security-groups-narrow", "network-acls-narrow"


def with_rule(group: str, rule: GroupRule) -> Network:
    network = design()
    change(network.security_groups, group, rules=(*network.security_groups[group].rules, rule))
    return network


def said(group: str, problem: str) -> Told:
    return {("more", f"more of {group} {problem}")}


def test_a_default_group_lets_nothing_through() -> None:
    network = design()
    change(network.security_groups, "api-group", default=True)
    message = "the default security group api-group lets something through"
    assert told(GROUPS, network) == {("api-out", message)}
    change(network.security_groups, "api-group", rules=())
    assert told(GROUPS, network) == set()


@pytest.mark.parametrize(
    ("services", "text"),
    [(EVERY_SERVICE, "everything"), (service(TCP, 443, 444), "tcp/443-444"), (service(17, 443, 443), "udp/443")],
)
def test_groups_are_about_port_443(services: object, text: str) -> None:
    out = with_rule("api-group", sends("more", "10.0.1.0/27", services))  # type: ignore[arg-type]
    assert told(GROUPS, out) == said("api-group", f"lets out {text}; the network needs port 443")
    into = with_rule("prod-guard", admits("more", "prod-class", services))  # type: ignore[arg-type]
    assert told(GROUPS, into) == said("prod-guard", f"lets in {text}; the network needs port 443")


def test_groups_do_not_refer_to_groups() -> None:
    network = with_rule("prod-guard", GroupRule("more", False, HTTPS, group="api-group"))
    problem = "refers to the group api-group, which does not work across a transit gateway"
    assert told(GROUPS, network) == said("prod-guard", problem)


def test_an_endpoints_group_admits_its_consumers_and_sends_nothing() -> None:
    network = with_rule("prod-guard", GroupRule("more", False, HTTPS, prefix=prefix("10.1.0.0/23")))
    assert told(GROUPS, network) == said("prod-guard", "lets in 10.1.0.0/24 beyond what is granted")
    assert told(GROUPS, with_rule("prod-guard", GroupRule("more", False, HTTPS, prefix=prefix("10.1.1.0/24")))) == set()
    network = with_rule("prod-guard", sends("more", "10.1.1.0/24"))
    assert told(GROUPS, network) == said("prod-guard", "lets out 10.1.1.0/24 beyond what is granted")


def test_an_endpoints_group_may_admit_addresses_of_the_network_that_nobody_has() -> None:
    spare = GroupRule("more", False, HTTPS, prefix=prefix("10.99.0.0/16"))
    assert told(GROUPS, with_rule("prod-guard", spare)) == set()
    network = with_rule("api-group", sends("more", "10.99.0.0/16"))
    assert told(GROUPS, network) == said("api-group", "lets out 10.99.0.0/16 beyond what is granted")
    network = with_rule("prod-guard", sends("more", "10.99.0.0/16"))
    assert told(GROUPS, network) == said("prod-guard", "lets out 10.99.0.0/16 beyond what is granted")


def test_an_applications_group_sends_to_its_segments_set_and_admits_nothing() -> None:
    network = with_rule("api-group", sends("more", "10.0.2.0/27"))
    assert told(GROUPS, network) == said("api-group", "lets out 10.0.2.0/27 beyond what is granted")
    assert told(GROUPS, with_rule("api-group", sends("more", "10.0.1.0/24"))) == set()
    network = with_rule("api-group", GroupRule("more", False, HTTPS, prefix=prefix("10.0.1.0/27")))
    assert told(GROUPS, network) == said("api-group", "lets in 10.0.1.0/27 beyond what is granted")


def test_the_segment_of_a_group_is_that_of_its_vpc() -> None:
    network = design()
    change(network.security_groups, "api-group", vpc="lab")
    message = "api-out of api-group lets out 10.0.1.0/27 beyond what is granted"
    assert told(GROUPS, network) == {("api-out", message)}


# network-acls-narrow -----------------------------------------------------------------------------------------------------


def with_entry(*entries: object) -> Network:
    network = design()
    own = network.network_acls["prod-acl"].entries
    change(network.network_acls, "prod-acl", entries=(*own, *entries))
    return network


def test_an_endpoint_subnet_has_an_acl_of_its_own() -> None:
    network = design()
    network.subnet_acls.pop("prod-door-2")
    message = "prod-door-2 has no network ACL of its own"
    assert told(ACLS, network) == {("prod-door-2", message)}
    around(network).acl("default", "hub")
    network.default_acls["hub"] = "default"
    assert told(ACLS, network) == {("prod-door-2", message)}


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (allow(7, "10.1.0.0/16"), "inbound entry 7 of prod-acl allows everything"),
        (allow(7, "10.1.0.0/16", services=REPLIES), "inbound entry 7 of prod-acl allows tcp/1024-65535"),
        (allow(7, "10.1.0.0/16", egress=True), "outbound entry 7 of prod-acl allows everything"),
        (allow(7, "10.1.0.0/16", egress=True, services=HTTPS), "outbound entry 7 of prod-acl allows tcp/443"),
        (
            allow(7, "10.2.1.0/24", services=HTTPS),
            "inbound entry 7 of prod-acl allows 10.2.1.0/24, which holds 10.2.1.0/24 of others",
        ),
        (
            allow(7, "10.0.0.0/15", egress=True, services=REPLIES),
            "outbound entry 7 of prod-acl allows 10.0.0.0/15, which holds 10.0.0.0/16 of others",
        ),
    ],
)
def test_an_acl_allows_443_from_its_segment_and_answers_to_it(entry: object, text: str) -> None:
    assert told(ACLS, with_entry(entry)) == {("prod-acl", text)}


def test_an_acl_may_deny_anything_and_allow_what_nobody_has() -> None:
    assert told(ACLS, with_entry(deny(7, "0.0.0.0/0"), allow(8, "192.168.0.0/16", services=HTTPS))) == set()


def test_an_acl_of_several_subnets_is_judged_once() -> None:
    assert len(breaches(ACLS, with_entry(allow(7, "10.1.0.0/16")))) == 1


def test_an_acl_of_two_segments_is_judged_for_one_of_them_once() -> None:
    network = design()
    network.subnet_acls["nonprod-door-1"] = "prod-acl"
    found = told(ACLS, network)
    assert {resource for resource, _ in found} == {"prod-acl"}
    assert len(breaches(ACLS, network)) == len(found)
    assert {message.split(" of prod-acl")[0] for _, message in found} == {"inbound entry 100", "outbound entry 100"}
