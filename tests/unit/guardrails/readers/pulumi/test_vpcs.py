"""VPCs, blocks, subnets, route tables and routes."""

from __future__ import annotations

import pytest
from unit.guardrails.readers.pulumi.made import (
    ACCOUNT,
    EVERYTHING,
    UNKNOWN,
    depends_on,
    doubts,
    made,
    prefix,
    provider,
    read,
    subnet,
    vpc,
    why,
)

from transit_guardrails.model.vpcs import Target
from transit_guardrails.readers.pulumi import network_of

V = vpc()
TABLE = made("ec2:RouteTable", "rt", vpcId=V)
GATEWAY = made(
    "ec2transitgateway:TransitGateway",
    "tgw",
    defaultRouteTableAssociation="disable",
    defaultRouteTablePropagation="disable",
)
TO = "10.9.0.0/16"


def test_what_a_vpc_does_not_state_is_the_providers_default() -> None:
    found = read(V).vpcs[V.urn]
    assert (found.dns_support, found.dns_hostnames, found.region, found.account) == (True, False, "eu-west-1", ACCOUNT)


def test_a_vpcs_own_region_precedes_the_providers() -> None:
    assert read(vpc(region="us-east-1")).vpcs[V.urn].region == "us-east-1"


@pytest.mark.parametrize(
    ("stated", "account"),
    [
        ({"allowedAccountIds": '["1", "2"]', "region": "r"}, ""),
        ({"region": "r"}, ""),
        ({"allowedAccountIds": "[", "region": "r"}, ""),
        ({"region": "r", "assumeRoles": '[{"roleArn": "arn:aws:iam::444455556666:role/x"}]'}, "444455556666"),
        ({"region": "r", "assumeRoles": [{"roleArn": UNKNOWN}]}, ""),
    ],
)
def test_the_account_is_the_only_one_that_the_provider_may_use(stated: dict[str, object], account: str) -> None:
    network = network_of([provider(**stated), V])
    assert network.vpcs[V.urn].account == account
    assert doubts(network) == (set() if account else {("v", "provider", frozenset({"v"}))})


def test_without_a_provider_neither_account_nor_region_is_known() -> None:
    assert doubts(network_of([V])) == {("v", "provider", frozenset({"v"})), ("v", "region", frozenset({"v"}))}


@pytest.mark.parametrize("value", [UNKNOWN, "10.0.0.0/33", "nonsense", 5, None])
def test_a_block_that_is_not_known_or_malformed_is_a_doubt_about_the_vpc(value: object) -> None:
    network = read(vpc(cidr=value))
    assert network.vpcs[V.urn].prefixes == ()
    assert doubts(network) == {("v", "cidrBlock", frozenset({"v"}))}


def test_a_block_that_aws_chose_is_read_from_what_exists() -> None:
    assert read(vpc(cidr=None, outputs={"cidrBlock": "10.4.0.0/16"})).vpcs[V.urn].prefixes == (prefix("10.4.0.0/16"),)


def test_secondary_and_ipv6_blocks_belong_to_their_vpc() -> None:
    more = made("ec2:VpcIpv4CidrBlockAssociation", "b", vpcId=V, cidrBlock="100.64.0.0/16")
    six = made("ec2:VpcIpv6CidrBlockAssociation", "six", vpcId=V, ipv6CidrBlock="fd00::/56")
    assert read(V, more, six).vpcs[V.urn].prefixes == tuple(map(prefix, ("10.0.0.0/16", "100.64.0.0/16", "fd00::/56")))


def test_a_secondary_block_that_is_not_known_touches_its_vpc() -> None:
    more = made("ec2:VpcIpv4CidrBlockAssociation", "b", vpcId=V, cidrBlock=UNKNOWN)
    assert doubts(read(V, more)) == {("b", "cidrBlock", frozenset({"b", "v"}))}


def test_an_ipv6_block_that_aws_chooses_is_a_doubt() -> None:
    assert doubts(read(vpc(assignGeneratedIpv6CidrBlock=True))) == {("v", "ipv6CidrBlock", frozenset({"v"}))}


def test_a_subnet_that_gives_out_public_addresses_is_seen() -> None:
    assert read(V, subnet(V)).subnets[subnet(V).urn].public_addresses is False
    assert read(V, subnet(V, mapPublicIpOnLaunch=True)).subnets[subnet(V).urn].public_addresses is True


