"""Who has which addresses in a Region: its supernet, its segments, its VPCs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from .grants import grants
from .graph import Graph, region_of, segment_of, text
from .places import Segment, Space, Vpc
from .space import blocks, in_order, space, within
from .vpcs import vpcs_by_region

NETWORK_ACL = "aws:ec2/networkAcl:NetworkAcl"
TRANSIT_ROUTE = "aws:ec2transitgateway/route:Route"
ENDPOINT_SET = "bedrock-transit:index:EndpointSet"


@dataclass(frozen=True)
class Addresses:
    """The addresses of one Region."""

    supernet: str
    space: Space
    segments: tuple[Segment, ...]
    vpcs: tuple[Vpc, ...]


def addresses(graph: Graph) -> dict[str, Addresses]:
    """The addresses of every Region that has a VPC."""
    return {region: _region(graph, region, vpcs) for region, vpcs in sorted(vpcs_by_region(graph).items())}


def _region(graph: Graph, region: str, vpcs: list[Vpc]) -> Addresses:
    segments = tuple(_segment(key, admitted, vpcs) for key, admitted in sorted(_admitted(graph, region).items()))
    supernet = _supernet(graph, region, vpcs)
    used = [*_blocks_of(vpcs), *(block for segment in segments for block in blocks(*segment.blocks))]
    return Addresses(supernet, space(blocks(supernet), used), segments, tuple(vpcs))


def _segment(key: str, admitted: tuple[str, ...], vpcs: list[Vpc]) -> Segment:
    own = blocks(*admitted)
    return Segment(key, admitted, space(own, [block for block in _blocks_of(vpcs) if within(block, own)]))


def _admitted(graph: Graph, region: str) -> dict[str, tuple[str, ...]]:
    """Per segment: the blocks that the network ACL of its endpoint set lets in, on-premises networks left out."""
    found: dict[str, set[str]] = defaultdict(set)
    outside = {prefix for grant in grants(graph) for prefixes in grant.networks.values() for prefix in prefixes}
    for acl in graph.of_type(NETWORK_ACL):
        owner = graph.owner(acl)
        if owner and owner.type == ENDPOINT_SET and region_of(acl) == region:
            rules = acl.inputs.get("ingress")
            for rule in rules if isinstance(rules, list) else ():
                found[segment_of(acl)].add(text(rule.get("cidrBlock")) if isinstance(rule, Mapping) else text(rule))
    return {segment: in_order(texts - outside) for segment, texts in found.items()}


def _supernet(graph: Graph, region: str, vpcs: list[Vpc]) -> str:
    """The block that the Region's transit tables drop and that its own VPCs lie in; other Regions' lie elsewhere."""
    routes = (r for r in graph.of_type(TRANSIT_ROUTE) if r.inputs.get("blackhole") is True and region_of(r) == region)
    dropped = {block for route in routes for block in blocks(route.inputs.get("destinationCidrBlock"))}
    own = _blocks_of(vpcs)
    holding = [block for block in dropped if any(within(inner, [block]) for inner in own)]
    return str(min(holding, key=lambda block: (block.prefixlen, block), default=""))


def _blocks_of(vpcs: Iterable[Vpc]) -> list[IPv4Network]:
    return [block for vpc in vpcs for block in blocks(*vpc.blocks)]
