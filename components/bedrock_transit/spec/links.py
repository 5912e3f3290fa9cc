"""Networks outside of AWS, on-premises ones and partners, and the links that lead to them: Direct Connect and VPN.

Sources: AWS Direct Connect user guide, "Virtual interfaces" and "Transit gateway associations"; AWS Site-to-Site VPN
user guide, "Customer gateway options" and "Private IP VPN with Direct Connect". What one part says of another is judged in ``link_checks`` and ``interface_checks``.
"""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field, model_validator

from .part import Part
from .types import (
    Address,
    Asn,
    Cidr,
    ConnectionId,
    CustomerAsn,
    DeviceAddress,
    DomainName,
    Flag,
    InsideCidr,
    InterfaceAddress,
    InterfaceId,
    Key,
    Location,
    Vlan,
)

DIRECT_CONNECT, CONNECT, VPN, PEERING = "direct-connect", "connect", "vpn", "peering"
"""The kinds of links. A kind has a table of its own in every transit gateway that it leads to. A peering leads to the
transit gateway of another Region; the spec states none: they follow from the grants that fail over."""


def partner_table(name: str) -> str:
    """What a partner's own table is called beside those of kinds of links."""
    return f"partner-{name}"


RESERVED_INSIDE = frozenset({*(f"169.254.{n}.0/30" for n in range(6)), "169.254.169.252/30"})
"""What AWS keeps for itself (Amazon EC2 API reference, "VpnTunnelOptionsSpecification")."""
AZURE_INSIDE = tuple(map(IPv4Network, ("169.254.21.0/24", "169.254.22.0/24")))
"""Where Azure's gateway speaks BGP with AWS (Microsoft Learn, "vpn-gateway-howto-aws-bgp")."""

Networks = Annotated[list[Key], Field(min_length=1)]


class Outside(Part):
    """A network outside of AWS: a consumer with prefixes, of exactly one segment and view."""

    region: str
    """The Region whose endpoints it calls."""
    segment: Key
    """The one segment whose endpoints and names it may use."""
    prefixes: Annotated[list[Cidr], Field(min_length=1)]
    """What it calls from. An on-premises network announces it over BGP; to a partner it is routed statically."""
    resolvers: Annotated[list[Address], Field(min_length=1)]
    """Its DNS servers, inside of its prefixes: nobody else may ask the segment's resolver."""
    accounts: Annotated[list[Key], Field(min_length=1)]
    """Keys of the accounts whose principals call from there."""


class OnPremises(Outside):
    """A network of your own outside of AWS, behind one or more links."""

    domains: dict[DomainName, Annotated[list[Address], Field(min_length=1)]] = Field(default_factory=dict)
    """Domains that the VPCs of its segment resolve there, each with the DNS servers, inside of its prefixes, that AWS
    forwards to: names at and below the domain. Left out: AWS asks it for nothing."""


class Partner(Outside):
    """A network in another cloud or of another company, behind a VPN of its own, with a route table of its own.

    Nothing that it announces is learned: its prefixes are static routes, and no other network outside is reached from it.
    """

    cloud: Literal["azure", "gcp", "other"]
    """Where it is. Decides what `transitctl onprem` advises, nothing else."""
    ranges: tuple[Cidr, ...] = ()
    """Everything else that it uses there. Nothing leads to these blocks, and nothing of this network may overlap them."""


class PeerAddresses(Part):
    """The two ends of the BGP session on a virtual interface."""

    amazon: InterfaceAddress
    """The address of AWS's end, such as 169.254.255.1/30."""
    customer: InterfaceAddress
    """The address of your router's end, of the same network."""

    @model_validator(mode="after")
    def _pair(self) -> PeerAddresses:
        network = self.amazon.network
        if network != self.customer.network or not 29 <= network.prefixlen <= 31:
            raise ValueError("must be two addresses of one /29, /30 or /31")
        if self.amazon == self.customer or not {self.amazon.ip, self.customer.ip} <= set(network.hosts()):
            raise ValueError(f"must be two different hosts of {network}")
        return self


