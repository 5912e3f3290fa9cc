"""The real program, sabotaged, against the real rules: each mistake is found by its rule, with the exact resources."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from transit_guardrails.proof import RULE_IDS, prove
from transit_guardrails.readers.resource import Resource
from transit_guardrails.settings import Settings, Waiver, parse_settings

from .program import ROOT, Mode, untouched
from .sabotages import SABOTAGES, Sabotage, recorded

TODAY = date(2026, 11, 23)
MODES: tuple[Mode, ...] = ("unknown", "known")
STACKS = ("dev", "prod")


@cache
def settings(stack: str) -> Settings:
    """The settings that the project keeps for the stack."""
    text = Path(ROOT, "policypacks", f"{stack}.json").read_text(encoding="utf-8")
    found, problems = parse_settings(json.loads(text)["prove"], RULE_IDS, TODAY)
    assert problems == ()
    return found


def findings(stack: str, resources: tuple[Resource, ...] | list[Resource]) -> dict[str, set[str]]:
    """Rule to the logical names of what its findings name."""
    found: dict[str, set[str]] = defaultdict(set)
    for finding in prove(resources, settings(stack), TODAY).findings:
        found[finding.rule].add(finding.resource.rpartition("::")[2])
    return dict(found)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("stack", STACKS)
def test_the_program_as_it_is_has_no_finding(stack: str, mode: Mode) -> None:
    assert findings(stack, untouched(stack, mode)) == {}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.name)
def test_each_mistake_is_found_by_its_rule_with_the_exact_resources(sabotage: Sabotage, mode: Mode) -> None:
    found = findings(sabotage.stack, recorded(sabotage, mode))
    if mode == "known" and sabotage.unknown_only:
        assert not found.get(sabotage.rule, set()) & sabotage.resources
        return
    assert found.get(sabotage.rule) == sabotage.resources
    assert set(found) - {sabotage.rule} <= sabotage.also


@pytest.mark.parametrize(
    "change",
    [
        {"isolated": (("nonprod", "prdo"),)},
        {"models": {"prdo": ("anthropic.*",)}},
        {"quotas": {"vpc_per_region": 100}},
    ],
    ids=["isolated", "models", "quotas"],
)
def test_a_misspelt_name_in_the_configuration_is_found(change: dict[str, Any]) -> None:
    found = prove(untouched("dev", "unknown"), replace(settings("dev"), **change), TODAY).findings
    assert {(finding.rule, finding.resource, finding.mandatory) for finding in found} == {
        ("settings-fit", "the pack's configuration", True)
    }


def test_a_waived_finding_is_told_and_stops_nothing_until_it_expires() -> None:
    sabotage = next(s for s in SABOTAGES if s.name == "a subnet gives public addresses")
    resources = recorded(sabotage, "unknown")
    urn = next(resource.urn for resource in resources if resource.name in sabotage.resources)
    waiver = Waiver("no-internet", urn, "Moved in May, see NET-7", TODAY)
    waived = replace(settings("dev"), waivers=(waiver,))
    assert [(f.rule, f.resource, f.mandatory) for f in prove(resources, waived, TODAY).findings] == [
        ("no-internet", urn, False)
    ]
    later = {(f.rule, f.mandatory) for f in prove(resources, waived, TODAY + timedelta(days=1)).findings}
    assert later == {("no-internet", True), ("exceptions-justified", True)}


def test_every_rule_has_a_mistake_of_its_own() -> None:
    """But for what the configuration says, and for what only a live network has learned (tests/unit/test_transitctl_learned.py)."""
    learned = {"learned-routes-outside", "learned-routes-stated"}
    assert {sabotage.rule for sabotage in SABOTAGES} == RULE_IDS - {"settings-fit", *learned}
    assert len({sabotage.name for sabotage in SABOTAGES}) == len(SABOTAGES) >= 60
