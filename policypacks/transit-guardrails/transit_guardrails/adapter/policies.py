"""The policies that the SDK runs, and the start of the pack's process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)

from ..settings import KEYS
from .guard import ADVISE, COLLECT, PROVE, Guard, install
from .report import Violation
from .session import Proof, Rules, Session

__all__ = ["PACK", "Proof", "Rules", "policies", "serve"]

PACK = "transit-guardrails"


def serve(rules: Rules, today: Callable[[], date] = date.today) -> None:
    """Starts the pack and stays until the process is ended. The SDK prints the port, which must be the first line of all."""
    guard = Guard(rules.ids, today)
    install(guard)
    PolicyPack(PACK, policies(Session(rules, guard, today)), EnforcementLevel.MANDATORY)


def policies(session: Session) -> list[Policy]:
    """The three policies, in the order in which the SDK runs them.

    ``advise`` comes before ``prove``: whatever breaks in the work that both share is then still to be reported, by the one of
    them that is mandatory. They are few because the SDK converts all resources again for each stack policy.
    """

    def collect(args: ResourceValidationArgs, report: ReportViolation) -> None:
        _report(session.collect(args), report)

    def advise(args: StackValidationArgs, report: ReportViolation) -> None:
        _report(session.advise(args.resources), report)

    def prove(args: StackValidationArgs, report: ReportViolation) -> None:
        _report(session.prove(args.resources), report)

    return [
        ResourceValidationPolicy(
            COLLECT, "What a resource is configured with must hold by itself.", collect, EnforcementLevel.MANDATORY
        ),
        StackValidationPolicy(ADVISE, "What deserves a look but stops nothing.", advise, EnforcementLevel.ADVISORY),
        StackValidationPolicy(
            PROVE,
            "What can be reached must be exactly what was granted.",
            prove,
            EnforcementLevel.MANDATORY,
            # Descriptions only: types are checked by the pack itself, which tells all problems at once with the way out.
            PolicyConfigSchema({key: {"description": text} for key, text in KEYS.items()}),
        ),
    ]


def _report(violations: Iterable[Violation], report: ReportViolation) -> None:
    for violation in violations:
        report(violation.message, violation.urn)
