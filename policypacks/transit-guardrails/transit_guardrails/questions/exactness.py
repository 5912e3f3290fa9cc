"""Granted minus reachable, reachable minus granted: each difference with a witness.

A consumer reaches an endpoint when every connection from its subnets to port 443 gets there and back, from a security group
of its own, to the address that the host name answers in its VPC, and the endpoint's policy lets the granted calls through.
Nobody else reaches it when no packet from anywhere else gets there and back, and the policy lets no other call through.
What is behind links is compared in ``outside``. Of a consumer that another stack builds only the calls can be compared
here: whether it gets there is a question to the resources of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from ..data import Service, partition_of, service_of
from ..model.endpoints import Endpoint, EndpointSet
from ..model.memory import without_collector
from ..model.network import Network
from ..model.ranges import NOTHING, Ranges, address_text, union
from ..model.services import HTTPS
from ..model.vpcs import Id
from .calls import Difference, Granted, Place, differences
from .consumers import Consumer, Consumers
from .deviations import Deviation, about, missing, path, short, undecided
from .dns import Dns
from .ends import End
from .filters import through_groups
from .forwarding import Forwarding
from .index import Index
from .outside import Outside
from .packets import Packets, minus
from .reach import Reach, Reached, reach
from .sources import Source


class Exactness:
    """One network compared with its grants. What it worked out on the way is there for other questions."""

    def __init__(self, index: Index, reached: Reach | None = None, dns: Dns | None = None) -> None:
        self.index = index
        self.network: Network = index.network
        self.consumers = Consumers(index)
        self.dns = dns or Dns(index)
        self.reach = reached or reach(index)
        self.outside = Outside(index, self.consumers, self.reach)
        self._answering: dict[Id, tuple[Id, ...]] = {}
        self._own: dict[tuple[Id, Id], Ranges] = {}

    @without_collector
    def deviations(self) -> list[Deviation]:
        """Every deviation, in a fixed order."""
        found: list[Deviation] = []
        for endpoint_set in self._sets():
            found += self._missing(endpoint_set)
            found += self._calls(endpoint_set)
        found += self.outside.names_missing()
        found += Forwarding(self.index, self.reach, self.outside, self.dns).missing()
        found += self._beyond()
        found += self._undecided()
        return sorted(set(found), key=lambda d: (d.kind, d.thing, d.message, d.witness))

    def granted(self, endpoint_set: EndpointSet, endpoint: Endpoint) -> list[Granted]:
        """The set's grants that are about the endpoint's service."""
        service = self.service(endpoint)
        grants = [g for g in endpoint_set.grants if service and g.service == service.key]
        return [Granted(grant, tuple(self.consumers.of_grant(grant))) for grant in grants]

    def service(self, endpoint: Endpoint) -> Service | None:
        """What is known of the endpoint's service."""
        return service_of(endpoint.service, self.region(endpoint))

    def endpoints_by_service(self, endpoint_set: Id) -> dict[str, Endpoint]:
        """The endpoints of a set by their service's key in the endpoint catalogue."""
        return {s.key: e for e in self.consumers.endpoints_of.get(endpoint_set, ()) if (s := self.service(e))}

    def region(self, endpoint: Endpoint) -> str:
        """The endpoint's Region: its VPC's."""
        vpc = self.network.vpcs.get(endpoint.vpc or "")
        return vpc.region if vpc else ""

    def _sets(self) -> list[EndpointSet]:
        return sorted(self.network.endpoint_sets.values(), key=lambda s: s.id)

    # Missing ----------------------------------------------------------------------------------------------------------

    def _missing(self, endpoint_set: EndpointSet) -> Iterator[Deviation]:
        """What is granted and cannot be reached."""
        endpoints = self.endpoints_by_service(endpoint_set.id)
        for grant in endpoint_set.grants:
            endpoint = endpoints.get(grant.service)
            if endpoint is None:
                message = f"grant {grant.key} is for {grant.service}, of which the set has no endpoint"
                yield Deviation("missing", endpoint_set.id, message)
                continue
            for consumer in self.consumers.of_grant(grant):
                yield from self.missing_for(endpoint_set.segment, endpoint, consumer)

    def missing_for(self, segment: str, endpoint: Endpoint, consumer: Consumer) -> Iterator[Deviation]:
        """What a consumer lacks to use an endpoint of a segment that it is granted: connections and names. What another stack
        builds is not compared here."""
        if consumer.elsewhere:
            return
        if consumer.outside:
            asked_in = self.outside.asked_in(segment, endpoint, consumer)
            yield from self.outside.missing(segment, endpoint, consumer, asked_in)
            yield from self._names_missing(endpoint, consumer.name, asked_in)
            return
        if not consumer.subnets:
            message = f"{consumer.name} is granted {short(endpoint)}, and no subnet in {address_text(consumer.granted)} carries its tags"
            yield Deviation("missing", endpoint.id, message)
            return
        for key in endpoint.subnets:
            if lost := consumer.src - self._sure.get((endpoint.id, key), NOTHING):
                yield self._lost(endpoint, key, consumer, lost)
        yield from self._group_missing(endpoint, consumer)
        yield from self._name_missing(endpoint, consumer)

    @cached_property
    def _sure(self) -> dict[tuple[Id, Id], Ranges]:
        """Endpoint and door subnet to every address from which the connection works for sure, from subnets."""
        found: dict[tuple[Id, Id], list[Ranges]] = defaultdict(list)
        for endpoint, reached in self.reach.doors.items():
            for each in reached:
                if each.source.subnets:
                    found[endpoint, each.door.subnet.id].append(each.sure)
        return {key: union(parts) for key, parts in found.items()}

    def _lost(self, endpoint: Endpoint, subnet: Id, consumer: Consumer, lost: Ranges) -> Deviation:
        """Connections that do not work for sure, with the way of one of them."""
        message = f"{consumer.name} ({address_text(lost)}) does not reach {short(endpoint)} in {self._name(subnet)}"
        stops = [part for end in self._stops(endpoint, subnet) if (part := about(end, subnet, lost, HTTPS))]
        return missing(self.index, endpoint.id, message, stops)

    def _stops(self, endpoint: Endpoint, subnet: Id) -> list[End]:
        """Ends of what does not get from subnets to the endpoint in the subnet, or of its answers."""
        reached = (r for r in self.reach.doors.get(endpoint.id, ()) if r.door.subnet.id == subnet)
        found = [end for r in reached if r.source.subnets for end in r.stops]
        blocked = ((source, stops) for (source, at), stops in self.reach.blocked.items() if at == subnet)
        return found + [end for source, stops in blocked if source not in self.network.attachments for end in stops]

    def _group_missing(self, endpoint: Endpoint, consumer: Consumer) -> Iterator[Deviation]:
        """A security group of the application must let 443 out to the endpoint. Where one does everywhere, subnets are not asked for singly."""
        doors = [self.network.subnets[key] for key in endpoint.subnets if key in self.network.subnets]
        if self._lets_out(consumer, union(door.ranges for door in doors)):
            return
        for door in doors:
            if not self._lets_out(consumer, door.ranges):
                message = (
                    f"no security group of {consumer.name} lets 443 out to {short(endpoint)} in {self._name(door.id)}"
                )
                yield Deviation("missing", endpoint.id, message)

    def _lets_out(self, consumer: Consumer, to: Ranges) -> bool:
        """Whether one security group of the application lets all of it call all of the addresses."""
        wanted = Packets(consumer.src, to, HTTPS)
        for group in consumer.groups:
            if self.index.doubts(group.id, *(rule.prefix_list for rule in group.rules)):
                continue
            out = through_groups(group.rules, wanted, self.index.peers, egress=True)
            if union(p.dst for p in out).covers(to) and not minus(wanted, out):
                return True
        return False

    def _name_missing(self, endpoint: Endpoint, consumer: Consumer) -> Iterator[Deviation]:
        """The host names must answer with this endpoint in the consumer's VPC."""
        yield from self._names_missing(endpoint, consumer.name, {s.vpc for s in consumer.subnets if s.vpc})

    def _names_missing(self, endpoint: Endpoint, consumer: str, vpcs: set[Id]) -> Iterator[Deviation]:
        """Host names that do not answer with the endpoint in the VPCs that a consumer asks in. The endpoint's own names always do."""
        service = self.service(endpoint)
        for vpc in sorted(vpcs):
            for host in (h.replace("*", "any", 1) for h in (service.private_hosts if service else ())):
                answer = self.dns.resolve(vpc, host)
                if answer.kind == "undecided":
                    thing = answer.doubts[0].thing if answer.doubts else vpc
                    yield Deviation(
                        "undecided", thing, f"what {host} answers in {self._name(vpc)} is not known: {answer.reason}"
                    )
                elif answer.endpoint != endpoint.id:
                    message = f"{consumer} is granted {short(endpoint)}, but {host} does not lead there"
                    yield Deviation("missing", endpoint.id, message, (f"{answer.kind}: {answer.reason}",))

    # Calls ------------------------------------------------------------------------------------------------------------

    def _calls(self, endpoint_set: EndpointSet) -> Iterator[Deviation]:
        for endpoint in self.consumers.endpoints_of.get(endpoint_set.id, ()):
            for difference in self.call_differences(endpoint_set, endpoint):
                yield _call_deviation(endpoint, difference)

    def call_differences(self, endpoint_set: EndpointSet, endpoint: Endpoint) -> list[Difference]:
        """Where the endpoint's policy and the set's grants differ."""
        service, region = self.service(endpoint), self.region(endpoint)
        if service is None:
            return [Difference("undecided", (f"{endpoint.service} is a service that nothing is known of",))]
        place = Place(region, partition_of(region))
        return differences(endpoint.policy, service, place, self.granted(endpoint_set, endpoint), self.index.spare)

    # Beyond -----------------------------------------------------------------------------------------------------------

    def _beyond(self) -> Iterator[Deviation]:
        """What is reached and was not granted: endpoints by others than consumers, and anything that is no endpoint."""
        for endpoint in sorted(self.network.endpoints.values(), key=lambda e: e.id):
            for reached in self.reach.doors.get(endpoint.id, ()):
                yield from self._beyond_at(endpoint, reached)
        yield from self.outside.beyond()
        doors = {key for e in self.network.endpoints.values() for key in e.subnets}
        doors |= {key for e in self.network.resolver_endpoints.values() for key in e.subnets}
        for crossing in self.reach.crossings:
            end = crossing.end
            if end.place not in doors and not self._is_answer(crossing.source, end):
                message = f"{end.packets} is delivered in {self._name(end.place)}, which nobody granted"
                yield Deviation("beyond", crossing.first, message, self.path(end))

    def _is_answer(self, source: Source, end: End) -> bool:
        """Whether packets may be an endpoint's answers: from a set's own subnets to its own consumers."""
        return any(end.place in self.consumers.granted_subnets[of] for of in self._sets_at(source))

    def _sets_at(self, source: Source) -> tuple[Id, ...]:
        """The endpoint sets of which the source's subnets all hold endpoints."""
        if source.id not in self._answering:
            homes = {subnet.id for subnet in source.subnets}
            self._answering[source.id] = tuple(
                of
                for of, endpoints in sorted(self.consumers.endpoints_of.items())
                if homes and homes <= {key for endpoint in endpoints for key in endpoint.subnets}
            )
        return self._answering[source.id]

    def _granted_to(self, endpoint_set: Id, source: Source) -> Ranges:
        """The addresses of a source that an endpoint set grants something: the same for all its endpoints and subnets."""
        key = (endpoint_set, source.id)
        if key not in self._own:
            allowed = self.consumers.granted_subnets.get(endpoint_set, frozenset())
            self._own[key] = union(s.ranges for s in source.subnets if s.id in allowed)
        return self._own[key]

    def _beyond_at(self, endpoint: Endpoint, reached: Reached) -> Iterator[Deviation]:
        own = self._granted_to(endpoint.endpoint_set or "", reached.source)
        if reached.source.attachment and endpoint.endpoint_set:
            own = self.outside.granted(endpoint.endpoint_set, reached.source.attachment)
        if extra := reached.may - own:
            of = self.network.endpoint_sets.get(endpoint.endpoint_set or "")
            grants = (
                f"segment {of.segment} grants it nothing there" if of else "the endpoint belongs to no endpoint set"
            )
            message = (
                f"{address_text(extra)} reaches {short(endpoint)} in {self._name(reached.door.subnet.id)}; {grants}"
            )
            yield Deviation("beyond", endpoint.id, message, self.path(reached.way(extra)))

    def path(self, end: End) -> tuple[str, ...]:
        """The way of a set of packets, a line per hop, and what became of it."""
        return path(self.index, end)

    def _name(self, thing: Id) -> str:
        return self.index.name(thing)

    def _undecided(self) -> Iterator[Deviation]:
        for source, end in self.reach.undecided:
            message = f"where {end.packets} of {self._name(source.id)} ends is not known"
            yield undecided(end, message, self.path(end))


def _call_deviation(endpoint: Endpoint, difference: Difference) -> Deviation:
    if difference.kind == "beyond":
        return Deviation(
            "beyond",
            endpoint.id,
            f"the policy of {short(endpoint)} lets calls through that nobody granted",
            difference.calls,
        )
    if difference.kind == "missing":
        message = f"the policy of {short(endpoint)} stops calls that grant {difference.grant} promises"
        return Deviation("missing", endpoint.id, message, difference.calls)
    return Deviation(
        "undecided", endpoint.id, f"what the policy of {short(endpoint)} allows is not known", difference.calls
    )
