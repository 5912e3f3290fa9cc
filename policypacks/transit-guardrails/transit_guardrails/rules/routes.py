"""Rules about the route tables of VPCs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ..model.ranges import NOTHING, Ranges, union
from ..model.vpcs import Id, Subnet
from .facts import Facts
from .rule import Breach
from .transit import ranges, to_text


def attachments_lead_nowhere(facts: Facts) -> Iterator[Breach]:
    """What enters a VPC by its attachment cannot leave it again: the attachment subnets' tables hold no route."""
    for table, subnets in _tables(facts).items():
        if any(subnet.id in facts.attachment_subnets for subnet in subnets):
            for route in facts.network.route_tables[table].routes:
                message = f"{facts.name(table)} of attachment subnets has a route to {to_text(facts, route)} by {route.target.kind}"
                yield Breach(route.id, message)
    for key in sorted(facts.attachment_subnets):
        if key in facts.network.subnets and key not in facts.network.subnet_tables:
            yield Breach(key, f"{facts.name(key)} has no route table of its own: the VPC's main table holds for it")


def routes_lead_to_endpoints(facts: Facts) -> Iterator[Breach]:
    """Routes to a transit gateway lead from granted applications to their set, from the set to its consumers, and from a
    resolver to its clients, no wider."""
    needs = _needs(facts)
    for table, subnets in _tables(facts).items():
        if any(subnet.id in facts.attachment_subnets for subnet in subnets):
            continue
        allowed = _allowed(needs, subnets)
        for route in facts.network.route_tables[table].routes:
            if route.target.kind not in ("transit-gateway", "blackhole"):
                continue
            to = ranges(facts, route)
            if route.target.kind == "transit-gateway" and not allowed.covers(to):
                yield Breach(
                    route.id,
                    f"{facts.name(table)} leads {to_text(facts, route)} to the transit gateway: {_why(facts, subnets)}",
                )


def _allowed(needs: Mapping[Id, Ranges], subnets: list[Subnet]) -> Ranges:
    """Where the subnets' table may lead: all of them must need it."""
    found = [needs.get(subnet.id, NOTHING) for subnet in subnets]
    allowed = found[0] if found else NOTHING
    for each in found[1:]:
        allowed = allowed & each
    return allowed


def _needs(facts: Facts) -> Mapping[Id, Ranges]:
    """Of an endpoint set's subnets: its consumers' blocks; of a resolver's: its clients. Of a consumer's: the hub's part that
    holds its sets."""
    consumers = facts.exactness.consumers
    found: dict[Id, Ranges] = defaultdict(Ranges)
    for endpoint_set in facts.sets:
        callers = union(consumer.granted for consumer in consumers.of_set(endpoint_set)) | facts.index.spare
        for door in facts.doors(endpoint_set):
            found[door.id] |= callers
    for segment in facts.segments:
        own = (consumers.granted_subnets[s.id] for s in facts.sets if s.segment == segment)
        for key in frozenset().union(*own):
            found[key] |= facts.set_block(segment)
    for resolver in facts.network.resolver_endpoints.values():
        for key in resolver.subnets:
            found[key] |= facts.index.clients(resolver) | facts.index.servers(resolver)
    return found


def _tables(facts: Facts) -> dict[Id, list[Subnet]]:
    """Route tables with the subnets that use them; tables that nothing uses have none."""
    found: dict[Id, list[Subnet]] = defaultdict(list)
    for table in sorted(facts.network.route_tables):
        found[table] = []
    for subnet in sorted(facts.network.subnets.values(), key=lambda s: s.id):
        of = facts.index.table_of(subnet)
        if of and of in found:
            found[of].append(subnet)
    return found


def _why(facts: Facts, subnets: list[Subnet]) -> str:
    if not subnets:
        return "no subnet uses the table"
    if any(subnet.id in facts.all_doors for subnet in subnets):
        return "the set's consumers are fewer"
    if any(subnet.vpc in facts.resolver_vpcs for subnet in subnets):
        return "the resolver's clients are fewer"
    granted = {key for keys in facts.exactness.consumers.granted_subnets.values() for key in keys}
    if all(subnet.id in granted for subnet in subnets):
        return "the endpoint set is smaller"
    return f"{facts.name(subnets[0].id)} is granted nothing"
