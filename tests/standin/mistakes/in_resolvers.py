"""Mistakes about Resolver endpoints, forwarding rules and alarms."""

from ..links import alarm, forward, outbound, resolver, use_rule
from ..refusals import alarms
from ..refusals import resolver as resolvers
from ..scene import OTHER, Scene
from ..world import Thing
from . import mistake


def places(s: Scene, vpc: Thing) -> tuple[Thing, Thing]:
    """Make two subnets of two zones."""
    return s.subnet(vpc, 0), s.subnet(vpc, 1, "use1-az2")


@mistake("InvalidRequestException", resolvers.endpoint_has_two_addresses)
def an_endpoint_with_one_address(s: Scene) -> None:
    home = s.vpc()
    resolver(s, home, s.subnet(home))


@mistake("InvalidRequestException", resolvers.endpoint_has_two_addresses)
def an_address_taken_away(s: Scene) -> None:
    home = s.vpc()
    endpoint = resolver(s, home, *places(s, home))
    s.change(endpoint, ipAddresses=endpoint["ipAddresses"][:1])


@mistake("InvalidRequestException", resolvers.endpoint_stands_in_one_vpc)
def a_security_group_of_another_vpc(s: Scene) -> None:
    home = s.vpc()
    resolver(s, s.vpc(), *places(s, home))


@mistake("InvalidRequestException", resolvers.endpoint_stands_in_one_vpc)
def subnets_of_two_vpcs(s: Scene) -> None:
    home, other = s.vpc(), s.vpc()
    resolver(s, home, s.subnet(home), s.subnet(other))


@mistake("InvalidRequestException", resolvers.addresses_lie_in_their_subnets)
def an_address_outside_of_its_subnet(s: Scene) -> None:
    home = s.vpc()
    one, other = places(s, home)
    resolver(s, home, ipAddresses=[{"subnetId": one.id}, {"subnetId": other.id, "ip": "10.0.0.10"}])


@mistake("InvalidRequestException", resolvers.addresses_lie_in_their_subnets)
def an_address_twice(s: Scene) -> None:
    home = s.vpc()
    chosen = {"subnetId": s.subnet(home).id, "ip": "10.0.0.10"}
    resolver(s, home, ipAddresses=[chosen, chosen])


@mistake("InvalidRequestException", resolvers.rule_fits_its_type)
def forwarding_through_an_inbound_endpoint(s: Scene) -> None:
    home = s.vpc()
    forward(s, resolver(s, home, *places(s, home)))


@mistake("InvalidRequestException", resolvers.rule_fits_its_type)
def forwarding_to_nobody(s: Scene) -> None:
    forward(s, outbound(s), targetIps=None)


@mistake("InvalidRequestException", resolvers.vpc_has_one_rule_for_a_domain)
def two_rules_for_one_domain_on_a_vpc(s: Scene) -> None:
    endpoint, home = outbound(s), s.vpc()
    use_rule(s, forward(s, endpoint), home)
    use_rule(s, forward(s, endpoint, domain="Corp.example."), home)


@mistake("InvalidRequestException", resolvers.rule_leads_out_of_the_vpc)
def a_rule_that_leads_back_into_its_vpc(s: Scene) -> None:
    home = s.vpc()
    inbound = resolver(s, home, *places(s, home))
    use_rule(s, forward(s, outbound(s), target=inbound.outputs["ipAddresses"][0]["ip"]), home)


@mistake("ResourceNotFoundException")
def a_rule_that_is_not_shared(s: Scene) -> None:
    use_rule(s, forward(s, outbound(s)), s.vpc(account=OTHER))


@mistake("DependencyViolation")
def deleting_a_subnet_with_a_resolver_endpoint(s: Scene) -> None:
    home = s.vpc()
    one, other = places(s, home)
    resolver(s, home, one, other)
    s.delete(other)


@mistake("DependencyViolation")
def deleting_a_group_of_a_resolver_endpoint(s: Scene) -> None:
    home = s.vpc()
    resolver(s, home, *places(s, home))
    s.delete(s.cloud.world.of("ec2.SecurityGroup")[0])


@mistake("InvalidRequestException")
def deleting_an_endpoint_that_a_rule_uses(s: Scene) -> None:
    endpoint = outbound(s)
    forward(s, endpoint)
    s.delete(endpoint)


@mistake("ResourceInUseException")
def deleting_a_rule_that_a_vpc_uses(s: Scene) -> None:
    rule = forward(s, outbound(s))
    use_rule(s, rule, s.vpc())
    s.delete(rule)


@mistake("ValidationError", alarms.alarm_watches_something)
def an_alarm_without_a_statistic(s: Scene) -> None:
    alarm(s, statistic=None)


@mistake("ValidationError", alarms.alarm_looks_back_a_day_at_most)
def an_alarm_that_looks_back_two_days(s: Scene) -> None:
    alarm(s, period=3600, evaluationPeriods=48)


@mistake("ResourceAlreadyExists")
def two_alarms_of_one_name(s: Scene) -> None:
    alarm(s)
    alarm(s)
