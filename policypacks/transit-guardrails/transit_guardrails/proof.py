"""The proof of a network: every rule, once, over one set of facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .model.memory import without_collector
from .model.network import Network
from .readers.pulumi import network_of
from .readers.resource import Resource
from .rules.catalogue import RULES
from .rules.facts import Facts
from .rules.finding import Finding
from .rules.rule import Breach, Rule
from .rules.single import breaches
from .settings import Settings, Waiver

BY_ID = {rule.id: rule for rule in RULES}
RULE_IDS = frozenset(BY_ID)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a network was found to be: findings in a fixed order, and the facts that they come from."""

    findings: tuple[Finding, ...]
    facts: Facts


def prove(resources: Sequence[Resource], settings: Settings, today: date) -> Proof:
    """The proof of a Pulumi program's resources."""
    return prove_network(network_of(resources), settings, today)


@without_collector
def prove_network(network: Network, settings: Settings, today: date) -> Proof:
    """The proof of a network, wherever it was read. ``today`` decides about what expires."""
    facts = Facts(network, settings, today)
    waived = _waived(settings, today)
    found = {
        _finding(rule, breach, waived.get((rule.id, breach.resource))) for rule in RULES for breach in rule.check(facts)
    }
    return Proof(tuple(sorted(found)), facts)


def check_resource(resource: Resource, settings: Settings, today: date) -> list[Finding]:
    """What is wrong with a resource by itself: told while it is registered, before anything else is created."""
    waived = _waived(settings, today)
    return [
        Finding(rule, resource.urn, message, (), BY_ID[rule].remedy)
        for rule, message in breaches(resource)
        if (rule, resource.urn) not in waived
    ]


def _waived(settings: Settings, today: date) -> dict[tuple[str, str], Waiver]:
    return {(waiver.rule, waiver.resource): waiver for waiver in settings.waivers if waiver.expires >= today}


def _finding(rule: Rule, breach: Breach, waiver: Waiver | None) -> Finding:
    """A breach as a finding. What is waived is told all the same, and stops nothing until the waiver expires."""
    message = f"waived until {waiver.expires} ({waiver.reason}): {breach.message}" if waiver else breach.message
    mandatory = not (breach.advisory or waiver)
    return Finding(rule.id, breach.resource, message, breach.witness, rule.remedy, mandatory)
