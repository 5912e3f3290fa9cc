"""Parses the configuration of the policy ``prove``, strictly: all that is wrong is told, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Any, Final

from . import values
from .problem import Problem, Problems
from .record import Settings
from .waivers import waivers

KEYS: Final[Mapping[str, str]] = {
    "isolated": "pairs of segments that no grant may join; absent: every pair of segments",
    "models": "per segment, patterns of the model ids that grants may name",
    "networks": "per on-premises network, the segments whose endpoints it may be granted; absent: not stated",
    "allowed_names": "DNS names beyond the endpoints' that DNS firewalls may let pass",
    "organization": "id of the AWS organisation",
    "deployer_roles": "IAM roles, names or ARNs, that may set the tags which policies rely on",
    "quotas": "raised quotas, by name",
    "single_links": "on-premises networks that may hang on a single link",
    "other_stacks": "spokes that other stacks build, so that they are proven together with those alone",
    "states": "files with the states of stacks that are proven together with this one",
    "single_zones": "consumers or segments that may hang on a single zone",
    "headroom": "share of a quota that may be used, above 0 and at most 1; absent: 0.8",
    "waivers": "rules that need not hold for a resource until a day: rule, resource, reason, expires",
}
"""Every key of the configuration and what it says."""

_Reader = Callable[[Any, str, Problems], Any]


def parse_settings(
    given: Mapping[str, Any], rules: Set[str], today: date, place: str = "prove"
) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings and everything that is wrong, sorted by place.

    ``given`` is plain data in which numbers may be floats; ``rules`` the ids that a waiver may name. A key with a problem
    gives what of it is sound, or its default: whoever uses the settings reports the problems as mandatory findings.
    """
    problems = Problems()
    values.known_keys(given, place, tuple(KEYS), problems)
    readers: dict[str, _Reader] = {
        "isolated": _isolated,
        "models": _models,
        "networks": _networks,
        "allowed_names": _allowed_names,
        "organization": _organization,
        "deployer_roles": _deployer_roles,
        "quotas": _quotas,
        "single_links": _single_links,
        "other_stacks": _other_stacks,
        "states": _states,
        "single_zones": _single_zones,
        "headroom": values.share,
        "waivers": lambda value, at, found: waivers(value, at, rules, today, found),
    }
    read = {key: reader(given[key], f"{place}.{key}", problems) for key, reader in readers.items() if key in given}
    return Settings(**{key: value for key, value in read.items() if value is not None}), problems.sorted()


def _isolated(given: Any, place: str, problems: Problems) -> tuple[tuple[str, str], ...] | None:
    """Pairs, or None (every pair is isolated) as soon as one of them is not understood: a slip must not join segments."""
    if not isinstance(given, list):
        problems.add(place, given, "is not a list", "state a list of pairs of segments, or leave it out: every pair")
        return None
    found: set[tuple[str, str]] = set()
    sound = True
    for position, item in enumerate(given):
        here = f"{place}[{position}]"
        pair = _pair(item)
        if pair is None:
            problems.add(here, item, "is not a pair of segments", "state the names of two different segments")
            sound = False
        elif pair in found:
            problems.add(here, item, "is stated twice", "remove one of the two; the order of a pair does not matter")
        else:
            found.add(pair)
    return tuple(sorted(found)) if sound else None


def _pair(given: Any) -> tuple[str, str] | None:
    if not isinstance(given, list) or len(given) != 2 or given[0] == given[1]:
        return None
    if not all(isinstance(name, str) and values.WORD.fullmatch(name) for name in given):
        return None
    first, second = sorted(given)
    return first, second


def _models(given: Any, place: str, problems: Problems) -> dict[str, tuple[str, ...]]:
    """A segment with a problem keeps its sound patterns: with none left it may name no model, which is the strict reading."""
    segments = values.mapping(given, place, "a list of patterns of model ids for each segment", problems)
    return {
        name: values.texts(patterns, f"{place}.{name}", values.WORD, "a pattern of model ids without blanks", problems)
        for name, patterns in segments.items()
    }


def _networks(given: Any, place: str, problems: Problems) -> dict[str, tuple[str, ...]]:
    """A network with a problem keeps its sound segments; what is no object at all grants nothing to anybody."""
    stated = values.mapping(given, place, "a list of segments for each on-premises network", problems)
    return {
        name: values.texts(segments, f"{place}.{name}", values.WORD, "the name of a segment", problems)
        for name, segments in stated.items()
    }


def _quotas(given: Any, place: str, problems: Problems) -> dict[str, int]:
    stated = values.mapping(given, place, "a whole number for each quota", problems)
    read = {name: values.count(value, f"{place}.{name}", problems) for name, value in stated.items()}
    return {name: value for name, value in read.items() if value is not None}


def _allowed_names(given: Any, place: str, problems: Problems) -> tuple[str, ...]:
    what = "a DNS name in lower case with two labels or more, '*.' in front for all below it"
    return values.texts(given, place, values.DNS_NAME, what, problems)


def _single_links(given: Any, place: str, problems: Problems) -> tuple[str, ...]:
    return values.texts(given, place, values.WORD, "the name of an on-premises network", problems)


def _other_stacks(given: Any, place: str, problems: Problems) -> tuple[str, ...]:
    return values.texts(given, place, values.WORD, "the name of a spoke", problems)


def _states(given: Any, place: str, problems: Problems) -> tuple[str, ...]:
    return values.texts(given, place, values.FILE, "the path of a state file", problems)


def _single_zones(given: Any, place: str, problems: Problems) -> tuple[str, ...]:
    return values.texts(
        given, place, values.WORD, "the name of a consumer (<spoke>/<application>) or segment", problems
    )


def _organization(given: Any, place: str, problems: Problems) -> str | None:
    return values.text(
        given, place, values.ORGANIZATION, "the id of an AWS organisation, such as o-a1b2c3d4e5", problems
    )


def _deployer_roles(given: Any, place: str, problems: Problems) -> tuple[str, ...]:
    return values.texts(given, place, values.ROLE, "the name or the ARN of an IAM role", problems)
