"""Mistakes about security groups, prefix lists, endpoints and block public access."""

import json

from ..refusals import endpoints, security
from ..scene import S3, Scene
from . import mistake


@mistake("InvalidGroup.Duplicate", security.group_name_is_new)
def two_groups_of_one_name_in_a_vpc(s: Scene) -> None:
    home = s.vpc()
    s.group(home)
    s.group(home)


@mistake("InvalidParameterValue", security.group_name_is_new)
def a_group_name_that_looks_like_an_id(s: Scene) -> None:
    s.group(s.vpc(), name="sg-mine")


@mistake("InvalidParameterCombination", security.rule_has_one_source)
def a_rule_with_two_sources(s: Scene) -> None:
    s.rule(s.group(s.vpc()), prefixListId=s.prefixes("10.1.0.0/16").id)


@mistake("InvalidPermission.Duplicate", security.rule_is_new)
def a_rule_twice(s: Scene) -> None:
    group = s.group(s.vpc())
    s.rule(group)
    s.rule(group)


@mistake("RulesPerSecurityGroupLimitExceeded", security.group_has_room)
def a_prefix_list_that_fills_a_group(s: Scene) -> None:
    group = s.group(s.vpc())
    s.rule(group, cidrIpv4=None, prefixListId=s.prefixes(size=60).id)
    s.rule(group)


@mistake("RulesPerSecurityGroupLimitExceeded", security.list_fits_where_it_is_used)
def a_prefix_list_that_outgrows_its_group(s: Scene) -> None:
    prefixes = s.prefixes(size=60)
    s.rule(s.group(s.vpc()), cidrIpv4=None, prefixListId=prefixes.id)
    s.change(prefixes, maxEntries=61)


@mistake("PrefixListMaxEntriesExceeded", security.list_holds_its_entries)
def more_entries_than_a_prefix_list_holds(s: Scene) -> None:
    s.prefixes("10.1.0.0/16", "10.2.0.0/16", size=1)


@mistake("InvalidParameterValue", security.list_holds_its_entries)
def overlapping_prefix_list_entries(s: Scene) -> None:
    s.prefixes("10.1.0.0/16", "10.1.4.0/24")


@mistake("InvalidParameterValue", security.list_holds_its_entries)
def a_prefix_list_larger_than_1000(s: Scene) -> None:
    s.prefixes("10.1.0.0/16", size=1001)


@mistake("InvalidServiceName", endpoints.service_is_of_the_region)
def an_endpoint_of_another_regions_service(s: Scene) -> None:
    home = s.vpc()
    s.endpoint(home, s.subnet(home), serviceName="com.amazonaws.eu-west-1.bedrock-runtime")


@mistake("DuplicateSubnetsInSameZone", endpoints.type_fits)
def two_endpoint_subnets_in_one_zone(s: Scene) -> None:
    home = s.vpc()
    s.endpoint(home, s.subnet(home, 0), s.subnet(home, 1))


@mistake("InvalidParameter", endpoints.type_fits)
def a_gateway_endpoint_for_bedrock(s: Scene) -> None:
    s.endpoint(s.vpc(), vpcEndpointType="Gateway")


@mistake("InvalidParameter", endpoints.parts_are_of_the_vpc)
def an_endpoint_with_another_vpcs_group(s: Scene) -> None:
    home = s.vpc()
    s.endpoint(home, s.subnet(home), securityGroupIds=[s.group(s.vpc()).id])


@mistake("RouteAlreadyExists", endpoints.table_has_one_gateway_endpoint)
def two_gateway_endpoints_in_one_table(s: Scene) -> None:
    home = s.vpc()
    table = s.table(home)
    s.gateway_endpoint(home, table)
    s.gateway_endpoint(home, table)


@mistake("InvalidParameter", endpoints.private_dns_is_possible)
def private_dns_twice_in_a_vpc(s: Scene) -> None:
    home = s.vpc()
    for number in (0, 1):
        s.endpoint(home, s.subnet(home, number), privateDnsEnabled=True)


@mistake("InvalidParameter", endpoints.private_dns_is_possible)
def private_dns_without_dns_host_names(s: Scene) -> None:
    home = s.vpc(enableDnsHostnames=False)
    s.endpoint(home, s.subnet(home), privateDnsEnabled=True)


@mistake("InvalidPolicyDocument", endpoints.policy_is_valid)
def an_endpoint_policy_without_principal(s: Scene) -> None:
    policy = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    s.gateway_endpoint(s.vpc(), policy=json.dumps(policy))


@mistake("PolicyTooLarge", endpoints.policy_is_valid)
def an_endpoint_policy_over_its_size(s: Scene) -> None:
    s.gateway_endpoint(s.vpc(), serviceName=S3, policy=" " * 20481)


@mistake("Conflict", endpoints.one_owner_of_block_public_access)
def two_owners_of_block_public_access(s: Scene) -> None:
    for _ in range(2):
        s.make("ec2.VpcBlockPublicAccessOptions", internetGatewayBlockMode="block-bidirectional")


@mistake("InvalidParameterCombination", endpoints.exclusion_names_one)
def an_exclusion_of_nothing(s: Scene) -> None:
    s.make("ec2.VpcBlockPublicAccessExclusion", internetGatewayExclusionMode="allow-egress")
