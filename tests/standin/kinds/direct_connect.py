"""The kinds of Direct Connect. The connection itself is ordered, not made: its id is taken as it is given."""

from .record import ANY, Kind, Refers, words

_GATEWAY = Refers("dxGatewayId", ("directconnect.Gateway",))
_TRANSIT_GATEWAY = Refers("associatedGatewayId", ("ec2transitgateway.TransitGateway",))
_MISSING = "DirectConnectClientException: Virtual Interface {id} does not exist."
_NEVER_CHANGED = words(
    "addressFamily amazonAddress bgpAsn bgpAsnLong bgpAuthKey connectionId customerAddress name vlan"
)
"""What both kinds of transit virtual interface keep for life."""

DIRECT_CONNECT_KINDS = {
    "directconnect.Gateway": Kind(
        arn="directconnect:dx-gateway/{id}",
        missing="DirectConnectClientException: Direct Connect Gateway {id} does not exist.",
        in_use="DirectConnectClientException: Direct Connect Gateway {id} still has associations or virtual interfaces: "
        "{users}.",
        replaces=words("amazonSideAsn"),
        regional=False,
    ),
    "directconnect.TransitVirtualInterface": Kind(
        prefix="dxvif-",
        arn="directconnect:dxvif/{id}",
        missing=_MISSING,
        replaces=_NEVER_CHANGED | {"dxGatewayId"},
        refers=(_GATEWAY,),
        answers=words("prefixPoolAllocatedCountIpv4 prefixPoolAllocatedCountIpv6 rateLimit"),
    ),
    "directconnect.HostedTransitVirtualInterface": Kind(
        late_delete=1,
        prefix="dxvif-",
        arn="directconnect:dxvif/{id}",
        missing=_MISSING,
        in_use="DirectConnectClientException: Virtual Interface {id} is still in use by {users}.",
        replaces=_NEVER_CHANGED | {"mtu", "ownerAccountId"},
        answers=words("rateLimit"),
    ),
    "directconnect.HostedTransitVirtualInterfaceAcceptor": Kind(
        arn="directconnect:dxvif/{id}",
        replaces=words("dxGatewayId virtualInterfaceId"),
        refers=(_GATEWAY, Refers("virtualInterfaceId", ("directconnect.HostedTransitVirtualInterface",), ANY)),
        answers=words("prefixPoolAllocatedCountIpv4 prefixPoolAllocatedCountIpv6"),
    ),
    "directconnect.GatewayAssociation": Kind(
        late_create=1,
        in_use="DirectConnectClientException: The attachment of {id} still has dependents: {users}.",
        replaces=words("associatedGatewayId associatedGatewayOwnerAccountId dxGatewayId"),
        sets=words("allowedPrefixes"),
        refers=(_GATEWAY, _TRANSIT_GATEWAY, Refers("proposalId", ("directconnect.GatewayAssociationProposal",), ANY)),
    ),
    "directconnect.GatewayAssociationProposal": Kind(
        missing="DirectConnectClientException: Direct Connect Gateway Association Proposal {id} is not found.",
        in_use="DirectConnectClientException: Direct Connect Gateway Association Proposal {id} is accepted by {users}.",
        replaces=words("associatedGatewayId dxGatewayId dxGatewayOwnerAccountId"),
        sets=words("allowedPrefixes"),
        refers=(Refers("dxGatewayId", ("directconnect.Gateway",), ANY), _TRANSIT_GATEWAY),
    ),
}
