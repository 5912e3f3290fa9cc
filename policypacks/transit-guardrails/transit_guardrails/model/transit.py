"""Transit gateways and what hangs on them, Direct Connect gateways, VPNs and Connect peers included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .ranges import Prefix
from .vpcs import Id, Tags


@dataclass(frozen=True, slots=True)
class TransitGateway:
    """A transit gateway. The defaults decide what happens to an attachment that nobody associates."""

    id: Id
    region: str
    asn: int | None = None
    default_association: bool = True
    default_propagation: bool = True
    auto_accept: bool = False
    default_association_table: Id | None = None
    default_propagation_table: Id | None = None
    blocks: tuple[Prefix, ...] = ()
    """Its own addresses: AWS's ends of VPNs between private addresses and of Connect peers have theirs from here."""
    tags: Tags = field(default_factory=dict)


AttachmentKind = Literal["vpc", "peering", "vpn", "direct-connect-gateway", "connect"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment. ``resource`` is the VPC, the peer gateway, the VPN or the Direct Connect gateway behind it; a
    Connect attachment has none.

    ``default_association`` and ``default_propagation`` are the attachment's own settings; None where it has none and the
    gateway's hold.
    """

    id: Id
    gateway: Id | None
    kind: AttachmentKind
    resource: Id | None
    subnets: tuple[Id, ...] = ()
    appliance_mode: bool = False
    accepted: bool = True
    default_association: bool | None = None
    default_propagation: bool | None = None
    ipv6: bool = False
    link: Id | None = None
    """The link that it belongs to, which says what is behind it."""
    twin: Id | None = None
    """The same peering as an attachment of the other gateway, where that is known."""
    transport: Id | None = None
    """The attachment that it runs over: that of Direct Connect under a VPN between private addresses, any under Connect."""
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TransitTable:
    """A route table of a transit gateway."""

    id: Id
    gateway: Id | None
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Association:
    """What enters by the attachment is looked up in the table."""

    id: Id
    attachment: Id | None
    table: Id | None


@dataclass(frozen=True, slots=True)
class Propagation:
    """What the attachment knows becomes routes of the table."""

    id: Id
    attachment: Id | None
    table: Id | None


@dataclass(frozen=True, slots=True)
class TransitRoute:
    """A static route of a transit gateway's table, to a block or to a prefix list; ``attachment`` None is a blackhole."""

    id: Id
    table: Id | None
    to: Prefix | None
    to_list: Id | None = None
    attachment: Id | None = None
    blackhole: bool = False


@dataclass(frozen=True, slots=True)
class LearnedRoute:
    """A route that a link's other side announced: only what exists can be asked for it."""

    id: Id
    table: Id
    to: Prefix
    attachment: Id


@dataclass(frozen=True, slots=True)
class DirectConnectGateway:
    """A Direct Connect gateway."""

    id: Id
    asn: int | None = None


@dataclass(frozen=True, slots=True)
class GatewayAssociation:
    """A gateway on a Direct Connect gateway: ``allowed`` is what is advertised to on-premises, and nothing else is let in."""

    id: Id
    direct_connect_gateway: Id | None
    gateway: Id | None
    allowed: tuple[Prefix, ...]
    attachment: Id | None = None


@dataclass(frozen=True, slots=True)
class Tunnel:
    """What a tunnel of a VPN may agree on, both phases together; empty where AWS's defaults hold, which are all it has."""

    ike: tuple[str, ...] = ()
    encryption: tuple[str, ...] = ()
    integrity: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Vpn:
    """A site-to-site VPN."""

    id: Id
    gateway: Id | None
    static: tuple[Prefix, ...] = ()
    bgp: bool = True
    customer_gateway: Id | None = None
    tunnels: tuple[Tunnel, ...] = ()
    """Both tunnels, where they are known."""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConnectPeer:
    """A GRE tunnel of a Connect attachment to one appliance, with BGP inside."""

    id: Id
    attachment: Id | None
    address: str = ""
    """The appliance's outer address."""
    asn: int | None = None
    """The appliance's BGP number."""
