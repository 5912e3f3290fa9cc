"""The records that a policy document becomes."""

from __future__ import annotations

from dataclasses import dataclass


class PolicyError(ValueError):
    """A text that is no policy document; ``problems`` are all of them, each a JSON path and what was expected."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Match:
    """Action or Resource (one of the patterns matches), or with ``negated`` NotAction or NotResource (none does)."""

    patterns: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Principals:
    """Principal or NotPrincipal. ``everyone`` is ``"*"`` or ``{"AWS": "*"}``; the rest as written, by type."""

    everyone: bool = False
    aws: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # federated and canonical users
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator on one context key; ``values`` as text (numbers and booleans too)."""

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. ``variables``: whether ``${...}`` is a policy variable (Version 2012-10-17) or plain text."""

    sid: str | None
    index: int
    allow: bool
    principals: Principals
    actions: Match
    resources: Match
    conditions: tuple[Condition, ...] = ()
    variables: bool = True

    @property
    def name(self) -> str:
        """The Sid, or the place in the document."""
        return self.sid or f"Statement[{self.index}]"


@dataclass(frozen=True, slots=True)
class Policy:
    """A document: its statements in order, and its length in characters, white space included."""

    statements: tuple[Statement, ...]
    length: int = 0
