"""Questions to policies of training networks and their buckets: who asks, from where, and what the answers come to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product

from ..data import partition_of
from ..model.trainings import TrainingNetwork
from ..policies.conditions import holds
from ..policies.evaluate import Decision, actions_match, decide, principals_match
from ..policies.records import Policy, Statement
from ..policies.representatives import Representatives, representatives
from ..policies.request import ABSENT, PRINCIPAL_KEYS, Principal, Request, Value, principal_facts
from ..policies.three import both

Context = Mapping[str, Value]
SHOWN = 5
"""Lines of a witness."""

ANYBODY = {
    "aws:PrincipalArn": ABSENT,
    "aws:PrincipalAccount": ABSENT,
    "aws:PrincipalOrgID": ABSENT,
    "aws:PrincipalIsAWSService": ABSENT,
}
"""The principal's keys of a request that nobody signed."""


NOBODY = Principal("")
"""Whoever signed no request."""


def partition(training: TrainingNetwork) -> str:
    """The partition that the network is in: its Region's."""
    return partition_of(training.region)


def role_arns(training: TrainingNetwork) -> list[str]:
    """ARNs of the jobs' roles, as the names that the program states make them."""
    return [role_arn(training, name) for name in sorted(training.roles.values())]


def role_arn(training: TrainingNetwork, name: str) -> str:
    """The ARN of a role of the network's account."""
    return f"arn:{partition(training)}:iam::{training.account}:role/{name}"


def told_apart(
    policy: Policy,
    training: TrainingNetwork,
    arns: Iterable[str],
    resources: Iterable[str] = (),
    values: Mapping[str, Iterable[str]] | None = None,
) -> Representatives:
    """Callers, addresses, resources and values of keys, one for each kind that the policy can tell apart, and those that are asked for."""
    places = [training.home, *training.bound.values()]
    more = {
        "aws:PrincipalArn": sorted(arns),
        "aws:PrincipalAccount": [training.account],
        "aws:VpceAccount": sorted({place.account for place in places}),
        "aws:VpcSourceIp": sorted({str(block) for place in places for block in place.prefixes}),
        **(values or {}),
    }
    return representatives([policy], more_resources=resources, more_values=more)


def callers(found: Representatives) -> list[Principal]:
    """Roles, and no services: one for each account, ARN and organization, and outside of all of these."""
    kept = {(p.account, p.arn or "", p.organization or ""): p for p in found.principals if not p.service and p.arn}
    return [kept[key] for key in sorted(kept)]


def alike(
    people: Iterable[Principal], policy: Policy, duty: Callable[[Principal], Hashable] = lambda _: None
) -> list[Principal]:
    """One caller for each duty and each set of statements that are about it: the others are answered alike.

    Where policy variables stand, which may name the caller in a resource, everybody is kept.
    """
    if any("${" in text for statement in policy.statements for text in _texts(statement)):
        return list(people)
    kept: dict[Hashable, Principal] = {}
    for who in people:
        own = principal_facts(who)
        kept.setdefault((duty(who), *(_is_about(each, who, own) for each in policy.statements)), who)
    return list(kept.values())


def _texts(statement: Statement) -> Iterator[str]:
    yield from statement.resources.patterns
    for condition in statement.conditions:
        yield from condition.values


def _is_about(statement: Statement, who: Principal, own: Mapping[str, Value]) -> Hashable:
    tests = (each for each in statement.conditions if each.key.lower() in PRINCIPAL_KEYS)
    return both([principals_match(statement.principals, who), *(holds(each, own) for each in tests)])


def contexts(found: Representatives, known: Iterable[str]) -> list[Context]:
    """Every combination of the condition keys that are tested beside the known ones."""
    skip = {key.lower() for key in known}
    rest = {key: values for key, values in found.values.items() if key not in skip}
    return [dict(zip(rest, each, strict=True)) for each in product(*rest.values())]


def asked(policy: Policy, action: str, resource: str, who: Principal, context: Context) -> Decision:
    """What the policy says."""
    return decide(policy, Request(action, resource, who, context))


def name(who: Principal) -> str:
    """A caller for people."""
    return who.service or who.arn or "nobody in particular"


def witness(lines: Iterable[str]) -> tuple[str, ...]:
    """The first few lines, without repetition."""
    found: Sequence[str] = list(dict.fromkeys(lines))
    more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return (*found[:SHOWN], *more)


def kinds(actions: Iterable[str], policy: Policy) -> Iterator[str]:
    """One action for each set of statements that are about it: the others are answered alike."""
    seen: set[tuple[bool, ...]] = set()
    for action in actions:
        matched = tuple(actions_match(statement.actions, action) for statement in policy.statements)
        if matched not in seen:
            seen.add(matched)
            yield action
