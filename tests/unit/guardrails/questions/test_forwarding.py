"""A view that resolves a domain on-premises: names that are not forwarded, queries and answers that do not get through.

The network is that of ``hybrid.forwarding``: ``out`` stands in ``resolver-1`` and ``resolver-2`` beside ``inbound``.
"""

from __future__ import annotations

import pytest
from unit.guardrails.hybrid import CLIENTS, CORP, DC, SET_BLOCK, forwarding
from unit.guardrails.networks import Build, change, doubt
from unit.guardrails.questions.test_exactness import around, told

from transit_guardrails.model.links import ForwardedDomain
from transit_guardrails.model.names import ResolverRuleAssociation
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import TCP, service
from transit_guardrails.model.vpcs import GroupRule
from transit_guardrails.questions.dns import Answer, Dns
from transit_guardrails.questions.index import Index

BOTH = ("resolver-1", "resolver-2")
SERVERS = "172.16.0.53, 172.16.1.53"


def of(network: Network, thing: str = "out") -> set[tuple[str, str]]:
    """What is told of one thing: kind and message."""
    return {(kind, message) for kind, about, message in told(network) if about == thing}


def unasked(why: str, servers: str = SERVERS) -> set[tuple[str, str]]:
    """Queries that do not get out, from both subnets."""
    return {("missing", f"{why} {servers}, the DNS servers of dc from {subnet}") for subnet in BOTH}


@pytest.mark.parametrize("links", [("dx", "vpn"), ("dx",), ("vpn",)], ids="+".join)
def test_a_view_that_forwards_what_is_stated_deviates_in_nothing(links: tuple[str, ...]) -> None:
    assert told(forwarding(*links)) == set()


# Names -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [CORP, f"db.{CORP}"])
def test_a_name_at_or_below_the_domain_is_forwarded_to_its_servers(name: str) -> None:
    reason = f"a Resolver rule forwards {CORP} to {', '.join(str(c) for c in CLIENTS)}".replace("/32", "")
    assert Dns(Index(forwarding())).resolve("payments", name) == Answer("forwarded", ("rule", "rule on"), reason)


def test_where_the_resolver_stands_the_domain_has_no_answer() -> None:
    """So that a query of the data centre for its own names neither comes back nor goes to public DNS."""
    assert Dns(Index(forwarding())).resolve("prod-resolver-vpc", f"db.{CORP}").kind == "no-answer"


def test_a_view_without_the_rule_does_not_forward() -> None:
    network = forwarding()
    network.profile_resources.pop("rule on")
    names = (CORP, f"any.{CORP}")
    assert of(network) == {("missing", f"payments does not forward {name} to prod's network") for name in names}


def test_a_firewall_that_blocks_the_domain_takes_it_away() -> None:
    network = forwarding()
    change(network.firewall_rules, "prod-firewall 1", domains=(CORP,))
    assert of(network) == {("missing", f"payments does not forward any.{CORP} to prod's network")}


def test_a_spoke_of_another_segment_is_not_asked() -> None:
    network = forwarding()
    network.profile_associations.pop("lab has nonprod-profile")
    assert of(network) == set()


def test_a_rule_that_is_not_known_is_undecided() -> None:
    network = forwarding()
    doubt(network, "rule")
    assert ("undecided", f"whether payments forwards {CORP} is not known: value of culprit: unknown") in of(
        network, "culprit"
    )


def test_a_rule_on_the_vpc_itself_forwards_as_well() -> None:
    network = forwarding()
    network.profile_resources.pop("rule on")
    network.resolver_rule_associations["on"] = ResolverRuleAssociation("on", "rule", "payments")
    assert told(network) == set()


# Queries -----------------------------------------------------------------------------------------------------------------


def _no_list(build: Build) -> None:
    build.prefix_list("servers", most=10).prefix_list("clients", most=10)


def _no_propagation(build: Build) -> None:
    for link in ("dx", "vpn"):
        build.network.propagations.pop(f"{link} into hub-table")


def test_servers_that_the_subnets_have_no_route_to_are_not_reached() -> None:
    network = forwarding()
    change(network.route_tables, "resolver-table", routes=network.route_tables["resolver-table"].routes[:1])
    assert told(network) == set()  # its clients are its servers
    network = forwarding()
    _no_list(around(network))
    assert unasked("queries do not get to") <= of(network)


