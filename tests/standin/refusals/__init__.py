"""What AWS refuses, one function per refusal, and which kinds each is asked for.

The first refusal of every kind is the generic one (``world.resolve``): a reference names something that exists, is of
the right kind, in reach of the account and in the Region. What is still in use is refused by ``World.remove``.
"""

from collections.abc import Callable, Mapping

from ..errors import AwsError
from ..world import Thing, World, resolve
from . import alarms, direct_connect, dns, endpoints, peering, resolver, security, sharing, transit, vpc, vpn

Refusal = Callable[[World, Thing], None]

REFUSALS: Mapping[str, tuple[Refusal, ...]] = {
    "ec2.Vpc": (vpc.vpc_size,),
    "ec2.VpcIpv4CidrBlockAssociation": (vpc.second_block_is_apart,),
    "ec2.Subnet": (vpc.subnet_lies_in_vpc, vpc.subnet_overlaps_none, vpc.subnet_zone_exists),
    "ec2.RouteTableAssociation": (vpc.one_table_per_subnet,),
    "ec2.Route": (
        vpc.route_is_whole,
        vpc.route_is_new,
        vpc.route_leaves_local_alone,
        vpc.route_has_attachment,
    ),
    "ec2.NetworkAcl": (vpc.acl_is_small,),
    "ec2.SecurityGroup": (security.group_name_is_new,),
    "vpc.SecurityGroupIngressRule": (security.rule_has_one_source, security.rule_is_new, security.group_has_room),
    "vpc.SecurityGroupEgressRule": (security.rule_has_one_source, security.rule_is_new, security.group_has_room),
    "ec2.ManagedPrefixList": (security.list_holds_its_entries, security.list_fits_where_it_is_used),
    "ec2.VpcEndpoint": (
        endpoints.service_is_of_the_region,
        endpoints.type_fits,
        endpoints.parts_are_of_the_vpc,
        endpoints.table_has_one_gateway_endpoint,
        endpoints.private_dns_is_possible,
        endpoints.policy_is_valid,
    ),
    "ec2.VpcBlockPublicAccessOptions": (endpoints.one_owner_of_block_public_access,),
    "ec2.VpcBlockPublicAccessExclusion": (endpoints.exclusion_names_one,),
    "ec2transitgateway.TransitGateway": (transit.number_stays_while_it_is_spoken,),
    "ec2transitgateway.RouteTable": (transit.gateway_has_room_for_table,),
    "ec2transitgateway.VpcAttachment": (
        transit.vpc_is_attached_once,
        transit.attachment_subnets_fit,
        transit.subnets_of_a_zone_are_not_swapped,
    ),
    "ec2transitgateway.VpcAttachmentAccepter": (transit.acceptance_is_the_owners,),
    "ec2transitgateway.RouteTableAssociation": (transit.attachment_is_available, transit.attachment_has_one_table),
    "ec2transitgateway.RouteTablePropagation": (
        transit.attachment_is_available,
        transit.peering_does_not_propagate,
        transit.propagation_is_new,
    ),
    "ec2transitgateway.Route": (
        transit.route_drops_or_leads,
        transit.attachment_is_available,
        transit.route_is_new,
    ),
    "ec2transitgateway.PeeringAttachment": (peering.peering_names_both_ends, peering.gateways_are_peered_once),
    "ec2transitgateway.PeeringAttachmentAccepter": (peering.peering_is_accepted_at_its_far_end,),
    "ec2transitgateway.Connect": (peering.connect_has_transport,),
    "ec2transitgateway.ConnectPeer": (peering.connect_peer_has_addresses,),
    "directconnect.TransitVirtualInterface": (
        direct_connect.interface_has_one_number,
        direct_connect.connection_has_room,
    ),
    "directconnect.HostedTransitVirtualInterface": (
        direct_connect.interface_has_one_number,
        direct_connect.connection_has_room,
    ),
    "directconnect.HostedTransitVirtualInterfaceAcceptor": (direct_connect.interface_is_accepted_by_its_owner,),
    "directconnect.GatewayAssociation": (
        direct_connect.association_has_one_source,
        direct_connect.gateways_have_two_numbers,
        direct_connect.each_region_has_its_number,
        direct_connect.gateway_has_room_for_association,
        direct_connect.prefixes_are_some,
        direct_connect.prefixes_are_apart,
    ),
    "directconnect.GatewayAssociationProposal": (
        direct_connect.proposal_names_the_owner,
        direct_connect.accepted_proposal_stands,
    ),
    "ec2.CustomerGateway": (vpn.customer_gateway_is_new,),
    "ec2.VpnConnection": (
        vpn.ends_have_two_numbers,
        vpn.tunnels_have_room,
        vpn.private_tunnel_has_transport,
    ),
    "ec2.VpnConnectionRoute": (vpn.route_is_of_a_static_connection,),
    "ram.ResourceAssociation": (sharing.association_is_new,),
    "ram.PrincipalAssociation": (
        sharing.principal_is_valid,
        sharing.association_is_new,
    ),
    "route53.Zone": (dns.vpc_is_in_the_named_region, dns.zone_names_differ_in_a_vpc),
    "route53.VpcAssociationAuthorization": (dns.vpc_is_in_the_named_region,),
    "route53.ZoneAssociation": (
        dns.vpc_is_in_the_named_region,
        dns.association_is_authorized,
        dns.zone_names_differ_in_a_vpc,
    ),
    "route53.Record": (dns.record_is_in_its_zone, dns.alias_names_one_endpoint),
    "route53.ProfilesAssociation": (dns.vpc_has_one_profile,),
    "route53.ProfilesResourceAssociation": (dns.profile_holds_once, dns.profile_zone_is_private),
    "route53.ResolverFirewallRule": (dns.firewall_rule_is_new,),
    "route53.ResolverFirewallRuleGroupAssociation": (dns.firewall_association_is_new,),
    "route53.ResolverEndpoint": (
        resolver.endpoint_has_two_addresses,
        resolver.endpoint_stands_in_one_vpc,
        resolver.addresses_lie_in_their_subnets,
    ),
    "route53.ResolverRule": (resolver.rule_fits_its_type,),
    "route53.ResolverRuleAssociation": (
        resolver.vpc_has_one_rule_for_a_domain,
        resolver.rule_leads_out_of_the_vpc,
    ),
    "cloudwatch.MetricAlarm": (alarms.alarm_watches_something, alarms.alarm_looks_back_a_day_at_most),
}


def admit(world: World, thing: Thing) -> None:
    """Raise what AWS would say to this thing, new or changed, or note what it relies on from now on."""
    resolve(world, thing)
    for refusal in REFUSALS.get(thing.kind, ()):
        refusal(world, thing)


def release(thing: Thing) -> None:
    """Raise what AWS would say to deleting this thing, its users aside."""
    if thing["mutationProtection"] == "ENABLED":
        raise AwsError(f"AccessDeniedException: {thing.id} has mutation protection, which must be disabled first.")
