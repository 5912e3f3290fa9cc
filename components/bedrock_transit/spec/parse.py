"""From a plain object to a ``Network``: every problem of shape and of meaning in one report.

Parts whose shape is wrong are set aside one by one (the spoke, the grant), so that the rest is still judged
and the report is complete at the first run.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, ValidationError

from .checks import check
from .model import Account, Network, Region, Segment
from .problems import Path, Problem, SpecError
from .types import Key, SegmentKey, TagText

REMEDIES = {
    "extra_forbidden": "remove the key, or mend its spelling (docs/spec.md lists every key)",
    "missing": "state it (docs/spec.md tells what it is)",
    "model_type": "write a mapping with the keys that docs/spec.md lists",
    "dict_type": "write a mapping of names to values",
    "list_type": "write a list",
    "int_type": "write a whole number without quotes",
}


class _Draft(Network):
    """A network of which parts were set aside, so that the others can be judged. Nothing is ever built from one."""

    name: str = ""
    organization_id: str = ""
    network_account: str = ""
    accounts: dict[Key, Account] = Field(default_factory=dict)
    regions: dict[str, Region] = Field(default_factory=dict)
    segments: dict[SegmentKey, Segment] = Field(default_factory=dict)
    tags: dict[Key, TagText] = Field(default_factory=dict)


@dataclass(frozen=True)
class Examined:
    """What was read: a network (a draft, where parts were set aside), and everything that is wrong with the spec."""

    network: Network | None
    problems: tuple[Problem, ...]
    set_aside: frozenset[Path]


def parse(body: Any, today: datetime.date | None = None, known: Sequence[Problem] = ()) -> Network:
    """The network that ``body`` describes.

    ``today`` decides which exceptions have expired (default: the current date). ``known`` are problems that
    the reader of the file met already. Raises ``SpecError`` with all problems.
    """
    examined = examine(body, today, known)
    if examined.problems or examined.network is None:
        raise SpecError(examined.problems)
    return examined.network


def examine(body: Any, today: datetime.date | None = None, known: Sequence[Problem] = ()) -> Examined:
    """Reads as much of ``body`` as can be read, for callers that have more to judge in it."""
    problems = list(known)
    network, set_aside = _shape(body, problems)
    if network is not None:
        problems += check(network, today or datetime.date.today(), set_aside)
    return Examined(network, tuple(problems), set_aside)


def _shape(body: Any, problems: list[Problem]) -> tuple[Network | None, frozenset[Path]]:
    try:
        return Network.model_validate(body), frozenset()
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
    problems += [_problem(detail) for detail in details]
    if not isinstance(body, dict):
        return None, frozenset()
    parts = {_part(tuple(map(str, detail["loc"])), body) for detail in details}
    rest = {
        key: {name: part for name, part in value.items() if (key, name) not in parts}
        if isinstance(value, dict)
        else value
        for key, value in body.items()
        if (key,) not in parts
    }
    return _Draft.model_validate(rest), frozenset(parts)


def _part(path: Path, body: dict[str, Any]) -> Path:
    """What is set aside for a problem at ``path``: an entry of a collection where there is one, else the whole key."""
    return path[:2] if len(path) > 1 and isinstance(body.get(path[0]), dict) and path[1] in body[path[0]] else path[:1]


def _problem(detail: Any) -> Problem:
    path = tuple(str(p) for p in detail["loc"] if p != "[key]")
    kind = detail["type"]
    message = detail["msg"].removeprefix("Value error, ")
    remedy = REMEDIES.get(kind, f"change it: {message[0].lower()}{message[1:]}")
    if kind == "extra_forbidden":
        message = "is not a key that the spec knows"
    given = "" if kind == "missing" else _shown(detail["input"])
    return Problem(path, given, message[0].lower() + message[1:], remedy)


def _shown(value: Any) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
