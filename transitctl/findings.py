"""Findings in one shape, whoever told them: the pack as a process, or the proof in this process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from transit_guardrails.adapter.guard import COLLECT
from transit_guardrails.rules.catalogue import RULES
from transit_guardrails.rules.finding import Finding

from .policy_pack import Diagnostic

PACK = "the policy pack"
"""Stands in place of a rule where the pack tells about itself: its configuration, or a mistake of its own."""
MANDATORY = "mandatory"
ORDER: Mapping[str, int] = MappingProxyType({rule.id: place for place, rule in enumerate(RULES)})


@dataclass(frozen=True, slots=True)
class Told:
    """One finding. ``resource`` is a URN, an AWS id or a name, empty for the whole stack; ``witness`` a line for each fact."""

    rule: str
    severity: str
    mandatory: bool
    resource: str
    message: str
    witness: tuple[str, ...]
    remedy: str


def of_pack(diagnostics: Iterable[Diagnostic]) -> tuple[Told, ...]:
    """What a pack told, in the order of rules; what ``collect`` and ``prove`` both tell of a resource and rule, once."""
    read = [(one.policy, _parsed(one)) for one in diagnostics]
    proven = {(told.rule, told.resource) for policy, told in read if policy != COLLECT and told.rule != PACK}
    return _ordered(told for policy, told in read if policy != COLLECT or (told.rule, told.resource) not in proven)


def of_proof(findings: Iterable[Finding], advice: str) -> tuple[Told, ...]:
    """What the proof found. ``advice`` is the level that the configuration gives to what is advisory by itself."""
    told = (
        Told(one.rule, _severity(one.rule), one.mandatory, one.resource, one.message, one.witness, one.remedy)
        for one in findings
    )
    if advice == "disabled":
        return _ordered(one for one in told if one.mandatory)
    return _ordered(replace(one, mandatory=one.mandatory or advice == MANDATORY) for one in told)


def _ordered(found: Iterable[Told]) -> tuple[Told, ...]:
    """By rule, in the catalogue's order; what the pack says about itself first."""
    return tuple(
        sorted(set(found), key=lambda one: (ORDER.get(one.rule, -1), one.rule, one.resource, one.message, one.witness))
    )


def _parsed(one: Diagnostic) -> Told:
    """The parts of a message as ``transit_guardrails.adapter.report`` writes it: sentence, about, witness, remedy, rule."""
    message, *rest = one.message.removeprefix(f"{one.description}\n").split("\n")
    lines = [line.removeprefix("  ") for line in rest]
    rule = _taken(lines, -1, "rule: ").partition(" (")[0]
    remedy = _taken(lines, -1, "remedy: ")
    about = _taken(lines, 0, "about: ") if not one.urn else ""
    return Told(
        rule=rule or PACK,
        severity=_severity(rule),
        # Of a policy that could not run the SDK makes advice. What did not run holds nothing, so here it counts.
        mandatory=one.level == MANDATORY or not rule,
        resource=one.urn or about,
        message=message,
        witness=tuple(lines),
        remedy=remedy,
    )


def _taken(lines: list[str], place: int, start: str) -> str:
    """The line at a place, out of the list, where it starts like that; else nothing."""
    return lines.pop(place).removeprefix(start) if lines and lines[place].startswith(start) else ""


def _severity(rule: str) -> str:
    return RULES[ORDER[rule]].severity if rule in ORDER else ""
