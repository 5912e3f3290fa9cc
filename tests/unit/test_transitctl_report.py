"""The report is worked out from what was registered: references by property dependencies, nothing by position or by plan."""

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from transitctl.recording import UNKNOWN, Recording, Resource
from transitctl.report import Report, as_json, build, model, places
from transitctl.report.places import Part, Route, Space, Vpc
from transitctl.text import render

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "transitctl.md"
EAST = "us-east-1"
VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
TABLE = "aws:ec2/routeTable:RouteTable"
ROUTE = "aws:ec2/route:Route"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList"
TRANSIT_TABLE = "aws:ec2transitgateway/routeTable:RouteTable"
TRANSIT_ROUTE = "aws:ec2transitgateway/route:Route"
ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
SPOKE = "bedrock-transit:index:SpokeVpc"
APPLICATION = "bedrock-transit:index:Application"
ENDPOINT_SET = "bedrock-transit:index:EndpointSet"

CHAT = {
    "key": "chat",
    "service": "bedrock-runtime",
    "consumers": {"vpc-a/chat": "10.1.0.0/24"},
    "networks": {},
    "models": ["amazon.nova-lite-v1:0"],
    "objects": [],
    "uses": [],
    "actions": ["bedrock:InvokeModel"],
}


class Network:
    """A recording that grows resource by resource."""

    def __init__(self) -> None:
        self.resources: dict[str, Resource] = {}

    def add(
        self,
        type_: str,
        name: str,
        parent: Resource | None = None,
        refers: Mapping[str, Sequence[Resource]] | None = None,
        outputs: dict[str, Any] | None = None,
        **inputs: Any,
    ) -> Resource:
        """Register a resource; what it ``refers`` to is unknown in its inputs, as in a preview."""
        refers = refers or {}
        urns = {key: tuple(sorted(r.urn for r in targets)) for key, targets in refers.items()}
        resource = Resource(
            urn=f"urn:pulumi:s::p::{parent.type + '$' if parent else ''}{type_}::{name}",
            type=type_,
            name=name,
            parent=parent.urn if parent else "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s",
            custom=not type_.startswith("bedrock-transit:"),
            provider="",
            inputs={"region": EAST, **inputs, **dict.fromkeys(urns, UNKNOWN)},
            property_dependencies=urns,
            dependencies=tuple(sorted({urn for found in urns.values() for urn in found})),
            outputs=outputs or {},
        )
        self.resources[resource.urn] = resource
        return resource

    def spoke(self, name: str, cidr: str) -> tuple[Resource, Resource]:
        """A spoke's component and its VPC."""
        component = self.add(SPOKE, name)
        return component, self.add(VPC, f"{name}-vpc", component, cidrBlock=cidr, tags={"segment": "prod"})

    def report(self, **exports: Any) -> Report:
        """The report of all that was added."""
        return build(Recording("s", self.resources, exports))


def test_resources_are_counted_by_component_and_type() -> None:
    """Components, their children by type and the stack's own resources; the total is the sum of all kinds."""
    network = Network()
    network.spoke("vpc-a", "10.1.0.0/20")
    network.spoke("vpc-b", "10.2.0.0/20")
    network.add("pulumi:providers:aws", "account")
    network.add("aws:ram/resourceShare:ResourceShare", "share")
    counts = network.report().resources
    assert (counts.total, counts.components, counts.resources, counts.providers) == (6, 2, 3, 1)
    found = {c.component: (c.instances, [(t.type, t.count) for t in c.types]) for c in counts.by_component}
    assert found == {"": (0, [("ram.ResourceShare", 1)]), "SpokeVpc": (2, [("ec2.Vpc", 2)])}


