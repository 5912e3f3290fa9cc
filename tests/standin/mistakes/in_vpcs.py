"""Mistakes inside of a VPC."""

from typing import Any

from ..refusals import vpc
from ..scene import OTHER, Scene
from ..world import Thing
from . import mistake


def route(s: Scene, table: Thing, transit: Thing | None, cidr: str = "10.9.0.0/16", **inputs: Any) -> Thing:
    """Make a VPC route."""
    target = transit.id if transit else None
    return s.make("ec2.Route", routeTableId=table.id, destinationCidrBlock=cidr, transitGatewayId=target, **inputs)


def acl(s: Scene, **inputs: Any) -> Thing:
    """Make a network ACL."""
    return s.make("ec2.NetworkAcl", vpcId=s.vpc().id, **inputs)


@mistake("InvalidVpc.Range", vpc.vpc_size)
def a_vpc_larger_than_16(s: Scene) -> None:
    s.vpc(cidrBlock="10.0.0.0/8")


@mistake("InvalidVpc.Range", vpc.vpc_size)
def a_vpc_with_host_bits(s: Scene) -> None:
    s.vpc(cidrBlock="10.0.0.1/16")


@mistake("InvalidVpc.Range", vpc.second_block_is_apart)
def a_second_block_over_the_first(s: Scene) -> None:
    s.make("ec2.VpcIpv4CidrBlockAssociation", vpcId=s.vpc().id, cidrBlock="10.0.128.0/20")


@mistake("InvalidSubnet.Range", vpc.subnet_lies_in_vpc)
def a_subnet_outside_of_its_vpc(s: Scene) -> None:
    s.subnet(s.vpc(), cidrBlock="10.1.0.0/24")


@mistake("InvalidSubnet.Conflict", vpc.subnet_overlaps_none)
def two_overlapping_subnets(s: Scene) -> None:
    home = s.vpc()
    s.subnet(home)
    s.subnet(home, cidrBlock="10.0.0.128/25")


@mistake("InvalidParameterValue", vpc.subnet_zone_exists)
def a_zone_of_another_region(s: Scene) -> None:
    s.subnet(s.vpc(), zone="euw1-az1")


@mistake("Resource.AlreadyAssociated", vpc.one_table_per_subnet)
def two_route_tables_for_one_subnet(s: Scene) -> None:
    home = s.vpc()
    subnet = s.subnet(home)
    for table in (s.table(home), s.table(home)):
        s.make("ec2.RouteTableAssociation", subnetId=subnet.id, routeTableId=table.id)


@mistake("InvalidParameterValue", vpc.one_table_per_subnet)
def a_route_table_of_another_vpc(s: Scene) -> None:
    s.make("ec2.RouteTableAssociation", subnetId=s.subnet(s.vpc()).id, routeTableId=s.table(s.vpc()).id)


@mistake("InvalidParameterCombination", vpc.route_is_whole)
def a_route_without_a_target(s: Scene) -> None:
    route(s, s.table(s.vpc()), None)


@mistake("RouteAlreadyExists", vpc.route_is_new)
def two_routes_for_one_destination(s: Scene) -> None:
    transit, home = s.transit(), s.vpc()
    s.attachment(transit, home, s.subnet(home))
    table = s.table(home)
    route(s, table, transit)
    route(s, table, transit)


@mistake("InvalidParameterValue", vpc.route_leaves_local_alone)
def a_route_for_the_vpcs_own_addresses(s: Scene) -> None:
    transit, home = s.transit(), s.vpc()
    s.attachment(transit, home, s.subnet(home))
    route(s, s.table(home), transit, cidr="10.0.4.0/24")


@mistake("InvalidTransitGatewayID.NotFound", vpc.route_has_attachment)
def a_route_to_a_gateway_that_is_not_attached(s: Scene) -> None:
    route(s, s.table(s.vpc()), s.transit())


@mistake("InvalidTransitGatewayID.NotFound", vpc.route_has_attachment)
def a_route_over_an_attachment_that_is_not_accepted(s: Scene) -> None:
    transit, home, _ = s.pending()
    route(s, s.table(home), transit, account=OTHER)


@mistake("NetworkAclEntryLimitExceeded", vpc.acl_is_small)
def a_network_acl_of_21_rules(s: Scene) -> None:
    acl(s, ingress=[{"ruleNo": number, "action": "allow"} for number in range(1, 22)])


@mistake("NetworkAclEntryAlreadyExists", vpc.acl_is_small)
def a_rule_number_used_twice(s: Scene) -> None:
    acl(s, egress=[{"ruleNo": 1, "action": action} for action in ("allow", "deny")])


@mistake("InvalidParameterValue", vpc.acl_is_small)
def a_network_acl_on_a_subnet_of_another_vpc(s: Scene) -> None:
    acl(s, subnetIds=[s.subnet(s.vpc()).id])
