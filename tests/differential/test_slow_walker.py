"""The walker inside a VPC, one rule of AWS at a time, and what doubts do to it. The network is that of ``two_vpcs``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from differential.slow_decisions import UndecidedError
from differential.slow_walker import End, group_allows, walk
from differential.two_vpcs import (
    A1,
    A2,
    A_DOOR,
    B1,
    B2,
    B_DOOR_1,
    ELSEWHERE,
    FREE_IN_A,
    add_route,
    at,
    ends,
    entry,
    give_acl,
    transit_route,
    two_vpcs,
)
from transit_guardrails.model.network import EVERYTHING, Doubt, Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import HTTPS
from transit_guardrails.model.vpcs import (
    AclEntry,
    GroupRule,
    Interface,
    NetworkAcl,
    Peering,
    PrefixList,
    RouteTable,
    SecurityGroup,
    Target,
    TargetKind,
)


@pytest.fixture
def network() -> Network:
    return two_vpcs()


def test_within_a_subnet_neither_acl_nor_route_is_asked(network: Network) -> None:
    give_acl(network, "a1")
    assert ends(network, "a1", "10.0.0.2") == {("accepted", "a1")}


def test_the_local_route_delivers_to_another_subnet_of_the_vpc(network: Network) -> None:
    assert ends(network, "b1", B2) == {("accepted", "b2")}


def test_an_address_of_the_vpc_that_no_subnet_holds_has_no_route(network: Network) -> None:
    assert ends(network, "a1", FREE_IN_A) == {("no-route", "a")}


def test_a_subnet_without_any_table_has_local_routes_alone(network: Network) -> None:
    assert ends(network, "b1", A1) == {("no-route", "b")}


def test_an_explicit_table_replaces_the_main_one(network: Network) -> None:
    network.route_tables["empty"] = RouteTable("empty", "a")
    network.subnet_tables["a1"] = "empty"
    assert ends(network, "a1", B1) == {("no-route", "a")}
    assert ends(network, "a-door", B1) == {("accepted", "b1")}


def test_the_acl_with_the_lowest_matching_number_decides_on_the_way_out(network: Network) -> None:
    give_acl(network, "b1", entry(200, True, True), entry(100, True, False, "10.0.0.20/30"))
    assert ends(network, "b1", B2) == {("denied-out", "b1")}
    assert ends(network, "b1", B_DOOR_1) == {("accepted", "b-door-1")}


def test_an_acl_without_a_match_denies(network: Network) -> None:
    give_acl(network, "b2", AclEntry(1, False, True, HTTPS, prefix("0.0.0.0/0")), entry(2, True, True))
    assert ends(network, "b1", B2, port=443) == {("accepted", "b2")}
    assert ends(network, "b1", B2, port=80) == {("denied-in", "b2")}


def test_an_acl_evaluates_the_source_on_the_way_in(network: Network) -> None:
    give_acl(network, "b2", entry(1, False, False, "10.0.0.16/30"), entry(2, False, True))
    assert ends(network, "b1", B2) == {("denied-in", "b2")}
    assert ends(network, "b-door-1", B2) == {("accepted", "b2")}


def test_a_managed_default_acl_holds_for_subnets_without_their_own(network: Network) -> None:
    network.network_acls["default"] = NetworkAcl("default", "b", (entry(1, True, True),))
    network.default_acls["b"] = "default"
    assert ends(network, "b1", B2) == {("denied-in", "b2")}
    give_acl(network, "b2", entry(1, False, True))
    assert ends(network, "b1", B2) == {("accepted", "b2")}


def test_an_ipv4_entry_says_nothing_of_ipv6(network: Network) -> None:
    for name, block in (("b1", "fd00::/126"), ("b2", "fd00::4/126")):
        old = network.subnets[name]
        network.subnets[name] = replace(old, prefixes=(*old.prefixes, prefix(block)))
    network.vpcs["b"] = replace(network.vpcs["b"], prefixes=(*network.vpcs["b"].prefixes, prefix("fd00::/124")))
    give_acl(network, "b1", entry(1, True, True))
    assert walk(network, "b1", at("fd00::1"), at("fd00::5"), 6, 443) == {("denied-out", "b1")}
    give_acl(network, "b1", entry(1, True, True, "::/0"))
    assert walk(network, "b1", at("fd00::1"), at("fd00::5"), 6, 443) == {("accepted", "b2")}


def test_the_longest_prefix_wins_over_a_wider_route(network: Network) -> None:
    add_route(network, "10.0.0.20/30", Target("blackhole"))
    assert ends(network, "a1", B1) == {("accepted", "b1")}
    assert ends(network, "a1", B2) == {("blackholed", "a-table")}


def test_a_stated_route_beats_local_only_if_it_is_more_specific(network: Network) -> None:
    add_route(network, "10.0.0.0/28", Target("blackhole"))
    assert ends(network, "a1", A2) == {("accepted", "a2")}
    add_route(network, "10.0.0.4/30", Target("blackhole"))
    assert ends(network, "a1", A2) == {("blackholed", "a-table")}


def test_a_stated_local_route_is_local_and_comes_first_among_equals(network: Network) -> None:
    add_route(network, "10.0.0.4/30", Target("blackhole"))
    add_route(network, "10.0.0.4/30", Target("local", "local"))
    assert ends(network, "a1", A2) == {("accepted", "a2")}


@pytest.mark.parametrize(
    ("first", "second"), [("static", "list"), ("static", "propagated"), ("list", "propagated")], ids="-over-".join
)
def test_among_equal_prefixes_of_a_vpc_table(network: Network, first: str, second: str) -> None:
    network.prefix_lists["list"] = PrefixList("list", (prefix(f"{ELSEWHERE}/32"),))
    for kind, door in ((second, "loser"), (first, "winner")):
        target = Target("vpn-gateway", door)
        listed = kind == "list"
        add_route(network, None if listed else ELSEWHERE, target, "list" if listed else None, kind == "propagated")
    assert ends(network, "a1", ELSEWHERE) == {("exits-network", "winner")}


def test_equal_routes_to_different_targets_are_undecided(network: Network) -> None:
    add_route(network, ELSEWHERE, Target("vpn-gateway", "one"), propagated=True)
    add_route(network, ELSEWHERE, Target("vpn-gateway", "two"), propagated=True)
    assert ends(network, "a1", ELSEWHERE) == {("undecided", "a-table")}


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("internet-gateway", ("exits-network", "door")),
        ("egress-only-gateway", ("exits-network", "door")),
        ("vpn-gateway", ("exits-network", "door")),
        ("nat-gateway", ("exits-network", "door")),
        ("gateway-endpoint", ("accepted", "door")),
        ("unmodelled", ("undecided", "a-table")),
    ],
)
def test_every_other_target_ends_the_walk(network: Network, kind: TargetKind, end: End) -> None:
    add_route(network, ELSEWHERE, Target(kind, "door"))
    assert ends(network, "a1", ELSEWHERE) == {end}


def test_a_nat_gateway_towards_a_modelled_vpc_is_undecided(network: Network) -> None:
    add_route(network, "10.0.0.16/28", Target("nat-gateway", "door"))
    assert ends(network, "a1", B1) == {("undecided", "door")}


def test_a_peering_delivers_to_the_other_vpc_alone(network: Network) -> None:
    network.peerings["peering"] = Peering("peering", "b", "a")
    for block in ("10.0.0.16/28", ELSEWHERE):
        add_route(network, block, Target("peering", "peering"))
    give_acl(network, "b2", entry(1, False, False), entry(2, False, True))
    assert ends(network, "a1", B1) == {("accepted", "b1")}
    assert ends(network, "a1", B2) == {("denied-in", "b2")}
    assert ends(network, "a1", ELSEWHERE) == {("blackholed", "peering")}


def test_a_peering_that_is_not_active_or_not_of_this_vpc_drops(network: Network) -> None:
    add_route(network, "10.0.0.16/28", Target("peering", "peering"))
    network.peerings["peering"] = Peering("peering", "a", "b", active=False)
    assert ends(network, "a1", B1) == {("blackholed", "peering")}
    network.peerings["peering"] = Peering("peering", "b", "c")
    assert ends(network, "a1", B1) == {("blackholed", "peering")}


@pytest.mark.parametrize(
    "touched", ["a1", "a", "a-table", "hub", "hub-a", "a-door", "table", "hub-b", "b-door-1", "b", "b1", EVERYTHING]
)
def test_a_doubt_about_anything_on_the_way_makes_the_packet_undecided(network: Network, touched: str) -> None:
    network.doubts.append(Doubt(touched, "property", "not known", (touched,)))
    assert {disposition for disposition, _ in ends(network, "a1", B1)} == {"undecided"}


def test_a_doubt_about_what_is_not_on_the_way_changes_nothing(network: Network) -> None:
    network.doubts.append(Doubt("a2", "property", "not known", ("a2",)))
    assert ends(network, "a1", B1) == {("accepted", "b1")}


def test_an_address_without_subnet_is_undecided_while_a_subnet_of_the_vpc_is_in_doubt(network: Network) -> None:
    network.doubts.append(Doubt("a2", "cidr_block", "not known", ("a2",)))
    assert ends(network, "a1", FREE_IN_A) == {("undecided", "a2")}


def test_an_unknown_zone_target_or_attachment_is_undecided(network: Network) -> None:
    transit_route(network, ELSEWHERE, None)
    route = network.transit_routes["transit-route-0"]
    network.transit_routes["transit-route-0"] = replace(route, blackhole=False)
    assert ends(network, "a1", ELSEWHERE) == {("undecided", "table")}
    add_route(network, ELSEWHERE, Target("vpn-gateway", None))
    assert ends(network, "a1", ELSEWHERE) == {("undecided", "a-table")}
    network.subnets["a1"] = replace(network.subnets["a1"], zone=None)
    assert ends(network, "a1", B1) == {("undecided", "a1")}


def test_groups_admit_by_block_by_list_and_by_member(network: Network) -> None:
    rules = (
        GroupRule("block", False, HTTPS, prefix=prefix("10.0.0.0/30")),
        GroupRule("list", False, HTTPS, prefix_list="list"),
        GroupRule("member", False, HTTPS, group="clients"),
    )
    network.security_groups = {
        "servers": SecurityGroup("servers", "b", rules),
        "clients": SecurityGroup("clients", "b"),
    }
    network.prefix_lists["list"] = PrefixList("list", (prefix("10.0.0.4/30"),))
    network.interfaces["client"] = Interface("client", "b2", prefix(B2).ranges, ("clients",))
    admitted = {
        each for each in (A1, A2, A_DOOR, B1, B2) if group_allows(network, ["servers"], False, at(each), 6, 443)
    }
    assert admitted == {A1, A2, B2}
    assert not group_allows(network, ["servers"], False, at(A1), 6, 80)
    assert not group_allows(network, ["servers"], True, at(A1), 6, 443)
    with pytest.raises(UndecidedError, match="missing"):
        group_allows(network, ["missing"], False, at(A1), 6, 443)
