"""Direct Connect gateways, their virtual interfaces and associations; site-to-site VPNs and their customer gateways."""

from __future__ import annotations

from typing import Any

from ...model.links import CustomerGateway, VirtualInterface
from ...model.network import Network
from ...model.transit import Attachment, DirectConnectGateway, GatewayAssociation, Tunnel, Vpn
from ...model.vpcs import Id
from .fields import Fields, whole
from .tokens import (
    CUSTOMER_GATEWAY,
    DIRECT_CONNECT_GATEWAY,
    GATEWAY_ASSOCIATION,
    GATEWAY_PROPOSAL,
    LINKS,
    TRANSIT_GATEWAY,
    VPN_CONNECTION,
    VPN_GATEWAY,
)

LOCATION = "link-location"
"""Tag of a virtual interface: where its connection ends (components/README.md, "The contract with the policy pack")."""


def direct_connect_gateway(fields: Fields, network: Network) -> None:
    """A Direct Connect gateway."""
    network.direct_connect_gateways[fields.id] = DirectConnectGateway(fields.id, _number(fields, "amazonSideAsn"))


def virtual_interface(fields: Fields, network: Network) -> None:
    """A transit virtual interface: our own, or one that a partner made and we accept."""
    gateway = fields.reference("dxGatewayId", DIRECT_CONNECT_GATEWAY)
    touched = (gateway,) if gateway else ()
    if fields.flag("sitelinkEnabled", False, touched):
        fields.doubt("sitelinkEnabled", "traffic from one location to another is not modelled", *touched)
    location = network.tags.get(fields.id, {}).get(LOCATION, "")
    network.virtual_interfaces[fields.id] = VirtualInterface(
        fields.id, gateway, _number(fields, "bgpAsn") or _number(fields, "bgpAsnLong"), location
    )


def gateway_association(fields: Fields, network: Network) -> None:
    """A gateway on a Direct Connect gateway. With a transit gateway this makes an attachment, by the same id.

    Where the Direct Connect gateway is another account's, the transit gateway stands in the proposal that this accepts.
    """
    direct = fields.reference("dxGatewayId", DIRECT_CONNECT_GATEWAY)
    gateway = _associated(fields)
    attachment = None
    if gateway and fields.index.is_a(gateway, TRANSIT_GATEWAY):
        attachment = fields.id
        network.attachments[fields.id] = Attachment(
            fields.id, gateway, "direct-connect-gateway", direct, link=fields.parent(*LINKS)
        )
    if not fields.has("allowedPrefixes"):
        fields.doubt("allowedPrefixes", "is not set", *(each for each in (direct, gateway) if each))
    allowed = [fields.as_prefix("allowedPrefixes", each) for each in fields.items("allowedPrefixes")]
    network.gateway_associations[fields.id] = GatewayAssociation(
        fields.id, direct, gateway, tuple(sorted(each for each in allowed if each)), attachment
    )


def _associated(fields: Fields) -> Id | None:
    """The transit (or VPN) gateway that is associated."""
    if fields.has("associatedGatewayId") or not fields.has("proposalId"):
        return fields.reference("associatedGatewayId", TRANSIT_GATEWAY, VPN_GATEWAY)
    proposal = fields.reference("proposalId", GATEWAY_PROPOSAL)
    if proposal is None:
        return None
    proposed = Fields(fields.index.resources[proposal], fields.index, fields.network, fields.pieces)
    return proposed.reference("associatedGatewayId", TRANSIT_GATEWAY, VPN_GATEWAY, touches=(fields.id,))


def customer_gateway(fields: Fields, network: Network) -> None:
    """The other end of a VPN."""
    number = _number(fields, "bgpAsn") or _number(fields, "bgpAsnExtended")
    network.customer_gateways[fields.id] = CustomerGateway(fields.id, number)


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
        network.attachments[fields.id] = Attachment(
            fields.id, gateway, "vpn", fields.id, link=fields.parent(*LINKS), transport=_transport(fields), tags=tags
        )
    static_only = fields.flag("staticRoutesOnly", False)
    customer = fields.reference("customerGatewayId", CUSTOMER_GATEWAY) if fields.has("customerGatewayId") else None
    tunnels = (_tunnel(fields, "tunnel1"), _tunnel(fields, "tunnel2"))
    network.vpns[fields.id] = Vpn(fields.id, gateway, (), static_only is not True, customer, tunnels, tags)


def _transport(fields: Fields) -> Id | None:
    """The Direct Connect attachment under a VPN between private addresses.

    Source: AWS provider documentation, ``aws_vpn_connection`` (``outside_ip_address_type`` PublicIpv4).
    """
    private = fields.text("outsideIpAddressType", "PublicIpv4") != "PublicIpv4"
    if private or fields.has("transportTransitGatewayAttachmentId"):
        return fields.reference("transportTransitGatewayAttachmentId", GATEWAY_ASSOCIATION)
    return None


def _tunnel(fields: Fields, which: str) -> Tunnel:
    """What a tunnel offers. A phase that states nothing offers everything, so then nothing counts as stated."""
    phases = [
        (fields.texts(f"{which}Phase{n}EncryptionAlgorithms"), fields.texts(f"{which}Phase{n}IntegrityAlgorithms"))
        for n in (1, 2)
    ]
    groups = [_numbers(fields, f"{which}Phase{n}DhGroupNumbers") for n in (1, 2)]
    return Tunnel(
        fields.texts(f"{which}IkeVersions"),
        _both(*(encryption for encryption, _ in phases)),
        _both(*(integrity for _, integrity in phases)),
        _both(*groups),
    )


def _both(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted({*first, *second}, key=str)) if first and second else ()


def _numbers(fields: Fields, key: str) -> tuple[int, ...]:
    """The elements of a list of numbers. A doubt where one of them is none; then nothing counts as stated."""
    found = [whole(each) for each in fields.items(key)]
    if None in found:
        fields.doubt(key, "an element is not known, or no number")
        return ()
    return tuple(each for each in found if each is not None)


def vpn_route(fields: Fields, _: Network) -> None:
    """A static route of a VPN."""
    found = fields.reference("vpnConnectionId", VPN_CONNECTION)
    to = fields.prefix("destinationCidrBlock", (found,) if found else ())
    if found and to:
        fields.pieces.vpn_routes[found].append(to)


def _number(fields: Fields, key: str) -> int | None:
    """A BGP number, which some resources take as text; None where it is not set."""
    return fields.number(key) if fields.has(key) else None
