"""The VPCs with the parts in them: the subnets of one owner together, in the block that is theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ..recording import Resource
from .graph import Graph, class_of, region_of, segment_of, text
from .places import Part, Vpc
from .space import blocks, in_order, space

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
SECONDARY = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
ATTACHMENT = "attachment"
ENDPOINT_SET = "endpoint set"
KINDS = {
    "Hub": "hub",
    "DnsView": "view",
    "SpokeVpc": "spoke",
    "EndpointSet": ENDPOINT_SET,
    "Application": "application",
}
"""Components for a reader, in the order in which their VPCs are shown."""
STATED_BLOCKS = ("application", "endpoint_set")
"""Inputs of components that hold the block from which their subnets are cut."""


def vpcs_by_region(graph: Graph) -> dict[str, list[Vpc]]:
    """Every VPC, by Region: the hub, the views, the spokes of each segment, what else there is."""
    found: dict[str, list[Vpc]] = defaultdict(list)
    parts, held = _parts(graph), vpc_blocks(graph)
    for vpc in graph.of_type(VPC):
        found[region_of(vpc)].append(_vpc(graph, vpc, held[vpc.urn], parts[vpc.urn]))
    order = {kind: i for i, kind in enumerate(KINDS.values())}
    for vpcs in found.values():
        vpcs.sort(key=lambda v: (order.get(v.kind, len(order)), v.segment, v.owner, v.name))
    return found


def vpc_blocks(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Per URN of a VPC: its block and its secondary blocks."""
    found = {vpc.urn: [text(vpc.inputs.get("cidrBlock"))] for vpc in graph.of_type(VPC)}
    for secondary in graph.of_type(SECONDARY):
        for vpc in graph.referred(secondary, "vpcId", VPC):
            found[vpc.urn].append(text(secondary.inputs.get("cidrBlock")))
    return {urn: in_order(texts) for urn, texts in found.items()}


def _vpc(graph: Graph, vpc: Resource, held: tuple[str, ...], parts: tuple[Part, ...]) -> Vpc:
    owner = graph.owner(vpc)
    used = [block for part in parts for block in blocks(*([part.block] if part.block else _texts(part.subnets)))]
    return Vpc(
        name=vpc.name,
        owner=owner.name if owner else "",
        kind=_kind(owner),
        segment=segment_of(vpc),
        account=graph.account(vpc),
        blocks=held,
        space=space(blocks(*held), used),
        parts=parts,
    )


def _parts(graph: Graph) -> dict[str, tuple[Part, ...]]:
    """Per URN of a VPC: its parts, attachment subnets first."""
    subnets: dict[str, dict[str, list[Resource]]] = defaultdict(lambda: defaultdict(list))
    for subnet in graph.of_type(SUBNET):
        for vpc in graph.referred(subnet, "vpcId", VPC):
            subnets[vpc.urn][subnet.parent].append(subnet)
    found: dict[str, tuple[Part, ...]] = defaultdict(tuple)
    for urn, by_owner in subnets.items():
        parts = [_part(graph.resources.get(o), o == graph.resources[urn].parent, s) for o, s in by_owner.items()]
        found[urn] = tuple(sorted(parts, key=lambda part: (part.kind != ATTACHMENT, part.owner)))
    return found


def _part(owner: Resource | None, of_the_vpc: bool, subnets: Iterable[Resource]) -> Part:
    """``of_the_vpc``: whether who makes the VPC makes these subnets too, which then are its attachment's."""
    by_zone: dict[str, tuple[str, ...]] = {}
    for subnet in subnets:
        zone = text(subnet.inputs.get("availabilityZoneId"))
        by_zone[zone] = (*by_zone.get(zone, ()), text(subnet.inputs.get("cidrBlock")))
    block, cut = _stated_block(owner), blocks(*_texts(by_zone))
    return Part(
        owner=owner.name if owner else "",
        kind=ATTACHMENT if of_the_vpc else _kind(owner),
        block=block,
        subnets=dict(sorted(by_zone.items())),
        space=space(blocks(block) if block else cut, cut),
    )


def _kind(owner: Resource | None) -> str:
    name = class_of(owner.type) if owner else ""
    return KINDS.get(name, name)


def _stated_block(owner: Resource | None) -> str:
    plans = [owner.inputs.get(key) for key in STATED_BLOCKS] if owner else []
    return next((text(plan.get("block")) for plan in plans if isinstance(plan, Mapping)), "")


def _texts(subnets: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [cidr for cidrs in subnets.values() for cidr in cidrs]
