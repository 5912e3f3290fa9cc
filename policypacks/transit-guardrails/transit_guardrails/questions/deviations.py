"""Where what can be reached is not what was granted, and how that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..model.endpoints import Endpoint
from ..model.ranges import Ranges, address
from ..model.vpcs import Id
from .ends import Disposition, End
from .index import Index
from .packets import Packets

Kind = Literal["missing", "beyond", "undecided"]


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where what can be reached is not what was granted.

    ``thing`` is what to look at: the endpoint, or the source of a path that leads to no endpoint. ``witness`` tells the
    way, a line each.
    """

    kind: Kind
    thing: Id
    message: str
    witness: tuple[str, ...] = ()


def undecided(end: End, message: str, witness: tuple[str, ...]) -> Deviation:
    """Blames what is not known where that can be said, else where the packets are when nobody knows on."""
    return Deviation("undecided", end.doubts[0].thing if end.doubts else end.place, message, witness)


def missing(index: Index, thing: Id, message: str, stops: Sequence[End]) -> Deviation:
    """Lost connections, with the first stop that is known for a witness; undecided where all that stops them is not known."""
    known = [end for end in stops if end.disposition is not Disposition.UNDECIDED]
    if stops and not known:
        return undecided(stops[0], message, path(index, stops[0]))
    return Deviation("missing", thing, message, path(index, known[0]) if known else ())


def path(index: Index, end: End) -> tuple[str, ...]:
    """The way of a set of packets, a line per hop, and what became of it."""
    example = f"{_example(end.packets.src)} to {_example(end.packets.dst)}"
    hops = [f"{hop.kind} {index.name(hop.id)}: {hop.reason}" for hop in end.hops]
    return (example, *hops, end.disposition.value)


def about(end: End, door: Id, lost: Ranges, wanted: Ranges) -> End | None:
    """What of an end is about lost connections to the wanted service: on the way to the door, or of the door's answers."""
    packets = end.packets
    if end.hops[0].id == door:
        part = packets.to(packets.dst & lost)
    else:
        part = packets.within(Packets(src=lost, services=wanted))
    return end._replace(packets=part) if part else None


def short(endpoint: Endpoint) -> str:
    """The last part of an endpoint's service name."""
    return endpoint.service.rpartition(".")[2] or endpoint.id


def _example(addresses: Ranges) -> str:
    return address(addresses.first) if addresses else "nowhere"
