"""Where every route table leads: the transit gateways' and the VPCs', and the prefix lists that routes name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ..recording import Resource
from .graph import Graph, region_of, text
from .places import PrefixEntry, PrefixList, Route, VpcTable
from .vpcs import SUBNET, VPC, vpc_blocks

ROUTE = "aws:ec2/route:Route"
TABLE = "aws:ec2/routeTable:RouteTable"
TABLE_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList"
DESTINATIONS = ("destinationCidrBlock", "destinationPrefixListId", "destinationIpv6CidrBlock")
NO_TARGET = (*DESTINATIONS, "region", "routeTableId", "transitGatewayRouteTableId", "blackhole")


def vpc_tables(graph: Graph) -> dict[str, tuple[VpcTable, ...]]:
    """By Region: each VPC route table, with its subnets and all its routes."""
    routes, subnets = _routes(graph), _subnets(graph)
    held = vpc_blocks(graph)
    found: dict[str, list[VpcTable]] = defaultdict(list)
    for table in graph.of_type(TABLE):
        vpcs = graph.referred(table, "vpcId", VPC)
        local = [Route(block, "local", "local") for vpc in vpcs for block in held[vpc.urn]]
        made = VpcTable(
            table.name, graph.target(table, "vpcId"), tuple(subnets[table.urn]), (*local, *routes[table.urn])
        )
        found[region_of(table)].append(made)
    return {region: tuple(tables) for region, tables in found.items()}


def prefix_lists(graph: Graph) -> dict[str, tuple[PrefixList, ...]]:
    """By Region: each prefix list with its entries, in their order."""
    found: dict[str, list[PrefixList]] = defaultdict(list)
    for listed in graph.of_type(PREFIX_LIST):
        stated = listed.inputs.get("entries")
        entries = [e for e in stated if isinstance(e, Mapping)] if isinstance(stated, list) else []
        made = tuple(PrefixEntry(text(e.get("cidr")), text(e.get("description"))) for e in entries)
        found[region_of(listed)].append(PrefixList(listed.name, int(listed.inputs.get("maxEntries", 0)), made))
    return {region: tuple(lists) for region, lists in found.items()}


def destination_of(graph: Graph, route: Resource, keys: tuple[str, ...] = DESTINATIONS) -> str:
    """A block, or the name of a prefix list."""
    return next((graph.target(route, key) for key in keys if key in route.inputs), "?")


def _routes(graph: Graph) -> dict[str, list[Route]]:
    found: dict[str, list[Route]] = defaultdict(list)
    for route in graph.of_type(ROUTE):
        for table in graph.referred(route, "routeTableId", TABLE):
            found[table.urn].append(Route(destination_of(graph, route), _target(graph, route), "static"))
    for urn, made in _gateway_endpoints(graph):
        found[urn].append(made)
    for routes in found.values():
        routes.sort(key=lambda r: (r.destination, r.target))
    return found


def _target(graph: Graph, route: Resource) -> str:
    return next((graph.target(route, key) for key in sorted(route.inputs) if key not in NO_TARGET), "?")


def _gateway_endpoints(graph: Graph) -> Iterator[tuple[str, Route]]:
    """A gateway endpoint puts a route to its service's own prefix list into each of its tables."""
    for endpoint in graph.of_type(ENDPOINT):
        if endpoint.inputs.get("vpcEndpointType") == "Gateway":
            for table in graph.referred(endpoint, "routeTableIds", TABLE):
                yield table.urn, Route(text(endpoint.inputs.get("serviceName")), endpoint.name, "static")


def _subnets(graph: Graph) -> dict[str, list[str]]:
    """Per URN of a table: the subnets that are on it."""
    found: dict[str, list[str]] = defaultdict(list)
    for association in graph.of_type(TABLE_ASSOCIATION):
        for table in graph.referred(association, "routeTableId", TABLE):
            found[table.urn] += [subnet.name for subnet in graph.referred(association, "subnetId", SUBNET)]
    for names in found.values():
        names.sort()
    return found
