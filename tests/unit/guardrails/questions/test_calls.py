"""What endpoint policies let through beside the grants, and what of the grants they stop."""

from __future__ import annotations

from typing import Any

import pytest
from unit.guardrails.networks import INVOKE, MODEL, STREAM, cut, policy_of
from unit.guardrails.questions.granted import (
    ACCOUNT,
    BARE,
    BLOCK,
    EXACT,
    NOTHING,
    PLACE,
    RUNTIME,
    consumer,
    found,
    granted,
    kinds,
    several,
)

from transit_guardrails.model.ranges import prefix
from transit_guardrails.policies.request import Principal, Request
from transit_guardrails.questions.calls import Difference, call_text, differences
from transit_guardrails.questions.consumers import Consumer


def test_a_policy_that_says_what_the_grant_says_differs_in_nothing() -> None:
    assert found(EXACT, granted(MODEL)) == []
    assert found(policy_of(ACCOUNT, BLOCK, BARE), granted(MODEL, actions=(INVOKE, STREAM))) == []


@pytest.mark.parametrize(
    "policy",
    [
        policy_of("222222222222", BLOCK, BARE, actions=[INVOKE]),
        policy_of(ACCOUNT, "10.1.2.0/24", BARE, actions=[INVOKE]),
        policy_of(ACCOUNT, BLOCK, BARE + "x", actions=[INVOKE]),
        policy_of(ACCOUNT, BLOCK, BARE, actions=[STREAM]),
    ],
    ids=["account", "block", "model", "action"],
)
def test_a_policy_that_says_something_else_goes_beyond_and_misses(policy: str) -> None:
    assert kinds(policy, granted(MODEL)) == ["beyond", "missing"]


@pytest.mark.parametrize(
    "policy",
    [
        policy_of(ACCOUNT, "10.1.0.0/16", BARE, actions=[INVOKE]),
        policy_of(ACCOUNT, BLOCK, BARE, BARE + "x", actions=[INVOKE]),
        policy_of(ACCOUNT, BLOCK, BARE, actions=[INVOKE, "bedrock:CountTokens"]),
        policy_of(ACCOUNT, BLOCK, BARE, actions=[INVOKE], Condition={"IpAddress": {"aws:VpcSourceIp": BLOCK}}),
        None,
    ],
    ids=["block", "model", "action", "account", "default"],
)
def test_a_wider_policy_goes_beyond_alone(policy: str | None) -> None:
    assert kinds(policy, granted(MODEL)) == ["beyond"]


@pytest.mark.parametrize(
    "policy",
    [
        policy_of(ACCOUNT, "10.1.1.0/25", BARE, actions=[INVOKE]),
        NOTHING,
        policy_of(ACCOUNT, BLOCK, BARE, actions=[INVOKE], Effect="Deny"),
    ],
)
def test_a_narrower_policy_misses_and_says_which_calls_of_which_grant(policy: str) -> None:
    assert found(policy, granted(MODEL)) == [("missing", (f"{INVOKE} on {BARE}",), "key")]


def test_a_call_beyond_is_shown_with_who_from_where() -> None:
    ((kind, calls, grant),) = found(policy_of(ACCOUNT, "10.1.1.0/24", BARE, actions=[INVOKE]))
    assert (kind, calls, grant) == ("beyond", (f"{INVOKE} on {BARE} by {ACCOUNT} from 10.1.1.0",), "")


def test_at_most_three_calls_are_shown() -> None:
    actions = [INVOKE, STREAM, "bedrock:CountTokens", "bedrock:DetectGeneratedContent"]
    ((_, calls, _),) = found(several(*(policy_of(ACCOUNT, BLOCK, BARE, actions=[action]) for action in actions)))
    assert len(calls) == 3


def test_every_action_that_misses_is_told_with_the_grant_once() -> None:
    policy = policy_of(ACCOUNT, "10.1.9.0/24", BARE, actions=[INVOKE, STREAM])
    missing = [d for d in found(policy, granted(MODEL, "m2", actions=(INVOKE, STREAM))) if d[0] == "missing"]
    other = BARE.replace(MODEL, "m2")
    assert missing == [("missing", tuple(f"{a} on {r}" for a in (INVOKE, STREAM) for r in (BARE, other)), "key")]


