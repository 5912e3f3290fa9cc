"""Globs as one bit-parallel automaton: matching in time linear in the text, and a string for every way to match.

A glob is a row of tokens; position *i* is one bit. One step over a character is a few operations on integers, so no
pattern makes matching explode. Many globs run side by side in one integer, which is what :func:`atoms` explores.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple


class Token(NamedTuple):
    """One position: a character in ``chars`` (or not in it, if ``negated``); ``loop`` is any number of them."""

    chars: str
    negated: bool = False
    loop: bool = False


class Automaton:
    """Globs (rows of tokens) side by side. A state is an integer; 0 is the state from which nothing can match."""

    __slots__ = ("_default", "_ends", "_finals", "_loops", "_masks", "alphabet", "start")

    def __init__(self, globs: Sequence[Sequence[Token]]) -> None:
        self.alphabet = "".join(sorted({char for glob in globs for token in glob for char in token.chars}))
        self._masks = dict.fromkeys(self.alphabet, 0)
        self._default = self._loops = start = bit = 0
        self._finals: list[int] = []
        for glob in globs:
            start |= 1 << bit
            for token in glob:
                self._place(token, 1 << bit)
                bit += 1
            self._finals.append(1 << bit)
            bit += 1
        self._ends = sum(self._finals)
        self.start = self._settled(start)

    def _place(self, token: Token, here: int) -> None:
        self._loops |= here if token.loop else 0
        self._default |= here if token.negated else 0
        for char in self.alphabet if token.negated else token.chars:
            if (char in token.chars) != token.negated:
                self._masks[char] |= here

    def _settled(self, state: int) -> int:
        """A loop may match nothing: the position after it is reached too."""
        while True:
            wider = state | (state & self._loops) << 1
            if wider == state:
                return state
            state = wider

    def step(self, state: int, char: str) -> int:
        """The state after one more character."""
        moved = state & self._masks.get(char, self._default)
        return self._settled((moved & self._loops) | (moved & ~self._loops) << 1)

    def run(self, text: str) -> int:
        """The state after the text."""
        state = self.start
        for char in text:
            if not state:
                return 0
            state = self.step(state, char)
        return state

    def accepted(self, state: int) -> int:
        """Which globs match here: bit *i* for glob *i*."""
        if not state & self._ends:
            return 0
        return sum(1 << number for number, final in enumerate(self._finals) if state & final)


class Atoms(NamedTuple):
    """A string for each way to match; ``complete`` is false when the budget ended before all were visited."""

    strings: tuple[str, ...]
    complete: bool


def _fresh(alphabet: str, texts: Iterable[str]) -> str:
    taken = {char for text in (alphabet, *texts) for char in text}
    candidates: Iterable[str] = chain("zqxjvkw0987", map(chr, range(0x4E00, 0x9FFF)))
    return next(filter(lambda char: char not in taken, candidates))


def _trie(texts: Iterable[str]) -> list[dict[str, int]]:
    nodes: list[dict[str, int]] = [{}]
    for text in texts:
        here = 0
        for char in text:
            if char not in nodes[here]:
                nodes[here][char] = len(nodes)
                nodes.append({})
            here = nodes[here][char]
    return nodes


def atoms(
    globs: Sequence[Sequence[Token]], points: Iterable[str] = (), nice: Iterable[str] = (), budget: int = 60_000
) -> Atoms:
    """For every set of globs that some string outside ``points`` matches exactly: one such string, ``nice`` ones first.

    The search walks the product of the globs' automaton and the tree of the points, breadth first. All characters that
    no glob names act alike, so one of them, which occurs in no point either, stands for all. A string that has left
    the tree is not a point; one that is still on it may be, unless it ends between points.
    """
    literal = sorted(set(points))
    machine, tree = Automaton(globs), _trie(literal)
    ends, found = set(literal), dict[int, str]()
    for text in nice:
        if text not in ends:
            found.setdefault(machine.accepted(machine.run(text)), text)
    fresh = _fresh(machine.alphabet, literal)
    queue, seen, steps = deque([(machine.start, 0, "")]), {(machine.start, 0)}, 0
    while queue:
        state, node, text = queue.popleft()
        if text not in ends:
            found.setdefault(machine.accepted(state), text)
        for char in (fresh, *machine.alphabet) if state else (fresh,) if node >= 0 else ():
            steps += 1
            following = tree[node].get(char, -1) if node >= 0 else -1
            place = (machine.step(state, char), following)
            if place not in seen:
                seen.add(place)
                queue.append((*place, text + char))
        if steps > budget:
            return Atoms(tuple(found[key] for key in sorted(found)), complete=False)
    return Atoms(tuple(found[key] for key in sorted(found)), complete=True)
