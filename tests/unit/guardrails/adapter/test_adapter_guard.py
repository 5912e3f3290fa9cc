"""No configuration lowers what must hold, and each try is told."""

from datetime import date
from typing import Any

import pytest
from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2

from transit_guardrails.adapter.guard import Guard
from transit_guardrails.settings import Settings

RULES = frozenset({"ipv4-only"})
LEVELS = ["advisory", "disabled", "remediate"]
LOWERED = "cannot be lowered; the policy ran as mandatory all the same"


def request(**policies: dict[str, Any]) -> Any:
    """A request as the engine makes it: a level for each policy, properties for some."""
    made = analyzer_pb2.ConfigureAnalyzerRequest()
    for name, given in policies.items():
        settings = dict(given)
        level = settings.pop("enforcementLevel", "mandatory")
        made.policyConfig[name].enforcementLevel = analyzer_pb2.EnforcementLevel.Value(level.upper())
        json_format.ParseDict(settings, made.policyConfig[name].properties)
    return made


def heeded(made: Any) -> tuple[Guard, dict[str, str], list[str]]:
    """The guard, the levels that the SDK gets to hear, and the first lines of what is told."""
    guard = Guard(RULES, lambda: date(2026, 3, 1))
    harmless = guard.heed(made)
    levels = {
        name: analyzer_pb2.EnforcementLevel.Name(one.enforcementLevel).lower()
        for name, one in harmless.policyConfig.items()
    }
    said = [
        problem.message.splitlines()[0].removeprefix("configuration of the policy pack: ") for problem in guard.now()[1]
    ]
    return guard, levels, said


def test_before_any_configuration_the_strict_defaults_hold() -> None:
    assert Guard(RULES, date.today).now() == (Settings(), ())


def test_a_sound_configuration_is_heard_and_says_nothing() -> None:
    guard, levels, said = heeded(request(collect={}, advise={"enforcementLevel": "advisory"}, prove={"headroom": 0.5}))
    assert said == []
    assert guard.now()[0] == Settings(headroom=0.5)
    assert levels == {"collect": "mandatory", "advise": "advisory", "prove": "mandatory"}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", ["collect", "prove"])
def test_a_lowered_policy_stays_mandatory_and_the_try_is_told(name: str, level: str) -> None:
    _, levels, said = heeded(request(**{name: {"enforcementLevel": level}}))
    assert levels == {"collect": "mandatory", "prove": "mandatory"}
    assert said == [f"{name}.enforcementLevel (given: {level}): {LOWERED}"]


@pytest.mark.parametrize("level", LEVELS)
def test_all_lowers_both_and_is_told_for_both(level: str) -> None:
    _, levels, said = heeded(request(all={"enforcementLevel": level}))
    assert levels == {"collect": "mandatory", "prove": "mandatory"}
    assert said == [f"{name}.enforcementLevel (given: {level}): {LOWERED}" for name in ("collect", "prove")]


def test_all_is_no_try_where_both_are_stated_as_mandatory() -> None:
    _, _, said = heeded(request(all={"enforcementLevel": "advisory"}, collect={}, prove={}))
    assert said == []


@pytest.mark.parametrize("level", ["advisory", "mandatory", "disabled"])
def test_what_only_advises_may_have_any_level(level: str) -> None:
    _, levels, said = heeded(request(advise={"enforcementLevel": level}))
    assert (levels["advise"], said) == (level, [])


def test_an_unknown_policy_is_told_and_not_passed_on() -> None:
    guard, levels, said = heeded(request(proof={"headroom": 0.9}))
    assert said == ["proof: is not a policy of this pack"]
    assert "did you mean 'prove'?" in guard.now()[1][0].message
    assert set(levels) == {"collect", "prove"}


def test_settings_under_another_policy_are_told() -> None:
    _, _, said = heeded(request(collect={"headroom": 0.9}, all={"waivers": []}))
    assert said == ["all.waivers: has no effect here", "collect.headroom: has no effect here"]


def test_a_later_configuration_replaces_an_earlier_one() -> None:
    guard, _, said = heeded(request(prove={"headrom": 0.9}))
    assert said == ["prove.headrom: is not a known key"]
    guard.heed(request(prove={"headroom": 0.9}))
    assert guard.now() == (Settings(headroom=0.9), ())


def test_a_request_that_cannot_be_read_leaves_strict_settings_and_a_mistake() -> None:
    made = request(prove={"headroom": 0.9})
    made.policyConfig["collect"].enforcementLevel = 42
    guard, levels, said = heeded(made)
    assert guard.now()[0] == Settings()
    assert said == ["the pack broke while reading its configuration, so nothing is proven"]
    assert levels == {"collect": "mandatory", "prove": "mandatory"}
