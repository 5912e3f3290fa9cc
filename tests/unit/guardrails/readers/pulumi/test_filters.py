"""Network ACLs, security groups, prefix lists."""

from __future__ import annotations

from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import UNKNOWN, doubts, group, made, prefix, read, subnet, vpc

from transit_guardrails.model.ranges import Ranges
from transit_guardrails.model.services import EVERY_SERVICE, HTTPS, ICMP, TCP, service
from transit_guardrails.model.vpcs import AclEntry, GroupRule

V = vpc()
G = group(V)
BLOCK = prefix("10.1.0.0/16")
LIST = made(
    "ec2:ManagedPrefixList",
    "pl",
    addressFamily="IPv4",
    maxEntries=5,
    entries=[{"cidr": "10.1.0.0/16"}, {"cidr": "10.3.0.0/16"}],
)


def _acl(**more: Any) -> Any:
    return made("ec2:NetworkAcl", "acl", vpcId=V, **more)


def _entry(**more: Any) -> dict[str, Any]:
    stated = {
        "ruleNo": 100,
        "action": "allow",
        "protocol": "tcp",
        "cidrBlock": "10.1.0.0/16",
        "fromPort": 443,
        "toPort": 443,
    }
    return {**stated, **more}


def test_an_acl_states_its_rules_and_subnets() -> None:
    inner = subnet(V)
    acl = _acl(ingress=[_entry()], egress=[_entry(action="deny", protocol="-1", ruleNo="7")], subnetIds=[inner])
    network = read(V, inner, acl)
    assert network.network_acls[acl.urn].entries == (
        AclEntry(100, False, True, HTTPS, BLOCK),
        AclEntry(7, True, False, EVERY_SERVICE, BLOCK),
    )
    assert network.subnet_acls == {inner.urn: acl.urn}
    assert network.doubts == []


def test_an_acl_without_rules_denies_everything() -> None:
    network = read(V, _acl())
    assert network.network_acls[_acl().urn].entries == ()
    assert network.doubts == []


def test_rules_of_their_own_join_those_of_the_acl_in_the_order_of_their_numbers() -> None:
    acl = _acl(ingress=[_entry()])
    stated = _entry(networkAclId=acl, ruleNumber=50, ruleAction="deny")
    rule = made("ec2:NetworkAclRule", "r", **{key: stated[key] for key in stated if key not in ("ruleNo", "action")})
    network = read(V, acl, rule)
    assert [(each.number, each.allow) for each in network.network_acls[acl.urn].entries] == [(50, False), (100, True)]


@pytest.mark.parametrize(
    "broken",
    [
        {"ruleNo": UNKNOWN},
        {"ruleNo": "first"},
        {"action": UNKNOWN},
        {"action": "maybe"},
        {"protocol": UNKNOWN},
        {"protocol": "carrier-pigeon"},
        {"fromPort": UNKNOWN},
        {"toPort": 70000},
        {"fromPort": 500},
        {"cidrBlock": UNKNOWN},
        {"cidrBlock": None},
        {"ipv6CidrBlock": "::/0"},
        {"protocol": "icmp", "icmpType": UNKNOWN},
    ],
)
def test_a_rule_that_is_not_wholly_known_is_a_doubt_about_its_acl(broken: dict[str, Any]) -> None:
    network = read(V, _acl(ingress=[_entry(**broken)]))
    assert network.network_acls[_acl().urn].entries == ()
    assert doubts(network) == {("acl", "ingress", frozenset({"acl"}))}


def test_rules_that_are_not_known_at_all_are_a_doubt_about_the_acl() -> None:
    assert doubts(read(V, _acl(egress=UNKNOWN))) == {("acl", "egress", frozenset({"acl"}))}


def test_a_rule_of_an_unknown_acl_touches_every_acl() -> None:
    rule = made("ec2:NetworkAclRule", "r", networkAclId=UNKNOWN, ruleNumber=1, ruleAction="allow", protocol="-1")
    assert doubts(read(V, _acl(), rule)) == {("r", "networkAclId", frozenset({"r", "acl", "v"}))}


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [(-1, -1, service(ICMP)), (8, -1, service(ICMP, 2048, 2303)), (3, 4, service(ICMP, 772, 772))],
)
def test_icmp_rules_are_about_type_and_code(kind: int, code: int, expected: Ranges) -> None:
    acl = _acl(ingress=[_entry(protocol="icmp", icmpType=kind, icmpCode=code)])
    assert read(V, acl).network_acls[acl.urn].entries[0].services == expected


