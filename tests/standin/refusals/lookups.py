"""What several refusals ask about the world."""

from ipaddress import IPv4Network, ip_network

from ..errors import AwsError
from ..geography import zone_id
from ..kinds.record import ATTACHMENTS
from ..world import Thing, World

ATTACHMENT = "ec2transitgateway.VpcAttachment"
PEERING = "ec2transitgateway.PeeringAttachment"
ASSOCIATION = "directconnect.GatewayAssociation"
_GATEWAY = "ec2transitgateway.TransitGateway"
_DEFAULT_NUMBER = 64512
"""What AWS gives a gateway that is not told its ASN."""


def network(cidr: str, complaint: str) -> IPv4Network:
    """Parse a CIDR strictly; host bits are refused as AWS refuses them."""
    try:
        parsed = ip_network(cidr)
    except ValueError as error:
        raise AwsError(complaint) from error
    if not isinstance(parsed, IPv4Network):
        raise AwsError(complaint)
    return parsed


def vpc_of(world: World, kinds: tuple[str, ...], reference: str) -> str:
    """Name the VPC that a thing inside of one belongs to."""
    thing = world.find(kinds, reference)
    if thing is None:
        return ""
    return thing.id if thing.kind == "ec2.Vpc" else str(thing["vpcId"])


def vpc_networks(world: World, vpc: Thing, but: Thing | None = None) -> list[IPv4Network]:
    """List a VPC's CIDR blocks, the first and those associated later."""
    later = world.of("ec2.VpcIpv4CidrBlockAssociation", but=but)
    blocks = [vpc["cidrBlock"], *(block["cidrBlock"] for block in later if block["vpcId"] == vpc.id)]
    return [IPv4Network(block) for block in blocks]


def zone_of(subnet: Thing) -> str:
    """Give the zone id of a subnet, however the program named its zone."""
    return subnet["availabilityZoneId"] or zone_id(subnet.region, subnet["availabilityZone"] or subnet.region + "a")


def one_subnet_per_zone(world: World, thing: Thing, complaint: str) -> None:
    """Refuse two subnets of one zone, and subnets outside of the thing's VPC."""
    zones: set[str] = set()
    for reference in thing["subnetIds"] or []:
        subnet = world.get("ec2.Subnet", reference)
        if subnet is None or subnet["vpcId"] != thing["vpcId"]:
            raise AwsError(f"InvalidParameter: Subnet {reference} and {thing['vpcId']} belong to different networks")
        if zone_of(subnet) in zones:
            raise AwsError(complaint.format(subnet=reference, zone=zone_of(subnet)))
        zones.add(zone_of(subnet))


def attachment_of(world: World, reference: str) -> Thing | None:
    """Find an attachment, or what AWS made it with."""
    return world.find(ATTACHMENTS, str(reference))


def gateways_of(world: World, attachment: Thing) -> tuple[str, ...]:
    """Name the Transit Gateways that an attachment belongs to: a peering has two, any other one."""
    if attachment.kind == ASSOCIATION:
        gateway = associated_gateway(world, attachment)
        return (gateway.id,) if gateway else ()
    names = ("transitGatewayId", "peerTransitGatewayId") if attachment.kind == PEERING else ("transitGatewayId",)
    return tuple(attachment[name] for name in names if attachment[name])


def acceptance_of(world: World, attachment: Thing) -> Thing | None:
    """Say what makes an attachment available: the same owner, automatic acceptance (then itself), or its acceptance."""
    if attachment.kind == PEERING:
        return world.get("ec2transitgateway.PeeringAttachmentAccepter", attachment.id)
    if attachment.kind in (ASSOCIATION, "ec2.VpnConnection"):
        return attachment
    gateway = world.get(_GATEWAY, attachment["transitGatewayId"])
    if gateway and (gateway.account == attachment.account or gateway["autoAcceptSharedAttachments"] == "enable"):
        return attachment
    return world.get("ec2transitgateway.VpcAttachmentAccepter", attachment.id)


def associated_gateway(world: World, association: Thing) -> Thing | None:
    """Find the Transit Gateway of a Direct Connect association, which names it itself or accepts a proposal that does."""
    proposal = world.get("directconnect.GatewayAssociationProposal", str(association["proposalId"]))
    return world.get(_GATEWAY, str((proposal or association)["associatedGatewayId"]))


def prefixes_of(world: World, association: Thing) -> list[str]:
    """List the prefixes that an association allows: its own, or those of the proposal that it accepts."""
    proposal = world.get("directconnect.GatewayAssociationProposal", str(association["proposalId"]))
    return association["allowedPrefixes"] or (proposal["allowedPrefixes"] if proposal else None) or []


def number_of(gateway: Thing) -> int:
    """Give a gateway's ASN, which the SDK takes as a number here and as a text there."""
    return int(gateway["amazonSideAsn"] or _DEFAULT_NUMBER)
