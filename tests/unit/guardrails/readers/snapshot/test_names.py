"""DNS and bucket policies, one fact at a time."""

from __future__ import annotations

from transit_guardrails.model.names import FirewallRule, ResolverRule

ENDPOINT = {
    "VpcEndpointId": "vpce-1",
    "VpcEndpointType": "Interface",
    "State": "available",
    "VpcId": "vpc-1",
    "ServiceName": "com.amazonaws.eu-west-1.sts",
    "SubnetIds": ["subnet-a"],
    "Groups": [{"GroupId": "sg-1"}],
    "DnsEntries": [{"DnsName": "vpce-1-x.sts.eu-west-1.vpce.amazonaws.com"}],
}


def _resolving(snapshot):
    """The VPC with DNS on, and Amazon's name server."""
    snapshot.answers["Vpcs"][0]["DhcpOptionsId"] = "dopt-1"
    servers = {"Key": "domain-name-servers", "Values": [{"Value": "AmazonProvidedDNS"}]}
    snapshot.add("DhcpOptions", {"DhcpOptionsId": "dopt-1", "DhcpConfigurations": [servers]})
    on = {"EnableDnsSupport": {"Value": True}, "EnableDnsHostnames": {"Value": False}}
    return snapshot.add("VpcAttributes", {"VpcId": "vpc-1", **on})


def _zone(snapshot, *records):
    zone = {"Id": "/hostedzone/Z1", "Name": "STS.example.com.", "Config": {"PrivateZone": True}}
    snapshot.add("HostedZones", {"HostedZone": zone, "VPCs": [{"VPCId": "vpc-1", "VPCRegion": "eu-west-1"}]})
    return snapshot.add("ResourceRecordSets", {"HostedZoneId": "Z1", "ResourceRecordSets": list(records)})


def test_alias_to_an_endpoints_own_name_is_that_endpoint(snapshot) -> None:
    alias = {"HostedZoneId": "Z9", "DNSName": "VPCE-1-x.sts.eu-west-1.vpce.amazonaws.com."}
    _zone(
        _resolving(snapshot).add("VpcEndpoints", ENDPOINT),
        {"Name": "\\052.sts.example.com.", "Type": "A", "AliasTarget": alias},
    )
    network = snapshot.read()
    assert (network.zones["Z1"].name, network.zones["Z1"].private) == ("sts.example.com", True)
    assert [(z.zone, z.vpc) for z in network.zone_associations.values()] == [("Z1", "vpc-1")]
    [record] = network.records.values()
    assert (record.name, record.type, record.endpoint, record.values) == ("*.sts.example.com", "A", "vpce-1", ())
    assert network.vpcs["vpc-1"].dns_hostnames is False
    assert network.doubts == []


def test_other_records_keep_their_values(snapshot) -> None:
    alias = {"HostedZoneId": "Z9", "DNSName": "elsewhere.example.org."}
    plain = {"Name": "b.sts.example.com", "Type": "A", "ResourceRecords": [{"Value": "10.0.1.9"}]}
    _zone(_resolving(snapshot), {"Name": "a.sts.example.com", "Type": "A", "AliasTarget": alias}, plain)
    assert {r.name: r.values for r in snapshot.read().records.values()} == {
        "a.sts.example.com": ("elsewhere.example.org",),
        "b.sts.example.com": ("10.0.1.9",),
    }


def test_zone_without_its_records_and_vpc_without_dns_settings_are_in_doubt(snapshot, touched) -> None:
    del _zone(snapshot).answers["ResourceRecordSets"]
    assert touched(snapshot.read()) == {
        ("Z1", "ResourceRecordSets"): ("Z1",),
        ("vpc-1", "EnableDnsSupport"): ("VpcAttributes", "Z1/vpc-1"),
        ("vpc-1", "EnableDnsHostnames"): ("VpcAttributes", "Z1/vpc-1"),
        ("vpc-1", "name servers"): ("DhcpOptions", "Z1/vpc-1"),
    }


def test_another_name_server_is_in_doubt(snapshot, touched) -> None:
    _zone(_resolving(snapshot)).answers["DhcpOptions"][0]["DhcpConfigurations"][0]["Values"] = [{"Value": "10.0.0.9"}]
    assert touched(snapshot.read()) == {("vpc-1", "name servers"): ("DhcpOptions", "Z1/vpc-1")}