class VirtualInterface(Part):
    """A transit virtual interface: one of your own on a connection, or one that a partner made for you (hosted)."""

    connection: ConnectionId | None = None
    """The connection or link aggregation group on which an own interface is made."""
    hosted: InterfaceId | None = None
    """The interface that a partner made for this account: it is accepted, everything else is the partner's to say."""
    location: Location
    """Where the connection ends. Two locations survive the loss of one."""
    region: str | None = None
    """The Region that the location belongs to. Left out: the Region of the gateway's networks."""
    vlan: Vlan | None = None
    """VLAN of an own interface, used once on a connection."""
    customer_asn: CustomerAsn | None = None
    """BGP number of your router on an own interface."""
    mtu: Literal[1500, 8500] = 8500
    """Largest packet of an own interface, in bytes."""
    macsec: Flag = False
    """Declares that the connection encrypts with MACsec. Nothing is built of it: a connection gets it when it is ordered."""
    addresses: PeerAddresses | None = None
    """Addresses of the BGP session on an own interface. Left out: AWS chooses them."""


class DirectConnect(Part):
    """A Direct Connect gateway with its virtual interfaces. It advertises what its networks are granted, nothing else."""

    account: Key | None = None
    """Key of the account that owns the gateway and its interfaces. Left out: the network account."""
    asn: Asn
    """Private BGP number of AWS's end: another one than every transit gateway's and every customer's."""
    networks: Networks | None = None
    """The on-premises networks behind it, whose packets it carries in the clear. Left out: it carries the VPNs and Connect that run over it, nothing else."""
    virtual_interfaces: Annotated[dict[Key, VirtualInterface], Field(min_length=1)]
    """Its virtual interfaces, by name."""

    @property
    def behind(self) -> list[Key]:
        """The names of the networks behind it, none where it carries VPNs or Connect alone."""
        return self.networks or []


class CustomerGateway(Part):
    """The VPN device at your end."""

    address: DeviceAddress
    """Its address: a public one; of a VPN over Direct Connect a private one, which it announces there."""
    asn: CustomerAsn
    """Its BGP number."""


class Vpn(Part):
    """A Site-to-Site VPN connection: two tunnels with BGP to one device. It states either networks or partner."""

    networks: Networks | None = None
    """The on-premises networks behind it, all of one Region."""
    partner: Key | None = None
    """The partner behind it, which has this VPN alone."""
    customer_gateway: CustomerGateway
    """The device at your end."""
    over: Key | None = None
    """The Direct Connect gateway that it runs over, between private addresses (private-IP VPN). Left out: over the internet."""
    acceleration: Flag = False
    """Whether the tunnels enter AWS's network at the nearest edge location (AWS Global Accelerator)."""
    tunnel_inside_cidrs: Annotated[list[InsideCidr], Field(min_length=2, max_length=2)] | None = None
    """The blocks of the two tunnels' BGP addresses. Left out: AWS chooses them. Azure needs two of 169.254.21.0/24 and 169.254.22.0/24."""

    @model_validator(mode="after")
    def _inside(self) -> Vpn:
        for stated in self.tunnel_inside_cidrs or ():
            try:
                IPv4Network(stated)
            except ValueError:
                raise ValueError(f"states {stated} in tunnel_inside_cidrs, which is no /30 block") from None
            if stated in RESERVED_INSIDE:
                raise ValueError(f"states {stated} in tunnel_inside_cidrs, which AWS keeps for itself")
        if self.tunnel_inside_cidrs and len(set(self.tunnel_inside_cidrs)) < 2:
            raise ValueError("states one block for both tunnels in tunnel_inside_cidrs: state two")
        return self

    @model_validator(mode="after")
    def _either(self) -> Vpn:
        if self.networks is not None and self.partner is not None:
            both = f"networks ({', '.join(self.networks)}) and partner ({self.partner})"
            raise ValueError(f"states both {both}: keep one of them, a partner shares no link")
        if self.networks is None and self.partner is None:
            raise ValueError("states neither networks nor partner: state the one that is behind it")
        return self

    @property
    def behind(self) -> list[Key]:
        """The names of what is behind it: its networks, or its partner."""
        return self.networks or [str(self.partner)]

    @property
    def devices(self) -> list[tuple[tuple[str, ...], Address]]:
        """Where an address is stated, below the link, and which."""
        return [(("customer_gateway", "address"), self.customer_gateway.address)]
