"""One flow: from what the command line says to its trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import Ranges
from transit_guardrails.model.services import BLOCK, EVERY_SERVICE, TCP, UDP, protocol_number, service
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.trace import Trace, trace
from transit_guardrails.questions.whereabouts import Whereabouts, WhereError

from .exits import BadInputError
from .proof_report import hops_document

HTTPS_PORT = 443
PORTS = (TCP, UDP)


@dataclass(frozen=True, slots=True)
class Flow:
    """What is asked: both ends as they were stated, the protocol, the port (None: the protocol has none, or all of them)."""

    start: str
    goal: str
    protocol: str
    port: int | None
    services: Ranges

    def __str__(self) -> str:
        port = "" if self.port is None else f"/{self.port}"
        return f"{self.start} → {self.goal}, {'every protocol' if self.protocol == 'all' else self.protocol}{port}"


def flow(start: str, goal: str, protocol: str, port: int | None) -> Flow:
    """The flow that the options say. Raises ``BadInputError``."""
    try:
        number = protocol_number(protocol)
    except ValueError:
        raise BadInputError(
            f"'{protocol}' is no protocol: state tcp, udp, icmp, a number from 0 to 255, or all"
        ) from None
    if port is not None and number not in PORTS:
        raise BadInputError(f"--port {port}: {protocol} has no ports; leave --port out, or state tcp or udp")
    if port is not None and not 0 <= port < BLOCK:
        raise BadInputError(f"--port {port}: a port is a number from 0 to {BLOCK - 1}")
    if number in PORTS:
        port = HTTPS_PORT if port is None else port
        return Flow(start, goal, _name(number), port, service(number, port, port))
    return Flow(start, goal, _name(number), None, EVERY_SERVICE if number < 0 else service(number))


def follow(network: Network, asked: Flow) -> tuple[Trace, Exactness]:
    """What becomes of the flow, and what knows the names of its hops. Raises ``BadInputError`` where an end means nothing."""
    exactness = Exactness(Index(network))
    places = Whereabouts(exactness)
    try:
        origin = places.origin(asked.start)
        goal = places.goal(asked.goal, origin)
    except WhereError as error:
        raise BadInputError(str(error)) from None
    return trace(exactness, origin, goal, asked.services), exactness


def trace_document(asked: Flow, found: Trace) -> dict[str, Any]:
    """The object that ``trace --json`` prints."""
    return {
        "from": asked.start,
        "to": asked.goal,
        "protocol": asked.protocol,
        "port": asked.port,
        "disposition": found.disposition.value,
        "hops": hops_document(found.hops),
        "return_hops": hops_document(found.return_hops),
        "stopped_by": list(found.stopped_by),
        "assumptions": list(found.assumptions),
    }


def _name(number: int) -> str:
    """One word for a protocol, whichever was stated."""
    return {-1: "all", 1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6"}.get(number, str(number))
