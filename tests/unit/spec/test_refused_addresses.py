"""Addresses that cannot be: overlaps with both sides named, blocks outside of what must hold them, no room left."""

import pytest
from specs import Body, assert_refused, changed, company, paths, planned, problems, spoke, two_regions, without

from bedrock_transit.spec.problems import dotted


def stated(spoke_key: str, cidr: str) -> Body:
    """The company with one spoke whose block is stated and that has no applications."""
    body = company()
    body["spokes"][spoke_key] = {**spoke("prod"), "cidr": cidr}
    return body


def test_two_spokes_that_overlap_are_refused_with_both_named() -> None:
    body = stated("vpc-c", "10.65.8.0/21")
    assert_refused(
        body, "spokes.vpc-c", "10.65.8.0/21", "overlaps spokes.vpc-a (10.65.0.0/20)", "change one of the two"
    )


def test_two_spokes_of_one_number_are_refused() -> None:
    body = changed(company(), ["spokes", "vpc-b", "number"], 0)
    assert_refused(
        body, "spokes.vpc-b", "10.65.0.0/20", "overlaps spokes.vpc-a (10.65.0.0/20)", "change one of the two"
    )


def test_a_derived_spoke_that_meets_another_is_refused_with_free_numbers() -> None:
    """``vpc-c`` falls on slot 2 of sixteen."""
    body = company()
    body["spokes"]["vpc-c"] = spoke("prod")
    slot = int(planned(body).regions["us-east-1"].spokes["vpc-c"]["cidr"].split(".")[2]) // 16
    body["spokes"]["vpc-d"] = spoke("prod", slot)
    cidr = f"10.65.{slot * 16}.0/20"
    remedy = f"state spokes.vpc-c.number: {' or '.join(str(n) for n in range(16) if n not in (0, 1, slot))[:6]}"
    assert_refused(body, "spokes.vpc-c", cidr, f"overlaps spokes.vpc-d ({cidr})", remedy)


def test_the_free_numbers_of_the_remedy_are_accepted() -> None:
    body = company()
    body["spokes"]["vpc-c"] = spoke("prod")
    cidr = planned(body).regions["us-east-1"].spokes["vpc-c"]["cidr"]
    body["spokes"]["vpc-d"] = {**spoke("prod"), "cidr": cidr}
    number = problems(body)[0].remedy.split(": ")[1].split(" ")[0]
    assert problems(changed(body, ["spokes", "vpc-c", "number"], int(number))) == []


def test_two_derived_spokes_that_meet_are_told_to_number_the_one_that_is_new() -> None:
    """The planner cannot know which of them exists; a number for that one would replace its VPC."""
    body = company()
    body["spokes"] |= {"a-10": spoke("prod"), "vpc-z": spoke("prod")}
    (problem,) = problems(body)
    assert "spokes.a-10.number" in problem.remedy
    assert "spokes.vpc-z.number" in problem.remedy


def test_a_spoke_that_overlaps_the_hub_is_refused_with_the_hub_named() -> None:
    body = stated("vpc-c", "10.64.8.0/21")
    conflict = "overlaps regions.us-east-1.hub.cidr (10.64.0.0/20)"
    assert_refused(body, "spokes.vpc-c.cidr", "10.64.8.0/21", conflict, "choose a block inside")


def test_a_spoke_that_overlaps_the_views_is_refused_with_the_views_named() -> None:
    body = stated("vpc-c", "10.64.20.0/22")
    conflict = "overlaps regions.us-east-1.views (10.64.16.0/21)"
    assert_refused(body, "spokes.vpc-c.cidr", "10.64.20.0/22", conflict, "choose a block inside")


def test_a_spoke_in_the_block_of_another_segment_is_refused_with_that_segment_named() -> None:
    body = stated("vpc-c", "10.66.128.0/20")
    conflict = "overlaps segments.nonprod.blocks.us-east-1.0 (10.66.0.0/16)"
    assert_refused(body, "spokes.vpc-c.cidr", "10.66.128.0/20", conflict, "segments.prod.blocks.us-east-1")


def test_a_spoke_outside_of_the_supernet_is_refused() -> None:
    body = stated("vpc-c", "192.168.0.0/20")
    conflict = "outside of the blocks of segment prod in us-east-1 (10.65.0.0/16)"
    assert_refused(body, "spokes.vpc-c.cidr", "192.168.0.0/20", conflict, "choose a block inside")


