"""Two VPCs on one transit gateway, small enough to read, and ways to change them.

``a`` is 10.0.0.0/28: ``a1`` and ``a2`` hold workloads in zones 1 and 2, ``a-door`` its attachment subnet in zone 1. ``b`` is
10.0.0.16/28: ``b1``, ``b2``, ``b-door-1``, ``b-door-2``. ``a`` routes everything in 10.0.0.0/26 to the gateway ``hub``; one table
there has both VPCs' routes. ``b`` has AWS's own main table.
"""

from __future__ import annotations

from dataclasses import replace

from differential.slow_walker import End, walk
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import EVERY_SERVICE
from transit_guardrails.model.transit import (
    Association,
    Attachment,
    Propagation,
    TransitGateway,
    TransitRoute,
    TransitTable,
)
from transit_guardrails.model.vpcs import (
    AclEntry,
    NetworkAcl,
    Route,
    RouteTable,
    Subnet,
    Target,
    Vpc,
)

A1, A2, A_DOOR, B1, B2, B_DOOR_1, B_DOOR_2 = (f"10.0.0.{start + 1}" for start in (0, 4, 8, 16, 20, 24, 28))
FREE_IN_A, ELSEWHERE = "10.0.0.13", "10.0.0.40"
HUB = Target("transit-gateway", "hub")


def at(text: str) -> int:
    """The number of an address."""
    return prefix(text).first


def two_vpcs() -> Network:
    """The network of the module docstring, afresh."""
    places = {"a1": 0, "a2": 4, "a-door": 8, "b1": 16, "b2": 20, "b-door-1": 24, "b-door-2": 28}
    zones = {"a1": "1", "a2": "2", "a-door": "1", "b1": "1", "b2": "2", "b-door-1": "1", "b-door-2": "2"}
    return Network(
        vpcs={name: Vpc(name, "r", "1", (prefix(block),)) for name, block in VPC_BLOCKS.items()},
        subnets={
            name: Subnet(name, name[0], zones[name], (prefix(f"10.0.0.{start}/30"),)) for name, start in places.items()
        },
        route_tables={"a-table": RouteTable("a-table", "a", (Route("wide", prefix("10.0.0.0/26"), None, HUB),))},
        main_tables={"a": "a-table"},
        transit_gateways={"hub": TransitGateway("hub", "r", default_association=False, default_propagation=False)},
        transit_tables={"table": TransitTable("table", "hub")},
        attachments={
            "hub-a": Attachment("hub-a", "hub", "vpc", "a", ("a-door",)),
            "hub-b": Attachment("hub-b", "hub", "vpc", "b", ("b-door-1", "b-door-2")),
        },
        associations={"of-a": Association("of-a", "hub-a", "table"), "of-b": Association("of-b", "hub-b", "table")},
        propagations={
            "from-a": Propagation("from-a", "hub-a", "table"),
            "from-b": Propagation("from-b", "hub-b", "table"),
        },
    )


VPC_BLOCKS = {"a": "10.0.0.0/28", "b": "10.0.0.16/28"}


def ends(network: Network, source: str, to: str, port: int = 443) -> set[End]:
    """The ends of a TCP packet from the first address of a subnet."""
    subnet = network.subnets[source]
    return walk(network, source, subnet.prefixes[0].first, at(to), 6, port)


def add_route(
    network: Network, block: str | None, target: Target, listed: str | None = None, propagated: bool = False
) -> None:
    """One more route in the main table of ``a``, to a block or to a prefix list."""
    table = network.route_tables["a-table"]
    route = Route(f"route-{len(table.routes)}", prefix(block) if block else None, listed, target, propagated)
    network.route_tables["a-table"] = replace(table, routes=(*table.routes, route))


def give_acl(network: Network, subnet: str, *entries: AclEntry) -> None:
    """An ACL of its own for a subnet; no entry denies everything."""
    network.network_acls[f"acl-{subnet}"] = NetworkAcl(f"acl-{subnet}", subnet[0], entries)
    network.subnet_acls[subnet] = f"acl-{subnet}"


def entry(number: int, egress: bool, allow: bool, block: str = "0.0.0.0/0") -> AclEntry:
    """An entry for all services."""
    return AclEntry(number, egress, allow, EVERY_SERVICE, prefix(block))


def transit_route(network: Network, block: str | None, attachment: str | None, listed: str | None = None) -> None:
    """One more static route in the gateway's table; without attachment a blackhole."""
    route_id = f"transit-route-{len(network.transit_routes)}"
    to = prefix(block) if block else None
    network.transit_routes[route_id] = TransitRoute(route_id, "table", to, listed, attachment, attachment is None)
