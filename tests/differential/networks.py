"""Random small networks and packets, seeded for volume or drawn by hypothesis so that a failure shrinks."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from differential.random_transit import random_transit
from differential.random_vpcs import EVERY_V4, EVERY_V6, NOBODYS, PORTS, SPACE, chance, random_vpcs, some_prefix
from transit_guardrails.model.network import EVERYTHING, Doubt, Network
from transit_guardrails.model.ranges import Prefix
from transit_guardrails.model.services import ICMP, TCP, UDP
from transit_guardrails.model.vpcs import Route, RouteTable, Target, TargetKind

PacketDraw = tuple[str, int, int, int, int]
"""Subnet id, source, destination, protocol, destination port: the arguments of ``slow_walker.walk`` after the network."""

RARE: tuple[TargetKind, ...] = (
    "internet-gateway",
    "egress-only-gateway",
    "nat-gateway",
    "nat-gateway",
    "vpn-gateway",
    "gateway-endpoint",
    "unmodelled",
    "blackhole",
    "blackhole",
)


def random_network(rng: Random) -> Network:
    """A network of one to four VPCs and up to two transit gateways; the same for the same state of ``rng``."""
    network = Network()
    random_vpcs(rng, network)
    random_transit(rng, network)
    for vpc_id in network.vpcs:
        _tables(rng, network, vpc_id)
    if chance(rng, 8):
        _forget(rng, network)
    if chance(rng, 10):
        _doubt(rng, network)
    return network


def packets(network: Network, rng: Random, count: int) -> list[PacketDraw]:
    """Packets from random subnets: mostly to another VPC's subnet, sometimes to free or foreign addresses, mostly TCP."""
    return [_packet(network, rng) for _ in range(count)]


def networks() -> st.SearchStrategy[Network]:
    """Random networks, as a strategy that shrinks towards few and plain things."""
    return st.randoms(use_true_random=False).map(random_network)


@st.composite
def walks(draw: st.DrawFn) -> tuple[Network, PacketDraw]:
    """A random network and a packet in it."""
    rng = draw(st.randoms(use_true_random=False))
    network = random_network(rng)
    return network, _packet(network, rng)


def _packet(network: Network, rng: Random) -> PacketDraw:
    subnet = network.subnets[rng.choice(list(network.subnets))]
    home = rng.choice(subnet.prefixes)
    six = home.is_ipv6
    others = [block for each in network.subnets.values() for block in each.prefixes if block.is_ipv6 == six]
    abroad = [
        block
        for each in network.subnets.values()
        if each.vpc != subnet.vpc
        for block in each.prefixes
        if block.is_ipv6 == six
    ]
    blocks = [block for vpc in network.vpcs.values() for block in vpc.prefixes if block.is_ipv6 == six]
    die = rng.randrange(100)
    if die < 65:
        goal = rng.choice(abroad or others)
    elif die < 80:
        goal = rng.choice(others)
    elif die < 92:
        goal = rng.choice(blocks)
    else:
        goal = EVERY_V6 if six else rng.choice((NOBODYS, SPACE, EVERY_V4))
    protocol = rng.choice((TCP, TCP, TCP, UDP, ICMP, 50))
    port = rng.choice((*PORTS, 53, 65535)) if protocol in (TCP, UDP) else rng.randrange(65536)
    return subnet.id, _one_of(rng, home), _one_of(rng, goal), protocol, port


def _one_of(rng: Random, block: Prefix) -> int:
    return block.first + rng.randrange(block.last - block.first + 1)


def _tables(rng: Random, network: Network, vpc_id: str) -> None:
    """A main table (or AWS's own), and tables that some subnets are associated with."""
    ids = [f"{vpc_id}-table-{number}" for number in range(1 + rng.randrange(3))]
    for table_id in ids:
        network.route_tables[table_id] = RouteTable(table_id, vpc_id, tuple(_routes(rng, network, vpc_id, table_id)))
    if chance(rng, 90):
        network.main_tables[vpc_id] = ids[0]
    for subnet in network.subnets.values():
        if subnet.vpc == vpc_id and chance(rng, 50):
            network.subnet_tables[subnet.id] = rng.choice(ids)


