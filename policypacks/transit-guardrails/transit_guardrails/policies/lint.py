"""What is wrong with an endpoint policy although it can be read. One function per statement of fact, in one list."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from .conditions import form
from .evaluate import actions_match
from .lint_data import (
    BESIDE_WILDCARD,
    CHARACTERS,
    ENDPOINT_KEYS,
    EXCEPTIONS,
    GENERATED,
    HUB,
    MODEL_BOUNDED,
    MODEL_TYPES,
    NETWORK,
    ORGANISATION,
    READING,
    SUPPORTED,
    service_prefix,
)
from .operators import OPERATORS
from .records import Condition, Policy, Principals, Statement
from .request import SOURCE_IP


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """``sid`` is the statement's name (empty for the whole document), ``what`` is wrong with which value, ``remedy``."""

    sid: str
    what: str
    remedy: str


OPEN = "it allows every principal of every account (Principal * without an organisation condition)"
_Found = Iterator[tuple[str, str]]


def _keys(statement: Statement) -> set[str]:
    return {condition.key.lower() for condition in statement.conditions}


def _wild(text: str) -> bool:
    return "*" in text or "?" in text


def _restricts(condition: Condition) -> bool:
    """Whether a condition of an Allow narrows it to named values that must be there."""
    shape = form(condition.operator)
    operator = OPERATORS.get(shape.base)
    always = shape.if_exists or shape.prefix == "ForAllValues"
    return bool(operator and not operator.negated and not always and "*" not in condition.values)


def _principal(statement: Statement, _service: str) -> _Found:
    if statement.principals == Principals():
        yield "the statement has no Principal", "name a Principal; an endpoint policy must have one"


def _everyone(statement: Statement, _service: str) -> _Found:
    bound = any(c.key.lower() in ORGANISATION and _restricts(c) for c in statement.conditions)
    if statement.allow and statement.principals.everyone and not bound:
        yield (
            OPEN,
            "add StringEquals aws:PrincipalOrgID, aws:PrincipalOrgPaths or aws:PrincipalAccount",
        )


def _generated(statement: Statement, _service: str) -> _Found:
    for condition in statement.conditions:
        operator = OPERATORS.get(form(condition.operator).base)
        if condition.key.lower() not in GENERATED:
            continue
        for value in filter(_wild, condition.values):
            yield (
                f"{condition.key} is compared with {value!r}",
                "AWS accepts no wildcard in this key: write the ids out",
            )
        if operator and operator.family == "numeric":
            yield (
                f"{condition.key} is compared by {condition.operator}",
                "AWS accepts no numeric operator: StringEquals",
            )


def _source_ip(statement: Statement, _service: str) -> _Found:
    if SOURCE_IP in _keys(statement):
        yield "aws:SourceIp is never in a request through an endpoint", "use aws:VpcSourceIp"


def _hub_only(statement: Statement, _service: str) -> _Found:
    network = _keys(statement) & NETWORK
    if network and network <= HUB:
        yield (
            f"{' and '.join(sorted(network))} is its only network condition and always names the hub",
            "add IpAddress aws:VpcSourceIp with the prefixes of the consumers",
        )


def _unsupported(statement: Statement, service: str) -> _Found:
    for key in sorted(_keys(statement) & ENDPOINT_KEYS - SUPPORTED.get(service, frozenset())):
        yield f"{key} is not supported by {service}", "use aws:VpcSourceIp; see which services AWS lists for the key"


def _short(statement: Statement, _service: str) -> _Found:
    for condition in statement.conditions:
        operator = OPERATORS.get(form(condition.operator).base)
        if not operator or operator.family != "string" or not operator.wildcards:
            continue
        for value in filter(_wild, condition.values):
            runs = [len(run) for run in re.split(r"[*?]", value)]
            if any(max(pair) < BESIDE_WILDCARD for pair in pairwise(runs)):
                yield (
                    f"{condition.key} is compared with {value!r}: a wildcard with fewer than {BESIDE_WILDCARD} characters beside it",
                    f"write at least {BESIDE_WILDCARD} consecutive characters before or after each wildcard",
                )


def _wide_action(statement: Statement, _service: str) -> _Found:
    for action in statement.actions.patterns if statement.allow and not statement.actions.negated else ():
        if action == "*" or action.partition(":")[2] == "*" or _wild(action.partition(":")[0]):
            yield f"it allows {action}", "name the actions"


