"""Transit gateways from the other side of each reference: who is attached, what tables hold, what is behind links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from ..model.links import Prefixes
from ..model.network import Network
from ..model.ranges import Prefix, Ranges
from ..model.transit import Attachment, Propagation, TransitRoute
from ..model.vpcs import Id, Route
from .lookup import Entry, Partition

LOCAL_RANK, STATIC, LISTED, PROPAGATED = range(4)
"""Of equal prefixes the lowest rank wins: in route tables of VPCs, and, without local routes, of transit gateways."""
LEARNING = frozenset({"direct-connect-gateway", "connect", "vpn", "peering"})
"""Attachments whose propagated routes come from the other side."""
PRIVATE = "private-ip-vpn"
"""A VPN that runs over Direct Connect."""
ORDER = ("direct-connect-gateway", "connect", PRIVATE, "vpn", "peering")
"""The preferred kind first (Amazon VPC Transit Gateways guide, "Route evaluation order")."""


class TransitIndex:
    """Lookups over the transit gateways of one network, made when first asked for."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._transit: dict[Id, Partition[TransitRoute | Propagation]] = {}

    def list_prefixes(self, prefix_list: Id | None) -> tuple[Prefix, ...]:
        """The entries of a prefix list; none where it is not known (the network holds a doubt then)."""
        found = self.network.prefix_lists.get(prefix_list) if prefix_list else None
        return found.prefixes if found else ()

    def destinations(self, route: Route | TransitRoute) -> tuple[Prefix, ...]:
        """The blocks of a route, of a VPC's table or of a transit gateway's: its own, or those of its list."""
        return (route.to,) if route.to else self.list_prefixes(route.to_list)

    @cached_property
    def vpc_attachments(self) -> dict[tuple[Id, Id], list[Attachment]]:
        """VPC and gateway to the attachments between them."""
        found: dict[tuple[Id, Id], list[Attachment]] = defaultdict(list)
        for attachment in sorted(self.network.attachments.values(), key=lambda a: a.id):
            if attachment.kind == "vpc" and attachment.resource and attachment.gateway:
                found[attachment.resource, attachment.gateway].append(attachment)
        return found

    @cached_property
    def attachments_of_vpc(self) -> dict[Id, list[Attachment]]:
        """VPC to all its attachments."""
        found: dict[Id, list[Attachment]] = defaultdict(list)
        for (vpc, _), attachments in sorted(self.vpc_attachments.items()):
            found[vpc] += attachments
        return found

    @cached_property
    def tables_of(self) -> dict[Id, tuple[Id | None, ...]]:
        """Attachment to the tables that it is associated with, one in a network that works.

        Without an association the gateway's default decides: its default table, None where nobody knows which that is.
        """
        found: dict[Id, list[Id]] = defaultdict(list)
        for association in self.network.associations.values():
            if association.attachment and association.table:
                found[association.attachment].append(association.table)
        tables: dict[Id, tuple[Id | None, ...]] = {key: tuple(sorted(found[key])) for key in found}
        for attachment in self.network.attachments.values():
            gateway = self.network.transit_gateways.get(attachment.gateway or "")
            if (
                gateway
                and attachment.id not in tables
                and _on(attachment.default_association, gateway.default_association)
            ):
                tables[attachment.id] = (gateway.default_association_table,)
        return tables

    def transit_routes_of(self, table: Id) -> Partition[TransitRoute | Propagation]:
        """What a transit gateway's table does with each address.

        Longest prefix; then static, prefix-list reference, propagated (Amazon VPC Transit Gateways guide, "Route evaluation order").
        """
        if table not in self._transit:
            entries: list[Entry[TransitRoute | Propagation]] = []
            for route in self._static_routes.get(table, ()):
                if route.to:
                    entries.append(Entry(route.to, STATIC, route))
                entries += [Entry(prefix, LISTED, route) for prefix in self.list_prefixes(route.to_list)]
            for propagation in self.propagations_into.get(table, ()):
                rank, propagated = self._propagated(propagation)
                entries += [Entry(prefix, rank, propagation) for prefix in propagated]
            self._transit[table] = Partition(entries)
        return self._transit[table]

    def _propagated(self, propagation: Propagation) -> tuple[int, Iterable[Prefix]]:
        """What a propagation brings: a VPC's blocks, or what is stated to be behind a link."""
        attachment = self.network.attachments.get(propagation.attachment or "")
        if attachment is None:
            return PROPAGATED, ()
        if attachment.kind == "vpc":
            vpc = self.network.vpcs.get(attachment.resource or "")
            return PROPAGATED, vpc.prefixes if vpc else ()
        rank = PROPAGATED + 1 + preference(attachment)
        vpn = self.network.vpns.get(attachment.resource or "")
        if attachment.kind == "vpn" and vpn and not vpn.bgp:
            return rank, vpn.static
        return rank, sorted({prefix for behind in self.behind(attachment).values() for prefix in behind})

    def led_to(self, table: Id) -> list[Ranges]:
        """Where a transit gateway's table leads: every prefix of it that no blackhole takes."""
        routes = (r for r in self._static_routes.get(table, ()) if not r.blackhole)
        static = [p.ranges for r in routes for p in self.destinations(r)]
        return static + [p.ranges for each in self.propagations_into.get(table, ()) for p in self._propagated(each)[1]]

    def lists_of(self, table: Id) -> list[Id]:
        """The prefix lists that a transit gateway's table refers to."""
        return [route.to_list for route in self._static_routes.get(table, ()) if route.to_list]

    @cached_property
    def _static_routes(self) -> dict[Id, list[TransitRoute]]:
        found: dict[Id, list[TransitRoute]] = defaultdict(list)
        for route in sorted(self.network.transit_routes.values(), key=lambda r: r.id):
            if route.table:
                found[route.table].append(route)
        return found

    @cached_property
    def propagations_into(self) -> dict[Id, list[Propagation]]:
        """Table to what propagates into it, default propagation included."""
        found: dict[Id, list[Propagation]] = defaultdict(list)
        for propagation in sorted(self.network.propagations.values(), key=lambda p: p.id):
            if propagation.table:
                found[propagation.table].append(propagation)
        for attachment in () if self.network.live else self.network.attachments.values():
            gateway = self.network.transit_gateways.get(attachment.gateway or "")
            table = gateway.default_propagation_table if gateway else None
            if (
                gateway
                and table
                and attachment.accepted
                and _on(attachment.default_propagation, gateway.default_propagation)
            ):
                found[table].append(Propagation(attachment.id, attachment.id, table))
        return found

    def learning(self, table: Id) -> list[Attachment]:
        """Attachments that propagate into the table what nobody stated, the preferred kind first."""
        found = [self.network.attachments.get(p.attachment or "") for p in self.propagations_into.get(table, ())]
        unstated = (a for a in found if a and a.kind in LEARNING and not a.twin and a.link not in self.network.links)
        return sorted(unstated, key=preferred)

    # Behind links -----------------------------------------------------------------------------------------------------

    def behind(self, attachment: Attachment) -> Prefixes:
        """The networks outside behind an attachment, as its link states them; none without a link."""
        link = self.network.links.get(attachment.link or "")
        return link.networks if link else {}

    def partner(self, attachment: Attachment) -> str:
        """The partner behind an attachment, as its link says; empty where there is none."""
        link = self.network.links.get(attachment.link or "")
        return link.partner if link else ""

    @cached_property
    def carriers(self) -> dict[str, list[Attachment]]:
        """Network outside to the attachments that lead to it."""
        found: dict[str, list[Attachment]] = defaultdict(list)
        for attachment in sorted(self.network.attachments.values(), key=lambda a: a.id):
            for name in self.behind(attachment):
                found[name].append(attachment)
        return found

    @cached_property
    def carried(self) -> dict[Id, list[Attachment]]:
        """Attachment to those that run over it."""
        found: dict[Id, list[Attachment]] = defaultdict(list)
        for attachment in sorted(self.network.attachments.values(), key=lambda a: a.id):
            if attachment.transport:
                found[attachment.transport].append(attachment)
        return found

    def only_carries(self, attachment: Attachment) -> bool:
        """Whether an attachment's link states no network behind it, and others run over it."""
        stated = attachment.link in self.network.links and not self.behind(attachment)
        return stated and attachment.id in self.carried

    def beside(self, attachment: Attachment) -> list[Attachment]:
        """The attachment and every other one that leads to a network behind it: answers may come back by any of them."""
        found = {a.id: a for name in self.behind(attachment) for a in self.carriers[name]}
        return list({attachment.id: attachment, **found}.values())


def preferred(attachment: Attachment) -> tuple[int, Id]:
    """Sorts attachments that lead outside: the kind that AWS prefers first."""
    return (preference(attachment), attachment.id)


def preference(attachment: Attachment) -> int:
    """How much AWS prefers what an attachment that leads outside announced: 0 is first."""
    return ORDER.index(PRIVATE if attachment.kind == "vpn" and attachment.transport else attachment.kind)


def _on(own: bool | None, gateways: bool) -> bool:
    """A default of an attachment: its own setting where it has one, else the gateway's."""
    return gateways if own is None else own
