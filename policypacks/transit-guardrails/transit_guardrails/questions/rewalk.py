"""The reach of a network without what failed, from that of the whole one: only what met the failed things is walked again.

A walk decides at every hop by the records that it names there. So packets whose way names nothing that is lost go the same
way without it, and those that were sent to a lost subnet have nobody left to ask. Removing things opens no other way to
packets that did not meet them: a route that is withdrawn was the route of those that took it, and an attachment subnet that
is gone was the entrance of those that entered there. Doors that nothing was walked again for, nor from, are reached as before.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..model.memory import without_collector
from ..model.ranges import Ranges, union
from ..model.vpcs import Id
from .doors import doors
from .ends import Disposition, End
from .exactness import Exactness
from .failures import Failure
from .index import Index
from .packets import Packets
from .reach import Reach, arrive
from .walk import Walker
from .without import lost, without


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a network: ``exactness`` with the reach of its doors alone, names as they were.

    ``touched`` are the endpoints whose connections were worked out again; those of others are as they were, as far as the
    subnets are left.
    """

    exactness: Exactness
    touched: frozenset[Id]


@without_collector
def after(whole: Exactness, failed: Collection[Failure]) -> Left:
    """The network without what failed, compared with its grants."""
    gone, index = lost(whole.network, failed), Index(without(whole.network, failed))
    things, walker, found = gone.subnets | gone.attachments, Walker(index), Reach()
    moved: dict[Id, Ranges] = {}
    for source in whole.reach.sources:
        if any(subnet.id in gone.subnets for subnet in source.subnets) or source.id in gone.attachments:
            continue
        found.sources.append(source)
        kept, again = _split(whole.reach.ends[source.id], things)
        found.ends[source.id] = kept + [end for packets in again for end in source.ends(walker, packets)]
        if again:
            moved[source.id] = union(packets.dst for packets in again)
    to = union(moved.values())
    known = doors(index)
    stale = {key: door for key, door in known.items() if key[0] in moved or door.subnet.ranges & to}
    arrive(index, found, stale)
    _keep(whole.reach, found, [(key[0], door.endpoints) for key, door in known.items() if key not in stale])
    return Left(Exactness(index, found, whole.dns), frozenset(e for door in stale.values() for e in door.endpoints))


def _split(ends: Collection[End], gone: frozenset[Id]) -> tuple[list[End], list[Packets]]:
    """The ends that are as they were, and the packets to walk again, once each. What is not decided is walked again as well."""
    kept: list[End] = []
    again: dict[Packets, None] = {}
    for end in ends:
        if end.disposition is Disposition.UNDECIDED:
            again[end.packets] = None
        elif not any(hop.id in gone for hop in end.hops):
            kept.append(end)
        elif end.disposition is not Disposition.ACCEPTED or end.place not in gone:
            again[end.packets] = None
    return kept, list(again)


def _keep(before: Reach, found: Reach, at: Collection[tuple[Id, tuple[Id, ...]]]) -> None:
    """Takes over who reaches the endpoints of some doors, of the sources that are left."""
    left = {source.id for source in found.sources}
    for subnet, endpoints in at:
        for endpoint in endpoints:
            reached = (r for r in before.doors.get(endpoint, ()) if r.door.subnet.id == subnet and r.source.id in left)
            found.doors[endpoint].extend(reached)
    homes = {subnet for subnet, _ in at}
    found.blocked |= {key: ends for key, ends in before.blocked.items() if key[0] in left and key[1] in homes}
