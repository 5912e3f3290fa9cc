"""What every step of a walk shares: packets on their way, and network ACLs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.network import Doubt
from ..model.vpcs import AclEntry, Id, Subnet
from .ends import Disposition, End, Hop
from .filters import through_acl
from .index import Index
from .packets import Packets


class State(NamedTuple):
    """Packets on their way."""

    packets: Packets
    zone: str | None
    """Zone of the subnet that they left last, which decides about attachment subnets."""
    hops: tuple[Hop, ...] = ()
    entered: tuple[Id, ...] = ()
    """Attachments by which they came into a transit gateway."""

    def on(self, packets: Packets, *hops: Hop) -> State:
        return State(packets, self.zone, self.hops + hops, self.entered)

    def end(self, disposition: Disposition, hop: Hop) -> End:
        return End(self.packets, disposition, hop.id, (*self.hops, hop))

    def undecided(self, doubts: tuple[Doubt, ...], hop: Hop) -> End:
        return End(self.packets, Disposition.UNDECIDED, hop.id, (*self.hops, hop), doubts)


def screened(index: Index, subnet: Subnet, state: State, *, egress: bool, denied: Disposition) -> Iterator[State | End]:
    """What a subnet's network ACL does: packets that go on, and ends of those that do not."""
    acl = index.acl_of(subnet)
    if acl is None:
        yield state
        return
    if doubts := index.doubts(acl.id):
        yield state.undecided(doubts, Hop("network-acl", acl.id, str(doubts[0])))
        return
    for filtered in through_acl(acl, state.packets, egress=egress):
        hop = Hop("network-acl", acl.id, _reason(filtered.entry, "outbound" if egress else "inbound"))
        passed = state.on(filtered.packets, hop)
        yield passed if filtered.allowed else state.on(filtered.packets).end(denied, hop)


def _reason(entry: AclEntry | None, direction: str) -> str:
    if entry is None:
        return f"{direction}: no entry matches"
    return f"{direction}: entry {entry.number} {'allows' if entry.allow else 'denies'} {entry.prefix}"
