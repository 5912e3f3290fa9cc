"""A small evaluator of endpoint policies, written from the IAM user guide and not from the planner.

It knows the elements that the planner writes and refuses every other, so that a policy cannot pass by being misread.
Source: IAM user guide, "Policy evaluation logic", "IAM JSON policy elements" (an explicit Deny wins; a condition on a key
that the request does not have does not hold; string comparison is case-sensitive).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import Any


@dataclass(frozen=True)
class Request:
    """A call through an endpoint: what is asked of which resource, by whom, from where."""

    action: str
    resource: str
    account: str
    organization: str
    address: str
    context: Mapping[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> dict[str, str]:
        """The condition keys that the request has. ``aws:SourceVpc`` is the hub's, for all callers alike."""
        return {
            "aws:PrincipalAccount": self.account,
            "aws:PrincipalOrgID": self.organization,
            "aws:VpcSourceIp": self.address,
            "aws:SourceVpc": "vpc-hub",
            **self.context,
        }


def allows(policy: str, request: Request) -> bool:
    """Whether the endpoint policy lets the request through."""
    document = json.loads(policy)
    if set(document) != {"Version", "Statement"} or document["Version"] != "2012-10-17":
        raise AssertionError(f"not a policy document: {policy}")
    effects = {s["Effect"] for s in document["Statement"] if _applies(s, request)}
    return effects == {"Allow"}


def statements(policy: str) -> list[dict[str, Any]]:
    """The statements of a policy."""
    return list(json.loads(policy)["Statement"])


def _applies(statement: Mapping[str, Any], request: Request) -> bool:
    unknown = set(statement) - {"Sid", "Effect", "Principal", "Action", "Resource", "Condition"}
    if unknown or statement["Effect"] not in ("Allow", "Deny") or statement["Principal"] != "*":
        raise AssertionError(f"the evaluator does not know {statement}")
    return (
        any(_matches(pattern.lower(), request.action.lower()) for pattern in listed(statement["Action"]))
        and any(_matches(pattern, request.resource) for pattern in listed(statement["Resource"]))
        and all(
            _holds(operator, request.keys.get(key), listed(values))
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def listed(value: Any) -> list[str]:
    """One or many, as a list of text. An empty list is no policy element."""
    values = [value] if isinstance(value, str) else value
    if not values or not all(isinstance(v, str) and v for v in values):
        raise AssertionError(f"not text or a list of text: {value!r}")
    return list(values)


def _holds(operator: str, given: str | None, values: list[str]) -> bool:
    if operator == "StringEquals":
        return given in values
    if operator == "IpAddress":
        return given is not None and any(IPv4Address(given) in IPv4Network(value) for value in values)
    raise AssertionError(f"the evaluator does not know the operator {operator}")


def _matches(pattern: str, text: str) -> bool:
    """With ``*`` for any text and ``?`` for one character."""
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), text) is not None
