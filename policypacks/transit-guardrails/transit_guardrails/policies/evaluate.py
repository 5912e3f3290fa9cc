"""Decides one policy for one request. Source: "Policy evaluation logic" (an explicit deny wins, the default is deny)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .conditions import holds, lookup_in
from .patterns import Lookup, action_matches, resource_matches
from .records import Match, Policy, Principals, Statement
from .request import Principal, Request, Value, facts
from .three import Answer, Undecided, both, either, opposite

Outcome = Literal["allowed", "denied", "not-allowed", "undecided"]
_ACCOUNT = re.compile(r"(?:arn:[^:]+:iam::(\d{12}):root|(\d{12}))", re.ASCII)
_EVERYTHING = Match(("*",))
# "Control access to VPC endpoints using endpoint policies": the default policy of an endpoint without one.
FULL_ACCESS = Policy((Statement(None, 0, True, Principals(everyone=True), _EVERYTHING, _EVERYTHING),))


@dataclass(frozen=True, slots=True)
class Decision:
    """What the policy says; ``statement`` is the Sid or place of the statement that decides, None for the default."""

    outcome: Outcome
    statement: str | None
    why: str


def actions_match(match: Match, action: str) -> bool:
    """Action or NotAction."""
    return any(action_matches(pattern, action) for pattern in match.patterns) != match.negated


def resources_match(match: Match, resource: str, lookup: Lookup, variables: bool) -> Answer:
    """Resource or NotResource."""
    found = either(resource_matches(pattern, resource, lookup, variables) for pattern in match.patterns)
    return opposite(found) if match.negated else found


def _named(entry: str, principal: Principal) -> Answer:
    if whole := _ACCOUNT.fullmatch(entry):
        return not principal.service and principal.account in whole.groups()
    account = entry.split(":")[4] if entry.count(":") >= 5 else ""
    if principal.service or (account and principal.account != account):
        return False
    if principal.arn == entry:
        return True
    if principal.arn is None or ":sts:" in entry or not account:
        return Undecided(f"whether the caller in account {principal.account} is {entry} is not known")
    return False


def principals_match(principals: Principals, principal: Principal) -> Answer:
    """Principal or NotPrincipal. Federated and canonical principals are undecided for any caller they may stand for."""
    if principals.everyone:
        return not principals.negated
    others = (Undecided(f"{other} is neither an account, a role, a user nor a service") for other in principals.others)
    found = either(
        [
            *(_named(entry, principal) for entry in principals.aws),
            *(entry == principal.service for entry in principals.services),
            *(others if not principal.service else ()),
        ]
    )
    if not principals.negated:
        return found
    account = principal.account
    if (
        found is True
        and not principal.service
        and not any(f":{account}:root" in e or e == account for e in principals.aws)
    ):
        return Undecided(
            f"NotPrincipal names a principal of account {account} but not the account, which may deny it too"
        )
    return opposite(found)


def applies(statement: Statement, request: Request, context: Mapping[str, Value]) -> Answer:
    """Whether the statement is about the request: principal, action, resource and every condition."""
    if not actions_match(statement.actions, request.action):
        return False
    resources = resources_match(statement.resources, request.resource, lookup_in(context), statement.variables)
    if resources is False:
        return False
    return both(
        [
            resources,
            principals_match(statement.principals, request.principal),
            *(holds(condition, context, statement.variables) for condition in statement.conditions),
        ]
    )


def decide(policy: Policy | None, request: Request) -> Decision:
    """What the policy says to the request; None is the default policy of an endpoint, full access.

    A Deny that is undecided leaves undecided what would be allowed; what nothing allows is not allowed either way.
    """
    context, doubts = facts(request), dict[bool, tuple[Statement, str]]()
    allowing: Statement | None = None
    for statement in (FULL_ACCESS if policy is None else policy).statements:
        answer = applies(statement, request, context)
        if isinstance(answer, Undecided):
            doubts.setdefault(statement.allow, (statement, answer.why))
        elif answer and not statement.allow:
            return Decision("denied", statement.name, f"{statement.name} denies {request.action} on {request.resource}")
        elif answer and allowing is None:
            allowing = statement
    if allowing is None and True not in doubts:
        return Decision("not-allowed", None, f"no statement allows {request.action} on {request.resource}")
    for allow in (False, True):
        if allow in doubts and not (allow and allowing):
            statement, why = doubts[allow]
            return Decision("undecided", statement.name, f"{statement.name}: {why}")
    assert allowing is not None  # noqa: S101 - one of the two branches above has returned otherwise
    return Decision("allowed", allowing.name, f"{allowing.name} allows {request.action} on {request.resource}")
