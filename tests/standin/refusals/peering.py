"""What AWS refuses about Transit Gateway peering and Connect."""

from ipaddress import IPv4Network

from ..errors import AwsError
from ..world import Thing, World
from .lookups import ASSOCIATION, ATTACHMENT, PEERING, acceptance_of, attachment_of, gateways_of, network

_GATEWAY = "ec2transitgateway.TransitGateway"
_LINK_LOCAL = IPv4Network("169.254.0.0/16")


def peering_names_both_ends(world: World, peering: Thing) -> None:
    """A peering starts at a gateway of its Region and leads to one of the Region and account that it names."""
    near, far = (world.get(_GATEWAY, peering[name]) for name in ("transitGatewayId", "peerTransitGatewayId"))
    if near and near.region != peering.region:
        raise AwsError(f"InvalidTransitGatewayID.NotFound: Transit Gateway {near.id} was deleted or does not exist.")
    place = (peering["peerRegion"], peering["peerAccountId"] or peering.account)
    if far and (far.region, far.account) != place:
        raise AwsError(f"InvalidTransitGatewayID.NotFound: Transit Gateway {far.id} does not exist in {place}.")


def gateways_are_peered_once(world: World, peering: Thing) -> None:
    """Two gateways have one peering, whoever asked for it."""
    ends = set(gateways_of(world, peering))
    for other in world.of(PEERING, but=peering):
        if set(gateways_of(world, other)) == ends:
            raise AwsError(f"DuplicateTransitGatewayAttachment: {' and '.join(sorted(ends))} are peered by {other.id}.")


def peering_is_accepted_at_its_far_end(world: World, accepter: Thing) -> None:
    """A peering is accepted in the Region and account of the peer, not where it was asked for."""
    peering = world.get(PEERING, accepter["transitGatewayAttachmentId"])
    far = world.get(_GATEWAY, peering["peerTransitGatewayId"]) if peering else None
    here = (accepter.account, accepter.region)
    if peering and here == (peering.account, peering.region):
        raise AwsError(f"InvalidParameterValue: Cannot accept {peering.id} as the source of the peering request.")
    if far is None or here != (far.account, far.region):
        raise AwsError(
            f"InvalidTransitGatewayAttachmentID.NotFound: Transit Gateway Attachment "
            f"{accepter['transitGatewayAttachmentId']} was deleted or does not exist."
        )


def connect_has_transport(world: World, connect: Thing) -> None:
    """A Connect attachment runs over an available VPC or Direct Connect attachment of its gateway."""
    transport = attachment_of(world, connect["transportAttachmentId"])
    if transport is None:
        return
    if transport.kind not in (ATTACHMENT, ASSOCIATION) or connect["transitGatewayId"] not in gateways_of(
        world, transport
    ):
        raise AwsError(f"InvalidParameterValue: {connect['transportAttachmentId']} is no transport for a Connect.")
    acceptance = acceptance_of(world, transport)
    if acceptance is None:
        raise AwsError(f"IncorrectState: {transport.id} is in invalid state (pendingAcceptance)")
    connect.rely_on(acceptance)


def connect_peer_has_addresses(world: World, peer: Thing) -> None:
    """A Connect peer takes an address of the Transit Gateway's own block, and a /29 of link-local ones inside."""
    connect = world.get("ec2transitgateway.Connect", peer["transitGatewayAttachmentId"])
    gateway = world.get(_GATEWAY, connect["transitGatewayId"]) if connect else None
    if gateway and not gateway["transitGatewayCidrBlocks"]:
        raise AwsError(f"InvalidParameterValue: {gateway.id} has no CIDR block.")
    for cidr in peer["insideCidrBlocks"]:
        complaint = f"InvalidParameterValue: Value ({cidr}) for parameter InsideCidrBlocks is invalid."
        block = network(cidr, complaint)
        if block.prefixlen != 29 or not block.subnet_of(_LINK_LOCAL):
            raise AwsError(complaint)
