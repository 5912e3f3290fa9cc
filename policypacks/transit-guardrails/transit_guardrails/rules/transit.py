"""Rules about transit gateways: defaults, associations, propagations, static routes."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.ranges import NOTHING, Ranges, union
from ..model.transit import Attachment, TransitRoute, TransitTable
from ..model.vpcs import Id, Route
from .facts import LINK, Facts
from .rule import Breach


def transit_defaults_off(facts: Facts) -> Iterator[Breach]:
    """No attachment gets anywhere by default."""
    for gateway in facts.network.transit_gateways.values():
        on = {
            "associates attachments with a table by default": gateway.default_association,
            "propagates attachments by default": gateway.default_propagation,
            "accepts shared attachments by itself": gateway.auto_accept,
        }
        for what, is_on in on.items():
            if is_on:
                yield Breach(gateway.id, f"{facts.name(gateway.id)} {what}")
    for attachment in facts.network.attachments.values():
        if attachment.default_association:
            yield Breach(attachment.id, f"{facts.name(attachment.id)} asks for the default association")
        if attachment.default_propagation:
            yield Breach(attachment.id, f"{facts.name(attachment.id)} asks for the default propagation")


def one_association_per_attachment(facts: Facts) -> Iterator[Breach]:
    """Each attachment is associated once: with the table of its own segment, of its kind of link, or of the hub.

    Direct Connect that carries VPNs or Connect and nothing else is associated with none: what comes in the clear is dropped.
    """
    stated: dict[Id, list[Id]] = {}
    for association in sorted(facts.network.associations.values(), key=lambda a: a.id):
        if association.attachment and association.table:
            stated.setdefault(association.attachment, []).append(association.table)
    for attachment in sorted(facts.network.attachments.values(), key=lambda a: a.id):
        tables = stated.get(attachment.id, [])
        if facts.index.only_carries(attachment):
            if tables:
                where = ", ".join(map(facts.name, tables))
                over = " and ".join(map(facts.name, (a.id for a in facts.index.carried[attachment.id])))
                message = f"{facts.name(attachment.id)} carries {over} and nothing else, and is looked up in {where}"
                yield Breach(attachment.id, message)
            continue
        if len(tables) != 1:
            count = "no table" if not tables else f"{len(tables)} tables: {', '.join(map(facts.name, tables))}"
            yield Breach(attachment.id, f"{facts.name(attachment.id)} is associated with {count}")
            continue
        if breach := _wrong_table(facts, attachment, tables[0]):
            yield breach


def _wrong_table(facts: Facts, attachment: Attachment, table: Id) -> Breach | None:
    """A resolver's VPC is looked up where the hub is: the ways to its clients are learned there alone."""
    if attachment.kind != "vpc":
        right = facts.link_tables.get(table) == attachment.kind or not (attachment.link or attachment.twin)
        own = f"the link {facts.name(attachment.id)}"
    elif attachment.resource in facts.resolver_vpcs:
        right, own = table in facts.hub_tables, f"the resolver's {facts.name(attachment.id)}"
    else:
        segment = facts.segment(attachment.resource)
        right = table not in facts.link_tables and segment == facts.segment(table)
        own = f"{facts.name(attachment.id)} of segment {segment or '(none)'}"
    if right:
        return None
    of = facts.tags(table).get(LINK) or facts.segment(table) or "(none)"
    return Breach(attachment.id, f"{own} is associated with the table of {of}")


def propagation_only_to_hub(facts: Facts) -> Iterator[Breach]:
    """Spokes and links propagate into the hub's table, and nothing propagates anywhere else.

    Partners' links are judged by ``partners-never-propagate``.
    """
    into_hub: set[Id] = set()
    for propagation in sorted(facts.network.propagations.values(), key=lambda p: p.id):
        if propagation.attachment in facts.partners:
            continue
        attachment = facts.network.attachments.get(propagation.attachment or "")
        name = facts.name(propagation.attachment)
        if propagation.table not in facts.hub_tables:
            yield Breach(propagation.id, f"{name} propagates into {facts.name(propagation.table)}")
        elif attachment and (whose := _never_propagates(facts, attachment)):
            yield Breach(propagation.id, f"the {whose} {name} propagates")
        elif propagation.attachment:
            into_hub.add(propagation.attachment)
    vpcs = [a for a, vpc in facts.vpc_attachments() if vpc.id not in facts.hubs | facts.resolver_vpcs]
    for attachment in (*vpcs, *facts.links()):
        silent = attachment.id in facts.partners or facts.index.only_carries(attachment)
        if attachment.id not in into_hub and not silent:
            message = f"{facts.name(attachment.id)} does not propagate into the hub's table: no answer finds it"
            yield Breach(attachment.id, message)


