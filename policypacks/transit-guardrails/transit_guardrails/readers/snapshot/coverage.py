"""Calls that are made once per thing: each thing must have its answer. And what every live VPC and subnet has."""

from __future__ import annotations

from ...model.vpcs import Id
from .catalogue import BY_NAME
from .context import Context
from .names import zone_id

LINKS = frozenset({"vpn", "direct-connect-gateway", "connect"})
"""Attachments whose other side announces what it likes."""


def check_coverage(ctx: Context) -> None:
    """Doubts about everything that some call should have told and did not."""
    _check_subnets(ctx)
    _check_transit(ctx)
    _check_names(ctx)
    _check_resolution(ctx)


def _told(ctx: Context, name: str, key: str) -> set[Id]:
    """The things that the elements of a file are about."""
    values = (
        value.get(key) for place in ctx.places for value in place.answers.get(name, ()) if isinstance(value, dict)
    )
    return {zone_id(value) for value in values if isinstance(value, str)}


def _untold(ctx: Context, things: set[Id], name: str, key: str, *, touches: bool = True) -> None:
    for thing in sorted(things - _told(ctx, name, key)):
        why = f"{name}.json says nothing about it ({BY_NAME[name].command})"
        ctx.doubt(thing, name, why, (thing,) if touches else ())


def _check_subnets(ctx: Context) -> None:
    """A live VPC has a main route table; a live subnet has an ACL, which the answer names."""
    network = ctx.network
    for subnet in network.subnets.values():
        if subnet.id not in network.subnet_tables and subnet.vpc not in network.main_tables:
            ctx.doubt(subnet.id, "route table", "RouteTables.json holds neither its own nor a main table", (subnet.id,))
        if subnet.id not in network.subnet_acls:
            ctx.doubt(subnet.id, "network ACL", "NetworkAcls.json holds none that is associated with it", (subnet.id,))


def _check_transit(ctx: Context) -> None:
    network = ctx.network
    tables = set(network.transit_tables)
    _untold(ctx, tables, "TransitGatewayPropagations", "TransitGatewayRouteTableId")
    _untold(ctx, tables, "TransitGatewayStaticRoutes", "TransitGatewayRouteTableId")
    kinds = {each.id: each.kind for each in network.attachments.values()}
    learning = {p.table for p in network.propagations.values() if p.table and kinds.get(p.attachment or "") in LINKS}
    # Answers over such a table say what they take for granted about announcements: the doubt is the rule's alone.
    _untold(ctx, learning, "TransitGatewayPropagatedRoutes", "TransitGatewayRouteTableId", touches=False)
    _untold(ctx, set(kinds), "TransitGatewayAttachments", "TransitGatewayAttachmentId")
    peerings = {name for name, kind in kinds.items() if kind == "peering"}
    _untold(ctx, peerings, "TransitGatewayPeeringAttachments", "TransitGatewayAttachmentId")
    reached = {each.attachment for each in network.gateway_associations.values()}
    for name, kind in sorted(kinds.items()):
        if kind == "direct-connect-gateway" and name not in reached:
            why = "no association says which prefixes are allowed"
            ctx.doubt(name, "DirectConnectGatewayAssociations", why, (name,))
    for name in sorted(ctx.idle & set(kinds)):
        ctx.doubt(name, "State", "one answer says that it is deleted, another that it is not", (name,))


def _check_names(ctx: Context) -> None:
    network = ctx.network
    _untold(ctx, set(network.zones), "ResourceRecordSets", "HostedZoneId")
    served = {each.profile for each in network.profile_associations.values() if each.profile}
    _untold(ctx, served | set(network.profiles), "ProfileResourceAssociations", "ProfileId")


def _check_resolution(ctx: Context) -> None:
    """Names are answered by Amazon's resolver only where the VPC's attributes and DHCP options say so."""
    users: dict[Id, set[Id]] = {}
    network = ctx.network
    for records in (
        network.zone_associations,
        network.profile_associations,
        network.resolver_rule_associations,
        network.firewall_associations,
    ):
        for record in records.values():
            if record.vpc:
                users.setdefault(record.vpc, set()).add(record.id)
    for endpoint in network.endpoints.values():
        if endpoint.private_dns and endpoint.vpc:
            users.setdefault(endpoint.vpc, set())
    for vpc, things in sorted(users.items()):
        for key in ("EnableDnsSupport", "EnableDnsHostnames"):
            if key not in ctx.dns.get(vpc, {}):
                why = f"is not in VpcAttributes.json ({BY_NAME['VpcAttributes'].command})"
                ctx.doubt(vpc, key, why, {"VpcAttributes", *things})
        servers = ctx.servers.get(ctx.options.get(vpc, ""))
        if servers != ("AmazonProvidedDNS",):
            why = "are not in the snapshot" if servers is None else f"are {', '.join(servers) or 'none'}"
            ctx.doubt(vpc, "name servers", f"{why}, not known to be Amazon's alone", {"DhcpOptions", *things})
