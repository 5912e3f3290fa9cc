"""Walks over transit gateways: attachments and their zones, tables, learned routes, ways into the next VPC."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import allow, change, cut, deny
from unit.guardrails.questions.ways import (
    A1,
    B1,
    B2,
    B_DOOR_1,
    B_DOOR_2,
    by_place,
    enter,
    one,
    pair,
    send,
    told,
    way,
)

from transit_guardrails.model.network import Network
from transit_guardrails.questions.ends import Disposition


def test_the_whole_way_to_another_vpc_is_told_hop_by_hop() -> None:
    end = one(send(pair().network, "a1", B1))
    assert way(end) == [
        ("subnet", "a1", f"sent as {A1} to {B1} tcp/443"),
        ("route-table", "a-table", "10.0.0.0/8 to transit-gateway tgw"),
        ("attachment", "of-a", "into tgw"),
        ("transit-gateway", "tgw", "looks up the attachment's table"),
        ("transit-gateway-route-table", "t", "propagated by of-b"),
        ("attachment", "of-b", "leaves the transit gateway"),
        ("vpc", "b", "entered by of-b"),
        ("subnet", "b-door-1", "enters the VPC by the attachment subnet"),
        ("route-table", "main table of b", "local"),
        ("subnet", "b1", "delivered"),
    ]
    assert (end.disposition, end.place, end.packets.dst, end.assumptions) == (Disposition.ACCEPTED, "b1", cut(B1), ())


def test_packets_to_the_attachment_subnet_itself_are_delivered_as_they_come_in() -> None:
    end = one(send(pair().network, "a1", B_DOOR_1))
    assert told(end) == ("accepted", "b-door-1", "delivered")
    assert way(end)[-2] == ("vpc", "b", "entered by of-b")


def test_what_comes_in_is_split_between_the_attachment_subnet_and_what_lies_behind() -> None:
    assert by_place(send(pair().network, "a1", "10.2.0.0/16")) == {
        (Disposition.ACCEPTED, "b-door-1"): cut(B_DOOR_1),
        (Disposition.ACCEPTED, "b-door-2"): cut(B_DOOR_2),
        (Disposition.ACCEPTED, "b1"): cut(B1),
        (Disposition.ACCEPTED, "b2"): cut(B2),
        (Disposition.NO_ROUTE, "b"): cut("10.2.0.0/16") - cut(B1, B2, B_DOOR_1, B_DOOR_2),
    }


# Into the gateway --------------------------------------------------------------------------------------------------------


def test_a_vpc_without_attachment_there_cannot_enter() -> None:
    network = pair().network
    network.names["a"] = "the VPC"
    change(network.attachments, "of-a", gateway="other")
    assert told(one(send(network, "a1", B1))) == ("blackholed", "tgw", "the VPC has no attachment there")


def test_an_attachment_that_is_not_accepted_is_none() -> None:
    network = pair().network
    change(network.attachments, "of-a", accepted=False)
    end = one(send(network, "a1", B1))
    assert told(end) == ("blackholed", "tgw", "a has no attachment there")
    assert end.hops[-1].kind == "transit-gateway"


def test_with_several_attachments_nobody_can_say_which() -> None:
    network = pair().attachment("again", "a", "a-door").network
    assert told(one(send(network, "a1", B1))) == ("undecided", "tgw", "a has several attachments there")
    change(network.attachments, "again", accepted=False)
    assert told(one(send(network, "a1", B1)))[0] == "accepted"


def test_only_subnets_in_a_zone_of_the_attachment_get_through() -> None:
    network = pair().network
    end = one(send(network, "a2", B1))
    assert told(end) == ("no-route", "a-table", "of-a has no subnet in zone z2: the route does not hold there")
    assert end.hops[-1].kind == "route-table"
    change(network.attachments, "of-a", subnets=("stranger",))
    network.names["of-a"] = "the attachment"
    reason = "the attachment has no subnet in zone z1: the route does not hold there"
    assert told(one(send(network, "a1", B1))) == ("no-route", "a-table", reason)


def test_the_attachment_subnets_acl_looks_at_what_enters_by_its_source() -> None:
    build = pair().acl("acl", "a", allow(3, A1), subnets=["a-door"])
    assert ("network-acl", "acl", f"inbound: entry 3 allows {A1}") in way(one(send(build.network, "a1", B1)))
    change(build.network.network_acls, "acl", entries=(deny(4, A1),))
    assert told(one(send(build.network, "a1", B1))) == ("denied-in", "acl", f"inbound: entry 4 denies {A1}")


def test_an_attachment_with_no_table_leads_nowhere() -> None:
    network = pair().network
    network.associations.pop("of-a in t")
    reason = "the attachment is associated with no table"
    assert told(one(send(network, "a1", B1))) == ("blackholed", "tgw", reason)


def test_an_attachment_with_several_tables_is_undecided() -> None:
    network = pair().transit_table("t2", "of-a").network
    reason = "the attachment is associated with several tables"
    assert told(one(send(network, "a1", B1))) == ("undecided", "tgw", reason)


def test_an_attachment_with_a_default_table_that_nobody_knows_is_undecided() -> None:
    network = pair().network
    network.associations.pop("of-a in t")
    change(network.transit_gateways, "tgw", default_association=True)
    assert told(one(send(network, "a1", B1))) == ("undecided", "tgw", "its default table is not known")
    change(network.transit_gateways, "tgw", default_association_table="t")
    assert told(one(send(network, "a1", B1))) == ("accepted", "b1", "delivered")


# In the gateway ----------------------------------------------------------------------------------------------------------


def test_a_table_without_a_route_ends_the_way() -> None:
    assert told(one(send(pair().network, "a1", "10.3.0.0/16"))) == ("no-route", "t", "no route")


def test_static_routes_and_blackholes_say_what_they_are() -> None:
    network = pair().transit_route("t", "10.2.1.0/24", "of-b").transit_route("t", "10.2.2.0/24", None).network
    network.names["of-b"] = "attachment b"
    assert ("transit-gateway-route-table", "t", "10.2.1.0/24 static to attachment b") in way(
        one(send(network, "a1", B1))
    )
    assert told(one(send(network, "a1", B2))) == ("blackholed", "t", "10.2.2.0/24 blackhole")


def test_a_static_route_to_a_list_is_told_by_the_lists_name() -> None:
    network = pair().prefix_list("list", "10.2.1.0/24").transit_route("t", "list", None).network
    network.names["list"] = "the list"
    assert told(one(send(network, "a1", B1))) == ("blackholed", "t", "the list blackhole")


def test_equal_transit_routes_to_several_attachments_are_undecided() -> None:
    network = pair().transit_route("t", "10.2.0.0/16", "of-b").network
    again = network.transit_routes["t 10.2.0.0/16"]
    network.transit_routes["again"] = again
    assert told(one(send(network, "a1", B1)))[0] == "accepted"
    change(network.transit_routes, "again", id="again", attachment="of-a")
    assert told(one(send(network, "a1", B1))) == ("undecided", "t", "equal routes lead to several attachments")
    change(network.transit_routes, "again", attachment=None, blackhole=True)
    assert told(one(send(network, "a1", B1)))[0] == "undecided"


def test_a_blackhole_that_names_an_attachment_is_not_the_same_as_a_route_to_it() -> None:
    network = pair().transit_route("t", "10.2.0.0/16", "of-b").network
    network.transit_routes["again"] = network.transit_routes["t 10.2.0.0/16"]
    change(network.transit_routes, "again", id="again", blackhole=True)
    assert told(one(send(network, "a1", B1)))[0] == "undecided"


@pytest.mark.parametrize("target", [None, "stranger"])
def test_a_static_route_to_what_is_not_known_is_undecided(target: str | None) -> None:
    network = pair().transit_route("t", "10.2.0.0/16", "of-b").network
    change(network.transit_routes, "t 10.2.0.0/16", attachment=target)
    named = target or "what is not known"
    reason = f"10.2.0.0/16 static to {named}, which is not known"
    assert told(one(send(network, "a1", B1))) == ("undecided", "t", reason)


def test_packets_that_come_back_by_the_same_attachment_are_a_loop() -> None:
    build = pair().table("b-back", "b", ("10.3.0.0/16", "transit-gateway", "tgw"), main=True)
    end = one(send(build.transit_route("t", "10.3.0.0/16", "of-b").network, "a1", "10.3.0.0/16"))
    assert told(end) == ("loop", "of-b", "enters the transit gateway a second time")
    assert [hop.id for hop in end.hops if hop.reason == "into tgw"] == ["of-a", "of-b"]


# Learned routes ----------------------------------------------------------------------------------------------------------


def outside(kind: str, resource: str | None = "far") -> Network:
    return pair().outside("way-out", kind, resource).transit_table("t2", "way-out", learns=["of-b"]).network


@pytest.mark.parametrize(
    ("kind", "hop"),
    [
        ("direct-connect-gateway", "direct-connect-gateway"),
        ("vpn", "vpn"),
        ("connect", "attachment"),
        ("peering", "attachment"),
    ],
)
def test_what_the_other_side_may_announce_takes_what_has_no_route_by_assumption(kind: str, hop: str) -> None:
    network = pair().outside("way-out", kind, "far").transit_table("t", learns=["way-out"]).network
    network.names["way-out"] = "the way out"
    end = one(send(network, "a1", "10.3.0.0/16"))
    assert told(end) == ("exits-network", "far", f"leaves by {kind}")
    assert way(end)[-3:] == [
        ("transit-gateway-route-table", "t", "learned"),
        ("attachment", "way-out", "leaves the transit gateway"),
        (hop, "far", f"leaves by {kind}"),
    ]
    assert end.assumptions == ("the other side of the way out announces a route to the address",)


def test_that_nobody_announces_the_networks_own_addresses_is_assumed_and_said() -> None:
    network = pair().outside("way-out", "vpn", "far").transit_table("t2", "of-a", learns=["way-out"]).network
    network.associations.pop("of-a in t")
    ends = send(network, "a1", "10.2.0.0/15")
    assert by_place(ends) == {
        (Disposition.NO_ROUTE, "t2"): cut("10.2.0.0/16"),
        (Disposition.EXITS, "far"): cut("10.3.0.0/16"),
    }
    assert ends[0].assumptions == ("nobody outside announces addresses of the network's own VPCs",)
    assert ends[1].assumptions == ("the other side of way-out announces a route to the address",)
    assert ends[0].hops[-1].reason == "no route"


def test_where_nothing_is_learned_a_missing_route_assumes_nothing() -> None:
    assert one(send(pair().network, "a1", "10.3.0.0/16")).assumptions == ()


def test_a_stated_route_is_taken_before_a_learned_one_and_assumes_nothing() -> None:
    build = pair().outside("way-out", "vpn", None).transit_table("t", learns=["way-out"])
    assert told(one(send(build.network, "a1", B1)))[0] == "accepted"
    end = one(send(build.transit_route("t", "10.3.0.0/16", "way-out").network, "a1", "10.3.0.0/16"))
    assert (told(end), end.assumptions) == (("exits-network", "way-out", "leaves by vpn"), ())


def test_what_comes_from_outside_is_looked_up_in_its_attachments_table() -> None:
    end = one(enter(outside("vpn"), "way-out", B1))
    assert way(end)[:4] == [
        ("attachment", "way-out", "into tgw"),
        ("transit-gateway", "tgw", "looks up the attachment's table"),
        ("transit-gateway-route-table", "t2", "propagated by of-b"),
        ("attachment", "of-b", "leaves the transit gateway"),
    ]
    assert told(end) == ("accepted", "b1", "delivered")
    assert told(one(enter(outside("vpn"), "way-out", A1))) == ("no-route", "t2", "no route")
