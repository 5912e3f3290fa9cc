"""The policies: one proof for both, and nothing that breaks ends as advice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from pulumi_policy import (
    PolicyCustomTimeouts,
    PolicyResource,
    PolicyResourceOptions,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError, unknown_checking_proxy

from transit_guardrails.adapter import Rules, policies
from transit_guardrails.adapter.guard import Guard
from transit_guardrails.adapter.session import Session
from transit_guardrails.readers.resource import Resource
from transit_guardrails.rules.finding import Finding
from transit_guardrails.settings import Settings

A, B = "urn:pulumi:dev::p::t::a", "urn:pulumi:dev::p::t::b"
TODAY = date(2026, 3, 1)
FINDINGS = (Finding("r1", A, "must"), Finding("r2", B, "should", mandatory=False))


@dataclass
class Fake:
    """Stands for the pure part. Counts proofs; raises where it is told to."""

    findings: Sequence[Any] = FINDINGS
    raises: BaseException | None = None
    seen: list[tuple[str, ...]] = field(default_factory=list)

    def prove(self, resources: Sequence[Resource], settings: Settings, today: date) -> "Fake":
        assert (settings, today) == (Settings(), TODAY)
        self.seen.append(tuple(one.urn for one in resources))
        if self.raises:
            raise self.raises
        return self

    def check_resource(self, resource: Resource, settings: Settings, today: date) -> Sequence[Finding]:
        assert today
        assert settings == Settings()
        if self.raises:
            raise self.raises
        return [Finding("r0", resource.urn, f"{resource.name} alone")]


def session(fake: Fake) -> Session:
    rules = Rules(fake.prove, fake.check_resource, frozenset({"r0", "r1", "r2"}), "{rule}")
    return Session(rules, Guard(rules.ids, lambda: TODAY), lambda: TODAY)


def options() -> PolicyResourceOptions:
    return PolicyResourceOptions(False, [], None, [], PolicyCustomTimeouts(0, 0, 0), [], None)


def stack(*urns: str, props: Callable[[str], dict[str, Any]] = lambda _: {}) -> list[PolicyResource]:
    """A stack as the SDK converts it anew for each policy."""
    return [
        PolicyResource("t", unknown_checking_proxy(props(urn)), urn, urn[-1], options(), None, None, [], {})
        for urn in urns
    ]


def arguments(props: dict[str, Any]) -> ResourceValidationArgs:
    return ResourceValidationArgs("t", unknown_checking_proxy(props), A, "a", options(), None, None, None)


def test_the_policies_are_three_in_a_fixed_order_with_fixed_levels() -> None:
    made = policies(session(Fake()))
    assert [(one.name, type(one), one.enforcement_level.value if one.enforcement_level else None) for one in made] == [
        ("collect", ResourceValidationPolicy, "mandatory"),
        ("advise", StackValidationPolicy, "advisory"),
        ("prove", StackValidationPolicy, "mandatory"),
    ]


def test_one_proof_serves_both_policies_and_each_tells_its_own() -> None:
    fake = Fake()
    one = session(fake)
    assert [told.message for told in one.advise(stack(B, A))] == ["should\n  rule: r2 (r2)"]
    assert [told.message for told in one.prove(stack(A, B))] == ["must\n  rule: r1 (r1)"]
    assert fake.seen == [(A, B)]


def test_another_stack_or_other_inputs_are_proven_anew() -> None:
    fake = Fake()
    one = session(fake)
    one.prove(stack(A))
    one.prove(stack(A, B))
    one.collect(arguments({"x": 1.0}))
    one.prove(stack(A, B))
    one.collect(arguments({"x": 2.0}))
    one.prove(stack(A, B))
    one.prove(stack(A, B))
    assert fake.seen == [(A,), (A, B), (A, B), (A, B)]


def test_what_a_resource_says_by_itself_is_told_at_once() -> None:
    assert [(told.message, told.urn) for told in session(Fake()).collect(arguments({}))] == [
        ("a alone\n  rule: r0 (r0)", A)
    ]


@pytest.mark.parametrize(
    "error",
    [UnknownValueError(UNKNOWN_STRING_VALUE, ["x"]), TypeError("no"), RecursionError(), AssertionError("odd")],
    ids=lambda error: type(error).__name__,
)
def test_whatever_the_proof_raises_is_one_violation_of_prove_and_none_of_advise(error: Exception) -> None:
    one = session(Fake(raises=error))
    assert one.advise(stack(A)) == ()
    (told,) = one.prove(stack(A))
    assert type(error).__name__ in told.message
    assert told.urn is None


def test_whatever_a_check_raises_is_one_violation_with_the_resource() -> None:
    (told,) = session(Fake(raises=KeyError("x"))).collect(arguments({}))
    assert (told.urn, "KeyError" in told.message) == (A, True)


def test_advice_that_cannot_be_told_is_a_violation_of_prove() -> None:
    broken: Any = Finding("r2", B, "should", witness=7, mandatory=False)  # type: ignore[arg-type]
    one = session(Fake(findings=[broken]))
    assert one.advise(stack(A)) == ()
    (told,) = one.prove(stack(A))
    assert "TypeError" in told.message


def test_a_resource_that_cannot_be_read_stops_the_proof_and_is_named() -> None:
    fake = Fake()
    one = session(fake)
    broken = stack(A, B, props=lambda urn: {"x": object()} if urn == B else {})
    assert one.advise(broken) == ()
    (told,) = one.prove(broken)
    assert (told.urn, "a value of type object" in told.message) == (B, True)
    assert fake.seen == []


def test_after_a_mistake_the_next_stack_is_proven_again() -> None:
    fake = Fake(raises=ValueError("once"))
    one = session(fake)
    one.prove(stack(A))
    fake.raises = None
    assert [told.message for told in one.prove(stack(A))] == ["must\n  rule: r1 (r1)"]


def test_inputs_that_cannot_be_read_leave_no_older_ones_behind() -> None:
    one = session(Fake())
    one.collect(arguments({"x": 1.0}))
    (told,) = one.collect(arguments({"x": object()}))
    assert "a value of type object" in told.message
    assert [resource.inputs for resource in one._collector.join(stack(A))] == [None]
