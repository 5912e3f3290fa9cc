"""The z3 encoding and the plain decisions of the walker agree, and the encoding finds every planted mistake.

The claim is built from the walker's decisions at one address (and service) between any two borders of the records, which is
all that can differ. So two encodings that share no code prove one another on random networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from random import Random

import pytest
from hypothesis import given

from differential.networks import networks, random_network
from differential.slow_decisions import UndecidedError, acl_allows, group_allows, vpc_route
from differential.slow_transit import transit_route
from differential.z3_network import (
    Box,
    acl_counterexample,
    group_counterexample,
    transit_lookup_counterexample,
    vpc_lookup_counterexample,
)
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import EVERYWHERE, IPV6, Ranges, prefix, union
from transit_guardrails.model.services import EVERY_SERVICE
from transit_guardrails.model.transit import TransitRoute, TransitTable
from transit_guardrails.model.vpcs import Route, RouteTable, Subnet, Target, Vpc

LOCAL = Target("local")
SEEDS = range(40)
PROBE = Subnet("probe", None, "zone-a", ())
"""A subnet whose ACL is set to the one in question."""


def pieces(whole: Ranges, inner: Iterable[Ranges]) -> list[Ranges]:
    """The whole, cut at every border of the inner ranges."""
    cuts = {first for ranges in inner for first, _ in ranges.parts}
    cuts |= {last + 1 for ranges in inner for _, last in ranges.parts}
    found = []
    for first, last in whole.parts:
        starts = sorted({first, *(cut for cut in cuts if first < cut <= last)})
        for start, following in zip(starts, [*starts[1:], last + 1], strict=True):
            found.append(Ranges(((start, following - 1),)))
    return found


def all_blocks(network: Network) -> list[Ranges]:
    """Every block that any record of the network names."""
    found = [each.ranges for vpc in network.vpcs.values() for each in vpc.prefixes]
    found += [each.ranges for listed in network.prefix_lists.values() for each in listed.prefixes]
    found += [entry.prefix.ranges for acl in network.network_acls.values() for entry in acl.entries]
    found += [route.to.ranges for route in network.transit_routes.values() if route.to]
    found += [route.to.ranges for table in network.route_tables.values() for route in table.routes if route.to]
    rules = [rule for group in network.security_groups.values() for rule in group.rules]
    found += [rule.prefix.ranges for rule in rules if rule.prefix]
    return found + [interface.addresses for interface in network.interfaces.values()]


def lookup_claim(network: Network, look_up: Callable[[int], Target | str]) -> dict[Target | str, Ranges]:
    """What the lookup says of every address."""
    claim: dict[Target | str, Ranges] = {}
    for piece in pieces(EVERYWHERE, all_blocks(network)):
        try:
            result = look_up(piece.first)
        except UndecidedError:
            result = "undecided"
        claim[result] = claim.get(result, Ranges()) | piece
    return claim


def box_claim(network: Network, decide: Callable[[int, int], bool]) -> dict[bool, list[Box]]:
    """What the decision says of every address and service."""
    entries = [entry.services for acl in network.network_acls.values() for entry in acl.entries]
    entries += [rule.services for group in network.security_groups.values() for rule in group.rules]
    claim: dict[bool, list[Box]] = {True: [], False: []}
    services = pieces(EVERY_SERVICE, entries)
    for addresses in pieces(EVERYWHERE, all_blocks(network)):
        yes = union(each for each in services if decide(addresses.first, each.first))
        claim[True].append((addresses, yes))
        claim[False].append((addresses, EVERY_SERVICE - yes))
    return claim


def certain(network: Network) -> Network:
    """The network without doubts and without routes that nobody knows: what the encoding is about."""
    network.doubts.clear()
    for table in list(network.route_tables.values()):
        known = tuple(route for route in table.routes if route.to or route.to_list)
        network.route_tables[table.id] = RouteTable(table.id, table.vpc, known)
    for gateway_id in list(network.transit_gateways):
        del network.transit_gateways[gateway_id]  # the encoding knows stated propagations, not defaults
    return network


def vpc_lookup(network: Network, subnet: Subnet) -> Callable[[int], Target | str]:
    return lambda dst: vpc_route(network, subnet, dst)[0] or "no-route"


def transit_lookup(network: Network, table_id: str) -> Callable[[int], Target | str]:
    def look_up(dst: int) -> str:
        target = transit_route(network, table_id, dst)
        if target is None:
            return "no-route"
        return "blackhole" if target.kind == "blackhole" else target.id or "undecided"

    return look_up


def as_names(claim: dict[Target | str, Ranges]) -> dict[str, Ranges]:
    return {result: ranges for result, ranges in claim.items() if isinstance(result, str)}


@given(networks())
def test_route_tables_of_random_vpcs_lead_where_z3_says(drawn: Network) -> None:
    network = certain(drawn)
    for subnet in network.subnets.values():
        table_id = network.subnet_tables.get(subnet.id, network.main_tables.get(subnet.vpc or ""))
        table = network.route_tables[table_id] if table_id else None
        claim = lookup_claim(network, vpc_lookup(network, subnet))
        assert vpc_lookup_counterexample(network, subnet.vpc or "", table, claim) is None


@given(networks())
def test_route_tables_of_random_transit_gateways_lead_where_z3_says(drawn: Network) -> None:
    network = certain(drawn)
    for table_id in network.transit_tables:
        claim = as_names(lookup_claim(network, transit_lookup(network, table_id)))
        assert transit_lookup_counterexample(network, table_id, claim) is None


@pytest.mark.parametrize("egress", [True, False], ids=["out", "in"])
def test_random_acls_allow_what_z3_says(egress: bool) -> None:
    compared: list[str] = []
    for seed in SEEDS:
        network = certain(random_network(Random(seed)))
        for acl in network.network_acls.values():
            network.subnet_acls["probe"] = acl.id
            claim = box_claim(network, partial(acl_allows, network, PROBE, egress))
            assert acl_counterexample(acl, egress, claim) is None, f"seed {seed}, {acl.id}"
            compared.append(acl.id)
    assert len(compared) > 50


@pytest.mark.parametrize("egress", [True, False], ids=["out", "in"])
def test_random_groups_admit_what_z3_says(egress: bool) -> None:
    compared: list[str] = []
    for seed in SEEDS:
        network = certain(random_network(Random(seed)))
        for vpc_id in network.vpcs:
            groups = [group.id for group in network.security_groups.values() if group.vpc == vpc_id]
            claim = box_claim(network, partial(group_decision, network, groups, egress))
            assert group_counterexample(network, groups, egress, claim) is None, f"seed {seed}, {groups}"
            compared += groups
    assert len(compared) > 100


def group_decision(network: Network, groups: list[str], egress: bool, address: int, service: int) -> bool:
    return group_allows(network, groups, egress, address, service >> 16, service & 65535)


def small_network() -> tuple[Network, RouteTable]:
    """A VPC with a route to a gateway, a more specific blackhole, and an IPv6 route."""
    network = Network(vpcs={"vpc": Vpc("vpc", "eu-west-1", "1", (prefix("10.0.0.0/28"),))})
    routes = (
        Route("wide", prefix("10.0.0.0/24"), None, Target("transit-gateway", "gateway")),
        Route("hole", prefix("10.0.0.128/25"), None, Target("blackhole")),
        Route("six", prefix("::/0"), None, Target("egress-only-gateway", "door")),
    )
    return network, RouteTable("table", "vpc", routes)


RIGHT: dict[Target | str, Ranges] = {
    LOCAL: prefix("10.0.0.0/28").ranges,
    Target("blackhole"): prefix("10.0.0.128/25").ranges,
    Target("transit-gateway", "gateway"): prefix("10.0.0.0/25").ranges - prefix("10.0.0.0/28").ranges,
    Target("egress-only-gateway", "door"): prefix("::/0").ranges,
    "no-route": prefix("0.0.0.0/0").ranges - prefix("10.0.0.0/24").ranges,
}


def test_a_right_claim_about_a_route_table_has_no_counterexample() -> None:
    network, table = small_network()
    assert vpc_lookup_counterexample(network, "vpc", table, RIGHT) is None


@pytest.mark.parametrize("result", list(RIGHT), ids=str)
def test_one_address_that_is_left_out_of_a_claim_is_the_counterexample(result: Target | str) -> None:
    network, table = small_network()
    last = RIGHT[result].parts[-1][1]
    found = vpc_lookup_counterexample(network, "vpc", table, {**RIGHT, result: RIGHT[result] - Ranges(((last, last),))})
    assert found is not None
    assert (found.dst, found.right, found.claimed) == (last, (result,), ())


def test_one_address_that_is_claimed_twice_is_the_counterexample() -> None:
    network, table = small_network()
    one = IPV6 + 7
    found = vpc_lookup_counterexample(
        network, "vpc", table, {**RIGHT, "no-route": RIGHT["no-route"] | Ranges(((one, one),))}
    )
    assert found is not None
    assert found.dst == one
    assert set(found.claimed) == {Target("egress-only-gateway", "door"), "no-route"}


def test_a_claim_that_a_wide_static_route_beats_a_specific_one_is_refuted() -> None:
    network = Network(transit_tables={"table": TransitTable("table", "gateway")})
    wide, narrow = prefix("10.0.0.0/24"), prefix("10.0.0.0/28")
    network.transit_routes = {
        "wide": TransitRoute("wide", "table", wide, attachment="one"),
        "narrow": TransitRoute("narrow", "table", narrow, attachment="two"),
    }
    nowhere = EVERYWHERE - wide.ranges
    wrong = transit_lookup_counterexample(network, "table", {"one": wide.ranges, "no-route": nowhere})
    assert wrong is not None
    assert (narrow.first <= wrong.dst <= narrow.last, wrong.right, wrong.claimed) == (True, ("two",), ("one",))
    right = {"one": wide.ranges - narrow.ranges, "two": narrow.ranges, "no-route": nowhere}
    assert transit_lookup_counterexample(network, "table", right) is None


def test_a_claim_that_is_wrong_about_one_port_of_an_acl_is_refuted() -> None:
    network = next(each for seed in SEEDS if (each := certain(random_network(Random(seed)))).network_acls)
    acl = next(iter(network.network_acls.values()))
    network.subnet_acls["probe"] = acl.id
    claim = box_claim(network, partial(acl_allows, network, PROBE, True))
    port = Ranges(((6 * 65536 + 443, 6 * 65536 + 443),))
    one = Ranges(((5, 5),))
    claim[True].append((one, port))
    claim[False].append((one, port))
    found = acl_counterexample(acl, True, claim)
    assert found is not None
    assert (found.dst, found.protocol, found.port, set(found.claimed)) == (5, 6, 443, {True, False})
