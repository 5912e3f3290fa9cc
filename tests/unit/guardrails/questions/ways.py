"""Two VPCs on one transit gateway, and walks through them.

``a`` is 10.1.0.0/16: ``a1`` (z1) and ``a2`` (z2) hold workloads, ``a-door`` (z1) its attachment subnet. ``b`` is 10.2.0.0/16:
``b1`` (z1), ``b2`` (z2), ``b-door-1``, ``b-door-2``. The main table of ``a`` leads 10.0.0.0/8 to the gateway; ``b`` has AWS's own.
"""

from __future__ import annotations

from unit.guardrails.networks import Build, cut

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import Ranges, prefix
from transit_guardrails.model.services import HTTPS
from transit_guardrails.questions.ends import Disposition, End
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.packets import Packets
from transit_guardrails.questions.walk import Walker

A1, A2, A_DOOR = "10.1.1.0/24", "10.1.2.0/24", "10.1.0.0/28"
B1, B2, B_DOOR_1, B_DOOR_2 = "10.2.1.0/24", "10.2.2.0/24", "10.2.0.0/28", "10.2.0.16/28"
FREE_IN_A, FREE_IN_B = "10.1.9.0/24", "10.2.9.0/24"


def pair() -> Build:
    """The network of the module docstring, afresh."""
    build = Build().gateway().vpc("a", "10.1.0.0/16").vpc("b", "10.2.0.0/16")
    build.table("a-table", "a", ("10.0.0.0/8", "transit-gateway", "tgw"), main=True)
    build.subnet("a1", "a", A1).subnet("a2", "a", A2, "z2").subnet("a-door", "a", A_DOOR)
    build.subnet("b1", "b", B1).subnet("b2", "b", B2, "z2")
    build.subnet("b-door-1", "b", B_DOOR_1).subnet("b-door-2", "b", B_DOOR_2, "z2")
    build.attachment("of-a", "a", "a-door").attachment("of-b", "b", "b-door-1", "b-door-2")
    return build.transit_table("t", "of-a", "of-b", learns=["of-a", "of-b"])


def send(network: Network, subnet: str, to: str, *, local: bool = True, services: Ranges = HTTPS) -> list[End]:
    """Ends of what a subnet sends to a block."""
    start = network.subnets[subnet]
    return list(Walker(Index(network)).leave_subnet(start, Packets(start.ranges, cut(to), services), local=local))


def enter(network: Network, attachment: str, to: str) -> list[End]:
    """Ends of what comes from outside by an attachment."""
    came = Packets(prefix("192.168.0.0/16").ranges, cut(to), HTTPS)
    return list(Walker(Index(network)).enter_transit(network.attachments[attachment], came))


def one(ends: list[End]) -> End:
    """The only end."""
    assert len(ends) == 1, [(end.disposition.value, end.place) for end in ends]
    return ends[0]


def told(end: End) -> tuple[str, str, str]:
    """How it ended, where, and why."""
    return end.disposition.value, end.place, end.hops[-1].reason


def way(end: End) -> list[tuple[str, str, str]]:
    """All hops."""
    return [(hop.kind, hop.id, hop.reason) for hop in end.hops]


def by_place(ends: list[End]) -> dict[tuple[Disposition, str], Ranges]:
    """Where which destinations ended."""
    return {(end.disposition, end.place): end.packets.dst for end in ends}
