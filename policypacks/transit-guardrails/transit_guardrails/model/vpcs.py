"""VPCs and what is in them: subnets, route tables, network ACLs, security groups, gateways, peerings, interfaces.

``Id`` is a URN or an AWS id: whatever the reader knows a thing by. ``None`` in a reference means that it is not known; the
network then holds a doubt that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .ranges import Prefix, Ranges, union

Id = str
Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Vpc:
    """A VPC with all its blocks, secondary ones included."""

    id: Id
    region: str
    account: str
    prefixes: tuple[Prefix, ...]
    dns_support: bool = True
    dns_hostnames: bool = True
    tags: Tags = field(default_factory=dict)

    @property
    def ranges(self) -> Ranges:
        """All addresses of the VPC."""
        if len(self.prefixes) == 1:  # nearly always, and asked at each step of each walk
            return self.prefixes[0].ranges
        return union(prefix.ranges for prefix in self.prefixes)


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet. ``zone`` is an availability-zone id where known, else the zone's name."""

    id: Id
    vpc: Id | None
    zone: str | None
    prefixes: tuple[Prefix, ...]
    public_addresses: bool = False
    tags: Tags = field(default_factory=dict)

    @property
    def ranges(self) -> Ranges:
        """All addresses of the subnet."""
        if len(self.prefixes) == 1:  # nearly always, and asked at each step of each walk
            return self.prefixes[0].ranges
        return union(prefix.ranges for prefix in self.prefixes)


TargetKind = Literal[
    "local",
    "transit-gateway",
    "peering",
    "internet-gateway",
    "egress-only-gateway",
    "nat-gateway",
    "vpn-gateway",
    "gateway-endpoint",
    "unmodelled",
    "blackhole",
]
"""Where a route leads. ``unmodelled``: an interface, an appliance, a core network …: what happens there is not known."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a route leads: the kind and the thing."""

    kind: TargetKind
    id: Id | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A route of a route table, to one block or to a prefix list. ``id`` is what states it."""

    id: Id
    to: Prefix | None
    to_list: Id | None
    target: Target
    propagated: bool = False


@dataclass(frozen=True, slots=True)
class RouteTable:
    """A route table's stated routes. Local routes are not stated: they follow from the VPC's blocks."""

    id: Id
    vpc: Id | None
    routes: tuple[Route, ...] = ()
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AclEntry:
    """A rule of a network ACL; the lowest number that matches decides. ``services`` are destination ports."""

    number: int
    egress: bool
    allow: bool
    services: Ranges
    prefix: Prefix


@dataclass(frozen=True, slots=True)
class NetworkAcl:
    """A network ACL: what no entry matches is denied."""

    id: Id
    vpc: Id | None
    entries: tuple[AclEntry, ...]
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A rule of a security group: exactly one of block, prefix list and other group says whom it admits."""

    id: Id
    egress: bool
    services: Ranges
    prefix: Prefix | None = None
    prefix_list: Id | None = None
    group: Id | None = None


@dataclass(frozen=True, slots=True)
class SecurityGroup:
    """A security group; stateful, so that answers need no rule."""

    id: Id
    vpc: Id | None
    rules: tuple[GroupRule, ...] = ()
    default: bool = False
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrefixList:
    """A prefix list, managed by the customer or by AWS. ``max_entries`` is 0 where AWS manages it."""

    id: Id
    prefixes: tuple[Prefix, ...]
    max_entries: int = 0
    name: str = ""
    weight: int = 0
    """Of one that AWS manages: how many entries it counts as (Amazon VPC user guide, "AWS-managed prefix lists")."""
    tags: Tags = field(default_factory=dict)

    @property
    def ranges(self) -> Ranges:
        """All addresses that the list names."""
        return union(prefix.ranges for prefix in self.prefixes)


GatewayKind = Literal["internet-gateway", "egress-only-gateway", "nat-gateway", "vpn-gateway"]


@dataclass(frozen=True, slots=True)
class Gateway:
    """A door of a VPC. A NAT gateway has a subnet; ``public`` says whether it leads to the internet."""

    id: Id
    kind: GatewayKind
    vpc: Id | None
    subnet: Id | None = None
    public: bool = True


@dataclass(frozen=True, slots=True)
class Peering:
    """A VPC peering connection."""

    id: Id
    requester: Id | None
    accepter: Id | None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Interface:
    """A network interface with its private addresses. ``owner`` is the instance or endpoint that it belongs to."""

    id: Id
    subnet: Id
    addresses: Ranges
    groups: tuple[Id, ...]
    owner: Id | None = None
    public: bool = False
