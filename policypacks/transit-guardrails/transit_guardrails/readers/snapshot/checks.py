"""What the records of a live network must say of each other; where they do not, something is missing: a doubt."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...model.network import Network
from ...model.vpcs import Id, TargetKind
from .context import Context

Reference = tuple[Id, str, Id | None, Collection[Id]]
"""Who refers, by which property, to whom, and where that must be found."""


def check_references(ctx: Context) -> None:
    """Every id that is named must be in the snapshot, or known to be deleted."""
    for part in (_in_vpcs, _in_filters, _in_routes, _in_transit, _in_hybrid, _in_endpoints, _in_names, _in_resolver):
        for thing, name, other, known in part(ctx.network):
            if other is not None and other not in known and other not in ctx.idle:
                ctx.doubt(thing, name, f"refers to {other}, which is not in the snapshot", (thing, other))


def _in_vpcs(network: Network) -> Iterator[Reference]:
    for records in (network.subnets, network.route_tables, network.network_acls, network.security_groups):
        for record in records.values():
            yield record.id, "VpcId", record.vpc, network.vpcs
    for gateway in network.gateways.values():
        yield gateway.id, "VpcId", gateway.vpc, network.vpcs
        yield gateway.id, "SubnetId", gateway.subnet, network.subnets
    for peering in network.peerings.values():
        yield peering.id, "RequesterVpcInfo", peering.requester, network.vpcs
        yield peering.id, "AccepterVpcInfo", peering.accepter, network.vpcs
    for interface in network.interfaces.values():
        yield interface.id, "SubnetId", interface.subnet, network.subnets
        for group in interface.groups:
            yield interface.id, "Groups", group, network.security_groups


def _in_filters(network: Network) -> Iterator[Reference]:
    for subnet, acl in network.subnet_acls.items():
        yield acl, "Associations", subnet, network.subnets
    for subnet, table in network.subnet_tables.items():
        yield table, "Associations", subnet, network.subnets
    for group in network.security_groups.values():
        for rule in group.rules:
            yield group.id, "IpPermissions", rule.group, network.security_groups
            yield group.id, "IpPermissions", rule.prefix_list, network.prefix_lists


def _in_routes(network: Network) -> Iterator[Reference]:
    known: dict[TargetKind, Collection[Id]] = {
        "transit-gateway": network.transit_gateways,
        "peering": network.peerings,
        "gateway-endpoint": network.endpoints,
    }
    for table in network.route_tables.values():
        for route in table.routes:
            yield table.id, f"Routes[{route.to_list}]", route.to_list, network.prefix_lists
            if route.target.kind not in ("local", "blackhole", "unmodelled"):
                yield (
                    table.id,
                    f"Routes[{route.to or route.to_list}]",
                    route.target.id,
                    known.get(route.target.kind, network.gateways),
                )


def _in_transit(network: Network) -> Iterator[Reference]:
    behind: dict[str, Collection[Id]] = {
        "vpc": network.vpcs,
        "vpn": network.vpns,
        "direct-connect-gateway": network.direct_connect_gateways,
        "connect": (),
        "peering": network.transit_gateways,
    }
    tables, attachments = network.transit_tables, network.attachments
    for gateway in network.transit_gateways.values():
        yield gateway.id, "AssociationDefaultRouteTableId", gateway.default_association_table, tables
        yield gateway.id, "PropagationDefaultRouteTableId", gateway.default_propagation_table, tables
    for each in attachments.values():
        yield each.id, "TransitGatewayId", each.gateway, network.transit_gateways
        yield each.id, "ResourceId", each.resource, behind[each.kind]
        under = "ResourceId" if each.kind == "connect" else "TransportTransitGatewayAttachmentId"
        yield each.id, under, each.transport, attachments
        for subnet in each.subnets:
            yield each.id, "SubnetIds", subnet, network.subnets
    for table in tables.values():
        yield table.id, "TransitGatewayId", table.gateway, network.transit_gateways
    for association in network.associations.values():
        yield association.attachment or association.id, "Association", association.table, tables
    for propagation in network.propagations.values():
        yield propagation.attachment or propagation.id, "Propagation", propagation.table, tables
        yield propagation.table or propagation.id, "Propagation", propagation.attachment, attachments
    for route in network.transit_routes.values():
        yield route.id, "TransitGatewayRouteTableId", route.table, tables
        yield route.table or route.id, f"Routes[{route.to or route.to_list}]", route.attachment, attachments
        yield route.table or route.id, f"Routes[{route.to_list}]", route.to_list, network.prefix_lists


def _in_hybrid(network: Network) -> Iterator[Reference]:
    for each in network.gateway_associations.values():
        yield each.id, "DirectConnectGatewayId", each.direct_connect_gateway, network.direct_connect_gateways
        yield each.id, "AssociatedGateway", each.gateway, {**network.transit_gateways, **network.gateways}
    for vpn in network.vpns.values():
        yield vpn.id, "TransitGatewayId", vpn.gateway, {**network.transit_gateways, **network.gateways}


def _in_endpoints(network: Network) -> Iterator[Reference]:
    for endpoint in network.endpoints.values():
        yield endpoint.id, "VpcId", endpoint.vpc, network.vpcs
        for subnet in endpoint.subnets:
            yield endpoint.id, "SubnetIds", subnet, network.subnets
        for group in endpoint.groups:
            yield endpoint.id, "Groups", group, network.security_groups
        for table in endpoint.tables:
            yield endpoint.id, "RouteTableIds", table, network.route_tables


def _in_names(network: Network) -> Iterator[Reference]:
    for zone in network.zone_associations.values():
        yield zone.id, "VPCId", zone.vpc, network.vpcs
    for record in network.records.values():
        yield record.id, "HostedZoneId", record.zone, network.zones
    for profile in network.profile_associations.values():
        yield profile.id, "ProfileId", profile.profile, network.profiles
        yield profile.id, "ResourceId", profile.vpc, network.vpcs
    groups = {rule.group for rule in network.firewall_rules.values() if rule.group}
    carried: dict[str, Collection[Id]] = {
        "zone": network.zones,
        "firewall": groups,
        "rule": network.resolver_rules,
        "endpoint": network.endpoints,
    }
    for each in network.profile_resources.values():
        yield each.id, "ProfileId", each.profile, network.profiles
        if each.kind in carried:
            yield each.id, "ResourceArn", each.resource, carried[each.kind]


def _in_resolver(network: Network) -> Iterator[Reference]:
    groups = {rule.group for rule in network.firewall_rules.values() if rule.group}
    for rule in network.resolver_rule_associations.values():
        yield rule.id, "ResolverRuleId", rule.rule, network.resolver_rules
        yield rule.id, "VPCId", rule.vpc, network.vpcs
    for resolver in network.resolver_endpoints.values():
        for subnet in resolver.subnets:
            yield resolver.id, "IpAddresses", subnet, network.subnets
        for group in resolver.groups:
            yield resolver.id, "SecurityGroupIds", group, network.security_groups
    for firewall in network.firewall_associations.values():
        yield firewall.id, "FirewallRuleGroupId", firewall.group, groups
        yield firewall.id, "VpcId", firewall.vpc, network.vpcs
