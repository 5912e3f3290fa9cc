"""How every table of the report looks."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

HEADING = "bold cyan"
GROUP = "bold"
FAINT = "dim"


def table(*columns: str, numbers: Iterable[str] = ()) -> Table:
    """An empty table. Text that is too long is folded, never cut. ``numbers`` are the columns that align right."""
    made = Table(
        box=box.SIMPLE_HEAD,
        header_style=FAINT,
        pad_edge=False,
        show_edge=False,
        padding=(0, 1),
    )
    for column in columns:
        made.add_column(column, overflow="fold", justify="right" if column in numbers else "left")
    return made


def terms(rows: Iterable[tuple[str, Iterable[str]]]) -> Table:
    """A label beside each group of lines, and nothing else: what is long, such as an ARN, has to fit into a line."""
    made = Table.grid(padding=(0, 2, 0, 0))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for label, texts in rows:
        made.add_row(plain(f"    {label}"), lines(texts))
    return made


def heading(text: str) -> Text:
    """What a group of tables or terms is about."""
    return Text(text, GROUP)


def plain(text: str) -> Text:
    """A cell: what stands in it is never taken for markup."""
    return Text(text)


def lines(texts: Iterable[str]) -> Text:
    """A cell with a line for each text."""
    return Text("\n".join(texts))


def number(value: int) -> str:
    """``61440`` as ``61,440``."""
    return f"{value:,}"


def plural(count: int, noun: str, several: str = "") -> str:
    """``1 subnet``, ``2 subnets``; ``several`` where an s does not do."""
    return f"{number(count)} {noun if count == 1 else several or noun + 's'}"
