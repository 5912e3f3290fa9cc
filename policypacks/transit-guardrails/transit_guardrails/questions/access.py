"""Who may call which model, over which host name and path: the network, DNS and the endpoint's policy together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..data import Service
from ..model.endpoints import Endpoint, EndpointSet, Grant
from ..model.ranges import union
from .consumers import ELSEWHERE, Consumer
from .deviations import Deviation
from .ends import Hop
from .exactness import Exactness
from .sources import Source

Verdict = Literal["reachable", "blocked", "undecided"]


@dataclass(frozen=True, slots=True)
class Access:
    """A consumer's grant with what becomes of it. ``path`` are the hops there; ``why`` what is wrong where it does not work."""

    consumer: str
    block: str
    segment: str
    service: str
    hosts: tuple[str, ...]
    grant: str
    models: tuple[str, ...]
    objects: tuple[str, ...]
    actions: tuple[str, ...]
    endpoint: str
    path: tuple[Hop, ...]
    verdict: Verdict
    why: tuple[str, ...] = ()


def access(exactness: Exactness, deviations: list[Deviation]) -> list[Access]:
    """Every granted consumer with each of its grants, by segment, consumer and grant."""
    found = [row for s in exactness.network.endpoint_sets.values() for row in _rows(exactness, s, deviations)]
    return sorted(found, key=lambda row: (row.segment, row.consumer, row.service, row.grant))


def _rows(exactness: Exactness, endpoint_set: EndpointSet, deviations: list[Deviation]) -> Iterator[Access]:
    endpoints = exactness.endpoints_by_service(endpoint_set.id)
    for grant in endpoint_set.grants:
        for consumer in exactness.consumers.of_grant(grant):
            yield _row(exactness, endpoint_set.segment, grant, consumer, endpoints.get(grant.service), deviations)


def _row(
    exactness: Exactness,
    segment: str,
    grant: Grant,
    consumer: Consumer,
    endpoint: Endpoint | None,
    deviations: list[Deviation],
) -> Access:
    service = exactness.service(endpoint) if endpoint else None
    doors = exactness.reach.doors.get(endpoint.id if endpoint else "", ())
    reached = [r for r in doors if r.may & consumer.src and _sends(exactness, consumer, r.source)]
    why = _why(exactness, consumer, grant, endpoint, deviations)
    sure = union(r.sure for r in reached)
    verdict: Verdict = "blocked"
    if consumer.elsewhere or any(d.kind == "undecided" for d in deviations):
        verdict = "undecided"
    if consumer.src and sure.covers(consumer.src) and not why:
        verdict = "reachable"
    return Access(
        consumer.name,
        ", ".join(map(str, consumer.blocks)),
        segment,
        grant.service,
        _hosts(service, endpoint),
        grant.key,
        grant.models,
        grant.objects,
        grant.actions,
        exactness.index.name(endpoint.id) if endpoint else "",
        reached[0].way(consumer.src).hops if reached else (),
        verdict,
        why,
    )


def _hosts(service: Service | None, endpoint: Endpoint | None) -> tuple[str, ...]:
    """The names to call: the endpoint's own, known once it exists, where no zone leads to it."""
    if service is None or endpoint is None:
        return ()
    return endpoint.dns_names if service.own_names else service.hosts


def _sends(exactness: Exactness, consumer: Consumer, source: Source) -> bool:
    """Whether packets of a source may be the consumer's: anybody behind a link may write its addresses."""
    if source.attachment is None:
        return not consumer.outside
    return consumer.outside and consumer.name in exactness.index.behind(source.attachment)


def _why(
    exactness: Exactness, consumer: Consumer, grant: Grant, endpoint: Endpoint | None, deviations: list[Deviation]
) -> tuple[str, ...]:
    """Deviations that are about this consumer's use of this endpoint, the way to its names included."""
    if endpoint is None:
        return (f"no endpoint of {grant.service}",)
    if consumer.elsewhere:
        return (f"{consumer.name}: {ELSEWHERE}",)
    things = {endpoint.id, *(exactness.network.resolver_endpoints if consumer.outside else ())}
    about = (d.message for d in deviations if d.kind == "missing" and d.thing in things)
    names = (f"{consumer.name} ", f"no security group of {consumer.name} ")
    return tuple(message for message in about if message.startswith(names) or f"grant {grant.key} " in message)
