"""A network with links as a whole: where their tables lead, what is registered of them, and what one more changes."""

from collections import Counter
from collections.abc import Callable

import pytest
from component.graph import aws, kind, one, recording, run_body, target
from component.test_growth import LISTS, POLICIES, changed_inputs
from component.test_order import awaited_names
from specs import Body, changed, hybrid

from transitctl.offline import Recording, Resource

TGW = "ec2transitgateway"


def component(found: Recording, name: str, token: str) -> Resource:
    (only,) = [r for r in found.resources.values() if (r.name, r.type) == (name, f"bedrock-transit:index:{token}")]
    return only


def test_a_stack_with_links_keeps_everything_that_it_had_without_them() -> None:
    """Only lists of classes, policies and network ACLs change, by what the networks are granted."""
    before, after = recording("company"), recording("hybrid")
    assert before.resources.keys() <= after.resources.keys()
    acls = {("ec2.NetworkAcl", "ingress"), ("ec2.NetworkAcl", "egress")}
    assert changed_inputs(before, after) <= LISTS | POLICIES | acls


def test_links_bring_these_resources_and_no_other() -> None:
    before, after = recording("company"), recording("hybrid")
    new = [after.resources[urn] for urn in after.resources.keys() - before.resources.keys()]
    assert dict(Counter(kind(r) for r in new if r.custom)) == {
        "cloudwatch.MetricAlarm": 6,
        "directconnect.Gateway": 1,
        "directconnect.GatewayAssociation": 1,
        "directconnect.HostedTransitVirtualInterfaceAcceptor": 1,
        "directconnect.TransitVirtualInterface": 1,
        "ec2.CustomerGateway": 2,
        "ec2.ManagedPrefixList": 3,
        "ec2.Route": 3,
        "ec2.RouteTable": 4,
        "ec2.RouteTableAssociation": 8,
        "ec2.SecurityGroup": 2,
        "ec2.Subnet": 8,
        "ec2.VpnConnection": 2,
        f"{TGW}.Route": 6,
        f"{TGW}.RouteTable": 2,
        f"{TGW}.RouteTableAssociation": 5,
        f"{TGW}.RouteTablePropagation": 3,
        f"{TGW}.VpcAttachment": 2,
        "route53.ResolverEndpoint": 2,
        "route53.ResolverFirewallRuleGroupAssociation": 2,
        "vpc.SecurityGroupIngressRule": 5,
    }
    assert sorted((r.type.rpartition(":")[2], r.name) for r in new if not r.custom) == [
        ("DirectConnectAssociation", "us-east-1-direct-connect-dx"),
        ("DirectConnectGateway", "direct-connect-dx"),
        ("LinkMembership", "us-east-1-direct-connect-dx-membership"),
        ("LinkMembership", "us-east-1-vpn-backup-membership"),
        ("LinkMembership", "us-east-1-vpn-office-membership"),
        ("ViewResolver", "us-east-1-nonprod-resolver"),
        ("ViewResolver", "us-east-1-prod-resolver"),
        ("VpnLink", "us-east-1-vpn-backup"),
        ("VpnLink", "us-east-1-vpn-office"),
    ]


def test_the_tables_of_links_lead_to_granted_sets_and_to_resolvers_and_nowhere_else() -> None:
    """No blackhole, nothing propagated: what is not among these is dropped."""
    found = recording("hybrid")
    tables = {f"us-east-1-transit-table-{kind}": kind for kind in ("direct-connect", "vpn")}
    routes = [r for r in aws(found, f"{TGW}.Route") if target(found, r, "transitGatewayRouteTableId").name in tables]
    led = {
        (
            tables[target(found, r, "transitGatewayRouteTableId").name],
            r.inputs["destinationCidrBlock"],
            target(found, r, "transitGatewayAttachmentId").name,
        )
        for r in routes
    }
    assert led == {
        ("direct-connect", "10.64.1.0/24", "us-east-1-hub-attachment"),
        ("direct-connect", "10.64.16.128/26", "us-east-1-prod-resolver-attachment"),
        ("vpn", "10.64.1.0/24", "us-east-1-hub-attachment"),
        ("vpn", "10.64.2.0/24", "us-east-1-hub-attachment"),
        ("vpn", "10.64.16.128/26", "us-east-1-prod-resolver-attachment"),
        ("vpn", "10.64.17.0/26", "us-east-1-nonprod-resolver-attachment"),
    }
    assert [r for r in routes if r.inputs.get("blackhole")] == []
    assert {one(found, name).inputs["tags"]["link"] for name in tables} == set(tables.values())


