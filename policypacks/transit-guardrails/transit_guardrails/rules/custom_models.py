"""The rule about custom models: none is called from another segment than its own.

Sources: Service Authorization Reference, Amazon Bedrock (what bounds an action); Amazon Bedrock user guide, "Copy a customized or
shared model to use in a Region" (a model is available in its own account).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..data import Service
from ..model.endpoints import Endpoint, EndpointSet
from ..policies.conditions import holds, lookup_in
from ..policies.document import PolicyError, parse
from ..policies.evaluate import FULL_ACCESS, actions_match, resources_match
from ..policies.lint_data import CUSTOM_TYPES
from ..policies.records import Statement
from ..policies.three import both
from .facts import Facts
from .rule import Breach

Homes = Mapping[str, frozenset[str]]
"""Custom models, by ARN, with the segments that they are declared of."""


def custom_models_in_their_segment(facts: Facts) -> Iterator[Breach]:
    """What grants name (their objects and ``uses`` too), and what the Allows of endpoint policies let through, Denies aside.

    A policy lets a model through by a resource pattern that fits its ARN, or may; by a condition key that carries the model; or,
    where an action reaches any model of the caller's account, by admitting callers of the model's account. A model that is
    named and that no segment declares, or two do, belongs nowhere.
    """
    homes = _homes(facts.sets)
    for endpoint_set in facts.sets:
        for arn in endpoint_set.custom_models:
            if len(homes[arn]) > 1:
                yield Breach(endpoint_set.id, f"{arn} is declared of {' and '.join(sorted(homes[arn]))}")
        for grant in endpoint_set.grants:
            named = filter(_is_custom, (*grant.models, *grant.objects, *grant.uses))
            for what in _foreign(named, endpoint_set.segment, homes):
                yield Breach(endpoint_set.id, f"grant {grant.key} names {what}")
        for endpoint in facts.endpoints(endpoint_set):
            let_through = _let_through(endpoint, facts.exactness.service(endpoint), homes)
            for what in _foreign(let_through, endpoint_set.segment, homes):
                yield Breach(endpoint.id, f"the policy of {facts.name(endpoint.id)} lets through {what}")


def _homes(sets: Iterable[EndpointSet]) -> Homes:
    found: dict[str, frozenset[str]] = {}
    for endpoint_set in sets:
        for arn in endpoint_set.custom_models:
            found[arn] = found.get(arn, frozenset()) | {endpoint_set.segment}
    return found


def _is_custom(arn: str) -> bool:
    """Whether it is the ARN of a custom model, or a pattern whose type begins like one's."""
    kind = arn.split(":", 5)[-1].partition("/")[0]
    begins = kind.partition("*")[0].partition("?")[0]
    return kind in CUSTOM_TYPES or ("" != begins != kind and any(each.startswith(begins) for each in CUSTOM_TYPES))


def _foreign(arns: Iterable[str], segment: str, homes: Homes) -> Iterator[str]:
    """Those of the models that are not the segment's, each with whose it is."""
    for arn in sorted(set(arns)):
        if arn not in homes:
            yield f"{arn}, a custom model that no segment declares"
        elif segment not in homes[arn]:
            yield f"{arn}, a custom model of {', '.join(sorted(homes[arn]))}"


def _let_through(endpoint: Endpoint, service: Service | None, homes: Homes) -> Iterator[str]:
    """The custom models that an endpoint's policy names, and those that it fits."""
    try:
        policy = FULL_ACCESS if endpoint.policy is None else parse(endpoint.policy)
    except PolicyError:
        return
    for statement in policy.statements:
        if statement.allow:
            yield from filter(_is_custom, () if statement.resources.negated else statement.resources.patterns)
            yield from _admitted(statement, service, homes)


def _admitted(statement: Statement, service: Service | None, arns: Iterable[str]) -> Iterator[str]:
    """Those of the models that what the statement allows may call. Any action of a service that is not known may call one."""

    def allows(actions: Iterable[str]) -> bool:
        return any(actions_match(statement.actions, action) for action in actions)

    by_model = service is None or allows(service.by_model)
    by_key = {key for action, key in service.by_key.items() if allows([action])} if service else set()
    unbounded = service is not None and allows(service.unbounded)
    for arn in arns:
        if (
            (by_model and resources_match(statement.resources, arn, lookup_in({}), statement.variables) is not False)
            or any(_may_hold(statement, key, arn) for key in by_key)
            or (unbounded and _may_hold(statement, "aws:PrincipalAccount", arn.split(":")[4]))
        ):
            yield arn


def _may_hold(statement: Statement, key: str, value: str) -> bool:
    """Whether the statement's conditions on a key let a value pass."""
    about = (condition for condition in statement.conditions if condition.key.lower() == key.lower())
    return both(holds(condition, {key.lower(): (value,)}, statement.variables) for condition in about) is not False
