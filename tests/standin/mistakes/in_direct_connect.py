"""Mistakes about Direct Connect."""

from ..links import (
    FAR,
    accept_interface,
    accept_proposal,
    associate,
    dx_gateway,
    far_transit,
    hosted_interface,
    interface,
    join,
    propose,
)
from ..refusals import direct_connect
from ..scene import OTHER, Scene
from . import mistake

HERE, THERE = "10.128.0.0/12", "10.144.0.0/12"


@mistake("InvalidParameterCombination", direct_connect.interface_has_one_number)
def an_interface_without_the_customers_number(s: Scene) -> None:
    interface(s, dx_gateway(s), bgpAsn=None)


@mistake("DirectConnectClientException", direct_connect.connection_has_room)
def a_vlan_twice_on_a_connection(s: Scene) -> None:
    hosted_interface(s)
    interface(s, dx_gateway(s))


@mistake("DirectConnectClientException", direct_connect.connection_has_room)
def a_fifth_interface_of_a_connection(s: Scene) -> None:
    gateway = dx_gateway(s)
    for vlan in range(100, 105):
        interface(s, gateway, vlan)


@mistake("DirectConnectClientException", direct_connect.interface_is_accepted_by_its_owner)
def an_interface_accepted_by_its_maker(s: Scene) -> None:
    accept_interface(s, hosted_interface(s), dx_gateway(s, account=OTHER), account=OTHER)


@mistake("DirectConnectClientException", direct_connect.proposal_names_the_owner)
def a_proposal_to_the_wrong_account(s: Scene) -> None:
    propose(s, dx_gateway(s, account=OTHER), s.transit(), HERE, dxGatewayOwnerAccountId="333333333333")


@mistake("ProviderError", direct_connect.accepted_proposal_stands)
def an_accepted_proposal_with_other_prefixes(s: Scene) -> None:
    gateway = dx_gateway(s, account=OTHER)
    proposal = propose(s, gateway, s.transit(), HERE)
    accept_proposal(s, gateway, proposal)
    s.change(proposal, allowedPrefixes=[THERE])


@mistake("InvalidParameterCombination", direct_connect.association_has_one_source)
def an_association_that_names_a_gateway_and_a_proposal(s: Scene) -> None:
    gateway, transit = dx_gateway(s), s.transit()
    proposal = propose(s, gateway, transit, HERE)
    accept_proposal(s, gateway, proposal, associatedGatewayId=transit.id)


@mistake("DirectConnectClientException", direct_connect.association_has_one_source)
def a_proposal_accepted_for_another_gateway(s: Scene) -> None:
    proposal = propose(s, dx_gateway(s, account=OTHER), s.transit(), HERE)
    accept_proposal(s, dx_gateway(s, account=OTHER), proposal)


@mistake("DirectConnectClientException", direct_connect.association_has_one_source)
def a_proposal_accepted_from_the_wrong_account(s: Scene) -> None:
    gateway = dx_gateway(s, account=OTHER)
    proposal = propose(s, gateway, s.transit(), HERE)
    accept_proposal(s, gateway, proposal, associatedGatewayOwnerAccountId=OTHER)


@mistake("DirectConnectClientException", direct_connect.gateways_have_two_numbers)
def two_gateways_of_one_number(s: Scene) -> None:
    associate(s, dx_gateway(s, 64512), s.transit(), HERE)


@mistake("DirectConnectClientException", direct_connect.gateways_have_two_numbers)
def a_proposal_between_gateways_of_one_number(s: Scene) -> None:
    gateway = dx_gateway(s, 64700, account=OTHER)
    accept_proposal(s, gateway, propose(s, gateway, s.transit(amazonSideAsn=64700), HERE))


@mistake("DirectConnectClientException", direct_connect.each_region_has_its_number)
def transit_gateways_of_two_regions_with_one_number(s: Scene) -> None:
    gateway = dx_gateway(s)
    associate(s, gateway, s.transit(), HERE)
    associate(s, gateway, far_transit(s, 64512), THERE)


