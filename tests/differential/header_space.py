"""What the fast engine says about whole tables and filters, proved by z3 over every address, protocol and port."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator

from transit_guardrails.model.ranges import EVERYWHERE, Ranges
from transit_guardrails.model.transit import TransitRoute
from transit_guardrails.model.vpcs import Id, Target
from transit_guardrails.questions.filters import through_acl, through_groups
from transit_guardrails.questions.index import LOCAL, Index
from transit_guardrails.questions.packets import Packets, minus

from .networks import random_network
from .z3_network import (
    acl_counterexample,
    group_counterexample,
    transit_lookup_counterexample,
    vpc_lookup_counterexample,
)

Boxes = list[tuple[Ranges, Ranges]]


def refuted(count: int, seed: int) -> list[str]:
    """Claims about ``count`` random networks that z3 refutes, each with its counterexample.

    Networks in which something is unknown are left out: formulas have no word for it.
    """
    found: list[str] = []
    number = checked = 0
    while checked < count:
        network = random_network(random.Random(f"{seed}/{number}"))
        number += 1
        if not network.doubts:
            checked += 1
            network.live = (
                True  # groups are carried by known interfaces, and nothing propagates unsaid: as in the formulas
            )
            index = Index(network)
            found += [f"seed {seed}/{number - 1}: {what}" for what in (*_tables(index), *_filters(index))]
    return found


def _tables(index: Index) -> Iterator[str]:
    network = index.network
    for table in network.route_tables.values():
        vpc = table.vpc or ""
        if wrong := vpc_lookup_counterexample(network, vpc, table, _routes(index, table.id, vpc)):
            yield f"table {table.id}: {wrong}"
    for key in network.transit_tables:
        if wrong := transit_lookup_counterexample(network, key, _transit(index, key)):
            yield f"table {key}: {wrong}"


def _filters(index: Index) -> Iterator[str]:
    network = index.network
    for egress in (True, False):
        for acl in network.network_acls.values():
            if wrong := acl_counterexample(acl, egress, _acl(index, acl.id, egress)):
                yield f"ACL {acl.id}: {wrong}"
        for group in network.security_groups.values():
            if wrong := group_counterexample(network, (group.id,), egress, _group(index, group.id, egress)):
                yield f"group {group.id}: {wrong}"


def _routes(index: Index, table: Id, vpc: Id) -> dict[Target | str, Ranges]:
    claim: dict[Target | str, Ranges] = defaultdict(Ranges)
    for routes, addresses in index.routes_of(table, vpc).split(EVERYWHERE):
        targets = {Target("local") if route is LOCAL else route.target for route in routes}
        key = "no-route" if not routes else "undecided" if len(targets) > 1 else targets.pop()
        claim[key] = claim[key] | addresses
    return dict(claim)


def _transit(index: Index, table: Id) -> dict[str, Ranges]:
    claim: dict[str, Ranges] = defaultdict(Ranges)
    for routes, addresses in index.transit_routes_of(table).split(EVERYWHERE):
        ends = {
            "blackhole" if isinstance(r, TransitRoute) and r.blackhole else r.attachment or "undecided" for r in routes
        }
        key = "no-route" if not routes else "undecided" if len(ends) > 1 else ends.pop()
        claim[key] = claim[key] | addresses
    return dict(claim)


def _acl(index: Index, acl: Id, egress: bool) -> dict[bool, Boxes]:
    claim: dict[bool, Boxes] = {True: [], False: []}
    ordered = sorted(index.network.network_acls[acl].entries, key=lambda entry: entry.number)
    found = index.network.network_acls[acl]
    found = type(found)(found.id, found.vpc, tuple(ordered), found.tags)
    for part in through_acl(found, Packets(), egress=egress):
        claim[part.allowed].append((part.packets.dst if egress else part.packets.src, part.packets.services))
    return claim


def _group(index: Index, group: Id, egress: bool) -> dict[bool, Boxes]:
    rules = index.network.security_groups[group].rules
    passed = through_groups(rules, Packets(), index.peers, egress=egress)
    stopped = minus(Packets(), passed)
    return {
        True: [(p.dst if egress else p.src, p.services) for p in passed],
        False: [(p.dst if egress else p.src, p.services) for p in stopped],
    }
