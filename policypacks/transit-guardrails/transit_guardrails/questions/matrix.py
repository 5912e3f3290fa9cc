"""Everybody against everything, as classes: consumers by endpoint sets, segments by segments, everything by the internet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.endpoints import EndpointSet
from ..model.ranges import Ranges, union
from ..model.vpcs import Id, Subnet
from .exactness import Exactness


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether ``source`` reaches ``goal``: ``yes``, ``partly``, ``no`` or ``undecided``; ``granted`` whether it should."""

    source: str
    goal: str
    reached: str
    granted: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """Three tables. Segments count one-way packets; endpoint sets count whole connections to port 443."""

    consumers: tuple[Cell, ...]
    """Applications by endpoint sets."""
    segments: tuple[Cell, ...]
    """Segments by segments, themselves left out."""
    internet: tuple[Cell, ...]
    """Segments by the internet and other networks."""


def matrix(exactness: Exactness) -> Matrix:
    """The matrix of one network."""
    return Matrix(tuple(_consumers(exactness)), tuple(_segments(exactness)), tuple(_internet(exactness)))


def _consumers(exactness: Exactness) -> Iterator[Cell]:
    sets = sorted(exactness.network.endpoint_sets.values(), key=lambda s: (s.segment, s.id))
    reached = {s.id: _reached(exactness, s) for s in sets}
    undecided = _undecided(exactness)
    for name, subnets in sorted(_applications(exactness).items()):
        src = union(subnet.ranges for subnet in subnets)
        for endpoint_set in sets:
            keys = exactness.consumers.granted_subnets[endpoint_set.id]
            yield Cell(
                name,
                endpoint_set.segment,
                _answer(src, reached[endpoint_set.id], bool(undecided & {s.id for s in subnets})),
                any(subnet.id in keys for subnet in subnets),
            )


def _reached(exactness: Exactness, endpoint_set: EndpointSet) -> Ranges:
    endpoints = exactness.consumers.endpoints_of.get(endpoint_set.id, ())
    return union(r.may for e in endpoints for r in exactness.reach.doors.get(e.id, ()) if r.source.subnets)


def _answer(src: Ranges, reached: Ranges, undecided: bool) -> str:
    if undecided:
        return "undecided"
    if not src & reached:
        return "no"
    return "yes" if reached.covers(src) else "partly"


def _undecided(exactness: Exactness) -> set[Id]:
    return {subnet.id for source, _ in exactness.reach.undecided for subnet in source.subnets}


def _applications(exactness: Exactness) -> dict[str, list[Subnet]]:
    """Every application by its tags, granted or not."""
    found: dict[str, list[Subnet]] = {}
    for subnet in sorted(exactness.network.subnets.values(), key=lambda s: s.id):
        if application := subnet.tags.get("application"):
            found.setdefault(f"{subnet.tags.get('spoke')}/{application}", []).append(subnet)
    return found


def _segments(exactness: Exactness) -> Iterator[Cell]:
    network = exactness.network
    of = {vpc: network.tags.get(vpc, {}).get("segment", "") for vpc in network.vpcs}
    doors = {
        key: s.segment
        for s in network.endpoint_sets.values()
        for e in exactness.consumers.endpoints_of.get(s.id, ())
        for key in e.subnets
    }
    crossed = set()
    for crossing in exactness.reach.crossings:
        place = network.subnets.get(crossing.end.place)
        to = doors.get(crossing.end.place) or of.get((place and place.vpc) or "", "")
        crossed |= {(of.get(subnet.vpc or "", ""), to) for subnet in crossing.senders}
    names = sorted({s.segment for s in network.endpoint_sets.values()})
    for one in names:
        for other in names:
            if one != other:
                yield Cell(one, other, "yes" if (one, other) in crossed else "no", False)


def _internet(exactness: Exactness) -> Iterator[Cell]:
    network = exactness.network
    leaving = {
        network.tags.get(subnet.vpc or "", {}).get("segment", "")
        for source, _ in exactness.reach.exits
        for subnet in source.subnets
    }
    for name in sorted({s.segment for s in network.endpoint_sets.values()}):
        yield Cell(name, "other networks", "yes" if name in leaving else "no", False)
