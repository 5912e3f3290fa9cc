"""Transit Gateway Connect over Direct Connect: GRE tunnels with BGP inside to appliances of on-premises networks.

Source: Amazon VPC Transit Gateways guide, "Connect attachments and Connect peers".
"""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Annotated

from pydantic import Field, model_validator

from .links import Networks
from .part import Part
from .types import Address, CustomerAsn, Key, PeerCidr

RESERVED_PEER_CIDRS = frozenset({*(f"169.254.{n}.0/29" for n in range(6)), "169.254.169.248/29"})
"""What AWS keeps for itself (the same page, "Inside CIDR blocks")."""


class ConnectPeer(Part):
    """A GRE tunnel to one appliance, with two BGP sessions inside."""

    address: Address
    """The appliance's private address, which it announces over Direct Connect: the tunnel's outer end."""
    asn: CustomerAsn
    """The appliance's BGP number, another one than the transit gateway's."""
    inside_cidr: PeerCidr
    """The block of the BGP addresses: the appliance has the first one, AWS the next two. Used once in a Region."""

    @model_validator(mode="after")
    def _inside(self) -> ConnectPeer:
        try:
            IPv4Network(self.inside_cidr)
        except ValueError:
            raise ValueError(f"states {self.inside_cidr} in inside_cidr, which is no /29 block") from None
        if self.inside_cidr in RESERVED_PEER_CIDRS:
            raise ValueError(f"states {self.inside_cidr} in inside_cidr, which AWS keeps for itself")
        return self


class Connect(Part):
    """A Connect attachment over Direct Connect. For on-premises networks alone: no static route leads to one, and a
    partner never propagates."""

    over: Key
    """The Direct Connect gateway that it runs over."""
    networks: Networks
    """The on-premises networks behind it, all of one Region, which no Direct Connect under it has in the clear."""
    peers: Annotated[dict[Key, ConnectPeer], Field(min_length=1)]
    """Its tunnels, by name, to as many appliances. Two appliances survive the loss of one."""

    @property
    def behind(self) -> list[Key]:
        """The names of its networks."""
        return self.networks

    @property
    def devices(self) -> list[tuple[tuple[str, ...], Address]]:
        """Where an address is stated, below the link, and which."""
        return [(("peers", key, "address"), peer.address) for key, peer in self.peers.items()]
