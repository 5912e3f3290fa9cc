"""Reads single values and lists of the configuration. Each reader notes what is wrong and then gives None or leaves it out.

The configuration arrives as a protobuf struct: every number is a float.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .problem import Problems, suggestion

_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
DNS_NAME = re.compile(rf"(?=.{{1,253}}$)(\*\.)?{_LABEL}(\.{_LABEL})+")
"""A name of two labels or more, in lower case, as in the domain lists of the DNS Firewall (a single `*` would be all names).
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-domain-lists.html"""
ORGANIZATION = re.compile(r"o-[a-z0-9]{10,32}")
"""https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html"""
ROLE = re.compile(r"(arn:aws[a-z-]*:iam::\d{12}:role/(?:[!-~]{1,510}/)?)?[\w+=,.@-]{1,64}", re.ASCII)
"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html"""
FILE = re.compile(r"[^\x00-\x1f]+")
"""A path: nothing that a terminal could not show."""
WORD = re.compile(r"\S+")
"""A name of a segment or quota, a pattern of models, a URN: whatever it is, nothing with blanks."""


def text(given: Any, place: str, shape: re.Pattern[str], what: str, problems: Problems) -> str | None:
    """Text that matches ``shape`` as a whole."""
    if isinstance(given, str) and shape.fullmatch(given):
        return given
    problems.add(place, _said(given), f"is not {what}", f"state {what}")
    return None


def texts(given: Any, place: str, shape: re.Pattern[str], what: str, problems: Problems) -> tuple[str, ...]:
    """A list of different texts, sorted."""
    if not isinstance(given, list):
        problems.add(place, _said(given), "is not a list", f"state a list, each of it {what}")
        return ()
    found: set[str] = set()
    for position, item in enumerate(given):
        here = f"{place}[{position}]"
        value = text(item, here, shape, what, problems)
        if value is not None and value in found:
            problems.add(here, value, "is stated twice", "remove one of the two")
        elif value is not None:
            found.add(value)
    return tuple(sorted(found))


def count(given: Any, place: str, problems: Problems) -> int | None:
    """A whole number above 0."""
    if isinstance(given, (int, float)) and not isinstance(given, bool) and given > 0 and given == given // 1:
        return int(given)
    problems.add(place, _said(given), "is not a whole number above 0", "state the quota's value as a whole number")
    return None


def share(given: Any, place: str, problems: Problems) -> float | None:
    """A number above 0 and at most 1."""
    if isinstance(given, (int, float)) and not isinstance(given, bool) and 0 < given <= 1:
        return float(given)
    problems.add(place, _said(given), "is not a share", "state a number above 0 and at most 1, such as 0.8")
    return None


def mapping(given: Any, place: str, what: str, problems: Problems) -> Mapping[str, Any]:
    """An object, its keys sorted; an empty one where it is none."""
    if isinstance(given, Mapping):
        return dict(sorted(given.items()))
    problems.add(place, _said(given), "is not an object", f"state an object: {what}")
    return {}


def known_keys(given: Mapping[str, Any], place: str, known: tuple[str, ...], problems: Problems) -> None:
    """Notes each key that nobody reads: a misspelt setting must not be taken for a silent one."""
    for key in given:
        if key not in known:
            problems.add(f"{place}.{key}", None, "is not a known key", suggestion(key, known))


def _said(given: Any) -> Any:
    return "null" if given is None else given
