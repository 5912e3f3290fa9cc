"""What can be said of a training network's resources, in one shape whoever says it: the state or AWS."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from transit_guardrails.policies.document import parse
from transit_guardrails.policies.records import Condition, Match, PolicyError, Principals, Statement


@dataclass(frozen=True, eq=False, slots=True)
class Unreadable:
    """A policy that is not read, so that nobody knows what it says: it equals none."""

    why: str

    def __str__(self) -> str:
        return f"no policy that can be read ({self.why})"


Statements = frozenset[Statement]
Fact = str | int | Statements | Unreadable
"""A value, a number of which there must be enough, or the statements of a policy in no order."""
NUMBERS: Mapping[str, str] = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "-1": "all"}
"""Protocols that Amazon EC2 calls by name (API reference, "SecurityGroupRule")."""
WITH_PORTS = frozenset(("icmp", "icmpv6", "tcp", "udp"))
BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
"""The four settings of a bucket's public access block."""
_ROOT = re.compile(r"arn:[a-z-]+:iam::(\d{12}):root")


Refused = dict[tuple[str, str], str]
"""By action and thing, which is empty for all things: why AWS did not answer."""


class Key(NamedTuple):
    """What a fact is about, and the IAM action that allows asking for it."""

    action: str
    thing: str
    what: str


Facts = dict[Key, Fact]


def statements(document: Any, *, principal: bool = True, resource: bool = True) -> Fact:
    """The statements of a policy, however it is written.

    Identity policies have no ``principal``, trust policies no ``resource``.
    """
    text = document if isinstance(document, str) else json.dumps(document)
    try:
        policy = parse(text, principal=principal, resource=resource)
    except PolicyError as error:
        return Unreadable(error.problems[0])
    return frozenset(_plain(one) for one in policy.statements)


def rule(way: str, protocol: Any, ports: tuple[Any, Any], peer: Any) -> str:
    """A rule of a security group, such as ``egress rule tcp 443 pl-1``. Protocols without ports have none."""
    name = NUMBERS.get(str(protocol), str(protocol))
    low, high = (None if port == -1 else port for port in ports)
    shown = "" if name not in WITH_PORTS or low is None else f" {low}" if low == high else f" {low}-{high}"
    return f"{way} rule {name}{shown} {peer or '?'}"


def encryption(algorithm: Any, key: Any, bucket_key: Any) -> str:
    """How a bucket encrypts by default."""
    return f"{algorithm}{f' with {key}' if key else ''}{', bucket key' if bucket_key else ''}"


def public_access_block(on: Iterable[str]) -> str:
    """Which of the four settings are on."""
    return ", ".join(on) or "off"


def first(values: Mapping[str, Any], names: Iterable[str]) -> Any:
    """The value of the first of the names that has one."""
    return next((values[name] for name in names if values.get(name)), None)


def _plain(one: Statement) -> Statement:
    """The same wherever it stands and in whatever order its lists are written. AWS turns an account's id into its root's ARN."""
    who = one.principals
    return dataclasses.replace(
        one,
        index=0,
        principals=Principals(
            who.everyone,
            _sorted(_ROOT.sub(r"\1", arn) for arn in who.aws),
            _sorted(who.services),
            _sorted(who.others),
            who.negated,
        ),
        actions=Match(_sorted(action.lower() for action in one.actions.patterns), one.actions.negated),
        resources=Match(_sorted(one.resources.patterns), one.resources.negated),
        conditions=tuple(
            sorted(
                (Condition(each.operator, each.key.lower(), _sorted(each.values)) for each in one.conditions),
                key=lambda each: (each.operator, each.key),
            )
        ),
    )


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