def _routes(rng: Random, network: Network, vpc_id: str, table_id: str) -> list[Route]:
    """Mostly a wide route to a transit gateway, then a few of any kind; each block stated once, but for rare clashes."""
    found: list[Route] = []
    taken: set[Prefix] = set()
    if network.transit_gateways and chance(rng, 85):
        gateway = rng.choice(list(network.transit_gateways))
        for block in (SPACE if chance(rng, 50) else EVERY_V4, EVERY_V6):
            taken.add(block)
            found.append(Route(f"{table_id}-wide-{len(found)}", block, None, Target("transit-gateway", gateway)))
    for number in range(rng.randrange(4)):
        route_id, target = f"{table_id}-route-{number}", _target(rng, network, vpc_id)
        if target.kind == "gateway-endpoint" or (network.prefix_lists and chance(rng, 20)):
            if network.prefix_lists:
                found.append(Route(route_id, None, rng.choice(list(network.prefix_lists)), target))
            continue
        block, propagated = _route_block(rng, network, vpc_id), target.kind == "vpn-gateway"
        if propagated or block not in taken or chance(rng, 5):
            taken.add(block)
            found.append(Route(route_id, block, None, target, propagated))
    rng.shuffle(found)
    return found


def _route_block(rng: Random, network: Network, vpc_id: str) -> Prefix:
    """Any block; half of the time one of a VPC with which this one is peered, if any."""
    for peering in network.peerings.values():
        sides = {peering.requester, peering.accepter}
        if vpc_id in sides and chance(rng, 50):
            (other,) = sides - {vpc_id}
            return rng.choice(network.vpcs[other or vpc_id].prefixes)
    return some_prefix(rng, network)


def _target(rng: Random, network: Network, vpc_id: str) -> Target:
    peered = [each.id for each in network.peerings.values() if vpc_id in (each.requester, each.accepter)]
    if peered and chance(rng, 55):
        return Target("peering", rng.choice(peered))
    if network.transit_gateways and chance(rng, 45):
        return Target("transit-gateway", rng.choice(list(network.transit_gateways)))
    kind = rng.choice(RARE)
    if kind in ("unmodelled", "blackhole"):
        return Target(kind)
    return Target(kind, f"{vpc_id}-{kind}")


def _forget(rng: Random, network: Network) -> None:
    """One reference or property becomes unknown, with the doubt that a reader would leave."""
    what = rng.randrange(3)
    if what == 0:
        subnet = network.subnets[rng.choice(list(network.subnets))]
        network.subnets[subnet.id] = replace(subnet, zone=None)
        network.doubts.append(Doubt(subnet.id, "availability_zone", "not known at preview", (subnet.id,)))
    elif what == 1:
        table = network.route_tables[rng.choice(list(network.route_tables))]
        routes = (*table.routes, Route(f"{table.id}-unknown", None, None, Target("blackhole")))
        network.route_tables[table.id] = replace(table, routes=routes)
        network.doubts.append(Doubt(table.id, "routes", "not known at preview", (table.id,)))
    elif network.transit_routes:
        route = network.transit_routes[rng.choice(list(network.transit_routes))]
        network.transit_routes[route.id] = replace(route, attachment=None, blackhole=False)
        table_id = route.table or EVERYTHING
        network.doubts.append(Doubt(route.id, "attachment", "not known at preview", (table_id,)))


def _doubt(rng: Random, network: Network) -> None:
    """A doubt about any record that a walk can consult; about everything once in a while."""
    things = [
        *network.subnets,
        *network.vpcs,
        *network.route_tables,
        *network.network_acls,
        *network.prefix_lists,
        *network.peerings,
        *network.gateways,
        *network.transit_gateways,
        *network.attachments,
        *network.transit_tables,
    ]
    touched = EVERYTHING if chance(rng, 10) else rng.choice(things)
    network.doubts.append(Doubt(touched, "something", "not known at preview", (touched,)))
