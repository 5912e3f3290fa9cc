"""A flow as a person would draw it: a line for each hop from top to bottom, the way back below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from transit_guardrails.questions.ends import Disposition, Hop
from transit_guardrails.questions.trace import Trace

from .findings import BAD, GOOD
from .table import FAINT, heading, plain

Namer = Callable[[str], str]
"""From the id in a hop to what people call it."""

WORDS = {
    Disposition.ACCEPTED: "it gets there, and the answer gets back",
    Disposition.DENIED_IN: "an inbound rule stops it",
    Disposition.DENIED_OUT: "an outbound rule stops it",
    Disposition.NO_ROUTE: "no route leads on",
    Disposition.BLACKHOLED: "a route drops it",
    Disposition.EXITS: "it leaves what is known of the network",
    Disposition.LOOP: "it comes back to where it was",
    Disposition.UNDECIDED: "something that decides is not known",
}
FINE = (Disposition.ACCEPTED, Disposition.EXITS)


def verdict(found: Trace) -> RenderableType:
    """The disposition, and what it means."""
    style = GOOD if found.disposition is Disposition.ACCEPTED else BAD
    back = " on the way back" if found.return_hops and found.disposition is not Disposition.ACCEPTED else ""
    return Text.assemble((found.disposition.value, style), f": {WORDS[found.disposition]}{back}")


def drawing(found: Trace, name: Namer) -> Iterator[RenderableType]:
    """Both ways, what would stop the flow, and what was taken for granted."""
    fails = found.disposition not in FINE
    yield heading("there")
    yield way(found.hops, name, fails=fails and not found.return_hops, exits=found.disposition is Disposition.EXITS)
    if found.return_hops:
        yield plain("")
        yield heading("and back")
        yield way(found.return_hops, name, fails=fails)
    yield from _listed("Stopped by, each by itself:", found.stopped_by)
    yield from _listed("Assumed:", (_named(line, name) for line in found.assumptions))


def way(hops: Iterable[Hop], name: Namer, *, fails: bool = False, exits: bool = False) -> Table:
    """One way from its start to its end; ``fails`` marks the last hop as the one that stops it."""
    listed = list(hops)
    made = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(2):
        made.add_column(no_wrap=True)
    made.add_column(overflow="fold", ratio=2)
    made.add_column(overflow="fold", ratio=3)
    for place, hop in enumerate(listed):
        last = place == len(listed) - 1
        mark, style = _mark(place, last, fails, exits)
        named = "\n".join(name(one) for one in hop.id.split(", "))
        emphasis = BAD if last and fails else ""
        made.add_row(
            Text(f"  {mark}", style), Text(hop.kind, FAINT), Text(named), Text(_named(hop.reason, name), emphasis)
        )
    return made


def _mark(place: int, last: bool, fails: bool, exits: bool) -> tuple[str, str]:
    if last and fails:
        return "✗", BAD
    if last:
        return ("→" if exits else "▼"), GOOD
    return ("●" if place == 0 else "│"), ""


def _listed(title: str, lines: Iterable[str]) -> Iterator[RenderableType]:
    found = list(lines)
    if found:
        yield plain("")
        yield heading(title)
        yield from (plain(f"  {line}") for line in found)


def _named(text: str, name: Namer) -> str:
    """The text with names in place of ids, whatever punctuation stands behind them."""
    words = []
    for word in text.split(" "):
        bare = word.rstrip(",;:.)")
        words.append(name(bare) + word[len(bare) :])
    return " ".join(words)
