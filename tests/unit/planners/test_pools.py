"""Pools: beyond the quota of one prefix-list entry per application, each grant class draws from a block of its own."""

from ipaddress import IPv4Network

from specs import HAIKU, assert_refused, changed, paths, planned, pooled, problems, without
from unit.planners.evaluator import Request, allows


def test_an_application_draws_from_the_pool_of_its_class() -> None:
    applications = planned(pooled()).regions["us-east-1"].applications
    assert {(s, a): v["block"] for s, found in applications.items() for a, v in found.items()} == {
        ("vpc-a", "chat"): "10.72.0.0/24",
        ("vpc-a", "search"): "10.73.1.0/24",
        ("vpc-b", "idle"): "10.74.0.0/24",
        ("vpc-x", "sandbox"): "10.66.0.0/24",
    }


def test_a_block_from_a_pool_is_a_secondary_block_of_the_vpc() -> None:
    applications = planned(pooled()).regions["us-east-1"].applications
    secondary = {(s, a): v["secondary"] for s, found in applications.items() for a, v in found.items()}
    assert secondary == {
        ("vpc-a", "chat"): True,
        ("vpc-a", "search"): True,
        ("vpc-b", "idle"): True,
        ("vpc-x", "sandbox"): False,
    }


def test_the_network_acl_admits_the_segments_blocks_and_its_pools() -> None:
    """Neighbouring blocks are one rule."""
    found = planned(pooled()).regions["us-east-1"].endpoint_sets["prod"]["acl_blocks"]
    assert found == ["10.65.0.0/16", "10.72.0.0/15", "10.74.0.0/16"]


def test_the_pool_is_the_one_source_of_its_class_in_the_policy() -> None:
    endpoints = planned(pooled()).regions["us-east-1"].endpoint_sets["prod"]["endpoints"]
    policy = next(e["policy"] for e in endpoints if e["service"] == "bedrock-runtime")
    resource = f"arn:aws:bedrock:us-east-1::foundation-model/{HAIKU}"

    def passes(address: str) -> bool:
        return allows(policy, Request("bedrock:InvokeModel", resource, "444455556666", "o-a1b2c3d4e5", address))

    assert passes("10.72.0.5")
    assert passes("10.72.200.5"), "the next application of the class"
    assert not passes("10.73.0.5")
    assert not passes("10.65.0.5")


def test_an_application_whose_class_has_no_pool_is_refused() -> None:
    body = without(pooled(), ["segments", "prod", "pools", "us-east-1", "search"])
    where = "spokes.vpc-a.applications.search"
    assert_refused(body, where, "", "grant class 'search', which has no pool", "state a pool for 'search'")


def test_an_ungranted_application_without_a_pool_for_the_ungranted_is_refused() -> None:
    body = without(pooled(), ["segments", "prod", "pools", "us-east-1", "ungranted"])
    where = "spokes.vpc-b.applications.idle"
    assert_refused(body, where, "", "grant class 'ungranted', which has no pool", "state a pool for 'ungranted'")


def test_a_grant_that_would_move_an_application_to_another_pool_is_refused() -> None:
    """Its class becomes ``chat+more``: new subnets beside the old ones, never a move behind somebody's back."""
    body = pooled()
    body["grants"]["more"] = {"consumers": ["vpc-a/chat"], "service": "bedrock-runtime", "models": [HAIKU]}
    found = problems(body)
    assert paths(found) == ["spokes.vpc-a.applications.chat"]
    assert "'chat+more'" in found[0].reason


def test_applications_of_different_spokes_that_meet_in_a_pool_are_refused_with_free_numbers() -> None:
    body = changed(pooled(), ["grants", "chat", "consumers"], ["vpc-a/chat", "vpc-b/idle"])
    conflict = "overlaps spokes.vpc-a.applications.chat (10.72.0.0/24)"
    remedy = "state spokes.vpc-b.applications.idle.number: 1 or 2 or 3 (free)"
    assert_refused(body, "spokes.vpc-b.applications.idle", "10.72.0.0/24", conflict, remedy)


def test_a_derived_place_in_a_pool_is_taken_from_the_whole_consumer() -> None:
    """Two spokes with an application of one name do not meet for that."""
    body = changed(pooled(), ["spokes", "vpc-b", "applications"], {"chat": {}})
    body["spokes"]["vpc-a"]["applications"]["chat"] = {}
    body["grants"]["chat"]["consumers"] = ["vpc-a/chat", "vpc-b/chat"]
    applications = planned(body).regions["us-east-1"].applications
    blocks = [IPv4Network(applications[spoke]["chat"]["block"]) for spoke in ("vpc-a", "vpc-b")]
    assert not blocks[0].overlaps(blocks[1])
    assert all(block.subnet_of(IPv4Network("10.72.0.0/16")) for block in blocks)


def test_an_application_outside_of_its_pool_is_refused() -> None:
    body = changed(pooled(), ["spokes", "vpc-a", "applications", "chat"], {"cidr": "10.65.0.0/24"})
    where = "spokes.vpc-a.applications.chat.cidr"
    assert_refused(body, where, "10.65.0.0/24", "outside of 10.72.0.0/16", "a /24 inside 10.72.0.0/16")


def test_a_pool_outside_of_the_supernet_is_refused() -> None:
    body = changed(pooled(), ["segments", "prod", "pools", "us-east-1", "chat"], "10.128.0.0/16")
    where = "segments.prod.pools.us-east-1.chat"
    conflict = "outside of the supernet of us-east-1 (10.64.0.0/12)"
    assert_refused(body, where, "10.128.0.0/16", conflict, "widen regions.us-east-1.supernet")


def test_pools_that_overlap_are_refused() -> None:
    body = changed(pooled(), ["segments", "prod", "pools", "us-east-1", "search"], "10.72.128.0/17")
    body["spokes"]["vpc-a"]["applications"]["search"] = {"number": 1}
    conflict = "overlaps segments.prod.pools.us-east-1.chat (10.72.0.0/16)"
    where = "segments.prod.pools.us-east-1.search"
    assert_refused(body, where, "10.72.128.0/17", conflict, "change one of the two")


def test_a_pool_for_a_class_that_nobody_has_is_kept_for_later() -> None:
    """So an application can be granted something by one change, in the pool that waits for it."""
    body = changed(pooled(), ["segments", "prod", "pools", "us-east-1", "later"], "10.75.0.0/16")
    assert problems(body) == []
