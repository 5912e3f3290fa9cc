"""Transit gateways, Direct Connect, VPN, one fact at a time."""

from __future__ import annotations

from datetime import date

import pytest

from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.transit import LearnedRoute, TransitRoute
from transit_guardrails.proof import BY_ID
from transit_guardrails.rules.facts import Facts
from transit_guardrails.settings import Settings


def _attach(snapshot, name: str, kind: str, resource: str, **more: object) -> None:
    base = {"TransitGatewayAttachmentId": name, "TransitGatewayId": "tgw-1", "State": "available"}
    snapshot.add("TransitGatewayAttachments", {**base, "ResourceType": kind, "ResourceId": resource, **more})


def _routes(snapshot, *routes: dict[str, object]) -> None:
    snapshot.answers["TransitGatewayStaticRoutes"][0]["Routes"] = list(routes)


def test_attachment_has_subnets_mode_association_and_propagation(snapshot) -> None:
    network = snapshot.with_transit().read()
    attachment = network.attachments["tgw-attach-1"]
    assert (attachment.resource, attachment.subnets) == ("vpc-1", ("subnet-b",))
    assert attachment.appliance_mode
    assert attachment.accepted
    assert [(a.attachment, a.table) for a in network.associations.values()] == [("tgw-attach-1", "tgw-rtb-1")]
    assert [(p.attachment, p.table) for p in network.propagations.values()] == [("tgw-attach-1", "tgw-rtb-1")]
    gateway = network.transit_gateways["tgw-1"]
    assert (gateway.region, gateway.default_association, gateway.default_propagation) == ("eu-west-1", False, False)
    assert network.doubts == []


@pytest.mark.parametrize("state", ["deleted", "deleting", "failed", "rejected"])
def test_attachment_that_is_gone_is_ignored(snapshot, state: str) -> None:
    snapshot.with_transit()
    _attach(snapshot, "tgw-attach-2", "vpn", "vpn-1", State=state)
    network = snapshot.read()
    assert set(network.attachments) == {"tgw-attach-1"}
    assert network.doubts == []


def test_attachment_that_waits_for_its_acceptance_is_not_accepted(snapshot) -> None:
    snapshot.with_transit()
    for name in ("TransitGatewayAttachments", "TransitGatewayVpcAttachments"):
        snapshot.answers[name][0]["State"] = "pendingAcceptance"
    assert not snapshot.read().attachments["tgw-attach-1"].accepted


def test_attachment_that_only_one_of_two_files_holds_is_in_doubt(snapshot, touched) -> None:
    snapshot.with_transit()
    snapshot.answers["TransitGatewayVpcAttachments"] = []
    assert touched(snapshot.read()) == {("tgw-attach-1", "SubnetIds"): ("tgw-attach-1",)}
    snapshot.with_transit().answers["TransitGatewayAttachments"] = []
    snapshot.answers["TransitGatewayPropagations"][0]["TransitGatewayRouteTablePropagations"] = []
    assert touched(snapshot.read()) == {("tgw-attach-1", "TransitGatewayAttachments"): ("tgw-attach-1",)}


def test_changing_association_and_unknown_type_are_in_doubt(snapshot, touched) -> None:
    snapshot.with_transit().answers["TransitGatewayAttachments"][0]["Association"]["State"] = "disassociating"
    table = {"TransitGatewayRouteTableId": "tgw-rtb-1", "State": "associated"}
    _attach(snapshot, "tgw-attach-9", "network-function", "nf-1", Association=table)
    assert touched(snapshot.read()) == {
        ("tgw-attach-1", "Association"): ("tgw-attach-1", "tgw-rtb-1"),
        ("tgw-attach-9", "ResourceType"): ("tgw-1", "tgw-attach-9", "tgw-rtb-1"),
    }


