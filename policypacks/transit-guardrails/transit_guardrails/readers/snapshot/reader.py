"""The order in which the files are read: what others look up comes first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...model.network import Network
from . import blocks, buckets, doors, filters, hybrid, names, resolver, routes, transit
from .checks import check_references
from .context import Context, Place, Reader
from .coverage import check_coverage
from .errors import Problem, SnapshotError
from .files import read_places
from .leftovers import check_files, check_unmodelled

ORDER: tuple[tuple[str, Reader], ...] = (
    ("AvailabilityZones", blocks.read_zone),
    ("VpcAttributes", names.read_attribute),
    ("DhcpOptions", names.read_options),
    ("Vpcs", blocks.read_vpc),
    ("Subnets", blocks.read_subnet),
    ("PrefixLists", filters.read_aws_list),
    ("ManagedPrefixListEntries", filters.read_entries),
    ("ManagedPrefixLists", filters.read_managed_list),
    ("NetworkAcls", filters.read_acl),
    ("SecurityGroups", filters.read_group),
    ("InternetGateways", doors.read_internet_gateway),
    ("EgressOnlyInternetGateways", doors.read_egress_gateway),
    ("VpnGateways", doors.read_vpn_gateway),
    ("NatGateways", doors.read_nat_gateway),
    ("VpcPeeringConnections", doors.read_peering),
    ("VpcEndpoints", doors.read_endpoint),
    ("RouteTables", routes.read_table),
    ("NetworkInterfaces", blocks.read_interface),
    ("Reservations", blocks.read_reservation),
    ("TransitGateways", transit.read_gateway),
    ("TransitGatewayVpcAttachments", transit.read_vpc_attachment),
    ("TransitGatewayAttachments", transit.read_attachment),
    ("TransitGatewayPeeringAttachments", transit.read_peering_attachment),
    ("TransitGatewayRouteTables", transit.read_table),
    ("TransitGatewayPropagations", transit.read_propagations),
    ("TransitGatewayPrefixListReferences", transit.read_reference),
    ("TransitGatewayStaticRoutes", transit.read_static_routes),
    ("TransitGatewayPropagatedRoutes", transit.read_learned_routes),
    ("DirectConnectGateways", hybrid.read_direct_connect),
    ("DirectConnectGatewayAssociations", hybrid.read_association),
    ("VpnConnections", hybrid.read_vpn),
    ("HostedZones", names.read_zone),
    ("ResourceRecordSets", names.read_records),
    ("Profiles", names.read_profile),
    ("ProfileAssociations", names.read_profile_association),
    ("ProfileResourceAssociations", names.read_profile_resource),
    ("ResolverRules", resolver.read_rule),
    ("ResolverRuleAssociations", resolver.read_rule_association),
    ("ResolverEndpointIpAddresses", resolver.read_addresses),
    ("ResolverEndpoints", resolver.read_endpoint),
    ("FirewallDomains", resolver.read_domains),
    ("FirewallRules", resolver.read_firewall_rule),
    ("FirewallRuleGroupAssociations", resolver.read_firewall_association),
    ("BucketPolicies", buckets.read_bucket),
)


def read_snapshot(folder: Path) -> Network:
    """The network that the answers in a folder describe, with ``live`` set and AWS ids for ids.

    Raises ``SnapshotError`` with every problem at once; what is only partly told is a ``Doubt`` of the network.
    """
    places, problems = read_places(folder)
    return build(places, problems)


def build(places: Sequence[Place], problems: Sequence[Problem] = ()) -> Network:
    """The pure part: from answers to the network. ``problems`` are those that are known already."""
    ctx = Context(tuple(places), problems=set(problems))
    for name, reader in ORDER:
        ctx.each(name, reader)
    if not problems:
        # A file that cannot be read is no missing file: it would be told twice.
        check_files(ctx)
    if ctx.problems:
        raise SnapshotError(ctx.problems)
    check_unmodelled(ctx)
    check_references(ctx)
    check_coverage(ctx)
    ctx.network.doubts = sorted(ctx.doubts)
    return ctx.network