def test_a_vpc_shows_its_parts_with_a_subnet_in_each_zone() -> None:
    """Subnets that the VPC's own component makes are its attachment's, others belong to who makes them."""
    network = Network()
    spoke, vpc = network.spoke("vpc-a", "10.1.0.0/20")
    chat = network.add(APPLICATION, "vpc-a.chat", application={"key": "chat", "block": "10.1.0.0/24"})
    for owner, zone, cidr in (
        (spoke, "use1-az1", "10.1.15.192/28"),
        (chat, "use1-az2", "10.1.0.64/26"),
        (chat, "use1-az1", "10.1.0.0/26"),
    ):
        subnet = f"{owner.name}-{zone}"
        network.add(SUBNET, subnet, owner, {"vpcId": [vpc]}, cidrBlock=cidr, availabilityZoneId=zone)
    (found,) = network.report().regions[EAST].vpcs
    assert found == Vpc(
        name="vpc-a-vpc",
        owner="vpc-a",
        kind="spoke",
        segment="prod",
        account="",
        blocks=("10.1.0.0/20",),
        space=Space(4096, 272, 3824, "10.1.4.0/22"),
        parts=(
            Part("vpc-a", "attachment", "", {"use1-az1": ("10.1.15.192/28",)}, Space(16, 16, 0, "")),
            Part(
                "vpc-a.chat",
                "application",
                "10.1.0.0/24",
                {"use1-az1": ("10.1.0.0/26",), "use1-az2": ("10.1.0.64/26",)},
                Space(256, 128, 128, "10.1.0.128/25"),
            ),
        ),
    )


def test_a_secondary_block_counts_as_addresses_of_its_vpc() -> None:
    """A block that is associated with a VPC afterwards is the VPC's like its first one."""
    network = Network()
    _, vpc = network.spoke("vpc-a", "10.1.0.0/20")
    association = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
    network.add(association, "more", None, {"vpcId": [vpc]}, cidrBlock="10.0.0.0/24")
    (found,) = network.report().regions[EAST].vpcs
    assert (found.blocks, found.space.size) == (("10.0.0.0/24", "10.1.0.0/20"), 4352)


def test_a_segment_holds_what_its_endpoint_set_admits() -> None:
    """The network ACL of the endpoint set says which blocks are the segment's; VPCs in them use them up."""
    network = Network()
    network.spoke("vpc-a", "10.1.0.0/20")
    endpoint_set = network.add(ENDPOINT_SET, "prod", outputs={"grants": [], "segment": "prod"})
    rules = [{"cidrBlock": "10.1.0.0/16"}]
    network.add("aws:ec2/networkAcl:NetworkAcl", "acl", endpoint_set, ingress=rules, tags={"segment": "prod"})
    (segment,) = network.report().regions[EAST].segments
    assert (segment.name, segment.blocks) == ("prod", ("10.1.0.0/16",))
    assert segment.space == Space(65536, 4096, 61440, "10.1.128.0/17")


def test_the_supernet_is_the_dropped_block_that_the_regions_own_vpcs_lie_in() -> None:
    """Transit tables drop every Region's supernet; only one of them holds this Region's VPCs."""
    network = Network()
    network.spoke("vpc-a", "10.1.0.0/20")
    for name, cidr in (("here", "10.0.0.0/12"), ("there", "10.16.0.0/12")):
        network.add(TRANSIT_ROUTE, name, blackhole=True, destinationCidrBlock=cidr)
    assert network.report().regions[EAST].supernet == "10.0.0.0/12"


def test_a_transit_table_shows_who_is_looked_up_in_it_and_where_it_leads() -> None:
    """Associated attachments; static and blackhole routes; the blocks of every VPC that propagates into it."""
    network = Network()
    gateway = network.add("aws:ec2transitgateway/transitGateway:TransitGateway", "tgw")
    tags = {"segment": "prod"}
    table = network.add(TRANSIT_TABLE, "table", None, {"transitGatewayId": [gateway]}, tags=tags)
    attachments = []
    for name, cidr in (("vpc-a", "10.1.0.0/20"), ("vpc-b", "10.2.0.0/20")):
        _, vpc = network.spoke(name, cidr)
        attachments.append(network.add(ATTACHMENT, f"{name}-attachment", None, {"vpcId": [vpc]}))
    first, second = attachments
    of_table = {"transitGatewayRouteTableId": [table]}
    to_first = {**of_table, "transitGatewayAttachmentId": [first]}
    network.add(TRANSIT_ROUTE, "static", None, to_first, destinationCidrBlock="10.9.0.0/24")
    network.add(TRANSIT_ROUTE, "drop", None, of_table, destinationCidrBlock="10.0.0.0/8", blackhole=True)
    network.add("aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation", "a", None, to_first)
    to_second = {**of_table, "transitGatewayAttachmentId": [second]}
    network.add("aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation", "p", None, to_second)
    (found,) = network.report().regions[EAST].transit_tables
    assert (found.name, found.gateway, found.segment) == ("table", "tgw", "prod")
    assert [(a.name, a.vpc) for a in found.associated] == [("vpc-a-attachment", "vpc-a-vpc")]
    assert [(a.name, a.vpc) for a in found.propagated_from] == [("vpc-b-attachment", "vpc-b-vpc")]
    assert found.routes == (
        Route("10.0.0.0/8", "blackhole", "blackhole"),
        Route("10.2.0.0/20", "vpc-b-attachment", "propagated"),
        Route("10.9.0.0/24", "vpc-a-attachment", "static"),
    )


