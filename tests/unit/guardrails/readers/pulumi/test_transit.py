"""Transit gateways, Direct Connect, VPN, and the doors of a VPC."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import EVERYTHING, UNKNOWN, doubts, made, prefix, provider, read, subnet, vpc

from transit_guardrails.model.transit import Association, Attachment, Propagation, TransitRoute
from transit_guardrails.model.vpcs import Gateway
from transit_guardrails.readers.pulumi import network_of
from transit_guardrails.readers.resource import Resource

V = vpc()
INNER = subnet(V)
OTHER = "urn:pulumi:dev::made::pulumi:providers:aws::other"


def gateway(name: str = "tgw", **more: Any) -> Resource:
    off = {"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}
    return made("ec2transitgateway:TransitGateway", name, **{**off, **more})


T = gateway()
TABLE = made("ec2transitgateway:RouteTable", "t", transitGatewayId=T)


def attachment(**more: Any) -> Resource:
    stated = {"vpcId": V, "transitGatewayId": T, "subnetIds": [INNER]}
    return made("ec2transitgateway:VpcAttachment", "a", **{**stated, **more})


def test_a_gateway_that_states_nothing_associates_and_propagates_by_default() -> None:
    found = read(made("ec2transitgateway:TransitGateway", "tgw")).transit_gateways[T.urn]
    assert (found.default_association, found.default_propagation, found.auto_accept, found.asn) == (
        True,
        True,
        False,
        64512,
    )
    assert found.default_association_table == found.default_propagation_table == f"{T.urn}#default"


def test_a_gateway_without_defaults_has_no_default_table() -> None:
    network = read(T)
    found = network.transit_gateways[T.urn]
    assert (found.default_association, found.default_propagation) == (False, False)
    assert (found.default_association_table, network.transit_tables) == (None, {})


@pytest.mark.parametrize("value", [UNKNOWN, "perhaps", True])
def test_defaults_that_are_not_known_are_on_and_a_doubt_about_everything(value: object) -> None:
    network = read(gateway(defaultRouteTableAssociation=value))
    assert network.transit_gateways[T.urn].default_association is True
    assert doubts(network) == {("tgw", "defaultRouteTableAssociation", frozenset({EVERYTHING}))}


def test_another_default_table_may_be_stated() -> None:
    stated = {"transitGatewayId": T, "transitGatewayRouteTableId": TABLE}
    one = made("ec2transitgateway:DefaultRouteTableAssociation", "da", **stated)
    two = made("ec2transitgateway:DefaultRouteTablePropagation", "dp", **stated)
    found = read(gateway(defaultRouteTableAssociation="enable"), TABLE, one, two).transit_gateways[T.urn]
    assert (found.default_association_table, found.default_propagation_table) == (TABLE.urn, TABLE.urn)


def test_an_attachment_of_one_account_is_accepted() -> None:
    assert read(V, INNER, T, attachment()).attachments[attachment().urn] == Attachment(
        attachment().urn, T.urn, "vpc", V.urn, (INNER.urn,)
    )


@pytest.mark.parametrize(("account", "accepted"), [("999988887777", False), ("111122223333", True)])
def test_an_attachment_of_another_account_needs_somebody_to_accept_it(account: str, accepted: bool) -> None:
    there = replace(provider(allowedAccountIds=f'["{account}"]', region="eu-west-1"), urn=OTHER)
    foreign = replace(attachment(), provider=OTHER)
    network = network_of([provider(), there, V, INNER, T, foreign])
    assert network.attachments[foreign.urn].accepted is accepted
    accepter = made("ec2transitgateway:VpcAttachmentAccepter", "acc", transitGatewayAttachmentId=foreign)
    found = network_of([provider(), there, V, INNER, T, foreign, accepter]).attachments[foreign.urn]
    assert (found.accepted, found.default_association, found.default_propagation) == (True, True, True)


def test_a_gateway_may_accept_by_itself() -> None:
    there = replace(provider(allowedAccountIds='["999988887777"]', region="eu-west-1"), urn=OTHER)
    foreign = replace(attachment(), provider=OTHER)
    network = network_of([provider(), there, V, INNER, gateway(autoAcceptSharedAttachments="enable"), foreign])
    assert network.attachments[foreign.urn].accepted is True


def test_an_attachment_between_accounts_that_are_not_known_is_a_doubt() -> None:
    foreign = replace(attachment(), provider=OTHER)
    assert doubts(network_of([provider(), V, INNER, T, foreign])) == {("a", "provider", frozenset({"a"}))}


def test_an_attachment_of_an_unknown_vpc_touches_every_vpc() -> None:
    network = read(V, vpc("w", "10.1.0.0/16"), INNER, T, attachment(vpcId=UNKNOWN))
    assert doubts(network) == {("a", "vpcId", frozenset({"a", "v", "w"}))}


def test_appliance_mode_is_read() -> None:
    assert read(V, INNER, T, attachment(applianceModeSupport="enable")).attachments[attachment().urn].appliance_mode


@pytest.mark.parametrize(("noun", "kind"), [("Association", Association), ("Propagation", Propagation)])
def test_associations_and_propagations_join_an_attachment_and_a_table(noun: str, kind: Any) -> None:
    pair = {"transitGatewayAttachmentId": attachment(), "transitGatewayRouteTableId": TABLE}
    found = made(f"ec2transitgateway:RouteTable{noun}", "x", **pair)
    network = read(V, INNER, T, TABLE, attachment(), found)
    records = {**network.associations, **network.propagations}
    assert records == {found.urn: kind(found.urn, attachment().urn, TABLE.urn)}


def test_an_association_with_an_unknown_table_touches_its_attachment() -> None:
    pair = {"transitGatewayAttachmentId": attachment(), "transitGatewayRouteTableId": "tgw-rtb-9"}
    network = read(V, INNER, T, attachment(), made("ec2transitgateway:RouteTableAssociation", "x", **pair))
    assert doubts(network) == {("x", "transitGatewayRouteTableId", frozenset({"x", "a"}))}


def test_a_propagation_of_an_unknown_attachment_touches_its_table() -> None:
    pair = {"transitGatewayAttachmentId": "tgw-attach-9", "transitGatewayRouteTableId": TABLE}
    network = read(T, TABLE, made("ec2transitgateway:RouteTablePropagation", "x", **pair))
    assert ("x", "transitGatewayAttachmentId", frozenset({"x", "t"})) in doubts(network)


def _route(**more: Any) -> Resource:
    return made("ec2transitgateway:Route", "r", **{"transitGatewayRouteTableId": TABLE, **more})


def test_a_route_leads_to_an_attachment_or_nowhere() -> None:
    there = _route(destinationCidrBlock="10.1.0.0/16", transitGatewayAttachmentId=attachment())
    nowhere = made(
        "ec2transitgateway:Route",
        "n",
        transitGatewayRouteTableId=TABLE,
        destinationCidrBlock="10.0.0.0/8",
        blackhole=True,
    )
    network = read(V, INNER, T, TABLE, attachment(), there, nowhere)
    assert network.transit_routes == {
        there.urn: TransitRoute(there.urn, TABLE.urn, prefix("10.1.0.0/16"), None, attachment().urn),
        nowhere.urn: TransitRoute(nowhere.urn, TABLE.urn, prefix("10.0.0.0/8"), None, None, True),
    }
    assert network.doubts == []


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        ({"destinationCidrBlock": UNKNOWN}, "destinationCidrBlock"),
        ({"blackhole": UNKNOWN}, "blackhole"),
        ({"transitGatewayAttachmentId": None}, "transitGatewayAttachmentId"),
    ],
)
def test_a_route_that_is_not_wholly_known_touches_its_table(broken: dict[str, Any], key: str) -> None:
    whole = {"destinationCidrBlock": "10.1.0.0/16", "transitGatewayAttachmentId": attachment()}
    network = read(V, INNER, T, TABLE, attachment(), _route(**{**whole, **broken}))
    assert doubts(network) == {("r", key, frozenset({"r", "t"}))}


def test_a_prefix_list_reference_routes_every_block_of_the_list() -> None:
    names = made("ec2:ManagedPrefixList", "pl", maxEntries=1)
    stated = {"transitGatewayRouteTableId": TABLE, "prefixListId": names, "transitGatewayAttachmentId": attachment()}
    found = made("ec2transitgateway:PrefixListReference", "r", **stated)
    network = read(V, INNER, T, TABLE, attachment(), names, found)
    assert network.transit_routes[found.urn] == TransitRoute(found.urn, TABLE.urn, None, names.urn, attachment().urn)


FAR = gateway("far")
PEERING = made("ec2transitgateway:PeeringAttachment", "p", transitGatewayId=T, peerTransitGatewayId=FAR)
ACCEPTER = made("ec2transitgateway:PeeringAttachmentAccepter", "acc", transitGatewayAttachmentId=PEERING)


def test_a_peering_is_an_attachment_of_each_of_the_two_gateways() -> None:
    network = read(T, FAR, PEERING, ACCEPTER)
    assert network.attachments == {
        PEERING.urn: Attachment(PEERING.urn, T.urn, "peering", FAR.urn, twin=ACCEPTER.urn),
        ACCEPTER.urn: Attachment(ACCEPTER.urn, FAR.urn, "peering", T.urn, twin=PEERING.urn),
    }
    assert network.doubts == []


def test_a_peering_that_nobody_accepts_has_no_other_side() -> None:
    network = read(T, FAR, PEERING)
    assert network.attachments == {PEERING.urn: Attachment(PEERING.urn, T.urn, "peering", FAR.urn)}


@pytest.mark.parametrize("named", [PEERING, ACCEPTER], ids=["by the peering", "by its accepter"])
def test_a_table_means_the_side_of_its_own_gateway_by_whichever_id_it_names_a_peering(named: Resource) -> None:
    tables = [made("ec2transitgateway:RouteTable", name, transitGatewayId=of) for name, of in (("n", T), ("f", FAR))]
    entries = [
        made(
            f"ec2transitgateway:{kind}",
            f"{kind}-{table.name}",
            transitGatewayRouteTableId=table,
            transitGatewayAttachmentId=named,
            **({"destinationCidrBlock": "10.0.0.0/8"} if kind == "Route" else {}),
        )
        for table in tables
        for kind in ("RouteTableAssociation", "RouteTablePropagation", "Route")
    ]
    network = read(T, FAR, PEERING, ACCEPTER, *tables, *entries)
    near, far = tables
    for records in (network.associations, network.propagations, network.transit_routes):
        sides = {record.table: record.attachment for record in records.values()}
        assert sides == {near.urn: PEERING.urn, far.urn: ACCEPTER.urn}


def test_a_peering_that_two_resources_accept_is_a_doubt_about_all_of_them() -> None:
    again = made("ec2transitgateway:PeeringAttachmentAccepter", "acc2", transitGatewayAttachmentId=PEERING)
    (doubt,) = read(T, FAR, PEERING, ACCEPTER, again).doubts
    assert (doubt.thing, set(doubt.touches)) == (PEERING.urn, {PEERING.urn, ACCEPTER.urn, again.urn})


def test_a_connect_attachment_lies_over_another_one() -> None:
    found = made("ec2transitgateway:Connect", "c", transitGatewayId=T, transportAttachmentId=attachment())
    record = read(V, INNER, T, attachment(), found).attachments[found.urn]
    assert (record.kind, record.resource, record.transport) == ("connect", None, attachment().urn)


def test_a_vpn_on_a_transit_gateway_brings_its_attachment() -> None:
    found = made("ec2:VpnConnection", "vpn", transitGatewayId=T, customerGatewayId="cgw-1", type="ipsec.1")
    static = made("ec2:VpnConnectionRoute", "r", vpnConnectionId=found, destinationCidrBlock="172.16.0.0/12")
    network = read(T, found, static)
    assert network.attachments == {found.urn: Attachment(found.urn, T.urn, "vpn", found.urn)}
    record = network.vpns[found.urn]
    assert (record.gateway, record.static, record.bgp) == (T.urn, (prefix("172.16.0.0/12"),), True)


def test_a_vpn_without_gateway_is_a_doubt() -> None:
    assert doubts(read(made("ec2:VpnConnection", "vpn", type="ipsec.1"))) == {
        ("vpn", "vpnGatewayId", frozenset({"vpn"}))
    }


def test_a_gateway_has_the_blocks_that_are_its_own() -> None:
    found = made("ec2transitgateway:TransitGateway", "own", transitGatewayCidrBlocks=["10.251.0.0/24", "10.250.0.0/24"])
    network = read(found)
    assert network.transit_gateways[found.urn].blocks == (prefix("10.250.0.0/24"), prefix("10.251.0.0/24"))
    assert read(T).transit_gateways[T.urn].blocks == ()


@pytest.mark.parametrize("blocks", [UNKNOWN, [UNKNOWN], ["10.0.0.0/99"]])
def test_blocks_of_a_gateway_that_are_not_known_are_a_doubt(blocks: object) -> None:
    found = doubts(read(made("ec2transitgateway:TransitGateway", "own", transitGatewayCidrBlocks=blocks)))
    assert ("own", "transitGatewayCidrBlocks") in {(thing, key) for thing, key, _ in found}


def test_a_direct_connect_association_brings_an_attachment_and_its_prefixes() -> None:
    direct = made("directconnect:Gateway", "dx", amazonSideAsn="64999")
    found = made(
        "directconnect:GatewayAssociation",
        "ga",
        dxGatewayId=direct,
        associatedGatewayId=T,
        allowedPrefixes=["10.2.0.0/16", "10.1.0.0/16"],
    )
    network = read(T, direct, found)
    assert network.direct_connect_gateways[direct.urn].asn == 64999
    assert network.attachments[found.urn].kind == "direct-connect-gateway"
    record = network.gateway_associations[found.urn]
    assert (record.gateway, record.attachment) == (T.urn, found.urn)
    assert record.allowed == (prefix("10.1.0.0/16"), prefix("10.2.0.0/16"))


@pytest.mark.parametrize("allowed", [None, UNKNOWN, [UNKNOWN], ["10.0.0.0/99"]])
def test_allowed_prefixes_that_are_not_known_are_a_doubt(allowed: object) -> None:
    direct = made("directconnect:Gateway", "dx")
    stated = {"dxGatewayId": direct, "associatedGatewayId": T, "allowedPrefixes": allowed}
    found = doubts(read(T, direct, made("directconnect:GatewayAssociation", "ga", **stated)))
    assert {(thing, key) for thing, key, _ in found} == {("ga", "allowedPrefixes")}


def test_an_internet_gateway_belongs_to_the_vpc_that_an_attachment_states() -> None:
    door = made("ec2:InternetGateway", "igw")
    joined = made("ec2:InternetGatewayAttachment", "x", internetGatewayId=door, vpcId=V)
    assert read(V, door, joined).gateways == {door.urn: Gateway(door.urn, "internet-gateway", V.urn)}


@pytest.mark.parametrize(("kind", "public"), [(None, True), ("public", True), ("private", False), (UNKNOWN, True)])
def test_a_nat_gateway_is_public_unless_it_says_private(kind: object, public: bool) -> None:
    door = made("ec2:NatGateway", "nat", subnetId=INNER, connectivityType=kind)
    network = read(V, INNER, door)
    assert network.gateways[door.urn] == Gateway(door.urn, "nat-gateway", V.urn, INNER.urn, public)
    assert bool(network.doubts) is (kind is UNKNOWN)


def test_a_peering_with_a_vpc_of_another_stack_is_a_doubt_about_the_own_one() -> None:
    joined = made("ec2:VpcPeeringConnection", "p", vpcId=V, peerVpcId="vpc-9", peerOwnerId="1")
    network = read(V, joined)
    assert network.peerings[joined.urn].active is True
    assert doubts(network) == {("p", "peerVpcId", frozenset({"p", "v"}))}


def test_accepting_the_peering_of_another_stack_is_a_doubt_about_everything() -> None:
    accepter = made("ec2:VpcPeeringConnectionAccepter", "x", vpcPeeringConnectionId="pcx-9", autoAccept=True)
    assert doubts(read(V, accepter)) == {("x", "vpcPeeringConnectionId", frozenset({EVERYTHING}))}
