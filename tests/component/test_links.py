"""Direct Connect gateways, their interfaces and associations, VPN connections: what the program registers of each."""

import json

import pulumi
import pytest
from component.graph import ROOT, account, aws, names, one, recording, target
from component.test_components_alone import alone, itself, watch
from pulumi_aws import directconnect
from specs import hybrid

from bedrock_transit.direct_connect_association import DirectConnectAssociation
from bedrock_transit.direct_connect_gateway import DirectConnectGateway
from bedrock_transit.endpoint_set import EndpointSet
from bedrock_transit.transit_gateway import TransitGateway
from bedrock_transit.vpn_link import VpnLink
from transitctl.offline import Recording, run_program

TGW = "ec2transitgateway"
SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"
"""How Pulumi marks a secret on the wire."""


def test_a_gateway_of_the_own_account_is_associated_without_a_proposal() -> None:
    found = recording("hybrid")
    association = one(found, "us-east-1-direct-connect-dx-association")
    assert target(found, association, "associatedGatewayId").name == "us-east-1-transit-tgw"
    assert target(found, association, "dxGatewayId").name == "direct-connect-dx-gateway"
    assert "associatedGatewayOwnerAccountId" not in association.inputs
    assert aws(found, "directconnect.GatewayAssociationProposal") == []


def test_a_gateway_of_another_account_accepts_what_the_network_account_proposes() -> None:
    found = recording("hybrid-accounts")
    (proposal,) = aws(found, "directconnect.GatewayAssociationProposal")
    association = one(found, "us-east-1-direct-connect-dx-association")
    assert (account(proposal), proposal.inputs["dxGatewayOwnerAccountId"]) == ("network", "444455556666")
    assert target(found, proposal, "associatedGatewayId").name == "us-east-1-transit-tgw"
    assert (account(association), association.inputs["associatedGatewayOwnerAccountId"]) == ("apps", "111122223333")
    assert target(found, association, "proposalId") == proposal
    assert "associatedGatewayId" not in association.inputs
    made = {account(r) for r in aws(found) if "direct-connect-dx." in r.name or r.name == "direct-connect-dx-gateway"}
    assert made == {"apps"}
    members = [r for r in aws(found) if r.name.startswith("us-east-1-direct-connect-dx-membership")]
    assert {(account(r), target(found, r, "transitGatewayAttachmentId").name) for r in members} == {
        ("network", association.name)
    }


def test_interfaces_are_made_or_accepted_and_do_not_reach_each_other() -> None:
    found = recording("hybrid")
    own = one(found, "direct-connect-dx.dc2", "directconnect.TransitVirtualInterface").inputs
    stated = {"connectionId": "dxcon-ffabc123", "vlan": 101, "bgpAsnLong": "65010", "mtu": 8500, "name": "dx-dc2"}
    assert stated.items() <= own.items()
    assert (own["sitelinkEnabled"], own["addressFamily"], "bgpAuthKey" in own) == (False, "ipv4", False)
    hosted = one(found, "direct-connect-dx.ny5", "directconnect.HostedTransitVirtualInterfaceAcceptor")
    assert hosted.inputs["virtualInterfaceId"] == "dxvif-ffabc124"
    assert target(found, hosted, "dxGatewayId").name == "direct-connect-dx-gateway"
    assert one(found, "direct-connect-dx-gateway").inputs["amazonSideAsn"] == "64700"


def test_stated_addresses_of_an_interface_are_taken() -> None:
    interface = aws(alone(DirectConnectGateway), "directconnect.TransitVirtualInterface")[0].inputs
    assert (interface["amazonAddress"], interface["customerAddress"]) == ("169.254.255.1/30", "169.254.255.2/30")


def test_an_own_interface_goes_before_its_successor_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection has a VLAN once."""
    options = watch(monkeypatch, directconnect, "TransitVirtualInterface")
    alone(DirectConnectGateway)
    assert [o.delete_before_replace for o in options] == [True]


def test_an_association_has_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    options = watch(monkeypatch, directconnect, "GatewayAssociation")
    alone(DirectConnectAssociation, transit_gateway_id="tgw-1")
    (times,) = [o.custom_timeouts for o in options]
    assert times is not None
    assert (times.create, times.update, times.delete) == ("60m", "60m", "60m")


def keyed(keys: dict[str, object]) -> Recording:
    return run_program("test", ROOT, hybrid(), {"bedrock-transit:bgp_keys": json.dumps(keys)})


def test_a_bgp_key_is_handed_over_as_a_secret() -> None:
    found = keyed({"dx-dc2": "swordfish"})
    key = one(found, "direct-connect-dx.dc2", "directconnect.TransitVirtualInterface").inputs["bgpAuthKey"]
    assert SIGNATURE in key.values()
    assert key["value"] == "swordfish"


@pytest.mark.parametrize("name", ["dx-dc3", "dx-ny5"])
def test_a_bgp_key_of_no_own_interface_is_refused(name: str) -> None:
    """A hosted interface's key is its partner's to say."""
    with pytest.raises(pulumi.RunError, match=rf"keys of no own virtual interface: {name}\n.*there are: dx-dc2"):
        keyed({name: "swordfish"})


@pytest.mark.parametrize("key", ["short", "x" * 81, 123456])
def test_a_bgp_key_that_aws_does_not_take_is_refused_without_showing_it(key: object) -> None:
    with pytest.raises(pulumi.RunError, match="dx-dc2 must be text of 6 to 80 characters") as caught:
        keyed({"dx-dc2": key})
    assert str(key) not in str(caught.value)


def test_a_key_in_plain_text_stands_nowhere_in_the_clear() -> None:
    """Neither at the interface nor among the component's own inputs, which the state keeps too."""
    found = alone(DirectConnectGateway, bgp_keys={"dc2": "swordfish"})
    interface = one(found, "it.dc2", "directconnect.TransitVirtualInterface")
    assert SIGNATURE in interface.inputs["bgpAuthKey"].values()
    assert SIGNATURE in itself(found).inputs["bgp_keys"].values()


