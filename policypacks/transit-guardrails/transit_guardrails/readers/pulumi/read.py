"""From Pulumi resources to the network model: the table of types, and the walk over all resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ...model.memory import without_collector
from ...model.network import EVERYTHING, Network
from ..resource import UNKNOWN, Resource, Urn
from . import (
    acls,
    buckets,
    components,
    connect,
    endpoints,
    gateways,
    groups,
    hybrid,
    identities,
    names,
    resolver,
    routes,
    shares,
    trainings,
    transit,
    vpcs,
)
from . import tokens as t
from .assemble import assemble
from .fields import Fields
from .harmless import is_harmless
from .index import Index
from .pieces import Pieces

Reader = Callable[[Fields, Network], None]


READERS: Mapping[str, Reader] = {
    t.VPC: vpcs.vpc,
    t.SUBNET: vpcs.subnet,
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": vpcs.ipv4_block,
    "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation": vpcs.ipv6_block,
    t.ROUTE_TABLE: routes.route_table,
    t.DEFAULT_ROUTE_TABLE: routes.default_route_table,
    "aws:ec2/route:Route": routes.route,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": routes.association,
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": routes.main_association,
    "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": routes.gateway_propagation,
    t.NETWORK_ACL: acls.network_acl,
    t.DEFAULT_NETWORK_ACL: acls.default_network_acl,
    "aws:ec2/networkAclRule:NetworkAclRule": acls.rule,
    "aws:ec2/networkAclAssociation:NetworkAclAssociation": acls.association,
    t.SECURITY_GROUP: groups.security_group,
    t.DEFAULT_SECURITY_GROUP: groups.security_group,
    "aws:ec2/securityGroupRule:SecurityGroupRule": groups.rule,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": groups.ingress_rule,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": groups.egress_rule,
    t.PREFIX_LIST: groups.prefix_list,
    "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry": groups.prefix_list_entry,
    t.INTERNET_GATEWAY: gateways.gateway,
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment": gateways.internet_gateway_attachment,
    t.EGRESS_ONLY_GATEWAY: gateways.gateway,
    t.NAT_GATEWAY: gateways.nat_gateway,
    t.VPN_GATEWAY: gateways.gateway,
    "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment": gateways.vpn_gateway_attachment,
    t.PEERING: gateways.peering,
    t.PEERING_ACCEPTER: gateways.peering_accepter,
    t.TRANSIT_GATEWAY: transit.transit_gateway,
    t.VPC_ATTACHMENT: transit.vpc_attachment,
    t.VPC_ATTACHMENT_ACCEPTER: transit.accepter,
    t.PEERING_ATTACHMENT: transit.peering_attachment,
    t.PEERING_ATTACHMENT_ACCEPTER: transit.peering_accepter,
    t.CONNECT: connect.connect,
    t.CONNECT_PEER: connect.connect_peer,
    t.TRANSIT_TABLE: transit.table,
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": transit.association,
    "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": transit.propagation,
    "aws:ec2transitgateway/route:Route": transit.route,
    "aws:ec2transitgateway/prefixListReference:PrefixListReference": transit.list_route,
    "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation": transit.default_association,
    "aws:ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation": transit.default_propagation,
    t.DIRECT_CONNECT_GATEWAY: hybrid.direct_connect_gateway,
    t.GATEWAY_ASSOCIATION: hybrid.gateway_association,
    t.TRANSIT_INTERFACE: hybrid.virtual_interface,
    t.HOSTED_INTERFACE: hybrid.virtual_interface,
    t.CUSTOMER_GATEWAY: hybrid.customer_gateway,
    t.VPN_CONNECTION: hybrid.vpn,
    "aws:ec2/vpnConnectionRoute:VpnConnectionRoute": hybrid.vpn_route,
    t.ENDPOINT: endpoints.endpoint,
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": endpoints.policy,
    "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation": endpoints.subnet_association,
    "aws:ec2/securityGroupAssociation:SecurityGroupAssociation": endpoints.group_association,
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": endpoints.table_association,
    t.ZONE: names.zone,
    "aws:route53/zoneAssociation:ZoneAssociation": names.zone_association,
    "aws:route53/record:Record": names.record,
    t.PROFILE: names.profile,
    "aws:route53/profilesAssociation:ProfilesAssociation": names.profile_association,
    "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation": names.profile_resource,
    t.RESOLVER_RULE: resolver.rule,
    "aws:route53/resolverRuleAssociation:ResolverRuleAssociation": resolver.rule_association,
    t.RESOLVER_ENDPOINT: resolver.endpoint,
    "aws:route53/resolverFirewallRule:ResolverFirewallRule": resolver.firewall_rule,
    "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation": (
        resolver.firewall_association
    ),
    t.BUCKET: buckets.bucket,
    t.BUCKET_V2: buckets.bucket,
    "aws:s3/bucketPolicy:BucketPolicy": buckets.bucket_policy,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": buckets.public_access_block,
    "aws:s3/bucketVersioning:BucketVersioning": buckets.versioning,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": buckets.encryption,
    "aws:iam/rolePolicy:RolePolicy": identities.identity_policy,
    "aws:iam/policy:Policy": identities.identity_policy,
    "aws:iam/userPolicy:UserPolicy": identities.identity_policy,
    "aws:iam/groupPolicy:GroupPolicy": identities.identity_policy,
    t.ROLE: identities.role,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": identities.attachment,
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": identities.attachment,
    "aws:iam/policyAttachment:PolicyAttachment": identities.attachment,
    t.KEY: identities.kms_key,
    "aws:kms/alias:Alias": identities.alias,
    "aws:ram/resourceShare:ResourceShare": shares.share,
    "aws:ram/principalAssociation:PrincipalAssociation": shares.principal,
    t.ENDPOINT_SET: components.endpoint_set,
    t.VIEW_FORWARDER: components.view_forwarder,
    t.TRAINING_NETWORK: trainings.training_network,
    t.VIEW_RESOLVER: components.view_resolver,
    **dict.fromkeys(t.LINKS, components.link),
    t.STACK: components.stack,
}
"""Type token to what reads it."""

READ_ELSEWHERE = frozenset((t.FIREWALL_GROUP, t.FIREWALL_DOMAINS, t.GATEWAY_PROPOSAL))
"""Types without a record of their own: their rules, lists, associations say what counts."""


@without_collector
def network_of(resources: Sequence[Resource]) -> Network:
    """The network that the resources describe. Never raises for what they say: what is not known is a doubt.

    Ids of records are URNs. The result does not depend on the order of ``resources``.
    """
    network, index, pieces = Network(), Index(resources), Pieces()
    for urn, resource in index.resources.items():
        network.names[urn] = resource.name
        fields = Fields(resource, index, network, pieces)
        if resource.custom and resource.inputs is None and not resource.type.startswith("pulumi:"):
            fields.doubt("inputs", "nobody collected its inputs", EVERYTHING)
            continue
        _tags(fields, network)
        reader = READERS.get(resource.type)
        if reader:
            reader(fields, network)
        elif resource.custom and resource.type not in READ_ELSEWHERE and not is_harmless(resource.type):
            _not_modelled(fields)
    assemble(network, index, pieces)
    network.doubts = sorted(set(network.doubts))
    return network


def _tags(fields: Fields, network: Network) -> None:
    """The tags of a resource that takes tags: of one that got none, too, which its outputs show."""
    stated = fields.inputs.get("tags")
    if not fields.resource.custom or (stated is None and "tagsAll" not in fields.resource.outputs):
        return
    if not isinstance(stated, Mapping):
        network.tags[fields.id] = {}
        if stated is not None:
            fields.doubt("tags", "is not known" if stated is UNKNOWN else "is not an object of texts")
        return
    known = {key: value for key, value in stated.items() if isinstance(value, str)}
    network.tags[fields.id] = known
    if len(known) < len(stated):
        fields.doubt("tags", f"the value of {', '.join(sorted(set(stated) - set(known)))} is not known")


def _not_modelled(fields: Fields) -> None:
    """A type that nobody listed: a doubt about what it refers to, or about everything where it refers to nothing."""
    depends = {urn for urns in fields.resource.property_dependencies.values() for urn in urns}
    touched: list[Urn] = sorted(urn for urn in depends if _is_recorded(fields.index, urn))
    why = f"{fields.resource.type} may carry traffic and is not modelled"
    fields.doubt("type", why, *(touched or [EVERYTHING]))


def _is_recorded(index: Index, urn: Urn) -> bool:
    resource = index.resources.get(urn)
    return resource is not None and resource.type in READERS
