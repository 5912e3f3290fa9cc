"""What the three policies share: collected inputs, the guard, and the one proof of a stack."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from pulumi_policy import PolicyResource, ResourceValidationArgs

from ..readers.resource import Resource
from ..rules.finding import Finding
from ..settings import Settings
from .beside import BesideError, beside
from .collected import from_inputs
from .collector import Collector, ResourceError
from .guard import Guard
from .report import Violation, finding, mistake, problem


class Proof(Protocol):
    """What a proof must offer here."""

    @property
    def findings(self) -> Sequence[Finding]:
        """Everything that does not hold, sorted."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The pure part of the pack: what is proven of a stack, what of a single resource, and the ids of all rules."""

    prove: Callable[[Sequence[Resource], Settings, date], Proof]
    check_resource: Callable[[Resource, Settings, date], Sequence[Finding]]
    ids: frozenset[str]
    pages: str
    """Where rules are explained; ``{rule}`` in it stands for the id."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Violations of one proof, those that stop a deployment apart from those that advise."""

    mandatory: tuple[Violation, ...]
    advisory: tuple[Violation, ...]


class Session:
    """One process of the pack. No method raises: what breaks is a violation that ``prove`` or ``collect`` reports."""

    def __init__(self, rules: Rules, guard: Guard, today: Callable[[], date]) -> None:
        self._rules, self._guard, self._today = rules, guard, today
        self._collector = Collector()
        self._lock = threading.Lock()
        self._subject: Any = None
        self._verdict = _Verdict((), ())

    def collect(self, args: ResourceValidationArgs) -> tuple[Violation, ...]:
        """Keeps the inputs of a resource and judges them by themselves."""
        urn = ""
        try:
            urn = args.urn
            self._collector.forget(urn)
            resource = from_inputs(args)
            self._collector.add(resource)
            settings, _ = self._guard.now()
            return self._said(self._rules.check_resource(resource, settings, self._today()))
        except Exception as error:
            return (mistake("reading and checking a resource", error, urn),)

    def advise(self, stack: Sequence[PolicyResource]) -> tuple[Violation, ...]:
        """What only advises. What broke is left to ``prove``, which comes later and is mandatory."""
        return self._judge(stack).advisory

    def prove(self, stack: Sequence[PolicyResource]) -> tuple[Violation, ...]:
        """What is wrong with the configuration, then what must hold and does not."""
        _, problems = self._guard.now()
        return (*problems, *self._judge(stack).mandatory)

    def _judge(self, stack: Sequence[PolicyResource]) -> _Verdict:
        """The proof of a stack, worked out once: the SDK converts the same stack anew for each policy."""
        with self._lock:
            try:
                resources = self._collector.join(stack)
                settings, _ = self._guard.now()
                subject = (resources, settings, self._today())
                if subject != self._subject:
                    self._subject = None
                    self._verdict = self._work_out(*subject)
                    self._subject = subject
            except BesideError as error:
                return _Verdict(tuple(map(problem, error.problems)), ())
            except ResourceError as error:
                return _Verdict((mistake("reading a resource", error.__cause__ or error, error.urn),), ())
            except Exception as error:
                return _Verdict((mistake("proving the stack", error),), ())
            return self._verdict

    def _work_out(self, resources: Sequence[Resource], settings: Settings, today: date) -> _Verdict:
        others = beside(settings.states, resources)
        found = self._rules.prove([*resources, *others], settings, today).findings
        elsewhere = frozenset(one.urn for one in others)
        return _Verdict(
            self._said([one for one in found if one.mandatory], elsewhere),
            self._said([one for one in found if not one.mandatory], elsewhere),
        )

    def _said(self, found: Sequence[Finding], elsewhere: frozenset[str] = frozenset()) -> tuple[Violation, ...]:
        return tuple(finding(one, self._rules.pages, elsewhere) for one in found)
