"""A rule asked about a network."""

from __future__ import annotations

from unit.guardrails.networks import TODAY, Build

from transit_guardrails.model.network import Network
from transit_guardrails.proof import BY_ID
from transit_guardrails.rules.facts import Facts
from transit_guardrails.rules.rule import Breach
from transit_guardrails.settings import Settings

Told = set[tuple[str, str]]


def breaches(rule: str, network: Network, settings: Settings | None = None) -> list[Breach]:
    """What the rule finds, in its order."""
    return list(BY_ID[rule].check(Facts(network, settings or Settings(), TODAY)))


def told(rule: str, network: Network, settings: Settings | None = None) -> Told:
    """Resources with messages."""
    return {(breach.resource, breach.message) for breach in breaches(rule, network, settings)}


def around(network: Network) -> Build:
    """A builder that adds to a network."""
    build = Build()
    build.network = network
    return build
