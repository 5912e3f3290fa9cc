"""Mistakes about Transit Gateways and sharing."""

from ..refusals import sharing, transit
from ..scene import OTHER, Scene
from . import mistake

CIDR = {"destinationCidrBlock": "10.9.0.0/16"}


@mistake("TransitGatewayRouteTableLimitExceeded", transit.gateway_has_room_for_table)
def a_21st_route_table(s: Scene) -> None:
    gateway = s.transit()
    for _ in range(21):
        s.transit_table(gateway)


@mistake("DuplicateTransitGatewayAttachment", transit.vpc_is_attached_once)
def two_attachments_of_one_vpc(s: Scene) -> None:
    gateway, home = s.transit(), s.vpc()
    s.attachment(gateway, home, s.subnet(home, 0))
    s.attachment(gateway, home, s.subnet(home, 1))


@mistake("DuplicateSubnetsInSameZone", transit.attachment_subnets_fit)
def two_attachment_subnets_in_one_zone(s: Scene) -> None:
    home = s.vpc()
    s.attachment(s.transit(), home, s.subnet(home, 0), s.subnet(home, 1))


@mistake("InvalidParameter", transit.attachment_subnets_fit)
def an_attachment_subnet_of_another_vpc(s: Scene) -> None:
    s.attachment(s.transit(), s.vpc(), s.subnet(s.vpc()))


@mistake("DuplicateSubnetsInSameZone", transit.subnets_of_a_zone_are_not_swapped)
def two_subnets_of_a_zone_swapped_in_one_call(s: Scene) -> None:
    home = s.vpc()
    attachment = s.attachment(s.transit(), home, s.subnet(home, 0))
    s.change(attachment, subnetIds=[s.subnet(home, 1).id])


@mistake("InvalidTransitGatewayAttachmentID.NotFound", transit.acceptance_is_the_owners)
def an_attachment_accepted_by_its_maker(s: Scene) -> None:
    s.accept(s.pending()[2], account=OTHER)


@mistake("IncorrectState", transit.acceptance_is_the_owners)
def an_attachment_of_the_own_account_accepted(s: Scene) -> None:
    s.accept(s.attached()[2])


@mistake("IncorrectState", transit.attachment_is_available)
def an_association_before_acceptance(s: Scene) -> None:
    gateway, _, attachment = s.pending()
    s.join("RouteTableAssociation", s.transit_table(gateway), attachment)


@mistake("IncorrectState", transit.attachment_is_available)
def a_propagation_before_acceptance(s: Scene) -> None:
    gateway, _, attachment = s.pending()
    s.join("RouteTablePropagation", s.transit_table(gateway), attachment)


@mistake("InvalidParameterValue", transit.attachment_is_available)
def a_table_of_another_gateway(s: Scene) -> None:
    s.join("RouteTableAssociation", s.transit_table(s.transit()), s.attached()[2])


@mistake("Resource.AlreadyAssociated", transit.attachment_has_one_table)
def two_associations_of_one_attachment(s: Scene) -> None:
    gateway, table, attachment = s.attached()
    s.join("RouteTableAssociation", table, attachment)
    s.join("RouteTableAssociation", s.transit_table(gateway), attachment)


@mistake("Resource.AlreadyAssociated", transit.attachment_has_one_table)
def an_association_beside_the_default_one(s: Scene) -> None:
    gateway, home = s.transit(defaultRouteTableAssociation="enable"), s.vpc()
    attachment = s.attachment(gateway, home, s.subnet(home))
    s.join("RouteTableAssociation", s.transit_table(gateway), attachment)


@mistake("TransitGatewayRouteTablePropagation.Duplicate", transit.propagation_is_new)
def a_propagation_twice(s: Scene) -> None:
    _, table, attachment = s.attached()
    s.join("RouteTablePropagation", table, attachment)
    s.join("RouteTablePropagation", table, attachment)


@mistake("InvalidParameterCombination", transit.route_drops_or_leads)
def a_blackhole_that_leads_somewhere(s: Scene) -> None:
    _, table, attachment = s.attached()
    s.join("Route", table, attachment, blackhole=True, **CIDR)


@mistake("RouteAlreadyExists", transit.route_is_new)
def a_blackhole_over_a_route(s: Scene) -> None:
    _, table, attachment = s.attached()
    s.join("Route", table, attachment, **CIDR)
    s.join("Route", table, None, blackhole=True, **CIDR)


@mistake("MalformedArnException", sharing.principal_is_valid)
def a_principal_that_is_no_account(s: Scene) -> None:
    s.share(s.transit(), principal="team-a")


@mistake("ResourceShareAssociationExists", sharing.association_is_new)
def a_principal_invited_twice(s: Scene) -> None:
    share, _, _ = s.share(s.transit())
    s.invite(share, OTHER)
