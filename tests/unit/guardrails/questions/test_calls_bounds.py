"""How each kind of action and model is bounded: profiles, condition keys, objects, nothing."""

from __future__ import annotations

from unit.guardrails.networks import INVOKE, MODEL, REGION, policy_of
from unit.guardrails.questions.granted import (
    ABROAD,
    ACCOUNT,
    APPLICATION,
    BARE,
    BEHIND,
    BLOCK,
    EXACT,
    GUARDRAIL,
    MANTLE,
    NOTHING,
    PROFILE,
    RUNTIME,
    consumer,
    found,
    granted,
    kinds,
    of,
    several,
    through,
)

from transit_guardrails.questions.calls import Place, differences

# Inference profiles ------------------------------------------------------------------------------------------------------


def test_a_profile_is_called_with_the_models_behind_it_in_this_region_at_least() -> None:
    policy = several(policy_of(ACCOUNT, BLOCK, PROFILE, actions=[INVOKE]), through(PROFILE, BEHIND))
    assert found(policy, granted(f"us.{MODEL}")) == []


def test_the_models_behind_a_profile_may_be_allowed_in_whatever_region_and_no_other_may() -> None:
    allowed = policy_of(ACCOUNT, BLOCK, PROFILE, actions=[INVOKE])
    assert found(several(allowed, through(PROFILE, BEHIND, ABROAD)), granted(f"us.{MODEL}")) == []
    nowhere = f"arn:aws:bedrock:::foundation-model/{MODEL}"
    assert found(several(allowed, through(PROFILE, BEHIND, nowhere)), granted(f"us.{MODEL}")) == []
    assert kinds(several(allowed, through(PROFILE, BEHIND, BEHIND + "x")), granted(f"us.{MODEL}")) == ["beyond"]
    assert kinds(several(allowed, through(PROFILE + "x", BEHIND)), granted(f"us.{MODEL}")) == ["beyond", "missing"]


def test_a_profile_alone_or_its_models_alone_are_not_enough() -> None:
    alone = found(policy_of(ACCOUNT, BLOCK, PROFILE, actions=[INVOKE]), granted(f"us.{MODEL}"))
    assert alone == [("missing", (f"{INVOKE} on {BEHIND}",), "key")]
    alone = found(through(PROFILE, BEHIND), granted(f"us.{MODEL}"))
    assert alone == [("missing", (f"{INVOKE} on {PROFILE}",), "key")]


def test_a_model_is_no_profile_because_its_name_has_a_dot() -> None:
    assert kinds(several(EXACT, through(PROFILE, ABROAD)), granted(MODEL)) == ["beyond"]


def test_a_profile_is_granted_in_each_consumers_account() -> None:
    both = granted(f"us.{MODEL}", consumers=(consumer("payments/api", BLOCK, ACCOUNT, "222222222222"),))
    policy = several(policy_of(ACCOUNT, BLOCK, PROFILE, actions=[INVOKE]), through(PROFILE, BEHIND))
    other = PROFILE.replace(ACCOUNT, "222222222222")
    assert found(policy, both) == [("missing", tuple(f"{INVOKE} on {arn}" for arn in (PROFILE, other, BEHIND)), "key")]


def test_an_application_profile_is_granted_by_its_arn_with_any_model_behind_it() -> None:
    exact = policy_of(ACCOUNT, BLOCK, APPLICATION, actions=[INVOKE])
    assert found(exact, granted(APPLICATION)) == []
    assert found(several(exact, through(APPLICATION, BEHIND, ABROAD)), granted(APPLICATION)) == []
    assert kinds(several(exact, through(APPLICATION + "x", BEHIND)), granted(APPLICATION)) == ["beyond"]
    assert kinds(several(exact, policy_of(ACCOUNT, BLOCK, BARE, actions=[INVOKE])), granted(APPLICATION)) == ["beyond"]


