"""Longest-prefix match against a search through all prefixes, address by address."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transit_guardrails.model.ranges import NOTHING, Prefix, Ranges
from transit_guardrails.questions.lookup import Entry, Partition

SPACE = 64


@st.composite
def entries(draw: st.DrawFn) -> list[Entry[str]]:
    """Blocks of a small line, nested, equal and apart, of three ranks; each has a value of its own."""
    found = []
    for number in range(draw(st.integers(0, 7))):
        size = 1 << draw(st.integers(0, 6))
        first = draw(st.integers(0, SPACE // size - 1)) * size
        found.append(Entry(Prefix(first, first + size - 1), draw(st.integers(0, 2)), f"v{number}"))
    return found


def naive(found: list[Entry[str]], at: int) -> tuple[str, ...]:
    """The values of the smallest block with the address, of the lowest rank there, in the order stated."""
    holding = [e for e in found if e.prefix.first <= at <= e.prefix.last]
    smallest = min((e.prefix.last - e.prefix.first, e.rank) for e in holding) if holding else None
    return tuple(e.value for e in holding if (e.prefix.last - e.prefix.first, e.rank) == smallest)


@given(entries(), st.frozensets(st.integers(0, SPACE + 5)))
def test_every_address_gets_what_a_search_through_all_prefixes_gives(
    found: list[Entry[str]], at: frozenset[int]
) -> None:
    split = Partition(found).split(Ranges.of((n, n) for n in at))
    got = {n: values for values, part in split for first, last in part.parts for n in range(first, last + 1)}
    assert got == {n: naive(found, n) for n in at}
    assert sum(part.size for _, part in split) == len(at)


@given(entries(), st.integers(0, SPACE), st.integers(0, SPACE))
def test_a_range_is_split_as_its_addresses_are(found: list[Entry[str]], first: int, more: int) -> None:
    split = Partition(found).split(Ranges(((first, first + more),)))
    got = {n: values for values, part in split for low, high in part.parts for n in range(low, high + 1)}
    assert got == {n: naive(found, n) for n in range(first, first + more + 1)}


def test_equal_prefixes_of_equal_rank_have_several_values_and_a_lower_rank_wins_alone() -> None:
    block = Prefix(0, 7)
    three = Partition([Entry(block, 1, "b"), Entry(block, 1, "c"), Entry(block, 2, "d")])
    assert three.split(Ranges(((3, 9),))) == [(("b", "c"), Ranges(((3, 7),))), ((), Ranges(((8, 9),)))]
    four = Partition([Entry(block, 1, "b"), Entry(block, 1, "c"), Entry(block, 0, "a")])
    assert four.split(Ranges(((3, 4),))) == [(("a",), Ranges(((3, 4),)))]


def test_a_block_at_the_very_end_of_another_takes_its_own_address() -> None:
    found = Partition(
        [Entry(Prefix(0, 63), 0, "wide"), Entry(Prefix(63, 63), 0, "last"), Entry(Prefix(0, 0), 0, "first")]
    )
    assert found.split(Ranges(((0, 64),))) == [
        (("first",), Ranges(((0, 0),))),
        (("wide",), Ranges(((1, 62),))),
        (("last",), Ranges(((63, 63),))),
        ((), Ranges(((64, 64),))),
    ]


def test_addresses_with_the_same_route_come_together_in_the_order_of_the_first() -> None:
    found = Partition([Entry(Prefix(0, 63), 0, "wide"), Entry(Prefix(16, 31), 0, "narrow")])
    assert found.split(Ranges(((0, 70),))) == [
        (("wide",), Ranges(((0, 15), (32, 63)))),
        (("narrow",), Ranges(((16, 31),))),
        ((), Ranges(((64, 70),))),
    ]


def test_equal_values_of_two_routes_stay_apart_since_routes_are_things() -> None:
    one, other = ["same"], ["same"]
    found = Partition([Entry(Prefix(0, 0), 0, one), Entry(Prefix(1, 1), 0, other)])
    split = found.split(Ranges(((0, 1),)))
    assert [part for _, part in split] == [Ranges(((0, 0),)), Ranges(((1, 1),))]


def test_no_address_is_split_into_nothing_and_no_prefix_takes_nothing() -> None:
    assert Partition([Entry(Prefix(0, 7), 0, "a")]).split(NOTHING) == []
    empty: Partition[str] = Partition([])
    assert empty.split(Ranges(((1, 2),))) == [((), Ranges(((1, 2),)))]
