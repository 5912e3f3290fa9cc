"""Rules about peerings of transit gateways: what crosses from one Region to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model.endpoints import EndpointSet
from ..model.ranges import Ranges, address_text, union
from ..model.transit import TransitRoute
from ..model.vpcs import Id
from .facts import Facts
from .links import Goals, goals_at, join
from .rule import Breach
from .transit import ranges, to_text


@dataclass(slots=True)
class Calls:
    """What consumers on one gateway are granted on another one."""

    sets: list[EndpointSet] = field(default_factory=list)
    blocks: list[Ranges] = field(default_factory=list)

    @property
    def consumers(self) -> Ranges:
        """The consumers' addresses."""
        return union(self.blocks)


def peerings_lead_to_grants(facts: Facts) -> Iterator[Breach]:
    """Routes over and of a peering lead to endpoint sets that grant somebody beyond it something, and back to whom they grant it.

    So answers cross by the peering that the questions came by: a detour by a third Region needs a route of its gateway that
    no grant needs.
    """
    calls = _calls(facts)
    known: dict[tuple[Id, Id], Goals] = {}
    for route in sorted(facts.network.transit_routes.values(), key=lambda r: r.id):
        table = facts.network.transit_tables.get(route.table or "")
        over = facts.network.attachments.get(route.attachment or "")
        if table is None or over is None or not table.gateway:
            continue
        there = over.resource or "" if over.twin else ""
        if not over.twin and facts.link_tables.get(table.id) != "peering":
            continue
        if (table.id, there) not in known:
            of = _over(facts, calls, table.id, table.gateway, there) if over.twin else _of(facts, calls, table.gateway)
            known[table.id, there] = of
        if beyond := known[table.id, there].beyond(ranges(facts, route)):
            yield _breach(facts, route, beyond)


def _breach(facts: Facts, route: TransitRoute, beyond: Ranges) -> Breach:
    way = f"{facts.name(route.table)} leads {to_text(facts, route)} to {facts.name(route.attachment)}"
    return Breach(route.id, f"{way}: nobody is granted anything between the two at {address_text(beyond)}")


def _over(facts: Facts, calls: dict[tuple[Id, Id], Calls], table: Id, here: Id, there: Id) -> Goals:
    """Over the peering: from a segment to its own set on the other gateway, from the hub back to consumers there."""
    if table in facts.hub_tables:
        back = calls[there, here].consumers
        return Goals(back, back)
    segment = facts.segment(table)
    return join(goals_at(facts, there, facts.doors(s)) for s in calls[here, there].sets if s.segment == segment)


def _of(facts: Facts, calls: dict[tuple[Id, Id], Calls], here: Id) -> Goals:
    """What a peering's own table may lead to: sets that others call, and consumers here that call others."""
    others = [key for key in facts.network.transit_gateways if key != here]
    sets = [goals_at(facts, here, facts.doors(s)) for other in others for s in calls[other, here].sets]
    consumers = union(calls[here, other].consumers for other in others)
    return join([*sets, Goals(consumers, consumers)])


def _calls(facts: Facts) -> dict[tuple[Id, Id], Calls]:
    """(Consumers' gateway, set's gateway) to what is granted from one to the other."""
    found: dict[tuple[Id, Id], Calls] = defaultdict(Calls)
    for endpoint_set in facts.sets:
        there = {g for door in facts.doors(endpoint_set) for g in _gateways(facts, door.vpc)}
        for consumer in facts.exactness.consumers.of_set(endpoint_set):
            here = {g for subnet in consumer.subnets for g in _gateways(facts, subnet.vpc)}
            for pair in ((a, b) for a in here - there for b in there):
                calls = found[pair]
                calls.blocks.append(consumer.granted)
                if endpoint_set not in calls.sets[-1:]:
                    calls.sets.append(endpoint_set)
    return found


def _gateways(facts: Facts, vpc: Id | None) -> set[Id]:
    return {a.gateway for a in facts.index.attachments_of_vpc.get(vpc or "", ()) if a.gateway}
