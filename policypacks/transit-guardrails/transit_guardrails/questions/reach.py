"""Who reaches which endpoint, answers included, for all sources at once; and everything else that is reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..model.memory import without_collector
from ..model.ranges import EVERYWHERE, NOTHING, Range, Ranges, union
from ..model.transit import Attachment
from ..model.vpcs import Id, Subnet
from .doors import Door, DoorKey, Guard, Street, doors
from .ends import Disposition, End
from .index import Index
from .packets import Packets, minus
from .sources import Source, sources
from .walk import Walker


@dataclass(frozen=True, slots=True)
class Reached:
    """What a source reaches at a door.

    ``may`` holds every source address for which some packet passes there and some answer passes back; ``sure`` those for
    which every connection to the door's service works; ``services`` what passes the door's groups.
    """

    source: Source
    door: Door
    may: Ranges
    sure: Ranges
    services: Ranges
    ways: tuple[End, ...]
    """Ends of what gets there."""
    stops: tuple[End, ...] = ()
    """Ends of what is not sure: the first one there, or on the way back."""

    def way(self, senders: Ranges) -> End:
        """The first way there of some senders, with their packets alone."""
        parts = ((end, end.packets.within(Packets(src=senders))) for end in self.ways)
        return next((end._replace(packets=part) for end, part in parts if part), self.ways[0])


@dataclass(frozen=True, slots=True)
class Crossing:
    """Packets that are delivered in another VPC, wherever; doors included, answers not needed.

    ``senders`` are those of the source's subnets that can send them; none where they come by an attachment from outside.
    """

    source: Source
    end: End
    senders: tuple[Subnet, ...]

    @property
    def first(self) -> Id:
        """The first sender, or the attachment."""
        return self.senders[0].id if self.senders else self.source.id


@dataclass(slots=True)
class Reach:
    """All that the sources reach."""

    doors: dict[Id, list[Reached]] = field(default_factory=lambda: defaultdict(list))
    """Endpoint (of a VPC, or of Resolver) to what reaches it."""
    blocked: dict[tuple[Id, Id], tuple[End, ...]] = field(default_factory=dict)
    """Source and door subnet to the ends of what does not get there."""
    crossings: list[Crossing] = field(default_factory=list)
    exits: list[tuple[Source, End]] = field(default_factory=list)
    undecided: list[tuple[Source, End]] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    ends: dict[Id, list[End]] = field(default_factory=dict)
    """Source to where everything that it can send ends."""


@without_collector
def reach(index: Index) -> Reach:
    """Walks every source once."""
    walker, found = Walker(index), Reach(sources=sources(index))
    for source in found.sources:
        found.ends[source.id] = list(source.ends(walker))
        _note(index, found, source, found.ends[source.id])
    arrive(index, found, doors(index))
    return found


def arrive(index: Index, found: Reach, at: Mapping[DoorKey, Door]) -> None:
    """Fills in who reaches which of the doors, from where everything ends.

    A door's answers are a part of what its subnet can send at all, so that they are not walked again: the subnets of all
    VPCs that have doors are sources by themselves.
    """
    street = Street(at)
    homes = {subnet.id: source.id for source in found.sources for subnet in source.subnets}
    guards = {key: Guard(index, door) for key, door in at.items()}
    arrivals: dict[DoorKey, list[_Arrival]] = {key: [] for key in at}
    for source in found.sources:
        for key, ends in street.near(found.ends[source.id]).items():
            arrival = _arrive(source, at[key], guards[key], ends)
            if arrival.admitted:
                arrivals[key].append(arrival)
            elif arrival.stops:
                found.blocked[source.id, at[key].subnet.id] = arrival.stops
    for key, arrived in arrivals.items():
        for reached in _answered(index, homes, at[key], found.ends[key[0]], arrived) if arrived else ():
            for endpoint in reached.door.endpoints:
                found.doors[endpoint].append(reached)


@dataclass(frozen=True, slots=True)
class _Arrival:
    source: Source
    admitted: tuple[Packets, ...]
    ways: tuple[End, ...]
    unsure: Ranges
    """Sources for which some connection to the door's service does not get there."""
    stops: tuple[End, ...]


def _note(index: Index, found: Reach, source: Source, ends: Iterable[End]) -> None:
    """Keeps what leaves, what is delivered elsewhere, and what is undecided."""
    for end in ends:
        if end.disposition is Disposition.EXITS:
            found.exits.append((source, end))
        elif end.disposition is Disposition.UNDECIDED:
            found.undecided.append((source, end))
        elif end.disposition is Disposition.ACCEPTED and end.place in index.network.subnets:
            vpc = index.network.subnets[end.place].vpc
            src = end.packets.src
            senders = tuple(s for s in source.subnets if s.vpc != vpc and (len(source.subnets) == 1 or s.ranges & src))
            if senders or source.attachment:
                found.crossings.append(Crossing(source, end, senders))