def test_a_vpc_table_names_the_prefix_lists_and_targets_of_its_routes() -> None:
    """A route to a prefix list is read by the list's name; whatever kind of target it has is followed."""
    network = Network()
    _, vpc = network.spoke("vpc-a", "10.1.0.0/20")
    table = network.add(TABLE, "table", None, {"vpcId": [vpc]})
    subnet = network.add(SUBNET, "subnet", None, {"vpcId": [vpc]}, cidrBlock="10.1.0.0/26", availabilityZoneId="z")
    on_table = {"routeTableId": [table]}
    association = "aws:ec2/routeTableAssociation:RouteTableAssociation"
    network.add(association, "on", None, {**on_table, "subnetId": [subnet]})
    entries = [{"cidr": "10.9.0.0/24", "description": "vpc-x/one"}]
    listed = network.add(PREFIX_LIST, "consumers", maxEntries=10, entries=entries)
    gateway = network.add("aws:ec2transitgateway/transitGateway:TransitGateway", "tgw")
    nat = network.add("aws:ec2/natGateway:NatGateway", "nat")
    to_list = {**on_table, "destinationPrefixListId": [listed], "transitGatewayId": [gateway]}
    network.add(ROUTE, "back", None, to_list)
    network.add(ROUTE, "out", None, {**on_table, "natGatewayId": [nat]}, destinationCidrBlock="0.0.0.0/0")
    network.add(
        ENDPOINT, "s3", None, {"routeTableIds": [table]}, vpcEndpointType="Gateway", serviceName="com.amazonaws.s3"
    )
    region = network.report().regions[EAST]
    (found,) = region.vpc_tables
    assert (found.vpc, found.subnets) == ("vpc-a-vpc", ("subnet",))
    assert found.routes == (
        Route("10.1.0.0/20", "local", "local"),
        Route("0.0.0.0/0", "nat", "static"),
        Route("com.amazonaws.s3", "s3", "static"),
        Route("consumers", "tgw", "static"),
    )
    (shown,) = region.prefix_lists
    assert (shown.name, shown.max_entries) == ("consumers", 10)
    assert [(entry.cidr, entry.description) for entry in shown.entries] == [("10.9.0.0/24", "vpc-x/one")]


def granting(*grants: Mapping[str, Any]) -> Network:
    """A network whose endpoint set registers the grants, and an application vpc-a/chat."""
    network = Network()
    plan = {"region": EAST, "block": "10.0.1.0/24"}
    outputs = {"segment": "prod", "grants": list(grants)}
    network.add(ENDPOINT_SET, "us-east-1-prod", endpoint_set=plan, outputs=outputs)
    _, vpc = network.spoke("vpc-a", "10.1.0.0/20")
    chat = network.add(APPLICATION, "vpc-a.chat", application={"key": "chat", "block": "10.1.0.0/24"})
    network.add(SUBNET, "chat-1", chat, {"vpcId": [vpc]}, cidrBlock="10.1.0.0/26", availabilityZoneId="use1-az1")
    return network


def test_grants_are_those_that_the_endpoint_sets_registered() -> None:
    """Consumer, block, service, models and actions come from the registered output ``grants``."""
    (found,) = granting(CHAT).report().grants
    assert (found.endpoint_set, found.region, found.segment) == ("us-east-1-prod", EAST, "prod")
    assert (found.key, found.service, found.consumers) == ("chat", "bedrock-runtime", {"vpc-a/chat": "10.1.0.0/24"})
    assert (found.models, found.actions) == (("amazon.nova-lite-v1:0",), ("bedrock:InvokeModel",))


