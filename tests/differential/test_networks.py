"""The random networks are worth drawing: deterministic, well formed, and every end of a packet occurs among them."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given

from differential.networks import PacketDraw, packets, random_network, walks
from differential.slow_walker import DISPOSITIONS, walk
from transit_guardrails.model.network import Network


def test_the_same_seed_draws_the_same_network_and_packets() -> None:
    one, two = Random(7), Random(7)
    first, second = random_network(one), random_network(two)
    assert first == second
    assert packets(first, one, 20) == packets(second, two, 20)


def test_a_quarter_of_the_packets_arrives_and_every_disposition_occurs() -> None:
    seen: Counter[str] = Counter()
    abroad = several = total = 0
    for seed in range(200):
        rng = Random(seed)
        network = random_network(rng)
        for packet in packets(network, rng, 20):
            ends = walk(network, *packet)
            total += 1
            several += len(ends) > 1
            seen.update({disposition for disposition, _ in ends})
            abroad += any(_is_abroad(network, packet[0], where) for kind, where in ends if kind == "accepted")
    assert set(seen) == set(DISPOSITIONS)
    assert seen["accepted"] * 4 > total
    assert abroad * 20 > total
    assert several > 0


def _is_abroad(network: Network, source: str, where: str) -> bool:
    return where in network.subnets and network.subnets[where].vpc != network.subnets[source].vpc


@given(walks())
def test_every_packet_has_an_end_and_starts_in_its_subnet(drawn: tuple[Network, PacketDraw]) -> None:
    network, (subnet_id, src, dst, protocol, port) = drawn
    assert any(block.first <= src <= block.last for block in network.subnets[subnet_id].prefixes)
    ends = walk(network, subnet_id, src, dst, protocol, port)
    assert ends
    assert {disposition for disposition, _ in ends} <= set(DISPOSITIONS)


@given(walks())
def test_subnets_of_a_vpc_lie_in_its_blocks_and_do_not_overlap(drawn: tuple[Network, PacketDraw]) -> None:
    network, _ = drawn
    for vpc in network.vpcs.values():
        mine = [block for subnet in network.subnets.values() if subnet.vpc == vpc.id for block in subnet.prefixes]
        assert all(vpc.ranges.covers(block.ranges) for block in mine)
        assert all(not (one.ranges & two.ranges) for one in mine for two in mine if one is not two)
