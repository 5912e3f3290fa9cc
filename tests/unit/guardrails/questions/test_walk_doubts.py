"""Walks past what is not known: undecided wherever it is consulted, and nowhere else."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import allow, change, cut, doubt
from unit.guardrails.questions.ways import (
    A1,
    B1,
    enter,
    one,
    pair,
    send,
    told,
)

from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.vpcs import Peering, Route, Subnet, Target
from transit_guardrails.questions.ends import Disposition
from transit_guardrails.questions.packets import Packets


@pytest.mark.parametrize(
    ("touched", "kind", "place"),
    [
        ("a1", "subnet", "a1"),
        ("acl", "network-acl", "acl"),
        ("a", "route-table", "a-table"),
        ("a-table", "route-table", "a-table"),
        ("list", "route-table", "a-table"),
        ("a-table 10.2.0.0/16", "route-table", "a-table"),
        ("pcx", "route-table", "a-table"),
        ("b", "peering", "pcx"),
        ("b1", "subnet", "b1"),
        ("b-acl", "network-acl", "b-acl"),
    ],
)
def test_whatever_the_way_consults_and_is_not_known_leaves_it_undecided(touched: str, kind: str, place: str) -> None:
    build = pair().acl("acl", "a", allow(1, "0.0.0.0/0", egress=True), subnets=["a1"])
    build.acl("b-acl", "b", allow(1, "0.0.0.0/0"), subnets=["b1"]).prefix_list("list", "10.99.0.0/16")
    build.route("a-table", "10.2.0.0/16", "peering", "pcx").route("a-table", "list", "blackhole")
    build.network.peerings["pcx"] = Peering("pcx", "a", "b")
    assert told(one(send(build.network, "a1", B1)))[0] == "accepted"
    found = doubt(build.network, touched)
    end = one(send(build.network, "a1", B1))
    assert (end.disposition, end.place, end.doubts) == (Disposition.UNDECIDED, place, (found,))
    assert (end.hops[-1].kind, end.hops[-1].reason) == (kind, "value of culprit: unknown")


def test_a_doubt_about_what_the_way_does_not_consult_decides_nothing() -> None:
    network = pair().network
    doubt(network, "a2", "b", "of-a", "tgw", "t")
    assert told(one(send(network, "a1", "10.1.1.0/25"))) == ("accepted", "a1", "same subnet")
    assert told(one(send(network, "a-door", A1))) == ("accepted", "a1", "delivered")


def test_a_subnet_whose_vpc_is_not_known_has_awss_own_table_and_nothing_local() -> None:
    network = pair().network
    network.subnets["lost"] = Subnet("lost", None, "z1", (prefix("10.7.0.0/24"),))
    assert told(one(send(network, "lost", B1))) == ("no-route", "main table of None", "no route")


def test_a_route_whose_target_is_not_known_but_doubted_is_undecided() -> None:
    network = pair().network
    route = Route("odd", prefix("10.2.0.0/16"), None, Target("unmodelled"))
    change(network.route_tables, "a-table", routes=(route,))
    reason = "10.2.0.0/16 to unmodelled: what happens there is not modelled"
    assert told(one(send(network, "a1", B1))) == ("undecided", "a-table", reason)


@pytest.mark.parametrize(
    ("touched", "kind", "place"),
    [
        ("tgw", "route-table", "a-table"),
        ("of-a", "attachment", "of-a"),
        ("a-door", "attachment", "of-a"),
        ("a-acl", "network-acl", "a-acl"),
        ("t", "transit-gateway-route-table", "t"),
        ("list", "transit-gateway-route-table", "t"),
        ("t 10.2.0.0/16", "transit-gateway-route-table", "t"),
        ("of-b", "transit-gateway-route-table", "t"),
        ("b", "attachment", "of-b"),
        ("b-door-2", "attachment", "of-b"),
        ("b-acl", "network-acl", "b-acl"),
    ],
)
def test_whatever_the_way_over_the_gateway_consults_and_is_not_known_leaves_it_undecided(
    touched: str, kind: str, place: str
) -> None:
    build = pair().acl("a-acl", "a", allow(1, "0.0.0.0/0"), subnets=["a-door"]).prefix_list("list", "10.99.0.0/16")
    build.acl("b-acl", "b", allow(1, "0.0.0.0/0", egress=True), subnets=["b-door-1"])
    build.transit_route("t", "10.2.0.0/16", "of-b").transit_route("t", "list", None)
    assert told(one(send(build.network, "a1", B1)))[0] == "accepted"
    found = doubt(build.network, touched)
    end = one(send(build.network, "a1", B1))
    assert (end.disposition, end.place, end.doubts) == (Disposition.UNDECIDED, place, (found,))
    assert (end.hops[-1].kind, end.hops[-1].reason) == (kind, "value of culprit: unknown")


def test_a_doubt_about_the_gateway_is_met_by_what_comes_from_outside_too() -> None:
    network = pair().outside("way-out", "vpn", "far").transit_table("t2", "way-out", learns=["of-b"]).network
    found = doubt(network, "tgw")
    end = one(enter(network, "way-out", B1))
    assert (told(end), end.doubts) == (("undecided", "t2", "value of culprit: unknown"), (found,))


def test_the_ends_of_a_walk_are_exactly_the_packets_that_went_in() -> None:
    network = pair().transit_route("t", "10.2.1.128/25", None).network
    everything = Packets(cut(A1), cut("0.0.0.0/0"))
    ends = send(network, "a1", "0.0.0.0/0", services=everything.services)
    assert sum(end.packets.dst.size for end in ends) == 2**32
    assert {end.packets.src for end in ends} == {cut(A1)}
    assert {end.packets.services for end in ends} == {everything.services}
