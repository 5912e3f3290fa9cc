"""Walks out of transit gateways: by which attachment subnet packets come into the next VPC, and past which ACL."""

from __future__ import annotations

from unit.guardrails.networks import allow, change
from unit.guardrails.questions.ways import (
    B1,
    B2,
    B_DOOR_2,
    FREE_IN_B,
    one,
    pair,
    send,
    told,
    way,
)

from transit_guardrails.model.network import Network
from transit_guardrails.questions.ends import End


def doors(ends: list[End]) -> list[str]:
    """The attachment subnets by which packets came into the last VPC."""
    entered = "enters the VPC by the attachment subnet"
    return sorted(hop.id for end in ends for hop in end.hops if hop.reason == entered)


def test_an_attachment_that_is_not_accepted_drops_what_leaves_by_it() -> None:
    network = pair().network
    change(network.attachments, "of-b", accepted=False)
    end = one(send(network, "a1", B1))
    assert told(end) == ("blackholed", "of-b", "is not accepted")
    assert end.hops[-1].kind == "attachment"


def test_an_attachment_whose_vpc_is_not_known_is_undecided() -> None:
    network = pair().transit_route("t", "10.3.0.0/16", "of-b").network
    change(network.attachments, "of-b", resource="stranger")
    assert told(one(send(network, "a1", "10.3.0.0/16"))) == ("undecided", "of-b", "its VPC is not known")


def test_an_attachment_without_subnets_drops_what_leaves_by_it() -> None:
    network = pair().network
    change(network.attachments, "of-b", subnets=("stranger",))
    assert told(one(send(network, "a1", B1))) == ("blackholed", "of-b", "has no attachment subnet")


def different_doors() -> Network:
    """``b-door-2`` has a table of its own, so that it makes a difference by which subnet packets come in."""
    network = pair().table("door-2-table", "b").network
    network.subnet_tables["b-door-2"] = "door-2-table"
    return network


def test_packets_come_in_by_the_attachment_subnet_of_their_zone() -> None:
    assert doors(send(different_doors(), "a1", B1)) == ["b-door-1"]


def test_in_appliance_mode_or_without_a_subnet_in_the_zone_packets_come_in_by_any() -> None:
    network = different_doors()
    change(network.attachments, "of-b", appliance_mode=True)
    assert doors(send(network, "a1", B1)) == ["b-door-1", "b-door-2"]
    network = different_doors()
    change(network.subnets, "b-door-1", zone="z3")
    assert doors(send(network, "a1", B1)) == ["b-door-1", "b-door-2"]


def test_attachment_subnets_that_behave_alike_are_entered_once() -> None:
    network = pair().network
    change(network.attachments, "of-b", appliance_mode=True)
    assert doors(send(network, "a1", B1)) == ["b-door-1"]
    assert [told(end) for end in send(network, "a1", B1)] == [("accepted", "b1", "delivered")]


def test_attachment_subnets_whose_table_leads_on_do_not_behave_alike_since_zones_differ() -> None:
    build = pair().table("doors-table", "b")
    build.network.subnet_tables.update({"b-door-1": "doors-table", "b-door-2": "doors-table"})
    change(build.network.attachments, "of-b", appliance_mode=True)
    assert doors(send(build.network, "a1", B1)) == ["b-door-1"]
    build.route("doors-table", "192.168.0.0/16", "transit-gateway", "tgw")
    assert doors(send(build.network, "a1", B1)) == ["b-door-1", "b-door-2"]


def test_attachment_subnets_with_different_acls_do_not_behave_alike() -> None:
    network = pair().acl("acl", "b", allow(1, "0.0.0.0/0", egress=True), subnets=["b-door-2"]).network
    change(network.attachments, "of-b", appliance_mode=True)
    assert doors(send(network, "a1", B1)) == ["b-door-1", "b-door-2"]


def test_attachment_subnets_that_are_the_destination_are_all_entered() -> None:
    network = pair().network
    change(network.attachments, "of-b", appliance_mode=True)
    ends = send(network, "a1", B_DOOR_2)
    assert sorted(way(end)[-2][0] for end in ends) == ["route-table", "vpc"]
    assert {told(end) for end in ends} == {("accepted", "b-door-2", "delivered")}


def test_two_attachment_subnets_of_one_zone_are_one_entrance() -> None:
    network = different_doors()
    change(network.subnets, "b-door-2", zone="z1")
    assert doors(send(network, "a1", B1)) == ["b-door-1"]


def test_the_attachment_subnets_acl_looks_at_what_comes_in_by_its_destination() -> None:
    build = pair().acl("acl", "b", allow(3, B1, egress=True), subnets=["b-door-1"])
    assert ("network-acl", "acl", f"outbound: entry 3 allows {B1}") in way(one(send(build.network, "a1", B1)))
    assert told(one(send(build.network, "a1", B2))) == ("denied-out", "acl", "outbound: no entry matches")


def test_the_zone_of_the_entrance_decides_about_the_next_gateway() -> None:
    build = pair().vpc("c", "10.3.0.0/16").subnet("c-door", "c", "10.3.0.0/28").attachment("of-c", "c", "c-door")
    build.table("b-on", "b", ("10.3.0.0/16", "transit-gateway", "tgw"), main=True)
    build.transit_route("t", "10.3.0.0/16", "of-b").transit_table("t2", learns=["of-c"])
    change(build.network.associations, "of-b in t", table="t2")
    assert told(one(send(build.network, "a1", "10.3.0.0/28"))) == ("accepted", "c-door", "delivered")
    change(build.network.attachments, "of-b", subnets=("b-door-2",))
    end = one(send(build.network, "a1", "10.3.0.0/28"))
    assert told(end) == ("accepted", "c-door", "delivered")
    change(build.network.subnets, "c-door", zone="z2")
    assert [hop.id for hop in one(send(build.network, "a1", "10.3.0.0/28")).hops if hop.kind == "subnet"][-2:] == [
        "b-door-2",
        "c-door",
    ]


def test_an_address_that_no_subnet_of_the_other_vpc_has_ends_there() -> None:
    assert told(one(send(pair().network, "a1", FREE_IN_B))) == ("no-route", "b", "no subnet has the address")