def _wide_resource(statement: Statement, _service: str) -> _Found:
    bounded = [action for action in MODEL_BOUNDED if actions_match(statement.actions, action)]
    if not statement.allow or statement.resources.negated:
        return
    for resource in statement.resources.patterns:
        if resource == "*" and bounded:
            yield f"it allows {', '.join(bounded)} on any model (Resource *)", "name the ARNs of the models"


def _wild_model(statement: Statement, _service: str) -> _Found:
    for resource in statement.resources.patterns if statement.allow else ():
        parts = resource.split(":", 5)
        kind = parts[5].partition("/")[0] if len(parts) == 6 else ""
        model = kind in MODEL_TYPES or (len(parts) == 6 and parts[2].startswith("bedrock") and _wild(kind))
        if model and _wild(resource):
            yield (
                f"{resource} has a wildcard in the ARN of a model",
                "name the model: a wildcard admits later models too",
            )


def _account_part(statement: Statement, _service: str) -> _Found:
    arns = [v for c in statement.conditions for v in c.values if v.startswith("arn:")]
    for arn in (*statement.resources.patterns, *arns):
        account = next(iter(arn.split(":")[4:5]), "")
        if _wild(account) and account.strip("*?"):
            yield (
                f"{arn} mixes digits and wildcards in the account",
                "write the whole account id, or one wildcard alone",
            )


def _if_exists(statement: Statement, _service: str) -> _Found:
    loose = [c for c in statement.conditions if form(c.operator).if_exists]
    if statement.allow and loose and len(loose) == len(statement.conditions):
        yield (
            f"{loose[0].operator} on {loose[0].key} is the only kind of restriction: it holds when the key is absent",
            "use the operator without IfExists",
        )


def _for_all(statement: Statement, _service: str) -> _Found:
    checked = {c.key.lower() for c in statement.conditions if c.operator == "Null" and c.values == ("false",)}
    for condition in statement.conditions if statement.allow else ():
        if form(condition.operator).prefix == "ForAllValues" and condition.key.lower() not in checked:
            yield (
                f"{condition.operator} on {condition.key} holds when the key is absent",
                f'add "Null": {{"{condition.key}": "false"}}',
            )


def _deny_network(statement: Statement, _service: str) -> _Found:
    keys = _keys(statement)
    if not statement.allow and keys & NETWORK and not keys & EXCEPTIONS:
        yield (
            f"it denies by {', '.join(sorted(keys & NETWORK))} and calls that AWS services make have no such context",
            "except them with Bool aws:PrincipalIsAWSService or aws:ViaAWSService false",
        )


def _negated(statement: Statement, _service: str) -> _Found:
    elements = (
        ("Action", statement.actions.negated),
        ("Resource", statement.resources.negated),
        ("Principal", statement.principals.negated),
    )
    for element, negated in elements if statement.allow else ():
        if negated:
            yield f"it allows with Not{element}: everything but what it names", f"name what is allowed with {element}"


CHECKS: tuple[Callable[[Statement, str], _Found], ...] = (
    *(_principal, _everyone, _generated, _source_ip, _hub_only, _unsupported, _short, _wide_action, _wide_resource),
    *(_wild_model, _account_part, _if_exists, _for_all, _deny_network, _negated),
)


def _document(policy: Policy) -> Iterator[Problem]:
    if policy.length > CHARACTERS:
        yield Problem("", f"the policy has {policy.length:,} characters, {CHARACTERS:,} are allowed", "shorten it")
    sids = [statement.sid for statement in policy.statements if statement.sid]
    for sid in sorted({sid for sid in sids if sids.count(sid) > 1}):
        yield Problem(sid, f"{sids.count(sid)} statements have the Sid {sid}", "give every statement its own Sid")


def reads(statement: Statement, objects: Collection[str]) -> bool:
    """Whether a statement allows nothing but to read these objects (ARNs, as written)."""
    only = {action.lower() for action in statement.actions.patterns} <= READING and not statement.actions.negated
    return (
        statement.allow
        and only
        and not statement.resources.negated
        and set(statement.resources.patterns) <= set(objects)
    )


def problems(policy: Policy, service: str, for_everyone: Collection[str] = ()) -> list[Problem]:
    """All problems of an endpoint's policy in order; ``service`` is the endpoint's service name or its prefix.

    ``for_everyone`` are ARNs of objects that whoever calls may read: AWS's own services read some on a customer's behalf.
    """
    prefix = service_prefix(service)
    found = (
        Problem(statement.name, what, remedy)
        for statement in policy.statements
        for what, remedy in chain.from_iterable(check(statement, prefix) for check in CHECKS)
        if not (what == OPEN and reads(statement, for_everyone))
    )
    return [*_document(policy), *found]
