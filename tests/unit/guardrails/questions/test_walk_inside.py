"""Walks inside VPCs: ACLs, local delivery, route tables, doors, peerings, NAT."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import allow, change, cut, deny
from unit.guardrails.questions.ways import (
    A1,
    A2,
    A_DOOR,
    B1,
    B2,
    FREE_IN_A,
    by_place,
    one,
    pair,
    send,
    told,
    way,
)

from transit_guardrails.model.services import HTTPS
from transit_guardrails.model.vpcs import Peering
from transit_guardrails.questions.ends import Disposition
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.packets import Packets
from transit_guardrails.questions.walk import Walker

SENT = ("subnet", "a1", f"sent as {A1} to {A2} tcp/443")
LOCAL = ("route-table", "a-table", "local")


def test_packets_within_a_subnet_arrive_without_any_table_or_acl() -> None:
    network = pair().acl("shut", "a", subnets=["a1"]).network
    end = one(send(network, "a1", "10.1.1.128/25"))
    assert told(end) == ("accepted", "a1", "same subnet")
    assert way(end)[0] == ("subnet", "a1", f"sent as {A1} to 10.1.1.128/25 tcp/443")
    assert end.packets == Packets(cut(A1), cut("10.1.1.128/25"), HTTPS)


def test_packets_to_another_subnet_of_the_vpc_go_by_the_local_route() -> None:
    end = one(send(pair().network, "a1", A2))
    assert way(end) == [SENT, LOCAL, ("subnet", "a2", "delivered")]
    assert (end.disposition, end.place, end.packets) == (Disposition.ACCEPTED, "a2", Packets(cut(A1), cut(A2), HTTPS))


def test_packets_to_an_address_of_the_vpc_that_no_subnet_has_end_there() -> None:
    assert told(one(send(pair().network, "a1", FREE_IN_A))) == ("no-route", "a", "no subnet has the address")


def test_packets_to_several_places_end_in_each_with_their_own_part() -> None:
    ends = send(pair().network, "a1", "10.1.0.0/16")
    assert by_place(ends) == {
        (Disposition.ACCEPTED, "a1"): cut(A1),
        (Disposition.ACCEPTED, "a2"): cut(A2),
        (Disposition.ACCEPTED, "a-door"): cut(A_DOOR),
        (Disposition.NO_ROUTE, "a"): cut("10.1.0.0/16") - cut(A1, A2, A_DOOR),
    }


def test_where_several_subnets_have_the_address_nobody_can_say() -> None:
    network = pair().subnet("a3", "a", A2).network
    assert told(one(send(network, "a1", A2))) == ("undecided", "a", "several subnets have the address")


@pytest.mark.parametrize("host", ["a1", "a2"])
def test_the_acls_of_both_subnets_look_at_the_way_with_their_own_direction(host: str) -> None:
    out, into = allow(7, "0.0.0.0/0", egress=True), allow(8, "0.0.0.0/0")
    network = pair().acl("acl", "a", out, into, subnets=[host]).network
    end = one(send(network, "a1", A2))
    passed = (
        "network-acl",
        "acl",
        "outbound: entry 7 allows 0.0.0.0/0" if host == "a1" else "inbound: entry 8 allows 0.0.0.0/0",
    )
    assert way(end) == ([SENT, passed, LOCAL] if host == "a1" else [SENT, LOCAL, passed]) + [
        ("subnet", "a2", "delivered")
    ]


@pytest.mark.parametrize(
    ("host", "ended", "direction"), [("a1", "denied-out", "outbound"), ("a2", "denied-in", "inbound")]
)
def test_an_acl_denies_by_an_entry_or_because_none_matches(host: str, ended: str, direction: str) -> None:
    entry = deny(5, "10.0.0.0/8", egress=host == "a1")
    network = pair().acl("acl", "a", entry, subnets=[host]).network
    assert told(one(send(network, "a1", A2))) == (ended, "acl", f"{direction}: entry 5 denies 10.0.0.0/8")
    change(network.network_acls, "acl", entries=())
    assert told(one(send(network, "a1", A2))) == (ended, "acl", f"{direction}: no entry matches")


def test_an_acl_that_denies_a_part_lets_the_rest_go_on() -> None:
    half = deny(5, "10.1.2.0/25", egress=True)
    network = pair().acl("acl", "a", half, allow(6, "0.0.0.0/0", egress=True), subnets=["a1"]).network
    assert by_place(send(network, "a1", A2)) == {
        (Disposition.DENIED_OUT, "acl"): cut("10.1.2.0/25"),
        (Disposition.ACCEPTED, "a2"): cut("10.1.2.128/25"),
    }


# Route tables ----------------------------------------------------------------------------------------------------------


def test_packets_without_a_route_end_at_the_table_and_awss_own_table_has_a_name() -> None:
    network = pair().network
    assert told(one(send(network, "a1", "172.16.0.0/16"))) == ("no-route", "a-table", "no route")
    assert told(one(send(network, "b1", "172.16.0.0/16"))) == ("no-route", "main table of b", "no route")


@pytest.mark.parametrize("kind", ["internet-gateway", "egress-only-gateway", "vpn-gateway"])
def test_packets_leave_by_a_gateway(kind: str) -> None:
    network = pair().route("a-table", "0.0.0.0/0", kind, "gw").network  # type: ignore[arg-type]
    end = one(send(network, "a1", "8.8.8.8/32"))
    assert told(end) == ("exits-network", "gw", f"leaves by {kind}")
    assert [(hop.kind, hop.reason) for hop in end.hops[1:]] == [
        ("route-table", f"0.0.0.0/0 to {kind} gw"),
        ("gateway", f"leaves by {kind}"),
    ]


def test_a_route_to_a_gateway_endpoint_delivers_what_its_list_names() -> None:
    network = pair().prefix_list("s3", "52.0.0.0/16").route("a-table", "s3", "gateway-endpoint", "vpce").network
    network.names["s3"] = "the list"
    end = one(send(network, "a1", "52.0.0.0/16"))
    assert told(end) == ("accepted", "vpce", "gateway endpoint")
    assert way(end)[1:] == [
        ("route-table", "a-table", "the list to gateway-endpoint vpce"),
        ("endpoint", "vpce", "gateway endpoint"),
    ]


def test_a_blackhole_route_drops_and_says_which() -> None:
    network = pair().route("a-table", "10.2.0.0/16", "blackhole").network
    assert told(one(send(network, "a1", B1))) == ("blackholed", "a-table", "10.2.0.0/16 to blackhole")


def test_a_stated_local_route_delivers_inside_the_vpc() -> None:
    network = pair().route("a-table", "10.1.2.0/24", "local").network
    end = one(send(network, "a1", A2))
    assert way(end)[1:] == [("route-table", "a-table", "10.1.2.0/24 to local"), ("subnet", "a2", "delivered")]


def test_where_a_route_leads_to_what_is_not_modelled_nobody_can_say() -> None:
    network = pair().route("a-table", "10.2.0.0/16", "unmodelled", "eni").network
    reason = "10.2.0.0/16 to unmodelled eni: what happens there is not modelled"
    assert told(one(send(network, "a1", B1))) == ("undecided", "a-table", reason)


def test_equal_routes_to_several_targets_are_undecided_and_to_one_target_are_one() -> None:
    build = (
        pair().route("a-table", "10.2.0.0/16", "blackhole").route("a-table", "10.2.0.0/16", "internet-gateway", "gw")
    )
    assert told(one(send(build.network, "a1", B1))) == ("undecided", "a-table", "equal routes lead to several targets")
    twice = pair().route("a-table", "10.2.0.0/16", "blackhole").route("a-table", "10.2.0.0/16", "blackhole")
    assert told(one(send(twice.network, "a1", B1)))[0] == "blackholed"


# NAT gateways and peerings ----------------------------------------------------------------------------------------------


def test_a_nat_gateway_leads_out_and_inside_nobody_can_say() -> None:
    network = (
        pair()
        .route("a-table", "0.0.0.0/0", "nat-gateway", "nat")
        .route("a-table", "10.2.0.0/16", "nat-gateway", "nat")
        .network
    )
    assert told(one(send(network, "a1", "8.0.0.0/8"))) == ("exits-network", "nat", "leaves by nat-gateway")
    inside = "translates the source address on the way inside, which is not modelled"
    end = one(send(network, "a1", B1))
    assert told(end) == ("undecided", "nat", inside)
    assert [hop.kind for hop in end.hops] == ["subnet", "route-table", "gateway"]
    network.vpcs.pop("b")
    assert told(one(send(network, "a1", B1))) == ("exits-network", "nat", "leaves by nat-gateway")


def test_a_nat_gateway_splits_what_goes_inside_from_what_goes_out() -> None:
    network = pair().route("a-table", "10.2.0.0/15", "nat-gateway", "nat").network
    assert by_place(send(network, "a1", "10.2.0.0/15")) == {
        (Disposition.UNDECIDED, "nat"): cut("10.2.0.0/16"),
        (Disposition.EXITS, "nat"): cut("10.3.0.0/16"),
    }


def peered(**fields: object) -> list[tuple[str, str, str]]:
    network = pair().route("a-table", "10.2.0.0/15", "peering", "pcx").network
    network.peerings["pcx"] = Peering("pcx", **{"requester": "a", "accepter": "b", **fields})  # type: ignore[arg-type]
    return sorted(told(end) for end in send(network, "a1", "10.2.1.0/24"))


def test_a_peering_delivers_in_the_other_vpc_whichever_side_asked() -> None:
    assert peered() == peered(requester="b", accepter="a") == [("accepted", "b1", "delivered")]
    network = pair().route("a-table", "10.2.0.0/15", "peering", "pcx").network
    network.peerings["pcx"] = Peering("pcx", "a", "b")
    network.names["b"] = "the other"
    assert way(one(send(network, "a1", B1)))[2:4] == [
        ("peering", "pcx", "to the other"),
        ("vpc", "b", "entered by the peering"),
    ]


def test_a_peering_leads_to_the_other_vpcs_own_addresses_alone() -> None:
    network = pair().route("a-table", "10.2.0.0/15", "peering", "pcx").network
    network.peerings["pcx"] = Peering("pcx", "a", "b")
    ends = send(network, "a1", "10.3.0.0/16")
    assert told(one(ends)) == ("blackholed", "pcx", "the other VPC does not have the address")
    split = by_place(send(network, "a1", "10.2.0.0/15"))
    assert split[Disposition.BLACKHOLED, "pcx"] == cut("10.3.0.0/16")
    assert split[Disposition.ACCEPTED, "b1"] == cut(B1)


def test_a_peering_that_is_not_active_drops() -> None:
    assert peered(active=False) == [("blackholed", "pcx", "is not active")]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"requester": None}, "its VPCs are not known"),
        ({"accepter": None}, "its VPCs are not known"),
        ({"accepter": "c"}, "its other VPC is not known"),
        ({"requester": "b", "accepter": "c"}, "its other VPC is not known"),
        ({"requester": "a", "accepter": "a"}, "its other VPC is not known"),
    ],
)
def test_a_peering_whose_sides_are_not_known_is_undecided(fields: dict[str, object], reason: str) -> None:
    assert peered(**fields) == [("undecided", "pcx", reason)]


def test_a_peering_that_nobody_states_is_undecided() -> None:
    network = pair().route("a-table", "10.2.0.0/16", "peering", "pcx").network
    assert told(one(send(network, "a1", B1))) == ("undecided", "pcx", "its VPCs are not known")


# Standing for others ----------------------------------------------------------------------------------------------------


def test_a_subnet_that_stands_for_others_has_nothing_local() -> None:
    network = pair().network
    ends = send(network, "a1", A1, local=False)
    assert [hop.kind for hop in one(ends).hops][:2] == ["subnet", "route-table"]
    assert one(ends).hops[1].reason == "10.0.0.0/8 to transit-gateway tgw"
    assert told(one(send(network, "b1", B2, local=False))) == ("no-route", "main table of b", "no route")
    assert told(one(send(network, "b1", B2))) == ("accepted", "b2", "delivered")


def test_no_packets_have_no_end() -> None:
    network = pair().network
    walker, start = Walker(Index(network)), network.subnets["a1"]
    assert list(walker.leave_subnet(start, Packets(start.ranges, cut(), HTTPS))) == []
    assert list(walker.leave_subnet(start, Packets(start.ranges, cut(), HTTPS), local=False)) == []
