"""What AWS refuses about a Transit Gateway: attachments, associations, propagations, routes."""

from ..errors import AwsError
from ..world import Thing, World
from .lookups import (
    ASSOCIATION,
    ATTACHMENT,
    PEERING,
    acceptance_of,
    attachment_of,
    gateways_of,
    network,
    number_of,
    one_subnet_per_zone,
    zone_of,
)

_GATEWAY = "ec2transitgateway.TransitGateway"
_TABLE = "ec2transitgateway.RouteTable"
_TABLES_PER_GATEWAY = 20
_SPEAKERS = (ASSOCIATION, "ec2.VpnConnection", "ec2transitgateway.Connect")
"""Attachments over which a Transit Gateway speaks BGP."""


def number_stays_while_it_is_spoken(world: World, gateway: Thing) -> None:
    """The ASN of a Transit Gateway with a VPN, Direct Connect or Connect attachment is not changed."""
    before = world.get(_GATEWAY, gateway.id)
    if before is None or number_of(before) == number_of(gateway):
        return
    for link in world.of(*_SPEAKERS):
        if gateway.id in gateways_of(world, link):
            raise AwsError(f"IncorrectState: The ASN of {gateway.id} cannot be modified while it has {link.id}.")


def gateway_has_room_for_table(world: World, table: Thing) -> None:
    """A Transit Gateway has at most 20 route tables, the default quota."""
    others = [other for other in world.of(_TABLE, but=table) if other["transitGatewayId"] == table["transitGatewayId"]]
    if len(others) >= _TABLES_PER_GATEWAY:
        raise AwsError("TransitGatewayRouteTableLimitExceeded: The maximum number of route tables has been reached.")


def vpc_is_attached_once(world: World, attachment: Thing) -> None:
    """A VPC has one attachment to a Transit Gateway."""
    pair = (attachment["vpcId"], attachment["transitGatewayId"])
    for other in world.of(ATTACHMENT, but=attachment):
        if (other["vpcId"], other["transitGatewayId"]) == pair:
            raise AwsError(
                f"DuplicateTransitGatewayAttachment: {attachment['transitGatewayId']} has non-deleted Transit Gateway "
                f"Attachments with same VPC ID ({other.id})."
            )


def attachment_subnets_fit(world: World, attachment: Thing) -> None:
    """An attachment has one subnet in each of its zones, all of its VPC."""
    if not attachment["subnetIds"]:
        raise AwsError("InvalidParameterValue: At least one subnet is needed.")
    one_subnet_per_zone(
        world, attachment, "DuplicateSubnetsInSameZone: Duplicate Subnets for same AZ ({subnet}, {zone})"
    )


def subnets_of_a_zone_are_not_swapped(world: World, attachment: Thing) -> None:
    """The provider adds and removes subnets in one call, and AWS takes no two of a zone in it."""
    before, wanted = world.get(ATTACHMENT, attachment.id), set(attachment["subnetIds"])
    kept = set(before["subnetIds"]) if before else wanted
    gone = [world.get("ec2.Subnet", reference) for reference in kept - wanted]
    come = [world.get("ec2.Subnet", reference) for reference in wanted - kept]
    if {zone_of(subnet) for subnet in gone if subnet} & {zone_of(subnet) for subnet in come if subnet}:
        raise AwsError("DuplicateSubnetsInSameZone: Duplicate Subnets for same AZ, added and removed in one call")


def acceptance_is_the_owners(world: World, accepter: Thing) -> None:
    """A pending attachment is accepted once, by the Transit Gateway's owner."""
    attachment = world.get(ATTACHMENT, str(accepter["transitGatewayAttachmentId"]))
    gateway = world.get(_GATEWAY, attachment["transitGatewayId"]) if attachment else None
    if attachment is None or gateway is None or gateway.account != accepter.account:
        raise AwsError(
            f"InvalidTransitGatewayAttachmentID.NotFound: Transit Gateway Attachment "
            f"{accepter['transitGatewayAttachmentId']} was deleted or does not exist."
        )
    if acceptance_of(world, attachment) not in (None, world.get(accepter.kind, accepter.id)):
        raise AwsError(f"IncorrectState: {attachment.id} is in invalid state (available, not pendingAcceptance)")


