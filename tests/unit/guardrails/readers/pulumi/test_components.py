"""What components register about on-premises networks: callers of grants, what is behind links, who may ask resolvers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import (
    EVERYTHING,
    UNKNOWN,
    component,
    doubts,
    made,
    prefix,
    read,
    subnet,
    vpc,
    why,
)
from unit.guardrails.readers.pulumi.test_endpoints import SET, endpoint_set, grant

from transit_guardrails.model.endpoints import Caller
from transit_guardrails.model.links import ForwardedDomain, Link, ViewForwarder, ViewResolver

DC = {"prefixes": ["172.16.0.0/16", "172.20.0.0/24"], "accounts": ["222222222222", "111111111111"]}
LINKS = ("DirectConnectAssociation", "VpnLink")
BROKEN: list[Any] = [
    UNKNOWN,
    None,
    [],
    "dc",
    {"dc": UNKNOWN},
    {"dc": [UNKNOWN]},
    {"dc": "172.16.0.0/16"},
    {"dc": [7]},
    {"dc": ["172.16.0.0/99"]},
]


# Grants ------------------------------------------------------------------------------------------------------------------


def test_a_grant_names_networks_with_their_prefixes_and_accounts() -> None:
    network = read(endpoint_set(grants=[grant(networks={"dc": DC})]))
    (found,) = network.endpoint_sets[SET].grants
    prefixes = (prefix("172.16.0.0/16"), prefix("172.20.0.0/24"))
    assert found.networks == {"dc": Caller(prefixes, ("222222222222", "111111111111"))}
    assert list(found.consumers) == ["vpc-a/chat"]
    assert network.doubts == []


@pytest.mark.parametrize("stated", [{}, {"networks": {}}], ids=["absent", "empty"])
def test_a_grant_without_networks_is_one_for_applications_alone(stated: dict[str, Any]) -> None:
    network = read(endpoint_set(grants=[grant(**stated)]))
    assert network.endpoint_sets[SET].grants[0].networks == {}
    assert network.doubts == []


@pytest.mark.parametrize(
    ("networks", "reason"),
    [
        (["dc"], "grant 0: networks is not an object of objects"),
        (None, "grant 0: networks is not an object of objects"),
        ({"dc": ["172.16.0.0/16"]}, "grant 0: networks is not an object of objects"),
        ({"dc": {**DC, "prefixes": None}}, "grant 0: prefixes is not a list of texts"),
        ({"dc": {**DC, "prefixes": "172.16.0.0/16"}}, "grant 0: prefixes is not a list of texts"),
        ({"dc": {**DC, "prefixes": ["172.16.0.0/99"]}}, "grant 0: '172.16.0.0/99' is no CIDR block"),
        ({"dc": {"prefixes": DC["prefixes"]}}, "grant 0: accounts is not a list of texts"),
        ({"dc": {**DC, "accounts": [111111111111]}}, "grant 0: accounts is not a list of texts"),
        ({"dc": {**DC, "prefixes": [UNKNOWN]}}, "the registered output is not a known list"),
        ({"dc": UNKNOWN}, "the registered output is not a known list"),
    ],
)
def test_networks_of_a_grant_that_are_malformed_or_not_known_are_a_doubt_about_everything(
    networks: Any, reason: str
) -> None:
    network = read(endpoint_set(grants=[grant(networks=networks)]))
    assert doubts(network) == {("set", "grants", frozenset({EVERYTHING}))}
    assert why(network) == reason
    assert network.endpoint_sets[SET].grants == ()


def test_a_grant_names_the_accounts_of_its_objects_where_they_are_known() -> None:
    for stated, owners in (({}, ()), ({"owners": ["111111111111"]}, ("111111111111",))):
        network = read(endpoint_set(grants=[grant(**stated)]))
        assert network.endpoint_sets[SET].grants[0].owners == owners
        assert network.doubts == []


@pytest.mark.parametrize("owners", [None, "111111111111", [111111111111]])
def test_owners_that_are_malformed_are_a_doubt_about_everything(owners: Any) -> None:
    network = read(endpoint_set(grants=[grant(owners=owners)]))
    assert doubts(network) == {("set", "grants", frozenset({EVERYTHING}))}
    assert why(network) == "grant 0: owners is not a list of texts"


# Links -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_says_what_is_behind_it_by_the_name_of_the_network(kind: str) -> None:
    link = component(kind, networks={"office": ["192.168.0.0/24"], "dc": ["172.16.0.0/16", "172.20.0.0/24"]})
    network = read(link)
    behind = {
        "dc": (prefix("172.16.0.0/16"), prefix("172.20.0.0/24")),
        "office": (prefix("192.168.0.0/24"),),
    }
    assert network.links == {link.urn: Link(link.urn, behind)}
    assert list(network.links[link.urn].networks) == ["dc", "office"]
    assert network.doubts == []


def test_a_link_says_whether_it_is_a_partners() -> None:
    for partner in ("azure", ""):
        link = component(LINKS[1], networks={"azure": ["172.20.0.0/16"]}, partner=partner)
        network = read(link)
        assert network.links[link.urn].partner == partner
        assert doubts(network) == set()


@pytest.mark.parametrize("broken", [UNKNOWN, None, 1])
def test_a_link_of_whom_it_is_not_known_is_a_doubt_about_everything(broken: Any) -> None:
    link = component(LINKS[1], networks={"azure": ["172.20.0.0/16"]}, partner=broken)
    network = read(link)
    assert network.links[link.urn].partner == ""
    assert doubts(network) == {("link", "partner", frozenset({EVERYTHING}))}


@pytest.mark.parametrize("kind", LINKS)
@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_link_that_does_not_say_what_is_behind_it_is_a_doubt_about_everything(kind: str, broken: Any) -> None:
    link = component(kind, networks=broken)
    network = read(link)
    assert network.links == {link.urn: Link(link.urn, {})}
    assert doubts(network) == {("link", "networks", frozenset({EVERYTHING}))}


# Resolvers of views ------------------------------------------------------------------------------------------------------


def resolver(**outputs: Any) -> Any:
    return component(
        "ViewResolver", "resolver", **{"segment": "prod", "clients": {"dc": ["172.16.0.53/32"]}, **outputs}
    )


def test_a_views_resolver_says_its_segment_and_who_may_ask() -> None:
    one = resolver()
    network = read(one)
    clients = {"dc": (prefix("172.16.0.53/32"),)}
    assert network.view_resolvers == {one.urn: ViewResolver(one.urn, "prod", clients)}
    assert network.doubts == []


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_resolver_that_does_not_say_who_may_ask_is_a_doubt_about_everything(broken: Any) -> None:
    one = resolver(clients=broken)
    network = read(one)
    assert network.view_resolvers == {one.urn: ViewResolver(one.urn, "prod", {})}
    assert doubts(network) == {("resolver", "clients", frozenset({EVERYTHING}))}


@pytest.mark.parametrize("broken", [UNKNOWN, None, "", 7])
def test_a_resolver_that_does_not_say_its_segment_is_a_doubt_about_everything(broken: Any) -> None:
    one = resolver(segment=broken)
    network = read(one)
    assert network.view_resolvers[one.urn].segment == ""
    assert doubts(network) == {("resolver", "segment", frozenset({EVERYTHING}))}


def test_a_resolver_endpoint_belongs_to_the_views_resolver_that_it_is_a_child_of() -> None:
    home = vpc()
    one, inner = resolver(), subnet(home)
    stated = {"direction": "INBOUND", "ipAddresses": [{"subnetId": inner}], "securityGroupIds": []}
    endpoint = made("route53:ResolverEndpoint", "inbound", **stated)
    other = component("Spoke", "other")
    for parent, expected in ((one.urn, one.urn), (other.urn, None), ("urn:nowhere", None), ("", None)):
        network = read(home, inner, one, other, replace(endpoint, parent=parent))
        assert network.resolver_endpoints[endpoint.urn].resolver == expected
        assert network.doubts == []


def forwarder(**outputs: Any) -> Any:
    stated = {"network": "dc", "servers": ["172.16.0.53/32"]}
    return component(
        "ViewForwarder", "forwarder", **{"segment": "prod", "domains": {"Corp.example.": stated}, **outputs}
    )


def test_a_views_forwarder_says_its_segment_and_who_answers_for_which_domains() -> None:
    one = forwarder()
    network = read(one)
    domains = {"corp.example": ForwardedDomain("dc", (prefix("172.16.0.53/32"),))}
    assert network.view_forwarders == {one.urn: ViewForwarder(one.urn, "prod", domains)}
    assert network.view_forwarders[one.urn].servers == {"dc": prefix("172.16.0.53/32").ranges}
    assert network.doubts == []


@pytest.mark.parametrize(
    "broken",
    [
        UNKNOWN,
        None,
        [],
        {"a.b": UNKNOWN},
        {"a.b": "dc"},
        {"a.b": {"network": "dc"}},
        {"a.b": {"network": "", "servers": []}},
        {"a.b": {"network": "dc", "servers": ["172.16.0.53/99"]}},
    ],
    ids=str,
)
def test_a_forwarder_that_does_not_say_what_it_forwards_is_a_doubt_about_everything(broken: Any) -> None:
    one = forwarder(domains=broken)
    network = read(one)
    assert network.view_forwarders == {one.urn: ViewForwarder(one.urn, "prod", {})}
    assert doubts(network) == {("forwarder", "domains", frozenset({EVERYTHING}))}


def test_a_rule_and_its_endpoint_belong_to_the_forwarder_that_they_are_children_of() -> None:
    home = vpc()
    one, inner, other = forwarder(), subnet(home), component("Spoke", "other")
    stated = {"direction": "OUTBOUND", "ipAddresses": [{"subnetId": inner}], "securityGroupIds": []}
    endpoint = made("route53:ResolverEndpoint", "out", **stated)
    targets = [{"ip": "172.16.0.53"}, {"ip": "172.16.0.54", "port": 5353.0}]
    forward = {"ruleType": "FORWARD", "domainName": "corp.example", "resolverEndpointId": endpoint}
    rule = made("route53:ResolverRule", "rule", **forward, targetIps=targets)
    for parent, expected in ((one.urn, one.urn), (other.urn, None), ("", None)):
        network = read(home, inner, one, other, replace(endpoint, parent=parent), replace(rule, parent=parent))
        assert network.resolver_endpoints[endpoint.urn].forwarder == expected
        found = network.resolver_rules[rule.urn]
        assert (found.forwarder, found.endpoint) == (expected, endpoint.urn)
        assert found.targets == ((prefix("172.16.0.53/32"), 53), (prefix("172.16.0.54/32"), 5353))
        assert network.doubts == []


@pytest.mark.parametrize(
    "targets", [UNKNOWN, [UNKNOWN], [{"ip": UNKNOWN}], [{"ipv6": "fd00::1"}], [{"ip": "172.16.0.53", "port": UNKNOWN}]]
)
def test_targets_that_are_not_known_are_a_doubt_about_the_rule(targets: Any) -> None:
    rule = made("route53:ResolverRule", "rule", ruleType="FORWARD", domainName="corp.example", targetIps=targets)
    network = read(rule)
    assert network.resolver_rules[rule.urn].targets == ()
    assert doubts(network) == {("rule", "targetIps", frozenset({"rule"}))}


def test_an_endpoint_of_another_stack_is_no_endpoint_here() -> None:
    stated = {"ruleType": "FORWARD", "domainName": "corp.example", "resolverEndpointId": "rslvr-out-9"}
    rule = made("route53:ResolverRule", "rule", **stated)
    assert read(rule).resolver_rules[rule.urn].endpoint is None
