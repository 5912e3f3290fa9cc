"""Where packets come from: every subnet, those that behave alike together, and every attachment from outside.

Thousands of spokes share a handful of behaviours. Two subnets behave alike when everything that decides on the way out is
the same for both: stated routes, network ACL, zone, and the attachment's table, attachment subnets and ACLs. Addresses do
not count, since packets carry whole sets of them. Where a VPC's own addresses could matter to the way out (it overlaps with
another one, a route is about them, or endpoints are local to it) its subnets stand alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from ..model.ranges import EVERYWHERE, Ranges, union
from ..model.transit import Attachment
from ..model.vpcs import Id, Subnet
from .ends import End
from .index import Index
from .packets import Packets
from .walk import Walker


@dataclass(frozen=True, slots=True)
class Source:
    """Subnets that behave alike, or one attachment that leads outside. ``src`` are all addresses of it."""

    subnets: tuple[Subnet, ...]
    src: Ranges
    alone: bool = False
    """One subnet that is walked with its own VPC's local routes."""
    attachment: Attachment | None = None

    @property
    def id(self) -> Id:
        """Its first subnet, or the attachment."""
        return self.attachment.id if self.attachment else self.subnets[0].id

    def ends(self, walker: Walker, packets: Packets | None = None) -> Iterator[End]:
        """Where packets of it end, or everything that it can send. Of subnets that stand for many, what is local to a VPC is left out."""
        sent = packets or Packets(self.src)
        if self.attachment:
            return walker.enter_transit(self.attachment, sent)
        return walker.leave_subnet(self.subnets[0], sent, local=self.alone)


def sources(index: Index) -> list[Source]:
    """Every source once, in the order of ids."""
    overlapping = _overlapping(index)
    alike: dict[Hashable, list[Subnet]] = defaultdict(list)
    memo: dict[Hashable, Hashable] = {}
    for subnet in sorted(index.network.subnets.values(), key=lambda s: s.id):
        alone = subnet.vpc in overlapping or _is_special(index, subnet, memo)
        alike[subnet.id if alone else _behaviour(index, subnet, memo)].append(subnet)
    found = [
        Source(tuple(members), union(s.ranges for s in members), alone=isinstance(key, str))
        for key, members in alike.items()
    ]
    outside = (a for a in index.network.attachments.values() if a.kind != "vpc" and a.twin is None)
    found += [Source((), EVERYWHERE, attachment=attachment) for attachment in outside]
    return sorted(found, key=lambda source: source.id)


def _behaviour(index: Index, subnet: Subnet, memo: dict[Hashable, Hashable]) -> Hashable:
    table, acl = index.table_of(subnet), index.acl_of(subnet)
    routes, gateways = _routes(index, table, memo)
    attached = tuple(_attached(index, subnet, gateway, memo) for gateway in gateways)
    return (routes, acl.id if acl else None, subnet.zone, attached)


def _routes(index: Index, table: Id | None, memo: dict[Hashable, Hashable]) -> tuple[Hashable, tuple[Id, ...]]:
    """A number for the stated routes of a table, the same for equal routes, and the transit gateways they lead to."""
    if ("table", table) not in memo:
        stated = index.network.route_tables[table].routes if table else ()
        key = frozenset((r.to, r.to_list, r.target, r.propagated) for r in stated)
        number = memo.setdefault(("routes", key), len(memo))
        gateways = {r.target.id for r in stated if r.target.kind == "transit-gateway" and r.target.id}
        memo["table", table] = (number, tuple(sorted(gateways)))
    return memo["table", table]  # type: ignore[return-value]


def _attached(index: Index, subnet: Subnet, gateway: Id, memo: dict[Hashable, Hashable]) -> Hashable:
    key = ("attached", subnet.vpc, gateway, subnet.zone)
    if key not in memo:
        memo[key] = tuple(
            (index.tables_of.get(a.id), a.accepted, _door_acls(index, a, subnet.zone))
            for a in index.vpc_attachments.get((subnet.vpc or "", gateway), ())
        )
    return memo[key]


def _door_acls(index: Index, attachment: Attachment, zone: str | None) -> tuple[Hashable, ...]:
    subnets = (index.network.subnets.get(key) for key in attachment.subnets)
    return tuple(acl.id if (acl := index.acl_of(s)) else None for s in subnets if s and s.zone == zone)


def _is_special(index: Index, subnet: Subnet, memo: dict[Hashable, Hashable]) -> bool:
    """Whether the subnet cannot stand for others: doubts, targets that mean the VPC itself, routes about its own addresses."""
    vpc = index.network.vpcs.get(subnet.vpc or "")
    if vpc is None or vpc.id in index.door_vpcs:
        return True
    table, acl = index.table_of(subnet), index.acl_of(subnet)
    key = ("special", vpc.id, table)
    if key not in memo:
        memo[key] = _special_table(index, vpc.ranges, table) or _special_attachments(index, vpc.id)
    return bool(memo[key]) or bool(index.doubts(subnet.id, acl.id if acl else None))


def _special_table(index: Index, own: Ranges, table: Id | None) -> bool:
    routes = index.network.route_tables[table].routes if table else ()
    for route in routes:
        prefixes = index.destinations(route)
        if route.target.kind not in ("transit-gateway", "blackhole") or index.doubts(route.id, route.to_list):
            return True
        if any(own.covers(prefix.ranges) for prefix in prefixes):
            return True
    return bool(index.doubts(table))


def _special_attachments(index: Index, vpc: Id) -> bool:
    attachments = index.attachments_of_vpc.get(vpc, ())
    return bool(index.doubts(vpc)) or any(index.doubts(a.id, a.gateway, *a.subnets) for a in attachments)


def _overlapping(index: Index) -> set[Id]:
    """VPCs that share an address with another one."""
    found: set[Id] = set()
    open_: list[tuple[int, Id]] = []
    for first, last, vpc in sorted(_blocks(index)):
        open_ = [(end, other) for end, other in open_ if end >= first]
        for _, other in open_:
            if other != vpc:
                found.update((other, vpc))
        open_.append((last, vpc))
    return found


def _blocks(index: Index) -> Iterable[tuple[int, int, Id]]:
    return ((p.first, p.last, vpc.id) for vpc in index.network.vpcs.values() for p in vpc.prefixes)