def test_a_spoke_that_is_wider_than_its_segments_block_is_refused() -> None:
    body = changed(company(), ["segments", "prod", "blocks"], {"us-east-1": ["10.65.0.0/19"]})
    body["spokes"]["vpc-c"] = {**spoke("prod"), "cidr": "10.65.0.0/16"}
    assert "spokes.vpc-c.cidr" in paths(problems(body))


def test_a_segments_block_outside_of_the_supernet_is_refused() -> None:
    body = changed(company(), ["segments", "nonprod", "blocks"], {"us-east-1": ["10.128.0.0/16"]})
    conflict = "outside of the supernet of us-east-1 (10.64.0.0/12)"
    where = "segments.nonprod.blocks.us-east-1[0]"
    assert_refused(body, where, "10.128.0.0/16", conflict, "widen regions.us-east-1.supernet")


def test_segments_whose_blocks_overlap_are_refused() -> None:
    body = changed(company(), ["segments", "nonprod", "blocks"], {"us-east-1": ["10.65.128.0/17"]})
    conflict = "overlaps segments.prod.blocks.us-east-1.0 (10.65.0.0/16)"
    where = "segments.nonprod.blocks.us-east-1[0]"
    assert_refused(body, where, "10.65.128.0/17", conflict, "change one of the two")


def test_a_segments_block_over_the_hub_is_refused() -> None:
    body = changed(company(), ["segments", "nonprod", "blocks"], {"us-east-1": ["10.64.0.0/16"]})
    conflict = "overlaps segments.nonprod.blocks.us-east-1.0 (10.64.0.0/16)"
    assert {(dotted(p.path), p.reason) for p in problems(body)} == {
        ("regions.us-east-1.hub.cidr", conflict),
        ("regions.us-east-1.views", conflict),
    }


@pytest.mark.parametrize("part", ["hub", "views"])
def test_a_hub_or_views_outside_of_the_supernet_are_refused(part: str) -> None:
    place = ["hub", "cidr"] if part == "hub" else ["views"]
    body = changed(company(), ["regions", "us-east-1", *place], "10.80.0.0/20")
    where = ".".join(["regions", "us-east-1", *place])
    assert_refused(
        body, where, "10.80.0.0/20", "outside of the supernet of us-east-1 (10.64.0.0/12)", "inside 10.64.0.0/12"
    )


@pytest.mark.parametrize("cidr", ["10.64.0.0/15", "10.64.0.0/21", "10.64.0.0/24"])
def test_a_hub_of_a_size_that_is_no_vpc_or_holds_no_endpoint_sets_is_refused(cidr: str) -> None:
    found = problems(changed(company(), ["regions", "us-east-1", "hub", "cidr"], cidr))
    assert paths(found) == ["regions.us-east-1.hub"]
    assert "cidr must be a /16 to /20" in found[0].reason


def test_two_regions_whose_supernets_overlap_are_refused() -> None:
    body = changed(two_regions(), ["regions", "us-west-2", "supernet"], "10.64.0.0/11")
    conflict = {p.path: p.reason for p in problems(body)}
    assert conflict[("regions", "us-east-1", "supernet")] == "overlaps regions.us-west-2.supernet (10.64.0.0/11)"


def test_a_segments_block_that_is_full_is_refused() -> None:
    """Sixteen spokes of a /20 fill a /16."""
    body = company()
    body["quotas"] = {"vpcs_per_region": 50}
    body["spokes"] |= {f"spoke-{n}": spoke("prod", n) for n in range(2, 16)}
    assert problems(body) == []
    body["spokes"]["one-more"] = spoke("prod")
    found = problems(body)
    assert paths(found) == ["spokes.one-more"]
    assert "10.65.0.0/16 is full: state a larger block" in found[0].remedy


def test_a_supernet_without_room_for_another_segment_is_refused() -> None:
    """A segment that states no blocks has a sixteenth of the supernet, and number 16 is one too many."""
    body = changed(company(), ["regions", "us-east-1", "hub", "cidr"], "10.64.0.0/19")
    body["regions"]["us-east-1"]["views"] = "10.64.32.0/19"
    body["segments"]["lab"] = {"number": 16}
    conflict = "no sixteenth of 10.64.0.0/12"
    assert_refused(body, "segments.lab.blocks", "", conflict, "state segments.lab.blocks.us-east-1")


