"""No way around the endpoints: what is not built, what is empty, and who alone is routed where."""

import pytest
from component.graph import aws, kind, names, recording, run_body, target, targets
from specs import Body, changed, company

from transitctl.offline import Recording, Resource

TGW = "ec2transitgateway"
LINKS = {"directconnect.GatewayAssociation": "direct-connect", "ec2.VpnConnection": "vpn", f"{TGW}.Connect": "connect"}
"""What brings an attachment of a link, and the table that it belongs to."""
PEERINGS = {f"{TGW}.PeeringAttachment": "peering", f"{TGW}.PeeringAttachmentAccepter": "peering"}
"""The same for the two sides of a peering, which propagate into no table."""


def test_nothing_leads_out_of_the_network(network: Recording) -> None:
    """No internet, NAT or egress-only gateway, no peering of VPCs, no elastic address, no public subnet."""
    forbidden = ("InternetGateway", "NatGateway", "EgressOnly", "VpcPeering", "VpnGateway", "Eip", "CarrierGateway")
    assert [r.type for r in aws(network) if any(word in r.type for word in forbidden)] == []
    assert {s.inputs["mapPublicIpOnLaunch"] for s in aws(network, "ec2.Subnet")} == {False}
    assert not any("assignIpv6AddressOnCreation" in s.inputs for s in aws(network, "ec2.Subnet"))


def test_every_vpc_has_an_empty_default_security_group(network: Recording) -> None:
    groups = aws(network, "ec2.DefaultSecurityGroup")
    assert sorted(target(network, g, "vpcId").name for g in groups) == names(aws(network, "ec2.Vpc"))
    assert [(g.inputs["ingress"], g.inputs["egress"]) for g in groups] == [([], [])] * len(groups)


def test_every_vpc_resolves_names_by_amazons_own_resolver(network: Recording) -> None:
    """Private zones and Profiles answer nowhere else."""
    for vpc in aws(network, "ec2.Vpc"):
        assert (vpc.inputs["enableDnsSupport"], vpc.inputs["enableDnsHostnames"]) == (True, True)


def test_every_subnet_has_a_route_table_of_its_own_vpc(network: Recording) -> None:
    """Without an association it would use the main table, which nobody looks after."""
    subnets = [target(network, a, "subnetId").name for a in aws(network, "ec2.RouteTableAssociation")]
    assert sorted(subnets) == names(aws(network, "ec2.Subnet"))


def test_no_route_leaves_the_subnets_of_an_attachment(network: Recording) -> None:
    """What comes in through an attachment could turn around there, into another segment."""
    table_of = {
        target(network, a, "subnetId").urn: target(network, a, "routeTableId")
        for a in aws(network, "ec2.RouteTableAssociation")
    }
    attachments = aws(network, f"{TGW}.VpcAttachment")
    tables = {table_of[s.urn].urn for a in attachments for s in targets(network, a, "subnetIds")}
    assert len(tables) == len(attachments), "one empty table for each VPC"
    routed = {target(network, r, "routeTableId").urn for r in aws(network, "ec2.Route")}
    assert tables & routed == set()
    assert all("routes" not in network.resources[urn].inputs for urn in tables)


def test_no_table_and_no_group_has_rules_inside(network: Recording) -> None:
    """One route or rule, one resource: inside a table or group their references would be a union."""
    for r in aws(network, "ec2.RouteTable", "ec2.SecurityGroup"):
        assert not {"routes", "ingress", "egress"} & r.inputs.keys(), r.name


def test_only_granted_applications_are_routed_to_their_endpoints() -> None:
    found = recording("company")
    assert {
        (target(found, r, "routeTableId").name, r.inputs["destinationCidrBlock"])
        for r in aws(found, "ec2.Route")
        if "destinationCidrBlock" in r.inputs
    } == {
        ("vpc-a.chat-rt", "10.64.1.0/24"),
        ("vpc-a.search-rt", "10.64.1.0/24"),
        ("vpc-x.sandbox-rt", "10.64.2.0/24"),
    }


