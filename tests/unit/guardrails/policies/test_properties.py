"""Laws that hold for every policy: what a Deny does, and what order does not."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st
from unit.guardrails.policies.documents import policy

from transit_guardrails.policies.document import PolicyError, parse
from transit_guardrails.policies.evaluate import decide
from transit_guardrails.policies.implied import allows_beyond
from transit_guardrails.policies.request import ABSENT, UNKNOWN, Principal, Request

ACTIONS = ("s3:Get", "s3:Put", "kms:Get", "s3:*", "*:Get", "*")
RESOURCES = ("arn:aws:s3:::a", "arn:aws:s3:::ab", "arn:aws:s3:::a*", "arn:aws:s3:::?b", "*")


def some(values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


CONDITIONS = st.one_of(
    st.builds(lambda op, v: {op: {"aws:K": v}}, st.sampled_from(("StringEquals", "StringNotEquals")), some(("a", "b"))),
    st.builds(lambda v: {"StringLikeIfExists": {"aws:K": v}}, some(("a*", "?"))),
    st.builds(
        lambda op, v: {op: {"aws:VpcSourceIp": v}},
        st.sampled_from(("IpAddress", "NotIpAddress")),
        some(("10.0.0.0/9", "10.0.0.0/8", "bad")),
    ),
    st.just({"Sounds": {"aws:K": "a"}}),
    st.just({}),
)
STATEMENTS = st.builds(
    lambda effect, action, resource, condition: {
        "Effect": effect,
        "Principal": "*",
        "Action": action,
        "Resource": resource,
        "Condition": condition,
    },
    st.sampled_from(("Allow", "Allow", "Deny")),
    some(ACTIONS),
    some(RESOURCES),
    CONDITIONS,
)
POLICIES = st.lists(STATEMENTS, min_size=1, max_size=4)
REQUESTS = st.builds(
    lambda action, resource, value, address: Request(
        action, resource, Principal("222233334444"), {"aws:K": value, "aws:VpcSourceIp": (address,)}
    ),
    st.sampled_from(("s3:Get", "s3:Put", "kms:Get", "kms:Put")),
    st.sampled_from(("arn:aws:s3:::a", "arn:aws:s3:::ab", "arn:aws:s3:::b")),
    st.sampled_from((("a",), ("ab",), ABSENT, UNKNOWN)),
    st.sampled_from(("10.1.0.0", "10.200.0.0", "11.0.0.0")),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(("*", "Allow")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("Statement", "Effect", "Principal", "Action", "Resource", "Condition", "AWS", "Version")),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.text() | JSON.map(json.dumps) | JSON.map(lambda one: json.dumps({"Statement": one})))
def test_reading_raises_nothing_but_a_policy_error(text: str) -> None:
    with suppress(PolicyError):
        parse(text)


@given(POLICIES, REQUESTS)
def test_a_deny_that_matches_wins_wherever_it_stands(statements: list[dict[str, object]], request: Request) -> None:
    refusal = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}
    for place in range(len(statements) + 1):
        assert decide(policy(*statements[:place], refusal, *statements[place:]), request).outcome == "denied"


@given(POLICIES, REQUESTS, st.randoms(use_true_random=False))
def test_order_decides_nothing(statements: list[dict[str, object]], request: Request, random: object) -> None:
    shuffled = json.loads(json.dumps(statements))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for one in shuffled:
        random.shuffle(one["Action"])  # type: ignore[attr-defined]
        random.shuffle(one["Resource"])  # type: ignore[attr-defined]
        for keys in one["Condition"].values():
            for values in keys.values():
                if isinstance(values, list):
                    random.shuffle(values)  # type: ignore[attr-defined]
    assert decide(policy(*shuffled), request).outcome == decide(policy(*statements), request).outcome


@given(POLICIES, STATEMENTS, REQUESTS)
def test_one_more_deny_never_allows_more(
    statements: list[dict[str, object]], one: dict[str, object], request: Request
) -> None:
    more = decide(policy(*statements, {**one, "Effect": "Deny"}), request).outcome
    less = decide(policy(*statements), request).outcome
    assert more != "allowed" or less == "allowed"
    assert more != "undecided" or less in ("allowed", "undecided")


@given(POLICIES, POLICIES, REQUESTS)
def test_an_empty_answer_holds_for_requests_that_are_no_representatives(
    statements: list[dict[str, object]], others: list[dict[str, object]], request: Request
) -> None:
    known = Request(request.action, request.resource, request.principal, {**request.context, "aws:SourceIp": ABSENT})
    if request.context["aws:K"] != UNKNOWN and not allows_beyond(policy(*statements), policy(*others)):
        allowed = decide(policy(*statements), known).outcome in ("allowed", "undecided")
        assert not allowed or decide(policy(*others), known).outcome == "allowed"