def test_servers_that_nobody_announces_are_not_reached() -> None:
    network = forwarding()
    _no_propagation(around(network))
    assert of(network) == unasked("queries do not get to")


@pytest.mark.parametrize(
    ("rules", "servers"),
    [
        ((), SERVERS),
        ((GroupRule("out-ask", False, service(TCP, 53, 53), prefix_list="servers"),), SERVERS),
        ((GroupRule("out-ask", True, service(TCP, 53, 53), prefix_list="servers"),), SERVERS),
    ],
    ids=["none", "inbound", "tcp alone"],
)
def test_queries_that_no_group_lets_out_are_missing(rules: tuple[GroupRule, ...], servers: str) -> None:
    network = forwarding()
    change(network.security_groups, "out-guard", rules=rules)
    assert of(network) == unasked("no security group of the Resolver endpoint lets queries out to", servers)


def test_a_group_that_is_not_known_is_undecided() -> None:
    network = forwarding()
    doubt(network, "out-guard")
    found = {kind for kind, thing, message in told(network) if thing == "culprit" and "let out" in message}
    assert found == {"undecided"}


def test_a_forwarder_without_an_endpoint_is_told() -> None:
    network = forwarding()
    network.resolver_endpoints.pop("out")
    assert of(network, "prod-forwarder") == {("missing", "prod-forwarder has no outbound Resolver endpoint")}


def test_a_network_that_no_link_leads_to_is_told() -> None:
    network = forwarding()
    domains = {**network.view_forwarders["prod-forwarder"].domains, "lab.example": ForwardedDomain("lab", CLIENTS)}
    change(network.view_forwarders, "prod-forwarder", domains=domains)
    message = "queries are forwarded to lab, and no link leads there from the Resolver endpoint"
    assert ("missing", message) in of(network)


# Answers -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", ["dx", "vpn"])
def test_answers_must_get_back_by_each_link(link: str) -> None:
    network = forwarding()
    network.transit_routes.pop(f"{link}-table 10.9.0.0/26")
    told_back = {m for _, m in of(network)}
    assert told_back == {f"answers of the DNS servers of dc do not get back to {s} by {link}" for s in BOTH}


def test_the_way_back_must_be_advertised() -> None:
    network = forwarding()
    change(network.gateway_associations, "dx", allowed=(prefix(SET_BLOCK),))
    message = "dc is not told the way back to {} by dx: no allowed prefix holds {}"
    blocks = dict(zip(BOTH, ("10.9.0.0/28", "10.9.0.16/28"), strict=True))
    assert of(network) == {("missing", message.format(subnet, block)) for subnet, block in blocks.items()}


# Beyond ------------------------------------------------------------------------------------------------------------------


def test_what_no_forwarder_asks_is_reached_by_nobody() -> None:
    network = forwarding()
    around(network).prefix_list("servers", *map(str, CLIENTS), "172.16.9.0/24", most=10)
    found = {(kind, thing) for kind, thing, message in told(network) if "172.16.9.0/24 is reached from" in message}
    assert found == {("beyond", subnet) for subnet in BOTH}


@pytest.mark.parametrize("field", ["outbound", "forwarder"])
def test_a_server_is_asked_by_a_forwarders_endpoint_alone(field: str) -> None:
    """Here the servers are no clients, so that nothing else lets packets go there."""
    network = forwarding()
    change(network.view_resolvers, "prod-resolver", clients={"dc": ()})
    assert {m for k, _, m in told(network) if k == "beyond" and "is reached from" in m} == set()
    change(network.resolver_endpoints, "out", **{field: False if field == "outbound" else None})
    beyond = {m for k, _, m in told(network) if k == "beyond" and "is reached from" in m}
    assert beyond == {f"{SERVERS} is reached from {subnet}, which nobody granted" for subnet in BOTH}


def test_the_whole_network_is_not_reached_because_one_server_is() -> None:
    network = forwarding()
    around(network).route("resolver-table", str(DC), "transit-gateway", "tgw")
    assert {k for k, thing, _ in told(network) if thing in BOTH} == {"beyond"}
