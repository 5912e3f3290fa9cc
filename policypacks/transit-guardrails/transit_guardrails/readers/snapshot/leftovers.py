"""Files that are missing, and files that hold more than the model knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ...model.network import EVERYTHING
from ...model.vpcs import Id
from .catalogue import BY_NAME, FILES, GLOBAL, UNMODELLED, File
from .context import Context

NAMED = re.compile(r"(?:vpc|subnet|eni|i|vpce|tgw|tgw-attach|nat|igw|vgw|pcx)-[0-9A-Za-z]+")
"""Ids of things that carry traffic."""
TRANSIT = re.compile(r"tgw-[0-9A-Za-z-]+")


def check_files(ctx: Context) -> None:
    """Every file that must be there and is not: a problem, or a doubt for whoever asks whether there is any such thing."""
    regional = [place for place in ctx.places if not set(place.answers) <= GLOBAL]
    for place in regional or ctx.places:
        transit = any(_names(place.answers[name], TRANSIT) for name in place.answers)
        for file in FILES:
            if file.name in place.answers or file.name in GLOBAL:
                continue
            needed = {
                "always": True,
                "transit": transit,
                "tables": bool(place.answers.get("TransitGatewayRouteTables")),
            }
            if needed.get(file.need, False):
                top = f'{{"{file.name}": [...]}}'
                ctx.problem(place.file(file.name), f"is missing; {top} is expected", file.command)
            elif file.need == "existence":
                _missing(ctx, place.file(file.name), file)
    for file in FILES:
        everywhere = file.name in GLOBAL and file.need == "existence"
        if everywhere and not any(file.name in place.answers for place in ctx.places):
            _missing(ctx, f"{file.name}.json", file)


def _missing(ctx: Context, path: str, file: File) -> None:
    ctx.doubt(
        path,
        file.name,
        f"the file is missing, so that nobody knows whether there are any ({file.command})",
        (file.name,),
    )


def check_unmodelled(ctx: Context) -> None:
    """Kinds that the model does not know make doubtful what they name; where they name nothing, everything."""
    unmodelled = {file.name for file in UNMODELLED}
    for place in ctx.places:
        for name, values in sorted(place.answers.items()):
            if values and name in unmodelled:
                touches = _names(values, NAMED) or {EVERYTHING}
                ctx.doubt(place.file(name), name, "carries traffic in a way that is not modelled", touches)
            elif values and name not in BY_NAME:
                ctx.doubt(place.file(name), name, "nobody knows what this file means", (EVERYTHING,))


def _names(values: Iterable[Any], pattern: re.Pattern[str]) -> set[Id]:
    """All texts anywhere below that are ids by the pattern."""
    found: set[Id] = set()
    todo: list[Any] = [values]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            if pattern.fullmatch(value):
                found.add(value)
        elif isinstance(value, dict):
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
    return found