def test_two_rules_with_one_number_are_a_doubt() -> None:
    assert doubts(read(V, _acl(ingress=[_entry(), _entry(action="deny")]))) == {
        ("acl", "ruleNumber", frozenset({"acl"}))
    }


def test_a_managed_default_acl_is_that_of_its_vpc() -> None:
    acl = made("ec2:DefaultNetworkAcl", "d", defaultNetworkAclId=V)
    assert read(V, acl).default_acls == {V.urn: acl.urn}


def test_an_association_gives_a_subnet_its_acl_and_a_second_one_is_a_doubt() -> None:
    inner, other = subnet(V), made("ec2:NetworkAcl", "other", vpcId=V)
    association = made("ec2:NetworkAclAssociation", "a", subnetId=inner, networkAclId=_acl())
    assert read(V, inner, _acl(), association).subnet_acls == {inner.urn: _acl().urn}
    second = made("ec2:NetworkAclAssociation", "b", subnetId=inner, networkAclId=other)
    network = read(V, inner, _acl(), other, association, second)
    assert doubts(network) == {("s", "networkAclAssociation", frozenset({"s"}))}


def test_a_group_without_stated_rules_has_none() -> None:
    assert read(V, G).security_groups[G.urn].rules == ()


def test_a_group_states_rules_of_every_kind() -> None:
    peer = group(V, "peer")
    ports = {"protocol": "tcp", "fromPort": 443, "toPort": 443}
    stated = group(
        V,
        ingress=[
            {**ports, "cidrBlocks": ["10.1.0.0/16"], "ipv6CidrBlocks": ["::/0"]},
            {**ports, "prefixListIds": [LIST], "securityGroups": [peer], "self": True},
        ],
    )
    assert set(read(V, stated, peer, LIST).security_groups[stated.urn].rules) == {
        GroupRule(stated.urn, False, HTTPS, prefix=BLOCK),
        GroupRule(stated.urn, False, HTTPS, prefix=prefix("::/0")),
        GroupRule(stated.urn, False, HTTPS, prefix_list=LIST.urn),
        GroupRule(stated.urn, False, HTTPS, group=peer.urn),
        GroupRule(stated.urn, False, HTTPS, group=stated.urn),
    }


@pytest.mark.parametrize(
    "broken",
    [
        UNKNOWN,
        [UNKNOWN],
        [{"protocol": "tcp", "fromPort": UNKNOWN, "toPort": 1}],
        [{"protocol": "-1", "self": UNKNOWN}],
    ],
)
def test_inline_rules_that_are_not_known_are_a_doubt_about_the_group(broken: object) -> None:
    assert doubts(read(V, group(V, egress=broken))) == {("g", "egress", frozenset({"g"}))}


def test_a_group_without_vpc_is_a_doubt() -> None:
    assert doubts(read(group(None))) == {("g", "vpcId", frozenset({"g"}))}


def _rule(name: str = "r", noun: str = "SecurityGroupIngressRule", **more: Any) -> Any:
    return made(
        f"vpc:{noun}", name, **{"securityGroupId": G, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, **more}
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"cidrIpv4": "10.1.0.0/16"}, {"prefix": BLOCK}),
        ({"cidrIpv6": "::/0"}, {"prefix": prefix("::/0")}),
        ({"prefixListId": LIST}, {"prefix_list": LIST.urn}),
        ({"referencedSecurityGroupId": G}, {"group": G.urn}),
    ],
)
@pytest.mark.parametrize("egress", [False, True])
def test_a_rule_of_its_own_admits_whom_it_states(
    source: dict[str, Any], expected: dict[str, Any], egress: bool
) -> None:
    rule = _rule(noun="SecurityGroupEgressRule" if egress else "SecurityGroupIngressRule", **source)
    assert read(V, G, LIST, rule).security_groups[G.urn].rules == (GroupRule(rule.urn, egress, HTTPS, **expected),)


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        ({"cidrIpv4": UNKNOWN}, "cidrIpv4"),
        ({}, "cidrIpv4"),
        ({"cidrIpv4": "10.0.0.0/8", "cidrIpv6": "::/0"}, "cidrIpv4"),
        ({"cidrIpv4": "10.0.0.0/8", "ipProtocol": UNKNOWN}, "ipProtocol"),
        ({"cidrIpv4": "10.0.0.0/8", "toPort": "many"}, "ipProtocol"),
        ({"prefixListId": "pl-9"}, "prefixListId"),
    ],
)
def test_a_rule_that_is_not_wholly_known_is_a_doubt_about_its_group(broken: dict[str, Any], key: str) -> None:
    network = read(V, G, _rule(**broken))
    assert network.security_groups[G.urn].rules == ()
    assert doubts(network) == {("r", key, frozenset({"r", "g"}))}


