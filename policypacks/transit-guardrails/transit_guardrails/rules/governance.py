"""Rules about tags, exceptions and waivers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ..data import quota_keys
from ..model.vpcs import Id
from .facts import SHARED, Facts
from .rule import Breach

REQUIRED = ("network", "segment", "spoke", "owner", "cost-center", "data-classification")
"""Tag keys that every resource carries (components/README.md, "The contract with the policy pack")."""

_URN = "urn:pulumi:"
CONFIGURATION = "the pack's configuration"
"""What a finding names that is about no resource."""


def resources_tagged(facts: Facts) -> Iterator[Breach]:
    """Every resource says network, segment, spoke, owner, cost center and data class, and nothing contradicts its VPC."""
    if not facts.sets:
        return
    known = {*facts.segments, SHARED}
    for thing, tags in sorted(facts.network.tags.items()):
        if missing := [key for key in REQUIRED if not tags.get(key)]:
            yield Breach(thing, f"{facts.name(thing)} lacks the tags {', '.join(missing)}")
        elif tags["segment"] not in known:
            yield Breach(thing, f"{facts.name(thing)} is tagged as of segment {tags['segment']}, which does not exist")
    yield from _contradictions(facts)


def _contradictions(facts: Facts) -> Iterator[Breach]:
    """A VPC, what is in it and its attachment are of one segment and spoke."""
    network = facts.network
    for attachment, vpc in facts.vpc_attachments():
        own, of = facts.tags(vpc.id), facts.tags(attachment.id)
        if (own.get("segment"), own.get("spoke")) != (of.get("segment"), of.get("spoke")):
            yield Breach(vpc.id, f"{facts.name(vpc.id)} is tagged {_text(own)}, its attachment {_text(of)}")
    for subnet in sorted(network.subnets.values(), key=lambda s: s.id):
        of, own = facts.tags(subnet.vpc), facts.tags(subnet.id)
        if subnet.vpc in facts.hubs or subnet.vpc not in network.vpcs:
            continue
        if (of.get("segment"), of.get("spoke")) != (own.get("segment"), own.get("spoke")):
            yield Breach(
                subnet.vpc or subnet.id, f"{facts.name(subnet.id)} is tagged {_text(own)}, its VPC {_text(of)}"
            )


def _text(tags: Mapping[str, str]) -> str:
    return f"{tags.get('segment')}/{tags.get('spoke')}"


def other_stacks_declared(facts: Facts) -> Iterator[Breach]:
    """What is granted to spokes of other stacks is declared, or undecided: their paths are not among the resources.

    And one stack alone states grants: else whoever builds a spoke could grant it something by an endpoint set of its own.
    """
    stating = sorted({_stack_of(endpoint_set.id) for endpoint_set in facts.sets})
    for endpoint_set in facts.sets if len(stating) > 1 else ():
        yield Breach(endpoint_set.id, f"{', '.join(stating)} state grants, and one stack may")
    for endpoint_set in facts.sets:
        absent = [c.name for c in facts.exactness.consumers.of_set(endpoint_set) if c.elsewhere]
        for spoke in sorted({name.split("/")[0] for name in absent}):
            names = ", ".join(name for name in absent if name.split("/")[0] == spoke)
            message = (
                f"{names} is granted something, and another stack builds it: whether it gets there is not known here"
            )
            yield Breach(endpoint_set.id, message, advisory=spoke in facts.settings.other_stacks)


def _stack_of(thing: Id) -> str:
    """Project and stack of a resource, by its URN: ``urn:pulumi:<stack>::<project>::…``; empty for other ids."""
    stack, project = thing.removeprefix(_URN).split("::")[:2] if thing.startswith(_URN) else ("", "")
    return f"{project}/{stack}"


def settings_fit(facts: Facts) -> Iterator[Breach]:
    """The configuration speaks of segments, consumers, networks, spokes and quotas that there are: a misspelt name would lift a rule silently."""
    if not facts.sets:
        return
    named = {name for pair in facts.settings.isolated or () for name in pair} | set(facts.settings.models)
    named |= {segment for segments in (facts.settings.networks or {}).values() for segment in segments}
    for name in sorted(named - set(facts.segments)):
        yield Breach(CONFIGURATION, f"segment {name} is configured; the network has {', '.join(facts.segments)}")
    for name in sorted({*facts.settings.single_links, *(facts.settings.networks or ())} - set(facts.networks)):
        yield Breach(CONFIGURATION, f"network {name} is configured, and no link leads to such a network")
    elsewhere = {name.split("/")[0] for s in facts.sets for grant in s.grants for name in grant.elsewhere}
    for name in sorted(set(facts.settings.other_stacks) - elsewhere):
        yield Breach(CONFIGURATION, f"spoke {name} is configured, and no grant is for such a spoke of another stack")
    consumers = (
        {c.name for s in facts.sets for c in facts.exactness.consumers.of_set(s)}
        if facts.settings.single_zones
        else set()
    )
    for name in sorted(set(facts.settings.single_zones) - consumers - set(facts.segments)):
        yield Breach(CONFIGURATION, f"{name} may hang on one zone, and is neither a granted consumer nor a segment")
    for key in sorted(set(facts.settings.quotas) - set(quota_keys())):
        yield Breach(CONFIGURATION, f"quota {key} is configured, and no such quota is known")


def exceptions_justified(facts: Facts) -> Iterator[Breach]:
    """Exceptions and waivers have a reason and have not expired."""
    for exception in facts.network.exceptions:
        key = exception.get("key", "an exception")
        where = str(exception.get("stack", "the stack"))
        if not str(exception.get("reason") or "").strip():
            yield Breach(where, f"{key} has no reason")
        expires = _day(exception.get("expires"))
        if expires is None:
            yield Breach(where, f"{key} has no day on which it expires")
        elif expires < facts.today:
            yield Breach(where, f"{key} expired on {expires}")
    for waiver in facts.settings.waivers:
        if waiver.expires < facts.today:
            yield Breach(waiver.resource, f"the waiver of {waiver.rule} expired on {waiver.expires}: {waiver.reason}")


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