def test_only_granted_applications_may_open_connections() -> None:
    found = recording("company")
    rules = aws(found, "vpc.SecurityGroupEgressRule")
    assert {(target(found, r, "securityGroupId").name, r.inputs["cidrIpv4"]) for r in rules} == {
        ("vpc-a.chat-sg", "10.64.1.0/24"),
        ("vpc-a.search-sg", "10.64.1.0/24"),
        ("vpc-x.sandbox-sg", "10.64.2.0/24"),
    }
    assert {(r.inputs["ipProtocol"], r.inputs["fromPort"], r.inputs["toPort"]) for r in rules} == {("tcp", 443, 443)}


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_a_stack_routes_exactly_the_applications_of_its_grants(stack: str) -> None:
    found = recording(stack)
    granted = {
        c.replace("/", ".")
        for r in found.resources.values()
        for g in r.outputs.get("grants", ())
        for c in g["consumers"]
    }
    routed = {
        target(found, r, "routeTableId").name.removesuffix("-rt")
        for r in aws(found, "ec2.Route")
        if "destinationCidrBlock" in r.inputs
    }
    assert routed == granted
    assert granted != set()


def test_endpoints_admit_the_classes_of_their_segment_and_answer_them_alone() -> None:
    """The way in and the way back are the same prefix lists."""
    found = recording("company")
    admitted = {
        (
            target(found, r, "securityGroupId").name,
            target(found, r, "prefixListId").name,
            r.inputs["fromPort"],
            r.inputs["toPort"],
        )
        for r in aws(found, "vpc.SecurityGroupIngressRule")
    }
    answered = {
        (target(found, r, "routeTableId").name, target(found, r, "destinationPrefixListId").name)
        for r in aws(found, "ec2.Route")
        if "destinationPrefixListId" in r.inputs
    }
    pairs = {("nonprod", "sandbox"), ("prod", "chat"), ("prod", "search")}
    assert admitted == {(f"us-east-1-{s}-sg", f"us-east-1-{s}.class-{c}", 443, 443) for s, c in pairs}
    assert answered == {(f"us-east-1-{s}-rt", f"us-east-1-{s}.class-{c}") for s, c in pairs}


def test_the_security_group_of_endpoints_lets_nothing_out(network: Recording) -> None:
    """Applications' do, and those of forwarders where on-premises networks answer for domains."""
    owners = {
        network.resources[target(network, r, "securityGroupId").parent].type
        for r in aws(network, "vpc.SecurityGroupEgressRule")
    }
    assert owners - {"bedrock-transit:index:ViewForwarder"} == {"bedrock-transit:index:Application"}


def test_applications_admit_nobody(network: Recording) -> None:
    """Endpoints do, and resolvers where networks outside have one. Instances of jobs admit each other."""
    owners = {
        network.resources[target(network, r, "securityGroupId").parent].type
        for r in aws(network, "vpc.SecurityGroupIngressRule")
        if "referencedSecurityGroupId" not in r.inputs
    }
    assert owners - {"bedrock-transit:index:ViewResolver"} == {"bedrock-transit:index:EndpointSet"}


def test_the_network_acl_admits_the_segments_blocks_and_answers_them_alone() -> None:
    found = recording("company")
    (acl,) = aws(found, "ec2.NetworkAcl")[:1]
    assert acl.name == "us-east-1-nonprod-acl"
    rule = {"action": "allow", "cidrBlock": "10.66.0.0/16", "protocol": "tcp", "ruleNo": 100}
    assert acl.inputs["ingress"] == [{**rule, "fromPort": 443, "toPort": 443}]
    assert acl.inputs["egress"] == [{**rule, "fromPort": 1024, "toPort": 65535}]


def test_a_segments_table_leads_to_its_own_endpoints_and_drops_the_rest() -> None:
    found = recording("two-regions")
    assert {
        (
            target(found, r, "transitGatewayRouteTableId").name,
            r.inputs["destinationCidrBlock"],
            "blackhole" if r.inputs.get("blackhole") else target(found, r, "transitGatewayAttachmentId").name,
        )
        for r in aws(found, f"{TGW}.Route")
    } == {
        (f"{region}-transit-table-{segment}", cidr, goal)
        for region, second in (("us-east-1", 64), ("us-west-2", 80))
        for number, segment in ((1, "prod"), (2, "nonprod"))
        for cidr, goal in (
            (f"10.{second}.{number}.0/24", f"{region}-hub-attachment"),
            ("10.64.0.0/12", "blackhole"),
            ("10.80.0.0/12", "blackhole"),
        )
    }


def partner_of(network: Recording, attachment: Resource) -> str:
    """The partner that an attachment leads to, as its component says; empty where it leads to none."""
    return str(network.resources[attachment.parent].outputs.get("partner", ""))


def leading(network: Recording) -> list[Resource]:
    """The links that lead to somebody: Direct Connect that only carries others leads to nobody, and has no table."""
    return [link for link in aws(network, *LINKS) if network.resources[link.parent].outputs["networks"]]


