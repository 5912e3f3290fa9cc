"""Rules about what reaches what."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.endpoints import Endpoint
from ..model.vpcs import Id
from ..policies.document import PolicyError, parse
from ..policies.lint_data import MODEL_TYPES
from ..questions.layers import Layers
from .facts import Facts
from .rule import Breach


def granted_is_reachable(facts: Facts) -> Iterator[Breach]:
    """Every grant has its path, its name and its calls."""
    for found in facts.deviations:
        if found.kind == "missing":
            yield Breach(found.thing, found.message, found.witness)


def reachable_is_granted(facts: Facts) -> Iterator[Breach]:
    """No path and no call without a grant."""
    for found in facts.deviations:
        if found.kind == "beyond":
            yield Breach(found.thing, found.message, found.witness)


def nothing_undecided(facts: Facts) -> Iterator[Breach]:
    """Nothing that the proof needs is unknown."""
    for doubt in sorted(set(facts.network.doubts)):
        yield Breach(doubt.thing, f"{doubt.property} is not known: {doubt.why}")
    told = {doubt.thing for doubt in facts.network.doubts}
    for found in facts.deviations:
        if found.kind == "undecided" and found.thing not in told:
            yield Breach(found.thing, found.message, found.witness)


def segments_isolated(facts: Facts) -> Iterator[Breach]:
    """Nothing of a segment gets to another one, not even one way."""
    for found in facts.exactness.reach.crossings:
        end, to = found.end, _segment_of_subnet(facts, found.end.place)
        homes = {s.vpc: facts.segment(s.vpc) for s in found.senders}
        crossing = sorted({segment for segment in homes.values() if (segment, to) in facts.isolated})
        if crossing:
            message = f"{', '.join(crossing)} reaches {to}: {end.packets} is delivered in {facts.name(end.place)}"
            for at in _endpoints_at(facts, end.place) or [found.first]:
                yield Breach(at, message, facts.exactness.path(end))


def isolation_has_two_layers(facts: Facts) -> Iterator[Breach]:
    """Of transit route, way back, network filters and endpoint policy, two would stop each segment at another's endpoints."""
    layers = Layers(facts.index)
    members = {segment: [v for v in facts.spokes if facts.segment(v.id) == segment] for segment in facts.segments}
    for endpoint_set in facts.sets:
        for segment, sources in members.items():
            if (segment, endpoint_set.segment) not in facts.isolated:
                continue
            for endpoint in facts.endpoints(endpoint_set):
                stops = layers.that_stop(sources, endpoint)
                if len(stops) < 2:
                    held = f"only the {stops[0]} keeps" if stops else "nothing keeps"
                    yield Breach(endpoint.id, f"{held} {segment} from {endpoint_set.segment}'s {endpoint.service}")


def models_within_bounds(facts: Facts) -> Iterator[Breach]:
    """Grants name only models that the pack's configuration allows their segment."""
    for endpoint_set in facts.sets:
        patterns = facts.settings.models.get(endpoint_set.segment)
        if patterns is None:
            continue
        for grant in endpoint_set.grants:
            beyond = [m for m in (*grant.models, *grant.uses) if not any(_fits(p, m) for p in patterns)]
            if beyond:
                message = (
                    f"grant {grant.key} names {', '.join(beyond)}, which segment {endpoint_set.segment} may not use"
                )
                yield Breach(endpoint_set.id, message, tuple(f"allowed: {pattern}" for pattern in patterns))
        for endpoint in facts.endpoints(endpoint_set):
            if beyond := [m for m in _models(endpoint) if not any(_fits(p, m) for p in patterns)]:
                message = f"the policy of {facts.name(endpoint.id)} allows {', '.join(beyond)}, which segment {endpoint_set.segment} may not use"
                yield Breach(endpoint.id, message, tuple(f"allowed: {pattern}" for pattern in patterns))


def networks_within_bounds(facts: Facts) -> Iterator[Breach]:
    """Networks outside are granted endpoints of those segments only that the pack's configuration allows them."""
    if facts.settings.networks is None:
        return
    for endpoint_set in facts.sets:
        for name in sorted({name for grant in endpoint_set.grants for name in grant.networks}):
            allowed = facts.settings.networks.get(name, ())
            if endpoint_set.segment not in allowed:
                message = f"{name} is granted endpoints of segment {endpoint_set.segment}; it may use {', '.join(allowed) or 'none'}"
                yield Breach(endpoint_set.id, message)


def _models(endpoint: Endpoint) -> list[str]:
    """The models that an endpoint's policy allows, as grants name them. One behind an inference profile is part of it."""
    try:
        policy = parse(endpoint.policy or "")
    except PolicyError:
        return []
    found: set[str] = set()
    for statement in policy.statements:
        behind = any(condition.key.lower() == "bedrock:inferenceprofilearn" for condition in statement.conditions)
        if statement.allow and not statement.resources.negated and not behind:
            found.update(name for pattern in statement.resources.patterns if (name := _model(pattern)))
    return sorted(found)


def _model(pattern: str) -> str:
    """The model in a resource pattern; empty for what is no model's."""
    kind, _, name = pattern.split(":", 5)[-1].partition("/")
    if kind in ("foundation-model", "inference-profile"):
        return name
    return pattern if kind in MODEL_TYPES else ""


def _fits(pattern: str, model: str) -> bool:
    """Whether a model id fits a pattern in which ``*`` stands for anything."""
    first, *rest = pattern.split("*")
    if not rest:
        return model == pattern
    if not model.startswith(first):
        return False
    at = len(first)
    for part in rest[:-1]:
        at = model.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return model.endswith(rest[-1]) and at + len(rest[-1]) <= len(model)


def _segment_of_subnet(facts: Facts, subnet: Id) -> str:
    if subnet in facts.door_segments:
        return facts.door_segments[subnet]
    found = facts.network.subnets.get(subnet)
    return facts.segment(found.vpc) if found else ""


def _endpoints_at(facts: Facts, subnet: Id) -> list[Id]:
    """The endpoints in a subnet."""
    return sorted(e.id for s in facts.sets for e in facts.endpoints(s) if subnet in e.subnets)
