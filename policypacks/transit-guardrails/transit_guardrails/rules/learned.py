"""Rules about what the other sides of links announced: of what exists, since BGP is in no configuration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..model.ranges import Prefix, address_text, union
from ..model.transit import Attachment, LearnedRoute
from ..model.vpcs import Id
from ..questions.transit_index import preferred
from .facts import Facts
from .rule import Breach


def learned_routes_outside(facts: Facts) -> Iterator[Breach]:
    """What the other side of a link announced lies outside of the network's own addresses, or is wider than they are.

    Own are the blocks of all VPCs, and the supernets that tables drop. A wider route takes nothing. Source: Amazon VPC
    Transit Gateways guide, "Route evaluation order" (the most specific route wins, whoever announced it).
    """
    own = facts.index.inside | facts.index.spare
    for learned in sorted(facts.network.learned_routes.values(), key=lambda r: r.id):
        if own.covers(learned.to.ranges):
            by = facts.name(learned.attachment)
            yield Breach(
                learned.id, f"{facts.name(learned.table)} learned {learned.to} by {by}: the network's own addresses"
            )


def learned_routes_stated(facts: Facts) -> Iterator[Breach]:
    """Each link announced exactly the prefixes that are stated behind it: no other ones, and all of them.

    Asked where what a live network learned stands beside a program or its state. Another prefix with stated addresses alone
    is advisory: it changes which link is used, not who is reached. A table shows the preferred one of equal routes alone, so
    a prefix that a preferred link, or another of the same kind, announced counts as announced by the others too. Sources:
    Amazon VPC Transit Gateways guide, "Route evaluation order"; AWS re:Post, "Why is Transit Gateway prioritizing my backup
    VPN connection over my primary Direct Connect gateway?".
    """
    routes: dict[Id, list[LearnedRoute]] = defaultdict(list)
    for learned in sorted(facts.network.learned_routes.values(), key=lambda r: r.id):
        routes[learned.table].append(learned)
    for found in routes.values():
        for learned in found:
            if breach := _unstated(facts, learned, found):
                yield breach
    for table, propagations in sorted(facts.index.propagations_into.items()):
        for key in sorted({p.attachment for p in propagations if p.attachment}):
            link = facts.network.attachments.get(key)
            if link and facts.network.heard >= {table, key}:
                yield from _unannounced(facts, table, link, routes[table])


def _unstated(facts: Facts, learned: LearnedRoute, beside: list[LearnedRoute]) -> Breach | None:
    """What a link announced and is not stated behind it, or where the link does not propagate."""
    link = facts.network.attachments.get(learned.attachment)
    if link is None or not link.link:
        return None
    says, stated = f"{facts.name(learned.table)} learned {learned.to} by {facts.name(link.id)}", _stated(facts, link)
    if link.id not in {p.attachment for p in facts.index.propagations_into.get(learned.table, ())}:
        return Breach(learned.id, f"{says}, which does not propagate there", _order(facts, learned, beside))
    if learned.to in stated:
        return None
    says += f"; stated is {', '.join(map(str, stated)) or 'nothing'}"
    others = union(prefix.ranges for prefix in stated).covers(learned.to.ranges)
    if others:
        says += ": the same addresses in another prefix"
    return Breach(learned.id, says, _order(facts, learned, beside), advisory=others)


def _stated(facts: Facts, link: Attachment) -> list[Prefix]:
    """What a link is to announce, in order."""
    behind = {} if link.id in facts.partners else facts.index.behind(link)
    return sorted({prefix for prefixes in behind.values() for prefix in prefixes})


def _order(facts: Facts, learned: LearnedRoute, beside: list[LearnedRoute]) -> tuple[str, ...]:
    """The learned routes that share addresses with one, as AWS prefers them; nothing where it stands alone."""
    shared = [r for r in beside if r.to.ranges & learned.to.ranges]
    shared.sort(key=lambda r: (r.to.last - r.to.first, r.to, _rank(facts, r)))
    lines = [f"{place}. {r.to} by {facts.name(r.attachment)}" for place, r in enumerate(shared, 1)]
    return ("what shares these addresses, the preferred route first:", *lines) if len(lines) > 1 else ()


def _rank(facts: Facts, route: LearnedRoute) -> tuple[int, Id]:
    return preferred(facts.network.attachments[route.attachment])


def _unannounced(facts: Facts, table: Id, link: Attachment, learned: list[LearnedRoute]) -> Iterator[Breach]:
    """Stated prefixes that a table did not learn, though nothing hides them: whoever is granted there has no way back."""
    for prefix in _stated(facts, link):
        known = union(r.to.ranges for r in learned if r.attachment == link.id or _hides(facts, r, link, prefix))
        if lost := prefix.ranges - known:
            names = [name for name, blocks in facts.index.behind(link).items() if prefix in blocks]
            message = f"{facts.name(table)} did not learn {prefix} of {', '.join(names)} by {facts.name(link.id)}"
            yield Breach(link.id, message if lost == prefix.ranges else f"{message}: {address_text(lost)} is missing")


def _hides(facts: Facts, route: LearnedRoute, link: Attachment, prefix: Prefix) -> bool:
    """Whether a route stands in the table in the place of what the link may have announced as well."""
    by = facts.network.attachments.get(route.attachment)
    inside = prefix.first <= route.to.first and route.to.last <= prefix.last
    return bool(by and inside and preferred(by)[0] <= preferred(link)[0])
