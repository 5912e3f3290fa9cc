"""The walker through a transit gateway, one rule of AWS at a time. The network is that of ``two_vpcs``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from differential.two_vpcs import (
    B1,
    B2,
    B_DOOR_1,
    B_DOOR_2,
    ELSEWHERE,
    HUB,
    ends,
    entry,
    give_acl,
    transit_route,
    two_vpcs,
)
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.transit import (
    Association,
    Attachment,
    Propagation,
    TransitRoute,
    TransitTable,
)
from transit_guardrails.model.vpcs import (
    PrefixList,
    Route,
    RouteTable,
)


@pytest.fixture
def network() -> Network:
    return two_vpcs()


def test_a_transit_gateway_connects_two_vpcs(network: Network) -> None:
    assert ends(network, "a1", B1) == {("accepted", "b1")}
    assert ends(network, "a1", B2) == {("accepted", "b2")}
    assert ends(network, "a1", "10.0.0.18", port=22) == {("accepted", "b1")}


def test_a_vpc_without_accepted_attachment_does_not_reach_the_gateway(network: Network) -> None:
    network.attachments["hub-a"] = replace(network.attachments["hub-a"], accepted=False)
    assert ends(network, "a1", B1) == {("blackholed", "hub")}


def test_a_route_to_an_attachment_that_is_not_accepted_drops(network: Network) -> None:
    network.attachments["hub-b"] = replace(network.attachments["hub-b"], accepted=False)
    transit_route(network, ELSEWHERE, "hub-b")
    assert ends(network, "a1", ELSEWHERE) == {("blackholed", "hub-b")}


def test_two_attachments_of_a_vpc_on_a_gateway_are_undecided(network: Network) -> None:
    network.attachments["again"] = replace(network.attachments["hub-a"], id="again")
    assert ends(network, "a1", B1) == {("undecided", "hub")}


def test_a_zone_without_attachment_subnet_does_not_reach_the_gateway(network: Network) -> None:
    assert ends(network, "a2", B1) == {("no-route", "hub-a")}


@pytest.mark.parametrize("source", ["a1", "a-door"], ids=["other-subnet", "same-subnet"])
def test_the_attachment_subnet_evaluates_the_source_on_the_way_to_the_gateway(network: Network, source: str) -> None:
    give_acl(network, "a-door", entry(1, True, True), entry(1, False, True, "10.0.0.4/30"))
    assert ends(network, source, B1) == {("denied-in", "a-door")}
    give_acl(network, "a-door", entry(1, True, True), entry(1, False, True, "10.0.0.0/28"))
    assert ends(network, source, B1) == {("accepted", "b1")}


def test_the_attachment_subnet_evaluates_the_destination_on_the_way_from_the_gateway(network: Network) -> None:
    give_acl(network, "b-door-1", entry(1, True, False, "10.0.0.20/30"), entry(2, True, True))
    assert ends(network, "a1", B1) == {("accepted", "b1")}
    assert ends(network, "a1", B2) == {("denied-out", "b-door-1")}


def test_what_is_addressed_to_the_attachment_subnet_itself_meets_no_acl(network: Network) -> None:
    give_acl(network, "b-door-1")
    assert ends(network, "a1", B_DOOR_1) == {("accepted", "b-door-1")}


def test_the_packet_enters_by_its_own_zone(network: Network) -> None:
    give_acl(network, "b-door-2")
    assert ends(network, "a1", B1) == {("accepted", "b1")}
    give_acl(network, "b-door-1")
    assert ends(network, "a1", B1) == {("denied-out", "b-door-1")}


def test_in_appliance_mode_the_packet_enters_by_any_zone(network: Network) -> None:
    network.attachments["hub-b"] = replace(network.attachments["hub-b"], appliance_mode=True)
    give_acl(network, "b-door-2")
    assert ends(network, "a1", B1) == {("accepted", "b1"), ("denied-out", "b-door-2")}


def test_without_an_attachment_subnet_in_its_zone_the_packet_enters_by_any(network: Network) -> None:
    for name in ("b-door-1", "b-door-2"):
        network.subnets[name] = replace(network.subnets[name], zone=f"far-{name}")
    give_acl(network, "b-door-2")
    assert ends(network, "a1", B1) == {("accepted", "b1"), ("denied-out", "b-door-2")}


def test_an_attachment_without_association_is_dropped_unless_the_default_holds(network: Network) -> None:
    del network.associations["of-a"]
    assert ends(network, "a1", B1) == {("blackholed", "hub-a")}
    network.transit_gateways["hub"] = replace(
        network.transit_gateways["hub"], default_association=True, default_association_table="table"
    )
    assert ends(network, "a1", B1) == {("accepted", "b1")}
    network.attachments["hub-a"] = replace(network.attachments["hub-a"], default_association=False)
    assert ends(network, "a1", B1) == {("blackholed", "hub-a")}


def test_a_default_association_with_an_unknown_table_and_two_associations_are_undecided(network: Network) -> None:
    network.associations["again"] = Association("again", "hub-a", "table")
    assert ends(network, "a1", B1) == {("undecided", "hub-a")}
    network.associations.clear()
    network.transit_gateways["hub"] = replace(network.transit_gateways["hub"], default_association=True)
    assert ends(network, "a1", B1) == {("undecided", "hub")}


def test_a_default_propagation_gives_the_routes_of_the_vpcs(network: Network) -> None:
    network.propagations.clear()
    assert ends(network, "a1", B1) == {("no-route", "table")}
    network.transit_gateways["hub"] = replace(
        network.transit_gateways["hub"], default_propagation=True, default_propagation_table="table"
    )
    assert ends(network, "a1", B1) == {("accepted", "b1")}
    network.attachments["hub-b"] = replace(network.attachments["hub-b"], default_propagation=False)
    assert ends(network, "a1", B1) == {("no-route", "table")}


def test_a_static_transit_route_beats_an_equal_propagated_one_and_loses_to_a_longer_one(network: Network) -> None:
    transit_route(network, "10.0.0.0/26", None)
    assert ends(network, "a1", B1) == {("accepted", "b1")}
    transit_route(network, "10.0.0.16/28", None)
    assert ends(network, "a1", B1) == {("blackholed", "table")}


def test_a_prefix_list_route_is_between_static_and_propagated(network: Network) -> None:
    network.prefix_lists["list"] = PrefixList("list", (prefix("10.0.0.16/28"),))
    transit_route(network, None, None, listed="list")
    assert ends(network, "a1", B1) == {("blackholed", "table")}
    transit_route(network, "10.0.0.16/28", "hub-b")
    assert ends(network, "a1", B1) == {("accepted", "b1")}


def test_one_block_propagated_by_two_vpcs_is_undecided(network: Network) -> None:
    network.vpcs["a"] = replace(network.vpcs["a"], prefixes=(prefix("10.0.0.0/28"), prefix("10.0.0.32/28")))
    network.vpcs["b"] = replace(network.vpcs["b"], prefixes=(prefix("10.0.0.16/28"), prefix("10.0.0.32/28")))
    give_acl(network, "b1", entry(1, True, True))
    network.route_tables["b-table"] = RouteTable("b-table", "b", (Route("hub", prefix(ELSEWHERE), None, HUB),))
    network.main_tables["b"] = "b-table"
    assert ends(network, "b1", ELSEWHERE) == {("undecided", "table")}
    assert ends(network, "b1", B_DOOR_2) == {("accepted", "b-door-2")}


def test_learned_prefixes_are_the_end_of_what_no_known_route_takes(network: Network) -> None:
    network.attachments["lines"] = Attachment("lines", "hub", "direct-connect-gateway", "dx")
    network.propagations["from-lines"] = Propagation("from-lines", "lines", "table")
    assert ends(network, "a1", ELSEWHERE) == {("exits-network", "lines")}
    assert ends(network, "a1", B1) == {("accepted", "b1")}


def test_a_static_route_to_an_attachment_that_is_no_vpc_leaves_the_network(network: Network) -> None:
    network.attachments["peer"] = Attachment("peer", "hub", "peering", "other-hub")
    transit_route(network, ELSEWHERE, "peer")
    assert ends(network, "a1", ELSEWHERE) == {("exits-network", "peer")}


def test_a_route_back_to_the_gateway_in_the_attachment_subnet_is_a_hairpin(network: Network) -> None:
    transit_route(network, ELSEWHERE, "hub-b")
    assert ends(network, "a1", ELSEWHERE) == {("no-route", "b")}
    network.transit_tables["second"] = TransitTable("second", "hub")
    network.associations["of-b"] = Association("of-b", "hub-b", "second")
    network.attachments["lines"] = Attachment("lines", "hub", "vpn", "vpn")
    network.transit_routes["onwards"] = TransitRoute("onwards", "second", prefix(ELSEWHERE), attachment="lines")
    network.route_tables["doors"] = RouteTable("doors", "b", (Route("back", prefix(ELSEWHERE), None, HUB),))
    network.subnet_tables["b-door-1"] = "doors"
    assert ends(network, "a1", ELSEWHERE) == {("exits-network", "lines")}


def test_a_packet_that_enters_the_same_attachment_subnet_twice_loops(network: Network) -> None:
    transit_route(network, ELSEWHERE, "hub-a")
    assert ends(network, "a1", ELSEWHERE) == {("loop", "a-door")}
