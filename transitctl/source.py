"""Where the network of a question comes from, as the options say it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .program import find_packages

if TYPE_CHECKING:
    from .networks import Known


@dataclass(frozen=True, slots=True)
class Source:
    """Where the network comes from: a stack's program, states, or both together; a snapshot's folder by itself, or beside them."""

    root: Path
    stack: str | None
    states: tuple[Path, ...]
    snapshot: Path | None
    references: tuple[str, ...] = ()

    def beside(self, states: Iterable[str]) -> Source:
        """The same with more states: those that the pack's configuration names. AWS's answers by themselves take none."""
        if self.stack is None and not self.states:
            return self
        return replace(self, states=(*self.states, *map(Path, states)))

    def open(self) -> Known:
        """The network. Raises ``BadInputError``."""
        find_packages(self.root)
        from . import networks  # noqa: PLC0415 - after the packages are found, and only when there is a question

        if self.stack is not None:
            return networks.of_stack(self.root, self.stack, self.references, self.states, self.snapshot)
        if self.snapshot is not None and not self.states:
            return networks.of_snapshot(self.snapshot)
        return networks.of_states(self.states, self.snapshot)
