"""Sabotages of the real program that the engine can play, and what the pack must say of each."""

import json
from collections.abc import Sequence
from datetime import date

import pytest
from scenario.sabotages import SABOTAGES, Sabotage, recorded

from transit_guardrails.proof import RULE_IDS, prove
from transit_guardrails.settings import parse_settings

from .packs import Pack

_BY_NAME = {sabotage.name: sabotage for sabotage in SABOTAGES}

Named = set[tuple[str, str]]
"""Rules with the URNs that their findings name."""


def sabotage(name: str) -> Sabotage:
    """The sabotage of that name."""
    return _BY_NAME[name]


def each(*names: str, seldom: Sequence[str] = ()) -> pytest.MarkDecorator:
    """Run a test for each of some sabotages, as ``mistake``; those that are named in ``seldom`` in the slow ring."""
    slow = {name: [pytest.mark.slow_engine] for name in seldom}
    cases = [pytest.param(_BY_NAME[name], id=name, marks=slow.get(name, ())) for name in names]
    return pytest.mark.parametrize("mistake", cases)


def expected(mistake: Sabotage, pack: Pack) -> Named:
    """What the proof finds in the same program under the SDK's test monitor, where nobody has created anything."""
    assert pack.config is not None
    today = date.today()
    settings, problems = parse_settings(json.loads(pack.config.read_text())["prove"], RULE_IDS, today)
    assert problems == ()
    return {(finding.rule, finding.resource) for finding in prove(recorded(mistake), settings, today).findings}