def test_every_attachment_is_in_exactly_one_table(network: Recording) -> None:
    """A spoke's in its segment's, the hub's and a resolver's in the hub's, a link's in that of its kind or partner."""
    associated = [
        (target(network, a, "transitGatewayAttachmentId").name, target(network, a, "transitGatewayRouteTableId").name)
        for a in aws(network, f"{TGW}.RouteTableAssociation")
    ]
    attachments = {a.name: a for a in (*aws(network, f"{TGW}.VpcAttachment", *PEERINGS), *leading(network))}
    assert sorted(name for name, _ in associated) == sorted(attachments)
    for name, table in associated:
        attachment = attachments[name]
        in_spoke = network.resources[attachment.parent].type == "bedrock-transit:index:SpokeVpc"
        place = attachment.inputs["tags"]["segment"] if in_spoke else {**LINKS, **PEERINGS}.get(kind(attachment), "hub")
        partner = partner_of(network, attachment)
        place = f"partner-{partner}" if partner else place
        assert table == f"{attachment.inputs['region']}-transit-table-{place}"


def test_spokes_and_links_are_learned_by_the_hub_alone_and_the_hub_by_nobody(network: Recording) -> None:
    """A partner's link is learned by nobody."""
    propagated = [
        (target(network, p, "transitGatewayAttachmentId").name, target(network, p, "transitGatewayRouteTableId").name)
        for p in aws(network, f"{TGW}.RouteTablePropagation")
    ]
    spokes = [r.name for r in network.resources.values() if r.type == "bedrock-transit:index:SpokeVpc"]
    links = [link for link in leading(network) if not partner_of(network, link)]
    learned = [*(f"{spoke}-attachment" for spoke in spokes), *names(links)]
    assert sorted(name for name, _ in propagated) == sorted(learned)
    assert all(table.endswith("-transit-table-hub") for _, table in propagated)


def test_the_gateway_associates_propagates_and_accepts_nothing_by_itself(network: Recording) -> None:
    for gateway in aws(network, f"{TGW}.TransitGateway"):
        settings = ("autoAcceptSharedAttachments", "defaultRouteTableAssociation", "defaultRouteTablePropagation")
        assert [gateway.inputs[key] for key in settings] == ["disable"] * 3


def test_nothing_is_shared_outside_of_the_organization(network: Recording) -> None:
    assert all(s.inputs["allowExternalPrincipals"] is False for s in aws(network, "ram.ResourceShare"))


def test_private_dns_is_off_at_every_endpoint(network: Recording) -> None:
    """A VPC cannot hold it for two endpoints of one service: the views answer."""
    for endpoint in aws(network, "ec2.VpcEndpoint"):
        in_hub = network.resources[endpoint.parent].type == "bedrock-transit:index:EndpointSet"
        stated = (endpoint.inputs.get("privateDnsEnabled"), endpoint.inputs["vpcEndpointType"])
        assert stated == ((False, "Interface") if in_hub else (None, "Gateway"))


def test_every_view_passes_its_names_and_blocks_the_rest(network: Recording) -> None:
    lists = {
        (target(network, r, "firewallRuleGroupId").name, r.inputs["action"]): (
            r.inputs["priority"],
            r.inputs.get("blockResponse"),
            target(network, r, "firewallDomainListId").inputs["domains"],
        )
        for r in aws(network, "route53.ResolverFirewallRule")
    }
    groups = names(aws(network, "route53.ResolverFirewallRuleGroup"))
    assert sorted(lists) == sorted((group, action) for group in groups for action in ("ALLOW", "BLOCK"))
    for group in groups:
        first, _, passed = lists[group, "ALLOW"]
        last, answer, blocked = lists[group, "BLOCK"]
        assert first < last
        assert (answer, blocked) == ("NXDOMAIN", ["*."])
        assert passed != []
        assert "*." not in passed


def test_a_change_of_grants_opens_what_it_says() -> None:
    """The ungranted application of the company gets its route and its rule, and nothing else changes place."""
    body: Body = changed(company(), ["grants", "chat", "consumers"], ["vpc-a/chat", "vpc-b/idle"])
    before, after = recording("company"), run_body(body)
    new = [after.resources[urn] for urn in sorted(after.resources.keys() - before.resources.keys())]
    assert sorted((kind(r), r.name) for r in new) == [
        ("ec2.Route", "vpc-b.idle-route"),
        ("vpc.SecurityGroupEgressRule", "vpc-b.idle-egress"),
    ]
    assert before.resources.keys() - after.resources.keys() == set()
