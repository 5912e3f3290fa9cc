"""VPNs over Direct Connect: what they refer to, what Direct Connect under them belongs to, what they add and change."""

from component.graph import aws, names, one, recording, run_body, target, targets
from component.test_growth import changed_inputs
from specs import changed, hybrid

TGW = "ec2transitgateway"
BLOCK = "10.250.0.0/24"


def test_a_vpn_runs_over_the_attachment_of_one_direct_connect_association() -> None:
    found = recording("private-vpn")
    under = {
        v.name: (v.inputs.get("outsideIpAddressType"), names(targets(found, v, "transportTransitGatewayAttachmentId")))
        for v in aws(found, "ec2.VpnConnection")
    }
    dx = ("PrivateIpv4", ["us-east-1-direct-connect-dx-association"])
    assert under == {
        "us-east-1-vpn-first-connection": dx,
        "us-east-1-vpn-second-connection": dx,
        "us-east-1-vpn-office-connection": (None, []),
    }


def test_the_transit_gateway_has_the_block_that_is_advertised_for_its_ends() -> None:
    found = recording("private-vpn")
    assert one(found, "us-east-1-transit-tgw").inputs["transitGatewayCidrBlocks"] == [BLOCK]
    assert one(found, "us-east-1-direct-connect-dx-association").inputs["allowedPrefixes"] == [BLOCK]


def test_direct_connect_that_carries_vpns_alone_belongs_to_no_table_and_propagates_nowhere() -> None:
    """What comes in the clear is dropped, and nothing that is announced in the clear takes the tunnels' packets."""
    found = recording("private-vpn")
    led = {
        target(found, r, "transitGatewayAttachmentId").name
        for r in aws(found, f"{TGW}.RouteTableAssociation", f"{TGW}.RouteTablePropagation", f"{TGW}.Route")
        if not r.inputs.get("blackhole")
    }
    assert "us-east-1-direct-connect-dx-association" not in led
    assert {"us-east-1-vpn-first-connection", "us-east-1-vpn-second-connection"} <= led
    assert "us-east-1-transit-table-direct-connect" not in names(aws(found, f"{TGW}.RouteTable"))


def test_a_block_and_a_vpn_over_direct_connect_more_change_the_gateway_the_association_and_lists_in_place() -> None:
    body = changed(hybrid(), ["regions", "us-east-1", "transit_gateway_cidr"], BLOCK)
    body["on_premises"]["lab"] = {**body["on_premises"]["office"], "prefixes": ["192.168.30.0/24"]}
    body["on_premises"]["lab"]["resolvers"] = ["192.168.30.53"]
    device = {"address": "172.16.9.1", "asn": 65030}
    body["vpns"]["lab"] = {"networks": ["lab"], "over": "dx", "customer_gateway": device}
    before, after = recording("hybrid"), run_body(body)
    assert before.resources.keys() < after.resources.keys()
    assert changed_inputs(before, after) == {
        ("ec2transitgateway.TransitGateway", "transitGatewayCidrBlocks"),
        ("directconnect.GatewayAssociation", "allowedPrefixes"),
        ("ec2.ManagedPrefixList", "entries"),
    }


def test_a_network_without_them_says_nothing_of_blocks_and_transports() -> None:
    found = recording("hybrid")
    said = {key for resource in found.resources.values() for key in resource.inputs}
    assert not {"transitGatewayCidrBlocks", "outsideIpAddressType", "transportTransitGatewayAttachmentId"} & said
