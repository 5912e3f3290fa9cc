"""The network from the other side of each reference: what a question looks up again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from ..model.links import ViewForwarder, ViewResolver
from ..model.names import ResolverEndpoint
from ..model.network import EVERYTHING, Doubt, Network
from ..model.ranges import NOTHING, Prefix, Ranges, union
from ..model.vpcs import GroupRule, Id, NetworkAcl, Route, Subnet
from .lookup import Entry, Partition
from .transit_index import LISTED, LOCAL_RANK, PROPAGATED, STATIC, TransitIndex

LOCAL = Route("local", None, None, None)  # type: ignore[arg-type]
"""Stands for the local routes of a VPC, which nobody states."""
WIDEST = 1 << 24
"""How many addresses 10.0.0.0/8 has."""


class Index(TransitIndex):
    """Lookups over one network, made when first asked for. The network must not change afterwards."""

    def __init__(self, network: Network) -> None:
        super().__init__(network)
        self._tables: dict[tuple[Id | None, Id | None], Partition[Route]] = {}
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

    def view_of(self, endpoint: ResolverEndpoint) -> ViewResolver | None:
        """The resolver of a view that a Resolver endpoint belongs to; nothing where it is of none."""
        return self.network.view_resolvers.get(endpoint.resolver or "")

    def clients(self, endpoint: ResolverEndpoint, networks: Collection[str] | None = None) -> Ranges:
        """The addresses that may ask a Resolver endpoint: of all networks outside, or of those that are named."""
        view = self.view_of(endpoint)
        stated = view.clients if view else {}
        asking = stated if networks is None else stated.keys() & networks
        return union(prefix.ranges for name in asking for prefix in stated[name])

    def forwarder_of(self, endpoint: ResolverEndpoint) -> ViewForwarder | None:
        """The forwarder of a view that an outbound Resolver endpoint belongs to; nothing where it is of none."""
        return self.network.view_forwarders.get(endpoint.forwarder or "") if endpoint.outbound else None

    def servers(self, endpoint: ResolverEndpoint) -> Ranges:
        """The DNS servers that an outbound Resolver endpoint may ask."""
        forwarder = self.forwarder_of(endpoint)
        return union(forwarder.servers.values()) if forwarder else NOTHING

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
    def gateway_lists(self) -> frozenset[Id]:
        """The prefix lists that gateway endpoints take over."""
        routes = (route for table in self.network.route_tables.values() for route in table.routes)
        return frozenset(r.to_list for r in routes if r.target.kind == "gateway-endpoint" and r.to_list)

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
            entries = [Entry(prefix, LOCAL_RANK, LOCAL) for prefix in local]
            stated = self.network.route_tables[table].routes if table else ()
            entries += [Entry(prefix, rank, route) for route in stated for prefix, rank in self._route_prefixes(route)]
            self._tables[key] = Partition(entries)
        return self._tables[key]

    def _route_prefixes(self, route: Route) -> Iterable[tuple[Prefix, int]]:
        if route.to:
            return [(route.to, PROPAGATED if route.propagated else STATIC)]
        return [(prefix, LISTED) for prefix in self.list_prefixes(route.to_list)]

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