def _arrive(source: Source, door: Door, guard: Guard, ends: Iterable[End]) -> _Arrival:
    """What of a source's packets passes the door's security groups."""
    admitted: list[Packets] = []
    surely: list[Packets] = []
    stops: list[End] = []
    ways: list[End] = []
    for end in ends:
        part = end.packets.to(end.packets.dst & door.subnet.ranges)
        if not part:
            continue
        if end.disposition is not Disposition.ACCEPTED or end.place != door.subnet.id:
            stops.append(end._replace(packets=part))
            continue
        passed = guard.may(part)
        sure = guard.sure(part)
        admitted += passed
        surely += sure
        if passed:
            ways.append(end)
        stops += [guard.stop(end, rest) for rest in minus(part, sure)]
    if not admitted:
        return _Arrival(source, (), (), source.src, tuple(stops))
    unsure = union(p.src for p in minus(Packets(source.src, door.subnet.ranges, door.wanted), surely))
    for stop in stops:
        if stop.packets.services & door.wanted and stop.hops[-1].kind != "security-group":
            unsure = unsure | stop.packets.src
    return _Arrival(source, tuple(admitted), tuple(ways), unsure, tuple(stops))


def _answered(
    index: Index, homes: Mapping[Id, Id], door: Door, sent: list[End], arrived: list[_Arrival]
) -> Iterator[Reached]:
    """The answers to all that arrived, once, and for each source what comes back to it."""
    by_kind: dict[tuple[Ranges, Ranges], list[Ranges]] = defaultdict(list)
    for arrival in arrived:
        for packets in arrival.admitted:
            by_kind[packets.dst, packets.services].append(packets.src)
    delivered: dict[Id, list[Ranges]] = defaultdict(list)
    lost: list[End] = []
    for (dst, services), srcs in by_kind.items():
        answers = Packets(union(srcs), dst, services).answered()
        for end in sent:
            if not (part := end.packets.within(answers)):
                continue
            if end.disposition is Disposition.ACCEPTED:
                delivered[homes.get(end.place, end.place)].append(part.dst)
            elif end.disposition is Disposition.EXITS and (by := attachment_of(end)):
                delivered[by].append(part.dst)
            else:
                lost.append(end._replace(packets=part))
    came = _Answers({place: union(parts) for place, parts in delivered.items()})
    gone = union(end.packets.dst for end in lost)
    for arrival in arrived:
        back, astray = came.of(index, arrival.source)
        asked = union(p.src for p in arrival.admitted)
        services = union(p.services for p in arrival.admitted)
        sure = (arrival.source.src & back) - arrival.unsure - gone - astray
        stops = (*arrival.stops, *(end for end in lost if end.packets.dst & asked))
        yield Reached(arrival.source, door, asked & back, sure, services, arrival.ways, stops)


class _Answers:
    """A door's answers by the source, or the attachment, where they came out.

    Of what is back with a source, those addresses are astray whose answers somebody else got as well.
    """

    def __init__(self, came: Mapping[Id, Ranges]) -> None:
        self._came = came
        self._twice = _shared(came.values())

    def of(self, index: Index, source: Source) -> tuple[Ranges, Ranges]:
        """Of the answers those that are back with the source, and of these the ones that another place got too."""
        if source.attachment is None:
            return self._came.get(source.id, NOTHING), self._twice
        homes = {each.id: led_home(index, source.attachment, each) for each in index.beside(source.attachment)}
        back = union(self._came[place] & home for place, home in homes.items() if place in self._came)
        return back, union(addresses - homes.get(place, NOTHING) for place, addresses in self._came.items())


def _shared(sets: Iterable[Ranges]) -> Ranges:
    """The addresses that two of the sets have."""
    found: list[Range] = []
    until = -1
    for first, last in sorted(part for each in sets for part in each.parts):
        if first <= until:
            found.append((first, min(last, until)))
        until = max(until, last)
    return Ranges.of(found)


def led_home(index: Index, asked: Attachment, answered: Attachment) -> Ranges:
    """The addresses to which answers may leave by an attachment when the question came by one: any by the same one,
    by another those of the networks behind both."""
    if asked.id == answered.id:
        return EVERYWHERE
    shared = index.behind(asked).keys() & index.behind(answered).keys()
    return union(prefix.ranges for name in shared for prefix in index.behind(answered)[name])


def attachment_of(end: End) -> Id | None:
    """The attachment by which packets left the network."""
    return next((hop.id for hop in reversed(end.hops) if hop.kind == "attachment"), None)
