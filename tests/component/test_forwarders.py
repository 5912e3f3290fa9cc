"""What carries a view's queries to on-premises servers: where it stands, what it may reach, who is handed its rules."""

from collections import Counter

from component.graph import aws, kind, one, recording, target, targets
from component.test_components_alone import alone
from component.test_growth import changed_inputs
from component.test_order import awaited_names

from bedrock_transit.view_forwarder import ViewForwarder

NAME = "us-east-1-prod-forwarder"
CORP, INTERNAL = "corp.acme.example", "acme.internal"
SERVERS = ["172.16.0.53", "172.16.1.53"]


def test_domains_add_resources_and_change_the_firewalls_list_alone() -> None:
    before, after = recording("hybrid"), recording("forwarding")
    assert before.resources.keys() < after.resources.keys()
    assert changed_inputs(before, after) == {("route53.ResolverFirewallDomainList", "domains")}
    new = [after.resources[urn] for urn in after.resources.keys() - before.resources.keys()]
    assert dict(Counter(kind(r) for r in new if r.custom)) == {
        "ec2.ManagedPrefixList": 1,
        "ec2.Route": 1,
        "ec2.SecurityGroup": 1,
        "vpc.SecurityGroupEgressRule": 2,
        "route53.ResolverEndpoint": 1,
        "route53.ResolverRule": 2,
        "route53.ProfilesResourceAssociation": 2,
        "route53.Zone": 2,
    }
    assert [(r.type, r.name) for r in new if not r.custom] == [("bedrock-transit:index:ViewForwarder", NAME)]


def test_the_firewall_passes_a_domain_and_all_below_it_in_its_own_view() -> None:
    before, after = recording("hybrid"), recording("forwarding")
    more = {f"{star}{domain}." for star in ("", "*.") for domain in (CORP, INTERNAL)}
    for segment, added in (("prod", more), ("nonprod", set())):
        name = f"us-east-1-{segment}-view-allow"
        lists = [
            set(r.inputs["domains"])
            for found in (before, after)
            for r in aws(found, "route53.ResolverFirewallDomainList")
            if r.name == name
        ]
        assert lists[1] - lists[0] == added
        assert lists[0] <= lists[1]


def test_route_and_group_lead_to_the_servers_alone() -> None:
    found = recording("forwarding")
    servers = one(found, f"{NAME}-servers")
    assert [(e["description"], e["cidr"]) for e in servers.inputs["entries"]] == [
        ("datacenter", f"{server}/32") for server in [*SERVERS, "172.16.9.53"]
    ]
    route = one(found, f"{NAME}-route")
    assert target(found, route, "destinationPrefixListId") == servers
    assert target(found, route, "routeTableId").name == "us-east-1-prod-resolver-rt"
    assert "us-east-1-prod-resolver-association" in awaited_names(
        found, route, "ec2transitgateway.RouteTableAssociation"
    )
    group = one(found, f"{NAME}-sg")
    rules = [r for r in aws(found) if "securityGroupId" in r.inputs and target(found, r, "securityGroupId") == group]
    assert {(kind(r), r.inputs["ipProtocol"], r.inputs["fromPort"], r.inputs["toPort"]) for r in rules} == {
        ("vpc.SecurityGroupEgressRule", "tcp", 53, 53),
        ("vpc.SecurityGroupEgressRule", "udp", 53, 53),
    }
    assert {target(found, r, "prefixListId").name for r in rules} == {servers.name}


def test_the_endpoint_stands_beside_the_views_inbound_one() -> None:
    found = recording("forwarding")
    endpoint, inbound = one(found, f"{NAME}-endpoint"), one(found, "us-east-1-prod-resolver-endpoint")
    assert (endpoint.inputs["direction"], endpoint.inputs["protocols"]) == ("OUTBOUND", ["Do53"])
    assert [a["ip"] for a in endpoint.inputs["ipAddresses"]] == ["10.64.16.139", "10.64.16.155"]
    assert targets(found, endpoint, "ipAddresses") == targets(found, inbound, "ipAddresses")
    assert [t.name for t in targets(found, endpoint, "securityGroupIds")] == [f"{NAME}-sg"]


def test_each_domain_has_a_rule_on_its_segments_profile_alone() -> None:
    found = recording("forwarding")
    rules = {r.inputs["domainName"]: r for r in aws(found, "route53.ResolverRule")}
    assert {domain: [t["ip"] for t in r.inputs["targetIps"]] for domain, r in rules.items()} == {
        CORP: SERVERS,
        INTERNAL: ["172.16.9.53"],
    }
    assert {r.inputs["ruleType"] for r in rules.values()} == {"FORWARD"}
    assert {target(found, r, "resolverEndpointId").name for r in rules.values()} == {f"{NAME}-endpoint"}
    on = {
        target(found, r, "resourceArn").name: target(found, r, "profileId").name
        for r in aws(found, "route53.ProfilesResourceAssociation")
    }
    assert {on[rule.name] for rule in rules.values()} == {"us-east-1-prod-view-profile"}
    assert aws(found, "route53.ResolverRuleAssociation") == []


def test_who_asks_from_outside_is_told_that_aws_has_no_such_name() -> None:
    """An empty zone in the anchor VPC, on no Profile."""
    found = recording("forwarding")
    zones = {r.inputs["name"]: r for r in aws(found, "route53.Zone") if r.name.startswith(NAME)}
    assert sorted(zones) == [INTERNAL, CORP]
    assert {target(found, zone, "vpcs").name for zone in zones.values()} == {"us-east-1-prod-view-anchor-vpc"}
    used = {t.urn for r in aws(found) for key in ("zoneId", "resourceArn") for t in targets(found, r, key)}
    assert used.isdisjoint(zone.urn for zone in zones.values())


def test_what_is_forwarded_is_registered() -> None:
    """The contract of components/README.md, known before anything exists."""
    (forwarder,) = [r for r in recording("forwarding").resources.values() if r.type.endswith("ViewForwarder")]
    assert forwarder.outputs["segment"] == "prod"
    assert forwarder.outputs["domains"] == {
        INTERNAL: {"network": "datacenter", "servers": ["172.16.9.53/32"]},
        CORP: {"network": "datacenter", "servers": [f"{server}/32" for server in SERVERS]},
    }


def test_a_rule_asks_by_plain_dns() -> None:
    (rule,) = aws(alone(ViewForwarder), "route53.ResolverRule")
    assert rule.inputs["targetIps"] == [{"ip": "172.16.0.53", "port": 53}]