@mistake("DirectConnectClientException", direct_connect.gateway_has_room_for_association)
def a_seventh_transit_gateway(s: Scene) -> None:
    gateway = dx_gateway(s)
    for number in range(7):
        associate(s, gateway, s.transit(amazonSideAsn=64520 + number), f"10.{number}.0.0/16")


@mistake("DirectConnectClientException", direct_connect.prefixes_are_some)
def an_association_that_allows_nothing(s: Scene) -> None:
    associate(s, dx_gateway(s), s.transit())


@mistake("DirectConnectClientException", direct_connect.prefixes_are_some)
def a_proposal_without_prefixes_accepted_without_any(s: Scene) -> None:
    gateway = dx_gateway(s, account=OTHER)
    accept_proposal(s, gateway, propose(s, gateway, s.transit()))


@mistake("DirectConnectClientException", direct_connect.prefixes_are_some)
def a_201st_prefix(s: Scene) -> None:
    associate(s, dx_gateway(s), s.transit(), *(f"10.{number}.0.0/16" for number in range(201)))


@mistake("DirectConnectClientException", direct_connect.prefixes_are_some)
def prefixes_taken_back_to_none(s: Scene) -> None:
    s.change(associate(s, dx_gateway(s), s.transit(), HERE), allowedPrefixes=[])


@mistake("DirectConnectClientException", direct_connect.prefixes_are_apart)
def one_prefix_from_two_transit_gateways(s: Scene) -> None:
    gateway = dx_gateway(s)
    associate(s, gateway, s.transit(), HERE)
    associate(s, gateway, far_transit(s), THERE, HERE)


@mistake("DirectConnectClientException", direct_connect.prefixes_are_apart)
def a_prefix_that_grows_over_the_neighbours(s: Scene) -> None:
    gateway = dx_gateway(s)
    associate(s, gateway, s.transit(), HERE)
    neighbour = associate(s, gateway, far_transit(s), THERE)
    s.change(neighbour, allowedPrefixes=["10.0.0.0/8"])


@mistake("InvalidTransitGatewayID.NotFound")
def an_association_with_a_gateway_that_is_gone(s: Scene) -> None:
    transit = s.transit()
    s.delete(transit)
    associate(s, dx_gateway(s), transit, HERE)


@mistake("InvalidTransitGatewayID.NotFound")
def an_association_outside_of_the_transit_gateways_region(s: Scene) -> None:
    associate(s, dx_gateway(s), s.transit(), HERE, region=FAR)


@mistake("InvalidTransitGatewayID.NotFound")
def another_accounts_transit_gateway_without_a_proposal(s: Scene) -> None:
    associate(s, dx_gateway(s), s.transit(account=OTHER), HERE)


@mistake("InvalidTransitGatewayAttachmentID.NotFound")
def an_association_where_its_attachment_belongs(s: Scene) -> None:
    transit = s.transit()
    link = associate(s, dx_gateway(s), transit, HERE)
    join(s, "RouteTablePropagation", s.transit_table(transit), link, transitGatewayAttachmentId=link.id)


@mistake("DirectConnectClientException")
def deleting_a_direct_connect_gateway_with_an_association(s: Scene) -> None:
    gateway = dx_gateway(s)
    associate(s, gateway, s.transit(), HERE)
    s.delete(gateway)


@mistake("DirectConnectClientException")
def deleting_a_direct_connect_gateway_with_an_interface(s: Scene) -> None:
    gateway = dx_gateway(s)
    interface(s, gateway)
    s.delete(gateway)


@mistake("DirectConnectClientException")
def deleting_a_gateway_whose_hosted_interface_lives_on(s: Scene) -> None:
    gateway = dx_gateway(s)
    s.delete(accept_interface(s, hosted_interface(s), gateway))
    s.delete(gateway)


@mistake("DirectConnectClientException")
def deleting_an_association_that_a_table_uses(s: Scene) -> None:
    transit = s.transit()
    link = associate(s, dx_gateway(s), transit, HERE)
    join(s, "RouteTableAssociation", s.transit_table(transit), link)
    s.delete(link)


@mistake("IncorrectState")
def deleting_a_transit_gateway_with_direct_connect(s: Scene) -> None:
    transit = s.transit()
    associate(s, dx_gateway(s), transit, HERE)
    s.delete(transit)
