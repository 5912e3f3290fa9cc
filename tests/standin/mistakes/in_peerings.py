"""Mistakes about Transit Gateway peering and Connect."""

from ..links import FAR, OFFICE, accept_peer, connect, connect_peer, customer_gateway, far_transit, peer, vpn
from ..refusals import peering, transit
from ..scene import OTHER, Scene
from . import mistake

BLOCKS = ["192.0.2.0/24"]


@mistake("InvalidTransitGatewayID.NotFound", peering.peering_names_both_ends)
def a_peering_that_names_another_region(s: Scene) -> None:
    peer(s, s.transit(), far_transit(s), peerRegion="us-west-2")


@mistake("InvalidTransitGatewayID.NotFound", peering.peering_names_both_ends)
def a_peering_that_does_not_name_the_peers_account(s: Scene) -> None:
    peer(s, s.transit(), far_transit(s, account=OTHER))


@mistake("InvalidTransitGatewayID.NotFound", peering.peering_names_both_ends)
def a_peering_made_in_the_peers_region(s: Scene) -> None:
    peer(s, s.transit(), far_transit(s), region=FAR)


@mistake("DuplicateTransitGatewayAttachment", peering.gateways_are_peered_once)
def a_second_peering_the_other_way_round(s: Scene) -> None:
    near, far = s.transit(), far_transit(s)
    peer(s, near, far)
    peer(s, far, near)


@mistake("InvalidParameterValue", peering.peering_is_accepted_at_its_far_end)
def a_peering_accepted_where_it_was_asked_for(s: Scene) -> None:
    near = s.transit()
    accept_peer(s, peer(s, near, far_transit(s)), region=near.region)


@mistake("InvalidTransitGatewayAttachmentID.NotFound", peering.peering_is_accepted_at_its_far_end)
def a_peering_accepted_by_a_stranger(s: Scene) -> None:
    accept_peer(s, peer(s, s.transit(), far_transit(s)), account=OTHER)


@mistake("IncorrectState", transit.attachment_is_available)
def a_route_over_a_peering_before_acceptance(s: Scene) -> None:
    near = s.transit()
    s.join("Route", s.transit_table(near), peer(s, near, far_transit(s)), destinationCidrBlock=OFFICE)


@mistake("InvalidParameterValue", transit.peering_does_not_propagate)
def a_propagation_of_a_peering(s: Scene) -> None:
    near = s.transit()
    peering_there = peer(s, near, far_transit(s))
    accept_peer(s, peering_there)
    s.join("RouteTablePropagation", s.transit_table(near), peering_there)


@mistake("Resource.AlreadyAssociated", transit.attachment_has_one_table)
def a_peering_in_two_tables_of_one_end(s: Scene) -> None:
    near = s.transit()
    peering_there = peer(s, near, far_transit(s))
    accept_peer(s, peering_there)
    for _ in range(2):
        s.join("RouteTableAssociation", s.transit_table(near), peering_there)


@mistake("IncorrectState")
def ending_the_acceptance_of_a_peering_that_a_route_uses(s: Scene) -> None:
    near = s.transit()
    peering_there = peer(s, near, far_transit(s))
    acceptance = accept_peer(s, peering_there)
    s.join("Route", s.transit_table(near), peering_there, destinationCidrBlock=OFFICE)
    s.delete(acceptance)


@mistake("IncorrectState")
def deleting_a_peered_gateway(s: Scene) -> None:
    far = far_transit(s)
    peer(s, s.transit(), far)
    s.delete(far)


@mistake("InvalidParameterValue", peering.connect_has_transport)
def a_connect_over_a_vpn(s: Scene) -> None:
    gateway = s.transit()
    connection = vpn(s, customer_gateway(s), gateway)
    connect(s, gateway, connection.outputs["transitGatewayAttachmentId"])


@mistake("IncorrectState", peering.connect_has_transport)
def a_connect_over_an_attachment_before_acceptance(s: Scene) -> None:
    gateway, _, attachment = s.pending()
    connect(s, gateway, attachment.id)


@mistake("InvalidParameterValue", peering.connect_peer_has_addresses)
def a_connect_peer_without_a_block_of_the_gateway(s: Scene) -> None:
    gateway, _, attachment = s.attached()
    connect_peer(s, connect(s, gateway, attachment.id))


@mistake("InvalidParameterValue", peering.connect_peer_has_addresses)
def a_connect_peer_with_a_small_inside_block(s: Scene) -> None:
    gateway, home = s.transit(transitGatewayCidrBlocks=BLOCKS), s.vpc()
    over = connect(s, gateway, s.attachment(gateway, home, s.subnet(home)).id)
    connect_peer(s, over, "169.254.10.0/30")
