"""Everybody against everything, as classes: consumers by endpoint sets, segments by segments, everything by the internet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.endpoints import EndpointSet
from ..model.ranges import Ranges, union
from ..model.services import HTTPS
from ..model.vpcs import Id, Subnet
from .deviations import about
from .ends import Disposition, End
from .exactness import Exactness
from .reach import Reached
from .sources import Source


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
    """Applications and on-premises networks by endpoint sets."""
    segments: tuple[Cell, ...]
    """Segments by segments, themselves left out."""
    internet: tuple[Cell, ...]
    """Segments by the internet and other networks; answers to granted networks left out."""


def matrix(exactness: Exactness) -> Matrix:
    """The matrix of one network."""
    return Matrix(tuple(_consumers(exactness)), tuple(_segments(exactness)), tuple(_internet(exactness)))


def _consumers(exactness: Exactness) -> Iterator[Cell]:
    sets = sorted(exactness.network.endpoint_sets.values(), key=lambda s: (s.segment, s.id))
    reached = {s.id: _reached(exactness, s) for s in sets}
    stops = {s.id: _undecided_stops(exactness, s) for s in sets}
    within = {key: [(r, end) for r, end in found if r.source.subnets] for key, found in stops.items()}
    undecided = _undecided(exactness)
    for name, subnets in sorted(_applications(exactness).items()):
        src = union(subnet.ranges for subnet in subnets)
        for endpoint_set in sets:
            keys = exactness.consumers.granted_subnets[endpoint_set.id]
            own = within[endpoint_set.id]
            yield Cell(
                name,
                endpoint_set.segment,
                _answer(
                    src,
                    reached[endpoint_set.id],
                    bool(undecided & {s.id for s in subnets}) or _is_lost(own, src),
                ),
                any(subnet.id in keys for subnet in subnets),
            )
    for name, links in sorted(exactness.index.carriers.items()):
        src = union(p.ranges for link in links for p in exactness.index.behind(link)[name])
        for endpoint_set in sets:
            own = [(r, end) for r, end in stops[endpoint_set.id] if _is_behind(exactness, r.source, name)]
            yield Cell(
                name,
                endpoint_set.segment,
                _answer(
                    src,
                    _reached_from(exactness, endpoint_set, name),
                    _is_undecided(exactness, name) or _is_lost(own, src),
                ),
                name in exactness.consumers.granted_networks[endpoint_set.id],
            )


def _reached(exactness: Exactness, endpoint_set: EndpointSet) -> Ranges:
    endpoints = exactness.consumers.endpoints_of.get(endpoint_set.id, ())
    return union(r.may for e in endpoints for r in exactness.reach.doors.get(e.id, ()) if r.source.subnets)


def _reached_from(exactness: Exactness, endpoint_set: EndpointSet, network: str) -> Ranges:
    """Addresses that reach the set by a link of an on-premises network."""
    endpoints = exactness.consumers.endpoints_of.get(endpoint_set.id, ())
    reached = (r for e in endpoints for r in exactness.reach.doors.get(e.id, ()))
    return union(r.may for r in reached if _is_behind(exactness, r.source, network))


def _undecided_stops(exactness: Exactness, endpoint_set: EndpointSet) -> list[tuple[Reached, End]]:
    """What is not known of connections that get to the set, or of their answers."""
    endpoints = exactness.consumers.endpoints_of.get(endpoint_set.id, ())
    reached = (r for e in endpoints for r in exactness.reach.doors.get(e.id, ()))
    return [(r, end) for r in reached for end in r.stops if end.disposition is Disposition.UNDECIDED]


def _is_lost(stops: list[tuple[Reached, End]], src: Ranges) -> bool:
    """Whether one of the stops is about connections from the addresses."""
    return any(about(end, reached.door.subnet.id, src, HTTPS) for reached, end in stops)


def _is_undecided(exactness: Exactness, network: str) -> bool:
    return any(_is_behind(exactness, source, network) for source, _ in exactness.reach.undecided)


def _is_behind(exactness: Exactness, source: Source, network: str) -> bool:
    return source.attachment is not None and network in exactness.index.behind(source.attachment)


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
        for source, end in exactness.reach.exits
        if exactness.outside.unanswered(source, end)
        for subnet in source.subnets
    }
    for name in sorted({s.segment for s in network.endpoint_sets.values()}):
        yield Cell(name, "other networks", "yes" if name in leaving else "no", False)