def test_static_routes_lead_to_attachments_or_nowhere(snapshot) -> None:
    snapshot.with_transit()
    target = [{"TransitGatewayAttachmentId": "tgw-attach-1"}]
    _routes(
        snapshot,
        {
            "DestinationCidrBlock": "10.0.0.0/16",
            "State": "active",
            "Type": "static",
            "TransitGatewayAttachments": target,
        },
        {"DestinationCidrBlock": "10.0.0.0/8", "State": "blackhole", "Type": "static"},
        {"DestinationCidrBlock": "10.4.0.0/16", "State": "deleted", "Type": "static"},
    )
    network = snapshot.read()
    assert set(network.transit_routes.values()) == {
        TransitRoute("tgw-rtb-1/10.0.0.0/16", "tgw-rtb-1", prefix("10.0.0.0/16"), None, "tgw-attach-1"),
        TransitRoute("tgw-rtb-1/10.0.0.0/8", "tgw-rtb-1", prefix("10.0.0.0/8"), None, None, True),
    }
    assert network.doubts == []


def test_prefix_list_reference_stands_for_the_routes_of_its_list(snapshot) -> None:
    snapshot.with_transit()
    target = {"TransitGatewayAttachmentId": "tgw-attach-1"}
    reference = {"TransitGatewayRouteTableId": "tgw-rtb-1", "PrefixListId": "pl-1", "State": "available"}
    snapshot.add(
        "TransitGatewayPrefixListReferences", {**reference, "Blackhole": False, "TransitGatewayAttachment": target}
    )
    snapshot.add("PrefixLists", {"PrefixListId": "pl-1", "PrefixListName": "l", "Cidrs": ["10.5.0.0/16"]})
    route = {"DestinationCidrBlock": "10.5.0.0/16", "PrefixListId": "pl-1", "State": "active"}
    _routes(snapshot, {**route, "TransitGatewayAttachments": [target]})
    network = snapshot.read()
    expected = TransitRoute("tgw-rtb-1/pl-1", "tgw-rtb-1", None, "pl-1", "tgw-attach-1")
    assert list(network.transit_routes.values()) == [expected]
    assert network.doubts == []


def test_route_without_one_attachment_is_in_doubt(snapshot, touched) -> None:
    snapshot.with_transit()
    _routes(snapshot, {"DestinationCidrBlock": "10.5.0.0/16", "State": "active", "TransitGatewayAttachments": []})
    assert touched(snapshot.read()) == {("tgw-rtb-1", "Routes[10.5.0.0/16]"): ("tgw-rtb-1",)}


def test_things_that_are_not_there_are_doubts_that_name_both(snapshot, touched) -> None:
    snapshot.with_transit()
    _attach(snapshot, "tgw-attach-2", "vpc", "vpc-9")
    snapshot.add(
        "TransitGatewayVpcAttachments",
        {**snapshot.answers["TransitGatewayVpcAttachments"][0], "TransitGatewayAttachmentId": "tgw-attach-2"}
        | {"VpcId": "vpc-9", "SubnetIds": ["subnet-9"]},
    )
    snapshot.add("VpnConnections", {"VpnConnectionId": "vpn-1", "State": "available", "TransitGatewayId": "tgw-9"})
    assert touched(snapshot.read()) == {
        ("tgw-attach-2", "ResourceId"): ("tgw-attach-2", "vpc-9"),
        ("tgw-attach-2", "SubnetIds"): ("subnet-9", "tgw-attach-2"),
        ("vpn-1", "TransitGatewayId"): ("tgw-9", "vpn-1"),
    }


def test_peering_is_one_attachment_with_a_requester_and_an_accepter(snapshot) -> None:
    snapshot.with_transit()
    other = {**snapshot.answers["TransitGateways"][0], "TransitGatewayId": "tgw-0"}
    snapshot.add("TransitGateways", other)
    _attach(snapshot, "tgw-attach-p", "peering", "tgw-0")
    _attach(snapshot, "tgw-attach-p", "peering", "tgw-1", TransitGatewayId="tgw-0")
    sides = {"RequesterTgwInfo": {"TransitGatewayId": "tgw-1"}, "AccepterTgwInfo": {"TransitGatewayId": "tgw-0"}}
    peering = {"TransitGatewayAttachmentId": "tgw-attach-p", "State": "available", **sides}
    network = snapshot.add("TransitGatewayPeeringAttachments", peering).read()
    found = network.attachments["tgw-attach-p"]
    assert (found.kind, found.gateway, found.resource) == ("peering", "tgw-1", "tgw-0")
    assert network.doubts == []


