"""Who reaches which endpoint, answers included, for all sources at once; and everything else that is reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from ..model.endpoints import Endpoint
from ..model.memory import without_collector
from ..model.ranges import Ranges, union
from ..model.services import HTTPS
from ..model.vpcs import Id, Subnet
from .ends import Disposition, End, Hop
from .filters import through_groups
from .index import Index
from .packets import Packets, minus
from .sources import Source, sources
from .walk import Walker

Groups = tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """Where endpoints are reached: a subnet that holds their interfaces, and the security groups on them."""

    subnet: Subnet
    groups: Groups
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """What a source reaches at a door.

    ``may`` holds every source address for which some packet passes there and some answer passes back; ``sure`` those for
    which every connection to port 443 works; ``services`` what passes the door's groups.
    """

    source: Source
    door: Door
    may: Ranges
    sure: Ranges
    services: Ranges
    there: End
    """One way there."""
    stops: tuple[End, ...] = ()
    """Ends of what is not sure: the first one there, or on the way back."""


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
    """Endpoint to what reaches it."""
    blocked: dict[tuple[Id, Id], tuple[End, ...]] = field(default_factory=dict)
    """Source and door subnet to the ends of what does not get there."""
    crossings: list[Crossing] = field(default_factory=list)
    exits: list[tuple[Source, End]] = field(default_factory=list)
    undecided: list[tuple[Source, End]] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


@without_collector
def reach(index: Index) -> Reach:
    """Walks every source once. A door's answers are a part of what its subnet can send at all, so that they are not walked again."""
    walker, found = Walker(index), Reach(sources=sources(index))
    doors = _doors(index)
    at_doors = union(door.subnet.ranges for door in doors.values())
    sent: dict[Id, _Sent] = {}
    arrivals: dict[tuple[Id, Groups], list[_Arrival]] = defaultdict(list)
    for source in found.sources:
        ends = list(source.ends(walker))
        _note(index, found, source, ends)
        sent.update({subnet.id: _Sent(source, ends) for subnet in source.subnets})
        near = [end for end in ends if end.packets.dst & at_doors]
        for key, door in doors.items():
            arrival = _arrive(index, source, door, near)
            if arrival.admitted:
                arrivals[key].append(arrival)
            elif arrival.stops:
                found.blocked[source.id, door.subnet.id] = arrival.stops
    for key, arrived in arrivals.items():
        for reached in _answered(walker, doors[key], sent[key[0]], arrived):
            for endpoint in reached.door.endpoints:
                found.doors[endpoint.id].append(reached)
    return found


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a subnet's source sends, and where all of it ends."""

    source: Source
    ends: list[End]

    def part(self, walker: Walker, subnet: Subnet, packets: Packets) -> Iterator[End]:
        """Ends of some packets of one of the subnets."""
        far = packets
        if not self.source.alone:
            # Of a source that stands for many, what is local to a VPC is left out.
            near = packets.dst & walker.local(subnet)
            yield from walker.leave_subnet(subnet, packets.to(near)) if near else ()
            far = packets.to(packets.dst - near)
        for end in self.ends:
            if part := end.packets.within(far):
                yield replace(end, packets=part)


@dataclass(frozen=True, slots=True)
class _Arrival:
    source: Source
    admitted: tuple[Packets, ...]
    there: End | None
    unsure: Ranges
    """Sources for which some connection to 443 does not get there."""
    stops: tuple[End, ...]


def _doors(index: Index) -> dict[tuple[Id, Groups], Door]:
    at: dict[tuple[Id, Groups], list[Endpoint]] = defaultdict(list)
    for endpoint in sorted(index.network.endpoints.values(), key=lambda e: e.id):
        if endpoint.kind != "gateway":
            for subnet in endpoint.subnets:
                at[subnet, tuple(sorted(endpoint.groups))].append(endpoint)
    subnets = index.network.subnets
    return {key: Door(subnets[key[0]], key[1], tuple(found)) for key, found in sorted(at.items()) if key[0] in subnets}


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


