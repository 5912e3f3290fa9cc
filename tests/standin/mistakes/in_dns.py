"""Mistakes about zones, records, Profiles and DNS Firewall."""

from ..refusals import dns
from ..scene import OTHER, REGION, Scene
from . import mistake


@mistake("InvalidVPCId", dns.vpc_is_in_the_named_region)
def a_zone_that_names_another_region(s: Scene) -> None:
    s.make("route53.Zone", name="example.com", vpcs=[{"vpcId": s.vpc().id, "vpcRegion": "eu-west-1"}])


@mistake("ConflictingDomainExists", dns.zone_names_differ_in_a_vpc)
def two_zones_of_one_name_in_a_vpc(s: Scene) -> None:
    home = s.vpc()
    s.zone(home)
    s.zone(home)


@mistake("ConflictingDomainExists", dns.zone_names_differ_in_a_vpc)
def a_second_zone_of_one_name_associated_later(s: Scene) -> None:
    home = s.vpc()
    s.zone(home)
    other = s.zone(s.vpc())
    s.make("route53.ZoneAssociation", zoneId=other.id, vpcId=home.id, vpcRegion=REGION)


@mistake("NotAuthorizedException", dns.association_is_authorized)
def another_accounts_zone_without_authorization(s: Scene) -> None:
    zone, guest = s.zone(s.vpc()), s.vpc(account=OTHER)
    s.make("route53.ZoneAssociation", account=OTHER, zoneId=zone.id, vpcId=guest.id, vpcRegion=REGION)


@mistake("InvalidChangeBatch", dns.record_is_in_its_zone)
def a_record_twice(s: Scene) -> None:
    zone = s.zone(s.vpc())
    s.record(zone, name="a.example.com", setIdentifier="one")
    s.record(zone, name="a", setIdentifier="one")


@mistake("InvalidInput", dns.alias_names_one_endpoint)
def a_record_without_a_value(s: Scene) -> None:
    s.record(s.zone(s.vpc()), records=None)


@mistake("InvalidChangeBatch", dns.alias_names_one_endpoint)
def an_alias_that_mixes_two_endpoints(s: Scene) -> None:
    home = s.vpc()
    endpoint = s.endpoint(home, s.subnet(home))
    alias = {"name": endpoint.outputs["dnsEntries"][0]["dnsName"], "zoneId": "ZSOMEOTHER"}
    s.record(s.zone(home), records=None, ttl=None, aliases=[alias])


@mistake("ConflictException", dns.vpc_has_one_profile)
def two_profiles_on_one_vpc(s: Scene) -> None:
    home = s.vpc()
    s.with_profile(home, s.profile())
    s.with_profile(home, s.profile())


@mistake("ResourceExistsException", dns.profile_holds_once)
def a_zone_twice_on_a_profile(s: Scene) -> None:
    profile, zone = s.profile(), s.zone(s.vpc())
    s.on_profile(profile, zone)
    s.on_profile(profile, zone)


@mistake("InvalidParameterException", dns.profile_zone_is_private)
def a_public_zone_on_a_profile(s: Scene) -> None:
    s.on_profile(s.profile(), s.make("route53.Zone", name="example.com"))


@mistake("ConflictException", dns.firewall_rule_is_new)
def two_firewall_rules_of_one_priority(s: Scene) -> None:
    group, domains = s.firewall()
    s.firewall_rule(group, domains)
    s.firewall_rule(group, s.domains())


@mistake("ConflictException", dns.firewall_rule_is_new)
def two_firewall_rules_for_one_list(s: Scene) -> None:
    group, domains = s.firewall()
    s.firewall_rule(group, domains)
    s.firewall_rule(group, domains, priority=2)


@mistake("ValidationException", dns.firewall_rule_is_new)
def a_blocking_rule_without_a_response(s: Scene) -> None:
    s.firewall_rule(*s.firewall(), action="BLOCK")


@mistake("ConflictException", dns.firewall_association_is_new)
def two_rule_groups_of_one_priority(s: Scene) -> None:
    home = s.vpc()
    for _ in range(2):
        s.guard(home, s.firewall()[0])


@mistake("ValidationException", dns.firewall_association_is_new)
def a_priority_that_is_reserved(s: Scene) -> None:
    s.guard(s.vpc(), s.firewall()[0], priority=100)
