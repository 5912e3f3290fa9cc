"""Rules about addresses and availability zones."""

from __future__ import annotations

from random import Random

import pytest
from unit.guardrails.hybrid import hybrid, lone
from unit.guardrails.networks import Build, change, design, labels
from unit.guardrails.peered import peered
from unit.guardrails.questions.failing import damage, questions
from unit.guardrails.rules.asked import around, breaches, told

from transit_guardrails.model.network import Network
from transit_guardrails.settings import Settings

DISJOINT, LINE_UP, REDUNDANT = "addresses-disjoint", "zones-line-up", "zones-redundant"


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


def test_an_attachment_stands_in_each_zone_of_its_vpc() -> None:
    network = design()
    change(network.attachments, "lab-attachment", subnets=("lab-tgw-1",))
    missing = "lab-attachment has no subnet in z2, which cannot reach the gateway"
    assert told(LINE_UP, network) == {("lab-attachment", missing)}
    change(network.subnets, "lab-tgw-2", vpc=None)
    change(network.subnets, "notebook-2", vpc=None)
    assert told(LINE_UP, network) == set()


def test_every_zone_that_an_attachment_misses_is_told() -> None:
    build = around(design()).subnet("x", "lab", "10.2.8.0/24", "z8").subnet("y", "lab", "10.2.9.0/24", "z9")
    missing = "lab-attachment has no subnet in z8, z9, which cannot reach the gateway"
    assert told(LINE_UP, build.network) == {("lab-attachment", missing)}
    change(build.network.subnets, "x", zone=None)
    change(build.network.subnets, "y", zone=None)
    assert told(LINE_UP, build.network) == set()


@pytest.mark.parametrize("zones", [("z1", "z2"), ("use1-az1", "use1-az4")])
def test_zones_are_compared_and_not_read(zones: tuple[str, str]) -> None:
    network: Network = design()
    for subnet in list(network.subnets.values()):
        change(network.subnets, subnet.id, zone=zones[0] if subnet.zone == "z1" else zones[1])
    assert told(LINE_UP, network) == set()
    assert told(REDUNDANT, network) == set()


# zones-redundant ---------------------------------------------------------------------------------------------------------


def alone(thing: str, zones: str = "z1", name: str = "") -> set[tuple[str, str]]:
    return {(thing, f"{name or thing} stands in {zones} alone: the zone's failure takes all of it")}


def test_an_endpoint_stands_in_two_zones() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", subnets=("prod-door-1",))
    assert told(REDUNDANT, network) == alone("prod-runtime")
    change(network.endpoints, "prod-runtime", subnets=("stranger",))
    assert told(REDUNDANT, network) == alone("prod-runtime", "no zone")


def test_a_granted_consumer_stands_in_two_zones() -> None:
    network = design()
    change(network.subnets, "api-2", zone="z1")
    assert told(REDUNDANT, network) == alone("api-1", "z1", "payments/api")
    change(network.subnets, "api-2", zone=None)
    assert told(REDUNDANT, network) == alone("api-1", "z1", "payments/api")
    change(network.subnets, "api-1", zone=None)
    assert told(REDUNDANT, network) == alone("api-1", "no zone", "payments/api")


def test_what_is_granted_nothing_may_stand_in_one_zone() -> None:
    assert {s.zone for s in design().subnets.values() if s.id.startswith("batch")} == {"z1"}
    assert told(REDUNDANT, design()) == set()


def test_a_consumer_without_subnets_is_told_elsewhere() -> None:
    network = design()
    for key in ("api-1", "api-2"):
        change(network.subnets, key, tags=labels("prod", "payments"))
    assert told(REDUNDANT, network) == set()


def test_the_resolver_of_a_view_stands_in_two_zones_and_others_may_not() -> None:
    network = hybrid()
    change(network.resolver_endpoints, "inbound", subnets=("resolver-2",))
    assert told(REDUNDANT, network) == alone("inbound", "z2")
    change(network.resolver_endpoints, "inbound", resolver=None)
    assert told(REDUNDANT, network) == set()


@pytest.mark.parametrize(
    ("accepted", "left"),
    [
        (("prod",), set()),
        (("nonprod",), {"prod-runtime", "api-1", "inbound"}),
        (("payments/api",), {"prod-runtime", "inbound"}),
        (("dc",), {"prod-runtime", "api-1"}),
        (("dc", "payments/api"), set()),
    ],
)
def test_who_may_hang_on_one_zone_is_told_and_nothing_fails(accepted: tuple[str, ...], left: set[str]) -> None:
    network = hybrid()
    change(network.endpoints, "prod-runtime", subnets=("prod-door-1",))
    change(network.resolver_endpoints, "inbound", subnets=("resolver-1",))
    change(network.subnets, "api-2", zone="z1")
    found = breaches(REDUNDANT, network, Settings(single_zones=accepted))
    assert {breach.resource for breach in found} == {"prod-runtime", "api-1", "inbound"}
    assert {breach.resource for breach in found if not breach.advisory} == left


@pytest.mark.parametrize("seed", range(60))
def test_without_a_walk_it_says_what_the_failure_of_a_zone_takes(seed: int) -> None:
    """Whatever is reachable at all is lost with a zone just where the rule speaks, on networks of random shape."""
    rng = Random(seed)
    network = rng.choice((design, hybrid, lone, peered))()
    for _ in range(rng.randrange(1, 4)):
        damage(rng, network)
    asked, told_of = questions(network), {breach.resource for breach in breaches(REDUNDANT, network)}
    zones = [each for each in asked.failures if each.kind == "az"]
    lost = {
        (outcome.consumer, outcome.service)
        for zone in zones
        for outcome in asked.outcomes([zone])
        if outcome.fate not in ("holds", "lost-before", "undecided")
    }
    for use in asked.uses:
        if all(verdict.works for verdict in use.before):
            parts = {place.endpoint.id for place in use.places if place.endpoint}
            parts |= {use.consumer.subnets[0].id} if use.consumer.subnets else {"inbound"}
            assert bool(parts & told_of) == ((use.consumer.name, use.service) in lost), use.consumer.name
