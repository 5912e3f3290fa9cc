"""What AWS answers about a Transit Gateway."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

from ..kinds import properties_of
from ..refusals.lookups import attachment_of, gateways_of, number_of
from ..values import Properties
from ..world import Thing, World
from .draw import digits

_DEFAULT_TABLES: Properties = {
    "transitGatewayDefaultRouteTableAssociation": True,
    "transitGatewayDefaultRouteTablePropagation": True,
}


def _gateway(gateway: Thing) -> Properties:
    table = "tgw-rtb-" + digits(gateway.id + "default")
    return {
        "associationDefaultRouteTableId": None if gateway["defaultRouteTableAssociation"] == "disable" else table,
        "propagationDefaultRouteTableId": None if gateway["defaultRouteTablePropagation"] == "disable" else table,
    }


def _attachment(attachment: Thing) -> Properties:
    return {
        "securityGroupReferencingSupport": "disable",
        "vpcOwnerId": attachment.account,
        **_DEFAULT_TABLES,
    }


def _accepter(world: World, accepter: Thing) -> Properties:
    attachment = world.get("ec2transitgateway.VpcAttachment", accepter.id)
    copied = properties_of(accepter.kind).computed
    outputs: dict[str, Any] = attachment.outputs if attachment else {}
    return {key: value for key, value in outputs.items() if key in copied} | _DEFAULT_TABLES


def _attached(world: World, thing: Thing) -> Properties:
    """Say what an attachment of a table attaches."""
    attachment = attachment_of(world, thing["transitGatewayAttachmentId"])
    if attachment is None:
        return {}
    resource: dict[str, tuple[str, str]] = {
        "ec2transitgateway.VpcAttachment": ("vpc", attachment["vpcId"]),
        "ec2transitgateway.PeeringAttachment": ("peering", attachment["peerTransitGatewayId"]),
        "ec2transitgateway.Connect": ("connect", attachment["transportAttachmentId"]),
        "directconnect.GatewayAssociation": ("direct-connect-gateway", attachment["dxGatewayId"]),
        "ec2.VpnConnection": ("vpn", attachment.id),
    }
    kind, name = resource[attachment.kind]
    return {"resourceId": name, "resourceType": kind}


def _peering(peering: Thing) -> Properties:
    return {
        "options": {"dynamicRouting": "disable"},
        "peerAccountId": peering.account,
        "state": "pendingAcceptance",
    }


def _peering_accepter(world: World, accepter: Thing) -> Properties:
    """Tell the accepter about the requester: what is the peer here is the other side there."""
    peering = world.get("ec2transitgateway.PeeringAttachment", accepter.id)
    if peering is None:
        return {}
    return {
        "peerAccountId": peering.account,
        "peerRegion": peering.region,
        "peerTransitGatewayId": peering["transitGatewayId"],
        "transitGatewayId": peering["peerTransitGatewayId"],
    }


def _connect_peer(world: World, peer: Thing) -> Properties:
    connect = world.get("ec2transitgateway.Connect", peer["transitGatewayAttachmentId"])
    gateway = world.get("ec2transitgateway.TransitGateway", gateways_of(world, connect)[0]) if connect else None
    blocks = (gateway["transitGatewayCidrBlocks"] if gateway else None) or ["192.0.2.0/24"]
    inside = ip_network(min(peer["insideCidrBlocks"])).network_address
    return {
        "bgpAsn": str(number_of(gateway)) if gateway else None,
        "bgpPeerAddress": str(inside + 1),
        "bgpTransitGatewayAddresses": [str(inside + 2), str(inside + 3)],
        "transitGatewayAddress": str(ip_address(blocks[0].partition("/")[0]) + 1),
    }


TRANSIT_FIXED: dict[str, Properties] = {
    "ec2transitgateway.Connect": {"protocol": "gre", **_DEFAULT_TABLES},
    "ec2transitgateway.RouteTable": {"defaultAssociationRouteTable": False, "defaultPropagationRouteTable": False},
}

TRANSIT_OWN: dict[str, Callable[[Thing], Properties]] = {
    "ec2transitgateway.TransitGateway": _gateway,
    "ec2transitgateway.VpcAttachment": _attachment,
    "ec2transitgateway.PeeringAttachment": _peering,
}

TRANSIT_WITH_WORLD: dict[str, Callable[[World, Thing], Properties]] = {
    "ec2transitgateway.ConnectPeer": _connect_peer,
    "ec2transitgateway.PeeringAttachmentAccepter": _peering_accepter,
    "ec2transitgateway.RouteTableAssociation": _attached,
    "ec2transitgateway.RouteTablePropagation": _attached,
    "ec2transitgateway.VpcAttachmentAccepter": _accepter,
}
