"""References to what does not exist or is out of reach, and deletions of what is in use."""

from ..leftovers import leave
from ..scene import OTHER, REGION, Scene
from . import mistake


@mistake("InvalidVpcID.NotFound")
def a_vpc_that_never_was(s: Scene) -> None:
    s.make("ec2.Subnet", vpcId="vpc-0123456789abcdef0", cidrBlock="10.0.0.0/24")


@mistake("InvalidVpcID.NotFound")
def a_vpc_that_was_deleted(s: Scene) -> None:
    home = s.vpc()
    s.delete(home)
    s.subnet(home)


@mistake("InvalidSubnetID.NotFound")
def a_group_where_a_subnet_belongs(s: Scene) -> None:
    home = s.vpc()
    s.make("ec2.RouteTableAssociation", subnetId=s.group(home).id, routeTableId=s.table(home).id)


@mistake("InvalidVpcID.NotFound")
def a_vpc_of_another_region(s: Scene) -> None:
    s.group(s.vpc(region="eu-west-1"))


@mistake("InvalidVpcID.NotFound")
def a_vpc_of_another_account(s: Scene) -> None:
    s.make("ec2.RouteTable", account=OTHER, vpcId=s.vpc().id)


@mistake("InvalidVpcID.NotFound")
def a_zone_for_a_vpc_of_another_account(s: Scene) -> None:
    s.zone(s.vpc(account=OTHER))


@mistake("ResourceNotFoundException")
def a_route_to_an_internet_gateway(s: Scene) -> None:
    s.make("ec2.Route", routeTableId=s.table(s.vpc()).id, destinationCidrBlock="0.0.0.0/0", gatewayId="igw-1")


@mistake("InvalidTransitGatewayID.NotFound")
def a_gateway_that_is_not_shared(s: Scene) -> None:
    home = s.vpc(account=OTHER)
    s.attachment(s.transit(), home, s.subnet(home))


@mistake("ResourceNotFoundException")
def a_profile_that_is_not_shared(s: Scene) -> None:
    s.with_profile(s.vpc(account=OTHER), s.profile())


@mistake("InvalidPrefixListID.NotFound")
def a_reference_changed_to_nothing(s: Scene) -> None:
    rule = s.rule(s.group(s.vpc()), cidrIpv4=None, prefixListId=s.prefixes().id)
    s.change(rule, prefixListId="pl-0123456789abcdef0")


@mistake("DependencyViolation")
def deleting_a_vpc_with_a_subnet(s: Scene) -> None:
    home = s.vpc()
    s.subnet(home)
    s.delete(home)


@mistake("InvalidCidrBlock.InUse")
def removing_a_block_with_a_subnet(s: Scene) -> None:
    home = s.vpc()
    block = s.make("ec2.VpcIpv4CidrBlockAssociation", vpcId=home.id, cidrBlock="10.1.0.0/16")
    s.subnet(home, cidrBlock="10.1.0.0/24")
    s.delete(block)


@mistake("DependencyViolation")
def deleting_a_subnet_with_an_endpoint(s: Scene) -> None:
    home = s.vpc()
    subnet = s.subnet(home)
    s.endpoint(home, subnet)
    s.delete(subnet)


@mistake("DependencyViolation")
def deleting_a_subnet_with_an_attachment(s: Scene) -> None:
    home = s.vpc()
    subnet = s.subnet(home)
    s.attachment(s.transit(), home, subnet)
    s.delete(subnet)


@mistake("DependencyViolation")
def deleting_a_group_of_an_endpoint(s: Scene) -> None:
    home = s.vpc()
    group = s.group(home)
    s.endpoint(home, s.subnet(home), securityGroupIds=[group.id])
    s.delete(group)


@mistake("DependencyViolation")
def deleting_a_group_that_a_rule_names(s: Scene) -> None:
    home = s.vpc()
    peer = s.group(home, "peer")
    s.rule(s.group(home), cidrIpv4=None, referencedSecurityGroupId=peer.id)
    s.delete(peer)


@mistake("DependencyViolation")
def deleting_a_subnet_with_an_interface_of_a_service(s: Scene) -> None:
    home = s.vpc()
    subnet = s.subnet(home)
    leave(s.cloud.world, subnet.id, s.group(home).id)
    s.delete(subnet)


@mistake("DependencyViolation")
def deleting_a_group_on_an_interface_of_a_service(s: Scene) -> None:
    home = s.vpc()
    group = s.group(home)
    leave(s.cloud.world, s.subnet(home).id, group.id)
    s.delete(group)


@mistake("DependencyViolation")
def deleting_a_prefix_list_that_a_rule_names(s: Scene) -> None:
    prefixes = s.prefixes()
    s.rule(s.group(s.vpc()), cidrIpv4=None, prefixListId=prefixes.id)
    s.delete(prefixes)


@mistake("DependencyViolation")
def deleting_a_route_table_with_an_association(s: Scene) -> None:
    home = s.vpc()
    table = s.table(home)
    s.make("ec2.RouteTableAssociation", subnetId=s.subnet(home).id, routeTableId=table.id)
    s.delete(table)


@mistake("IncorrectState")
def deleting_a_gateway_with_an_attachment(s: Scene) -> None:
    s.delete(s.attached()[0])


@mistake("IncorrectState")
def deleting_a_gateway_table_with_an_association(s: Scene) -> None:
    _, table, attachment = s.attached()
    s.join("RouteTableAssociation", table, attachment)
    s.delete(table)


@mistake("IncorrectState")
def deleting_an_attachment_that_a_vpc_route_uses(s: Scene) -> None:
    transit, home = s.transit(), s.vpc()
    attachment = s.attachment(transit, home, s.subnet(home))
    given = {"destinationCidrBlock": "10.9.0.0/16", "transitGatewayId": transit.id}
    s.make("ec2.Route", routeTableId=s.table(home).id, **given)
    s.delete(attachment)


@mistake("HostedZoneNotEmpty")
def deleting_a_zone_with_a_record(s: Scene) -> None:
    zone = s.zone(s.vpc())
    s.record(zone)
    s.delete(zone)


@mistake("HostedZoneNotEmpty")
def deleting_a_zone_with_an_association(s: Scene) -> None:
    zone = s.zone(s.vpc())
    s.make("route53.ZoneAssociation", zoneId=zone.id, vpcId=s.vpc().id, vpcRegion=REGION)
    s.delete(zone)


@mistake("ConflictException")
def deleting_a_profile_with_an_association(s: Scene) -> None:
    profile = s.profile()
    s.with_profile(s.vpc(), profile)
    s.delete(profile)


@mistake("ConflictException")
def deleting_a_domain_list_in_use(s: Scene) -> None:
    group, domains = s.firewall()
    s.firewall_rule(group, domains)
    s.delete(domains)


@mistake("AccessDeniedException")
def deleting_a_protected_rule_group_association(s: Scene) -> None:
    s.delete(s.guard(s.vpc(), s.firewall()[0], mutationProtection="ENABLED"))


@mistake("InvalidStateTransitionException")
def deleting_a_share_with_a_principal(s: Scene) -> None:
    s.delete(s.share(s.transit())[0])


@mistake("ConflictException")
def ending_a_share_that_an_attachment_lives_on(s: Scene) -> None:
    s.pending()
    s.delete(s.cloud.world.of("ram.PrincipalAssociation")[0])