def test_the_key_that_aws_makes_is_kept_secret_too(monkeypatch: pytest.MonkeyPatch) -> None:
    options = watch(monkeypatch, directconnect, "TransitVirtualInterface")
    alone(DirectConnectGateway)
    assert [o.additional_secret_outputs for o in options] == [["bgpAuthKey"]]


def test_links_belong_to_no_segment_and_no_spoke() -> None:
    found = recording("hybrid")
    owners = ("DirectConnectGateway", "VpnLink")
    tags = [r.inputs["tags"] for r in aws(found) if found.resources[r.parent].type.endswith(owners)]
    assert {(t["segment"], t["spoke"]) for t in tags} == {("shared", "shared")}


def test_a_vpn_takes_strong_algorithms_only_and_keeps_its_keys_in_secrets_manager() -> None:
    inputs = one(recording("hybrid"), "us-east-1-vpn-backup-connection").inputs
    for tunnel in ("tunnel1", "tunnel2"):
        assert inputs[f"{tunnel}IkeVersions"] == ["ikev2"]
        for phase in ("Phase1", "Phase2"):
            assert inputs[f"{tunnel}{phase}EncryptionAlgorithms"] == ["AES256-GCM-16"]
            assert inputs[f"{tunnel}{phase}IntegrityAlgorithms"] == ["SHA2-384", "SHA2-512"]
            assert inputs[f"{tunnel}{phase}DhGroupNumbers"] == [20, 21]
    stated = ("presharedKeyStorage", "staticRoutesOnly", "enableAcceleration")
    assert tuple(inputs[key] for key in stated) == ("SecretsManager", False, False)


@pytest.mark.parametrize(("number", "key"), [(2147483647, "bgpAsn"), (2147483648, "bgpAsnExtended")])
def test_a_customers_number_stands_where_aws_takes_it(number: int, key: str) -> None:
    (device,) = aws(alone(VpnLink, customer_asn=number), "ec2.CustomerGateway")
    assert {k: v for k, v in device.inputs.items() if k.startswith("bgp")} == {key: str(number)}
    assert device.inputs["ipAddress"] == "198.51.100.7"


def test_an_alarm_tells_when_a_way_is_down() -> None:
    """One for each interface and tunnel; it notifies its Region's topic, where there is one."""
    found = recording("hybrid")
    ways = {
        r.name: target(found, r, "metricQueries" if "metricQueries" in r.inputs else "dimensions").name
        for r in aws(found, "cloudwatch.MetricAlarm")
    }
    assert ways == {
        "direct-connect-dx.dc2-alarm": "direct-connect-dx.dc2",
        "direct-connect-dx.ny5-alarm": "direct-connect-dx.ny5",
        **{
            f"us-east-1-vpn-{vpn}-tunnel{n}-alarm": f"us-east-1-vpn-{vpn}-connection"
            for vpn in ("backup", "office")
            for n in (1, 2)
        },
    }
    topic = ["arn:aws:sns:us-east-1:111122223333:network-alarms"]
    assert all(r.inputs["alarmActions"] == r.inputs["okActions"] == topic for r in aws(found, "cloudwatch.MetricAlarm"))
    silent = aws(alone(VpnLink), "cloudwatch.MetricAlarm")
    assert [r.inputs.get("alarmActions") for r in silent] == [None, None]


def test_a_gateway_without_links_has_no_table_for_them() -> None:
    assert itself(alone(TransitGateway)).outputs["link_table_ids"] == {}
    table = {"kind": "vpn", "tags": {"network": "acme", "link": "vpn"}}
    assert "it-table-vpn" in names(aws(alone(TransitGateway, links=[table]), f"{TGW}.RouteTable"))


def test_a_set_has_a_route_from_the_table_of_each_kind_of_link() -> None:
    found = alone(EndpointSet, links=["vpn"], link_table_ids={"vpn": "tgw-rtb-vpn"})
    tables = {r.name: r.inputs["transitGatewayRouteTableId"] for r in aws(found, f"{TGW}.Route")}
    assert tables == {"it-route": "tgw-rtb-prod", "it-route-vpn": "tgw-rtb-vpn"}
