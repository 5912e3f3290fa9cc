"""What becomes of each granted consumer when something fails.

The question is put to the network that is left (``without``), with the grants that there were: whoever is left of a consumer
must reach every interface that is left of an endpoint, since the endpoint's name answers with any of them, and its answers
must get back. Names answer and policies allow what they did: neither lives in a zone, on a link, or in an endpoint.

Source: AWS PrivateLink guide, "Access an AWS service using an interface VPC endpoint" (the Regional name answers with the
addresses of healthy interfaces).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from ..model.endpoints import Endpoint
from ..model.memory import without_collector
from ..model.vpcs import Id
from .consumers import ELSEWHERE, Consumer
from .deviations import short
from .exactness import Exactness
from .failures import Failure, failures, links_of
from .rewalk import Left, after
from .transit_index import preference
from .without import lost as taken

Fate = Literal["holds", "standby-lost", "fails-over", "lost", "gone", "undecided", "lost-before"]
"""``standby-lost``: works, but something that it would fail over to is gone. ``gone``: the consumer itself is in what failed.
``lost-before``: it does not work without any failure either, so that none is to blame."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a consumer's grant. ``ways`` are the Regions or links that are left, the one that is used first;
    ``lost`` those that are not; ``why`` and ``witness`` tell what stops it there."""

    segment: str
    consumer: str
    grant: str
    service: str
    fate: Fate
    ways: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    why: str = ""
    witness: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An endpoint that a consumer is granted, in one Region. ``endpoint`` None: the set has none of the service."""

    region: str
    segment: str
    endpoint: Endpoint | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a use works in one place, and the first thing that is wrong where it does not."""

    works: bool
    decided: bool = True
    why: str = ""
    witness: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A consumer's grant with every place where it is granted, its own Region first, then those that it fails over to;
    and for each place whether it works without any failure."""

    consumer: Consumer
    grant: str
    service: str
    places: tuple[Place, ...]
    before: tuple[Verdict, ...]


class WhatIf:
    """What-if questions about one network. What holds without a failure is worked out once."""

    def __init__(self, exactness: Exactness) -> None:
        self.whole = exactness
        self.failures = failures(exactness.index)

    @without_collector
    def outcomes(self, failed: Sequence[Failure]) -> list[Outcome]:
        """What becomes of every use when all of ``failed`` fail together, by segment, consumer, service and grant."""
        return self.outcomes_in(after(self.whole, failed), failed)

    def outcomes_in(self, left: Left, failed: Sequence[Failure]) -> list[Outcome]:
        """The same, of what is left, however that was worked out."""
        return [self._outcome(use, left, failed) for use in self.uses]

    @cached_property
    def uses(self) -> list[Use]:
        """Every granted consumer with each of its grants."""
        found: dict[tuple[str, str, str, str], list[tuple[Consumer, Place]]] = defaultdict(list)
        for endpoint_set in sorted(self.whole.network.endpoint_sets.values(), key=lambda s: s.id):
            endpoints = self.whole.endpoints_by_service(endpoint_set.id)
            region = next((self.whole.region(e) for e in endpoints.values()), "")
            for grant in endpoint_set.grants:
                place = Place(region, endpoint_set.segment, endpoints.get(grant.service))
                for consumer in self.whole.consumers.of_grant(grant):
                    found[endpoint_set.segment, consumer.name, grant.service, grant.key].append((consumer, place))
        return [self._use(grant, service, found[s, c, service, grant]) for s, c, service, grant in sorted(found)]

    def _use(self, grant: str, service: str, granted: list[tuple[Consumer, Place]]) -> Use:
        consumer = granted[0][0]
        vpcs = (self.whole.network.vpcs.get(subnet.vpc or "") for subnet in consumer.subnets)
        home = {vpc.region for vpc in vpcs if vpc}
        places = sorted((place for _, place in granted), key=lambda place: (place.region not in home, place.region))
        before = (self._stopped_call(grant, place) or _judge(self.whole, consumer, place) for place in places)
        return Use(consumer, grant, service, tuple(places), tuple(before))

    @cached_property
    def _calls(self) -> dict[tuple[Id, str], Verdict]:
        """Endpoint and grant to the verdict where the endpoint's policy stops calls, or is not understood."""
        found: dict[tuple[Id, str], Verdict] = {}
        for endpoint_set in self.whole.network.endpoint_sets.values():
            for endpoint in self.whole.consumers.endpoints_of.get(endpoint_set.id, ()):
                for each in self.whole.call_differences(endpoint_set, endpoint):
                    if each.kind == "missing":
                        why = f"the policy of {short(endpoint)} stops calls that grant {each.grant} promises"
                        found[endpoint.id, each.grant] = Verdict(False, True, why, each.calls)
                    elif each.kind == "undecided":
                        why = f"what the policy of {short(endpoint)} allows is not known"
                        found[endpoint.id, ""] = Verdict(False, False, why, each.calls)
        return found

    def _stopped_call(self, grant: str, place: Place) -> Verdict | None:
        key = place.endpoint.id if place.endpoint else ""
        return self._calls.get((key, grant)) or self._calls.get((key, ""))

    def _outcome(self, use: Use, left: Left, failed: Sequence[Failure]) -> Outcome:
        said = Outcome(use.places[0].segment, use.consumer.name, use.grant, use.service, "holds")
        working = [place for place, verdict in zip(use.places, use.before, strict=True) if verdict.works]
        if not working:
            first = use.before[0]
            fate: Fate = "lost-before" if first.decided else "undecided"
            return replace(said, fate=fate, why=first.why, witness=first.witness)
        consumer = _left_of(use.consumer, left.exactness)
        if use.consumer.subnets and not consumer.subnets:
            return replace(said, fate="gone", why=f"every subnet of {consumer.name} is in what failed")
        found = [(place.region, _judge_left(left, consumer, place)) for place in working]
        ways = tuple(region for region, verdict in found if verdict.works)
        lost = tuple(region for region, verdict in found if not verdict.works)
        if not lost:
            return self._by_links(said, use, working[0], failed)
        first = next(verdict for _, verdict in found if not verdict.works)
        fate = _fate([verdict for _, verdict in found])
        return replace(said, fate=fate, ways=ways, lost=lost, why=first.why, witness=first.witness)

    def _by_links(self, said: Outcome, use: Use, place: Place, failed: Sequence[Failure]) -> Outcome:
        """A use that works: by the links that are left, where its consumer comes by links."""
        ways = self._ways(use.consumer.name, place) if use.consumer.outside else []
        off = taken(self.whole.network, failed).attachments
        lost = [(rank, link) for rank, link in ways if link in failed or off.intersection(link.things)]
        if not lost:
            return said
        used = min(rank for rank, _ in ways)
        fate: Fate = "fails-over" if any(rank == used for rank, _ in lost) else "standby-lost"
        left = tuple(link.name for rank, link in ways if (rank, link) not in lost)
        return replace(said, fate=fate, ways=left, lost=tuple(link.name for _, link in lost))

    def _ways(self, name: str, place: Place) -> list[tuple[int, Failure]]:
        """The links by which a network comes to a place, those first that AWS prefers."""
        attachments = self.whole.outside.links({place.endpoint.vpc if place.endpoint else None}, name)
        found = [(preference(a), link) for a in attachments for link in links_of(self.whole.index, a)]
        return sorted(found, key=lambda way: (way[0], way[1].name))


