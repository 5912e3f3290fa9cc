"""What is wrong with a spec, said so that the reader can mend it: place, what was given, why not, the way out."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

Path = tuple[str, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong.

    ``path`` leads from the root of the network object to the value. ``line`` is the line in the stack file,
    0 where there is no file (the engine hands the program an object without lines).
    """

    path: Path
    given: str
    reason: str
    remedy: str
    line: int = 0

    def text(self, file: str = "") -> str:
        """Two lines: where and why; then the way out."""
        where = f"{file}:{self.line}: " if file and self.line else ""
        given = f" (given: {self.given})" if self.given else ""
        return f"{where}{dotted(self.path)}{given}: {self.reason}\n    remedy: {self.remedy}"


class SpecError(Exception):
    """The spec cannot be built. Carries every problem that was found, sorted by place."""

    def __init__(self, problems: Iterable[Problem], file: str = "") -> None:
        self.problems = sorted(set(problems), key=lambda p: (p.line, p.path, p.reason))
        self.file = file
        super().__init__(self.text())

    def text(self) -> str:
        count = len(self.problems)
        head = f"{count} problem{'' if count == 1 else 's'} in the network spec{f' {self.file}' if self.file else ''}:"
        return "\n".join([head, *(p.text(self.file) for p in self.problems)])


class Problems:
    """Collects problems, so that one run reports all of them."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self.found: list[Problem] = list(found)

    def add(self, path: Iterable[str], reason: str, remedy: str, given: object = "") -> None:
        self.found.append(Problem(tuple(path), str(given), reason, remedy))

    def one_of(self, path: Path, name: str, known: Collection[str], what: str) -> bool:
        """Whether ``name`` is among ``known``; if not, reports it with the closest one that is."""
        if name in known:
            return True
        options = sorted(known)
        close = difflib.get_close_matches(name, options, n=1)
        listed = ", ".join(options[:12]) + (", ..." if len(options) > 12 else "")
        remedy = f"did you mean '{close[0]}'?" if close else f"use one of: {listed or 'none is declared yet'}"
        self.add(path, f"is not a known {what}", remedy, name)
        return False

    def raise_if_any(self) -> None:
        if self.found:
            raise SpecError(self.found)


def dotted(path: Path) -> str:
    """``("spokes", "vpc-a", "cidr")`` as ``spokes.vpc-a.cidr``; list positions in brackets."""
    text = ""
    for part in path:
        text += f"[{part}]" if part.isdigit() else (f".{part}" if text else part)
    return text or "network"


class Everything(frozenset[str]):
    """Contains every name: stands for a collection that could not be read, so that nothing refers to it in vain."""

    def __contains__(self, name: object) -> bool:
        return True
