"""What AWS refuses about Site-to-Site VPN."""

from ipaddress import IPv4Network

from ..errors import AwsError
from ..world import Thing, World
from .lookups import ASSOCIATION, attachment_of, gateways_of, network, number_of

_GATEWAY = "ec2transitgateway.TransitGateway"
_IDENTITY = ("bgpAsn", "bgpAsnExtended", "certificateArn", "deviceName", "ipAddress", "type")
_INSIDE = ("tunnel1InsideCidr", "tunnel2InsideCidr")
_LINK_LOCAL = IPv4Network("169.254.0.0/16")
_RESERVED = frozenset(
    IPv4Network(f"169.254.{place}/30") for place in ("0.0", "1.0", "2.0", "3.0", "4.0", "5.0", "169.252")
)


def customer_gateway_is_new(world: World, gateway: Thing) -> None:
    """AWS answers an identical request with the gateway there is, which two resources would then own."""
    for other in world.of(gateway.kind, but=gateway):
        same = all(other[name] == gateway[name] for name in _IDENTITY)
        if same and (other.account, other.region) == (gateway.account, gateway.region):
            raise AwsError(f"ResourceAlreadyExists: {other.id} is the same customer gateway")


def ends_have_two_numbers(world: World, connection: Thing) -> None:
    """A customer gateway's ASN differs from its Transit Gateway's."""
    customer = world.get("ec2.CustomerGateway", connection["customerGatewayId"])
    gateway = world.get(_GATEWAY, str(connection["transitGatewayId"]))
    if customer is None or gateway is None:
        return
    if int(customer["bgpAsn"] or customer["bgpAsnExtended"] or 65000) == number_of(gateway):
        raise AwsError(
            "AsnConflict: The ASN of the specified customer gateway and transit gateway are the same "
            f"({number_of(gateway)})."
        )


def tunnels_have_room(world: World, connection: Thing) -> None:
    """A tunnel's inside block is a /30 of link-local addresses, not reserved, and used once at a gateway."""
    taken = [
        other[name]
        for other in world.of(connection.kind, but=connection)
        for name in _INSIDE
        if other["transitGatewayId"] == connection["transitGatewayId"]
    ]
    for cidr in (connection[name] for name in _INSIDE if connection[name]):
        complaint = f"InvalidParameterValue: Value ({cidr}) for parameter TunnelInsideCidr is invalid or in use."
        block = network(cidr, complaint)
        if block.prefixlen != 30 or not block.subnet_of(_LINK_LOCAL) or block in _RESERVED or cidr in taken:
            raise AwsError(complaint)
        taken.append(cidr)


def private_tunnel_has_transport(world: World, connection: Thing) -> None:
    """A VPN with private addresses runs over a Direct Connect attachment, and takes addresses of the Transit Gateway."""
    transport = connection["transportTransitGatewayAttachmentId"]
    if (connection["outsideIpAddressType"] == "PrivateIpv4") != bool(transport):
        raise AwsError("InvalidParameterCombination: private addresses need a transport attachment, public ones none.")
    attachment = attachment_of(world, transport) if transport else None
    gateway = world.get(_GATEWAY, str(connection["transitGatewayId"]))
    if attachment is None or gateway is None:
        return
    if attachment.kind != ASSOCIATION or gateway.id not in gateways_of(world, attachment):
        raise AwsError(f"InvalidParameterValue: {transport} is no Direct Connect attachment of {gateway.id}.")
    if not gateway["transitGatewayCidrBlocks"]:
        raise AwsError(f"InvalidParameterValue: {gateway.id} has no CIDR block.")


def route_is_of_a_static_connection(world: World, route: Thing) -> None:
    """A static route belongs to a connection without BGP, and a connection has it once (its id says both)."""
    cidr = route["destinationCidrBlock"]
    network(cidr, f"InvalidParameterValue: Value ({cidr}) for parameter destinationCidrBlock is invalid.")
    connection = world.get("ec2.VpnConnection", route["vpnConnectionId"])
    if connection and not connection["staticRoutesOnly"]:
        raise AwsError(f"InvalidParameterValue: {connection.id} does not use static routes.")