def test_whether_a_subnet_gives_out_public_addresses_is_yes_and_a_doubt_where_unknown() -> None:
    network = read(V, subnet(V, mapPublicIpOnLaunch=UNKNOWN))
    assert network.subnets[subnet(V).urn].public_addresses is True
    assert doubts(network) == {("s", "mapPublicIpOnLaunch", frozenset({"s"}))}


def test_a_subnet_without_zone_is_a_doubt() -> None:
    assert doubts(read(V, subnet(V, availabilityZoneId=None))) == {("s", "availabilityZoneId", frozenset({"s"}))}


def test_zone_names_beside_zone_ids_in_one_vpc_are_a_doubt() -> None:
    other = subnet(V, "other", "10.0.1.0/24", availabilityZoneId=None, availabilityZone="eu-west-1a")
    assert doubts(read(V, subnet(V), other)) == {("v", "availabilityZone", frozenset({"v"}))}


@pytest.mark.parametrize(
    ("token", "key", "kind"),
    [
        ("ec2:InternetGateway", "gatewayId", "internet-gateway"),
        ("ec2:VpnGateway", "gatewayId", "vpn-gateway"),
        ("ec2:EgressOnlyInternetGateway", "egressOnlyGatewayId", "egress-only-gateway"),
        ("ec2:VpcPeeringConnection", "vpcPeeringConnectionId", "peering"),
        ("ec2:NatGateway", "natGatewayId", "nat-gateway"),
    ],
)
def test_a_route_leads_to_the_kind_of_thing_that_it_states(token: str, key: str, kind: str) -> None:
    door = made(token, "door", vpcId=V, peerVpcId=V)
    route = made("ec2:Route", "r", routeTableId=TABLE, destinationCidrBlock="0.0.0.0/0", **{key: door})
    (found,) = read(V, TABLE, door, route).route_tables[TABLE.urn].routes
    assert (found.id, found.to, found.target) == (route.urn, prefix("0.0.0.0/0"), Target(kind, door.urn))


@pytest.mark.parametrize(
    "key", ["networkInterfaceId", "vpcEndpointId", "carrierGatewayId", "localGatewayId", "coreNetworkArn"]
)
def test_a_route_to_what_is_not_modelled_says_so(key: str) -> None:
    route = made("ec2:Route", "r", routeTableId=TABLE, destinationCidrBlock=TO, **{key: UNKNOWN})
    (found,) = read(V, TABLE, route).route_tables[TABLE.urn].routes
    assert found.target == Target("unmodelled")


def test_a_route_of_an_unknown_table_touches_every_table() -> None:
    other = made("ec2:RouteTable", "other", vpcId=V)
    route = made("ec2:Route", "r", routeTableId=UNKNOWN, destinationCidrBlock=TO, transitGatewayId=GATEWAY)
    network = read(V, TABLE, other, GATEWAY, route)
    assert {key for _, key, touches in doubts(network) if {"rt", "other"} <= touches} == {"routeTableId"}


def test_a_route_with_an_unknown_destination_touches_its_table() -> None:
    route = made("ec2:Route", "r", routeTableId=TABLE, destinationCidrBlock=UNKNOWN, transitGatewayId=GATEWAY)
    network = read(V, TABLE, GATEWAY, route)
    assert network.route_tables[TABLE.urn].routes == ()
    assert doubts(network) == {("r", "destinationCidrBlock", frozenset({"r", "rt"}))}


def test_a_route_to_a_gateway_of_another_stack_is_kept_and_in_doubt() -> None:
    route = made("ec2:Route", "r", routeTableId=TABLE, destinationCidrBlock=TO, transitGatewayId="tgw-9")
    network = read(V, TABLE, route)
    assert network.route_tables[TABLE.urn].routes[0].target == Target("transit-gateway")
    assert doubts(network) == {("r", "transitGatewayId", frozenset({"r", "rt"}))}


def test_an_internet_gateway_of_another_stack_still_is_one() -> None:
    route = made("ec2:Route", "r", routeTableId=TABLE, destinationCidrBlock=TO, gatewayId="igw-9")
    assert read(V, TABLE, route).route_tables[TABLE.urn].routes[0].target == Target("internet-gateway")


def test_a_route_without_target_or_with_two_is_a_doubt() -> None:
    none = made("ec2:Route", "none", routeTableId=TABLE, destinationCidrBlock=TO)
    both = made(
        "ec2:Route", "both", routeTableId=TABLE, destinationCidrBlock=TO, transitGatewayId=GATEWAY, natGatewayId=UNKNOWN
    )
    found = {(thing, key) for thing, key, _ in doubts(read(V, TABLE, GATEWAY, none, both))}
    assert {("none", "target"), ("both", "target")} <= found


