"""Direct Connect gateways and VPNs."""

from __future__ import annotations

from dataclasses import replace

from ...model.transit import DirectConnectGateway, GatewayAssociation, Vpn
from ...model.vpcs import Id
from .context import Context, Place
from .item import Item
from .transit import direct_connect_id

OVER = frozenset({"deleted", "disassociated"})


def read_direct_connect(ctx: Context, _: Place, item: Item) -> None:
    """AWS Direct Connect API reference, ``DirectConnectGateway``."""
    name, state = direct_connect_id(item.text("DirectConnectGatewayId")), item.text("DirectConnectGatewayState")
    if state in OVER:
        ctx.idle.add(name)
        return
    if state != "available":
        ctx.doubt(name, "DirectConnectGatewayState", f"is '{state}'", (name,))
    record = DirectConnectGateway(name, item.maybe_number("AmazonSideAsn", 0, 2**32 - 1))
    ctx.put(ctx.network.direct_connect_gateways, record, item.maybe_text("DirectConnectGatewayName"))


def read_association(ctx: Context, _: Place, item: Item) -> None:
    """Read after the attachments (AWS Direct Connect API reference, ``DirectConnectGatewayAssociation``)."""
    name, state = item.text("AssociationId"), item.text("AssociationState")
    if state in OVER:
        return
    gateway = direct_connect_id(item.text("DirectConnectGatewayId"))
    behind = item.maybe_item("AssociatedGateway")
    other = behind.text("Id") if behind else item.text("VirtualGatewayId")
    allowed = {
        block.block("Cidr") for block in item.items("AllowedPrefixesToDirectConnectGateway", required=bool(behind))
    }
    attachment = _attachment(ctx, gateway, other)
    if state != "associated":
        ctx.doubt(
            name, "AssociationState", f"is '{state}'", (name, gateway, other, *([attachment] if attachment else []))
        )
    if other.startswith("tgw-") and attachment is None:
        why = f"{gateway} is associated with {other}, which shows no attachment for it"
        ctx.doubt(name, "AssociatedGateway", why, (name, gateway, other))
    record = GatewayAssociation(name, gateway, other, tuple(sorted(allowed)), attachment)
    ctx.put(ctx.network.gateway_associations, record)


def _attachment(ctx: Context, gateway: Id, transit: Id) -> Id | None:
    found = [
        each.id
        for each in ctx.network.attachments.values()
        if each.kind == "direct-connect-gateway" and (each.gateway, each.resource) == (transit, gateway)
    ]
    return found[0] if len(found) == 1 else None


def read_vpn(ctx: Context, _: Place, item: Item) -> None:
    """Read after the attachments (Amazon EC2 API reference, ``VpnConnection`` and ``VpnConnectionOptions``).

    Without options it is an old one, with BGP or static routes.
    """
    name, state = item.text("VpnConnectionId"), item.text("State")
    if state in OVER:
        ctx.idle.add(name)
        return
    if state != "available":
        ctx.doubt(name, "State", f"is '{state}'", (name,))
    gateway = item.maybe_text("TransitGatewayId") or item.maybe_text("VpnGatewayId")
    if gateway is None:
        ctx.doubt(name, "TransitGatewayId", "neither a transit gateway nor a VPN gateway is named", (name,))
    options = item.maybe_item("Options")
    _carry(ctx, name, options.maybe_text("TransportTransitGatewayAttachmentId") if options else None)
    static_only = options.maybe_flag("StaticRoutesOnly") if options else None
    routes = {
        route.block("DestinationCidrBlock")
        for route in item.items("Routes")
        if (route.maybe_text("State") or "available") in ("available", "pending")
    }
    record = Vpn(name, gateway, tuple(sorted(routes)), bgp=not static_only, tags=item.tags())
    ctx.put(ctx.network.vpns, record)


def _carry(ctx: Context, vpn: Id, transport: Id | None) -> None:
    """The VPN's attachment runs over another one, that of Direct Connect."""
    attachments = ctx.network.attachments
    for each in [a for a in attachments.values() if transport and a.kind == "vpn" and a.resource == vpn]:
        attachments[each.id] = replace(each, transport=transport)