def test_what_cannot_be_read_is_undecided_and_says_why() -> None:
    ((kind, calls, grant),) = found("no document", granted(MODEL))
    assert (kind, grant) == ("undecided", "")
    assert len(calls) == 1


def test_a_grant_to_nobody_who_exists_means_no_call_and_misses_none() -> None:
    nobody = granted(MODEL, consumers=(Consumer("a/b", (prefix(BLOCK),), (), (), ()),))
    assert found(EXACT, nobody)[0][0] == "beyond"
    assert kinds(NOTHING, nobody) == []


def test_several_consumers_share_a_grant_with_all_their_blocks_and_accounts() -> None:
    both = (consumer(), consumer("lab/x", "10.2.0.0/24", "222222222222"))
    each = granted(MODEL, consumers=both)
    assert (each.blocks, each.accounts) == ([BLOCK, "10.2.0.0/24"], [ACCOUNT, "222222222222"])
    condition = {
        "StringEquals": {"aws:PrincipalAccount": each.accounts},
        "IpAddress": {"aws:VpcSourceIp": each.blocks},
    }
    assert found(policy_of("", "", BARE, actions=[INVOKE], Condition=condition), each) == []
    assert kinds(EXACT, each) == ["missing"]


def test_the_organization_that_the_policy_names_is_taken_for_the_callers() -> None:
    condition = {
        "StringEquals": {"aws:PrincipalAccount": ACCOUNT, "aws:PrincipalOrgID": "o-1"},
        "IpAddress": {"aws:VpcSourceIp": BLOCK},
    }
    assert found(policy_of("", "", BARE, actions=[INVOKE], Condition=condition), granted(MODEL)) == []
    denied = several(EXACT, policy_of("", "", "*", actions=["bedrock:*"], Effect="Deny", Condition=condition))
    assert kinds(denied, granted(MODEL)) == ["missing"]


def test_an_organization_whose_strangers_are_denied_is_the_callers_one_that_is_denied_itself_is_not() -> None:
    for operator, wanted in (("StringNotEquals", []), ("StringEquals", ["missing"])):
        condition = {operator: {"aws:PrincipalOrgID": "o-1"}}
        denied = policy_of("", "", "*", actions=["bedrock:*"], Effect="Deny", Condition=condition)
        assert kinds(several(EXACT, denied), granted(MODEL)) == wanted


def test_a_policy_may_speak_of_addresses_that_nobody_has() -> None:
    for block, spare, wanted in (
        ("10.1.0.0/16", cut("10.1.2.0/24"), ["beyond"]),
        ("10.1.0.0/23", cut("10.1.0.0/24"), []),
        ("10.1.0.0/23", cut(), ["beyond"]),
        ("10.1.9.0/24", cut("10.1.9.0/24"), ["missing"]),
    ):
        policy = policy_of(ACCOUNT, block, BARE, actions=[INVOKE])
        assert [d.kind for d in differences(policy, RUNTIME, PLACE, [granted(MODEL)], spare)] == wanted


# Text --------------------------------------------------------------------------------------------------------------------


def request(principal: Principal, **context: Any) -> Request:
    return Request("a:B", "arn", principal, context)


def test_a_call_is_told_by_whoever_makes_it_from_wherever() -> None:
    assert call_text(request(Principal(account=ACCOUNT))) == f"a:B on arn by {ACCOUNT} from any address"
    by_service = request(Principal("", service="x.amazonaws.com"), **{"aws:VpcSourceIp": ("10.0.0.1",)})
    assert call_text(by_service) == "a:B on arn by x.amazonaws.com from 10.0.0.1"
    assert call_text(request(Principal(""), **{"aws:VpcSourceIp": ()})) == "a:B on arn by anybody from any address"


def test_a_difference_belongs_to_no_grant_unless_it_says_so() -> None:
    assert Difference("beyond", ("x",)).grant == ""
