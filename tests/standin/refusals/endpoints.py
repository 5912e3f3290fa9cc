"""What AWS refuses about VPC endpoints and block public access."""

import json

from ..errors import AwsError
from ..kinds.record import GROUPS
from ..world import Thing, World
from .lookups import one_subnet_per_zone, vpc_of

_POLICY_CHARACTERS = 20480
_GATEWAY_SERVICES = ("s3", "dynamodb")


def service_is_of_the_region(_world: World, endpoint: Thing) -> None:
    """A service name carries the endpoint's Region."""
    name = str(endpoint["serviceName"])
    if not name.startswith(("com.amazonaws.", "aws.sagemaker.")) or f".{endpoint.region}." not in name:
        raise AwsError(f"InvalidServiceName: The Vpc Endpoint Service '{name}' does not exist")


def type_fits(world: World, endpoint: Thing) -> None:
    """A gateway endpoint is for S3 or DynamoDB and has tables; an interface endpoint has subnets of distinct zones."""
    if endpoint["vpcEndpointType"] == "Interface":
        complaint = "DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of {subnet}"
        one_subnet_per_zone(world, endpoint, complaint)
        return
    if endpoint["subnetIds"] or endpoint["securityGroupIds"] or endpoint["privateDnsEnabled"]:
        raise AwsError("InvalidParameter: Gateway endpoints take no subnets, security groups or private DNS.")
    if str(endpoint["serviceName"]).rpartition(".")[2] not in _GATEWAY_SERVICES:
        raise AwsError(f"InvalidParameter: {endpoint['serviceName']} does not support the Gateway type.")


def parts_are_of_the_vpc(world: World, endpoint: Thing) -> None:
    """An endpoint's groups and tables belong to its VPC."""
    for name, kinds in (("securityGroupIds", GROUPS), ("routeTableIds", ("ec2.RouteTable",))):
        for reference in endpoint[name] or []:
            if vpc_of(world, kinds, reference) != endpoint["vpcId"]:
                raise AwsError(f"InvalidParameter: {reference} and {endpoint['vpcId']} belong to different networks")


def table_has_one_gateway_endpoint(world: World, endpoint: Thing) -> None:
    """A route table leads to one gateway endpoint of a service."""
    for other in world.of("ec2.VpcEndpoint", but=endpoint):
        common = set(other["routeTableIds"] or []) & set(endpoint["routeTableIds"] or [])
        if common and other["serviceName"] == endpoint["serviceName"]:
            raise AwsError(
                f"RouteAlreadyExists: route table {min(common)} already has a route to {other['serviceName']}"
            )


def private_dns_is_possible(world: World, endpoint: Thing) -> None:
    """Private DNS needs both DNS attributes of the VPC and no second endpoint that answers for the same names."""
    if not endpoint["privateDnsEnabled"]:
        return
    vpc = world.get("ec2.Vpc", endpoint["vpcId"])
    if vpc and not (vpc["enableDnsHostnames"] and vpc["enableDnsSupport"] is not False):
        raise AwsError(
            "InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC "
            f"attributes set to true for {endpoint['vpcId']}"
        )
    for other in world.of("ec2.VpcEndpoint", but=endpoint):
        same = ("vpcId", "serviceName", "privateDnsEnabled")
        if all(other[name] == endpoint[name] for name in same):
            raise AwsError(
                "InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain "
                f"for {endpoint['serviceName']} in the VPC {endpoint['vpcId']}"
            )


def policy_is_valid(_world: World, endpoint: Thing) -> None:
    """A policy is JSON within the size, and each statement names its principal."""
    policy = endpoint["policy"]
    if not policy:
        return
    if len(policy) > _POLICY_CHARACTERS:
        raise AwsError(f"PolicyTooLarge: The policy has {len(policy)} characters, {_POLICY_CHARACTERS} are allowed.")
    try:
        statements = json.loads(policy)["Statement"]
    except (ValueError, KeyError, TypeError) as error:
        raise AwsError("InvalidPolicyDocument: The policy is not a JSON policy document.") from error
    statements = statements if isinstance(statements, list) else [statements]
    if not all("Principal" in statement for statement in statements):
        raise AwsError("InvalidPolicyDocument: A statement of an endpoint policy lacks its Principal.")


def one_owner_of_block_public_access(world: World, options: Thing) -> None:
    """Block public access is a singleton of account and Region."""
    for other in world.of(options.kind, but=options):
        if (other.account, other.region) == (options.account, options.region):
            raise AwsError(f"Conflict: VPC block public access of {options.account} {options.region} has an owner.")


def exclusion_names_one(_world: World, exclusion: Thing) -> None:
    """An exclusion is for a VPC or for a subnet."""
    if bool(exclusion["vpcId"]) == bool(exclusion["subnetId"]):
        raise AwsError("InvalidParameterCombination: exactly one of vpcId and subnetId is needed.")
