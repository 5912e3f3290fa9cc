"""Who has access to a bucket, as a table that fits a screen: callers and places that are answered alike share a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from transit_guardrails.questions.buckets.access import ASSUMED, BucketAccess, Row
from transit_guardrails.questions.buckets.answers import Verdict
from transit_guardrails.questions.buckets.documents import ACTIONS, What
from transit_guardrails.questions.buckets.places import OUTSIDE

from .findings import BAD, GOOD
from .table import FAINT, heading, lines, plain, table, terms
from .trace import Namer

WORDS: dict[Verdict, tuple[str, str]] = {"allowed": ("yes", GOOD), "denied": ("no", ""), "undecided": ("?", BAD)}
HEADINGS: dict[What, str] = {**{what: what.capitalize() for what in ACTIONS}, "administer": "Admin"}
"""Short, so that none is cut."""
NAMED = ("job", "uploader", "deployer", "role")
"""Kinds whose name does not say what they are."""
Group = tuple[tuple[str, ...], tuple[str, ...], list[Row]]


def bucket_text(access: BucketAccess, name: Namer, *, whole: bool) -> Iterator[RenderableType]:
    """Who may do what from where, over which path, who reads undeclared, and what is assumed. ``whole``: what is denied, too."""
    whose = f"of the training network {access.training}" if access.training else "of no training network"
    yield heading(f"{access.bucket.name}, {whose}")
    may = [row for row in access.rows if set(row.verdicts) != {"denied"}]
    yield from _everything(access) if whole else _allowed(access, may)
    yield from _ways(access, name, None if whole else {row.place.name for row in may})
    yield from _undeclared(access)
    yield heading("\nAssumed:")
    yield from (plain(f"  {line}") for line in ASSUMED)


def _allowed(access: BucketAccess, may: Sequence[Row]) -> Iterator[RenderableType]:
    """What is allowed or undecided, each with what decides."""
    made = table("Who", "From", "May", "Decided by")
    for column in made.columns[:2]:
        column.no_wrap = True
    for who, where, rows in _groups(access, may):
        told = [what for what in ACTIONS if rows[0].answers[what].verdict != "denied"]
        words = [WORDS[rows[0].answers[what].verdict] for what in told]
        doing = [
            Text.assemble(what, (" ?", style) if word == "?" else "")
            for what, (word, style) in zip(told, words, strict=True)
        ]
        deciding = dict.fromkeys(row.answers[what].by for what in told for row in rows)
        made.add_row(lines(who), lines(where), Text(", ").join(doing), lines(deciding))
    yield made if may else plain("Nobody may do anything with it.")
    yield plain("\nWhat is not in the table is denied; --all tells what denies it.")


def _everything(access: BucketAccess) -> Iterator[RenderableType]:
    """A column for each thing to do, and notes that tell what decides."""
    notes: dict[str, int] = {}
    made = table("Who", "From", *HEADINGS.values())
    for column in made.columns[:2]:
        column.no_wrap = True
    for who, where, rows in _groups(access, access.rows):
        made.add_row(lines(who), lines(where), *(_cell(what, rows, notes) for what in ACTIONS))
    yield made
    yield plain("")
    yield _notes([f"{number:>2} {by}" for by, number in notes.items()])


def _groups(access: BucketAccess, among: Iterable[Row]) -> Iterator[Group]:
    """Places of a caller that are answered alike, then callers that are so at the same places."""
    by_caller: dict[tuple[str, tuple[Verdict, ...]], list[Row]] = defaultdict(list)
    for row in among:
        kind = f"{row.caller.kind} " if row.caller.kind in NAMED else ""
        by_caller[f"{kind}{row.caller.name}", row.verdicts].append(row)
    alike: dict[tuple[tuple[str, ...], tuple[Verdict, ...]], list[tuple[str, list[Row]]]] = defaultdict(list)
    for (who, verdicts), found in by_caller.items():
        alike[places_text(access, [row.place.name for row in found]), verdicts].append((who, found))
    for (where, _), members in alike.items():
        yield tuple(who for who, _ in members), where, [row for _, found in members for row in found]


def places_text(access: BucketAccess, names: Iterable[str]) -> tuple[str, ...]:
    """The names of places; all places outside of the stack together, and all there are, in a word."""
    every = {place.name for place in access.places if place.way != "closed"}
    found = dict.fromkeys(names)
    outside = {place.name for place in access.places if place.outside}
    if found.keys() == every:
        return ("anywhere",)
    if outside <= found.keys():
        return tuple(dict.fromkeys(OUTSIDE if name in outside else name for name in found))
    return tuple(found)


def _cell(what: What, rows: Sequence[Row], notes: dict[str, int]) -> Text:
    """The verdict with the numbers of the notes that tell what decides."""
    answers = [row.answers[what] for row in rows]
    numbers = sorted({notes.setdefault(answer.by, len(notes) + 1) for answer in answers})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = ",".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in runs)
    word, style = WORDS[answers[0].verdict]
    return Text.assemble((word, style), " ", (told, FAINT))


def _notes(texts: Sequence[str]) -> RenderableType:
    """Two beside each other, read from top to bottom."""
    made, half = Table.grid(padding=(0, 2, 0, 0)), -(-len(texts) // 2)
    made.add_column(overflow="fold")
    made.add_column(overflow="fold")
    for number in range(half):
        made.add_row(*(plain(text) for text in texts[number::half]))
    return made


def _ways(access: BucketAccess, name: Namer, of: Collection[str] | None) -> Iterator[RenderableType]:
    """The way of every place inside of the network (of some places alone, where they are stated), and what stops those that have none."""
    yield heading("\nWays to Amazon S3:")
    told: dict[str, list[str]] = {}
    stopped: dict[str, list[str]] = defaultdict(list)
    for place in access.places:
        if of is not None and place.name not in of:
            continue
        if place.way == "closed":
            stopped[f"none: {place.hops[-1].reason}"].append(place.name)
        elif place.hops:
            unsure = f" ({place.hops[-1].reason})" if place.way == "undecided" else ""
            told.setdefault(place.name, []).append(" → ".join(name(hop.id) for hop in place.hops) + unsure)
    yield terms([*told.items(), *((reason, [", ".join(names)]) for reason, names in stopped.items())])


def _undeclared(access: BucketAccess) -> Iterator[RenderableType]:
    readers = ", ".join(dict.fromkeys(row.caller.name for row in access.undeclared))
    if readers:
        yield heading(f"\nMay read it though no training network declares that: {readers}")
    else:
        yield plain("\nNobody may read it but whom the training network declares.")
