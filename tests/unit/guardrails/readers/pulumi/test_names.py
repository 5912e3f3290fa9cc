"""Hosted zones, records, Profiles, Resolver and DNS Firewall."""

from __future__ import annotations

from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import UNKNOWN, depends_on, doubts, made, read, subnet, vpc

from transit_guardrails.model.names import (
    FirewallAssociation,
    FirewallRule,
    ProfileAssociation,
    ProfileResource,
    Record,
    ResolverRule,
    Zone,
)
from transit_guardrails.readers.resource import Resource

V = vpc()
HOST = "bedrock.eu-west-1.amazonaws.com"
ZONE = made("route53:Zone", "z", name=f"{HOST.upper()}.", vpcs=[{"vpcId": V}])
E = made("ec2:VpcEndpoint", "e", vpcId=V, vpcEndpointType="Gateway", serviceName="s")
F = made("ec2:VpcEndpoint", "f", vpcId=V, vpcEndpointType="Gateway", serviceName="s")
PROFILE = made("route53:ProfilesProfile", "p", name="profile")
GROUP = made("route53:ResolverFirewallRuleGroup", "fw", name="fw")


def test_a_zone_with_vpcs_is_private_and_answers_in_them() -> None:
    network = read(V, ZONE)
    assert network.zones == {ZONE.urn: Zone(ZONE.urn, HOST, True)}
    assert {(each.zone, each.vpc) for each in network.zone_associations.values()} == {(ZONE.urn, V.urn)}


def test_a_zone_without_vpcs_is_public() -> None:
    assert read(made("route53:Zone", "z", name="example.org")).zones[ZONE.urn].private is False


def test_a_zone_association_adds_a_vpc() -> None:
    other = vpc("w", "10.1.0.0/16")
    more = made("route53:ZoneAssociation", "za", zoneId=ZONE, vpcId=other)
    found = read(V, other, ZONE, more).zone_associations.values()
    assert {(each.zone, each.vpc) for each in found} == {(ZONE.urn, V.urn), (ZONE.urn, other.urn)}


def test_a_zone_of_unknown_vpcs_touches_every_vpc() -> None:
    network = read(V, made("route53:Zone", "z", name=HOST, vpcs=[{"vpcId": UNKNOWN}]))
    assert doubts(network) == {("z", "vpcs", frozenset({"z", "v"}))}


@pytest.mark.parametrize("known", [True, False])
def test_vpcs_of_a_zone_that_are_unknown_as_a_whole_are_those_that_it_depends_on(known: bool) -> None:
    other = vpc("w", "10.1.0.0/16")
    zone = made("route53:Zone", "z", name=HOST, vpcs=UNKNOWN)
    network = read(V, other, depends_on(zone, "vpcs", V) if known else zone)
    assert network.zones[zone.urn].private is True
    assert [each.vpc for each in network.zone_associations.values()] == ([V.urn] if known else [])
    assert doubts(network) == (set() if known else {("z", "vpcs", frozenset({"z", "v", "w"}))})


def _record(**more: Any) -> Resource:
    return made("route53:Record", "r", **{"zoneId": ZONE, "name": HOST, "type": "A", **more})


def _alias(endpoint: Any) -> list[dict[str, Any]]:
    return [{"name": endpoint, "zoneId": endpoint, "evaluateTargetHealth": False}]


def test_an_alias_leads_to_the_one_endpoint_that_it_depends_on() -> None:
    record = _record(aliases=_alias(E))
    network = read(V, ZONE, E, record)
    assert network.records == {record.urn: Record(record.urn, ZONE.urn, HOST, "A", E.urn)}
    assert network.doubts == []


def test_an_alias_that_mixes_two_endpoints_is_a_doubt_about_both() -> None:
    record = _record(aliases=[{"name": E, "zoneId": F}])
    assert doubts(read(V, ZONE, E, F, record)) == {("r", "aliases", frozenset({"r", "z", "e", "f"}))}


def test_an_alias_that_also_depends_on_something_else_is_a_doubt() -> None:
    record = depends_on(_record(aliases=_alias(E)), "aliases", E, made("iam:AccessKey", "k", user="x"))
    assert doubts(read(V, ZONE, E, record)) == {("r", "aliases", frozenset({"r", "z", "e"}))}


def test_a_known_alias_is_the_endpoint_of_that_name() -> None:
    names = {"dnsEntries": [{"dnsName": "vpce-1.example.", "hostedZoneId": "Z1"}]}
    one = made("ec2:VpcEndpoint", "e", vpcId=V, serviceName="s", outputs=names)
    found = read(V, ZONE, one, _record(aliases=[{"name": "VPCE-1.example", "zoneId": "Z1"}]))
    assert found.records[_record().urn].endpoint == one.urn
    assert found.endpoints[one.urn].dns_names == ("vpce-1.example",)


def test_an_alias_to_something_else_keeps_its_name() -> None:
    found = read(V, ZONE, E, _record(aliases=[{"name": "elb.example.", "zoneId": "Z1"}])).records[_record().urn]
    assert (found.endpoint, found.values) == (None, ("elb.example",))


@pytest.mark.parametrize(("stated", "full"), [("www", f"www.{HOST}"), ("", HOST), (f"*.{HOST}.", f"*.{HOST}")])
def test_a_records_name_is_completed_with_its_zones(stated: str, full: str) -> None:
    assert read(V, ZONE, _record(name=stated, records=["10.0.0.1"])).records[_record().urn].name == full


@pytest.mark.parametrize(
    "broken", [{"name": UNKNOWN}, {"type": UNKNOWN}, {"records": [UNKNOWN]}, {"weightedRoutingPolicies": [{}]}]
)
def test_a_record_that_is_not_wholly_known_touches_its_zone(broken: dict[str, Any]) -> None:
    found = doubts(read(V, ZONE, _record(**{"records": ["10.0.0.1"], **broken})))
    assert found == {("r", next(iter(broken)), frozenset({"r", "z"}))}