@pytest.mark.parametrize("network", ["hybrid", "hybrid-accounts"])
def test_a_gateway_advertises_what_its_table_leads_to(network: str) -> None:
    found = recording(network)
    led = {
        r.inputs["destinationCidrBlock"]
        for r in aws(found, f"{TGW}.Route")
        if target(found, r, "transitGatewayRouteTableId").name == "us-east-1-transit-table-direct-connect"
    }
    stated = [r.inputs["allowedPrefixes"] for r in aws(found) if "allowedPrefixes" in r.inputs]
    assert stated == [sorted(led)] * (2 if network == "hybrid-accounts" else 1)


def test_what_links_announce_and_who_may_ask_is_registered() -> None:
    """The contract of components/README.md, known before anything exists."""
    found = recording("hybrid")
    centre, office = {"datacenter": ["172.16.0.0/16"]}, {"office": ["192.168.10.0/24", "192.168.20.0/24"]}
    assert component(found, "us-east-1-direct-connect-dx", "DirectConnectAssociation").outputs["networks"] == centre
    assert component(found, "us-east-1-vpn-backup", "VpnLink").outputs["networks"] == centre
    assert component(found, "us-east-1-vpn-office", "VpnLink").outputs["networks"] == office
    outputs = component(found, "us-east-1-prod-resolver", "ViewResolver").outputs
    assert outputs["segment"] == "prod"
    assert outputs["clients"] == {"datacenter": ["172.16.0.53/32", "172.16.1.53/32"]}
    sets = {
        r.outputs["segment"]: r.outputs["grants"] for r in found.resources.values() if r.type.endswith("EndpointSet")
    }
    networks = {g["key"]: g["networks"] for grants in sets.values() for g in grants}
    assert networks == {
        "chat": {"datacenter": {"prefixes": ["172.16.0.0/16"], "accounts": ["444455556666"]}},
        "office": {"office": {"prefixes": office["office"], "accounts": ["111122223333", "444455556666"]}},
        "sandbox": {},
        "search": {},
    }


def test_the_attachment_of_a_link_is_a_child_of_the_component_that_says_what_it_announces() -> None:
    found = recording("hybrid")
    for link in aws(found, "directconnect.GatewayAssociation", "ec2.VpnConnection"):
        assert "networks" in found.resources[link.parent].outputs


def test_a_network_acl_admits_granted_networks_after_the_segment() -> None:
    found = recording("hybrid")
    acl = one(found, "us-east-1-nonprod-acl")
    assert [(r["ruleNo"], r["cidrBlock"]) for r in acl.inputs["ingress"]] == [
        (100, "10.66.0.0/16"),
        (200, "192.168.10.0/24"),
        (201, "192.168.20.0/24"),
    ]
    assert [(r["ruleNo"], r["cidrBlock"]) for r in acl.inputs["egress"]] == [
        (r["ruleNo"], r["cidrBlock"]) for r in acl.inputs["ingress"]
    ]


def test_every_prefix_of_a_network_is_an_entry_of_its_class() -> None:
    plist = one(recording("hybrid"), "us-east-1-nonprod.class-office")
    assert [(e["description"], e["cidr"]) for e in plist.inputs["entries"]] == [
        ("office", "192.168.10.0/24"),
        ("office", "192.168.20.0/24"),
    ]