def test_direct_connect_answers_in_lower_case_are_read(snapshot) -> None:
    snapshot.with_transit()
    _attach(snapshot, "tgw-attach-d", "direct-connect-gateway", "7b2c")
    folder = snapshot.write()
    (folder / "DirectConnectGateways.json").write_text(
        '{"directConnectGateways": [{"directConnectGatewayId": "7b2c", "amazonSideAsn": 64513,'
        ' "directConnectGatewayState": "available"}]}'
    )
    (folder / "DirectConnectGatewayAssociations.json").write_text(
        '{"directConnectGatewayAssociations": [{"associationId": "a1", "associationState": "associated",'
        ' "directConnectGatewayId": "7b2c", "associatedGateway": {"id": "tgw-1", "type": "transitGateway"},'
        ' "allowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}]}]}'
    )
    snapshot.answers = {}
    network = snapshot.read()
    found = network.gateway_associations["a1"]
    assert (found.direct_connect_gateway, found.attachment) == ("dxgw-7b2c", "tgw-attach-d")
    assert found.allowed == (prefix("10.0.0.0/8"),)
    assert network.doubts == []


def test_direct_connect_attachment_without_association_is_in_doubt(snapshot, touched) -> None:
    snapshot.with_transit()
    _attach(snapshot, "tgw-attach-d", "direct-connect-gateway", "7b2c")
    found = touched(snapshot.read())
    assert found["tgw-attach-d", "DirectConnectGatewayAssociations"] == ("tgw-attach-d",)
    assert found["tgw-attach-d", "ResourceId"] == ("dxgw-7b2c", "tgw-attach-d")


def test_vpn_has_its_static_routes(snapshot) -> None:
    routes = [{"DestinationCidrBlock": "192.168.0.0/24", "State": "available"}]
    routes += [{"DestinationCidrBlock": "192.168.9.0/24", "State": "deleted"}]
    vpn = {"VpnConnectionId": "vpn-1", "State": "available", "TransitGatewayId": "tgw-1", "Routes": routes}
    snapshot.with_transit().add("VpnConnections", {**vpn, "Options": {"StaticRoutesOnly": True}})
    network = snapshot.read()
    found = network.vpns["vpn-1"]
    assert (found.gateway, found.static, found.bgp) == ("tgw-1", (prefix("192.168.0.0/24"),), False)
    assert network.doubts == []


def _over_direct_connect(snapshot, transport: str):
    snapshot.with_transit()
    options = {"OutsideIpAddressType": "PrivateIpv4", "TransportTransitGatewayAttachmentId": transport}
    vpn = {"VpnConnectionId": "vpn-1", "State": "available", "TransitGatewayId": "tgw-1", "Options": options}
    snapshot.add("VpnConnections", vpn)
    _attach(snapshot, "tgw-attach-2", "vpn", "vpn-1")
    return snapshot


def test_vpn_over_direct_connect_has_its_transport(snapshot) -> None:
    found = _over_direct_connect(snapshot, "tgw-attach-1").read().attachments
    assert {key: each.transport for key, each in found.items()} == {
        "tgw-attach-1": None,
        "tgw-attach-2": "tgw-attach-1",
    }


def test_vpn_over_what_no_answer_shows_is_in_doubt(snapshot, touched) -> None:
    found = touched(_over_direct_connect(snapshot, "tgw-attach-9").read())
    assert "tgw-attach-2" in found["tgw-attach-2", "TransportTransitGatewayAttachmentId"]


def test_gateway_has_its_own_blocks(snapshot) -> None:
    snapshot.with_transit().answers["TransitGateways"][0]["Options"]["TransitGatewayCidrBlocks"] = ["10.250.0.0/24"]
    assert snapshot.read().transit_gateways["tgw-1"].blocks == (prefix("10.250.0.0/24"),)


# What links announced -----------------------------------------------------------------------------------------------------


