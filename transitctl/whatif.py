"""What-if questions as an operator states them, and their answers as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, get_args

from transit_guardrails.questions.failures import KINDS, Failure, named
from transit_guardrails.questions.whatif import Fate, Outcome

from .exits import BadInputError

FATES: tuple[Fate, ...] = get_args(Fate)


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of grants when all of ``failed`` fail together."""

    failed: tuple[Failure, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def without(self) -> str:
        """What failed, for people."""
        return " and ".join(map(str, self.failed))

    @property
    def counts(self) -> dict[Fate, int]:
        """How many grants of consumers have which fate, those that occur."""
        found = [outcome.fate for outcome in self.outcomes]
        return {fate: found.count(fate) for fate in FATES if fate in found}


def stated(texts: Sequence[str], known: Sequence[Failure], where: str) -> tuple[Failure, ...]:
    """The failures that ``KIND=NAME`` texts mean, each once. Raises ``BadInputError`` with everything that is wrong."""
    found: dict[Failure, None] = {}
    problems: list[str] = []
    for text in texts:
        kind, given, name = text.partition("=")
        if kind not in KINDS or not given:
            problems.append(
                f"--without '{text}' is no failure\n  remedy: state {', '.join(f'{k}=NAME' for k in KINDS)}"
            )
        elif failure := named(known, kind, name):
            found[failure] = None
        else:
            listed = ", ".join(each.name for each in known if each.kind == kind) or f"there is no {kind}"
            problems.append(f"--without '{text}': no such {kind} in {where}\n  remedy: state one of: {listed}")
    if problems:
        raise BadInputError("\n".join(problems))
    return tuple(found)


def whatif_document(answers: Iterable[Answer]) -> dict[str, Any]:
    """Answers in JSON's terms."""
    return {
        "failures": [
            {
                "without": [str(each) for each in answer.failed],
                "counts": answer.counts,
                "outcomes": [asdict(outcome) for outcome in answer.outcomes],
            }
            for answer in answers
        ]
    }


def known_document(known: Iterable[Failure]) -> dict[str, Any]:
    """The failures that exist, by kind."""
    found = list(known)
    return {kind: [each.name for each in found if each.kind == kind] for kind in KINDS}
