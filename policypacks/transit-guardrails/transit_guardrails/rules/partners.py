"""Rules about partners: networks of others, in other clouds, which see their endpoints and nothing else.

Source: Amazon VPC Transit Gateways guide, "Transit gateway route tables" (an attachment is associated with one table; what is
not in it cannot be reached).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.vpcs import Id
from .facts import Facts
from .rule import Breach
from .transit import to_text


def partners_never_propagate(facts: Facts) -> Iterator[Breach]:
    """No attachment of a partner's link propagates, into whatever table: its routers would decide what is routed to it."""
    for propagation in sorted(facts.network.propagations.values(), key=lambda p: p.id):
        partner = facts.partners.get(propagation.attachment or "")
        if partner:
            message = f"{facts.name(propagation.attachment)} of partner {partner} propagates into {facts.name(propagation.table)}"
            yield Breach(propagation.id, message)


def partners_apart(facts: Facts) -> Iterator[Breach]:
    """A partner's link carries the partner alone and is looked up in a table of its own, which leads to endpoints and
    resolvers; no table of a link leads to it, and no Direct Connect gateway carries it.

    Nor does Connect lead to it: no static route leads to a Connect attachment (Amazon VPC Transit Gateways guide, "Connect
    attachments and Connect peers"), so its routers would decide what is routed to it.
    """
    for key, partner in sorted(facts.partners.items()):
        if under := facts.network.attachments[key].transport:
            yield Breach(key, f"{facts.name(key)} of partner {partner} runs over {facts.name(under)}")
    yield from _shared_links(facts)
    yield from _shared_tables(facts)
    for route in sorted(facts.network.transit_routes.values(), key=lambda r: r.id):
        if not route.blackhole and (where := _across(facts, route.table, route.attachment)):
            yield Breach(route.id, f"{facts.name(route.table)} leads {to_text(facts, route)} to {where}")
    for propagation in sorted(facts.network.propagations.values(), key=lambda p: p.id):
        if propagation.attachment not in facts.partners and (
            where := _across(facts, propagation.table, propagation.attachment)
        ):
            yield Breach(propagation.id, f"{facts.name(propagation.table)} learns the way to {where}")


def _shared_links(facts: Facts) -> Iterator[Breach]:
    """Links that carry a partner beside somebody else."""
    names = {link.partner for link in facts.network.links.values()} - {""}
    for key, link in sorted(facts.network.links.items()):
        if link.partner:
            for other in sorted({*link.networks} ^ {link.partner}):
                what = "does not state" if other == link.partner else "carries beside it"
                yield Breach(key, f"{facts.name(key)} is the link of partner {link.partner} and {what} {other}")
        else:
            for partner in sorted(names.intersection(link.networks)):
                yield Breach(key, f"{facts.name(key)} of on-premises networks carries partner {partner}")


def _shared_tables(facts: Facts) -> Iterator[Breach]:
    """Attachments that are looked up where a partner's link is, or a partner's link that is looked up elsewhere."""
    for key, tables in sorted(facts.index.tables_of.items()):
        partner = facts.partners.get(key, "")
        for table in tables:
            whose = facts.partner_tables.get(table or "", "")
            if whose != partner:
                where = f"the table of partner {whose}" if whose else f"{facts.name(table)}, which is not its own"
                own = f" of partner {partner}" if partner else ""
                yield Breach(key, f"{facts.name(key)}{own} is looked up in {where}")


def _across(facts: Facts, table: Id | None, to: Id | None) -> str:
    """What a link's table leads to, where that is a partner, or from a partner anything but endpoints and resolvers."""
    target = facts.network.attachments.get(to or "")
    if table not in facts.link_tables or target is None:
        return ""
    if target.id in facts.partners:
        return f"partner {facts.partners[target.id]}"
    whose = facts.partner_tables.get(table or "")
    if whose and target.resource not in facts.hubs | facts.resolver_vpcs:
        return f"{facts.name(target.id)}, which is no endpoint of partner {whose}"
    return ""
