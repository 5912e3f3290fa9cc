"""Reads waivers: the one way to lower a rule, for one resource, with a reason, until a day at most a year ahead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from datetime import date
from typing import Any

from . import values
from .problem import Problems, suggestion
from .record import Waiver

KEYS = ("rule", "resource", "reason", "expires")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_REASON = re.compile(r"(?s)\s*\S.*")
_RESOURCE = re.compile(r"[^\s*]+")
"""A URN or an id. No wildcard: whoever waives looked at each of them."""


def waivers(given: Any, place: str, rules: Set[str], today: date, problems: Problems) -> tuple[Waiver, ...]:
    """All that are sound, sorted. An expired one is sound: that it no longer waives is for a rule to say."""
    if not isinstance(given, list):
        problems.add(place, given, "is not a list", f"state a list of objects with {', '.join(KEYS)}")
        return ()
    found: dict[tuple[str, str], Waiver] = {}
    for position, item in enumerate(given):
        here = f"{place}[{position}]"
        waiver = _waiver(item, here, rules, today, problems)
        if waiver is None:
            continue
        if (waiver.rule, waiver.resource) in found:
            problems.add(here, f"{waiver.rule} for {waiver.resource}", "is waived twice", "keep one of the two")
        found.setdefault((waiver.rule, waiver.resource), waiver)
    return tuple(sorted(found.values()))


def _waiver(given: Any, place: str, rules: Set[str], today: date, problems: Problems) -> Waiver | None:
    fields = values.mapping(given, place, ", ".join(KEYS), problems)
    if not isinstance(given, Mapping):
        return None
    values.known_keys(fields, place, KEYS, problems)
    for key in KEYS:
        if key not in fields:
            problems.add(f"{place}.{key}", None, "is missing", f"a waiver states {', '.join(KEYS)}")
    rule = _rule(fields, f"{place}.rule", rules, problems)
    resource = _field(fields, place, "resource", _RESOURCE, "one resource's URN or AWS id, without wildcards", problems)
    reason = _field(fields, place, "reason", _REASON, "a reason in words", problems)
    expires = _expires(fields, f"{place}.expires", today, problems)
    if rule is None or resource is None or reason is None or expires is None:
        return None
    return Waiver(rule, resource, reason.strip(), expires)


def _field(
    fields: Mapping[str, Any], place: str, key: str, shape: re.Pattern[str], what: str, problems: Problems
) -> str | None:
    return values.text(fields[key], f"{place}.{key}", shape, what, problems) if key in fields else None


def _rule(fields: Mapping[str, Any], place: str, rules: Set[str], problems: Problems) -> str | None:
    given = fields.get("rule")
    if "rule" not in fields or (isinstance(given, str) and given in rules):
        return given
    problems.add(place, given, "is not a rule of this pack", suggestion(str(given), rules))
    return None


def _expires(fields: Mapping[str, Any], place: str, today: date, problems: Problems) -> date | None:
    given = fields.get("expires")
    if "expires" not in fields:
        return None
    day = _day(given)
    if day is None:
        problems.add(place, given, "is not a day", f"state the last day as YYYY-MM-DD, such as {_year_after(today)}")
    elif day > _year_after(today):
        problems.add(
            place,
            given,
            "is more than a year ahead",
            f"state {_year_after(today)} or earlier, and renew it after review",
        )
        return None
    return day


def _day(given: Any) -> date | None:
    if not isinstance(given, str) or not _DAY.fullmatch(given):
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _year_after(day: date) -> date:
    """The same day of next year; 28 February for 29 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)
