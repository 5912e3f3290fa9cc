"""Three-valued answers: true, false, or undecided with the reason. Unknown is never taken for either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither true nor false can be shown; ``why`` names what is missing or malformed."""

    why: str

    def __bool__(self) -> bool:
        raise TypeError(f"an undecided answer has no truth value: {self.why}")


Answer = bool | Undecided


def both(answers: Iterable[Answer]) -> Answer:
    """Whether all hold: one false is false whatever the others are; lazy after the first false."""
    undecided: Undecided | None = None
    for answer in answers:
        if answer is False:
            return False
        if isinstance(answer, Undecided) and undecided is None:
            undecided = answer
    return True if undecided is None else undecided


def either(answers: Iterable[Answer]) -> Answer:
    """Whether one holds: one true is true whatever the others are; lazy after the first true."""
    undecided: Undecided | None = None
    for answer in answers:
        if answer is True:
            return True
        if isinstance(answer, Undecided) and undecided is None:
            undecided = answer
    return False if undecided is None else undecided


def opposite(answer: Answer) -> Answer:
    """Not true is false, not undecided is undecided."""
    return answer if isinstance(answer, Undecided) else not answer