def _learned(snapshot, *routes: tuple[str, str, str], state: str = "active"):
    """A VPN that propagates, and what the table learned: block, attachment, kind of attachment."""
    snapshot.with_transit().add(
        "VpnConnections", {"VpnConnectionId": "vpn-1", "State": "available", "TransitGatewayId": "tgw-1"}
    )
    _attach(snapshot, "tgw-attach-2", "vpn", "vpn-1")
    (propagations,) = snapshot.answers["TransitGatewayPropagations"]
    propagations["TransitGatewayRouteTablePropagations"].append(
        {"TransitGatewayAttachmentId": "tgw-attach-2", "State": "enabled"}
    )
    found = [
        {
            "DestinationCidrBlock": block,
            "Type": "propagated",
            "State": state,
            "TransitGatewayAttachments": [
                {"TransitGatewayAttachmentId": name, "ResourceType": kind, "ResourceId": "x"}
            ],
        }
        for block, name, kind in routes
    ]
    snapshot.add("TransitGatewayPropagatedRoutes", {"TransitGatewayRouteTableId": "tgw-rtb-1", "Routes": found})
    return snapshot.read()


def test_what_a_link_announced_is_learned_and_what_vpcs_have_is_not(snapshot) -> None:
    network = _learned(snapshot, ("10.0.0.0/16", "tgw-attach-1", "vpc"), ("172.16.0.0/16", "tgw-attach-2", "vpn"))
    key = "tgw-rtb-1/learned/172.16.0.0/16 by tgw-attach-2"
    assert network.learned_routes == {key: LearnedRoute(key, "tgw-rtb-1", prefix("172.16.0.0/16"), "tgw-attach-2")}
    assert network.doubts == []


@pytest.mark.parametrize("state", ["deleted", "deleting"])
def test_a_route_that_is_gone_was_learned_once(snapshot, state: str) -> None:
    assert _learned(snapshot, ("172.16.0.0/16", "tgw-attach-2", "vpn"), state=state).learned_routes == {}


def test_a_table_of_which_nobody_says_what_it_learned_is_in_doubt(snapshot, touched) -> None:
    """What leads over it is answered all the same, with what it takes for granted."""
    _learned(snapshot)
    snapshot.answers["TransitGatewayPropagatedRoutes"] = []
    assert touched(snapshot.read()) == {("tgw-rtb-1", "TransitGatewayPropagatedRoutes"): ()}


@pytest.mark.parametrize(
    ("block", "taken"),
    [
        ("10.0.1.0/24", True),
        ("10.0.0.0/16", True),
        ("10.0.0.0/8", False),
        ("0.0.0.0/0", False),
        ("172.16.0.0/16", False),
    ],
)
def test_a_learned_part_of_a_vpcs_block_is_a_finding(snapshot, block: str, taken: bool) -> None:
    """A wider route takes nothing: the VPC's own is longer."""
    network = _learned(snapshot, (block, "tgw-attach-2", "vpn"))
    found = list(BY_ID["learned-routes-outside"].check(Facts(network, Settings(), date(2026, 11, 23))))
    wanted = [
        (
            f"tgw-rtb-1/learned/{block} by tgw-attach-2",
            f"tgw-rtb-1 learned {block} by tgw-attach-2: the network's own addresses",
        )
    ]
    assert [(breach.resource, breach.message) for breach in found] == (wanted if taken else [])


def test_a_learned_part_of_a_dropped_supernet_is_a_finding(snapshot) -> None:
    """Addresses that tables drop are the network's own, whether a VPC has them already or not."""
    snapshot.with_transit()
    _routes(snapshot, {"DestinationCidrBlock": "10.0.0.0/12", "Type": "static", "State": "blackhole"})
    static = snapshot.answers["TransitGatewayStaticRoutes"]
    _learned(snapshot, ("10.9.0.0/24", "tgw-attach-2", "vpn"))
    snapshot.answers["TransitGatewayStaticRoutes"] = static
    facts = Facts(snapshot.read(), Settings(), date(2026, 11, 23))
    assert [b.resource for b in BY_ID["learned-routes-outside"].check(facts)] == [
        "tgw-rtb-1/learned/10.9.0.0/24 by tgw-attach-2"
    ]
