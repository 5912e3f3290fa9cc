"""The whole network: every record by its id, and everything that could not be known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .endpoints import Bucket, Endpoint, EndpointSet, IdentityPolicy
from .identities import Key, Role
from .links import CustomerGateway, Link, ViewForwarder, ViewResolver, VirtualInterface
from .names import (
    FirewallAssociation,
    FirewallRule,
    ProfileAssociation,
    ProfileResource,
    Record,
    ResolverEndpoint,
    ResolverRule,
    ResolverRuleAssociation,
    Zone,
    ZoneAssociation,
)
from .shares import ResourceShare, SharePrincipal
from .trainings import TrainingNetwork
from .transit import (
    Association,
    Attachment,
    ConnectPeer,
    DirectConnectGateway,
    GatewayAssociation,
    LearnedRoute,
    Propagation,
    TransitGateway,
    TransitRoute,
    TransitTable,
    Vpn,
)
from .vpcs import (
    Gateway,
    Id,
    Interface,
    NetworkAcl,
    Peering,
    PrefixList,
    RouteTable,
    SecurityGroup,
    Subnet,
    Vpc,
)

EVERYTHING: Id = "*"
"""What a doubt touches when nobody can say what it touches."""


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Something that is not known: the property of a thing, why, and what it makes undecided.

    ``touches`` are ids of records; whoever consults one of them cannot decide. ``EVERYTHING`` touches all.
    """

    thing: Id
    property: str
    why: str
    touches: tuple[Id, ...]

    def __str__(self) -> str:
        return f"{self.property} of {self.thing}: {self.why}"


@dataclass(slots=True)
class Network:
    """Records by kind and id. Readers fill it; questions and rules only read it."""

    vpcs: dict[Id, Vpc] = field(default_factory=dict)
    subnets: dict[Id, Subnet] = field(default_factory=dict)
    route_tables: dict[Id, RouteTable] = field(default_factory=dict)
    main_tables: dict[Id, Id] = field(default_factory=dict)
    """VPC to its main route table. A VPC without entry has AWS's own, which holds local routes alone."""
    subnet_tables: dict[Id, Id] = field(default_factory=dict)
    """Subnet to the table that it is explicitly associated with; others use the main table."""
    network_acls: dict[Id, NetworkAcl] = field(default_factory=dict)
    default_acls: dict[Id, Id] = field(default_factory=dict)
    """VPC to its default ACL where that is managed. A VPC without entry has AWS's own, which allows everything."""
    subnet_acls: dict[Id, Id] = field(default_factory=dict)
    security_groups: dict[Id, SecurityGroup] = field(default_factory=dict)
    prefix_lists: dict[Id, PrefixList] = field(default_factory=dict)
    gateways: dict[Id, Gateway] = field(default_factory=dict)
    peerings: dict[Id, Peering] = field(default_factory=dict)
    interfaces: dict[Id, Interface] = field(default_factory=dict)

    transit_gateways: dict[Id, TransitGateway] = field(default_factory=dict)
    attachments: dict[Id, Attachment] = field(default_factory=dict)
    transit_tables: dict[Id, TransitTable] = field(default_factory=dict)
    associations: dict[Id, Association] = field(default_factory=dict)
    propagations: dict[Id, Propagation] = field(default_factory=dict)
    transit_routes: dict[Id, TransitRoute] = field(default_factory=dict)
    learned_routes: dict[Id, LearnedRoute] = field(default_factory=dict)
    heard: frozenset[Id] = frozenset()
    """Of a program's or state's network: transit gateway tables and links whose learned routes a live network told."""
    direct_connect_gateways: dict[Id, DirectConnectGateway] = field(default_factory=dict)
    gateway_associations: dict[Id, GatewayAssociation] = field(default_factory=dict)
    vpns: dict[Id, Vpn] = field(default_factory=dict)
    virtual_interfaces: dict[Id, VirtualInterface] = field(default_factory=dict)
    customer_gateways: dict[Id, CustomerGateway] = field(default_factory=dict)
    connect_peers: dict[Id, ConnectPeer] = field(default_factory=dict)
    links: dict[Id, Link] = field(default_factory=dict)
    view_resolvers: dict[Id, ViewResolver] = field(default_factory=dict)
    view_forwarders: dict[Id, ViewForwarder] = field(default_factory=dict)

    endpoints: dict[Id, Endpoint] = field(default_factory=dict)
    endpoint_sets: dict[Id, EndpointSet] = field(default_factory=dict)
    buckets: dict[Id, Bucket] = field(default_factory=dict)
    identity_policies: dict[Id, IdentityPolicy] = field(default_factory=dict)
    roles: dict[Id, Role] = field(default_factory=dict)
    keys: dict[Id, Key] = field(default_factory=dict)
    trainings: dict[Id, TrainingNetwork] = field(default_factory=dict)
    resource_shares: dict[Id, ResourceShare] = field(default_factory=dict)
    share_principals: dict[Id, SharePrincipal] = field(default_factory=dict)

    zones: dict[Id, Zone] = field(default_factory=dict)
    zone_associations: dict[Id, ZoneAssociation] = field(default_factory=dict)
    records: dict[Id, Record] = field(default_factory=dict)
    profiles: dict[Id, str] = field(default_factory=dict)
    """Profile to its name."""
    profile_associations: dict[Id, ProfileAssociation] = field(default_factory=dict)
    profile_resources: dict[Id, ProfileResource] = field(default_factory=dict)
    resolver_rules: dict[Id, ResolverRule] = field(default_factory=dict)
    resolver_rule_associations: dict[Id, ResolverRuleAssociation] = field(default_factory=dict)
    resolver_endpoints: dict[Id, ResolverEndpoint] = field(default_factory=dict)
    firewall_rules: dict[Id, FirewallRule] = field(default_factory=dict)
    firewall_associations: dict[Id, FirewallAssociation] = field(default_factory=dict)

    tags: dict[Id, Mapping[str, str]] = field(default_factory=dict)
    """Tags of every resource that takes tags, whatever its type."""
    names: dict[Id, str] = field(default_factory=dict)
    """What people call a thing: logical name or Name tag."""
    exceptions: tuple[Mapping[str, object], ...] = ()
    """Exceptions that the program declares: reason, expiry and what they allow."""
    doubts: list[Doubt] = field(default_factory=list)
    live: bool = False
    """Read from what exists, so that no interface means that nothing is there."""
