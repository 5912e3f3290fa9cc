"""What several refusals ask about the world."""

from ipaddress import IPv4Network, ip_network

from ..errors import AwsError
from ..geography import zone_id
from ..world import Thing, World

ATTACHMENT = "ec2transitgateway.VpcAttachment"


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


def acceptance_of(world: World, attachment: Thing) -> Thing | None:
    """Say what makes an attachment available: the same owner, automatic acceptance (then itself), or its acceptance."""
    gateway = world.get("ec2transitgateway.TransitGateway", attachment["transitGatewayId"])
    if gateway and (gateway.account == attachment.account or gateway["autoAcceptSharedAttachments"] == "enable"):
        return attachment
    return world.get("ec2transitgateway.VpcAttachmentAccepter", attachment.id)
