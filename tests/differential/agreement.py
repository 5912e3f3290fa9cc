"""The fast engine beside the slow walker: the same packets over the same random networks, one by one and in sets."""

from __future__ import annotations

import random
from dataclasses import replace

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import Ranges
from transit_guardrails.model.services import BLOCK
from transit_guardrails.questions.ends import End
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.packets import Packets
from transit_guardrails.questions.sources import sources
from transit_guardrails.questions.walk import Walker

from .networks import packets, random_network
from .slow_walker import walk

PACKETS = 20
"""Packets per network."""
Concrete = tuple[str, int, int, int, int]
Ends = set[tuple[str, str]]


def disagreements(count: int, seed: int) -> list[str]:
    """What the two say differently about the packets of ``count`` random networks; nothing when they agree."""
    found: list[str] = []
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        network = random_network(rng)
        fast = _Fast(network)
        for packet in packets(network, rng, PACKETS):
            slow = {_told(*end) for end in walk(network, *packet)}
            for way, ends in (("alone", fast.alone(packet)), ("in sets", fast.in_sets(packet))):
                if ends is not None and ends != slow and not _finer(network, packet, slow, ends):
                    found.append(
                        f"seed {seed}/{number}, packet {packet}: slow {sorted(slow)}, fast {way} {sorted(ends)}"
                    )
    return found


class _Fast:
    """The fast engine over one network."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._walker = Walker(Index(network))
        self._sets = [(source, list(source.ends(self._walker))) for source in sources(Index(network))]

    def alone(self, packet: Concrete) -> Ends:
        """Ends of the packet, walked as a set of one."""
        subnet = self._network.subnets[packet[0]]
        return {_end(end) for end in self._walker.leave_subnet(subnet, _packets(packet))}

    def in_sets(self, packet: Concrete) -> Ends | None:
        """Ends of the packet among those of all that its subnet's kind can send; none for what is local to the VPC."""
        subnet = self._network.subnets[packet[0]]
        one = _packets(packet)
        vpc = self._network.vpcs.get(subnet.vpc or "")
        if not subnet.ranges.covers(one.src):
            return None  # a set holds what a subnet's own addresses send
        for source, ends in self._sets:
            if any(member.id == subnet.id for member in source.subnets):
                if not source.alone and (vpc is None or vpc.ranges & one.dst):
                    return None
                return {_end(end) for end in ends if end.packets.within(one)}
        raise AssertionError(f"no source holds {subnet.id}")


def _packets(packet: Concrete) -> Packets:
    _, src, dst, protocol, port = packet
    number = protocol * BLOCK + port
    return Packets(Ranges(((src, src),)), Ranges(((dst, dst),)), Ranges(((number, number),)))


def _end(end: End) -> tuple[str, str]:
    return _told(end.disposition.value, end.place)


def _told(disposition: str, where: str) -> tuple[str, str]:
    """Where packets are delivered counts; what exactly stopped them is each engine's own way to say it."""
    return (disposition, where if disposition == "accepted" else "")


def _finer(network: Network, packet: Concrete, slow: Ends, fast: Ends) -> bool:
    """Whether the slow walker gave up on a doubt that does not matter: without the doubts it says what the fast one says."""
    if not network.doubts or ("undecided", "") not in slow:
        return False
    certain = replace(network, doubts=[])
    return fast == {_told(*end) for end in walk(certain, *packet)}
