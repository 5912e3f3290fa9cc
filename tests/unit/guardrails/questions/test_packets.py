"""Sets of packets, point by point: what a product holds, loses and keeps."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from unit.guardrails.networks import REPLIES, cut

from transit_guardrails.model.ranges import EVERYWHERE, NOTHING, Ranges
from transit_guardrails.model.services import EVERY_SERVICE, HTTPS
from transit_guardrails.questions.packets import Packets, minus

Point = tuple[int, int, int]
SETS = st.frozensets(st.integers(0, 3)).map(lambda found: Ranges.of((n, n) for n in found))
PACKETS = st.builds(Packets, SETS, SETS, SETS)


def points(packets: Packets) -> set[Point]:
    holds = [[n for first, last in each.parts for n in range(first, last + 1)] for each in axes(packets)]
    return {(src, dst, services) for src, dst, services in product(*holds)}


def axes(packets: Packets) -> tuple[Ranges, Ranges, Ranges]:
    return packets.src, packets.dst, packets.services


@given(PACKETS, PACKETS)
def test_within_and_without_share_all_points_out_between_them(a: Packets, b: Packets) -> None:
    rest = list(a.without(b))
    assert points(a.within(b)) == points(a) & points(b)
    assert set().union(*map(points, rest)) == points(a) - points(b)
    assert all(rest)
    assert sum(len(points(each)) for each in rest) == len(points(a) - points(b))


@given(PACKETS, st.lists(PACKETS, max_size=3))
def test_minus_leaves_exactly_what_nobody_took_without_overlap(whole: Packets, taken: list[Packets]) -> None:
    left = minus(whole, taken)
    wanted = points(whole).difference(*map(points, taken))
    assert set().union(*map(points, left)) == wanted
    assert sum(len(points(each)) for each in left) == len(wanted)
    assert all(left)


@given(PACKETS)
def test_packets_are_none_when_any_of_their_sets_is_empty(packets: Packets) -> None:
    assert bool(packets) == bool(points(packets))


def test_packets_are_everything_until_told_otherwise_and_of_nothing_nothing_is_left() -> None:
    assert axes(Packets()) == (EVERYWHERE, EVERYWHERE, EVERY_SERVICE)
    assert minus(Packets(NOTHING), []) == []


def test_packets_to_other_destinations_keep_the_rest() -> None:
    some = Packets(cut("10.0.0.0/24"), cut("10.1.0.0/24"), HTTPS)
    assert some.to(cut("10.2.0.0/24")) == Packets(cut("10.0.0.0/24"), cut("10.2.0.0/24"), HTTPS)


def test_answers_go_the_other_way_to_ephemeral_ports() -> None:
    some = Packets(cut("10.0.0.0/24"), cut("10.1.0.0/24"), HTTPS)
    assert some.answered() == Packets(cut("10.1.0.0/24"), cut("10.0.0.0/24"), REPLIES)


def test_packets_are_told_from_to_and_for_what() -> None:
    assert str(Packets(cut("10.0.0.0/24"), cut("10.1.0.0/24"), HTTPS)) == "10.0.0.0/24 to 10.1.0.0/24 tcp/443"