def test_a_table_states_routes_itself() -> None:
    table = made("ec2:RouteTable", "rt", vpcId=V, routes=[{"cidrBlock": TO, "transitGatewayId": GATEWAY}])
    (found,) = read(V, table, GATEWAY).route_tables[table.urn].routes
    assert (found.to, found.target) == (prefix(TO), Target("transit-gateway", GATEWAY.urn))


def test_a_table_whose_routes_could_lead_to_either_gateway_is_in_doubt() -> None:
    other = made("ec2transitgateway:TransitGateway", "tgw2")
    routes = [{"cidrBlock": TO, "transitGatewayId": UNKNOWN}]
    table = depends_on(made("ec2:RouteTable", "rt", vpcId=V, routes=routes), "routes", GATEWAY, other)
    assert ("rt", "routes", frozenset({"rt", "tgw", "tgw2"})) in doubts(read(V, GATEWAY, other, table))


@pytest.mark.parametrize(
    "broken", [{"routes": UNKNOWN}, {"routes": ["x"]}, {"routes": [{}]}, {"propagatingVgws": ["vgw-1"]}]
)
def test_routes_that_are_not_known_are_a_doubt_about_the_table(broken: dict[str, object]) -> None:
    found = doubts(read(V, made("ec2:RouteTable", "rt", vpcId=V, **broken)))
    assert {touches for _, _, touches in found} == {frozenset({"rt"})}


def test_a_subnet_uses_the_table_that_it_is_associated_with() -> None:
    inner = subnet(V)
    association = made("ec2:RouteTableAssociation", "a", subnetId=inner, routeTableId=TABLE)
    assert read(V, inner, TABLE, association).subnet_tables == {inner.urn: TABLE.urn}


def test_a_table_on_a_gateway_is_a_doubt_about_everything() -> None:
    association = made("ec2:RouteTableAssociation", "a", gatewayId="igw-1", routeTableId=TABLE)
    assert doubts(read(V, TABLE, association)) == {("a", "gatewayId", frozenset({EVERYTHING}))}


def test_an_association_with_an_unknown_table_touches_its_subnet() -> None:
    inner = subnet(V)
    association = made("ec2:RouteTableAssociation", "a", subnetId=inner, routeTableId="rtb-9")
    assert doubts(read(V, inner, association)) == {("a", "routeTableId", frozenset({"a", "s"}))}


def test_two_tables_for_one_subnet_are_a_doubt() -> None:
    inner, other = subnet(V), made("ec2:RouteTable", "other", vpcId=V)
    pair = [
        made("ec2:RouteTableAssociation", name, subnetId=inner, routeTableId=table)
        for name, table in (("a", TABLE), ("b", other))
    ]
    assert doubts(read(V, inner, TABLE, other, *pair)) == {("s", "routeTableAssociation", frozenset({"s"}))}


def test_a_managed_default_table_is_the_main_one_unless_another_is_said_to_be() -> None:
    default = made("ec2:DefaultRouteTable", "d", defaultRouteTableId=V)
    assert read(V, default).main_tables == {V.urn: default.urn}
    other = made("ec2:MainRouteTableAssociation", "m", vpcId=V, routeTableId=TABLE)
    assert read(V, default, TABLE, other).main_tables == {V.urn: TABLE.urn}


def test_a_route_in_the_table_that_aws_made_is_in_the_vpcs_main_table() -> None:
    route = made("ec2:Route", "r", routeTableId=V, destinationCidrBlock=TO, transitGatewayId=GATEWAY)
    network = read(V, GATEWAY, route)
    assert [each.id for each in network.route_tables[network.main_tables[V.urn]].routes] == [route.urn]
    assert network.doubts == []


def test_routes_that_a_vpn_gateway_propagates_are_a_doubt_about_the_table() -> None:
    propagation = made("ec2:VpnGatewayRoutePropagation", "p", routeTableId=TABLE, vpnGatewayId=UNKNOWN)
    assert doubts(read(V, TABLE, propagation)) == {("p", "vpnGatewayId", frozenset({"p", "rt"}))}
    assert why(read(V, TABLE, propagation)) == "the routes that the gateway propagates are not known"
