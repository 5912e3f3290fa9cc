"""Route tables, routes, and which subnets use which table.

Source: AWS provider documentation, ``aws_route`` (the arguments of destination and target), ``aws_default_route_table``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...model.network import EVERYTHING, Network
from ...model.ranges import PUBLIC, prefixes
from ...model.vpcs import Id, PrefixList, Route, RouteTable, Target, TargetKind
from ..resource import UNKNOWN
from .fields import Fields
from .tokens import (
    EGRESS_ONLY_GATEWAY,
    ENDPOINT,
    INTERNET_GATEWAY,
    NAT_GATEWAY,
    PEERING,
    PEERING_ACCEPTER,
    PREFIX_LIST,
    SUBNET,
    TABLES,
    TRANSIT_GATEWAY,
    VPC,
    VPN_GATEWAY,
)

MAIN = "#main"
"""Follows a VPC's URN in the id of the main route table that AWS made and no resource manages."""
PREFIX_LIST_OF = "#prefix-list"
"""Follows a gateway endpoint's URN in the id of its service's prefix list."""
PUBLIC_BLOCKS = tuple(prefixes(PUBLIC))

_TARGETS: tuple[tuple[str, TargetKind, tuple[str, ...]], ...] = (
    ("transitGatewayId", "transit-gateway", (TRANSIT_GATEWAY,)),
    ("vpcPeeringConnectionId", "peering", (PEERING, PEERING_ACCEPTER)),
    ("natGatewayId", "nat-gateway", (NAT_GATEWAY,)),
    ("egressOnlyGatewayId", "egress-only-gateway", (EGRESS_ONLY_GATEWAY,)),
)
_UNMODELLED = (
    "carrierGatewayId",
    "coreNetworkArn",
    "localGatewayId",
    "networkInterfaceId",
    "odbNetworkArn",
    "vpcEndpointId",
)


def route_table(fields: Fields, network: Network) -> None:
    """A route table with the routes that it states itself."""
    network.route_tables[fields.id] = RouteTable(
        id=fields.id, vpc=fields.reference("vpcId", VPC), tags=network.tags.get(fields.id, {})
    )
    _inline(fields)


def default_route_table(fields: Fields, network: Network) -> None:
    """The managed main route table of a VPC."""
    owner = fields.reference("defaultRouteTableId", VPC)
    network.route_tables[fields.id] = RouteTable(id=fields.id, vpc=owner, tags=network.tags.get(fields.id, {}))
    if owner:
        network.main_tables[owner] = fields.id
    _inline(fields)


def route(fields: Fields, _: Network) -> None:
    """A route of its own."""
    table = table_of(fields, "routeTableId")
    _route(fields, table, fields.inputs, "", ("destinationCidrBlock", "destinationIpv6CidrBlock"))


def table_of(fields: Fields, key: str, touches: tuple[Id, ...] = ()) -> Id | None:
    """The route table that a property refers to; a VPC's own main table where no resource manages it."""
    found = fields.reference(key, *TABLES, VPC, touches=touches)
    if found and fields.index.is_a(found, VPC):
        return fields.index.default_tables.get(found, found + MAIN)
    return found


def association(fields: Fields, _: Network) -> None:
    """The subnet uses the table."""
    if fields.has("gatewayId"):
        fields.doubt("gatewayId", "a table on a gateway is not modelled", EVERYTHING)
        return
    subnet = fields.reference("subnetId", SUBNET)
    table = table_of(fields, "routeTableId", (subnet,) if subnet else ())
    if subnet and table:
        fields.pieces.subnet_tables[subnet].append(table)


def main_association(fields: Fields, _: Network) -> None:
    """The VPC's main table is another one than AWS made."""
    owner = fields.reference("vpcId", VPC)
    table = table_of(fields, "routeTableId", (owner,) if owner else ())
    if owner and table:
        fields.pieces.main_tables[owner].append(table)


