"""Puts the sections together, at a width, with colour or without."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.text import Text

from ..report import Report
from .addresses import addresses
from .exports import exports
from .grants import grants
from .resources import resources
from .routes import routes
from .table import HEADING

PIPED_WIDTH = 120
"""Columns where the output is no terminal, so that the same input gives the same bytes everywhere."""

Section = Callable[[Report], Iterable[RenderableType]]
SECTIONS: tuple[tuple[str, Section], ...] = (
    ("Resources", resources),
    ("Addresses", addresses),
    ("Routes", routes),
    ("Grants", grants),
    ("Exports", exports),
)


def render(report: Report, *, width: int = PIPED_WIDTH, colour: bool = False) -> str:
    """The whole text. Its first line says what this preview is and is not."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(Text(report.preview), soft_wrap=True)
    for title, section in SECTIONS:
        console.print()
        console.print(Rule(Text(title, HEADING), align="left", style=HEADING))
        for part in section(report):
            console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
