"""What is left of a random network's walks is what the walks of the reduced network are."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from differential.networks import packets, random_network
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import Ranges
from transit_guardrails.questions.ends import Disposition, End
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.failures import Failure, failures
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.rewalk import after
from transit_guardrails.questions.without import without

NETWORKS, PACKETS = 120, 25


def test_packets_that_failed_things_do_not_concern_end_as_from_scratch() -> None:
    rng, compared, walked_again = Random(7), 0, 0
    for _ in range(NETWORKS):
        network = random_network(rng)
        whole = Exactness(Index(network))
        for failed in failures(whole.index):
            left, scratch = after(whole, [failed]).exactness, Exactness(Index(without(network, [failed])))
            for packet in packets(network, rng, PACKETS):
                if _concerns(network, failed, packet[0], packet[2]):
                    continue
                compared += 1
                assert _outcome(left, *packet) == _outcome(scratch, *packet), (str(failed), packet)
                walked_again += _outcome(left, *packet) != _outcome(whole, *packet)
    assert compared > 1000
    assert walked_again > 20  # so that the comparison is about something


def _concerns(network: Network, failed: Failure, subnet: str, dst: int) -> bool:
    """Whether a packet starts in, or goes to, what failed: nobody asks about it any more."""
    gone = [network.subnets[key] for key in failed.things if failed.kind == "az"]
    return any(each.id == subnet or each.ranges & Ranges.of([(dst, dst)]) for each in gone)


def _outcome(
    exactness: Exactness, subnet: str, src: int, dst: int, protocol: int, port: int
) -> set[tuple[Disposition, str]]:
    """How a packet ends, and where: several ways where AWS may choose."""
    ends: Iterable[End] = (
        end
        for source in exactness.reach.sources
        if any(each.id == subnet for each in source.subnets)
        for end in exactness.reach.ends[source.id]
    )
    return {(end.disposition, end.place) for end in ends if _holds(end, src, dst, protocol, port)}


def _holds(end: End, src: int, dst: int, protocol: int, port: int) -> bool:
    service = protocol * 65536 + port
    found = end.packets
    wanted = ((found.src, src), (found.dst, dst), (found.services, service))
    return all(bool(of & Ranges.of([(value, value)])) for of, value in wanted)
