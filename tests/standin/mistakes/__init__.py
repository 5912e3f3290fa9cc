"""Mistakes: scenes whose last call is one that AWS refuses. ``test_refusals`` plays them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..refusals import Refusal
from ..scene import Scene


@dataclass(frozen=True)
class Mistake:
    """A scene, the code of the answer to its last call, and the refusal that gives it."""

    name: str
    code: str
    by: Refusal | None
    """None for references and deletions, which are refused for all kinds alike."""
    play: Callable[[Scene], Any]


def mistake(code: str, by: Refusal | None = None) -> Callable[[Callable[[Scene], Any]], Mistake]:
    """Make a mistake of a function that plays it; its name tells what the mistake is."""

    def make(play: Callable[[Scene], Any]) -> Mistake:
        return Mistake(play.__name__.replace("_", " "), code, by, play)

    return make
