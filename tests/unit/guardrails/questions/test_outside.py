"""A data centre behind links that does not get to what it was granted: kind, thing and message.

The network is that of ``hybrid``: ``dc`` behind ``dx`` and ``vpn``, its two name servers at the Resolver endpoint ``inbound``.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.hybrid import CLIENTS, RESOLVER_BLOCK, SET_BLOCK, hybrid, lone
from unit.guardrails.networks import change
from unit.guardrails.questions.behind import BOTH, HALF, OTHER_HALF, OWN, PROD, last, lost, unanswered
from unit.guardrails.questions.test_exactness import deviations, told

from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.vpcs import PrefixList


@pytest.mark.parametrize("links", [("dx", "vpn"), ("dx",), ("vpn",)], ids=" and ".join)
def test_a_granted_network_that_gets_through_by_all_of_its_links_deviates_in_nothing(links: tuple[str, ...]) -> None:
    assert deviations(hybrid(*links)) == []


# Links -------------------------------------------------------------------------------------------------------------------


def test_a_granted_network_without_a_link_is_missing_at_the_endpoint_and_at_the_resolver() -> None:
    network = lone()
    network.attachments.pop("dx")
    assert told(network) == {
        ("missing", PROD, "dc is granted bedrock-runtime, and no link leads from there to the endpoint"),
        ("missing", "inbound", "dc may ask the Resolver endpoint, and no link leads from there to it"),
    }


def test_a_link_on_another_gateway_than_the_endpoints_is_none() -> None:
    network = lone()
    change(network.attachments, "hub-attachment", gateway="tgw-2")
    assert ("missing", PROD, "dc is granted bedrock-runtime, and no link leads from there to the endpoint") in told(
        network
    )


def test_what_a_link_does_not_say_to_be_behind_it_has_no_link() -> None:
    network = hybrid()
    change(network.links, "vpn-link", networks={})
    assert told(network) == set()
    change(network.links, "dx-link", networks={})
    found = {message for kind, _, message in told(network) if kind == "missing"}
    assert found == {
        "dc is granted bedrock-runtime, and no link leads from there to the endpoint",
        "dc may ask the Resolver endpoint, and no link leads from there to it",
    }


@pytest.mark.parametrize("link", BOTH)
def test_a_table_of_a_link_without_the_sets_block_is_missing_by_that_link_alone(link: str) -> None:
    network = hybrid()
    network.transit_routes.pop(f"{link}-table {SET_BLOCK}")
    assert told(network) == lost(link)
    assert last(network) == {(f"transit-gateway-route-table {link}-table: no route", "no-route")}


@pytest.mark.parametrize("link", BOTH)
def test_a_table_of_a_link_without_the_resolvers_block_is_missing_by_that_link_alone(link: str) -> None:
    network = hybrid()
    network.transit_routes.pop(f"{link}-table {RESOLVER_BLOCK}")
    assert told(network) == unanswered(link)


# Answers -----------------------------------------------------------------------------------------------------------------


def test_a_resolver_endpoint_of_no_view_keeps_no_other_from_being_looked_at() -> None:
    """Though its id comes first."""
    network = hybrid()
    network.transit_routes.pop(f"vpn-table {RESOLVER_BLOCK}")
    of_nobody = replace(network.resolver_endpoints["inbound"], id="a", resolver=None)
    network.resolver_endpoints["a"] = of_nobody
    assert unanswered("vpn") <= told(network)


def test_a_set_without_a_route_back_is_missing_by_each_link_with_the_answers_way() -> None:
    network = hybrid()
    change(network.route_tables, "prod-doors-table", routes=network.route_tables["prod-doors-table"].routes[:1])
    assert told(network) == lost(*BOTH)
    assert last(network) == {("route-table prod-doors-table: no route", "no-route")}


def test_a_resolver_without_a_route_back_is_missing_by_each_link_with_the_answers_way() -> None:
    network = hybrid()
    change(network.route_tables, "resolver-table", routes=())
    assert told(network) == unanswered(*BOTH)
    assert last(network) == {("route-table resolver-table: no route", "no-route")}


@pytest.mark.parametrize("link", BOTH)
def test_answers_that_come_back_by_the_networks_other_link_count(link: str) -> None:
    network = hybrid()
    network.propagations.pop(f"{link} into hub-table")
    assert told(network) == set()


def test_a_hub_that_learns_from_no_link_answers_nobody() -> None:
    network = hybrid()
    for link in BOTH:
        network.propagations.pop(f"{link} into hub-table")
    assert told(network) == lost(*BOTH) | unanswered(*BOTH)
    assert last(network) == {("transit-gateway-route-table hub-table: no route", "no-route")}


def test_what_the_one_link_that_the_hub_learns_from_does_not_state_gets_no_answer() -> None:
    network = hybrid()
    change(network.links, "vpn-link", networks={"dc": (prefix(HALF),)})
    assert told(network) == set()
    network.propagations.pop("dx into hub-table")
    assert told(network) == lost(*BOTH, who=OTHER_HALF)


# Filters -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("egress", "stop"),
    [
        (False, ("network-acl prod-acl: inbound: no entry matches", "denied-in")),
        (True, ("network-acl prod-acl: outbound: no entry matches", "denied-out")),
    ],
    ids=["inbound", "outbound"],
)
def test_an_acl_without_the_networks_entry_is_missing_by_each_link(egress: bool, stop: tuple[str, str]) -> None:
    network = hybrid()
    entries = network.network_acls["prod-acl"].entries
    kept = tuple(entry for entry in entries if (entry.number, entry.egress) != (200, egress))
    change(network.network_acls, "prod-acl", entries=kept)
    assert told(network) == lost(*BOTH)
    assert last(network) == {stop}


def test_a_grant_class_without_the_networks_prefix_is_missing_by_each_link() -> None:
    network = hybrid()
    change(network.prefix_lists, "prod-class", prefixes=(prefix(OWN),))
    assert told(network) == lost(*BOTH)
    assert last(network) == {("security-group prod-guard: no rule admits all of it", "denied-in")}


def test_only_the_addresses_that_a_grant_class_leaves_out_are_told() -> None:
    network = hybrid()
    change(network.prefix_lists, "prod-class", prefixes=(prefix(OWN), prefix(HALF)))
    assert told(network) == lost(*BOTH, who=OTHER_HALF)
    assert {d.witness[0].split()[0] for d in deviations(network)} == {"172.16.128.0"}


def test_a_name_server_that_the_resolvers_list_leaves_out_is_missing_by_each_link() -> None:
    network = hybrid()
    network.prefix_lists["others"] = PrefixList("others", CLIENTS)
    (route,) = network.route_tables["resolver-table"].routes
    change(network.route_tables, "resolver-table", routes=(replace(route, to_list="others"),))
    change(network.prefix_lists, "clients", prefixes=CLIENTS[:1])
    assert told(network) == unanswered(*BOTH, who="172.16.1.53")
    assert last(network) == {("security-group resolver-guard: no rule admits all of it", "denied-in")}


def test_a_resolver_that_admits_one_protocol_of_dns_alone_is_missing() -> None:
    network = hybrid()
    (rule,) = network.security_groups["resolver-guard"].rules
    udp = type(rule.services)(rule.services.parts[1:])
    change(network.security_groups, "resolver-guard", rules=(replace(rule, services=udp),))
    assert told(network) == unanswered(*BOTH)


def test_an_endpoint_in_a_subnet_that_nobody_knows_is_missing_by_each_link() -> None:
    network = hybrid()
    change(network.endpoints, PROD, subnets=("prod-door-1", "prod-door-2", "stranger"))
    found = {message for _, _, message in told(network) if message.startswith("dc ")}
    assert found == {f"dc (172.16.0.0/16) does not reach bedrock-runtime in stranger by {link}" for link in BOTH}
