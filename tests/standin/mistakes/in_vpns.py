"""Mistakes about Site-to-Site VPN."""

from typing import Any

from ..links import OFFICE, associate, customer_gateway, dx_gateway, join, vpn
from ..refusals import transit
from ..refusals import vpn as vpns
from ..scene import Scene
from ..world import Thing
from . import mistake

BLOCKS = ["192.0.2.0/24"]
INSIDE = "169.254.10.0/30"


def private(s: Scene, gateway: Thing, **inputs: Any) -> Thing:
    """Make a VPN with private addresses over Direct Connect."""
    link = associate(s, dx_gateway(s), gateway, "10.128.0.0/12")
    transport = {"transportTransitGatewayAttachmentId": link.outputs["transitGatewayAttachmentId"]}
    return vpn(s, customer_gateway(s), gateway, **{"outsideIpAddressType": "PrivateIpv4", **transport, **inputs})


@mistake("ResourceAlreadyExists", vpns.customer_gateway_is_new)
def a_customer_gateway_twice(s: Scene) -> None:
    customer_gateway(s)
    customer_gateway(s)


@mistake("AsnConflict", vpns.ends_have_two_numbers)
def a_customer_gateway_with_the_transit_gateways_number(s: Scene) -> None:
    vpn(s, customer_gateway(s, 64512), s.transit())


@mistake("AsnConflict", vpns.ends_have_two_numbers)
def a_vpn_moved_to_a_gateway_of_its_number(s: Scene) -> None:
    s.change(vpn(s, customer_gateway(s), s.transit()), transitGatewayId=s.transit(amazonSideAsn=65010).id)


@mistake("InvalidParameterValue", vpns.tunnels_have_room)
def an_inside_block_twice(s: Scene) -> None:
    gateway = s.transit()
    vpn(s, customer_gateway(s), gateway, tunnel2InsideCidr=INSIDE)
    vpn(s, customer_gateway(s, ipAddress="198.51.100.8"), gateway, tunnel1InsideCidr=INSIDE)


@mistake("InvalidParameterValue", vpns.tunnels_have_room)
def an_inside_block_that_is_reserved(s: Scene) -> None:
    vpn(s, customer_gateway(s), s.transit(), tunnel1InsideCidr="169.254.5.0/30")


@mistake("InvalidParameterCombination", vpns.private_tunnel_has_transport)
def private_addresses_without_transport(s: Scene) -> None:
    vpn(s, customer_gateway(s), s.transit(transitGatewayCidrBlocks=BLOCKS), outsideIpAddressType="PrivateIpv4")


@mistake("InvalidParameterValue", vpns.private_tunnel_has_transport)
def private_addresses_without_a_block_of_the_gateway(s: Scene) -> None:
    private(s, s.transit())


@mistake("InvalidParameterValue", vpns.private_tunnel_has_transport)
def private_addresses_over_a_vpc(s: Scene) -> None:
    gateway, home = s.transit(transitGatewayCidrBlocks=BLOCKS), s.vpc()
    attachment = s.attachment(gateway, home, s.subnet(home))
    private(s, gateway, transportTransitGatewayAttachmentId=attachment.id)


@mistake("InvalidParameterValue", vpns.route_is_of_a_static_connection)
def a_static_route_beside_bgp(s: Scene) -> None:
    connection = vpn(s, customer_gateway(s), s.transit())
    s.make("ec2.VpnConnectionRoute", vpnConnectionId=connection.id, destinationCidrBlock=OFFICE)


@mistake("IncorrectState", transit.number_stays_while_it_is_spoken)
def a_new_number_under_a_vpn(s: Scene) -> None:
    gateway = s.transit()
    vpn(s, customer_gateway(s), gateway)
    s.change(gateway, amazonSideAsn=64999)


@mistake("IncorrectState", transit.number_stays_while_it_is_spoken)
def a_new_number_under_direct_connect(s: Scene) -> None:
    gateway = s.transit()
    associate(s, dx_gateway(s), gateway, "10.128.0.0/12")
    s.change(gateway, amazonSideAsn=64999)


@mistake("InvalidTransitGatewayID.NotFound")
def a_vpn_to_a_gateway_that_is_gone(s: Scene) -> None:
    gateway = s.transit()
    s.delete(gateway)
    vpn(s, customer_gateway(s), gateway)


@mistake("InvalidTransitGatewayAttachmentID.NotFound")
def a_route_over_a_vpn_that_is_gone(s: Scene) -> None:
    gateway = s.transit()
    connection = vpn(s, customer_gateway(s), gateway)
    s.delete(connection)
    join(s, "Route", s.transit_table(gateway), connection, destinationCidrBlock=OFFICE)


@mistake("InvalidTransitGatewayAttachmentID.NotFound")
def a_vpn_where_its_attachment_belongs(s: Scene) -> None:
    gateway = s.transit()
    connection = vpn(s, customer_gateway(s), gateway)
    s.join("RouteTableAssociation", s.transit_table(gateway), connection)


@mistake("InvalidParameterValue", transit.attachment_is_available)
def a_vpn_in_a_table_of_another_gateway(s: Scene) -> None:
    connection = vpn(s, customer_gateway(s), s.transit())
    join(s, "RouteTableAssociation", s.transit_table(s.transit()), connection)


@mistake("Resource.AlreadyAssociated", transit.attachment_has_one_table)
def a_vpn_associated_beside_the_default_table(s: Scene) -> None:
    gateway = s.transit(defaultRouteTableAssociation="enable")
    connection = vpn(s, customer_gateway(s), gateway)
    join(s, "RouteTableAssociation", s.transit_table(gateway), connection)


@mistake("IncorrectState")
def deleting_a_vpn_that_a_route_uses(s: Scene) -> None:
    gateway = s.transit()
    connection = vpn(s, customer_gateway(s), gateway)
    join(s, "Route", s.transit_table(gateway), connection, destinationCidrBlock=OFFICE)
    s.delete(connection)


@mistake("IncorrectState")
def deleting_a_customer_gateway_of_a_vpn(s: Scene) -> None:
    customer = customer_gateway(s)
    vpn(s, customer, s.transit())
    s.delete(customer)
