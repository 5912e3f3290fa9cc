"""Where things live: children inside parents, nothing twice, and nothing that exists ever moves."""

import itertools
from ipaddress import IPv4Network

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from specs import Body, accepted, changed, company, planned, spoke
from unit.planners.networks import additions, addresses, networks

from bedrock_transit.planners import addresses as arithmetic

PARENTS = st.builds(
    lambda host, length: IPv4Network((host, length), strict=False),
    st.integers(0x0A000000, 0x0AFFFFFF),
    st.integers(8, 24),
)


@given(PARENTS, st.integers(0, 8), st.integers(0, 300))
def test_a_child_is_the_slot_of_its_parent(parent: IPv4Network, bits: int, slot: int) -> None:
    """The same as counting through the parent's subnets."""
    children = list(parent.subnets(prefixlen_diff=bits))
    length = parent.prefixlen + bits
    assert arithmetic.slots(parent, length) == len(children)
    if slot < len(children):
        assert arithmetic.child(parent, length, slot) == children[slot]
        assert arithmetic.slot_of(parent, children[slot]) == slot
    else:
        with pytest.raises(ValueError, match=f"there is no number {slot}"):
            arithmetic.child(parent, length, slot)


def test_a_parent_has_no_children_larger_than_itself() -> None:
    assert arithmetic.slots(IPv4Network("10.0.0.0/24"), 23) == 0
    with pytest.raises(ValueError, match="holds 0 blocks of /23"):
        arithmetic.child(IPv4Network("10.0.0.0/24"), 23, 0)


def test_a_negative_slot_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no number -1"):
        arithmetic.child(IPv4Network("10.0.0.0/24"), 26, -1)


@given(st.text(max_size=30), st.integers(1, 70000), st.integers(0, 20))
def test_a_derived_slot_is_within_bounds(key: str, count: int, first: int) -> None:
    assume(first < count)
    assert first <= arithmetic.derived_slot(key, count, first) < count


def test_a_derived_slot_needs_room() -> None:
    with pytest.raises(ValueError, match="no slot is left"):
        arithmetic.derived_slot("vpc-a", 1, first=1)


def test_derived_slots_do_not_change_between_releases() -> None:
    """The first eight bytes of SHA-256, modulo the count. A change here moves networks that exist."""
    derived = {key: arithmetic.derived_slot(key, 16) for key in ("vpc-a", "vpc-b", "chat", "prod")}
    assert derived == {"vpc-a": 1, "vpc-b": 2, "chat": 10, "prod": 14}


@given(PARENTS, st.sets(st.sampled_from("abcd"), min_size=1))
def test_a_zones_subnet_depends_on_its_letter_only(block: IPv4Network, letters: set[str]) -> None:
    """A quarter of the block for each letter, whichever letters are used."""
    quarters = [str(quarter) for quarter in block.subnets(prefixlen_diff=2)]
    zones = {letter: f"use1-az{ord(letter)}" for letter in letters}
    expected = {zones[letter]: quarters["abcd".index(letter)] for letter in letters}
    assert arithmetic.zone_subnets(block, zones) == expected


@given(PARENTS)
def test_the_attachment_subnets_are_the_end_of_the_spoke(vpc: IPv4Network) -> None:
    block = arithmetic.attachment_block(vpc)
    assert block.prefixlen == 26
    assert block.broadcast_address == vpc.broadcast_address


@given(networks())
def test_every_block_lies_inside_the_one_it_belongs_to(body: Body) -> None:
    plan = accepted(body)
    assume(plan is not None)
    blocks = addresses(plan)
    for name, block in blocks.items():
        region = body["regions"][name[0]]
        assert block.subnet_of(IPv4Network(region["supernet"])), name
        parents = {parent for parent in blocks if name[: len(parent)] == parent and parent != name}
        for parent in parents | ({(name[0], "hub")} if name[1] == "set" else set()):
            assert block.subnet_of(blocks[parent]), (name, parent)
        if name[1] == "view":
            assert block.subnet_of(IPv4Network(region["views"])), name


