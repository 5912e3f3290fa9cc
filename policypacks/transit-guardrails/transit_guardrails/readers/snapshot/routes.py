"""Route tables."""

from __future__ import annotations

from ...model.ranges import Prefix
from ...model.vpcs import Id, Route, RouteTable, Target, TargetKind
from .context import Context, Place
from .item import Item

TARGETS: tuple[tuple[str, TargetKind], ...] = (
    ("TransitGatewayId", "transit-gateway"),
    ("VpcPeeringConnectionId", "peering"),
    ("NatGatewayId", "nat-gateway"),
    ("EgressOnlyInternetGatewayId", "egress-only-gateway"),
    ("InstanceId", "unmodelled"),
    ("NetworkInterfaceId", "unmodelled"),
    ("LocalGatewayId", "unmodelled"),
    ("CarrierGatewayId", "unmodelled"),
    ("CoreNetworkArn", "unmodelled"),
    ("OdbNetworkArn", "unmodelled"),
)
"""Keys of a route that name its target (Amazon EC2 API reference, ``Route``), apart from ``GatewayId``."""


def _gateway(ctx: Context, name: str) -> Target:
    """What ``GatewayId`` names: a ``vpce-`` is a gateway endpoint, or a Gateway Load Balancer endpoint."""
    if name == "local":
        return Target("local")
    if name.startswith("igw-"):
        return Target("internet-gateway", name)
    if name.startswith("vgw-"):
        return Target("vpn-gateway", name)
    endpoint = ctx.network.endpoints.get(name)
    if name.startswith("vpce-") and (endpoint is None or endpoint.kind == "gateway"):
        return Target("gateway-endpoint", name)
    return Target("unmodelled", name)


def _target(ctx: Context, item: Item) -> Target:
    state = item.text("State")
    if state == "blackhole":
        return Target("blackhole")
    gateway = item.maybe_text("GatewayId")
    if gateway:
        return _gateway(ctx, gateway)
    for key, kind in TARGETS:
        name = item.maybe_text(key)
        if name:
            return Target(kind, name)
    return Target("unmodelled")


def _destination(item: Item) -> tuple[Prefix | None, Id | None]:
    listed = item.maybe_text("DestinationPrefixListId")
    if listed:
        return None, listed
    return item.maybe_block("DestinationCidrBlock") or item.block("DestinationIpv6CidrBlock"), None


def _routes(ctx: Context, table: Id, vpc: Id, item: Item) -> tuple[Route, ...]:
    """The stated routes; the local ones of the VPC's own blocks are implied, unless somebody has bent them."""
    record = ctx.network.vpcs.get(vpc)
    blocks = set(record.prefixes) if record else set()
    local: set[Prefix] = set()
    found: list[Route] = []
    for each in item.items("Routes", required=True):
        to, to_list = _destination(each)
        target = _target(ctx, each)
        if each.text("State") not in ("active", "blackhole"):
            ctx.doubt(table, f"Routes[{to or to_list}].State", f"is '{each.text('State')}'", (table,))
        if target.kind == "local" and to is not None and (to in blocks or not record):
            local.add(to)
            continue
        propagated = each.maybe_text("Origin") == "EnableVgwRoutePropagation"
        found.append(Route(f"{table}/{to or to_list}", to, to_list, target, propagated))
    for block in sorted(blocks - local):
        ctx.doubt(table, f"Routes[{block}]", f"the local route of {vpc} is missing or leads elsewhere", (table,))
    return tuple(sorted(found, key=lambda route: route.id))


def read_table(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``RouteTable`` and ``RouteTableAssociation``."""
    table, vpc = item.text("RouteTableId"), item.text("VpcId")
    ctx.put(ctx.network.route_tables, RouteTable(table, vpc, _routes(ctx, table, vpc, item), tags=item.tags()))
    for each in item.items("Associations", required=True):
        state = each.maybe_item("AssociationState")
        current = state.text("State") if state else "associated"
        if current in ("disassociated", "failed"):
            continue
        subnet, gateway = each.maybe_text("SubnetId"), each.maybe_text("GatewayId")
        if current != "associated":
            ctx.doubt(table, "Associations", f"are changing ({current})", (table, subnet or gateway or vpc))
        if each.flag("Main"):
            ctx.same(ctx.network.main_tables, vpc, table, "main route table")
        elif gateway:
            ctx.doubt(table, "Associations", f"routes what enters by {gateway}, which is not modelled", (gateway, vpc))
        else:
            ctx.same(ctx.network.subnet_tables, each.text("SubnetId"), table, "route table")
