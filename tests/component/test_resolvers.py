"""The resolvers through which networks outside of AWS ask for names: who may ask, from where they answer."""

from component.graph import aws, one, recording, target, targets
from component.test_components_alone import alone

from bedrock_transit.view_resolver import ViewResolver

TGW = "ec2transitgateway"


def test_a_resolver_answers_the_stated_servers_only() -> None:
    """The way in and the way back are the same prefix list."""
    found = recording("hybrid")
    name = "us-east-1-prod-resolver"
    clients = one(found, f"{name}-clients")
    assert [(e["description"], e["cidr"]) for e in clients.inputs["entries"]] == [
        ("datacenter", "172.16.0.53/32"),
        ("datacenter", "172.16.1.53/32"),
    ]
    rules = [r for r in aws(found, "vpc.SecurityGroupIngressRule") if r.name.startswith(name)]
    assert {(r.inputs["ipProtocol"], r.inputs["fromPort"], r.inputs["toPort"]) for r in rules} == {
        ("tcp", 53, 53),
        ("udp", 53, 53),
    }
    assert {target(found, r, "prefixListId").name for r in rules} == {clients.name}
    back = one(found, f"{name}-return")
    assert target(found, back, "destinationPrefixListId") == clients
    assert target(found, back, "routeTableId").name == f"{name}-rt"


def test_a_resolver_stands_in_its_views_anchor_with_fixed_addresses() -> None:
    found = recording("hybrid")
    endpoint = one(found, "us-east-1-prod-resolver-endpoint")
    assert (endpoint.inputs["direction"], endpoint.inputs["resolverEndpointType"]) == ("INBOUND", "IPV4")
    assert endpoint.inputs["protocols"] == ["Do53"]
    assert [a["ip"] for a in endpoint.inputs["ipAddresses"]] == ["10.64.16.138", "10.64.16.154"]
    subnets = targets(found, endpoint, "ipAddresses")
    assert {target(found, s, "vpcId").name for s in subnets} == {"us-east-1-prod-view-anchor-vpc"}
    assert target(found, endpoint, "securityGroupIds").name == "us-east-1-prod-resolver-sg"


def test_the_views_firewall_holds_for_its_resolver() -> None:
    found = recording("hybrid")
    firewalls = {
        target(found, r, "vpcId").name: target(found, r, "firewallRuleGroupId").name
        for r in aws(found, "route53.ResolverFirewallRuleGroupAssociation")
    }
    assert firewalls == {
        f"us-east-1-{segment}-view-anchor-vpc": f"us-east-1-{segment}-view-firewall" for segment in ("nonprod", "prod")
    }


def test_everything_of_a_resolver_carries_its_views_segment() -> None:
    found = recording("hybrid")
    tags = {
        (found.resources[r.parent].name, r.inputs["tags"]["segment"], r.inputs["tags"]["spoke"])
        for r in aws(found)
        if "tags" in r.inputs and found.resources[r.parent].type == "bedrock-transit:index:ViewResolver"
    }
    assert tags == {(f"us-east-1-{segment}-resolver", segment, "shared") for segment in ("nonprod", "prod")}


def test_a_resolver_has_a_route_from_the_table_of_each_kind_of_link() -> None:
    tables = {r.name: r.inputs["transitGatewayRouteTableId"] for r in aws(alone(ViewResolver), f"{TGW}.Route")}
    assert tables == {"it-route-vpn": "tgw-rtb-vpn"}
