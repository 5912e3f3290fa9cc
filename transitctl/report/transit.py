"""Transit gateway route tables: whose packets are looked up in them, who announces to them, where they lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ..recording import Resource
from .graph import Graph, region_of, segment_of, text
from .places import Attachment, Route, TransitTable
from .routes import destination_of
from .space import in_order
from .vpcs import VPC, vpc_blocks

TABLE = "aws:ec2transitgateway/routeTable:RouteTable"
ASSOCIATION = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
PROPAGATION = "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation"
ROUTES = ("aws:ec2transitgateway/route:Route", "aws:ec2transitgateway/prefixListReference:PrefixListReference")
DESTINATIONS = ("destinationCidrBlock", "prefixListId")
TABLE_ID = "transitGatewayRouteTableId"
ATTACHMENT_ID = "transitGatewayAttachmentId"

ByTable = dict[str, list[Resource]]


def transit_tables(graph: Graph) -> dict[str, tuple[TransitTable, ...]]:
    """By Region: each transit gateway route table."""
    routes, associated = _by_table(graph, *ROUTES), _attached(graph, ASSOCIATION)
    propagating, held = _attached(graph, PROPAGATION), vpc_blocks(graph)
    found: dict[str, list[TransitTable]] = defaultdict(list)
    for table in graph.of_type(TABLE):
        static = [_static(graph, route) for route in routes[table.urn]]
        learned = [r for attachment in propagating[table.urn] for r in _learned(graph, attachment, held)]
        made = TransitTable(
            name=table.name,
            gateway=graph.target(table, "transitGatewayId"),
            segment=segment_of(table),
            associated=tuple(_attachment(graph, a) for a in associated[table.urn]),
            propagated_from=tuple(_attachment(graph, a) for a in propagating[table.urn]),
            routes=_in_order([*static, *learned]),
        )
        found[region_of(table)].append(made)
    return {region: tuple(tables) for region, tables in found.items()}


def _by_table(graph: Graph, *types: str) -> ByTable:
    found: ByTable = defaultdict(list)
    for resource in graph.of_type(*types):
        for table in graph.referred(resource, TABLE_ID, TABLE):
            found[table.urn].append(resource)
    return found


def _attached(graph: Graph, type_: str) -> ByTable:
    """Per URN of a table: the attachments that resources of the type bring to it."""
    found: ByTable = defaultdict(list)
    for urn, resources in _by_table(graph, type_).items():
        attachments = {a.urn: a for resource in resources for a in graph.referred(resource, ATTACHMENT_ID)}
        found[urn] = sorted(attachments.values(), key=lambda a: (a.name, a.urn))
    return found


def _attachment(graph: Graph, attachment: Resource) -> Attachment:
    return Attachment(attachment.name, " or ".join(vpc.name for vpc in graph.referred(attachment, "vpcId", VPC)))


def _static(graph: Graph, route: Resource) -> Route:
    destination = destination_of(graph, route, DESTINATIONS)
    if route.inputs.get("blackhole") is True:
        return Route(destination, "blackhole", "blackhole")
    return Route(destination, graph.target(route, ATTACHMENT_ID), "static")


def _learned(graph: Graph, attachment: Resource, held: dict[str, tuple[str, ...]]) -> list[Route]:
    """What an attachment announces: a VPC its blocks, a link what it states to be behind it; else that is not known."""
    vpcs = graph.referred(attachment, "vpcId", VPC)
    blocks = [block for vpc in vpcs for block in held[vpc.urn]] or _behind(graph, attachment) or ["?"]
    return [Route(block, attachment.name, "propagated") for block in blocks]


def _behind(graph: Graph, attachment: Resource) -> list[str]:
    """The prefixes of the networks behind a link, as its component registered them."""
    owner = graph.owner(attachment)
    networks = owner.outputs.get("networks") if owner else None
    return [text(block) for blocks in networks.values() for block in blocks] if isinstance(networks, Mapping) else []


def _in_order(routes: list[Route]) -> tuple[Route, ...]:
    """In the order of their destinations, names last."""
    place = {destination: i for i, destination in enumerate(in_order({r.destination for r in routes}))}
    return tuple(sorted(routes, key=lambda r: (place[r.destination], r.target, r.kind)))
