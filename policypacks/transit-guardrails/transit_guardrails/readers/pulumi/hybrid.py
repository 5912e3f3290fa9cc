"""Direct Connect gateways and site-to-site VPNs."""

from __future__ import annotations

from ...model.network import Network
from ...model.transit import Attachment, DirectConnectGateway, GatewayAssociation, Vpn
from .fields import Fields, whole
from .tokens import DIRECT_CONNECT_GATEWAY, TRANSIT_GATEWAY, VPN_CONNECTION, VPN_GATEWAY


def direct_connect_gateway(fields: Fields, network: Network) -> None:
    """A Direct Connect gateway."""
    network.direct_connect_gateways[fields.id] = DirectConnectGateway(
        fields.id, whole(fields.text("amazonSideAsn") if fields.has("amazonSideAsn") else None)
    )


def gateway_association(fields: Fields, network: Network) -> None:
    """A gateway on a Direct Connect gateway. With a transit gateway this makes an attachment, by the same id."""
    direct = fields.reference("dxGatewayId", DIRECT_CONNECT_GATEWAY)
    gateway = fields.reference("associatedGatewayId", TRANSIT_GATEWAY, VPN_GATEWAY)
    attachment = None
    if gateway and fields.index.is_a(gateway, TRANSIT_GATEWAY):
        attachment = fields.id
        network.attachments[fields.id] = Attachment(fields.id, gateway, "direct-connect-gateway", direct)
    if not fields.has("allowedPrefixes"):
        fields.doubt("allowedPrefixes", "is not set", *(each for each in (direct, gateway) if each))
    allowed = [fields.as_prefix("allowedPrefixes", each) for each in fields.items("allowedPrefixes")]
    network.gateway_associations[fields.id] = GatewayAssociation(
        fields.id, direct, gateway, tuple(sorted(each for each in allowed if each)), attachment
    )


def vpn(fields: Fields, network: Network) -> None:
    """A site-to-site VPN. On a transit gateway it brings an attachment, by the same id.

    Source: AWS provider documentation, ``aws_vpn_connection`` (``static_routes_only`` false).
    """
    tags = network.tags.get(fields.id, {})
    key = "transitGatewayId" if fields.has("transitGatewayId") else "vpnGatewayId"
    gateway = None
    if fields.has(key):
        gateway = fields.reference(key, TRANSIT_GATEWAY, VPN_GATEWAY)
    else:
        fields.doubt(key, "the VPN states no gateway")
    if key == "transitGatewayId":
        network.attachments[fields.id] = Attachment(fields.id, gateway, "vpn", fields.id, tags=tags)
    static_only = fields.flag("staticRoutesOnly", False)
    network.vpns[fields.id] = Vpn(fields.id, gateway, (), static_only is not True, tags)


def vpn_route(fields: Fields, _: Network) -> None:
    """A static route of a VPN."""
    found = fields.reference("vpnConnectionId", VPN_CONNECTION)
    to = fields.prefix("destinationCidrBlock", (found,) if found else ())
    if found and to:
        fields.pieces.vpn_routes[found].append(to)
