"""Grants that fail over as a whole: where the tables of two Regions lead, which names answer, and what one more changes."""

from component.graph import UNKNOWN, aws, names, one, recording, run_body, target
from component.test_components_alone import alone, itself
from component.test_growth import LISTS, POLICIES, changed_inputs
from component.test_order import awaited_names
from specs import changed, failover, two_regions

from bedrock_transit.gateway_peering import GatewayPeering
from bedrock_transit.segment_membership import SegmentMembership

TGW = "ec2transitgateway"
EAST, WEST = "us-east-1", "us-west-2"
PEERING = f"{EAST}-{WEST}-peering"
HOST = "bedrock-runtime.us-west-2.amazonaws.com"
ACLS = {("ec2.NetworkAcl", "ingress"), ("ec2.NetworkAcl", "egress")}


def test_the_tables_lead_there_and_back_and_nowhere_else() -> None:
    """All static routes that two Regions without failover do not have. Nothing in a table of peerings is dropped."""
    found, before = recording("failover"), recording("two-regions")
    routes = [r for r in aws(found, f"{TGW}.Route") if r.urn not in before.resources]
    assert {
        (
            target(found, r, "transitGatewayRouteTableId").name,
            r.inputs["destinationCidrBlock"],
            target(found, r, "transitGatewayAttachmentId").name,
        )
        for r in routes
    } == {
        (f"{EAST}-transit-table-prod", "10.80.1.0/24", f"{PEERING}-attachment"),
        (f"{WEST}-transit-table-peering", "10.80.1.0/24", f"{WEST}-hub-attachment"),
        (f"{WEST}-transit-table-hub", "10.65.0.0/24", f"{PEERING}-accepter"),
        (f"{EAST}-transit-table-peering", "10.65.0.0/24", "vpc-a-attachment"),
    }
    assert len(routes) == 4


def test_each_side_names_the_peering_by_the_id_of_its_own_region() -> None:
    found = recording("failover")
    sides = {f"{PEERING}-attachment": EAST, f"{PEERING}-accepter": WEST}
    using = {
        (target(found, r, "transitGatewayAttachmentId").name, r.inputs["region"])
        for r in aws(found, f"{TGW}.Route", f"{TGW}.RouteTableAssociation")
        if r.property_dependencies.get("transitGatewayAttachmentId")
        and target(found, r, "transitGatewayAttachmentId").name in sides
    }
    assert using == set(sides.items())
    learned = {target(found, r, "transitGatewayAttachmentId").name for r in aws(found, f"{TGW}.RouteTablePropagation")}
    assert learned & sides.keys() == set()


def test_a_peering_is_asked_for_in_one_region_and_accepted_in_the_other() -> None:
    found = recording("failover")
    asked, accepted = one(found, f"{PEERING}-attachment"), one(found, f"{PEERING}-accepter")
    assert (asked.inputs["region"], asked.inputs["peerRegion"]) == (EAST, WEST)
    assert target(found, asked, "transitGatewayId").name == f"{EAST}-transit-tgw"
    assert target(found, asked, "peerTransitGatewayId").name == f"{WEST}-transit-tgw"
    assert (accepted.inputs["region"], target(found, accepted, "transitGatewayAttachmentId")) == (WEST, asked)


def test_what_uses_a_peering_waits_until_it_is_accepted() -> None:
    found = alone(GatewayPeering)
    for r in aws(found, f"{TGW}.Route", f"{TGW}.RouteTableAssociation"):
        assert awaited_names(found, r, f"{TGW}.PeeringAttachmentAccepter") == ["it-accepter"], r.name
    assert names(aws(found)) == [
        "it-accepter",
        "it-association-us-east-1",
        "it-association-us-west-2",
        "it-attachment",
        "it-return-us-east-1-vpc-w.batch",
        "it-return-us-west-2-vpc-a.chat",
        "it-route-us-east-1-prod",
        "it-route-us-west-2-prod",
    ]
    assert itself(found).outputs["attachment_ids"] == UNKNOWN


def test_the_other_sides_tables_are_its_own() -> None:
    routes = {
        r.name: (r.inputs["transitGatewayRouteTableId"], r.inputs["destinationCidrBlock"])
        for r in aws(alone(GatewayPeering), f"{TGW}.Route")
    }
    assert routes == {
        "it-return-us-east-1-vpc-w.batch": ("tgw-rtb-hub", "10.17.0.0/24"),
        "it-return-us-west-2-vpc-a.chat": ("tgw-rtb-hub-2", "10.1.0.0/24"),
        "it-route-us-east-1-prod": ("tgw-rtb-prod", "10.16.1.0/24"),
        "it-route-us-west-2-prod": ("tgw-rtb-prod-2", "10.0.1.0/24"),
    }


def test_a_membership_answers_other_regions_once_the_spoke_is_a_member() -> None:
    found = alone(SegmentMembership, peering_table_id="tgw-rtb-peering", failover_blocks={"chat": "10.1.0.0/24"})
    route = one(found, "it-route-chat")
    assert (route.inputs["transitGatewayRouteTableId"], route.inputs["destinationCidrBlock"]) == (
        "tgw-rtb-peering",
        "10.1.0.0/24",
    )
    assert awaited_names(found, route, f"{TGW}.RouteTableAssociation") == ["it-association"]
    assert awaited_names(found, route, f"{TGW}.VpcAttachmentAccepter") == ["it-accepter"]