def test_a_rule_of_an_unknown_group_touches_every_group() -> None:
    network = read(V, G, group(V, "other"), _rule(securityGroupId=UNKNOWN, cidrIpv4="0.0.0.0/0"))
    assert doubts(network) == {("r", "securityGroupId", frozenset({"r", "g", "other", "v"}))}


def test_the_older_rule_type_may_have_several_sources() -> None:
    rule = made(
        "ec2:SecurityGroupRule",
        "r",
        type="egress",
        securityGroupId=G,
        protocol="tcp",
        fromPort=0,
        toPort=65535,
        cidrBlocks=["10.1.0.0/16"],
        prefixListIds=[LIST],
        self=True,
    )
    assert set(read(V, G, LIST, rule).security_groups[G.urn].rules) == {
        GroupRule(rule.urn, True, service(TCP), prefix=BLOCK),
        GroupRule(rule.urn, True, service(TCP), prefix_list=LIST.urn),
        GroupRule(rule.urn, True, service(TCP), group=G.urn),
    }


def test_a_default_group_with_empty_rules_admits_nothing() -> None:
    default = made("ec2:DefaultSecurityGroup", "d", vpcId=V, ingress=[], egress=[])
    found = read(V, default).security_groups[default.urn]
    assert (found.default, found.rules) == (True, ())


def test_a_rule_on_a_default_group_that_nobody_manages_is_a_doubt_about_the_vpc() -> None:
    assert doubts(read(V, _rule(securityGroupId=V, cidrIpv4="0.0.0.0/0"))) == {
        ("r", "securityGroupId", frozenset({"r", "v"}))
    }


def test_a_prefix_list_holds_its_own_entries_and_those_apart() -> None:
    entry = made("ec2:ManagedPrefixListEntry", "e", prefixListId=LIST, cidr="10.2.0.0/16")
    found = read(LIST, entry).prefix_lists[LIST.urn]
    assert [str(each) for each in found.prefixes] == ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"]
    assert (found.max_entries, found.name) == (5, "pl")


@pytest.mark.parametrize("broken", [UNKNOWN, [{"cidr": UNKNOWN}], [{}], ["10.0.0.0/8"]])
def test_entries_that_are_not_known_are_a_doubt_about_the_list(broken: object) -> None:
    found = doubts(read(made("ec2:ManagedPrefixList", "pl", maxEntries=5, entries=broken)))
    assert found == {("pl", "entries", frozenset({"pl"}))}


def test_the_list_of_a_gateway_endpoints_service_is_at_most_all_public_addresses() -> None:
    """Which ones is not known; that none of them is of a VPC is. It counts as one entry."""
    endpoint = made(
        "ec2:VpcEndpoint", "s3", vpcId=V, vpcEndpointType="Gateway", serviceName="com.amazonaws.eu-west-1.s3"
    )
    assert read(V, G, endpoint).doubts == []
    network = read(V, G, endpoint, _rule(noun="SecurityGroupEgressRule", prefixListId=endpoint))
    (rule,) = network.security_groups[G.urn].rules
    assert rule.prefix_list == f"{endpoint.urn}#prefix-list"
    assert network.doubts == []
    found = network.prefix_lists[rule.prefix_list]
    assert found.weight == 1
    assert found.ranges.has(prefix("52.216.0.1").first)
    assert not any(
        found.ranges & prefix(private).ranges for private in ("10.0.0.0/8", "172.16.0.0/12", "100.64.0.0/10")
    )


def test_a_gateway_endpoint_puts_its_routes_into_its_tables() -> None:
    table = made("ec2:RouteTable", "rt", vpcId=V)
    endpoint = made(
        "ec2:VpcEndpoint", "s3", vpcId=V, vpcEndpointType="Gateway", serviceName="com.amazonaws.eu-west-1.s3",
        routeTableIds=[table],
    )  # fmt: skip
    (route,) = read(V, table, endpoint).route_tables[table.urn].routes
    assert (route.id, route.to_list) == (endpoint.urn, f"{endpoint.urn}#prefix-list")
    assert (route.target.kind, route.target.id) == ("gateway-endpoint", endpoint.urn)