def attachment_is_available(world: World, thing: Thing) -> None:
    """Only an accepted attachment of the table's own Transit Gateway is associated, propagated or routed to."""
    if not thing["transitGatewayAttachmentId"]:
        return
    attachment = attachment_of(world, thing["transitGatewayAttachmentId"])
    table = world.find((_TABLE,), thing["transitGatewayRouteTableId"])
    if attachment is None or table is None:
        return
    if _gateway_of(world, thing) not in gateways_of(world, attachment):
        raise AwsError(f"InvalidParameterValue: {attachment.id} and {table.id} belong to different Transit Gateways")
    acceptance = acceptance_of(world, attachment)
    if acceptance is None:
        raise AwsError(f"IncorrectState: {attachment.id} is in invalid state (pendingAcceptance)")
    thing.rely_on(acceptance)


def attachment_has_one_table(world: World, association: Thing) -> None:
    """An attachment is associated with at most one table of a gateway; the default association counts."""
    reference, gateway = association["transitGatewayAttachmentId"], _gateway_of(world, association)
    taken = any(
        other["transitGatewayAttachmentId"] == reference and _gateway_of(world, other) == gateway
        for other in world.of(association.kind, but=association)
    )
    attachment = attachment_of(world, reference)
    if taken or (attachment and _joins_default(world, attachment, gateway)):
        raise AwsError(
            f"Resource.AlreadyAssociated: Transit Gateway Attachment {reference} is already associated to a route table."
        )


def peering_does_not_propagate(world: World, propagation: Thing) -> None:
    """A peering takes static routes only."""
    attachment = attachment_of(world, propagation["transitGatewayAttachmentId"])
    if attachment and attachment.kind == PEERING:
        raise AwsError(
            f"InvalidParameterValue: {attachment.id} is a peering attachment, which does not propagate routes."
        )


def propagation_is_new(world: World, propagation: Thing) -> None:
    """An attachment propagates into a table once."""
    names = ("transitGatewayAttachmentId", "transitGatewayRouteTableId")
    for other in world.of(propagation.kind, but=propagation):
        if all(other[name] == propagation[name] for name in names):
            raise AwsError(
                f"TransitGatewayRouteTablePropagation.Duplicate: Propagation {propagation[names[0]]} is already "
                f"enabled on {propagation[names[1]]}"
            )


def route_drops_or_leads(_world: World, route: Thing) -> None:
    """A route is a blackhole or leads to an attachment."""
    if bool(route["blackhole"]) == bool(route["transitGatewayAttachmentId"]):
        raise AwsError("InvalidParameterCombination: a route is a blackhole or has an attachment, not both or neither.")


def route_is_new(world: World, route: Thing) -> None:
    """A table has one static route for a destination."""
    cidr = route["destinationCidrBlock"]
    network(cidr, f"InvalidParameterValue: Value ({cidr}) for parameter destinationCidrBlock is invalid.")
    for other in world.of(route.kind, but=route):
        if (other["transitGatewayRouteTableId"], other["destinationCidrBlock"]) == (
            route["transitGatewayRouteTableId"],
            cidr,
        ):
            raise AwsError(
                f"RouteAlreadyExists: Route {cidr} already exists in Transit Gateway Route Table "
                f"{route['transitGatewayRouteTableId']}."
            )


def _gateway_of(world: World, thing: Thing) -> str:
    """Name the Transit Gateway of the table that a thing belongs to, which may be its default table."""
    table = world.find((_TABLE,), thing["transitGatewayRouteTableId"])
    if table is None:
        return ""
    return table.id if table.kind == _GATEWAY else str(table["transitGatewayId"])


def _joins_default(world: World, attachment: Thing, gateway_id: str) -> bool:
    """Tell whether an attachment lands in the default table by itself: both sides let it unless told not to."""
    gateway = world.get(_GATEWAY, gateway_id)
    allowed = gateway is not None and gateway["defaultRouteTableAssociation"] != "disable"
    settings = [attachment, *world.of("ec2transitgateway.VpcAttachmentAccepter")]
    choice = "transitGatewayDefaultRouteTableAssociation"
    declined = any(each[choice] is False and each.id == attachment.id for each in settings)
    return allowed and not declined
