"""No call beyond the grants: what a policy allows that another policy, or a function, says no to."""

from __future__ import annotations

import pytest
from unit.guardrails.policies.documents import MODEL, PROFILE, deny, policy, statement

from transit_guardrails.policies.evaluate import FULL_ACCESS, decide
from transit_guardrails.policies.implied import CannotDecideError, allows_beyond
from transit_guardrails.policies.records import Policy
from transit_guardrails.policies.representatives import representatives
from transit_guardrails.policies.request import ABSENT, Request

GRANT = policy(statement())


def wider(**condition: object) -> Policy:
    """The grant with one condition's values replaced."""
    base = statement()["Condition"]
    assert isinstance(base, dict)
    return policy(statement(Condition={**base, **condition}))


def test_a_policy_allows_nothing_beyond_itself() -> None:
    assert allows_beyond(GRANT, GRANT) == []


def test_a_policy_that_denies_everything_allows_nothing_at_all() -> None:
    assert allows_beyond(policy(deny()), Policy(())) == []


def test_one_more_prefix_is_found_with_an_address_of_it() -> None:
    (found,) = allows_beyond(wider(IpAddress={"aws:VpcSourceIp": ["10.65.0.0/24", "10.65.16.0/23"]}), GRANT)
    assert found.context["aws:vpcsourceip"] == ("10.65.17.0",)
    assert (found.action, found.resource, found.principal.account) == ("bedrock:InvokeModel", MODEL, "222233334444")


def test_one_more_account_and_a_missing_profile_are_found() -> None:
    equals = {"aws:PrincipalOrgID": "o-a1b2c3d4e5", "bedrock:InferenceProfileArn": PROFILE}
    accounts = wider(StringEquals={**equals, "aws:PrincipalAccount": ["222233334444", "555566667777"]})
    assert {one.principal.account for one in allows_beyond(accounts, GRANT)} == {"555566667777"}
    direct = wider(StringEquals={"aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:PrincipalAccount": "222233334444"})
    assert {one.context["bedrock:inferenceprofilearn"] for one in allows_beyond(direct, GRANT)} == {("unlisted",)}


def test_every_witness_is_a_request_that_the_two_policies_decide_apart() -> None:
    for one in allows_beyond(FULL_ACCESS, GRANT):
        assert decide(FULL_ACCESS, one).outcome == "allowed"
        assert decide(GRANT, one).outcome == "not-allowed"


def test_a_deny_takes_away_what_would_be_beyond() -> None:
    rest = deny(Action=None, NotAction="bedrock:InvokeModel")
    wide = policy(statement(Action="bedrock:*"), rest)
    assert allows_beyond(wide, policy(statement(Action="bedrock:InvokeModel"))) == []


def test_what_is_undecided_counts_as_allowed() -> None:
    doubtful = policy(statement(Condition={"Sounds": {"aws:X": "x"}}))
    found = allows_beyond(doubtful, Policy(()))
    assert {decide(doubtful, one).outcome for one in found} == {"undecided"}


def test_an_undecided_deny_does_not_take_away_what_would_be_beyond() -> None:
    assert allows_beyond(policy(statement(), deny(Condition={"Sounds": {"aws:X": "x"}})), Policy(())) != []


def test_an_undecided_deny_of_the_other_policy_leaves_nothing_surely_granted() -> None:
    assert allows_beyond(GRANT, policy(statement(), deny(Condition={"Sounds": {"aws:X": "x"}}))) != []


def test_what_depends_on_a_variable_is_beyond() -> None:
    bucket = statement(Action="s3:GetObject", Resource="arn:aws:s3:::b-${aws:PrincipalAccount}", Condition=None)
    assert allows_beyond(policy(bucket), Policy(())) != []
    assert allows_beyond(policy(bucket), policy(bucket)) != []


