"""What is wrong with a snapshot, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: the file, what is expected of it, and the way out (a command or an edit)."""

    file: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.what}" + (f" ({self.remedy})" if self.remedy else "")


class SnapshotError(Exception):
    """The folder is no whole snapshot. ``problems`` are sorted and free of repetition."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class MalformedError(Exception):
    """A part of an answer has not the shape that AWS documents. Raised and caught inside the reader."""

    def __init__(self, where: str, what: str) -> None:
        self.where = where
        self.what = what
        super().__init__(f"{where}: {what}")