def test_a_membership_waits_for_its_link_and_a_resolvers_route_for_its_association() -> None:
    found = recording("hybrid-accounts")
    member = one(found, "us-east-1-direct-connect-dx-membership-association")
    kinds = ("directconnect.GatewayAssociation", "directconnect.GatewayAssociationProposal", "directconnect.Gateway")
    assert awaited_names(found, member, *kinds) == [
        "direct-connect-dx-gateway",
        "us-east-1-direct-connect-dx-association",
        "us-east-1-direct-connect-dx-proposal",
    ]
    for name in ("us-east-1-prod-resolver-return", "us-east-1-prod-resolver-route-vpn"):
        waits = awaited_names(found, one(found, name), f"{TGW}.RouteTableAssociation")
        assert waits == ["us-east-1-prod-resolver-association"]


def test_what_the_other_side_needs_is_exported() -> None:
    """Addresses of resolvers are known at preview, those of tunnels are not."""
    found = recording("hybrid")
    links = found.exports["us-east-1"]["links"]
    assert links["resolvers"]["prod"] == {"use1-az1": "10.64.16.138", "use1-az2": "10.64.16.154"}
    assert {vpn: sorted(value["tunnel_addresses"]) for vpn, value in links["vpns"].items()} == {
        "backup": ["tunnel1", "tunnel2"],
        "office": ["tunnel1", "tunnel2"],
    }
    path = ("us-east-1", "links", "vpns", "office", "tunnel_addresses", "tunnel2")
    assert [found.resources[urn].name for urn in found.export_dependencies[path]] == ["us-east-1-vpn-office-connection"]
    assert recording("company").exports["us-east-1"]["links"] == {"vpns": {}, "resolvers": {}}


def one_more_vpn(body: Body) -> None:
    body["on_premises"]["lab"] = {**body["on_premises"]["office"], "prefixes": ["192.168.30.0/24"]}
    body["on_premises"]["lab"]["resolvers"] = ["192.168.30.53"]
    body["vpns"]["lab"] = {"networks": ["lab"], "customer_gateway": {"address": "198.51.100.8", "asn": 65030}}


def one_more_interface(body: Body) -> None:
    interfaces = body["direct_connect"]["dx"]["virtual_interfaces"]
    interfaces["aa1"] = {**interfaces["dc2"], "vlan": 102}


def one_more_gateway(body: Body) -> None:
    hosted = {"hosted": "dxvif-ffabc129", "location": "EqSV5"}
    more = {"asn": 64701, "networks": ["datacenter"], "virtual_interfaces": {"sv5": hosted}}
    body["direct_connect"]["west"] = more


@pytest.mark.parametrize(
    ("grow", "in_place"), [(one_more_vpn, LISTS), (one_more_interface, set()), (one_more_gateway, set())]
)
def test_one_link_more_adds_resources_and_changes_only_the_resolvers_list(
    grow: Callable[[Body], None], in_place: set[tuple[str, str]]
) -> None:
    body = hybrid()
    grow(body)
    before, after = recording("hybrid"), run_body(body)
    assert before.resources.keys() < after.resources.keys()
    assert changed_inputs(before, after) <= in_place


def test_a_link_that_goes_takes_its_own_resources_and_no_other() -> None:
    body = hybrid()
    del body["vpns"]["backup"]
    before, after = recording("hybrid"), run_body(body)
    gone = [before.resources[urn] for urn in before.resources.keys() - after.resources.keys()]
    assert after.resources.keys() <= before.resources.keys()
    assert {r.name for r in gone if "vpn-backup" not in r.name} == {
        "us-east-1-prod-route-vpn",
        "us-east-1-prod-resolver-route-vpn",
    }


def test_a_network_that_is_granted_nothing_gets_names_and_no_way_to_endpoints() -> None:
    body = changed(hybrid(), ["grants", "office", "consumers"], ["vpc-x/sandbox"])
    found = run_body(body)
    led = {
        r.inputs["destinationCidrBlock"]
        for r in aws(found, f"{TGW}.Route")
        if target(found, r, "transitGatewayRouteTableId").name == "us-east-1-transit-table-vpn"
    }
    assert led == {"10.64.1.0/24", "10.64.16.128/26", "10.64.17.0/26"}
