"""Rules about addresses and availability zones."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import Build, change, design, labels
from unit.guardrails.rules.asked import around, told

from transit_guardrails.model.network import Network

DISJOINT, LINE_UP = "addresses-disjoint", "zones-line-up"


def both(one: str, other: str, block: str) -> set[tuple[str, str]]:
    return {(a, f"{a} and {b} both have {block}") for a, b in ((one, other), (other, one))}


def test_two_vpcs_that_share_addresses_breach_both_with_the_smaller_block() -> None:
    build = Build().vpc("a", "10.0.0.0/16").vpc("b", "10.0.7.0/24")
    assert told(DISJOINT, build.network) == both("a", "b", "10.0.7.0/24")
    assert told(DISJOINT, Build().vpc("a", "10.0.0.0/16").vpc("b", "10.0.0.0/16").network) == both(
        "a", "b", "10.0.0.0/16"
    )
    assert told(DISJOINT, Build().vpc("a", "10.0.0.0/16").vpc("b", "10.0.0.0/24").network) == both(
        "a", "b", "10.0.0.0/24"
    )


def test_every_pair_that_overlaps_is_told_and_blocks_that_touch_do_not() -> None:
    build = (
        Build().vpc("a", "10.0.0.0/8").vpc("b", "10.1.0.0/16", "10.2.0.0/16").vpc("c", "10.2.255.255", "11.0.0.0/16")
    )
    pairs = (
        ("a", "b", "10.1.0.0/16"),
        ("a", "b", "10.2.0.0/16"),
        ("a", "c", "10.2.255.255/32"),
        ("b", "c", "10.2.255.255/32"),
    )
    assert told(DISJOINT, build.network) == set().union(*(both(*pair) for pair in pairs))


def test_blocks_of_one_vpc_may_overlap() -> None:
    assert told(DISJOINT, Build().vpc("a", "10.0.0.0/16", "10.0.0.0/24").network) == set()


def test_subnets_of_one_vpc_share_no_address_and_those_of_different_ones_are_told_by_their_vpcs() -> None:
    build = Build().vpc("a", "10.0.0.0/16").vpc("b", "10.1.0.0/16")
    build.subnet("a1", "a", "10.0.0.0/24").subnet("a2", "a", "10.0.0.128/25").subnet("b1", "b", "10.0.0.0/24")
    assert told(DISJOINT, build.network) == both("a1", "a2", "10.0.0.128/25")


# zones-line-up -----------------------------------------------------------------------------------------------------------


def test_an_endpoint_stands_in_two_zones() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", subnets=("prod-door-1",))
    assert told(LINE_UP, network) == {("prod-runtime", "prod-runtime stands in z1")}
    change(network.endpoints, "prod-runtime", subnets=("stranger",))
    assert told(LINE_UP, network) == {("prod-runtime", "prod-runtime stands in no zone")}


def test_an_attachment_stands_in_two_zones_and_in_each_zone_of_its_vpc() -> None:
    network = design()
    change(network.attachments, "lab-attachment", subnets=("lab-tgw-1",))
    missing = "lab-attachment has no subnet in z2, which cannot reach the gateway"
    assert told(LINE_UP, network) == {("lab-attachment", "lab-attachment stands in z1"), ("lab-attachment", missing)}
    change(network.subnets, "lab-tgw-2", vpc=None)
    change(network.subnets, "notebook-2", vpc=None)
    assert told(LINE_UP, network) == {("lab-attachment", "lab-attachment stands in z1")}


def test_every_zone_that_an_attachment_misses_is_told() -> None:
    build = around(design()).subnet("x", "lab", "10.2.8.0/24", "z8").subnet("y", "lab", "10.2.9.0/24", "z9")
    missing = "lab-attachment has no subnet in z8, z9, which cannot reach the gateway"
    assert told(LINE_UP, build.network) == {("lab-attachment", missing)}
    change(build.network.subnets, "x", zone=None)
    change(build.network.subnets, "y", zone=None)
    assert told(LINE_UP, build.network) == set()


def test_a_consumer_stands_in_two_zones() -> None:
    network = design()
    change(network.subnets, "api-2", zone="z1")
    assert told(LINE_UP, network) == {("api-1", "payments/api stands in z1")}
    change(network.subnets, "api-2", zone=None)
    change(network.subnets, "api-1", zone=None)
    assert told(LINE_UP, network) == {("api-1", "payments/api stands in no zone")}


def test_a_consumer_without_subnets_is_told_elsewhere() -> None:
    network = design()
    for key in ("api-1", "api-2"):
        change(network.subnets, key, tags=labels("prod", "payments"))
    assert told(LINE_UP, network) == set()


@pytest.mark.parametrize("zones", [("z1", "z2"), ("use1-az1", "use1-az4")])
def test_zones_are_compared_and_not_read(zones: tuple[str, str]) -> None:
    network: Network = design()
    for subnet in list(network.subnets.values()):
        change(network.subnets, subnet.id, zone=zones[0] if subnet.zone == "z1" else zones[1])
    assert told(LINE_UP, network) == set()
