"""Sets of numbers against Python's own sets, sparse and dense, small and of very different sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transit_guardrails.model.ranges import NOTHING, Ranges, union

DENSE = st.frozensets(st.integers(0, 30))
SPARSE = st.frozensets(st.integers(0, 500), max_size=60)
SETS = st.one_of(DENSE, SPARSE)


def ranges(numbers: frozenset[int]) -> Ranges:
    return Ranges.of((n, n) for n in numbers)


def numbers(found: Ranges) -> frozenset[int]:
    return frozenset(n for first, last in found.parts for n in range(first, last + 1))


def is_normal(found: Ranges) -> bool:
    """Sorted, not empty, neither overlapping nor touching."""
    apart = all(a[1] + 1 < b[0] for a, b in zip(found.parts, found.parts[1:], strict=False))
    return apart and all(first <= last for first, last in found.parts)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=12))
def test_ranges_in_any_order_become_sorted_parts_that_neither_overlap_nor_touch(given_: list[tuple[int, int]]) -> None:
    found = Ranges.of((first, first + more) for first, more in given_)
    assert is_normal(found)
    assert numbers(found) == {n for first, more in given_ for n in range(first, first + more + 1)}


@given(SETS, SETS)
def test_intersection_union_and_difference_are_those_of_sets(a: frozenset[int], b: frozenset[int]) -> None:
    results = (ranges(a) & ranges(b), ranges(a) | ranges(b), ranges(a) - ranges(b))
    assert tuple(map(numbers, results)) == (a & b, a | b, a - b)
    assert all(map(is_normal, results))


@given(SETS, SETS)
def test_a_set_covers_another_when_it_holds_all_of_it(a: frozenset[int], b: frozenset[int]) -> None:
    assert ranges(a).covers(ranges(b)) == (b <= a)


@given(SETS)
def test_size_and_truth_count_the_numbers(a: frozenset[int]) -> None:
    assert ranges(a).size == len(a)
    assert bool(ranges(a)) == bool(a)


@given(st.lists(SETS, max_size=4))
def test_the_union_of_many_sets_holds_all_of_their_numbers(sets: list[frozenset[int]]) -> None:
    assert numbers(union(map(ranges, sets))) == frozenset().union(*sets)


@given(st.integers(0, 200), st.integers(0, 60), st.integers(0, 5))
def test_a_window_is_cut_out_of_a_much_larger_set_either_way_round(first: int, size: int, gap: int) -> None:
    many = Ranges.of((n, n + 2) for n in range(0, 200, 4 + gap))
    window = Ranges(((first, first + size),))
    wanted = numbers(many) & numbers(window)
    assert numbers(many & window) == wanted
    assert numbers(window & many) == wanted
    assert numbers(many - window) == numbers(many) - wanted
    assert numbers(window - many) == numbers(window) - wanted


@pytest.mark.parametrize("many", [8, 9, 40])
def test_intersection_is_the_same_below_and_above_the_size_from_which_it_searches(many: int) -> None:
    large = Ranges(tuple((10 * n, 10 * n + 4) for n in range(many)))
    assert (Ranges(((3, 12),)) & large).parts == ((3, 4), (10, 12))


def test_the_empty_set_has_nothing_in_it_and_no_first_number() -> None:
    some = Ranges(((4, 6),))
    assert (NOTHING & some, NOTHING | some, some | NOTHING, some - NOTHING, NOTHING - some) == (
        NOTHING,
        some,
        some,
        some,
        NOTHING,
    )
    assert some.first == 4
    with pytest.raises(IndexError):
        _ = NOTHING.first
