"""Makes mutants of a Python file with mutmut's operators, and draws a seeded sample over several files.

A file's sample takes its operators in turn: most places are arguments of calls, and an argument that is None or gone is the
mutant that is easiest to notice.

The operators and their list are mutmut's own (``mutmut.mutation.mutators``). Its runner is not used: it changes only what is
inside functions (here half of the rules are tables at module level), imports all mutants of a file at once, and has one suite.

Left out, by rule: docstrings, annotations, decorators, type aliases (module-level names in CamelCase), arguments of ``len`` and
``isinstance`` (as mutmut does), and texts that only reach people: f-strings, plain strings with a space, and arguments,
assignments and alternatives that are nothing but such a text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

import libcst as cst
from libcst.metadata import MetadataWrapper
from mutmut.mutation.mutators import mutation_operators

Change = tuple[str, cst.CSTNode, cst.CSTNode]
"""Operator, node and what takes its place."""
LEAST_OF_A_FILE = 3
"""Mutants of each file that a sample has, where there are as many."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with one change. ``removed`` and ``added`` are the lines that differ."""

    file: str
    operator: str
    line: int
    removed: tuple[str, ...]
    added: tuple[str, ...]
    text: str

    @property
    def key(self) -> str:
        """The changed lines as one line: what is there instead, or what is gone."""
        lines = self.added or ("without", *self.removed)
        return " ".join(line.strip() for line in lines)


def sample(sources: Mapping[str, str], count: int, seed: int) -> tuple[list[Mutant], dict[str, int]]:
    """About ``count`` mutants, each file's share in proportion to its possible ones, with those possible per file."""
    places = {file: _Places(text) for file, text in sorted(sources.items())}
    possible = {file: len(found.changes) for file, found in places.items()}
    total = sum(possible.values())
    chosen: list[Mutant] = []
    for file, found in places.items():
        share = max(LEAST_OF_A_FILE, -(-count * possible[file] // total)) if possible[file] else 0
        chosen.extend(_drawn(file, found, share, Random(f"{seed}/{file}")))  # noqa: S311
    return chosen, possible


def _drawn(file: str, places: _Places, share: int, rng: Random) -> Iterator[Mutant]:
    """Up to ``share`` mutants of a file, none twice: of its operators in turn, each one's in random order."""
    by_operator: dict[str, list[Change]] = {}
    for change in rng.sample(places.changes, len(places.changes)):
        by_operator.setdefault(change[0], []).append(change)
    turns = [changes for _, changes in sorted(by_operator.items())]
    rng.shuffle(turns)
    seen = {places.module.code}
    for change in (changes[turn] for turn in range(len(places.changes)) for changes in turns if turn < len(changes)):
        if share == 0:
            return
        mutant = _mutant(file, places.module, change)
        if mutant.text not in seen:
            seen.add(mutant.text)
            share -= 1
            yield mutant


def _mutant(file: str, module: cst.Module, change: Change) -> Mutant:
    operator, old, new = change
    changed = module.deep_replace(old, new)
    before, after = module.code.splitlines(), changed.code.splitlines()
    spans = [o for o in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if o[0] != "equal"]
    if not spans:
        return Mutant(file, operator, 0, (), (), changed.code)
    start, end, there, beyond = spans[0][1], spans[-1][2], spans[0][3], spans[-1][4]
    return Mutant(file, operator, start + 1, tuple(before[start:end]), tuple(after[there:beyond]), changed.code)


class _Places(cst.CSTVisitor):
    """Every change that the operators make to a file, but for what is left out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        wrapper = MetadataWrapper(cst.parse_module(text))
        self.module = wrapper.module
        self.changes: list[Change] = []
        self._aliases = {
            line for body in self.module.body if isinstance(body, cst.SimpleStatementLine) for line in body.body
        }
        self.module.visit(self)

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Note the node's changes, unless it is left out with all that is in it."""
        if self._left_out(node):
            return False
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                name = operator.__name__.removeprefix("operator_").replace("_", " ")
                self.changes.extend((name, node, new) for new in operator(node) if not _only_text(node, new))
        return True

    def _left_out(self, node: cst.CSTNode) -> bool:
        if isinstance(node, (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.FormattedString)):
            return True
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name):
            return node.func.value in {"len", "isinstance"}
        if isinstance(node, cst.Assign) and node in self._aliases:
            target = node.targets[0].target
            return isinstance(target, cst.Name) and target.value[0].isupper() and not target.value.isupper()
        return _is_text(node)


def _is_text(node: cst.CSTNode) -> bool:
    """Whether an expression is only for people: an f-string, a string with a space, or one of two such."""
    if isinstance(node, cst.FormattedString):
        return True
    if isinstance(node, cst.SimpleString):
        return " " in node.value
    if isinstance(node, cst.ConcatenatedString):
        return _is_text(node.left) or _is_text(node.right)
    if isinstance(node, cst.IfExp):
        return all(_is_text(arm) or _is_empty(arm) for arm in (node.body, node.orelse))
    return isinstance(node, cst.Name) and node.value == "message"


def _is_empty(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.SimpleString) and len(node.value) == 2


def _only_text(old: cst.CSTNode, new: cst.CSTNode) -> bool:
    """Whether all that a change takes away is a text for people."""
    if isinstance(old, cst.Assign):
        return _is_text(old.value)
    if isinstance(old, cst.Call) and isinstance(new, cst.Call):
        kept = {id(arg.value) for arg in new.args}
        gone = [arg.value for arg in old.args if id(arg.value) not in kept]
        return bool(gone) and all(_is_text(value) for value in gone)
    return False