def _arrive(index: Index, source: Source, door: Door, ends: Iterable[End]) -> _Arrival:
    """What of a source's packets passes the door's security groups."""
    guard = _Guard(index, door)
    admitted: list[Packets] = []
    surely: list[Packets] = []
    stops: list[End] = []
    there: End | None = None
    for end in ends:
        part = end.packets.to(end.packets.dst & door.subnet.ranges)
        if not part:
            continue
        if end.disposition is not Disposition.ACCEPTED or end.place != door.subnet.id:
            stops.append(replace(end, packets=part))
            continue
        passed = guard.may(part)
        sure = guard.sure(part)
        admitted += passed
        surely += sure
        there = there or (end if passed else None)
        if minus(part, sure):
            stops.append(guard.stop(end, part))
    unsure = union(p.src for p in minus(Packets(source.src, door.subnet.ranges, HTTPS), surely))
    for stop in stops:
        if stop.packets.services & HTTPS and stop.hops[-1].kind != "security-group":
            unsure = unsure | stop.packets.src
    return _Arrival(source, tuple(admitted), there, unsure, tuple(stops))


class _Guard:
    """The security groups at a door. Who carries a group is not known before it exists: then its rules may admit, not more."""

    def __init__(self, index: Index, door: Door) -> None:
        groups = [index.network.security_groups[key] for key in door.groups if key in index.network.security_groups]
        self._rules = [rule for group in groups for rule in group.rules]
        self._known = [rule for rule in self._rules if index.network.live or not rule.group]
        lists = [rule.prefix_list for rule in self._rules]
        self._doubts = index.doubts(*door.groups, *lists, *(endpoint.id for endpoint in door.endpoints))
        self._name = ", ".join(door.groups) or "no security group"
        self._peers = partial(index.peers, vpc=door.subnet.vpc)

    def may(self, packets: Packets) -> list[Packets]:
        """What some rule may let in."""
        if self._doubts:
            return [packets]
        return through_groups(self._rules, packets, self._peers, egress=False)

    def sure(self, packets: Packets) -> list[Packets]:
        """What some rule lets in whatever comes."""
        return [] if self._doubts else through_groups(self._known, packets, self._peers, egress=False)

    def stop(self, end: End, packets: Packets) -> End:
        """The end of packets that may not get in."""
        disposition = Disposition.UNDECIDED if self._doubts else Disposition.DENIED_IN
        reason = str(self._doubts[0]) if self._doubts else "no rule admits all of it"
        hops = (*end.hops, Hop("security-group", self._name, reason))
        return End(packets, disposition, self._name, hops, self._doubts)


def _answered(walker: Walker, door: Door, sent: _Sent, arrived: list[_Arrival]) -> Iterator[Reached]:
    """The answers to all that arrived, once, and for each source what comes back to it."""
    by_kind: dict[tuple[Ranges, Ranges], list[Ranges]] = defaultdict(list)
    for arrival in arrived:
        for packets in arrival.admitted:
            by_kind[packets.dst, packets.services].append(packets.src)
    delivered: dict[Id, list[Ranges]] = defaultdict(list)
    lost: list[End] = []
    for (dst, services), srcs in by_kind.items():
        for end in sent.part(walker, door.subnet, Packets(union(srcs), dst, services).answered()):
            if end.disposition is Disposition.ACCEPTED:
                delivered[end.place].append(end.packets.dst)
            elif end.disposition is Disposition.EXITS and (by := _attachment_of(end)):
                delivered[by].append(end.packets.dst)
            else:
                lost.append(end)
    gone = union(end.packets.dst for end in lost)
    for arrival in arrived:
        homes = [s.id for s in arrival.source.subnets] or [arrival.source.id]
        back = union(part for home in homes for part in delivered.get(home, ()))
        asked = union(p.src for p in arrival.admitted)
        services = union(p.services for p in arrival.admitted)
        sure = (arrival.source.src & back) - arrival.unsure - gone
        stops = (*arrival.stops, *(end for end in lost if end.packets.dst & asked))
        if arrival.there:
            yield Reached(arrival.source, door, asked & back, sure, services, arrival.there, stops)


def _attachment_of(end: End) -> Id | None:
    """The attachment by which packets left the network."""
    return next((hop.id for hop in reversed(end.hops) if hop.kind == "attachment"), None)