def test_only_the_granted_application_reaches_the_other_region() -> None:
    found = recording("failover")
    out = {
        (r.name, r.inputs.get("destinationCidrBlock") or r.inputs.get("cidrIpv4"))
        for r in aws(found, "ec2.Route", "vpc.SecurityGroupEgressRule")
        if r.name.endswith(WEST)
    }
    assert out == {("vpc-a.chat-route-us-west-2", "10.80.1.0/24"), ("vpc-a.chat-egress-us-west-2", "10.80.1.0/24")}
    route = one(found, "vpc-a.chat-route-us-west-2")
    assert target(found, route, "transitGatewayId").name == f"{EAST}-transit-tgw"
    assert awaited_names(found, route, f"{TGW}.RouteTablePropagation") == ["vpc-a-membership-propagation"]


def test_the_other_region_registers_the_grant_with_its_consumers() -> None:
    found = recording("failover")
    registered = {
        (r.name, g["key"]): g["consumers"]
        for r in found.resources.values()
        if r.type == "bedrock-transit:index:EndpointSet" and r.outputs["segment"] == "prod"
        for g in r.outputs["grants"]
    }
    assert registered == {
        (f"{EAST}-prod", "chat"): {"vpc-a/chat": "10.65.0.0/24"},
        (f"{EAST}-prod", "search"): {"vpc-a/search": "10.65.1.0/24"},
        (f"{WEST}-prod", "batch"): {"vpc-w/batch": "10.81.0.0/24"},
        (f"{WEST}-prod", "chat"): {"vpc-a/chat": "10.65.0.0/24"},
    }
    rules = one(found, f"{WEST}-prod-acl").inputs["ingress"]
    assert [(r["ruleNo"], r["cidrBlock"]) for r in rules] == [(100, "10.81.0.0/16"), (200, "10.65.0.0/16")]


def test_a_profile_hands_out_the_other_regions_zone_of_its_own_segment() -> None:
    """The zone itself, so that the name keeps its own Region's endpoint."""
    found = recording("failover")
    (component,) = [r for r in found.resources.values() if r.type == "bedrock-transit:index:FailoverNames"]
    assert (component.name, component.outputs["hosts"]) == (f"{EAST}-prod-failover-names", {HOST: WEST})
    handed = one(found, f"{EAST}-prod-failover-names-{HOST}")
    assert target(found, handed, "profileId").name == f"{EAST}-prod-view-profile"
    assert target(found, handed, "resourceArn").name == f"{WEST}-prod-view-{HOST}"
    passed = {r.name: f"{HOST}." in r.inputs["domains"] for r in aws(found, "route53.ResolverFirewallDomainList")}
    assert {name for name, passes in passed.items() if passes} == {
        f"{EAST}-prod-view-allow",
        f"{WEST}-prod-view-allow",
        f"{WEST}-nonprod-view-allow",
    }


def test_without_a_profile_each_spoke_of_the_segment_gets_the_other_regions_zone() -> None:
    found = recording("failover-zone-by-zone")
    members = {
        target(found, r, "vpcId").name
        for r in aws(found, "route53.ZoneAssociation")
        if target(found, r, "zoneId").name == f"{WEST}-prod-view-{HOST}"
    }
    assert members == {"vpc-a-vpc", "vpc-b-vpc", "vpc-w-vpc"}
    assert [r for r in found.resources.values() if r.type == "bedrock-transit:index:FailoverNames"] == []
    assert names(aws(found, f"{TGW}.PeeringAttachment")) == [f"{PEERING}-attachment"]


def test_two_regions_may_fail_over_to_each_other() -> None:
    """One peering; two views that hand out each other's zones."""
    found = run_body(changed(failover(), ["grants", "batch", "failover"], [EAST]))
    assert names(aws(found, f"{TGW}.PeeringAttachment")) == [f"{PEERING}-attachment"]
    handed = {
        (target(found, r, "profileId").name, target(found, r, "resourceArn").name)
        for r in aws(found, "route53.ProfilesResourceAssociation")
        if "failover-names" in r.name
    }
    other = HOST.replace(WEST, EAST)
    assert handed == {
        (f"{EAST}-prod-view-profile", f"{WEST}-prod-view-{HOST}"),
        (f"{WEST}-prod-view-profile", f"{EAST}-prod-view-{other}"),
    }


def test_failing_over_adds_resources_and_changes_only_what_is_named() -> None:
    before, after = recording("two-regions"), recording("failover")
    assert before.resources.keys() < after.resources.keys()
    assert changed_inputs(before, after) <= LISTS | POLICIES | ACLS | {
        ("route53.ResolverFirewallDomainList", "domains")
    }


def test_one_more_application_that_fails_over_changes_lists_and_policies() -> None:
    body = failover()
    body["spokes"]["vpc-b"]["applications"]["more"] = {"number": 1}
    body["grants"]["chat"]["consumers"].append("vpc-b/more")
    before, after = recording("failover"), run_body(body)
    assert before.resources.keys() < after.resources.keys()
    assert changed_inputs(before, after) <= LISTS | POLICIES


def test_two_regions_without_failover_have_nothing_of_it() -> None:
    found = run_body(two_regions())
    assert [r.name for r in found.resources.values() if "peering" in r.name or "failover" in r.name] == []
    assert aws(found, f"{TGW}.PeeringAttachment", f"{TGW}.PeeringAttachmentAccepter") == []
