"""The plans: what each component is to build, as plain data that is known before anything exists.

Planners make them, components take them as an argument and only add the references between resources.
Addresses are CIDR text, zones are availability-zone ids, policies are JSON text. Keys of maps are stable keys of
the spec (zone ids, classes, services), never positions: the logical names of resources derive from them.
"""

from typing import Dict, List

from typing_extensions import NotRequired, TypedDict


class SegmentTablePlan(TypedDict):
    """The transit gateway route table of one segment."""

    segment: str
    blackholes: Dict[str, str]
    """Each Region's supernet, whose traffic is dropped unless a longer prefix is granted."""
    tags: Dict[str, str]


class LinkTablePlan(TypedDict):
    """The transit gateway route table of all links of one kind, or of one partner. It holds static routes only, and nothing propagates into it."""

    kind: str
    """``direct-connect``, ``vpn``, ``peering``, or ``partner-<name>``."""
    tags: Dict[str, str]


class TransitPlan(TypedDict):
    """A Region's transit gateway with a route table for each segment, kind of link and partner, and one for the hub."""

    region: str
    amazon_side_asn: int
    tables: List[SegmentTablePlan]
    links: List[LinkTablePlan]
    """The kinds of links, and the partners, that lead to it."""
    share_with: List[str]
    """Ids of the accounts that may attach to it, beside its owner."""
    cidr_blocks: NotRequired[List[str]]
    """Its own blocks, from which AWS takes the addresses of its ends of VPNs over Direct Connect. Left out: it has none."""
    tags: Dict[str, str]


class HubPlan(TypedDict):
    """A Region's central endpoint VPC."""

    region: str
    cidr: str
    attachment_subnets: Dict[str, str]
    """Block of the attachment subnet in each zone."""
    tags: Dict[str, str]


class PrefixPlan(TypedDict):
    """An entry of a prefix list."""

    cidr: str
    description: str


class ClassPlan(TypedDict):
    """A grant class: the consumers of a segment that are granted the same, as one prefix list."""

    key: str
    entries: List[PrefixPlan]
    """One for each application (or for their pool), and for each prefix of a network outside."""
    max_entries: int
    tags: Dict[str, str]


class EndpointPlan(TypedDict):
    """One interface endpoint of an endpoint set."""

    service: str
    """Key in the endpoint catalogue."""
    service_name: str
    zones: List[str]
    policy: str
    """Endpoint policy as JSON; empty where the service supports none."""
    tags: Dict[str, str]


class GrantedNetworkPlan(TypedDict):
    """A network outside as a consumer of a grant: an on-premises one, or a partner."""

    prefixes: List[str]
    """What it calls from."""
    accounts: List[str]
    """Ids of the accounts whose principals call from there."""


class GrantPlan(TypedDict):
    """One grant, as registered by the endpoint set for the proof: always known, no id in it."""

    key: str
    service: str
    consumers: Dict[str, str]
    """Application (``<spoke>/<application>``) to its block."""
    networks: Dict[str, GrantedNetworkPlan]
    """Networks outside by name."""
    elsewhere: Dict[str, str]
    """Those of the applications that stacks of their teams build, with the id of their account."""
    models: List[str]
    objects: List[str]
    uses: List[str]
    """Models that the objects use, as declared."""
    actions: List[str]
    """Every action that the grant allows, those that its models and objects bring included."""
    owners: NotRequired[List[str]]
    """Ids of the accounts that the objects are in, where these are buckets that the spec makes."""


class EndpointSetPlan(TypedDict):
    """A segment's endpoints in the hub, with all that guards them."""

    region: str
    segment: str
    block: str
    """The set's contiguous block: what segment tables and granted applications route to."""
    subnets: Dict[str, str]
    acl_blocks: List[str]
    """The segment's aggregate blocks, which the network ACL admits."""
    acl_networks: List[str]
    """Prefixes of granted networks outside, and the segment's blocks in Regions that fail over here: it admits them
    too."""
    links: List[str]
    """Kinds of links, and partners, whose table leads to the set."""
    classes: List[ClassPlan]
    endpoints: List[EndpointPlan]
    grants: List[GrantPlan]
    custom_models: List[str]
    """ARNs of the custom models that belong to the segment, in all Regions: every other set keeps them out."""
    tags: Dict[str, str]


class HostedZonePlan(TypedDict):
    """A private hosted zone of a DNS view: one endpoint host name."""

    host: str
    service: str
    wildcard: bool
    """Whether names below the host name answer too (``*.<host>``)."""
    apex: bool
    """Whether the host name itself answers."""


class DnsViewPlan(TypedDict):
    """A segment's DNS view in one Region."""

    region: str
    segment: str
    distribution: str
    """``profile`` or ``zone-associations``."""
    anchor_cidr: str
    zones: List[HostedZonePlan]
    allowed_names: List[str]
    """Names that the DNS Firewall passes, with the final dot that Route 53 gives back (without it: a change forever)."""
    tags: Dict[str, str]


class FailoverNamesPlan(TypedDict):
    """What a segment's VPCs in one Region may resolve of other Regions' views of the same segment."""

    region: str
    segment: str
    hosts: Dict[str, str]
    """Host name to the Region whose own endpoint answers."""


class ApplicationPlan(TypedDict):
    """An application in a spoke: subnets, route table, security group."""

    key: str
    region: str
    block: str
    subnets: Dict[str, str]
    secondary: bool
    """Whether the block is a secondary block of the VPC (drawn from a pool)."""
    endpoint_block: str
    """Block of the endpoint set that it may reach; empty when it is granted nothing."""
    failover_blocks: Dict[str, str]
    """Other Region to the block of the endpoint set that it may reach there."""
    tags: Dict[str, str]


class SpokePlan(TypedDict):
    """A spoke VPC with its attachment subnets."""

    key: str
    region: str
    segment: str
    cidr: str
    attachment_subnets: Dict[str, str]
    account: str
    """Key of the account that owns the VPC."""
    own_account: bool
    """Whether the VPC is in the transit gateway's own account, so that nobody has to accept its attachment."""
    failover_blocks: Dict[str, str]
    """Application that calls other Regions too, to its block: what answers from there are routed to."""
    tags: Dict[str, str]


class MembershipRolePlan(TypedDict):
    """The role of the network account by which a team lets its own spoke in."""

    name: str
    trust: str
    """Who may assume it, the team's deployer alone, as JSON."""
    policy: str
    """Its identity policy as JSON."""
    tags: Dict[str, str]
