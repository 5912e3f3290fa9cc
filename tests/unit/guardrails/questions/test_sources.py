"""Which subnets stand together as one source, and which stand alone."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import Build, allow, change, cut, doubt

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import EVERYWHERE, prefix
from transit_guardrails.model.vpcs import Subnet
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.sources import sources
from transit_guardrails.questions.walk import Walker

SOME = "10.9.0.0/16"


def two() -> Build:
    """Two VPCs with a subnet each whose tables, zones, attachments and attachment subnets are alike."""
    build = Build().gateway()
    for vpc, n in (("a", 1), ("b", 2)):
        build.vpc(vpc, f"10.{n}.0.0/16").table(f"{vpc}-table", vpc, (SOME, "transit-gateway", "tgw"))
        build.table(f"{vpc}-empty", vpc).subnet(f"{vpc}-door", vpc, f"10.{n}.0.0/28", table=f"{vpc}-empty")
        build.subnet(f"{vpc}1", vpc, f"10.{n}.1.0/24", table=f"{vpc}-table").attachment(f"of-{vpc}", vpc, f"{vpc}-door")
    return build.transit_table("t", "of-a", "of-b")


def together(network: Network) -> set[tuple[str, ...]]:
    """The subnets of every source."""
    return {tuple(subnet.id for subnet in source.subnets) for source in sources(Index(network)) if source.subnets}


def alone(network: Network) -> set[str]:
    return {source.id for source in sources(Index(network)) if source.alone}


def test_subnets_that_behave_alike_are_one_source_with_all_their_addresses() -> None:
    found = sources(Index(two().network))
    assert [(s.id, [m.id for m in s.subnets], s.alone, s.attachment) for s in found] == [
        ("a-door", ["a-door", "b-door"], False, None),
        ("a1", ["a1", "b1"], False, None),
    ]
    assert [s.src for s in found] == [cut("10.1.0.0/28", "10.2.0.0/28"), cut("10.1.1.0/24", "10.2.1.0/24")]


@pytest.mark.parametrize(
    "difference",
    [
        lambda b: b.route("b-table", "10.8.0.0/16", "blackhole"),
        lambda b: change(b.network.subnets, "b1", zone="z2"),
        lambda b: b.acl("acl", "b", subnets=["b1"]),
        lambda b: b.acl("acl", "b", allow(1, SOME), subnets=["b-door"]),
        lambda b: b.transit_table("t2", "of-b"),
        lambda b: change(b.network.attachments, "of-b", accepted=False),
        lambda b: change(b.network.attachments, "of-b", subnets=()),
        lambda b: change(b.network.attachments, "of-b", resource="a"),
        lambda b: change(b.network.subnets, "b-door", zone="z2"),
        lambda b: b.subnet("b-door-2", "b", "10.2.0.16/28").attachment("more", "b", "b-door-2"),
    ],
    ids=["routes", "zone", "acl", "door-acl", "table", "accepted", "no-subnets", "attachment", "door-zone", "two"],
)
def test_whatever_decides_on_the_way_out_tells_subnets_apart(difference: object) -> None:
    build = two()
    difference(build)  # type: ignore[operator]
    found = together(build.network)
    assert ("a1",) in found
    assert ("b1",) in found


@pytest.mark.parametrize(
    "same",
    [
        lambda b: change(b.network.subnets, "b1", tags={"x": "y"}),
        lambda b: change(b.network.attachments, "of-b", tags={"x": "y"}),
        lambda b: b.subnet("b-door-2", "b", "10.2.0.16/28", "z2"),
        lambda b: b.acl("acl", "b", subnets=[]),
        lambda b: change(b.network.subnets, "b1", prefixes=(prefix("10.2.2.0/23"),)),
    ],
)
def test_what_does_not_decide_keeps_subnets_together(same: object) -> None:
    build = two()
    same(build)  # type: ignore[operator]
    assert ("a1", "b1") in together(build.network)


def test_routes_in_another_order_and_by_other_names_are_the_same_routes() -> None:
    build = two().route("a-table", "10.8.0.0/16", "blackhole").route("b-table", "10.8.0.0/16", "blackhole")
    change(build.network.route_tables, "b-table", routes=build.network.route_tables["b-table"].routes[::-1])
    assert ("a1", "b1") in together(build.network)


def test_a_propagated_route_is_not_the_same_as_a_static_one() -> None:
    build = two().route("a-table", "10.8.0.0/16", "blackhole")
    assert ("a1", "b1") not in together(build.route("b-table", "10.8.0.0/16", "blackhole", learnt=True).network)


@pytest.mark.parametrize(
    "special",
    [
        lambda b: b.route("b-table", "0.0.0.0/0", "internet-gateway", "gw"),
        lambda b: b.route("b-table", "10.2.0.0/24", "blackhole"),
        lambda b: b.prefix_list("list", "10.2.7.0/24").route("b-table", "list", "blackhole"),
        lambda b: doubt(b.network, "b1"),
        lambda b: doubt(b.network, "b"),
        lambda b: doubt(b.network, "of-b"),
        lambda b: doubt(b.network, "b-door"),
        lambda b: doubt(b.network, "b-table"),
        lambda b: doubt(b.network, f"b-table {SOME}"),
        lambda b: (b.acl("acl", "b", subnets=["b1"]), doubt(b.network, "acl")),
        lambda b: (
            b.prefix_list("list", "10.8.0.0/16").route("b-table", "list", "blackhole"),
            doubt(b.network, "list"),
        ),
        lambda b: b.vpc("c", "10.2.128.0/17"),
    ],
    ids=[
        "door",
        "own",
        "own-list",
        "subnet",
        "vpc",
        "attachment",
        "at-door",
        "table",
        "route",
        "acl",
        "list",
        "overlap",
    ],
)
def test_a_subnet_that_cannot_stand_for_others_stands_alone(special: object) -> None:
    build = two()
    special(build)  # type: ignore[operator]
    assert "b1" in alone(build.network)
    assert "a1" not in alone(build.network)


def test_a_doubt_about_the_gateway_lets_all_that_are_attached_stand_alone() -> None:
    network = two().network
    doubt(network, "tgw")
    assert alone(network) == {"a1", "a-door", "b1", "b-door"}


def test_a_route_to_a_part_of_more_than_the_vpc_is_not_about_its_own_addresses() -> None:
    build = two().route("a-table", "10.0.0.0/8", "blackhole").route("b-table", "10.0.0.0/8", "blackhole")
    assert alone(build.network) == set()


def test_vpcs_overlap_wherever_they_share_an_address_but_not_with_themselves() -> None:
    build = two().vpc("c", "10.5.0.0/16", "10.5.0.0/17").subnet("c1", "c", "10.5.0.0/24")
    assert alone(build.network) == set()
    build.vpc("d", "10.5.255.0/24", "10.6.0.0/16").subnet("d1", "d", "10.6.0.0/24")
    assert alone(build.network) == {"c1", "d1"}
    touching = two().vpc("c", "10.3.0.0/16").subnet("c1", "c", "10.3.0.0/24").vpc("d", "10.4.0.0/16")
    assert alone(touching.network) == set()


def test_a_wide_vpc_overlaps_with_each_of_those_inside_it() -> None:
    build = Build().vpc("wide", "10.0.0.0/8").subnet("w1", "wide", "10.99.0.0/24")
    build.vpc("a", "10.1.0.0/16").subnet("a1", "a", "10.1.0.0/24").vpc("b", "10.2.0.0/16").subnet(
        "b1", "b", "10.2.0.0/24"
    )
    assert alone(build.network) == {"w1", "a1", "b1"}


def test_a_subnet_of_a_vpc_that_is_not_known_stands_alone() -> None:
    network = two().network
    network.subnets["lost"] = Subnet("lost", "stranger", "z1", (prefix("10.7.0.0/24"),))
    network.subnets["adrift"] = Subnet("adrift", None, "z1", (prefix("10.8.0.0/24"),))
    assert alone(network) == {"lost", "adrift"}


def test_every_attachment_from_outside_is_a_source_of_any_address() -> None:
    network = two().outside("vpn", "vpn", "far").outside("a-peer", "peering", "far").network
    found = {s.id: s for s in sources(Index(network))}
    assert list(found) == ["a-door", "a-peer", "a1", "vpn"]
    assert (found["vpn"].subnets, found["vpn"].src, found["vpn"].alone) == ((), EVERYWHERE, False)
    assert found["vpn"].attachment == network.attachments["vpn"]


def test_the_memory_of_routes_does_not_mix_tables_up() -> None:
    build = two().vpc("c", "10.3.0.0/16").table("c-table", "c", (SOME, "blackhole", None))
    build.subnet("c1", "c", "10.3.1.0/24", table="c-table").vpc("d", "10.4.0.0/16").subnet("d1", "d", "10.4.1.0/24")
    assert together(build.network) == {("a-door", "b-door", "d1"), ("a1", "b1"), ("c1",)}


def test_a_source_alone_walks_with_its_local_routes_and_one_for_many_without() -> None:
    build = two().subnet("b2", "b", "10.2.2.0/24", "z9")
    doubt(build.network, f"b-table {SOME}")
    index = Index(build.network)
    reached = {s.id: {end.place for end in s.ends(Walker(index))} for s in sources(index)}
    assert "b2" in reached["b1"]
    assert "b2" not in reached["a1"] | reached["a-door"]


def test_an_attachment_from_outside_sends_into_the_gateway() -> None:
    network = two().outside("vpn", "vpn", "far").network
    index = Index(network)
    ends = [end for s in sources(index) if s.id == "vpn" for end in s.ends(Walker(index))]
    assert [(end.disposition.value, end.place, end.packets.src) for end in ends] == [("blackholed", "tgw", EVERYWHERE)]
