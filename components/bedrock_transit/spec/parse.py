"""From a plain object to a ``Network``: every problem of shape and of meaning in one report.

Parts whose shape is wrong are set aside one by one (the spoke, the grant), so that the rest is still judged
and the report is complete at the first run.
"""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from .checks import check
from .model import Network
from .problems import Path, Problem, SpecError

COLLECTIONS = (
    "accounts",
    "regions",
    "segments",
    "spokes",
    "inference_profiles",
    "grants",
    "exceptions",
    "quotas",
    "tags",
)
REMEDIES = {
    "extra_forbidden": "remove the key, or mend its spelling (docs/spec.md lists every key)",
    "missing": "state it (docs/spec.md tells what it is)",
    "model_type": "write a mapping with the keys that docs/spec.md lists",
    "dict_type": "write a mapping of names to values",
    "list_type": "write a list",
    "int_type": "write a whole number without quotes",
}


def parse(body: Any, today: datetime.date | None = None, known: Sequence[Problem] = ()) -> Network:
    """The network that ``body`` describes.

    ``today`` decides which exceptions have expired (default: the current date). ``known`` are problems that
    the reader of the file met already. Raises ``SpecError`` with all problems.
    """
    problems = list(known)
    network, set_aside = _shape(body, problems)
    if network is not None:
        problems += check(network, today or datetime.date.today(), set_aside)
    if problems or network is None:
        raise SpecError(problems)
    return network


def _shape(body: Any, problems: list[Problem]) -> tuple[Network | None, frozenset[Path]]:
    set_aside: set[Path] = set()
    rest = copy.deepcopy(body)
    while True:
        try:
            return Network.model_validate(rest), frozenset(set_aside)
        except ValidationError as error:
            if set_aside:  # every problem of shape is known by now; what is new comes from setting aside
                return None, frozenset(set_aside)
            details = error.errors(include_url=False, include_context=True)
            problems += [_problem(detail) for detail in details]
            parts = {tuple(map(str, d["loc"][:2])) for d in details}
            removable = {p for p in parts if len(p) == 2 and p[0] in COLLECTIONS and p[1] in _mapping(rest, p[0])}
            unknown = {p for p in parts if len(p) == 1 and _is_unknown_key(p[0], rest)}
            if parts - removable - unknown:
                return None, frozenset(set_aside)
            _drop(rest, removable | unknown)
            set_aside |= removable


def _mapping(rest: Any, key: str) -> Iterable[str]:
    value = rest.get(key) if isinstance(rest, dict) else None
    return value if isinstance(value, dict) else ()


def _is_unknown_key(key: str, rest: Any) -> bool:
    return isinstance(rest, dict) and key in rest and key not in Network.model_fields


def _drop(rest: Any, paths: Iterable[tuple[str, ...]]) -> None:
    for path in paths:
        holder = rest
        for part in path[:-1]:
            holder = holder[part]
        del holder[path[-1]]


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