def test_any_other_arn_is_granted_as_it_stands() -> None:
    provisioned = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:provisioned-model/abc"
    exact = policy_of(ACCOUNT, BLOCK, provisioned, actions=[INVOKE])
    assert found(exact, granted(provisioned)) == []
    assert kinds(several(exact, through(provisioned, BEHIND)), granted(provisioned)) == ["beyond"]


# Other bounds ------------------------------------------------------------------------------------------------------------


def test_an_action_bounded_by_a_condition_key_is_granted_by_the_models_name_on_any_resource() -> None:
    action, key = "bedrock-mantle:CreateInference", MANTLE.by_key["bedrock-mantle:CreateInference"]
    each = granted("m1", "m2", actions=(action,))

    def policy(*models: str) -> str:
        condition = {
            "StringEquals": {"aws:PrincipalAccount": ACCOUNT, key: list(models)},
            "IpAddress": {"aws:VpcSourceIp": BLOCK},
        }
        return policy_of("", "", "*", actions=[action], Condition=condition)

    assert found(policy("m1", "m2"), each, service=MANTLE) == []
    assert kinds(policy("m1", "m2", "m3"), each, service=MANTLE) == ["beyond"]
    assert found(policy("m1"), each, service=MANTLE) == [("missing", (f"{action} on *",), "key")]
    assert kinds(policy_of(ACCOUNT, BLOCK, "*", actions=[action]), each, service=MANTLE) == ["beyond"]


def test_an_action_on_objects_is_granted_on_the_objects_alone() -> None:
    action = "bedrock:ApplyGuardrail"
    each = granted(actions=(action,), objects=(GUARDRAIL,))
    assert found(policy_of(ACCOUNT, BLOCK, GUARDRAIL, actions=[action]), each) == []
    assert kinds(policy_of(ACCOUNT, BLOCK, "*", actions=[action]), each) == ["beyond"]
    assert kinds(policy_of(ACCOUNT, BLOCK, GUARDRAIL + "x", actions=[action]), each) == ["beyond", "missing"]


def test_each_object_must_be_usable_by_one_of_the_actions_and_each_action_on_something() -> None:
    objects = (GUARDRAIL, GUARDRAIL + "2")
    each = granted(actions=("bedrock:ApplyGuardrail", "bedrock:GetAsyncInvoke"), objects=objects)
    one = policy_of(ACCOUNT, BLOCK, GUARDRAIL, actions=["bedrock:ApplyGuardrail"])
    other = policy_of(ACCOUNT, BLOCK, GUARDRAIL + "2", actions=["bedrock:GetAsyncInvoke"])
    assert found(several(one, other), each) == []
    assert found(one, each) == [
        ("missing", (f"bedrock:GetAsyncInvoke on {GUARDRAIL}", f"bedrock:ApplyGuardrail on {GUARDRAIL}2"), "key")
    ]


def test_inference_may_run_on_granted_objects_too_but_need_not() -> None:
    each = granted(MODEL, objects=(GUARDRAIL,), actions=(INVOKE, "bedrock:ApplyGuardrail"))
    applied = policy_of(ACCOUNT, BLOCK, GUARDRAIL, actions=["bedrock:ApplyGuardrail"])
    assert found(several(EXACT, applied), each) == []
    inference = policy_of(ACCOUNT, BLOCK, BARE, GUARDRAIL, actions=[INVOKE])
    assert found(several(inference, applied), each) == []


def test_an_action_that_nothing_bounds_is_granted_on_everything() -> None:
    each = granted(actions=("sts:GetCallerIdentity",))
    assert found(policy_of(ACCOUNT, BLOCK, "*", actions=["sts:GetCallerIdentity"]), each, service=of("sts")) == []
    assert kinds(EXACT, each, service=of("sts")) == ["beyond", "missing"]


def test_an_action_of_a_service_without_models_is_held_to_the_objects_that_the_grant_names() -> None:
    bucket, action = "arn:aws:s3:::acme-data", "s3:PutObject"
    each = granted(actions=(action,), objects=(bucket, f"{bucket}/*"))
    assert found(policy_of(ACCOUNT, BLOCK, bucket, f"{bucket}/*", actions=[action]), each, service=of("s3")) == []
    assert kinds(policy_of(ACCOUNT, BLOCK, "*", actions=[action]), each, service=of("s3")) == ["beyond"]


