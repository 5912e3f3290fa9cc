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


Titled = tuple[str, Iterable[RenderableType]]
"""A section that is made already: its title and its parts."""


def render(report: Report, more: Iterable[Titled] = (), *, width: int = PIPED_WIDTH, colour: bool = False) -> str:
    """The whole text of a preview, ``more`` behind its own sections. The first line says what this preview is and is not."""
    own = ((title, section(report)) for title, section in SECTIONS)
    return page(report.preview, (*own, *more), width=width, colour=colour)


def page(first: str, sections: Iterable[Titled], *, width: int = PIPED_WIDTH, colour: bool = False) -> str:
    """A first line of any length, and sections, each under its title; without a title under nothing but an empty line."""
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
    console.print(Text(first), soft_wrap=True)
    for title, parts in sections:
        console.print()
        if title:
            console.print(Rule(Text(title, HEADING), align="left", style=HEADING))
        for part in parts:
            console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
