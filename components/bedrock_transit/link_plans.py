"""The plans of what leads into a Region from outside: Direct Connect, VPN, Connect, their view's resolver, peerings of Regions.

They are plans like those of ``plans``, which says how they are written.
"""

from typing import Dict, List

from typing_extensions import NotRequired, TypedDict


class VirtualInterfacePlan(TypedDict):
    """A transit virtual interface of a Direct Connect gateway: an own one, or a hosted one that is accepted."""

    key: str
    region: str
    """The Region that its location belongs to."""
    location: str
    connection: str
    """Connection or group of an own interface; empty for a hosted one."""
    hosted: str
    """Id of the interface that a partner made; empty for an own one."""
    vlan: int
    """VLAN of an own interface; 0 for a hosted one, like the customer's number."""
    customer_asn: int
    mtu: int
    """Largest packet in bytes."""
    macsec: bool
    """Whether its connection is declared to encrypt; nothing is built of it."""
    amazon_address: str
    """Address of AWS's end with its prefix length; empty where AWS chooses both."""
    customer_address: str
    alarm_topic: str
    """Topic that its alarm notifies; empty where there is none."""
    tags: Dict[str, str]


class DirectConnectGatewayPlan(TypedDict):
    """A Direct Connect gateway with its interfaces. It belongs to no Region."""

    key: str
    account: str
    """Key of the account that owns it."""
    asn: int
    interfaces: List[VirtualInterfacePlan]
    tags: Dict[str, str]


class DirectConnectAssociationPlan(TypedDict):
    """What ties a Direct Connect gateway to the transit gateway of one Region."""

    gateway: str
    """Key of the Direct Connect gateway."""
    region: str
    own_account: bool
    """Whether both gateways are in one account; otherwise one proposes and the other accepts."""
    gateway_account_id: str
    """Id of the account that owns the Direct Connect gateway."""
    transit_account_id: str
    """Id of the account that owns the transit gateway."""
    allowed_prefixes: List[str]
    """What is advertised: the endpoint sets and resolvers that its networks need, sorted, and the transit gateway's own block where a
    VPN or Connect runs over it."""
    networks: Dict[str, List[str]]
    """Network to its prefixes: what the other side announces. Empty where it carries VPNs or Connect alone."""


class VpnPlan(TypedDict):
    """A Site-to-Site VPN connection with BGP."""

    key: str
    region: str
    address: str
    """Address of the customer's device: a public one, or a private one over Direct Connect."""
    customer_asn: int
    acceleration: bool
    inside_cidrs: List[str]
    """Blocks of the BGP addresses of both tunnels; empty where AWS chooses them."""
    networks: Dict[str, List[str]]
    """Network to its prefixes: what the other side announces; of a partner, what is routed to it."""
    partner: str
    """The partner that is behind it; empty where on-premises networks are."""
    cloud: str
    """Where the partner is: ``azure``, ``gcp`` or ``other``; empty without one. Nothing is built of it."""
    over: NotRequired[str]
    """Key of the Direct Connect gateway that it runs over, between private addresses. Left out: over the internet."""
    alarm_topic: str
    """Topic that the tunnels' alarms notify; empty where there is none."""
    tags: Dict[str, str]


class ConnectPeerPlan(TypedDict):
    """A GRE tunnel to one appliance."""

    address: str
    """The appliance's private address."""
    asn: int
    inside_cidr: str
    """Block of the BGP addresses: the appliance has the first one."""


class ConnectPlan(TypedDict):
    """A Connect attachment over Direct Connect, with its peers."""

    key: str
    region: str
    over: str
    """Key of the Direct Connect gateway that it runs over."""
    peers: Dict[str, ConnectPeerPlan]
    networks: Dict[str, List[str]]
    """Network to its prefixes: what the other side announces."""
    tags: Dict[str, str]


class ViewResolverPlan(TypedDict):
    """The inbound resolver of a DNS view, in the view's anchor VPC."""

    region: str
    segment: str
    block: str
    """Block of the resolver's subnets: what the tables of links route to."""
    subnets: Dict[str, str]
    addresses: Dict[str, str]
    """The resolver's address in each zone: what on-premises servers forward to."""
    attachment_subnets: Dict[str, str]
    clients: Dict[str, List[str]]
    """Network to its DNS servers as /32 blocks: nobody else may ask."""
    max_entries: int
    """Size of the clients' prefix list."""
    links: List[str]
    """Kinds of links, and partners, whose table leads to the resolver."""
    tags: Dict[str, str]


class ForwardedDomainPlan(TypedDict):
    """Where the names at and below a domain are asked."""

    network: str
    """The on-premises network that answers."""
    servers: List[str]
    """Its DNS servers as /32 blocks, sorted."""


class ViewForwarderPlan(TypedDict):
    """What carries a DNS view's queries to on-premises servers, in the subnets of the view's resolver."""

    region: str
    segment: str
    addresses: Dict[str, str]
    """The address in each zone that queries come from."""
    domains: Dict[str, ForwardedDomainPlan]
    """Domain to who answers for it."""
    servers: Dict[str, List[str]]
    """Network to those of its DNS servers that are asked, as /32 blocks: nothing else is reached."""
    max_entries: int
    """Size of the servers' prefix list."""
    tags: Dict[str, str]


class PeeringSidePlan(TypedDict):
    """One side of a peering: what its Region's tables send to the other side."""

    region: str
    endpoint_blocks: Dict[str, str]
    """Segment to the block of its endpoint set on the other side, which the segment's table leads to."""
    consumers: Dict[str, str]
    """Consumer on the other side (``<spoke>/<application>``) to its block, which the hub's table leads back to."""


class GatewayPeeringPlan(TypedDict):
    """A peering between the transit gateways of two Regions."""

    requester: PeeringSidePlan
    accepter: PeeringSidePlan
    tags: Dict[str, str]