def gateway_propagation(fields: Fields, _: Network) -> None:
    """What a VPN gateway learns becomes routes of the table: which ones is not known."""
    table = table_of(fields, "routeTableId")
    fields.doubt("vpnGatewayId", "the routes that the gateway propagates are not known", table or EVERYTHING)


def _inline(fields: Fields) -> None:
    for item in fields.records("routes"):
        _route(fields, fields.id, item, "routes", ("cidrBlock", "ipv6CidrBlock"))
    if fields.inputs.get("propagatingVgws") not in (None, [], ()):
        fields.doubt("propagatingVgws", "the routes that the gateways propagate are not known")


def _route(
    fields: Fields, table: Id | None, stated: Mapping[str, Any], whole: str, destinations: tuple[str, str]
) -> None:
    """A route that the resource states, as a whole or as an element of its property ``whole``."""
    touches = (table,) if table else ()
    target = _target(fields, stated, whole, touches)
    lists = stated.get("destinationPrefixListId")
    blocks = [(key, stated[key]) for key in destinations if stated.get(key) not in (None, "")]
    if len(blocks) + (lists not in (None, "")) != 1:
        fields.doubt(whole or destinations[0], "states no destination, or several", table or EVERYTHING)
        return
    if blocks:
        to = fields.as_prefix(whole or blocks[0][0], blocks[0][1], touches)
        if table and to:
            fields.pieces.routes[table].append(Route(fields.id, to, None, target))
        return
    to_list = list_of(fields, whole or "destinationPrefixListId", lists, touches)
    if table and to_list:
        fields.pieces.routes[table].append(Route(fields.id, None, to_list, target))


def list_of(fields: Fields, key: str, value: Any, touches: tuple[Id, ...]) -> Id | None:
    """The prefix list that a value refers to: a managed one, or that of a gateway endpoint's service."""
    found = fields.resolve(key, value, PREFIX_LIST, ENDPOINT, touches=touches)
    if found is None or not fields.index.is_a(found, ENDPOINT):
        return found
    return managed_list(fields.network, found)


def managed_list(network: Network, endpoint: Id) -> Id:
    """The list that AWS manages for a gateway endpoint's service. Which blocks it holds is not known; that they are public is.

    Taken as all public addresses: more than it holds, and nothing of a VPC. Source: Amazon VPC user guide, "Work with
    AWS-managed prefix lists" (the ranges of AWS services).
    """
    urn = endpoint + PREFIX_LIST_OF
    network.prefix_lists.setdefault(urn, PrefixList(urn, PUBLIC_BLOCKS, weight=1))
    return urn


def _target(fields: Fields, stated: Mapping[str, Any], whole: str, touches: tuple[Id, ...]) -> Target:
    """Where the route leads. What is stated and cannot be resolved leads somewhere that is not known."""
    found: list[Target] = []
    for key, kind, types in _TARGETS:
        if stated.get(key) not in (None, ""):
            found.append(Target(kind, fields.resolve(whole or key, stated[key], *types, touches=touches)))
    if stated.get("gatewayId") not in (None, ""):
        found.append(_gateway(fields, stated["gatewayId"], whole or "gatewayId", touches))
    if any(stated.get(key) not in (None, "") for key in _UNMODELLED):
        found.append(Target("unmodelled"))
    if len(found) == 1:
        return found[0]
    fields.doubt(whole or "target", "states no target, or several", *touches)
    return Target("unmodelled")


def _gateway(fields: Fields, value: Any, key: str, touches: tuple[Id, ...]) -> Target:
    """An internet gateway, a VPN gateway, or ``local``."""
    if value == "local":
        return Target("local")
    found = fields.resolve(key, value, INTERNET_GATEWAY, VPN_GATEWAY, touches=touches)
    if found is None:
        outside = value is not UNKNOWN and str(value).startswith("igw-")
        return Target("internet-gateway" if outside else "unmodelled")
    return Target("internet-gateway" if fields.index.is_a(found, INTERNET_GATEWAY) else "vpn-gateway", found)
