"""Senders share the walks that they have in common: each must end as if it had walked alone."""

from __future__ import annotations

from random import Random

from unit.guardrails.networks import cut
from unit.guardrails.questions.ways import B1, pair

from differential.networks import random_network
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import Ranges
from transit_guardrails.model.services import HTTPS
from transit_guardrails.model.vpcs import Subnet
from transit_guardrails.questions.ends import Disposition, End, Hop
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.packets import Packets
from transit_guardrails.questions.walk import Walker

NETWORKS = 150


def test_a_sender_ends_the_same_whoever_walked_before_it() -> None:
    rng, elsewhere = Random(11), 0
    for _ in range(NETWORKS):
        network = random_network(rng)
        walker = Walker(Index(network))
        for subnet in network.subnets.values():
            ends = list(walker.leave_subnet(subnet, Packets(subnet.ranges)))
            assert ends == list(Walker(Index(network)).leave_subnet(subnet, Packets(subnet.ranges))), subnet.id
            elsewhere += sum(_delivered_elsewhere(network, subnet, end) for end in ends)
    assert elsewhere > 200  # so that the comparison is about something


def test_some_of_the_sources_end_as_their_share_of_all_of_them() -> None:
    """Not only those that one subnet has: any set of addresses, cut anywhere."""
    rng, split = Random(12), 0
    for _ in range(NETWORKS):
        network = random_network(rng)
        for subnet in network.subnets.values():
            first, last = subnet.ranges.parts[0]
            middle = rng.randint(first, last)
            whole = list(Walker(Index(network)).leave_subnet(subnet, Packets(subnet.ranges)))
            for some in (Ranges(((first, middle),)), Ranges(((middle, last),))):
                alone = list(Walker(Index(network)).leave_subnet(subnet, Packets(some)))
                assert [_told(end, some) for end in alone] == [
                    _told(end, some) for end in whole if end.packets.src & some
                ]
                split += len(alone) < len(whole)
    assert split > 20


def test_entrances_that_differ_share_nothing() -> None:
    """One zone's attachment subnet lets nothing on: that neither stops the other zone's senders nor lets its own through."""
    build = pair().subnet("a-door-2", "a", "10.1.0.16/28", "z2").attachment("of-a", "a", "a-door", "a-door-2")
    network = build.acl("closed", "b", subnets=["b-door-2"]).network
    for order in (("a1", "a2"), ("a2", "a1")):
        walker = Walker(Index(network))
        sent = {key: Packets(network.subnets[key].ranges, cut(B1), HTTPS) for key in order}
        found = {key: [e.place for e in walker.leave_subnet(network.subnets[key], sent[key])] for key in order}
        assert found == {"a1": ["b1"], "a2": ["closed"]}


def _delivered_elsewhere(network: Network, subnet: Subnet, end: End) -> bool:
    there = network.subnets.get(end.place)
    return end.disposition is Disposition.ACCEPTED and there is not None and there.vpc != subnet.vpc


def _told(end: End, some: Ranges) -> tuple[Packets, Disposition, str, tuple[Hop, ...]]:
    """An end without the first hop, which tells the packets that were sent."""
    return end.packets.within(Packets(some)), end.disposition, end.place, end.hops[1:]
