"""The kinds of Site-to-Site VPN. There are no virtual private gateways here: every VPN ends at a Transit Gateway."""

from .record import ANY, ATTACHMENTS, Kind, Refers, words

_TUNNEL_SETS = (
    "IkeVersions",
    *(f"Phase{phase}{what}" for phase in (1, 2) for what in ("DhGroupNumbers", "EncryptionAlgorithms")),
    *(f"Phase{phase}IntegrityAlgorithms" for phase in (1, 2)),
)

VPN_KINDS = {
    "ec2.CustomerGateway": Kind(
        prefix="cgw-",
        arn="ec2:customer-gateway/{id}",
        missing="InvalidCustomerGatewayID.NotFound: The customerGateway ID '{id}' does not exist",
        in_use="IncorrectState: The customer gateway {id} is in use by {users}.",
        replaces=words("bgpAsn bgpAsnExtended certificateArn deviceName ipAddress type"),
    ),
    "ec2.VpnConnection": Kind(
        late_create=1,
        prefix="vpn-",
        arn="ec2:vpn-connection/{id}",
        missing="InvalidVpnConnectionID.NotFound: The vpnConnection ID '{id}' does not exist",
        in_use="IncorrectState: The attachment of {id} still has dependents: {users}.",
        replaces=words(
            "enableAcceleration staticRoutesOnly tunnelInsideIpVersion type tunnel1InsideCidr tunnel2InsideCidr "
            "tunnel1InsideIpv6Cidr tunnel2InsideIpv6Cidr"
        ),
        sets=frozenset(f"tunnel{number}{name}" for number in (1, 2) for name in _TUNNEL_SETS)
        | {"routes", "vgwTelemetries"},
        refers=(
            Refers("customerGatewayId", ("ec2.CustomerGateway",)),
            Refers("transitGatewayId", ("ec2transitgateway.TransitGateway",)),
            Refers("transportTransitGatewayAttachmentId", ATTACHMENTS, ANY),
            Refers("vpnConcentratorId", ()),
            Refers("vpnGatewayId", ()),
        ),
        answers=words("tunnel1LogOptions tunnel2LogOptions tunnelBandwidth"),
    ),
    "ec2.VpnConnectionRoute": Kind(
        replaces=words("destinationCidrBlock vpnConnectionId"),
        refers=(Refers("vpnConnectionId", ("ec2.VpnConnection",)),),
    ),
}