@pytest.mark.parametrize(
    "condition",
    [
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalAccount}:role/app-*"}},
        {"StringEquals": {"aws:PrincipalTag/team": "${aws:PrincipalTag/group}"}},
    ],
)
def test_a_variable_is_never_taken_for_the_value_of_a_representative(condition: dict[str, object]) -> None:
    assert allows_beyond(policy(statement(Condition=condition)), Policy(())) != []


def test_a_role_that_a_policy_calls_unlisted_is_not_taken_for_one_that_none_names() -> None:
    named = {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::222233334444:role/unlisted"}}
    found = allows_beyond(policy(statement(Condition=None), deny(Condition=named)), Policy(()))
    assert {one.principal.arn for one in found if one.principal.account == "222233334444"} == {
        "arn:aws:iam::222233334444:role/unlisted1"
    }


def test_a_fixed_key_takes_no_other_value() -> None:
    absent = policy(statement(Condition={"Null": {"aws:X": "true"}}))
    assert allows_beyond(absent, GRANT, fixed={"aws:X": ("x",)}) == []
    assert allows_beyond(absent, GRANT, fixed={"aws:X": ABSENT}) != []


def test_a_function_may_say_what_is_allowed() -> None:
    def stream_only(request: Request) -> bool:
        return request.action == "bedrock:InvokeModelWithResponseStream"

    assert {one.action for one in allows_beyond(GRANT, stream_only)} == {"bedrock:InvokeModel"}
    assert allows_beyond(GRANT, lambda request: decide(GRANT, request).outcome == "allowed") == []


def test_a_function_is_asked_for_what_the_caller_tells_apart() -> None:
    wide = policy(statement(Action="bedrock:*"))
    found = representatives([wide], more_actions=["bedrock:ApplyGuardrail"])
    asked: list[str] = []
    allows_beyond(wide, lambda request: not asked.append(request.action), found=found)
    assert "bedrock:ApplyGuardrail" in asked


def test_the_number_of_witnesses_is_limited_and_their_order_fixed() -> None:
    found = allows_beyond(FULL_ACCESS, lambda _: False, limit=1)
    assert found == allows_beyond(FULL_ACCESS, lambda _: False, limit=1)
    assert len(found) == 1


def test_gaps_are_an_error_and_never_an_empty_answer() -> None:
    mixed = policy(deny(Condition={"Bool": {"k": "true"}, "StringEquals": {"k": "x"}}))
    with pytest.raises(CannotDecideError, match="different types"):
        allows_beyond(mixed, Policy(()))


def test_too_many_combinations_are_an_error() -> None:
    keys = {f"k{number}": list("abcdefghij") for number in range(6)}
    with pytest.raises(CannotDecideError, match="100,000"):
        allows_beyond(policy(statement(Condition={"StringEquals": keys})), lambda _: True)


def test_wildcards_that_overlap_too_often_are_an_error() -> None:
    models = [f"arn:aws:bedrock:us-east-1::foundation-model/*vendor-{n}*-model*" for n in range(200)]
    wild = policy(statement(Resource=models))
    with pytest.raises(CannotDecideError, match="overlap"):
        allows_beyond(wild, wild)


def test_a_statement_that_can_never_hold_costs_nothing() -> None:
    keys = {f"k{number}": list("abcdefghij") for number in range(6)}
    never = policy(statement(Condition={"StringEquals": keys, "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))
    assert allows_beyond(never, lambda _: False) == []


def test_the_longest_policy_is_compared() -> None:
    models = [f"arn:aws:bedrock:us-east-1::foundation-model/vendor{n}.model-with-a-name-v1:0" for n in range(120)]
    networks = {"aws:VpcSourceIp": [f"10.{n}.0.0/16" for n in range(200)]}
    accounts = {"aws:PrincipalAccount": [str(222233330000 + n) for n in range(250)]}
    long = policy(statement(Resource=models, Condition={"IpAddress": networks, "StringEquals": accounts}))
    assert 15_000 < long.length <= 20_480
    assert allows_beyond(long, long) == []
