"""The kinds of the Transit Gateway."""

from .record import ANY, ATTACHMENTS, SHARED, VPC, Kind, Refers, words

_MISSING = "InvalidTransitGatewayAttachmentID.NotFound: Transit Gateway Attachment {id} was deleted or does not exist."
_IN_USE = "IncorrectState: {id} still has dependents: {users}."
_ATTACHMENT = Refers("transitGatewayAttachmentId", ATTACHMENTS, ANY)
_TGW_TABLE = Refers("transitGatewayRouteTableId", ("ec2transitgateway.RouteTable",))

TRANSIT_KINDS = {
    "ec2transitgateway.TransitGateway": Kind(
        prefix="tgw-",
        arn="ec2:transit-gateway/{id}",
        missing="InvalidTransitGatewayID.NotFound: Transit Gateway {id} was deleted or does not exist.",
        in_use=_IN_USE,
        replaces=words("multicastSupport"),
        sets=words("transitGatewayCidrBlocks"),
    ),
    "ec2transitgateway.RouteTable": Kind(
        prefix="tgw-rtb-",
        arn="ec2:transit-gateway-route-table/{id}",
        missing="InvalidRouteTableID.NotFound: Transit Gateway Route Table {id} was deleted or does not exist.",
        in_use=_IN_USE,
        replaces=words("transitGatewayId"),
        refers=(Refers("transitGatewayId", ("ec2transitgateway.TransitGateway",)),),
    ),
    "ec2transitgateway.RouteTableAssociation": Kind(
        late_delete=3,
        replaces=words("replaceExistingAssociation transitGatewayAttachmentId transitGatewayRouteTableId"),
        refers=(_ATTACHMENT, _TGW_TABLE),
    ),
    "ec2transitgateway.RouteTablePropagation": Kind(
        late_delete=3,
        replaces=words("transitGatewayAttachmentId transitGatewayRouteTableId"),
        refers=(_ATTACHMENT, _TGW_TABLE),
    ),
    "ec2transitgateway.Route": Kind(
        late_delete=3,
        replaces=words("blackhole destinationCidrBlock transitGatewayAttachmentId transitGatewayRouteTableId"),
        refers=(_ATTACHMENT, _TGW_TABLE),
    ),
    "ec2transitgateway.VpcAttachment": Kind(
        late_create=1,
        late_delete=2,
        prefix="tgw-attach-",
        arn="ec2:transit-gateway-attachment/{id}",
        missing=_MISSING,
        in_use=_IN_USE,
        replaces=words("transitGatewayId vpcId"),
        sets=words("subnetIds"),
        refers=(
            VPC,
            Refers("subnetIds[]", ("ec2.Subnet",)),
            Refers("transitGatewayId", ("ec2transitgateway.TransitGateway",), SHARED),
        ),
    ),
    "ec2transitgateway.VpcAttachmentAccepter": Kind(
        late_create=2,
        replaces=words("transitGatewayAttachmentId"),
        refers=(Refers("transitGatewayAttachmentId", ("ec2transitgateway.VpcAttachment",), ANY),),
    ),
    "ec2transitgateway.PeeringAttachment": Kind(
        late_create=1,
        late_delete=2,
        prefix="tgw-attach-",
        arn="ec2:transit-gateway-attachment/{id}",
        missing=_MISSING,
        in_use=_IN_USE,
        replaces=words("options peerAccountId peerRegion peerTransitGatewayId transitGatewayId"),
        refers=(
            Refers("transitGatewayId", ("ec2transitgateway.TransitGateway",)),
            Refers("peerTransitGatewayId", ("ec2transitgateway.TransitGateway",), ANY),
        ),
        answers=words("options"),
        regional=False,
    ),
    "ec2transitgateway.PeeringAttachmentAccepter": Kind(
        late_create=2,
        in_use=_IN_USE,
        replaces=words("transitGatewayAttachmentId"),
        refers=(Refers("transitGatewayAttachmentId", ("ec2transitgateway.PeeringAttachment",), ANY),),
    ),
    "ec2transitgateway.Connect": Kind(
        late_create=1,
        late_delete=2,
        prefix="tgw-attach-",
        missing=_MISSING,
        in_use=_IN_USE,
        replaces=words("protocol transitGatewayId transportAttachmentId"),
        refers=(
            Refers("transitGatewayId", ("ec2transitgateway.TransitGateway",), SHARED),
            Refers("transportAttachmentId", ATTACHMENTS, ANY),
        ),
    ),
    "ec2transitgateway.ConnectPeer": Kind(
        prefix="tgw-connect-peer-",
        arn="ec2:transit-gateway-connect-peer/{id}",
        replaces=words("bgpAsn insideCidrBlocks peerAddress transitGatewayAddress transitGatewayAttachmentId"),
        sets=words("insideCidrBlocks"),
        refers=(Refers("transitGatewayAttachmentId", ("ec2transitgateway.Connect",)),),
    ),
}
