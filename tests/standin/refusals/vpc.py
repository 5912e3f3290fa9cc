"""What AWS refuses inside of a VPC: addresses, route tables, routes, network ACLs."""

from ..errors import AwsError
from ..geography import in_region
from ..world import Thing, World
from .lookups import ATTACHMENT, acceptance_of, network, vpc_networks, vpc_of

_ACL_RULES = 20
"""Network ACL rules in each direction, the default quota."""
_TARGETS = (
    "carrierGatewayId",
    "coreNetworkArn",
    "egressOnlyGatewayId",
    "gatewayId",
    "localGatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "transitGatewayId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
)
_DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")


def vpc_size(_world: World, vpc: Thing) -> None:
    """A VPC's block is between /16 and /28."""
    complaint = f"InvalidVpc.Range: The CIDR '{vpc['cidrBlock']}' is invalid."
    if not 16 <= network(str(vpc["cidrBlock"]), complaint).prefixlen <= 28:
        raise AwsError(complaint)


def second_block_is_apart(world: World, block: Thing) -> None:
    """A block that is associated later overlaps none of the VPC's own."""
    cidr, vpc = str(block["cidrBlock"]), world.get("ec2.Vpc", block["vpcId"])
    complaint = f"InvalidVpc.Range: The CIDR '{cidr}' conflicts with a CIDR of {block['vpcId']}."
    if vpc and any(network(cidr, complaint).overlaps(other) for other in vpc_networks(world, vpc, but=block)):
        raise AwsError(complaint)


def subnet_lies_in_vpc(world: World, subnet: Thing) -> None:
    """A subnet's block lies in one of its VPC's."""
    complaint = f"InvalidSubnet.Range: The CIDR '{subnet['cidrBlock']}' is invalid."
    inner, vpc = network(str(subnet["cidrBlock"]), complaint), world.get("ec2.Vpc", subnet["vpcId"])
    blocks = vpc_networks(world, vpc) if vpc else []
    if inner.prefixlen > 28 or not any(inner.subnet_of(block) for block in blocks):
        raise AwsError(complaint)
    for block in world.of("ec2.VpcIpv4CidrBlockAssociation"):
        if block["vpcId"] == subnet["vpcId"] and inner.subnet_of(network(block["cidrBlock"], complaint)):
            subnet.rely_on(block)


def subnet_overlaps_none(world: World, subnet: Thing) -> None:
    """Two subnets of one VPC share no address."""
    inner = network(str(subnet["cidrBlock"]), "")
    for other in world.of("ec2.Subnet", but=subnet):
        if other["vpcId"] == subnet["vpcId"] and inner.overlaps(network(str(other["cidrBlock"]), "")):
            raise AwsError(
                f"InvalidSubnet.Conflict: The CIDR '{subnet['cidrBlock']}' conflicts with another subnet ({other.id})"
            )


def subnet_zone_exists(_world: World, subnet: Thing) -> None:
    """A subnet's zone is one of its Region."""
    for name in ("availabilityZone", "availabilityZoneId"):
        if subnet[name] and not in_region(subnet.region, subnet[name]):
            raise AwsError(f"InvalidParameterValue: Value ({subnet[name]}) for parameter {name} is invalid.")


def one_table_per_subnet(world: World, association: Thing) -> None:
    """A subnet has one route table, of its own VPC."""
    subnet, table = association["subnetId"], association["routeTableId"]
    if vpc_of(world, ("ec2.Subnet",), subnet) != vpc_of(world, ("ec2.RouteTable",), table):
        raise AwsError(f"InvalidParameterValue: Route table {table} and subnet {subnet} belong to different networks")
    for other in world.of("ec2.RouteTableAssociation", but=association):
        if subnet and other["subnetId"] == subnet:
            raise AwsError(
                f"Resource.AlreadyAssociated: the specified association for route table {table} conflicts with an "
                f"existing association ({other.id})"
            )


def route_is_whole(_world: World, route: Thing) -> None:
    """A route has one destination and one target."""
    for names in (_DESTINATIONS, _TARGETS):
        given = [name for name in names if route[name]]
        if len(given) != 1:
            raise AwsError(f"InvalidParameterCombination: exactly one of {', '.join(names)} is needed, given: {given}")


def route_is_new(world: World, route: Thing) -> None:
    """A route table holds a destination once."""
    for other in world.of("ec2.Route", but=route):
        if other["routeTableId"] == route["routeTableId"] and _destination(other) == _destination(route):
            raise AwsError(f"RouteAlreadyExists: The route identified by {_destination(route)} already exists.")


def route_leaves_local_alone(world: World, route: Thing) -> None:
    """A VPC's own addresses stay local, unless the target is an interface."""
    cidr = route["destinationCidrBlock"]
    vpc = world.get("ec2.Vpc", vpc_of(world, ("ec2.RouteTable",), route["routeTableId"]))
    if not cidr or vpc is None or route["networkInterfaceId"]:
        return
    destination = network(cidr, f"InvalidParameterValue: Value ({cidr}) for parameter destinationCidrBlock is invalid.")
    if any(destination.subnet_of(block) for block in vpc_networks(world, vpc)):
        raise AwsError(
            f"InvalidParameterValue: The destination CIDR block {cidr} is equal to or more specific than one of this "
            "VPC's CIDR blocks. This route can target only an interface or an instance."
        )


def route_has_attachment(world: World, route: Thing) -> None:
    """A route to a Transit Gateway needs the VPC's accepted attachment to it."""
    gateway = route["transitGatewayId"]
    if not gateway:
        return
    vpc = vpc_of(world, ("ec2.RouteTable",), route["routeTableId"])
    for attachment in world.of(ATTACHMENT):
        acceptance = acceptance_of(world, attachment)
        if (attachment["vpcId"], attachment["transitGatewayId"]) == (vpc, gateway) and acceptance:
            route.rely_on(attachment)
            route.rely_on(acceptance)
            return
    raise AwsError(f"InvalidTransitGatewayID.NotFound: The transitGateway ID '{gateway}' does not exist.")


def acl_is_small(world: World, acl: Thing) -> None:
    """A network ACL has at most 20 rules each way, each number once, and covers subnets of its VPC."""
    for direction in ("ingress", "egress"):
        numbers = [rule["ruleNo"] for rule in acl[direction] or []]
        if len(numbers) > _ACL_RULES:
            raise AwsError("NetworkAclEntryLimitExceeded: The maximum number of network acl entries has been reached.")
        if len(set(numbers)) < len(numbers):
            raise AwsError(f"NetworkAclEntryAlreadyExists: {acl.id} holds an {direction} rule number twice.")
    for subnet in acl["subnetIds"] or []:
        if vpc_of(world, ("ec2.Subnet",), subnet) != acl["vpcId"]:
            raise AwsError(
                f"InvalidParameterValue: Network ACL {acl.id} and subnet {subnet} belong to different networks"
            )


def _destination(route: Thing) -> str:
    return str(next(route[name] for name in _DESTINATIONS if route[name]))
