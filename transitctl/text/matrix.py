"""The section on reachability: consumers against endpoint sets, segments against segments and other networks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from transit_guardrails.questions.matrix import Cell, Matrix

from ..proof_report import deviates
from .findings import BAD
from .table import heading, plain, table

SELF = "\N{MIDDLE DOT}"


def reachability(found: Matrix) -> Iterator[RenderableType]:
    """Three questions in two tables. What deviates from the grants says so, and is red where there is colour."""
    yield heading("Consumer → endpoint set, connections to port 443")
    yield _table("Consumer", found.consumers)
    yield plain("")
    yield heading("Segment → segment, packets one way; and to the internet and other networks")
    yield _table("Segment", (*found.segments, *found.internet))


def _table(first: str, cells: Iterable[Cell]) -> Table:
    by_row: dict[str, dict[str, Cell]] = {}
    columns: dict[str, None] = {}
    for cell in cells:
        by_row.setdefault(cell.source, {})[cell.goal] = cell
        columns[cell.goal] = None
    ordered = [*(name for name in by_row if name in columns), *(name for name in columns if name not in by_row)]
    made = table(first, *ordered)
    for row, answers in by_row.items():
        made.add_row(plain(row), *(_said(answers.get(column)) for column in ordered))
    return made


def _said(cell: Cell | None) -> Text:
    if cell is None:
        return plain(SELF)
    if not deviates(cell):
        return plain(cell.reached)
    return Text(f"{cell.reached}, {'though granted' if cell.granted else 'NOT GRANTED'}", BAD)
