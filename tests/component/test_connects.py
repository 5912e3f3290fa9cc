"""Connect over Direct Connect: what it runs over, its tunnels, where it belongs, what it adds and changes."""

from component.graph import aws, names, one, recording, run_body, target, targets
from component.test_growth import changed_inputs
from component.test_hybrid import component
from specs import changed, hybrid

TGW, LINK = "ec2transitgateway", "us-east-1-connect-sdwan-attachment"
BLOCK = "10.250.0.0/24"


def test_connect_runs_over_the_attachment_of_one_direct_connect_association() -> None:
    found = recording("connect")
    (link,) = aws(found, f"{TGW}.Connect")
    assert names(targets(found, link, "transportAttachmentId")) == ["us-east-1-direct-connect-dx-association"]
    assert (link.name, link.inputs["protocol"]) == (LINK, "gre")
    defaults = [f"transitGatewayDefaultRouteTable{each}" for each in ("Association", "Propagation")]
    assert [link.inputs[each] for each in defaults] == [False, False]


def test_each_appliance_has_a_tunnel_with_its_number_and_block() -> None:
    found = recording("connect")
    told = {
        peer.name: (peer.inputs["peerAddress"], peer.inputs["bgpAsn"], peer.inputs["insideCidrBlocks"])
        for peer in aws(found, f"{TGW}.ConnectPeer")
    }
    assert told == {
        "us-east-1-connect-sdwan-peer-first": ("172.16.0.1", "65010", ["169.254.100.0/29"]),
        "us-east-1-connect-sdwan-peer-second": ("172.16.0.2", "65010", ["169.254.100.8/29"]),
    }
    assert component(found, "us-east-1-connect-sdwan", "ConnectLink").outputs["networks"] == {
        "datacenter": ["172.16.0.0/16"]
    }


def test_connect_is_looked_up_in_the_table_of_its_kind_and_is_learned_by_the_hub_alone() -> None:
    found = recording("connect")
    led = {
        (r.name, target(found, r, "transitGatewayRouteTableId").name)
        for r in aws(found, f"{TGW}.RouteTableAssociation", f"{TGW}.RouteTablePropagation")
        if target(found, r, "transitGatewayAttachmentId").name == LINK
    }
    assert led == {
        ("us-east-1-connect-sdwan-membership-association", "us-east-1-transit-table-connect"),
        ("us-east-1-connect-sdwan-membership-propagation", "us-east-1-transit-table-hub"),
    }


def test_direct_connect_that_carries_connect_alone_belongs_to_no_table_and_advertises_the_block() -> None:
    found = recording("connect")
    assert one(found, "us-east-1-transit-tgw").inputs["transitGatewayCidrBlocks"] == [BLOCK]
    under = one(found, "us-east-1-direct-connect-dx-association")
    assert under.inputs["allowedPrefixes"] == [BLOCK]
    entries = aws(found, f"{TGW}.RouteTableAssociation", f"{TGW}.RouteTablePropagation", f"{TGW}.Route")
    led = {target(found, r, "transitGatewayAttachmentId").name for r in entries if not r.inputs.get("blackhole")}
    assert under.name not in led


def test_connect_more_changes_the_gateway_the_association_and_lists_in_place() -> None:
    body = changed(hybrid(), ["regions", "us-east-1", "transit_gateway_cidr"], BLOCK)
    body["on_premises"]["lab"] = {**body["on_premises"]["office"], "prefixes": ["192.168.30.0/24"]}
    body["on_premises"]["lab"]["resolvers"] = ["192.168.30.53"]
    peers = {"first": {"address": "172.16.9.1", "asn": 65030, "inside_cidr": "169.254.100.0/29"}}
    body["connects"] = {"lab": {"over": "dx", "networks": ["lab"], "peers": peers}}
    before, after = recording("hybrid"), run_body(body)
    assert before.resources.keys() < after.resources.keys()
    assert changed_inputs(before, after) == {
        ("ec2transitgateway.TransitGateway", "transitGatewayCidrBlocks"),
        ("directconnect.GatewayAssociation", "allowedPrefixes"),
        ("ec2.ManagedPrefixList", "entries"),
    }


def test_a_network_without_connect_has_nothing_of_it() -> None:
    found = recording("hybrid")
    assert aws(found, f"{TGW}.Connect", f"{TGW}.ConnectPeer") == []
    assert "us-east-1-transit-table-connect" not in names(aws(found, f"{TGW}.RouteTable"))
