"""One packet, hop by hop, as AWS's documents say: the plain reference that the engine over sets is compared with.

No sets of addresses, no caches, no cleverness. An end is a disposition and where it happened:

=============  ===========================================================================================
accepted       the subnet that it is delivered in, or the gateway endpoint that takes it
denied-out     the subnet whose network ACL stops it on its way out
denied-in      the subnet whose network ACL stops it on its way in
no-route       the VPC or transit gateway route table that has no route, or the VPC that has no such subnet
blackholed     the route table, gateway, attachment or peering that drops it
exits-network  the gateway or attachment by which it leaves what is modelled
loop           the attachment subnet that it enters a second time
undecided      the record that would have had to say it
=============  ===========================================================================================

Not part of it: security groups (``group_allows`` answers for those apart), DNS, endpoint policies.
"""

from __future__ import annotations

from differential.slow_decisions import (
    Packet,
    UndecidedError,
    acl_allows,
    consult,
    group_allows,
    holds,
    read_attachment,
    read_subnet,
    vpc_blocks,
    vpc_route,
)
from differential.slow_transit import attachment_of_vpc, learning, table_of, transit_route
from transit_guardrails.model.network import Network
from transit_guardrails.model.transit import Attachment
from transit_guardrails.model.vpcs import Subnet, TargetKind

__all__ = ["DISPOSITIONS", "End", "group_allows", "walk"]

End = tuple[str, str]
"""Disposition, and where."""

DISPOSITIONS = (
    "accepted",
    "denied-out",
    "denied-in",
    "no-route",
    "blackholed",
    "exits-network",
    "loop",
    "undecided",
)

STOPS: dict[TargetKind, str] = {"blackhole": "blackholed", "unmodelled": "undecided"}
"""Targets at which the walk ends, whatever the packet."""


def walk(network: Network, subnet_id: str, src: int, dst: int, protocol: int, dst_port: int) -> set[End]:
    """All possible ends of one packet that an interface in the subnet sends; several where a gateway may choose."""
    packet = Packet(src, dst, protocol * 65536 + dst_port)
    try:
        subnet = read_subnet(network, subnet_id, subnet_id)
        if holds(subnet.prefixes, dst):
            return {("accepted", subnet.id)}
        return _leave(network, subnet, packet, ())
    except UndecidedError as stop:
        return {("undecided", stop.where)}


def _leave(network: Network, subnet: Subnet, packet: Packet, entered: tuple[str, ...]) -> set[End]:
    """Out of a subnet for another place: ACL on the way out, then the route. ``entered`` are attachment subnets so far."""
    if not acl_allows(network, subnet, True, packet.dst, packet.service):
        return {("denied-out", subnet.id)}
    target, table_id = vpc_route(network, subnet, packet.dst)
    vpc_id = consult(network, subnet.vpc, subnet.id)
    if target is None:
        return {("no-route", vpc_id)}
    if target.kind in STOPS:
        return {(STOPS[target.kind], table_id)}
    if target.kind == "local":
        return _deliver(network, vpc_id, packet)
    thing = consult(network, target.id, table_id)
    if target.kind == "transit-gateway":
        return _enter_gateway(network, thing, subnet, packet, entered)
    return _leave_by_door(network, target.kind, thing, vpc_id, packet)


def _leave_by_door(network: Network, kind: TargetKind, door: str, vpc_id: str, packet: Packet) -> set[End]:
    """By a peering, by a gateway out of what is modelled, or into the service behind a gateway endpoint.

    What a NAT gateway does to a packet for a modelled VPC would need its translation, which is not modelled.
    """
    if kind == "peering":
        return _cross_peering(network, door, vpc_id, packet)
    if kind == "gateway-endpoint":
        return {("accepted", door)}
    if kind == "nat-gateway":
        for each in network.vpcs:
            if holds(vpc_blocks(network, each, door), packet.dst):
                return {("undecided", door)}
    return {("exits-network", door)}


def _deliver(network: Network, vpc_id: str, packet: Packet) -> set[End]:
    """To the subnet of the VPC that holds the address, through its ACL; subnets of one VPC do not overlap."""
    for subnet in network.subnets.values():
        if subnet.vpc == vpc_id and holds(subnet.prefixes, packet.dst):
            consult(network, subnet.id, vpc_id)
            if acl_allows(network, subnet, False, packet.src, packet.service):
                return {("accepted", subnet.id)}
            return {("denied-in", subnet.id)}
    for subnet in network.subnets.values():
        if subnet.vpc == vpc_id:
            consult(network, subnet.id, vpc_id)  # its blocks may be what is not known
    return {("no-route", vpc_id)}