def test_profile_carries_zones_and_firewalls_to_its_vpcs(snapshot) -> None:
    _zone(_resolving(snapshot)).add("Profiles", {"Id": "rp-1", "Name": "prod"})
    use = {"Id": "rpa-1", "ProfileId": "rp-1", "ResourceId": "vpc-1", "Status": "COMPLETE"}
    snapshot.add("ProfileAssociations", use, {**use, "Id": "rpa-2", "Status": "DELETED"})
    group = "arn:aws:route53resolver:eu-west-1:111122223333:firewall-rule-group/frg-1"
    on = {"ProfileId": "rp-1", "Status": "COMPLETE"}
    snapshot.add("ProfileResourceAssociations", {**on, "Id": "rpr-1", "ResourceArn": "arn:aws:route53:::hostedzone/Z1"})
    snapshot.add(
        "ProfileResourceAssociations",
        {**on, "Id": "rpr-2", "ResourceArn": group, "ResourceProperties": '{"priority": 101}'},
    )
    snapshot.add("FirewallDomains", {"FirewallDomainListId": "fdl-1", "Domains": ["Example.com.", "*.example.com."]})
    rule = {"FirewallRuleGroupId": "frg-1", "FirewallDomainListId": "fdl-1", "Priority": 1, "Action": "ALLOW"}
    network = snapshot.add("FirewallRules", rule).read()
    assert network.profiles == {"rp-1": "prod"}
    assert {(a.profile, a.vpc) for a in network.profile_associations.values()} == {("rp-1", "vpc-1")}
    found = {(r.kind, r.resource, r.priority) for r in network.profile_resources.values()}
    assert found == {("zone", "Z1", None), ("firewall", "frg-1", 101)}
    expected = FirewallRule("frg-1/fdl-1", "frg-1", 1, "ALLOW", ("*.example.com", "example.com"))
    assert list(network.firewall_rules.values()) == [expected]
    assert network.doubts == []


def test_firewall_rule_whose_domains_nobody_told_is_in_doubt(snapshot, touched) -> None:
    rule = {"FirewallRuleGroupId": "frg-1", "FirewallDomainListId": "fdl-9", "Priority": 1, "Action": "BLOCK"}
    snapshot.add("FirewallRules", rule)
    assert touched(snapshot.read()) == {("frg-1/fdl-9", "FirewallDomainListId"): ("frg-1", "frg-1/fdl-9")}


def test_resolver_rules_endpoints_and_associations(snapshot, touched) -> None:
    _resolving(snapshot).add("ResolverRules", {"Id": "rr-1", "DomainName": "Corp.example.", "RuleType": "FORWARD"})
    snapshot.add("ResolverRules", {"Id": "rr-2", "DomainName": ".", "RuleType": "RECURSIVE"})
    use = {"Id": "rra-1", "ResolverRuleId": "rr-1", "VPCId": "vpc-1", "Status": "COMPLETE"}
    snapshot.add("ResolverRuleAssociations", use)
    point = {"Id": "in-1", "Direction": "INBOUND", "Status": "OPERATIONAL", "SecurityGroupIds": ["sg-1"]}
    snapshot.add("ResolverEndpoints", {**point, "HostVPCId": "vpc-1"}, {**point, "Id": "out-1", "HostVPCId": "vpc-1"})
    snapshot.answers["ResolverEndpoints"][1]["Direction"] = "OUTBOUND"
    snapshot.add(
        "ResolverEndpointIpAddresses", {"ResolverEndpointId": "in-1", "IpAddresses": [{"SubnetId": "subnet-a"}]}
    )
    network = snapshot.read()
    rules = (ResolverRule("rr-1", "corp.example", True), ResolverRule("rr-2", "", False))
    assert tuple(network.resolver_rules.values()) == rules
    assert [(a.rule, a.vpc) for a in network.resolver_rule_associations.values()] == [("rr-1", "vpc-1")]
    found = {e.id: (e.outbound, e.subnets) for e in network.resolver_endpoints.values()}
    assert found == {"in-1": (False, ("subnet-a",)), "out-1": (True, ())}
    assert touched(network) == {("out-1", "IpAddresses"): ("out-1", "vpc-1")}


def test_bucket_has_its_policy_and_the_settings_that_are_on(snapshot) -> None:
    block = {"BlockPublicAcls": True, "BlockPublicPolicy": False}
    snapshot.add("BucketPolicies", {"Bucket": "b", "Policy": "{}", "PublicAccessBlockConfiguration": block})
    found = snapshot.add("BucketPolicies", {"Bucket": "c"}).read().buckets
    assert (found["b"].policies, found["b"].blocked) == ((("b", "{}"),), frozenset({"BlockPublicAcls"}))
    assert (found["c"].policies, found["c"].blocked) == ((), frozenset())
