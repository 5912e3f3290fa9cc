"""Longest-prefix match, once for all addresses: a table as disjoint ranges, each with the route that takes it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Generic, TypeVar

from ..model.ranges import Prefix, Range, Ranges

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Entry(Generic[Value]):
    """A prefix with what it leads to. Of equal prefixes the lowest rank wins."""

    prefix: Prefix
    rank: int
    value: Value


class Partition(Generic[Value]):
    """Which values take which addresses. Several values at one place: equal prefixes of equal rank, nobody can say which."""

    def __init__(self, entries: Iterable[Entry[Value]]) -> None:
        self._segments = _segments(_best(entries))

    def split(self, addresses: Ranges) -> list[tuple[tuple[Value, ...], Ranges]]:
        """Addresses by what takes them, in the order of addresses; no value where no prefix matches."""
        found: dict[tuple[int, ...], tuple[tuple[Value, ...], list[Range]]] = {}
        segments = self._segments
        for first, last in addresses.parts:
            at = first
            i = max(bisect_right(segments, at, key=itemgetter(0)) - 1, 0)
            while at <= last:
                while i < len(segments) and segments[i][1] < at:
                    i += 1
                if i == len(segments) or segments[i][0] > last:
                    _put(found, (), (at, last))
                    break
                start, end, values = segments[i]
                if start > at:
                    _put(found, (), (at, start - 1))
                    at = start
                _put(found, values, (at, min(end, last)))
                at = end + 1
        return [(values, Ranges.of(parts)) for values, parts in found.values()]


def _put(
    found: dict[tuple[int, ...], tuple[tuple[Value, ...], list[Range]]], values: tuple[Value, ...], part: Range
) -> None:
    key = tuple(map(id, values))
    if key in found:
        found[key][1].append(part)
    else:
        found[key] = (values, [part])


def _best(entries: Iterable[Entry[Value]]) -> list[tuple[int, int, tuple[Value, ...]]]:
    """Each prefix once with the values of its lowest rank."""
    best: dict[tuple[int, int], list[Entry[Value]]] = {}
    for entry in entries:
        key = (entry.prefix.first, entry.prefix.last)
        kept = best.get(key)
        if kept is None or entry.rank < kept[0].rank:
            best[key] = [entry]
        elif entry.rank == kept[0].rank:
            kept.append(entry)
    return [(first, last, tuple(e.value for e in kept)) for (first, last), kept in best.items()]


def _segments(prefixes: list[tuple[int, int, tuple[Value, ...]]]) -> list[tuple[int, int, tuple[Value, ...]]]:
    """Disjoint segments in order. Prefixes are nested or apart, so one pass with a stack of the open ones does."""
    found: list[tuple[int, int, tuple[Value, ...]]] = []
    open_: list[tuple[int, int, tuple[Value, ...]]] = []
    at = 0

    def close_before(address: int) -> None:
        nonlocal at
        while open_ and open_[-1][1] < address:
            _, last, values = open_.pop()
            if at <= last:
                found.append((at, last, values))
                at = last + 1

    for prefix in sorted(prefixes, key=lambda p: (p[0], -p[1])):
        close_before(prefix[0])
        if open_ and at < prefix[0]:
            found.append((at, prefix[0] - 1, open_[-1][2]))
        open_.append(prefix)
        at = prefix[0]
    close_before(1 << 200)
    return found
