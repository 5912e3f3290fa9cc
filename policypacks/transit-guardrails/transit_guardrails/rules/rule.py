"""A rule: what must hold, how much it matters, what to do, and the function that finds where it does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from ..model.vpcs import Id
from .facts import Facts

Severity = Literal["critical", "high", "medium", "low"]


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """One place where a rule does not hold. ``advisory``: worth a look, though nothing is wrong yet."""

    resource: Id
    message: str
    witness: tuple[str, ...] = ()
    advisory: bool = False


Check = Callable[[Facts], Iterable[Breach]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. ``sentence`` says what must hold; ``remedy`` what to do where it does not.

    ``frameworks`` are controls that the rule serves: Well-Architected Generative AI lens (GENSEC), NIST SP 800-53 Rev. 5,
    CIS AWS Foundations Benchmark 3.0.
    """

    id: str
    severity: Severity
    sentence: str
    remedy: str
    frameworks: tuple[str, ...]
    check: Check
