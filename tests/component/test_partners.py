"""A partner's link as a whole: a table of its own, static routes in place of propagation, nothing else changed."""

from collections import Counter

from component.graph import aws, kind, one, recording, run_body, target
from component.test_components_alone import alone
from component.test_growth import LISTS, POLICIES, changed_inputs
from component.test_hybrid import component
from component.test_order import awaited_names
from specs import partnered

from bedrock_transit.link_membership import LinkMembership
from transitctl.offline import Recording

TGW = "ec2transitgateway"
TABLE = "us-east-1-transit-table-partner-azure"


def led(found: Recording, table: str) -> set[tuple[str, str]]:
    """The static routes of a table: block and attachment."""
    return {
        (r.inputs["destinationCidrBlock"], target(found, r, "transitGatewayAttachmentId").name)
        for r in aws(found, f"{TGW}.Route")
        if target(found, r, "transitGatewayRouteTableId").name == table and not r.inputs.get("blackhole")
    }


def test_a_partner_leaves_everything_else_as_it_was() -> None:
    """Only lists of classes and clients, policies and network ACLs change, by what the partner is granted."""
    before, after = recording("hybrid"), recording("partnered")
    assert before.resources.keys() <= after.resources.keys()
    acls = {("ec2.NetworkAcl", "ingress"), ("ec2.NetworkAcl", "egress")}
    assert changed_inputs(before, after) <= LISTS | POLICIES | acls


def test_a_partner_brings_these_resources_and_no_other() -> None:
    before, after = recording("hybrid"), recording("partnered")
    new = [after.resources[urn] for urn in after.resources.keys() - before.resources.keys()]
    assert dict(Counter(kind(r) for r in new if r.custom)) == {
        "cloudwatch.MetricAlarm": 2,
        "ec2.CustomerGateway": 1,
        "ec2.VpnConnection": 1,
        f"{TGW}.Route": 4,
        f"{TGW}.RouteTable": 1,
        f"{TGW}.RouteTableAssociation": 1,
    }
    assert sorted(r.name for r in new if not r.custom) == ["us-east-1-vpn-azure", "us-east-1-vpn-azure-membership"]


def test_a_partners_table_leads_to_its_set_and_resolver_and_holds_its_link_alone() -> None:
    found = recording("partnered")
    assert led(found, TABLE) == {
        ("10.64.1.0/24", "us-east-1-hub-attachment"),
        ("10.64.16.128/26", "us-east-1-prod-resolver-attachment"),
    }
    members = [
        target(found, r, "transitGatewayAttachmentId").name
        for r in aws(found, f"{TGW}.RouteTableAssociation")
        if target(found, r, "transitGatewayRouteTableId").name == TABLE
    ]
    assert members == ["us-east-1-vpn-azure-connection"]
    assert one(found, TABLE).inputs["tags"]["link"] == "partner-azure"


def test_a_partner_propagates_nowhere_and_the_hub_alone_knows_its_prefixes() -> None:
    found = recording("partnered")
    propagating = {
        target(found, r, "transitGatewayAttachmentId").name for r in aws(found, f"{TGW}.RouteTablePropagation")
    }
    assert "us-east-1-vpn-azure-connection" not in propagating
    assert led(found, "us-east-1-transit-table-hub") == {
        ("172.20.0.0/16", "us-east-1-vpn-azure-connection"),
        ("172.21.0.0/24", "us-east-1-vpn-azure-connection"),
    }
    (hub,) = {
        target(found, r, "transitGatewayRouteTableId").name
        for r in aws(found, f"{TGW}.Route")
        if r.inputs["destinationCidrBlock"].startswith("172.2")
    }
    assert hub == "us-east-1-transit-table-hub"


def test_a_static_route_to_a_partner_waits_until_its_link_is_in_its_table() -> None:
    found = recording("partnered")
    route = one(found, "us-east-1-vpn-azure-membership-route-172.20.0.0-16")
    waits = awaited_names(found, route, f"{TGW}.RouteTableAssociation")
    assert waits == ["us-east-1-vpn-azure-membership-association"]


def test_links_say_whether_they_are_a_partners() -> None:
    """The contract of components/README.md, known before anything exists."""
    found = recording("partnered")
    partners = {vpn: component(found, f"us-east-1-vpn-{vpn}", "VpnLink").outputs for vpn in ("azure", "backup")}
    assert {vpn: out["partner"] for vpn, out in partners.items()} == {"azure": "azure", "backup": ""}
    assert partners["azure"]["networks"] == {"azure": ["172.20.0.0/16", "172.21.0.0/24"]}


def test_stated_addresses_of_tunnels_are_taken_and_others_are_left_to_aws() -> None:
    found = recording("partnered")
    stated = {vpn: one(found, f"us-east-1-vpn-{vpn}-connection").inputs for vpn in ("azure", "backup")}
    keys = ("tunnel1InsideCidr", "tunnel2InsideCidr")
    assert [stated["azure"][key] for key in keys] == ["169.254.21.0/30", "169.254.22.0/30"]
    assert not any(key in stated["backup"] for key in keys)


def test_one_prefix_more_is_one_route_more() -> None:
    body = partnered()
    body["partners"]["azure"]["prefixes"].append("172.22.0.0/16")
    before, after = recording("partnered"), run_body(body)
    assert [after.resources[urn].name for urn in after.resources.keys() - before.resources.keys()] == [
        "us-east-1-vpn-azure-membership-route-172.22.0.0-16"
    ]


def test_a_membership_of_a_partner_alone_has_routes_and_no_propagation() -> None:
    found = alone(LinkMembership, partner_prefixes=["172.20.0.0/16"])
    assert sorted(kind(r) for r in aws(found)) == [f"{TGW}.Route", f"{TGW}.RouteTableAssociation"]
