"""Wildcards and policy variables of IAM documents, compiled to globs.

Sources: "IAM JSON policy elements: Resource" (wildcards stand within a segment of an ARN; a ``*`` that ends a segment
can expand beyond its colon), "Condition operators" (StringLike; Arn operators check six components apart), "Policy
variables and tags" (``${key, 'default'}``, ``${*}``, ``${?}``, ``${$}``, Version 2012-10-17 only, single-valued keys).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from .automaton import Automaton, Token
from .three import Answer, Undecided

ANY, STAR = Token("", True), Token("", True, True)
ANY_WITHIN, STAR_WITHIN = Token(":", True), Token(":", True, True)

_VARIABLE = re.compile(r"\s*([A-Za-z0-9_][^,'{}$]*?)\s*(?:,\s*'([^']*)'\s*)?\Z")


class Piece(NamedTuple):
    """Part of a pattern: ``text`` as it stands, a ``wild`` character, or a ``variable`` (its key, its default)."""

    kind: str
    value: str
    default: str | None = None


class MalformedError(ValueError):
    """A pattern that the documents do not define."""


Lookup = Callable[[str], str | Undecided | None]  # a variable's key -> its value, undecided, or None if it is absent


@lru_cache(maxsize=8192)
def pieces(pattern: str, variables: bool = True) -> tuple[Piece, ...]:
    """The parts of a pattern. Raises MalformedError for a ``${`` that is no variable."""
    return tuple(_pieces(pattern, variables))


def _pieces(pattern: str, variables: bool) -> Iterator[Piece]:
    for part in re.split(r"(\$\{[^}]*\}|\$\{)", pattern) if variables else [pattern]:
        if not variables or not part.startswith("${"):
            for chunk in re.split(r"([*?])", part):
                if chunk:
                    yield Piece("wild" if chunk in ("*", "?") else "text", chunk)
        elif part[2:-1] in ("*", "?", "$"):
            yield Piece("text", part[2:-1])
        elif part.endswith("}") and (found := _VARIABLE.match(part[2:-1])):
            yield Piece("variable", found.group(1), found.group(2))
        else:
            raise MalformedError(f"{pattern!r} contains ${{ that begins no policy variable")


def resolved(parts: Sequence[Piece], lookup: Lookup) -> tuple[Piece, ...] | Undecided:
    """The parts with every variable replaced by its value, which is text even where it contains a wildcard.

    A variable without value or default "might cause the entire statement to be invalid": undecided.
    """
    done: list[Piece] = []
    for part in parts:
        if part.kind != "variable":
            done.append(part)
            continue
        value = lookup(part.value)
        if isinstance(value, Undecided):
            return value
        value = part.default if value is None else value
        if value is None:
            return Undecided(f"the policy variable ${{{part.value}}} has no value in this request and no default")
        done.append(Piece("text", value))
    return tuple(done)


def _any_case(char: str) -> str:
    return "".join(sorted({char, *(c for c in (char.lower(), char.upper()) if len(c) == 1)}))


@lru_cache(maxsize=4096)
def string_tokens(parts: tuple[Piece, ...], ignore_case: bool = False) -> tuple[Token, ...]:
    """Tokens of a StringLike pattern: the whole text is one string."""
    tokens: list[Token] = []
    for kind, value, _ in parts:
        if kind == "text":
            tokens += [Token(_any_case(char) if ignore_case else char) for char in value]
        else:
            tokens.append(ANY if kind == "wild" and value == "?" else STAR)  # an open variable may be anything
    return tuple(tokens)


@lru_cache(maxsize=4096)
def arn_tokens(parts: tuple[Piece, ...]) -> tuple[Token, ...]:
    """Tokens of an Arn operator's pattern: wildcards of the first five components stay there, the sixth takes the rest."""
    colons, tokens = 0, list[Token]()
    for token in string_tokens(parts):
        colons += token == Token(":")
        inner = {ANY: ANY_WITHIN, STAR: STAR_WITHIN} if colons < 5 else {}
        tokens.append(inner.get(token, token))
    if colons < 5:
        raise MalformedError(f"{_shown(parts)!r} does not have the six parts of an ARN")
    return tuple(tokens)


@lru_cache(maxsize=4096)
def resource_tokens(parts: tuple[Piece, ...]) -> tuple[Token, ...]:
    """Tokens of a Resource pattern read segment by segment: only a ``*`` that ends its segment crosses a colon."""
    tokens = list(string_tokens(parts))
    for place, token in enumerate(tokens):
        last = place + 1 == len(tokens) or tokens[place + 1] == Token(":")
        if token == ANY:
            tokens[place] = ANY_WITHIN
        elif token == STAR and not last:
            tokens[place] = STAR_WITHIN
    return tuple(tokens)


def _shown(parts: Sequence[Piece]) -> str:
    return "".join(part.value for part in parts)


def plain(parts: Sequence[Piece]) -> str | None:
    """The text of a pattern that has neither wildcards nor variables."""
    return _shown(parts) if all(part.kind == "text" for part in parts) else None


@lru_cache(maxsize=8192)
def _machine(tokens: tuple[Token, ...]) -> Automaton:
    return Automaton([tokens])


def matches(tokens: tuple[Token, ...], text: str) -> bool:
    """Whether the glob matches the whole text."""
    machine = _machine(tokens)
    return machine.accepted(machine.run(text)) == 1


def like(parts: tuple[Piece, ...], text: str) -> bool:
    """StringLike: case-sensitive, wildcards match anything."""
    literal = plain(parts)
    return literal == text if literal is not None else matches(string_tokens(parts), text)


@lru_cache(maxsize=65536)
def action_matches(pattern: str, action: str) -> bool:
    """Actions are case-insensitive and take no variables ("IAM JSON policy elements: Action")."""
    return like(pieces(pattern.lower(), False), action.lower())


@lru_cache(maxsize=65536)
def _resource(parts: tuple[Piece, ...], resource: str) -> Answer:
    if (literal := plain(parts)) is not None:
        return literal == resource
    if parts[0].kind == "text" and not resource.startswith(parts[0].value):
        return False  # spares the automaton nearly always
    if matches(resource_tokens(parts), resource):
        return True
    if matches(string_tokens(parts), resource):
        return Undecided(
            f"whether the wildcard of {_shown(parts)!r} crosses a colon to match {resource!r} is not documented"
        )
    return False


def resource_matches(pattern: str, resource: str, lookup: Lookup, variables: bool = True) -> Answer:
    """Resources are case-sensitive. What matches only when a wildcard within a segment crosses a colon is undecided."""
    try:
        parts = resolved(pieces(pattern, variables), lookup)
    except MalformedError as error:
        return Undecided(str(error))
    return parts if isinstance(parts, Undecided) else _resource(parts, resource)