def test_a_segment_number_beyond_the_hubs_room_is_refused() -> None:
    body = company()
    body["segments"]["lab"] = {"number": 16, "blocks": {"us-east-1": ["10.70.0.0/16"]}}
    conflict = "the hub (10.64.0.0/20) and the views (10.64.16.0/21) of us-east-1 have 16"
    assert_refused(body, "segments.lab.number", 16, conflict, "from 1 to 15")


def test_segments_that_meet_on_a_derived_number_are_refused() -> None:
    body = without(company(), ["segments", "prod", "number"])
    slot = int(planned(body).regions["us-east-1"].endpoint_sets["prod"]["block"].split(".")[2])
    body["segments"]["lab"] = {"number": slot, "blocks": {"us-east-1": ["10.79.0.0/16"]}}
    found = problems(body)
    assert paths(found) == ["segments.prod.number"]
    assert "slot of segments.lab" in found[0].reason


def test_two_derived_segments_that_meet_are_told_to_number_the_one_that_is_new() -> None:
    """``a-10`` and ``prod`` both fall on number 5; a number for the one that exists would replace all of it."""
    body = without(company(), ["segments", "prod", "number"])
    body["segments"]["a-10"] = {}
    (problem,) = problems(body)
    assert "segments.a-10.number" in problem.remedy
    assert "segments.prod.number" in problem.remedy


def test_two_applications_that_overlap_are_refused_with_free_numbers() -> None:
    body = changed(company(), ["spokes", "vpc-a", "applications", "search", "number"], 0)
    conflict = "overlaps spokes.vpc-a.applications.chat (10.65.0.0/24)"
    remedy = "state spokes.vpc-a.applications.search.number: 1 or 2 or 3 (free)"
    assert_refused(body, "spokes.vpc-a.applications.search", "10.65.0.0/24", conflict, remedy)


def test_an_application_outside_of_its_spoke_is_refused() -> None:
    body = changed(company(), ["spokes", "vpc-a", "applications", "chat"], {"cidr": "10.65.16.0/24"})
    where = "spokes.vpc-a.applications.chat.cidr"
    assert_refused(body, where, "10.65.16.0/24", "outside of 10.65.0.0/20", "a /24 inside 10.65.0.0/20")


@pytest.mark.parametrize("place", [{"number": 15}, {"cidr": "10.65.15.0/24"}], ids=str)
def test_an_application_over_the_attachment_subnets_is_refused(place: Body) -> None:
    body = changed(company(), ["spokes", "vpc-a", "applications", "chat"], place)
    where = "spokes.vpc-a.applications.chat"
    assert_refused(body, where, "10.65.15.0/24", "attachment subnets (10.65.15.192/26)", "another number or cidr")


@pytest.mark.parametrize("number", [0, 16])
def test_an_application_that_is_too_large_for_its_spoke_is_refused(number: int) -> None:
    body = company()
    body["spokes"]["vpc-c"] = {**spoke("prod", 200), "prefix_length": 24}
    length = 26 if number else 22
    body["spokes"]["vpc-c"]["applications"] = {"big": {"number": number, "subnet_prefix_length": length}}
    where = "spokes.vpc-c.applications.big"
    assert_refused(body, where, number, "does not fit: 10.65.200.0/24 has room for", "a larger block around it")


def test_a_derived_application_in_a_spoke_without_room_beside_the_attachment_subnets_is_refused() -> None:
    body = company()
    body["spokes"]["vpc-c"] = {**spoke("prod", 200), "prefix_length": 24, "applications": {"big": {}}}
    where = "spokes.vpc-c.applications.big"
    assert_refused(body, where, "", "has room for 0 blocks of /24", "a smaller size")


def test_a_spoke_number_beyond_its_segments_block_is_refused() -> None:
    body = changed(company(), ["spokes", "vpc-b", "number"], 16)
    assert_refused(body, "spokes.vpc-b", 16, "10.65.0.0/16 has room for 16 blocks of /20", "a larger block around it")


def test_a_pool_that_overlaps_a_spokes_block_is_refused() -> None:
    body = changed(company(), ["segments", "prod", "pools"], {"us-east-1": {"chat": "10.65.128.0/17"}})
    assert any("segments.prod.pools.us-east-1.chat" in f"{'.'.join(p.path)} {p.reason}" for p in problems(body))
