"""Who may call which model over which host name, as a table; the path below where one consumer is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from transit_guardrails.questions.access import Access

from .findings import BAD, GOOD
from .table import heading, lines, plain, plural, table
from .trace import Namer, way

STYLES = {"reachable": GOOD, "blocked": BAD, "undecided": BAD}


def access_table(rows: Iterable[Access]) -> Iterator[RenderableType]:
    """A row for each grant of each consumer (the actions, where it names neither models nor objects), and what is wrong with those that do not work."""
    found = list(rows)
    made = table("Consumer, segment", "Service, host", "Models and objects", "Verdict")
    for row in found:
        what = (*row.models, *row.objects) or row.actions
        verdict = Text(row.verdict, STYLES[row.verdict])
        made.add_row(lines((row.consumer, row.segment)), lines((row.service, *row.hosts)), lines(what), verdict)
    yield made
    for row in found:
        if row.why:
            yield plain("")
            yield heading(f"{row.consumer} does not use {row.service} (grant {row.grant}):")
            yield from (plain(f"  {line}") for line in row.why)
    working = sum(1 for row in found if row.verdict == "reachable")
    yield plain(f"\n{plural(working, 'access', 'accesses')} of {len(found):,} reachable.")


def paths(rows: Iterable[Access], name: Namer) -> Iterator[RenderableType]:
    """The way of each access to its endpoint."""
    for row in rows:
        if row.path:
            yield heading(f"{row.consumer} ({row.block}) → {row.endpoint}")
            yield way(row.path, name)
            yield plain("")