def test_a_profile_serves_a_vpc_with_zones_and_a_firewall() -> None:
    serves = made("route53:ProfilesAssociation", "pa", profileId=PROFILE, resourceId=V)
    zone = made("route53:ProfilesResourceAssociation", "1", profileId=PROFILE, resourceArn=ZONE)
    wall = made(
        "route53:ProfilesResourceAssociation",
        "2",
        profileId=PROFILE,
        resourceArn=GROUP,
        resourceProperties='{"priority":101}',
    )
    network = read(V, ZONE, GROUP, PROFILE, serves, zone, wall)
    assert network.profiles == {PROFILE.urn: "profile"}
    assert network.profile_associations == {serves.urn: ProfileAssociation(serves.urn, PROFILE.urn, V.urn)}
    assert network.profile_resources == {
        zone.urn: ProfileResource(zone.urn, PROFILE.urn, "zone", ZONE.urn),
        wall.urn: ProfileResource(wall.urn, PROFILE.urn, "firewall", GROUP.urn, 101),
    }
    assert network.doubts == []


def test_what_is_unknown_on_a_profile_touches_the_profile() -> None:
    found = made("route53:ProfilesResourceAssociation", "1", profileId=PROFILE, resourceArn="arn:aws:x")
    network = read(PROFILE, found)
    assert network.profile_resources[found.urn].kind == "unknown"
    assert doubts(network) == {("1", "resourceArn", frozenset({"1", "p"}))}


@pytest.mark.parametrize("properties", [None, UNKNOWN, "{", "[]", '{"priority": "x"}'])
def test_a_firewall_on_a_profile_without_a_known_priority_is_a_doubt(properties: object) -> None:
    stated = {"profileId": PROFILE, "resourceArn": GROUP, "resourceProperties": properties}
    found = doubts(read(PROFILE, GROUP, made("route53:ProfilesResourceAssociation", "1", **stated)))
    assert found == {("1", "resourceProperties", frozenset({"1", "p"}))}


@pytest.mark.parametrize(
    ("kind", "forwards"), [("FORWARD", True), ("DELEGATE", True), ("SYSTEM", False), (UNKNOWN, True)]
)
def test_a_resolver_rule_forwards_unless_resolver_answers_itself(kind: object, forwards: bool) -> None:
    rule = made("route53:ResolverRule", "rr", domainName="Corp.example.", ruleType=kind)
    assert read(rule).resolver_rules == {rule.urn: ResolverRule(rule.urn, "corp.example", forwards)}


def test_a_rule_of_another_stack_on_a_vpc_is_a_doubt_about_the_vpc() -> None:
    found = made("route53:ResolverRuleAssociation", "ra", vpcId=V, resolverRuleId="rslvr-rr-9")
    assert {touches for _, _, touches in doubts(read(V, found))} == {frozenset({"ra", "v"})}


@pytest.mark.parametrize(("direction", "outbound"), [("INBOUND", False), ("OUTBOUND", True), (UNKNOWN, True)])
def test_a_resolver_endpoint_is_in_the_set_of_its_subnets(direction: object, outbound: bool) -> None:
    one, two = subnet(V, "one"), subnet(V, "two", "10.0.1.0/24")
    addresses = [{"subnetId": one}, {"subnetId": two}]
    found = made("route53:ResolverEndpoint", "re", direction=direction, ipAddresses=addresses, securityGroupIds=[])
    record = read(V, one, two, found).resolver_endpoints[found.urn]
    assert (record.outbound, record.subnets) == (outbound, (one.urn, two.urn))


def _wall(**more: Any) -> Resource:
    stated = {"firewallRuleGroupId": GROUP, "firewallDomainListId": NAMES, "priority": 100, "action": "ALLOW"}
    return made("route53:ResolverFirewallRule", "fr", **{**stated, **more})


NAMES = made("route53:ResolverFirewallDomainList", "dl", domains=["B.example.", "a.example"])


def test_a_firewall_rule_has_the_names_of_its_list() -> None:
    network = read(GROUP, NAMES, _wall())
    assert network.firewall_rules == {
        _wall().urn: FirewallRule(_wall().urn, GROUP.urn, 100, "ALLOW", ("a.example", "b.example"))
    }
    assert network.doubts == []


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        ({"firewallDomainListId": "rslvr-fdl-9"}, "firewallDomainListId"),
        ({"priority": UNKNOWN}, "priority"),
        ({"action": "MAYBE"}, "action"),
        ({"qType": "TXT"}, "qType"),
        ({"dnsThreatProtection": "DGA"}, "dnsThreatProtection"),
    ],
)
def test_a_firewall_rule_that_is_not_wholly_known_touches_its_group(broken: dict[str, Any], key: str) -> None:
    assert doubts(read(GROUP, NAMES, _wall(**broken))) == {("fr", key, frozenset({"fr", "fw"}))}


def test_names_of_a_list_that_are_not_known_touch_the_rule_and_its_group() -> None:
    unknown = made("route53:ResolverFirewallDomainList", "dl", domains=[UNKNOWN])
    assert doubts(read(GROUP, unknown, _wall())) == {("dl", "domains", frozenset({"dl", "fr", "fw"}))}


def test_a_firewall_filters_a_vpc() -> None:
    found = made("route53:ResolverFirewallRuleGroupAssociation", "fa", firewallRuleGroupId=GROUP, vpcId=V, priority=101)
    assert read(V, GROUP, found).firewall_associations == {
        found.urn: FirewallAssociation(found.urn, GROUP.urn, V.urn, 101)
    }
