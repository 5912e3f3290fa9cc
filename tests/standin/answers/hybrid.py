"""What AWS answers about links to other networks: Direct Connect and VPN."""

from collections.abc import Callable

from ..refusals.lookups import associated_gateway, number_of, prefixes_of
from ..values import Properties
from ..world import Thing, World
from .draw import digits, unique

_PREFIXES: Properties = {"prefixPoolAllocatedCountIpv4": 100, "prefixPoolAllocatedCountIpv6": 100}


def _interface(world: World, interface: Thing) -> Properties:
    """Give a virtual interface addresses and a key. A hosted one has no gateway before it is accepted."""
    gateway = world.get("directconnect.Gateway", str(interface["dxGatewayId"]))
    subnet = int(digits(interface.id, 4), 16) % 64 * 4
    return {
        "amazonAddress": f"169.254.96.{subnet + 1}/30",
        "amazonSideAsn": str(number_of(gateway)) if gateway else None,
        "awsDevice": "EqDC2-" + digits(interface["connectionId"], 12),
        "bgpAuthKey": "0x" + digits(interface.id + "key", 24),
        "customerAddress": f"169.254.96.{subnet + 2}/30",
        "jumboFrameCapable": True,
        "mtu": 1500,
        "rateLimit": "",
        "sitelinkEnabled": False,
        **_PREFIXES,
    }


def _association(world: World, association: Thing) -> Properties:
    """Say what the association associates; its attachment has an id that follows from both gateways."""
    gateway = associated_gateway(world, association)
    dx_gateway = world.get("directconnect.Gateway", association["dxGatewayId"])
    return {
        "allowedPrefixes": prefixes_of(world, association),
        "associatedGatewayId": gateway.id if gateway else None,
        "associatedGatewayOwnerAccountId": gateway.account if gateway else None,
        "associatedGatewayType": "transitGateway",
        "dxGatewayAssociationId": unique(association.id),
        "dxGatewayOwnerAccountId": dx_gateway.account if dx_gateway else None,
        "transitGatewayAttachmentId": "tgw-attach-" + digits(association.id),
    }


def _proposal(proposal: Thing) -> Properties:
    return {
        "allowedPrefixes": [],
        "associatedGatewayOwnerAccountId": proposal.account,
        "associatedGatewayType": "transitGateway",
    }


def _vpn(world: World, connection: Thing) -> Properties:
    """Give a VPN its two tunnels, and the attachment that AWS makes with it."""
    gateway = world.get("ec2transitgateway.TransitGateway", str(connection["transitGatewayId"]))
    attachment = "tgw-attach-" + digits(f"{connection.id}{connection['transitGatewayId']}")
    tunnels = {key: value for number in (1, 2) for key, value in _tunnel(connection, gateway, number).items()}
    return {
        "customerGatewayConfiguration": f"<vpn_connection id='{connection.id}'></vpn_connection>",
        "enableAcceleration": False,
        "localIpv4NetworkCidr": "0.0.0.0/0",
        "outsideIpAddressType": "PublicIpv4",
        "presharedKeyStorage": "Standard",
        "remoteIpv4NetworkCidr": "0.0.0.0/0",
        "routes": [],
        "staticRoutesOnly": False,
        "transitGatewayAttachmentId": attachment if connection["transitGatewayId"] else None,
        "tunnelBandwidth": "standard",
        "tunnelInsideIpVersion": "ipv4",
        "vgwTelemetries": [],
        **tunnels,
    }


def _tunnel(connection: Thing, gateway: Thing | None, number: int) -> Properties:
    seed = digits(f"{connection.id}tunnel{number}", 24)
    inside = connection[f"tunnel{number}InsideCidr"] or f"169.254.{6 + int(seed[:4], 16) % 150}.{number * 4}/30"
    network, _, last = inside.partition("/")[0].rpartition(".")
    own = connection["transportTransitGatewayAttachmentId"] and gateway and gateway["transitGatewayCidrBlocks"]
    outside = str(own[0]).partition("/")[0].rpartition(".")[0] if own else "203.0.113"
    values = {
        "Address": f"{outside}.{int(seed[:2], 16) % 250 + number}",
        "BgpAsn": str(number_of(gateway)) if gateway else None,
        "BgpHoldtime": 30,
        "CgwInsideAddress": f"{network}.{int(last) + 2}",
        "InsideCidr": inside,
        "LogOptions": {"cloudwatchLogOptions": {"logEnabled": False}},
        "PresharedKey": seed,
        "VgwInsideAddress": f"{network}.{int(last) + 1}",
    }
    return {f"tunnel{number}{name}": value for name, value in values.items()}


HYBRID_FIXED: dict[str, Properties] = {
    "cloudwatch.MetricAlarm": {"actionsEnabled": True, "treatMissingData": "missing"},
    "directconnect.HostedTransitVirtualInterfaceAcceptor": _PREFIXES,
}

HYBRID_OWN: dict[str, Callable[[Thing], Properties]] = {
    "directconnect.Gateway": lambda gateway: {"ownerAccountId": gateway.account},
    "directconnect.GatewayAssociationProposal": _proposal,
}

HYBRID_WITH_WORLD: dict[str, Callable[[World, Thing], Properties]] = {
    "directconnect.GatewayAssociation": _association,
    "directconnect.HostedTransitVirtualInterface": _interface,
    "directconnect.TransitVirtualInterface": _interface,
    "ec2.VpnConnection": _vpn,
}
