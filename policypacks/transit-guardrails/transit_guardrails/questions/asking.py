"""Questions to policies of training networks and their buckets: who asks, from where, and what the answers come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from ..model.trainings import TrainingNetwork
from ..policies.evaluate import Decision, actions_match, decide
from ..policies.records import Policy
from ..policies.representatives import Representatives, representatives
from ..policies.request import ABSENT, Principal, Request, Value

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


def partition(training: TrainingNetwork) -> str:
    """The partition that the network is in, which its uploaders are in too."""
    return next((arn.split(":")[1] for arn in training.uploaders.values()), "aws")


def role_arns(training: TrainingNetwork) -> list[str]:
    """ARNs of the jobs' roles, as the names that the program states make them."""
    return [
        f"arn:{partition(training)}:iam::{training.account}:role/{name}" for name in sorted(training.roles.values())
    ]


def told_apart(policy: Policy, training: TrainingNetwork, arns: Iterable[str]) -> Representatives:
    """Callers, addresses and values of keys, one for each kind that the policy can tell apart, and those that are asked for."""
    places = [training.home, *training.bound.values()]
    more = {
        "aws:PrincipalArn": sorted(arns),
        "aws:PrincipalAccount": [training.account],
        "aws:VpceAccount": sorted({place.account for place in places}),
        "aws:VpcSourceIp": sorted({str(block) for place in places for block in place.prefixes}),
    }
    return representatives([policy], more_values=more)


def callers(found: Representatives) -> list[Principal]:
    """Roles, and no services."""
    kept = {(p.account, p.arn or ""): p for p in found.principals if not p.service and p.arn}
    return [kept[key] for key in sorted(kept)]


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
