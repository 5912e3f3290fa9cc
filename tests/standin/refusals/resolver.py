"""What Route 53 Resolver refuses: endpoints and forwarding rules."""

from ipaddress import ip_address

from ..errors import AwsError
from ..kinds.record import GROUPS
from ..world import Thing, World
from .lookups import network, vpc_of

_ENDPOINT = "route53.ResolverEndpoint"
_RULE = "route53.ResolverRule"
_ADDRESSES = range(2, 11)


def endpoint_has_two_addresses(_world: World, endpoint: Thing) -> None:
    """An endpoint has 2 to 10 addresses."""
    if len(endpoint["ipAddresses"] or []) not in _ADDRESSES:
        raise AwsError("InvalidRequestException: [RSLVR-00400] Resolver endpoint need to have at least 2 IP addresses.")


def endpoint_stands_in_one_vpc(world: World, endpoint: Thing) -> None:
    """An endpoint's subnets and security groups belong to one VPC."""
    vpcs = {vpc_of(world, ("ec2.Subnet",), place["subnetId"]) for place in endpoint["ipAddresses"] or []}
    vpcs |= {vpc_of(world, GROUPS, group) for group in endpoint["securityGroupIds"] or []}
    if len(vpcs) != 1 or not endpoint["securityGroupIds"]:
        raise AwsError("InvalidRequestException: The subnets and security groups of an endpoint belong to one VPC.")


def addresses_lie_in_their_subnets(world: World, endpoint: Thing) -> None:
    """An address that is chosen lies in its subnet, and is chosen once."""
    others = world.of(_ENDPOINT, but=endpoint)
    taken = [_chosen(place) for other in others for place in other["ipAddresses"] if place.get("ip")]
    for place in (each for each in endpoint["ipAddresses"] if each.get("ip")):
        subnet = world.get("ec2.Subnet", place["subnetId"])
        inside = subnet is None or ip_address(place["ip"]) in network(subnet["cidrBlock"], "")
        if not inside or _chosen(place) in taken:
            raise AwsError(f"InvalidRequestException: The IP address {place['ip']} is not free in {place['subnetId']}.")
        taken.append(_chosen(place))


def rule_fits_its_type(world: World, rule: Thing) -> None:
    """A rule that forwards has targets and goes out through an outbound endpoint; another one has neither."""
    endpoint = world.get(_ENDPOINT, str(rule["resolverEndpointId"]))
    forwards = rule["ruleType"] == "FORWARD"
    if forwards != bool(endpoint) or forwards != bool(rule["targetIps"]):
        raise AwsError("InvalidRequestException: A FORWARD rule needs an endpoint and targets, others take none.")
    if endpoint and endpoint["direction"] != "OUTBOUND":
        raise AwsError(f"InvalidRequestException: The direction of {endpoint.id} is {endpoint['direction']}.")


def vpc_has_one_rule_for_a_domain(world: World, association: Thing) -> None:
    """A VPC has one rule for a domain name."""
    domain = _domain(world, association)
    for other in world.of(association.kind, but=association):
        if (other["vpcId"], _domain(world, other)) == (association["vpcId"], domain):
            raise AwsError(
                "InvalidRequestException: Cannot associate rules with same domain name with same VPC. Conflict with "
                f"resolver rule {other['resolverRuleId']} ({domain})."
            )


def rule_leads_out_of_the_vpc(world: World, association: Thing) -> None:
    """A rule does not forward a VPC's questions to an inbound endpoint of the same VPC: they would never end."""
    rule = world.get(_RULE, association["resolverRuleId"])
    targets = {target.get("ip") for target in (rule["targetIps"] if rule else None) or []}
    for endpoint in world.of(_ENDPOINT):
        own = endpoint.outputs.get("hostVpcId") == association["vpcId"] and endpoint["direction"] != "OUTBOUND"
        if own and targets & {place["ip"] for place in endpoint.outputs.get("ipAddresses") or []}:
            raise AwsError(
                f"InvalidRequestException: [RSLVR-00804] Cannot associate rule {association['resolverRuleId']} to VPC "
                f"{association['vpcId']} because the VPC include an INBOUND resolver endpoints with rule's target IP."
            )


def _chosen(place: dict[str, str]) -> tuple[str, str]:
    return place["subnetId"], place["ip"]


def _domain(world: World, association: Thing) -> str:
    rule = world.get(_RULE, association["resolverRuleId"])
    return str(rule["domainName"]).rstrip(".").lower() if rule else ""
