"""What becomes of grants when something fails: a line for each failure, and a table of the grants that it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from transit_guardrails.questions.failures import Failure
from transit_guardrails.questions.whatif import Fate, Outcome, changed

from ..whatif import Answer
from .findings import BAD, GOOD
from .table import heading, lines, plain, plural, table

WORDS: dict[Fate, str] = {
    "holds": "holds",
    "standby-lost": "standby lost",
    "fails-over": "fails over",
    "lost": "lost",
    "gone": "gone",
    "undecided": "undecided",
    "lost-before": "lost before",
}
STYLES: dict[Fate, str] = {"holds": GOOD, "standby-lost": "yellow", "fails-over": "yellow"}


def answers_text(answers: Sequence[Answer], *, whole: bool) -> Iterator[RenderableType]:
    """Each answer; ``whole`` shows every grant, with the way of what is lost, else those alone that a failure changes."""
    for answer in answers:
        counts = ", ".join(f"{count} {WORDS[fate]}" for fate, count in answer.counts.items())
        yield heading(f"Without {answer.without}: {counts or 'nothing is granted'}")
        shown = list(answer.outcomes if whole else changed(answer.outcomes))
        if shown:
            yield _table(shown)
        for outcome in shown if whole else ():
            if outcome.witness:
                yield plain(f"\n{outcome.consumer}, {outcome.service} (grant {outcome.grant}):")
                yield from (plain(f"  {line}") for line in outcome.witness)
        yield plain("")
    before = {} if whole else {_who(o): o for answer in answers for o in answer.outcomes if o.fate == "lost-before"}
    if before:
        yield heading("Lost before, whatever fails:")
        yield from (plain(f"  {who}: {outcome.why}") for who, outcome in sorted(before.items()))
        yield plain("")
    yield plain(f"{plural(len(answers), 'failure')} tried; {_summary(answers)}.")


def known_text(known: Iterable[Failure]) -> Iterator[RenderableType]:
    """The failures that exist, as they are stated."""
    yield from (plain(str(failure)) for failure in known)


def _table(outcomes: Iterable[Outcome]) -> RenderableType:
    made = table("Consumer, segment", "Service, grant", "What becomes of it", "Left, lost, why")
    for each in outcomes:
        told = [f"left: {', '.join(each.ways)}"] * bool(each.ways) + [f"lost: {', '.join(each.lost)}"] * bool(each.lost)
        made.add_row(
            lines((each.consumer, each.segment)),
            lines((each.service, each.grant)),
            Text(WORDS[each.fate], STYLES.get(each.fate, BAD)),
            lines((*told, *([each.why] if each.why else []))),
        )
    return made


def _summary(answers: Sequence[Answer]) -> str:
    harmful = [a for a in answers if any(o.fate in ("lost", "gone", "undecided") for o in a.outcomes)]
    if not harmful:
        return "no grant loses its path"
    return f"grants lose their path, or may, in {len(harmful)}: {', '.join(answer.without for answer in harmful)}"


def _who(outcome: Outcome) -> str:
    return f"{outcome.consumer}, {outcome.service} (grant {outcome.grant})"