def _never_propagates(facts: Facts, attachment: Attachment) -> str:
    """Whose attachment it is that is found by static routes alone; empty where it may propagate."""
    if attachment.resource in facts.hubs:
        return "hub's"
    if attachment.resource in facts.resolver_vpcs:
        return "resolver's"
    if facts.index.only_carries(attachment):
        return "transport"
    return "peering" if attachment.twin else ""


def transit_routes_exact(facts: Facts) -> Iterator[Breach]:
    """A segment's table leads to its own endpoint set alone and drops the rest; the hub's has static routes to the stated
    prefixes of partners alone.

    What leads over a peering of gateways is judged by ``peerings-lead-to-grants``.
    """
    by_table: dict[Id, list[TransitRoute]] = {}
    for route in sorted(facts.network.transit_routes.values(), key=lambda r: r.id):
        over = facts.network.attachments.get(route.attachment or "")
        if route.table and not (over and over.twin):
            by_table.setdefault(route.table, []).append(route)
    hub_tables = facts.hub_tables
    gateways = facts.network.transit_gateways.values()
    defaults = {table for g in gateways for table in (g.default_association_table, g.default_propagation_table)}
    for table in sorted(facts.network.transit_tables.values(), key=lambda t: t.id):
        routes = by_table.get(table.id, [])
        if table.id in hub_tables:
            yield from (breach for route in routes if (breach := _hub_route(facts, table, route)))
        elif table.id not in defaults and table.id not in facts.link_tables:
            yield from _segment_table(facts, table, routes)


def _hub_route(facts: Facts, table: TransitTable, route: TransitRoute) -> Breach | None:
    """A partner propagates nothing: exactly its stated prefixes are routed to its link."""
    link = facts.network.attachments.get(route.attachment or "")
    has = f"{facts.name(table.id)} has the static route {to_text(facts, route)}"
    if link is None or route.blackhole or link.id not in facts.partners:
        return Breach(route.id, f"{has}; its routes are propagated")
    stated = {prefix for prefixes in facts.index.behind(link).values() for prefix in prefixes}
    if stated.issuperset(facts.index.destinations(route)):
        return None
    return Breach(route.id, f"{has} to {facts.name(link.id)}, and partner {facts.partners[link.id]} has no such prefix")


def _segment_table(facts: Facts, table: TransitTable, routes: list[TransitRoute]) -> Iterator[Breach]:
    segment = facts.segment(table.id)
    own = facts.door_ranges.get(segment, NOTHING)
    others = union(ranges for other, ranges in facts.door_ranges.items() if other != segment)
    dropped: list[Ranges] = []
    for route in routes:
        to = ranges(facts, route)
        if route.blackhole:
            dropped.append(to)
            if to and own.covers(to & facts.index.inside) and to & own:
                yield Breach(route.id, f"{facts.name(table.id)} drops {to_text(facts, route)}, which {segment} needs")
            continue
        attachment = facts.network.attachments.get(route.attachment or "")
        if attachment is None or attachment.resource not in facts.hubs:
            yield Breach(
                route.id,
                f"{facts.name(table.id)} leads {to_text(facts, route)} to {facts.name(route.attachment)}, which is no hub",
            )
        elif to & others or not _hub_ranges(facts).covers(to) or not to & own:
            yield Breach(
                route.id,
                f"{facts.name(table.id)} leads {to_text(facts, route)} to the hub; {segment} needs its own endpoint set alone",
            )
    needed = _supernet(facts, table)
    if not union(dropped).covers(needed):
        yield Breach(
            table.id, f"{facts.name(table.id)} has no blackhole for the network's addresses: a wide route would lead on"
        )


def _supernet(facts: Facts, table: TransitTable) -> Ranges:
    """The addresses of all VPCs that are attached to the table's gateway, which wide routes could lead to."""
    attached = (vpc.ranges for attachment, vpc in facts.vpc_attachments() if attachment.gateway == table.gateway)
    return union(attached)


def _hub_ranges(facts: Facts) -> Ranges:
    return union(facts.network.vpcs[key].ranges for key in facts.hubs if key in facts.network.vpcs)


def ranges(facts: Facts, route: Route | TransitRoute) -> Ranges:
    """Where a route leads, of a VPC's table or of a transit gateway's."""
    return union(prefix.ranges for prefix in facts.index.destinations(route))


def to_text(facts: Facts, route: Route | TransitRoute) -> str:
    """Where it leads, for people."""
    return str(route.to) if route.to else facts.name(route.to_list)
