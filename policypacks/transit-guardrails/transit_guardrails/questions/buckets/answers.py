"""What becomes of one call, and what one document says to it.

Source: IAM user guide, "Policy evaluation logic" (an explicit deny wins, the default is deny).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ...policies.evaluate import FULL_ACCESS, decide
from ...policies.records import Policy
from ...policies.request import Request

Verdict = Literal["allowed", "denied", "undecided"]
RANK: Mapping[Verdict, int] = {"denied": 0, "undecided": 1, "allowed": 2}


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of it, and the statement, setting or hop that decides."""

    verdict: Verdict
    by: str


def worst(answers: Iterable[Answer]) -> Answer:
    """What holds where all are needed: the first one of the lowest rank."""
    found: Answer | None = None
    for each in answers:
        if found is None or RANK[each.verdict] < RANK[found.verdict]:
            found = each
        if found.verdict == "denied":
            break
    return found or Answer("undecided", "there is nobody to ask")


def best(answers: Iterable[Answer]) -> Answer:
    """What holds where one is enough: the first that allows, else the first that is undecided, else the first."""
    found: Answer | None = None
    for each in answers:
        if found is None or RANK[each.verdict] > RANK[found.verdict]:
            found = each
        if found.verdict == "allowed":
            break
    return found or Answer("undecided", "there is no request to ask about")


@dataclass(frozen=True)
class Document:
    """A policy by what people call it; ``doubt`` says why not all of it is known."""

    name: str
    policy: Policy
    doubt: str = ""

    def says(self, request: Request) -> Answer:
        """One of three words; what is not known of it may say otherwise."""
        return self._told(self.policy, request)

    def denials(self, request: Request) -> Iterator[Answer]:
        """What it denies, or may: it is asked as if it allowed everything else."""
        if (found := self._told(self._denying, request)).verdict != "allowed":
            yield found

    @cached_property
    def _denying(self) -> Policy:
        return Policy((*(s for s in self.policy.statements if not s.allow), *FULL_ACCESS.statements))

    def _told(self, policy: Policy, request: Request) -> Answer:
        found = decide(policy, request)
        if self.doubt and found.outcome != "denied":
            return Answer("undecided", f"{self.name}: {self.doubt}")
        if found.outcome == "undecided":
            return Answer("undecided", f"{self.name}: {found.why}")
        by = f"{self.name}: {found.statement or 'nothing allows it'}"
        return Answer("allowed" if found.outcome == "allowed" else "denied", by)
