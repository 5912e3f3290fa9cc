"""The section on exports: every value by its path, unknown ones as a question mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import RenderableType

from ..report import Report
from ..report.model import Unknown
from .table import plain, table

DEPTH = 3
"""Keys that make up the path of a row; what lies deeper stands in the row."""


def exports(report: Report) -> Iterable[RenderableType]:
    """A row for each value down to a depth."""
    made = table("Export", "Value")
    for path, value in _rows(report.exports, ()):
        made.add_row(plain(".".join(path)), plain(_flow(value)))
    yield made
    yield plain("\n? is known after creation; --json names the resources that it comes from.")


def _rows(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping) and value and len(path) < DEPTH:
        for key, item in value.items():
            yield from _rows(item, (*path, key))
    else:
        yield path, value


def _flow(value: Any) -> str:
    """A value in one line, as YAML would be written in flow style."""
    if isinstance(value, Unknown):
        return "?"
    if isinstance(value, Mapping):
        if value and all(isinstance(item, Unknown) for item in value.values()):
            return f"{{{', '.join(value)}: ?}}"
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return "none" if value is None else str(value)
