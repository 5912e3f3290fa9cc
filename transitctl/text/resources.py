"""The section on resources: how many of which type, by component."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from ..report import Report
from .table import number, plain, plural, table


def resources(report: Report) -> Iterable[RenderableType]:
    """A row for each component, and the totals."""
    counts = report.resources
    made = table("Component", "Number", "Resources", "Of which", numbers=("Number", "Resources"))
    for component in counts.by_component:
        made.add_row(
            plain(component.component or "(the stack itself)"),
            number(component.instances) if component.component else "",
            number(component.resources),
            plain(", ".join(f"{t.count}\N{MULTIPLICATION SIGN}{t.type}" for t in component.types)),
        )
    yield made
    kinds = (
        f"{plural(counts.components, 'component')}, {plural(counts.resources, 'resource')} in AWS, "
        f"{plural(counts.providers, 'provider')}"
    )
    yield plain(f"\nTotal {number(counts.total)}: {kinds}.")