def test_each_action_of_a_service_without_models_works_on_each_object_that_the_grant_names() -> None:
    """To write into the bucket's own ARN and into none of its objects is to write nothing."""
    bucket, actions = "arn:aws:s3:::acme-data", ("s3:ListBucket", "s3:PutObject")
    each = granted(actions=actions, objects=(bucket, f"{bucket}/*"))
    both = policy_of(ACCOUNT, BLOCK, bucket, f"{bucket}/*", actions=actions)
    assert found(both, each, service=of("s3")) == []
    for where, lacks in ((bucket, f"{bucket}/*"), (f"{bucket}/in/*", f"{bucket}/*"), (f"{bucket}/*", bucket)):
        listed = policy_of(ACCOUNT, BLOCK, bucket, f"{bucket}/*", actions=actions[:1])
        policy = several(listed, policy_of(ACCOUNT, BLOCK, where, actions=actions[1:]))
        assert f"s3:PutObject on {lacks}" in found(policy, each, service=of("s3"))[0][1]


def test_buckets_whose_owner_is_known_are_called_in_that_account_alone() -> None:
    """A bucket's ARN has no account: whoever is first has the name."""
    bucket, action = "arn:aws:s3:::acme-data/*", "s3:PutObject"
    each = granted(actions=(action,), objects=(bucket,), owners=("222222222222",))

    def policy(**equals: str | list[str]) -> str:
        condition = {
            "StringEquals": {"aws:PrincipalAccount": ACCOUNT, **equals},
            "IpAddress": {"aws:VpcSourceIp": BLOCK},
        }
        return policy_of("", "", bucket, actions=[action], Condition=condition)

    assert found(policy(**{"aws:ResourceAccount": "222222222222"}), each, service=of("s3")) == []
    assert kinds(policy(), each, service=of("s3")) == ["beyond"]
    assert kinds(policy(**{"aws:ResourceAccount": ["222222222222", "333333333333"]}), each, service=of("s3")) == [
        "beyond"
    ]
    assert kinds(policy(**{"aws:ResourceAccount": "333333333333"}), each, service=of("s3")) == ["beyond", "missing"]
    unknown = granted(actions=(action,), objects=(bucket,))
    assert kinds(policy(**{"aws:ResourceAccount": "222222222222"}), unknown, service=of("s3")) == ["missing"]


def test_an_action_bounded_by_models_that_is_no_inference_must_work_on_one_of_them() -> None:
    each = granted(MODEL, "m2", actions=("bedrock:CountTokens",))
    one = policy_of(ACCOUNT, BLOCK, BARE, actions=["bedrock:CountTokens"])
    assert found(one, each) == []
    assert found(NOTHING, each) == [("missing", (f"bedrock:CountTokens on {BARE}",), "key")]


def test_inference_without_any_model_must_work_on_an_object() -> None:
    each = granted(objects=(GUARDRAIL,))
    assert found(policy_of(ACCOUNT, BLOCK, GUARDRAIL, actions=[INVOKE]), each) == []
    assert found(NOTHING, each) == [("missing", (f"{INVOKE} on {GUARDRAIL}",) * 2, "key")]


def test_the_partition_and_the_region_stand_in_the_arns() -> None:
    place = Place("us-gov-west-1", "aws-us-gov")
    arn = f"arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/{MODEL}"
    assert differences(policy_of(ACCOUNT, BLOCK, arn, actions=[INVOKE]), RUNTIME, place, [granted(MODEL)]) == []
    profile = f"arn:aws-us-gov:bedrock:us-gov-west-1:{ACCOUNT}:inference-profile/us-gov.{MODEL}"
    policy = several(policy_of(ACCOUNT, BLOCK, profile, actions=[INVOKE]), through(profile, arn))
    assert differences(policy, RUNTIME, place, [granted(f"us-gov.{MODEL}")]) == []
