"""The network from the other side of each reference: what a question looks up again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from ..model.links import Prefixes
from ..model.network import EVERYTHING, Doubt, Network
from ..model.ranges import NOTHING, Prefix, Ranges, union
from ..model.transit import Attachment, Propagation, TransitRoute
from ..model.vpcs import GroupRule, Id, NetworkAcl, Route, Subnet
from .lookup import Entry, Partition

LOCAL = Route("local", None, None, None)  # type: ignore[arg-type]
"""Stands for the local routes of a VPC, which nobody states."""
LEARNING = {"direct-connect-gateway": 0, "connect": 1, "vpn": 2, "peering": 3}
"""Attachments whose propagated routes come from the other side, the preferred kind first.

Direct Connect over Connect over VPN (Amazon VPC Transit Gateways guide, "Route evaluation order").
"""

WIDEST = 1 << 24
"""How many addresses 10.0.0.0/8 has."""

_LOCAL, _STATIC, _LISTED, _PROPAGATED = range(4)


class Index:
    """Lookups over one network, made when first asked for. The network must not change afterwards."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._tables: dict[tuple[Id | None, Id | None], Partition[Route]] = {}
        self._transit: dict[Id, Partition[TransitRoute | Propagation]] = {}
        self._subnets: dict[Id, Partition[Subnet]] = {}
        self._acls: dict[Id, NetworkAcl] = {}

    @cached_property
    def _doubts(self) -> dict[Id, tuple[Doubt, ...]]:
        found: dict[Id, list[Doubt]] = defaultdict(list)
        for doubt in sorted(set(self.network.doubts)):
            for touched in doubt.touches:
                found[touched].append(doubt)
        return {touched: tuple(doubts) for touched, doubts in found.items()}

    def doubts(self, *things: Id | None) -> tuple[Doubt, ...]:
        """Why whoever consults one of the things cannot decide; nothing when all of it is known."""
        if not self._doubts:
            return ()
        everywhere = self._doubts.get(EVERYTHING, ())
        return everywhere + tuple(d for thing in things if thing for d in self._doubts.get(thing, ()))

    def name(self, thing: Id | None) -> str:
        """What people call a thing: its logical name at a preview, its id in what exists."""
        if thing is None:
            return "what is not known"
        return thing if self.network.live else self.network.names.get(thing, thing)

    # Inside VPCs ------------------------------------------------------------------------------------------------------

    @cached_property
    def inside(self) -> Ranges:
        """All addresses of all VPCs."""
        return union(vpc.ranges for vpc in self.network.vpcs.values())

    @cached_property
    def door_vpcs(self) -> frozenset[Id]:
        """VPCs that hold endpoints with interfaces, Resolver's included: what is local to them reaches endpoints."""
        endpoints = [e.subnets for e in self.network.endpoints.values() if e.kind != "gateway"]
        resolvers = [e.subnets for e in self.network.resolver_endpoints.values()]
        subnets = (self.network.subnets.get(key) for keys in (*endpoints, *resolvers) for key in keys)
        return frozenset(subnet.vpc for subnet in subnets if subnet and subnet.vpc)

    @cached_property
    def spare(self) -> Ranges:
        """Addresses of the network that no VPC has, so that nobody sends from there: what the gateways' blackholes drop.

        A blackhole wider than the widest private block (10.0.0.0/8, RFC 1918) says nothing about whose addresses these are.
        """
        routes = (route for route in self.network.transit_routes.values() if route.blackhole and route.to)
        dropped = [route.to.ranges for route in routes if route.to and route.to.ranges.size <= WIDEST]
        return union(dropped) - self.inside

    @cached_property
    def subnets_of(self) -> dict[Id, list[Subnet]]:
        """VPC to its subnets, in the order of ids."""
        found: dict[Id, list[Subnet]] = defaultdict(list)
        for subnet in sorted(self.network.subnets.values(), key=lambda s: s.id):
            if subnet.vpc:
                found[subnet.vpc].append(subnet)
        return found

    def subnets_in(self, vpc: Id) -> Partition[Subnet]:
        """Which subnet of the VPC has which address."""
        if vpc not in self._subnets:
            self._subnets[vpc] = Partition(
                Entry(prefix, 0, subnet) for subnet in self.subnets_of.get(vpc, ()) for prefix in subnet.prefixes
            )
        return self._subnets[vpc]

    def table_of(self, subnet: Subnet) -> Id | None:
        """The subnet's route table; None is the VPC's own main table, which holds local routes alone."""
        explicit = self.network.subnet_tables.get(subnet.id)
        return explicit or (self.network.main_tables.get(subnet.vpc) if subnet.vpc else None)

    def acl_of(self, subnet: Subnet) -> NetworkAcl | None:
        """The subnet's network ACL with its entries in order; None is AWS's own, which allows everything."""
        key = self.network.subnet_acls.get(subnet.id)
        if key is None and subnet.vpc:
            key = self.network.default_acls.get(subnet.vpc)
        acl = self.network.network_acls.get(key) if key else None
        if acl is None:
            return None
        if acl.id not in self._acls:
            ordered = tuple(sorted(acl.entries, key=lambda entry: entry.number))
            self._acls[acl.id] = NetworkAcl(acl.id, acl.vpc, ordered, acl.tags)
        return self._acls[acl.id]

    def routes_of(self, table: Id | None, vpc: Id | None) -> Partition[Route]:
        """What a route table does with each address, the local routes of ``vpc`` included where it is given.

        Longest prefix; then local, static, prefix list, propagated (Amazon VPC user guide, "Route priority").
        """
        key = (table, vpc)
        if key not in self._tables:
            local = self.network.vpcs[vpc].prefixes if vpc in self.network.vpcs else ()
            entries = [Entry(prefix, _LOCAL, LOCAL) for prefix in local]
            stated = self.network.route_tables[table].routes if table else ()
            entries += [Entry(prefix, rank, route) for route in stated for prefix, rank in self._route_prefixes(route)]
            self._tables[key] = Partition(entries)
        return self._tables[key]

    def _route_prefixes(self, route: Route) -> Iterable[tuple[Prefix, int]]:
        if route.to:
            return [(route.to, _PROPAGATED if route.propagated else _STATIC)]
        return [(prefix, _LISTED) for prefix in self.list_prefixes(route.to_list)]

    def list_prefixes(self, prefix_list: Id | None) -> tuple[Prefix, ...]:
        """The entries of a prefix list; none where it is not known (the network holds a doubt then)."""
        found = self.network.prefix_lists.get(prefix_list) if prefix_list else None
        return found.prefixes if found else ()

    @cached_property
    def _group_addresses(self) -> dict[Id, Ranges]:
        """Group to the addresses that may carry it: those of its interfaces where they are known, else its whole VPC."""
        found: dict[Id, Ranges] = {}
        for group in self.network.security_groups.values():
            vpc = self.network.vpcs.get(group.vpc) if group.vpc else None
            found[group.id] = vpc.ranges if vpc else NOTHING
        if self.network.live:
            carried: dict[Id, list[Ranges]] = defaultdict(list)
            for interface in self.network.interfaces.values():
                for each in interface.groups:
                    carried[each].append(interface.addresses)
            return {group: union(carried.get(group, ())) for group in found}
        return found

    def peers(self, rule: GroupRule, vpc: Id | None = None) -> Ranges:
        """The addresses that a security group rule is about, seen from a VPC where it is given.

        A reference to another VPC's group names nobody: it does not work for PrivateLink across a transit gateway.
        """
        other = self.network.security_groups.get(rule.group) if rule.group else None
        if other and vpc and other.vpc != vpc:
            return NOTHING
        if rule.prefix:
            return rule.prefix.ranges
        if rule.prefix_list:
            return union(prefix.ranges for prefix in self.list_prefixes(rule.prefix_list))
        return self._group_addresses.get(rule.group, NOTHING) if rule.group else NOTHING

    # On transit gateways ----------------------------------------------------------------------------------------------

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
                    entries.append(Entry(route.to, _STATIC, route))
                entries += [Entry(prefix, _LISTED, route) for prefix in self.list_prefixes(route.to_list)]
            for propagation in self.propagations_into.get(table, ()):
                rank, propagated = self._propagated(propagation)
                entries += [Entry(prefix, rank, propagation) for prefix in propagated]
            self._transit[table] = Partition(entries)
        return self._transit[table]

    def _propagated(self, propagation: Propagation) -> tuple[int, Iterable[Prefix]]:
        """What a propagation brings: a VPC's blocks, or what is stated to be behind a link."""
        attachment = self.network.attachments.get(propagation.attachment or "")
        if attachment is None:
            return _PROPAGATED, ()
        if attachment.kind == "vpc":
            vpc = self.network.vpcs.get(attachment.resource or "")
            return _PROPAGATED, vpc.prefixes if vpc else ()
        rank = _PROPAGATED + 1 + LEARNING[attachment.kind]
        vpn = self.network.vpns.get(attachment.resource or "")
        if attachment.kind == "vpn" and vpn and not vpn.bgp:
            return rank, vpn.static
        return rank, sorted({prefix for behind in self.behind(attachment).values() for prefix in behind})

    def led_to(self, table: Id) -> list[Ranges]:
        """Where a transit gateway's table leads: every prefix of it that no blackhole takes."""
        routes = (r for r in self._static_routes.get(table, ()) if not r.blackhole)
        static = [p.ranges for r in routes for p in ((r.to,) if r.to else self.list_prefixes(r.to_list))]
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
        """The on-premises networks behind an attachment, as its link states them; none without a link."""
        link = self.network.links.get(attachment.link or "")
        return link.networks if link else {}

    @cached_property
    def carriers(self) -> dict[str, list[Attachment]]:
        """On-premises network to the attachments that lead to it."""
        found: dict[str, list[Attachment]] = defaultdict(list)
        for attachment in sorted(self.network.attachments.values(), key=lambda a: a.id):
            for name in self.behind(attachment):
                found[name].append(attachment)
        return found

    def beside(self, attachment: Attachment) -> list[Attachment]:
        """The attachment and every other one that leads to a network behind it: answers may come back by any of them."""
        found = {a.id: a for name in self.behind(attachment) for a in self.carriers[name]}
        return list({attachment.id: attachment, **found}.values())


def preferred(attachment: Attachment) -> tuple[int, Id]:
    """Sorts attachments that lead outside: the kind that AWS prefers first."""
    return (LEARNING[attachment.kind], attachment.id)


def _on(own: bool | None, gateways: bool) -> bool:
    """A default of an attachment: its own setting where it has one, else the gateway's."""
    return gateways if own is None else own
