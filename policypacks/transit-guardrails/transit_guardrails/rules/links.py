"""Rules about what links advertise and where their tables lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ..data import quota
from ..model.ranges import NOTHING, Prefix, Ranges, address_text, union
from ..model.transit import Attachment, GatewayAssociation
from ..model.vpcs import Id, Subnet
from .facts import Facts
from .rule import Breach
from .transit import ranges, to_text


def links_lead_to_grants(facts: Facts) -> Iterator[Breach]:
    """The tables of links lead to endpoint sets that grant the networks behind them something, and to their resolvers."""
    for route in sorted(facts.network.transit_routes.values(), key=lambda r: r.id):
        if facts.link_tables.get(route.table or "") in (None, "peering"):
            continue
        goals, to = goals_of(facts, _of_table(facts, route.table)), ranges(facts, route)
        if route.blackhole:
            if to & goals.needed:
                yield Breach(route.id, f"{facts.name(route.table)} drops {to_text(facts, route)}, which is granted")
        elif beyond := goals.beyond(to):
            message = f"{facts.name(route.table)} leads {to_text(facts, route)} on: {address_text(beyond)} is granted to nobody behind it"
            yield Breach(route.id, message)


def advertised_prefixes_minimal(facts: Facts) -> Iterator[Breach]:
    """Direct Connect advertises what the networks behind it are granted, and a VPN or Connect beside it advertises the same.

    Under VPNs and Connect it advertises the transit gateway's own blocks too: their outside addresses are there.
    """
    for association in sorted(facts.network.gateway_associations.values(), key=lambda a: a.id):
        link = facts.network.attachments.get(association.attachment or "")
        if link and link.link:
            yield from _advertised(facts, association, link)


def _advertised(facts: Facts, association: GatewayAssociation, link: Attachment) -> Iterator[Breach]:
    name, goals, own = facts.name(association.id), goals_of(facts, [link]), _ends(facts, link)
    if not association.allowed:
        yield Breach(association.id, f"{name} advertises nothing: no traffic passes")
    limit = facts.settings.quotas.get("dx_prefixes_out", quota("dx_prefixes_out"))
    if len(association.allowed) > limit:
        yield Breach(association.id, f"{name} advertises {len(association.allowed)} prefixes; AWS takes {limit}")
    for prefix in association.allowed:
        if beyond := goals.beyond(prefix.ranges - own):
            message = f"{name} advertises {prefix}: {address_text(beyond)} is granted to nobody behind it"
            yield Breach(association.id, message)
    if untold := own - union(prefix.ranges for prefix in association.allowed):
        over = ", ".join(facts.name(vpn.id) for vpn in facts.index.carried[link.id])
        message = f"{name} does not advertise {address_text(untold)}, where AWS's ends of {over} are"
        yield Breach(association.id, message)
    for other in facts.index.beside(link):
        if other.kind in ("vpn", "connect") and other.gateway == link.gateway:
            yield from _differs(facts, association, link, other)


def _ends(facts: Facts, link: Attachment) -> Ranges:
    """Where AWS's ends of the VPNs and Connect peers that run over a link are: the gateway's own blocks, of which AWS takes any.

    Source: AWS Site-to-Site VPN user guide, "Private IP VPN with Direct Connect" (the block is among the allowed prefixes); Amazon VPC
    Transit Gateways guide, "Connect attachments and Connect peers" (the transit gateway address is of its block).
    """
    gateway = facts.network.transit_gateways.get(link.gateway or "")
    return union(block.ranges for block in gateway.blocks) if gateway and link.id in facts.index.carried else NOTHING


def _differs(facts: Facts, association: GatewayAssociation, link: Attachment, vpn: Attachment) -> Iterator[Breach]:
    """A VPN that announces more specific prefixes wins on the customer's router; one that lacks some is no backup.

    A VPN announces the routes of its attachment's table (AWS Site-to-Site VPN user guide, "Route tables and route priority").
    """
    tables = {table for table in facts.index.tables_of.get(vpn.id, ()) if table}
    routes = [r for r in facts.network.transit_routes.values() if r.table in tables and not r.blackhole]
    announced = {prefix for route in routes for prefix in facts.index.destinations(route)}
    shared = goals_of(facts, [link], among=facts.index.behind(vpn)).needed
    for prefix in association.allowed:
        if prefix not in announced and prefix.ranges & shared:
            message = f"{facts.name(association.id)} advertises {prefix}, and {facts.name(vpn.id)} beside it does not"
            yield Breach(vpn.id, message)
    for prefix in sorted(announced):
        if any(_inside(prefix, allowed) for allowed in association.allowed):
            message = f"{facts.name(vpn.id)} announces {prefix}, which is more specific than what {facts.name(association.id)} advertises"
            yield Breach(vpn.id, message)


def _inside(one: Prefix, other: Prefix) -> bool:
    return one != other and other.first <= one.first and one.last <= other.last


def learned_prefixes_apart(facts: Facts) -> Iterator[Breach]:
    """What is behind a link shares no address with a VPC or with another network, and no static route takes its place.

    Nor does Direct Connect take the place of a VPN or Connect that runs over it: AWS prefers it, so packets would go in the clear.
    """
    for key, link in sorted(facts.network.links.items()):
        for name, blocks in link.networks.items():
            own = union(block.ranges for block in blocks)
            others = {other: found for other, found in facts.networks.items() if other != name}
            for vpc in sorted(facts.network.vpcs.values(), key=lambda v: v.id):
                if shared := own & vpc.ranges:
                    yield Breach(
                        key, f"{name} behind {facts.name(key)} has {address_text(shared)} of {facts.name(vpc.id)}"
                    )
            for other, found in others.items():
                if shared := own & found:
                    yield Breach(key, f"{name} behind {facts.name(key)} has {address_text(shared)} of {other}")
    yield from _shadowed(facts)
    yield from _in_the_clear(facts)


def _shadowed(facts: Facts) -> Iterator[Breach]:
    """A static route beats what is learned (Amazon VPC Transit Gateways guide, "Route evaluation order").

    From a partner nothing is learned.
    """
    for table, propagations in sorted(facts.index.propagations_into.items()):
        found = (facts.network.attachments.get(p.attachment or "") for p in propagations)
        links = [a for a in found if a and a.link and a.id not in facts.partners]
        learned = [block for link in links for blocks in facts.index.behind(link).values() for block in blocks]
        for route in sorted(facts.network.transit_routes.values(), key=lambda r: r.id):
            if route.table == table and (taken := _taken(facts.index.destinations(route), learned)):
                message = f"{facts.name(table)} has the static route {to_text(facts, route)}, which takes {address_text(taken)} from its link"
                yield Breach(route.id, message)


def _in_the_clear(facts: Facts) -> Iterator[Breach]:
    """Direct Connect beats Connect and VPN unless their prefix is longer (Amazon VPC Transit Gateways guide, "Route evaluation order")."""
    for under, vpns in sorted(facts.index.carried.items()):
        link = facts.network.attachments.get(under)
        clear = [block for blocks in (facts.index.behind(link) if link else {}).values() for block in blocks]
        for vpn in vpns:
            for name, blocks in facts.index.behind(vpn).items():
                if taken := _taken(clear, blocks):
                    message = f"{name} behind {facts.name(vpn.id)} has {address_text(taken)} that {facts.name(under)} under it leads to outside of its tunnels"
                    yield Breach(vpn.id, message)


def _taken(static: Iterable[Prefix], learned: Iterable[Prefix]) -> Ranges:
    """What static routes take of learned ones: a shorter route takes nothing."""
    return union(to.ranges & block.ranges for to in static for block in learned if not _inside(block, to))


def _of_table(facts: Facts, table: Id | None) -> list[Attachment]:
    """The links whose packets are looked up in a table."""
    return [link for link in facts.links() if table in facts.index.tables_of.get(link.id, ())]


@dataclass(frozen=True, slots=True)
class Goals:
    """Where the networks behind links may go: endpoint sets that grant them something, and their resolvers.

    ``needed`` are the subnets that answer; ``room`` those and what nobody else has beside them, so that a whole block of a
    set or of a resolver may be named.
    """

    needed: Ranges = NOTHING
    room: Ranges = NOTHING

    def beyond(self, to: Ranges) -> Ranges:
        """What of a destination nobody needs: all of it where it holds nothing that is needed."""
        return to - self.room if to & self.needed else to


def goals_of(facts: Facts, links: Iterable[Attachment], among: Collection[str] | None = None) -> Goals:
    """The goals of the networks behind links, or of some of them, at the gateways where the links end."""
    found: list[Goals] = []
    for link in links:
        names = {name for name in facts.index.behind(link) if among is None or name in among}
        found += [goals_at(facts, link.gateway, subnets) for subnets in _answering(facts, names)]
    return join(found)


def join(goals: Iterable[Goals]) -> Goals:
    """All goals together."""
    found = list(goals)
    return Goals(union(each.needed for each in found), union(each.room for each in found))


def goals_at(facts: Facts, gateway: Id | None, subnets: Iterable[Subnet]) -> Goals:
    """Subnets as a goal, as far as their VPCs are attached to the gateway."""
    here = [s for s in subnets if (s.vpc or "", gateway or "") in facts.index.vpc_attachments]
    own = {subnet.id for subnet in here}
    room = (_room(facts, vpc, own) for vpc in sorted({subnet.vpc for subnet in here if subnet.vpc}))
    return Goals(union(subnet.ranges for subnet in here), union(room))


def _answering(facts: Facts, names: set[str]) -> list[list[Subnet]]:
    """The subnets of each endpoint set and resolver that serves one of the networks, and of each forwarder that asks it."""
    served = [facts.doors(s) for s in facts.sets if names & facts.exactness.consumers.granted_networks[s.id].keys()]
    for endpoint in sorted(facts.network.resolver_endpoints.values(), key=lambda e: e.id):
        view = facts.index.view_of(endpoint)
        forwarder = facts.index.forwarder_of(endpoint)
        asks = bool(forwarder and names & forwarder.servers.keys())
        if asks or (view and not endpoint.outbound and names & view.clients.keys()):
            served.append([facts.network.subnets[key] for key in endpoint.subnets if key in facts.network.subnets])
    return served


def _room(facts: Facts, vpc: Id, own: set[Id]) -> Ranges:
    """The addresses of a VPC without those of its other subnets."""
    others = union(subnet.ranges for subnet in facts.index.subnets_of.get(vpc, ()) if subnet.id not in own)
    return facts.network.vpcs[vpc].ranges - others if vpc in facts.network.vpcs else NOTHING
