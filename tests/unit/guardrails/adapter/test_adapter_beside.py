"""States of other stacks beside the one that is deployed: part of the one proof, or the reason why nothing is proven."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2
from unit.guardrails.adapter.test_adapter_session import TODAY, A, B, Fake, stack
from unit.states import state

from transit_guardrails.adapter import Rules
from transit_guardrails.adapter.guard import Guard
from transit_guardrails.adapter.session import Session
from transit_guardrails.readers.resource import Resource
from transit_guardrails.rules.finding import Finding
from transit_guardrails.settings import Settings

OTHER = "urn:pulumi:net::p::t::other"


class Beside(Fake):
    """Takes any settings."""

    def prove(self, resources: Sequence[Resource], _settings: Settings, today: date) -> Fake:
        return super().prove(resources, Settings(), today)


@pytest.fixture
def other(tmp_path: Path) -> str:
    """The state of another stack, with one resource."""
    return state(tmp_path / "other.json", [{"urn": OTHER, "type": "t", "custom": False, "inputs": {}, "outputs": {}}])


def configured(fake: Fake, *states: str) -> Session:
    """A session whose configuration names the files."""
    rules = Rules(fake.prove, fake.check_resource, frozenset({"r0", "r1", "r2"}), "{rule}")
    guard = Guard(rules.ids, lambda: TODAY)
    request = analyzer_pb2.ConfigureAnalyzerRequest()
    json_format.ParseDict({"states": list(states)}, request.policyConfig["prove"].properties)
    request.policyConfig["prove"].enforcementLevel = analyzer_pb2.MANDATORY
    guard.heed(request)
    return Session(rules, guard, lambda: TODAY)


def test_the_resources_of_a_state_are_part_of_the_network(other: str) -> None:
    fake = Beside()
    configured(fake, other).prove(stack(B, A))
    assert fake.seen == [(A, B, OTHER)]


def test_a_finding_about_a_resource_of_another_stack_hangs_on_none_of_this_one(other: str) -> None:
    fake = Beside(findings=(Finding("r1", OTHER, "must"), Finding("r1", A, "must too")))
    told = configured(fake, other).prove(stack(A))
    assert [(one.urn, one.message) for one in told] == [
        (None, f"must\n  about: {OTHER}\n  rule: r1 (r1)"),
        (A, "must too\n  rule: r1 (r1)"),
    ]


@pytest.mark.parametrize(
    ("text", "because"),
    [("", "is no state"), ("{}", "is no state"), (None, "cannot be read from"), ("\udc80", "cannot be read from")],
)
def test_a_state_that_cannot_be_read_proves_nothing(tmp_path: Path, text: str | None, because: str) -> None:
    path = tmp_path / "broken.json"
    if text is not None:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    fake = Beside()
    (told,) = configured(fake, str(path)).prove(stack(A))
    assert fake.seen == []
    assert f"prove.states (given: {path}): {because}" in told.message
    assert "pulumi stack export --stack NAME > FILE" in told.message


def test_every_state_that_does_not_help_is_told_at_once(other: str, tmp_path: Path) -> None:
    """By path, as the configuration keeps them."""
    again = tmp_path / "again.json"
    again.write_text(Path(other).read_text())
    fake, missing, broken = Beside(), str(tmp_path / "missing.json"), tmp_path / "broken.json"
    broken.write_text("{}")
    told = configured(fake, missing, other, str(again), str(broken)).prove(stack(A))
    given = [one.message.partition(" (given: ")[2].partition(")")[0] for one in told]
    assert given == [str(broken), missing, other], "again.json is the first that holds the resource"
    assert fake.seen == []


def test_a_state_of_the_stack_itself_proves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"version": 3, "deployment": {"resources": [{"urn": A, "type": "t"}]}}))
    (told,) = configured(Beside(), str(path)).prove(stack(A))
    assert f"holds {A}, which is in the stack that is deployed too" in told.message


def test_one_state_twice_under_two_names_proves_nothing(other: str, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    again.write_text(Path(other).read_text())
    (told,) = configured(Beside(), other, str(again)).prove(stack(A))
    assert f"holds {OTHER}, which is in" in told.message
