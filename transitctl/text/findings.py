"""The section on findings: by rule, each with what shows it, the way out once per rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from transit_guardrails.rules.catalogue import RULES

from ..findings import Told
from ..scope import Scope
from .table import FAINT, GROUP, plain, plural

BAD = "bold red"
GOOD = "bold green"
SENTENCES = {rule.id: rule.sentence for rule in RULES}
_URN = "urn:pulumi:"


def findings(found: Iterable[Told], scope: Scope) -> Iterator[RenderableType]:
    """All findings, how many there are, and what was proven."""
    told = list(found)
    for rule, group in groupby(told, key=lambda one: one.rule):
        yield from rule_findings(rule, list(group))
    mandatory = sum(1 for one in told if one.mandatory)
    yield plain(f"{plural(mandatory, 'mandatory finding')}, {len(told) - mandatory:,} advisory.")
    if scope.left_out and not scope.endpoint_sets:
        yield plain(f"Not asked, since they compare with grants: {', '.join(scope.left_out)}.")
    yield Text(scope.sentence(mandatory), BAD if mandatory else GOOD)


def rule_findings(rule: str, found: list[Told]) -> Iterator[RenderableType]:
    """The findings of one rule: its sentence, each with what shows it, the way out once."""
    severity = f" ({found[0].severity})" if found[0].severity else ""
    yield Text(f"{rule}{severity}", GROUP)
    if rule in SENTENCES:
        yield Padding(Text(SENTENCES[rule], FAINT), (0, 0, 0, 2))
    for one in found:
        yield _finding(one)
    for remedy in dict.fromkeys(one.remedy for one in found if one.remedy):
        yield Padding(plain(f"remedy: {remedy}"), (0, 0, 0, 2))
    yield plain("")


def _finding(one: Told) -> RenderableType:
    """The sentence, where, and what shows it, beside a mark."""
    made = Table.grid(padding=(0, 1, 0, 0))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    mark = Text("  ✗", BAD) if one.mandatory else Text("  ! advisory:")
    made.add_row(mark, plain(one.message))
    if one.resource:
        made.add_row("", Text(f"at {one.resource}", FAINT))
    for line in one.witness:
        made.add_row("", plain(f"  {line}"))
    return made
