"""What is wrong with the pack's configuration, said so that the reader can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass

LISTED = 12
"""So many known names are listed; more would hide the sentence."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where (``prove.waivers[0].expires``), what was given, why not, and the way out."""

    place: str
    given: str
    reason: str
    remedy: str

    def text(self) -> str:
        """Two lines: where and why; then the way out."""
        given = f" (given: {self.given})" if self.given else ""
        return f"{self.place}{given}: {self.reason}\n  remedy: {self.remedy}"


class Problems:
    """Collects problems, so that all of them are told at once."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def add(self, place: str, given: object, reason: str, remedy: str) -> None:
        """Notes a problem; None as ``given`` means that nothing was given."""
        self._found.add(Problem(place, "" if given is None else shown(given), reason, remedy))

    def sorted(self) -> tuple[Problem, ...]:
        """All of them, by place."""
        return tuple(sorted(self._found))


def shown(value: object) -> str:
    """A value as it is told: text as it is, anything else as Python writes it, both cut where they get long."""
    text = value if isinstance(value, str) and value else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def suggestion(name: str, known: Collection[str]) -> str:
    """The known name that is meant, or all there are."""
    options = sorted(known)
    close = difflib.get_close_matches(name, options, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    listed = ", ".join(options[:LISTED]) + (", ..." if len(options) > LISTED else "")
    return f"use one of: {listed}" if listed else "leave it out: none is known"
