"""The kinds of the Transit Gateway."""

from .record import ANY, SHARED, VPC, Kind, Refers, words

_ATTACHMENT = Refers("transitGatewayAttachmentId", ("ec2transitgateway.VpcAttachment",), ANY)
_TGW_TABLE = Refers("transitGatewayRouteTableId", ("ec2transitgateway.RouteTable",))

TRANSIT_KINDS = {
    "ec2transitgateway.TransitGateway": Kind(
        prefix="tgw-",
        arn="ec2:transit-gateway/{id}",
        missing="InvalidTransitGatewayID.NotFound: Transit Gateway {id} was deleted or does not exist.",
        in_use="IncorrectState: {id} still has dependents: {users}.",
        replaces=words("multicastSupport"),
        sets=words("transitGatewayCidrBlocks"),
    ),
    "ec2transitgateway.RouteTable": Kind(
        prefix="tgw-rtb-",
        arn="ec2:transit-gateway-route-table/{id}",
        missing="InvalidRouteTableID.NotFound: Transit Gateway Route Table {id} was deleted or does not exist.",
        in_use="IncorrectState: {id} still has dependents: {users}.",
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
        missing="InvalidTransitGatewayAttachmentID.NotFound: Transit Gateway Attachment {id} was deleted or does not exist.",
        in_use="IncorrectState: {id} still has dependents: {users}.",
        replaces=words("transitGatewayId vpcId"),
        sets=words("subnetIds"),
        refers=(
            VPC,
            Refers("subnetIds[]", ("ec2.Subnet",)),
            Refers("transitGatewayId", ("ec2transitgateway.TransitGateway",), SHARED),
        ),
    ),
    "ec2transitgateway.VpcAttachmentAccepter": Kind(
        late_create=2, replaces=words("transitGatewayAttachmentId"), refers=(_ATTACHMENT,)
    ),
}