def _cross_peering(network: Network, peering_id: str, vpc_id: str, packet: Packet) -> set[End]:
    """Over a peering, which leads to the other VPC's own addresses alone (Amazon VPC peering guide, "Limitations")."""
    if peering_id not in network.peerings:
        return {("undecided", peering_id)}
    peering = network.peerings[peering_id]
    requester = consult(network, peering.requester, peering_id)
    accepter = consult(network, peering.accepter, peering_id)
    if not peering.active or vpc_id not in (requester, accepter):
        return {("blackholed", peering_id)}
    other = accepter if requester == vpc_id else requester
    if not holds(vpc_blocks(network, other, peering_id), packet.dst):
        return {("blackholed", peering_id)}
    return _deliver(network, other, packet)


def _enter_gateway(
    network: Network, gateway_id: str, subnet: Subnet, packet: Packet, entered: tuple[str, ...]
) -> set[End]:
    """From a subnet into a transit gateway, through the attachment subnet of its zone.

    "Traffic is forwarded to the transit gateway only when the transit gateway has an attachment in a subnet in the same
    Availability Zone" (AWS Transit Gateway guide, "VPC attachments"). The attachment subnet's ACL evaluates the source on
    the way in, also where the packet comes from that very subnet ("Network ACLs for transit gateways").
    """
    vpc_id = consult(network, subnet.vpc, subnet.id)
    attachment = attachment_of_vpc(network, gateway_id, vpc_id)
    if attachment is None:
        return {("blackholed", gateway_id)}
    zone = _zone(subnet)
    doors = _subnets_in_zone(network, attachment, zone)
    if not doors:
        return {("no-route", attachment.id)}
    ends: set[End] = set()
    for door in doors:
        try:
            if acl_allows(network, door, False, packet.src, packet.service):
                ends |= _through_gateway(network, attachment, zone, packet, entered)
            else:
                ends.add(("denied-in", door.id))
        except UndecidedError as stop:
            ends.add(("undecided", stop.where))
    return ends


def _zone(subnet: Subnet) -> str:
    if subnet.zone is None:
        raise UndecidedError(subnet.id)
    return subnet.zone


def _subnets_in_zone(network: Network, attachment: Attachment, zone: str) -> list[Subnet]:
    found: list[Subnet] = []
    for subnet_id in attachment.subnets:
        subnet = read_subnet(network, subnet_id, attachment.id)
        if _zone(subnet) == zone:
            found.append(subnet)
    return found


def _through_gateway(
    network: Network, came_by: Attachment, zone: str, packet: Packet, entered: tuple[str, ...]
) -> set[End]:
    """Through the table of the attachment that the packet came by, and out by the attachment that the route names."""
    table_id = table_of(network, came_by)
    if table_id is None:
        return {("blackholed", came_by.id)}
    target = transit_route(network, table_id, packet.dst)
    if target is None:
        return _unrouted(network, table_id, packet)
    if target.kind == "blackhole":
        return {("blackholed", table_id)}
    attachment = read_attachment(network, target.id, table_id)
    if not attachment.accepted:
        return {("blackholed", attachment.id)}
    if attachment.kind != "vpc":
        return {("exits-network", attachment.id)}
    return _enter_vpc(network, attachment, zone, packet, entered)


def _unrouted(network: Network, table_id: str, packet: Packet) -> set[End]:
    """No known route: learned ones may have it, but nobody outside announces addresses of modelled VPCs (an assumption)."""
    learned = learning(network, table_id)
    own = any(holds(vpc_blocks(network, each, table_id), packet.dst) for each in network.vpcs) if learned else True
    return {("no-route", table_id)} if own else {("exits-network", each) for each in learned}


def _enter_vpc(
    network: Network, attachment: Attachment, zone: str, packet: Packet, entered: tuple[str, ...]
) -> set[End]:
    """Into a VPC by an attachment subnet: that of the zone the packet came from, or any (appliance mode, or none there).

    AWS Transit Gateway guide, "Availability Zones" and "Appliance in a shared services VPC". What is addressed to the
    attachment subnet itself meets no ACL ("Network ACLs for transit gateways", same subnet); anything else leaves that
    subnet like a packet of its own.
    """
    consult(network, attachment.resource, attachment.id)
    doors = [read_subnet(network, subnet_id, attachment.id) for subnet_id in attachment.subnets]
    near = _subnets_in_zone(network, attachment, zone)
    if near and not attachment.appliance_mode:
        doors = near
    if not doors:
        return {("blackholed", attachment.id)}
    ends: set[End] = set()
    for door in doors:
        try:
            if door.id in entered:
                ends.add(("loop", door.id))
            elif holds(door.prefixes, packet.dst):
                ends.add(("accepted", door.id))
            else:
                ends |= _leave(network, door, packet, (*entered, door.id))
        except UndecidedError as stop:
            ends.add(("undecided", stop.where))
    return ends
