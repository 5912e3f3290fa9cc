"""The doors of a network: where endpoints are reached, which packets go there, and who is let in."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from ..model.ranges import Ranges, union
from ..model.services import DNS, HTTPS
from ..model.vpcs import Id, Subnet
from .ends import Disposition, End, Hop
from .filters import through_groups
from .index import Index
from .packets import Packets

Groups = tuple[Id, ...]
DoorKey = tuple[Id, Groups, Ranges]
"""What tells doors apart: subnet, groups, what connections need."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where endpoints are reached: a subnet that holds their interfaces, and the security groups on them.

    ``endpoints`` are all VPC endpoints or all inbound Resolver endpoints; ``wanted`` what connections to them need.
    """

    subnet: Subnet
    groups: Groups
    wanted: Ranges
    endpoints: tuple[Id, ...]


def doors(index: Index) -> dict[DoorKey, Door]:
    """Every door of the network, in a fixed order."""
    network = index.network
    found = [(e.id, e.subnets, e.groups, HTTPS) for e in network.endpoints.values() if e.kind != "gateway"]
    found += [(e.id, e.subnets, e.groups, DNS) for e in network.resolver_endpoints.values() if not e.outbound]
    at: dict[DoorKey, list[Id]] = defaultdict(list)
    for endpoint, subnets, groups, wanted in sorted(found, key=lambda each: each[0]):
        for subnet in subnets:
            at[subnet, tuple(sorted(groups)), wanted].append(endpoint)
    ordered = sorted(at.items(), key=lambda item: (item[0][:2], item[0][2].parts))
    return {
        key: Door(network.subnets[key[0]], key[1], key[2], tuple(endpoints))
        for key, endpoints in ordered
        if key[0] in network.subnets
    }


class Street:
    """Doors side by side, so that packets are asked at those alone that stand where they go, not at every door."""

    def __init__(self, doors: Mapping[DoorKey, Door]) -> None:
        self._place = {key: number for number, key in enumerate(doors)}
        self._ranges = union(door.subnet.ranges for door in doors.values())
        self._at: list[list[DoorKey]] = [[] for _ in self._ranges.parts]
        for key, door in doors.items():
            for number in sorted({self._number(first) for first, _ in door.subnet.ranges.parts}):
                self._at[number].append(key)

    def near(self, ends: Iterable[End]) -> dict[DoorKey, list[End]]:
        """The ends of packets that go to a door or to its neighbours, in the order of doors."""
        found: dict[DoorKey, list[End]] = defaultdict(list)
        for end in ends:
            numbers = sorted({self._number(first) for first, _ in (end.packets.dst & self._ranges).parts})
            for key in dict.fromkeys(key for number in numbers for key in self._at[number]):
                found[key].append(end)
        return {key: found[key] for key in sorted(found, key=self._place.__getitem__)}

    def _number(self, address: int) -> int:
        return bisect_right(self._ranges.parts, address, key=itemgetter(0)) - 1


class Guard:
    """The security groups at a door. Who carries a group is not known before it exists: then its rules may admit, not more."""

    def __init__(self, index: Index, door: Door) -> None:
        groups = [index.network.security_groups[key] for key in door.groups if key in index.network.security_groups]
        self._rules = [rule for group in groups for rule in group.rules]
        self._known = [rule for rule in self._rules if index.network.live or not rule.group]
        lists = [rule.prefix_list for rule in self._rules]
        self._doubts = index.doubts(*door.groups, *lists, *door.endpoints)
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
