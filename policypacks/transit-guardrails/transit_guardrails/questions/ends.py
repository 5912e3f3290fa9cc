"""How packets end: a closed set of dispositions, each with the way that led there.

What walks make at every step (ends, packets, states) are named tuples: a frozen dataclass takes several times as long to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from ..model.network import Doubt
from ..model.vpcs import Id
from .packets import Packets


class Disposition(str, Enum):
    """What becomes of packets. Every packet ends in exactly one."""

    ACCEPTED = "accepted"
    """Delivered into a subnet (or to a gateway endpoint)."""
    DENIED_IN = "denied-in"
    """Stopped by an inbound rule of a network ACL or security group."""
    DENIED_OUT = "denied-out"
    """Stopped by an outbound rule of a network ACL or security group."""
    NO_ROUTE = "no-route"
    """A table has no route for the destination."""
    BLACKHOLED = "blackholed"
    """A route drops it, or leads to what cannot take it."""
    EXITS = "exits-network"
    """Leaves what is modelled: internet, VPN, Direct Connect."""
    LOOP = "loop"
    """Comes back to a transit gateway by an attachment that it came from before."""
    UNDECIDED = "undecided"
    """Something that decides is not known."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A place on the way, and why the packets were let on from there (or not)."""

    kind: str
    """``subnet``, ``network-acl``, ``security-group``, ``route-table``, ``vpc``, ``transit-gateway``,
    ``transit-gateway-route-table``, ``attachment``, ``peering``, ``gateway``, ``endpoint``, ``direct-connect-gateway``, ``vpn``."""
    id: Id
    reason: str


class End(NamedTuple):
    """The end of a set of packets."""

    packets: Packets
    disposition: Disposition
    place: Id
    """Subnet of delivery, or what stopped or lost them."""
    hops: tuple[Hop, ...]
    doubts: tuple[Doubt, ...] = ()
    assumptions: tuple[str, ...] = ()