def test_an_application_that_no_grant_names_is_granted_nothing() -> None:
    """The application is told by its own key and by the spoke that its subnets lie in."""
    assert granting().report().granted_nothing == ("vpc-a/chat",)
    assert granting(CHAT).report().granted_nothing == ()


def test_an_action_that_nothing_bounds_is_shown_as_any_model() -> None:
    """RetrieveAndGenerate reaches whatever model the request names; InvokeModel is bounded by the model's ARN."""
    actions = ["bedrock:InvokeAgent", "bedrock:RetrieveAndGenerate"]
    report = granting({**CHAT, "service": "bedrock-agent-runtime", "actions": actions}).report()
    assert report.grants[0].any_model == ("bedrock:RetrieveAndGenerate",)
    assert "any model of the account, through bedrock:RetrieveAndGenerate" in render(report)


@pytest.mark.parametrize("outputs", [{}, {"grants": UNKNOWN}])
def test_grants_that_are_not_known_are_not_taken_for_no_grants(outputs: dict[str, Any]) -> None:
    """An endpoint set whose grants are missing or unknown ends the report: silence would read as 'nothing is granted'."""
    network = Network()
    network.add(ENDPOINT_SET, "us-east-1-prod", outputs=outputs)
    with pytest.raises(ValueError, match="us-east-1-prod registers no grants"):
        network.report()


def test_an_unknown_export_names_the_resources_that_it_comes_from() -> None:
    """Unknown values become an object with URNs, known ones stay as they are."""
    exports = {"east": {"vpc_id": UNKNOWN, "block": "10.0.1.0/24", "zones": [UNKNOWN]}}
    origins = {("east", "vpc_id"): ("urn:a",), ("east", "zones", "0"): ("urn:b", "urn:c")}
    document = json.loads(as_json(build(Recording("s", {}, exports, origins))))
    assert document["exports"] == {
        "east": {
            "vpc_id": {"unknown": ["urn:a"]},
            "block": "10.0.1.0/24",
            "zones": [{"unknown": ["urn:b", "urn:c"]}],
        }
    }


def test_every_key_of_the_json_is_documented() -> None:
    """docs/transitctl.md names each field of each record of the report."""
    documented = set(re.findall(r"`([\w.\[\]]+)`", DOCUMENTATION.read_text(encoding="utf-8")))
    records = [r for module in (model, places) for r in vars(module).values() if dataclasses.is_dataclass(r)]
    fields = {field.name for record in records for field in dataclasses.fields(record)} - {"unknown"}
    assert fields - documented == set()


def test_the_order_of_registration_changes_nothing() -> None:
    """The same resources in another order give the same JSON and the same text."""
    network, other = granting(CHAT), Network()
    other.resources = dict(reversed(network.resources.items()))
    assert as_json(other.report()) == as_json(network.report())
    assert render(other.report()) == render(network.report())


def test_the_text_folds_what_is_too_long_and_cuts_nothing() -> None:
    """An ARN fits into a line at the width of piped output; at a narrow one all of its characters are there."""
    arn = f"arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/{'a1b2c3d4' * 5}"
    report = granting({**CHAT, "models": [arn]}).report()
    assert arn in render(report)
    assert arn in "".join(line.strip() for line in render(report, width=80).splitlines())


def test_text_that_looks_like_markup_is_printed_as_it_is() -> None:
    """Brackets in a name are no instructions for the renderer."""
    report = granting({**CHAT, "key": "[bold]chat[/bold]"}).report()
    assert "[bold]chat[/bold]: bedrock-runtime" in render(report)


def test_an_endpoint_set_without_grants_is_shown_as_such() -> None:
    """That nothing is granted on a set is said, not left out."""
    network = Network()
    _, hub = network.spoke("hub", "10.0.0.0/20")
    plan = {"region": EAST, "block": "10.0.1.0/24"}
    outputs = {"segment": "prod", "grants": []}
    endpoint_set = network.add(ENDPOINT_SET, "us-east-1-prod", endpoint_set=plan, outputs=outputs)
    network.add(SUBNET, "one", endpoint_set, {"vpcId": [hub]}, cidrBlock="10.0.1.0/26", availabilityZoneId="z")
    assert "Endpoint set us-east-1-prod\n  nothing is granted\n" in render(network.report())
