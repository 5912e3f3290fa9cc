"""Rules about addresses and availability zones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model.ranges import Prefix
from ..model.vpcs import Id
from .facts import Facts
from .rule import Breach


def addresses_disjoint(facts: Facts) -> Iterator[Breach]:
    """No two VPCs share an address, and no two subnets of a VPC."""
    vpcs = [(p, vpc.id) for vpc in facts.network.vpcs.values() for p in vpc.prefixes]
    for one, other, where in _overlaps(vpcs):
        yield Breach(one, f"{facts.name(one)} and {facts.name(other)} both have {where}")
    for subnets in facts.index.subnets_of.values():
        for one, other, where in _overlaps([(p, s.id) for s in subnets for p in s.prefixes]):
            yield Breach(one, f"{facts.name(one)} and {facts.name(other)} both have {where}")


def _overlaps(blocks: list[tuple[Prefix, Id]]) -> Iterator[tuple[Id, Id, Prefix]]:
    """Pairs of things that share addresses, both ways round, and the smaller of the two blocks."""
    open_: list[tuple[Prefix, Id]] = []
    for block, thing in sorted(blocks, key=lambda b: (b[0].first, -b[0].last, b[1])):
        open_ = [(p, t) for p, t in open_ if p.last >= block.first]
        for _, other in open_:
            if other != thing:
                yield thing, other, block
                yield other, thing, block
        open_.append((block, thing))


def zones_line_up(facts: Facts) -> Iterator[Breach]:
    """An attachment stands in each zone of its VPC: from another one its subnets cannot reach the gateway."""
    for attachment, vpc in facts.vpc_attachments():
        others = [s.id for s in facts.index.subnets_of.get(vpc.id, ()) if s.id not in facts.attachment_subnets]
        if missing := _zones(facts, others) - _zones(facts, attachment.subnets):
            yield Breach(
                attachment.id,
                f"{facts.name(attachment.id)} has no subnet in {_text(missing)}, which cannot reach the gateway",
            )


def zones_redundant(facts: Facts) -> Iterator[Breach]:
    """Granted consumers, the endpoints that they are granted and the resolvers that they ask stand in two zones or more.

    No walk is needed to tell what the failure of a zone takes: packets enter and leave a VPC by the attachment subnet of
    their own zone, or by any where there is none, and every one of these ways holds where the grant is reachable at all.
    """
    for endpoint_set in facts.sets:
        consumers = facts.exactness.consumers.of_set(endpoint_set)
        segment, names = endpoint_set.segment, [consumer.name for consumer in consumers]
        for endpoint in facts.endpoints(endpoint_set):
            yield from _alone(facts, endpoint.id, endpoint.subnets, _accepted(facts, segment, names))
        for consumer in consumers:
            if keys := [subnet.id for subnet in consumer.subnets]:
                yield from _alone(facts, keys[0], keys, _accepted(facts, segment, [consumer.name]), consumer.name)
    for resolver in sorted(facts.network.resolver_endpoints.values(), key=lambda e: e.id):
        serves: Mapping[str, object] = {}
        if view := facts.index.view_of(resolver):
            serves, segment = view.clients, view.segment
        elif forwarder := facts.index.forwarder_of(resolver):
            serves, segment = forwarder.servers, forwarder.segment
        else:
            continue
        yield from _alone(facts, resolver.id, resolver.subnets, _accepted(facts, segment, sorted(serves)))


def _alone(facts: Facts, thing: Id, subnets: Sequence[Id], accepted: bool, name: str = "") -> Iterator[Breach]:
    if len(zones := _zones(facts, subnets)) < 2:
        message = f"{name or facts.name(thing)} stands in {_text(zones)} alone: the zone's failure takes all of it"
        yield Breach(thing, message, advisory=accepted)


def _accepted(facts: Facts, segment: str, consumers: Sequence[str]) -> bool:
    """Whether the configuration accepts that a segment's consumers hang on one zone: the segment, or each of them."""
    names = facts.settings.single_zones
    return segment in names or (bool(consumers) and all(name in names for name in consumers))


def _zones(facts: Facts, subnets: Sequence[Id]) -> set[str]:
    return {s.zone for key in subnets if (s := facts.network.subnets.get(key)) and s.zone}


def _text(zones: set[str]) -> str:
    return ", ".join(sorted(zones)) or "no zone"
