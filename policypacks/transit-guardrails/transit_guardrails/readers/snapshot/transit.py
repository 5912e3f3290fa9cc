"""Transit gateways: attachments, tables, associations, propagations, static routes."""

from __future__ import annotations

from dataclasses import replace

from ...model.transit import (
    Association,
    Attachment,
    AttachmentKind,
    LearnedRoute,
    Propagation,
    TransitGateway,
    TransitRoute,
    TransitTable,
)
from ...model.vpcs import Id
from .blocks import region_of
from .context import Context, Place
from .item import Item

DEAD = frozenset({"deleted", "deleting", "failed", "failing", "rejected", "rejecting"})
WAITING = frozenset({"pendingAcceptance", "initiating", "initiatingRequest"})
KINDS: dict[str, AttachmentKind] = {
    "vpc": "vpc",
    "vpn": "vpn",
    "direct-connect-gateway": "direct-connect-gateway",
    "connect": "connect",
    "peering": "peering",
    "tgw-peering": "peering",
}


def direct_connect_id(name: str) -> Id:
    """The id of a Direct Connect gateway, which AWS gives as a bare UUID."""
    return name if name.startswith("dxgw-") else f"dxgw-{name}"


def read_gateway(ctx: Context, place: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``TransitGateway`` and ``TransitGatewayOptions``."""
    name, state = item.text("TransitGatewayId"), item.text("State")
    if state == "deleted":
        ctx.idle.add(name)
        return
    if state not in ("available", "modifying"):
        ctx.doubt(name, "State", f"is '{state}'", (name,))
    options = item.item("Options")
    association, propagation = (
        options.text(key) == "enable" for key in ("DefaultRouteTableAssociation", "DefaultRouteTablePropagation")
    )
    record = TransitGateway(
        name,
        region_of(ctx, place, item, "TransitGatewayArn"),
        options.maybe_number("AmazonSideAsn", 0, 2**32 - 1),
        association,
        propagation,
        options.text("AutoAcceptSharedAttachments") == "enable",
        options.maybe_text("AssociationDefaultRouteTableId"),
        options.maybe_text("PropagationDefaultRouteTableId"),
        options.blocks("TransitGatewayCidrBlocks"),
        tags=item.tags(),
    )
    ctx.put(ctx.network.transit_gateways, record)


def _resource(item: Item, kind: AttachmentKind) -> Id:
    found = item.text("ResourceId")
    return direct_connect_id(found) if kind == "direct-connect-gateway" else found


def read_attachment(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``TransitGatewayAttachment``. What is deleted or refused carries nothing."""
    name, gateway, state = item.text("TransitGatewayAttachmentId"), item.text("TransitGatewayId"), item.text("State")
    if state in DEAD:
        ctx.idle.add(name)
        return
    if state != "available" and state not in WAITING:
        ctx.doubt(name, "State", f"is '{state}'", (name,))
    _associate(ctx, name, item)
    kind = KINDS.get(item.text("ResourceType"))
    if kind is None:
        tables = [a.table for a in ctx.network.associations.values() if a.attachment == name and a.table]
        why = f"attachments of type '{item.text('ResourceType')}' are not modelled"
        ctx.doubt(name, "ResourceType", why, (name, gateway, *tables))
        ctx.idle.add(name)
        return
    record = Attachment(name, gateway, kind, _resource(item, kind), accepted=state not in WAITING, tags=item.tags())
    if kind == "connect":
        record = replace(record, resource=None, transport=record.resource)
    known = ctx.network.attachments.get(name)
    if kind == "peering":
        # Both gateways see one peering under one id, each as its own.
        first, second = sorted((gateway, item.text("ResourceId")))
        record = replace(record, gateway=first, resource=second)
    elif kind == "vpc" and known is not None:
        record = replace(record, subnets=known.subnets, appliance_mode=known.appliance_mode, ipv6=known.ipv6)
    elif kind == "vpc":
        ctx.doubt(name, "SubnetIds", "TransitGatewayVpcAttachments.json does not hold this attachment", (name,))
    ctx.put(ctx.network.attachments, record)


def _associate(ctx: Context, name: Id, item: Item) -> None:
    association = item.maybe_item("Association")
    if association is None:
        return
    table, state = association.text("TransitGatewayRouteTableId"), association.text("State")
    if state == "disassociated":
        return
    if state != "associated":
        ctx.doubt(name, "Association", f"is '{state}'", (name, table))
    key = f"{table}/association/{name}"
    ctx.put(ctx.network.associations, Association(key, name, table))


def read_vpc_attachment(ctx: Context, _: Place, item: Item) -> None:
    """Read before the attachments, which add kind and association (``TransitGatewayVpcAttachment``)."""
    name, state = item.text("TransitGatewayAttachmentId"), item.text("State")
    if state in DEAD:
        ctx.idle.add(name)
        return
    options = item.maybe_item("Options")
    record = Attachment(
        name,
        item.text("TransitGatewayId"),
        "vpc",
        item.text("VpcId"),
        item.texts("SubnetIds", required=True),
        options.maybe_text("ApplianceModeSupport") == "enable" if options else False,
        accepted=state not in WAITING,
        ipv6=options.maybe_text("Ipv6Support") == "enable" if options else False,
        tags=item.tags(),
    )
    ctx.put(ctx.network.attachments, record)


def read_peering_attachment(ctx: Context, _: Place, item: Item) -> None:
    """Read after the attachments: says which side asked (``TransitGatewayPeeringAttachment``)."""
    name = item.text("TransitGatewayAttachmentId")
    if item.text("State") in DEAD:
        ctx.idle.add(name)
        return
    requester = item.item("RequesterTgwInfo").text("TransitGatewayId")
    accepter = item.item("AccepterTgwInfo").text("TransitGatewayId")
    known = ctx.network.attachments.get(name)
    if known is None or {known.gateway, known.resource} != {requester, accepter}:
        why = f"joins {requester} and {accepter}, and TransitGatewayAttachments.json says otherwise"
        ctx.doubt(name, "RequesterTgwInfo", why, (name, requester, accepter))
        return
    ctx.network.attachments[name] = replace(known, gateway=requester, resource=accepter)


def read_table(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``TransitGatewayRouteTable``."""
    name, state = item.text("TransitGatewayRouteTableId"), item.text("State")
    if state == "deleted":
        ctx.idle.add(name)
        return
    if state != "available":
        ctx.doubt(name, "State", f"is '{state}'", (name,))
    ctx.put(ctx.network.transit_tables, TransitTable(name, item.text("TransitGatewayId"), tags=item.tags()))


def read_propagations(ctx: Context, _: Place, item: Item) -> None:
    """One element per table (``get-transit-gateway-route-table-propagations``)."""
    table = item.text("TransitGatewayRouteTableId")
    for each in item.items("TransitGatewayRouteTablePropagations", required=True):
        name, state = each.text("TransitGatewayAttachmentId"), each.text("State")
        if state == "disabled":
            continue
        if state != "enabled":
            ctx.doubt(table, "Propagations", f"of {name} is '{state}'", (table,))
        key = f"{table}/propagation/{name}"
        ctx.put(ctx.network.propagations, Propagation(key, name, table))


def read_static_routes(ctx: Context, _: Place, item: Item) -> None:
    """One element per table (``search-transit-gateway-routes``). Routes of a list that is referenced stand for it."""
    table = item.text("TransitGatewayRouteTableId")
    for each in item.items("Routes", required=True):
        state, kind = each.text("State"), each.maybe_text("Type") or "static"
        if state in ("deleted", "deleting") or kind == "propagated":
            continue
        listed, to = each.maybe_text("PrefixListId"), each.maybe_block("DestinationCidrBlock")
        if listed and f"{table}/{listed}" in ctx.network.transit_routes:
            continue
        if to is None and listed is None:
            raise each.bad("DestinationCidrBlock", "is missing")
        if state not in ("active", "blackhole"):
            ctx.doubt(table, f"Routes[{to or listed}]", f"is '{state}'", (table,))
        to_list = listed if to is None else None
        _route(
            ctx, table, each, TransitRoute(f"{table}/{to or listed}", table, to, to_list, None, state == "blackhole")
        )


def read_learned_routes(ctx: Context, _: Place, item: Item) -> None:
    """One element per table (``search-transit-gateway-routes``). Blocks of VPCs stand in ``Vpcs``: what links announced counts."""
    table = item.text("TransitGatewayRouteTableId")
    for each in item.items("Routes", required=True):
        if each.text("State") in ("deleted", "deleting"):
            continue
        to = each.block("DestinationCidrBlock")
        for by in each.items("TransitGatewayAttachments"):
            name = by.text("TransitGatewayAttachmentId")
            if by.text("ResourceType") not in ("vpc", "peering"):
                key = f"{table}/learned/{to} by {name}"
                ctx.put(ctx.network.learned_routes, LearnedRoute(key, table, to, name))


def _route(ctx: Context, table: Id, item: Item, route: TransitRoute) -> None:
    attachments = [each.text("TransitGatewayAttachmentId") for each in item.items("TransitGatewayAttachments")]
    if not route.blackhole and len(attachments) != 1:
        why = f"leads to {', '.join(sorted(attachments)) or 'nothing that is named'}, where one attachment is expected"
        ctx.doubt(table, f"Routes[{route.to or route.to_list}]", why, (table, *attachments))
    elif not route.blackhole:
        route = replace(route, attachment=attachments[0])
    ctx.put(ctx.network.transit_routes, route)


def read_reference(ctx: Context, _: Place, item: Item) -> None:
    """Read before the static routes (Amazon EC2 API reference, ``TransitGatewayPrefixListReference``)."""
    table, listed, state = item.text("TransitGatewayRouteTableId"), item.text("PrefixListId"), item.text("State")
    if state != "available":
        ctx.doubt(table, f"PrefixListReferences[{listed}]", f"is '{state}'", (table,))
    attachment = item.maybe_item("TransitGatewayAttachment")
    name = attachment.text("TransitGatewayAttachmentId") if attachment else None
    blackhole = item.flag("Blackhole")
    if name is None and not blackhole:
        ctx.doubt(table, f"PrefixListReferences[{listed}]", "leads to nothing that is named", (table,))
    target = None if blackhole else name
    ctx.put(ctx.network.transit_routes, TransitRoute(f"{table}/{listed}", table, None, listed, target, blackhole))
