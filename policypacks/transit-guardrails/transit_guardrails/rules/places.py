"""Rules about addresses and availability zones."""

from __future__ import annotations

from collections.abc import Iterator

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
    """Endpoints, attachments and consumers stand in two zones or more, and an attachment in each zone of its VPC."""
    for endpoint_set in facts.sets:
        for endpoint in facts.endpoints(endpoint_set):
            if len(zones := _zones(facts, endpoint.subnets)) < 2:
                yield Breach(endpoint.id, f"{facts.name(endpoint.id)} stands in {_text(zones)}")
    for attachment, vpc in facts.vpc_attachments():
        own = _zones(facts, attachment.subnets)
        if len(own) < 2:
            yield Breach(attachment.id, f"{facts.name(attachment.id)} stands in {_text(own)}")
        others = [s.id for s in facts.index.subnets_of.get(vpc.id, ()) if s.id not in facts.attachment_subnets]
        if missing := _zones(facts, others) - own:
            yield Breach(
                attachment.id,
                f"{facts.name(attachment.id)} has no subnet in {_text(missing)}, which cannot reach the gateway",
            )
    for endpoint_set in facts.sets:
        for consumer in facts.exactness.consumers.of_set(endpoint_set):
            zones = {subnet.zone for subnet in consumer.subnets if subnet.zone}
            if consumer.subnets and len(zones) < 2:
                yield Breach(consumer.subnets[0].id, f"{consumer.name} stands in {_text(zones)}")


def _zones(facts: Facts, subnets: tuple[Id, ...] | list[Id]) -> set[str]:
    return {s.zone for key in subnets if (s := facts.network.subnets.get(key)) and s.zone}


def _text(zones: set[str]) -> str:
    return ", ".join(sorted(zones)) or "no zone"