@given(networks())
def test_no_address_is_planned_twice(body: Body) -> None:
    """Blocks that hold no other block share no address, the VPCs neither."""
    plan = accepted(body)
    assume(plan is not None)
    blocks = addresses(plan)
    leaves = [
        n for n in blocks if not any(other[: len(n)] == n and other != n for other in blocks) and n[1:] != ("hub",)
    ]
    vpcs = [n for n in blocks if n[1:] == ("hub",) or (n[1] in ("spoke", "view") and len(n) == 3)]
    for group in (leaves, vpcs):
        ordered = sorted((blocks[n].network_address, blocks[n].broadcast_address, n) for n in group)
        for (_, end, first), (start, _, second) in itertools.pairwise(ordered):
            assert end < start, (first, second)


@given(networks())
def test_every_zone_of_the_region_has_a_subnet_everywhere(body: Body) -> None:
    plan = accepted(body)
    assume(plan is not None)
    for name, region in plan.regions.items():
        zones = set(body["regions"][name]["zones"].values())
        assert set(region.hub["attachment_subnets"]) == zones
        assert all(set(s["subnets"]) == zones for s in region.endpoint_sets.values())
        assert all(set(s["attachment_subnets"]) == zones for s in region.spokes.values())
        assert all(set(a["subnets"]) == zones for apps in region.applications.values() for a in apps.values())


@settings(max_examples=100)
@given(st.data())
def test_an_addition_moves_no_address_and_renames_nothing(data: st.DataObject) -> None:
    """A spoke, an application, a zone, a segment, a grant, a model or a consumer more."""
    body = data.draw(networks())
    before, after = accepted(body), accepted(data.draw(additions(body)))
    assume(before is not None)
    assume(after is not None)
    old, new = addresses(before), addresses(after)
    assert {name: new.get(name) for name in old} == old


@settings(max_examples=100)
@given(st.data())
def test_an_addition_keeps_tables_endpoints_and_names_of_the_view(data: st.DataObject) -> None:
    body = data.draw(networks())
    before, after = accepted(body), accepted(data.draw(additions(body)))
    assume(before is not None)
    assume(after is not None)
    for name, region in before.regions.items():
        grown = after.regions[name]
        assert [t for t in grown.transit["tables"] if t["segment"] in region.endpoint_sets] == region.transit["tables"]
        for segment, old in region.endpoint_sets.items():
            new = grown.endpoint_sets[segment]
            assert [e["service"] for e in new["endpoints"]] == [e["service"] for e in old["endpoints"]]
            assert grown.views[segment] == region.views[segment]


def test_a_derived_place_does_not_depend_on_the_order_of_the_file() -> None:
    body = company()
    body["spokes"] = {"new": spoke("prod"), **body["spokes"]}
    turned = {**body, "spokes": dict(reversed(body["spokes"].items()))}
    assert planned(body).regions["us-east-1"].spokes["new"]["cidr"] == "10.65.80.0/20"
    assert planned(turned) == planned(body)


def test_stated_blocks_are_taken_as_they_are() -> None:
    body = changed(company(), ["segments", "prod", "blocks"], {"us-east-1": ["10.70.0.0/16", "10.72.0.0/16"]})
    body["spokes"]["vpc-c"] = {**spoke("prod"), "cidr": "10.72.4.0/22", "applications": {"a": {"cidr": "10.72.5.0/24"}}}
    region = planned(body).regions["us-east-1"]
    assert region.spokes["vpc-c"]["cidr"] == "10.72.4.0/22"
    assert region.applications["vpc-c"]["a"]["block"] == "10.72.5.0/24"


def test_a_segments_own_share_is_a_sixteenth_of_the_supernet() -> None:
    """Number 2 of 10.64.0.0/12 is 10.66.0.0/16; its endpoint set is the hub's /24 of the same number."""
    region = planned(company()).regions["us-east-1"]
    assert region.spokes["vpc-x"]["cidr"] == "10.66.0.0/20"
    assert region.endpoint_sets["nonprod"]["block"] == "10.64.2.0/24"
    assert region.views["nonprod"]["anchor_cidr"] == "10.64.17.0/25"
    assert region.endpoint_sets["nonprod"]["acl_blocks"] == ["10.66.0.0/16"]


def test_an_applications_block_has_room_for_four_zones() -> None:
    region = planned(company()).regions["us-east-1"]
    application = region.applications["vpc-a"]["search"]
    assert application["block"] == "10.65.1.0/24"
    assert application["subnets"] == {"use1-az1": "10.65.1.0/26", "use1-az2": "10.65.1.64/26"}