def _left_of(consumer: Consumer, left: Exactness) -> Consumer:
    """What is left of a consumer."""
    subnets = tuple(subnet for subnet in consumer.subnets if subnet.id in left.network.subnets)
    vpcs = {subnet.vpc for subnet in subnets}
    return replace(consumer, subnets=subnets, groups=tuple(g for g in consumer.groups if g.vpc in vpcs))


def _judge(exactness: Exactness, consumer: Consumer, place: Place) -> Verdict:
    """Whether network and names let a consumer use a place."""
    if consumer.elsewhere:
        return Verdict(False, decided=False, why=f"{consumer.name}: {ELSEWHERE}")
    endpoint = exactness.network.endpoints.get(place.endpoint.id) if place.endpoint else None
    if endpoint is None:
        return Verdict(False, why="the endpoint set has no endpoint of the service")
    if not endpoint.subnets:
        return Verdict(False, why=f"no interface of {exactness.index.name(endpoint.id)} is left")
    found = list(exactness.missing_for(place.segment, endpoint, consumer))
    if consumer.outside:
        found += exactness.outside.names_missing(consumer.name)
    worst = next((d for d in found if d.kind == "missing"), found[0] if found else None)
    return Verdict(
        worst is None, worst is None or worst.kind == "missing", *((worst.message, worst.witness) if worst else ())
    )


def _judge_left(left: Left, consumer: Consumer, place: Place) -> Verdict:
    """The same of what is left, where it worked before: an application's connections that nothing touched still work."""
    key = place.endpoint.id if place.endpoint else ""
    if not consumer.outside and key not in left.touched and left.exactness.network.endpoints[key].subnets:
        return Verdict(works=True)
    return _judge(left.exactness, consumer, place)


def _fate(verdicts: Sequence[Verdict]) -> Fate:
    """What it means that a use does not work any more in some of its places, the preferred one first."""
    if verdicts[0].works:
        return "standby-lost"
    if any(verdict.works for verdict in verdicts):
        return "fails-over"
    return "lost" if all(verdict.decided for verdict in verdicts) else "undecided"


def changed(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes that are not as before the failure."""
    return (outcome for outcome in outcomes if outcome.fate not in ("holds", "lost-before"))
