"""Models, actions and objects of a grant that cannot be what was meant."""

from typing import Any

import pytest
from specs import HAIKU, SONNET_US, Body, assert_refused, changed, company, paths, problems

from bedrock_transit.spec.problems import dotted

PROFILE_ARN = "arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/a1b2c3d4e5f6"


def test_a_model_whose_vendor_has_a_typo_is_refused() -> None:
    body = changed(company(), ["grants", "chat", "models"], ["antropic.claude-3-haiku-20240307-v1:0"])
    given = "antropic.claude-3-haiku-20240307-v1:0"
    assert_refused(body, "grants.chat.models[0]", given, "no model id", "did you mean 'anthropic'?")


def test_an_inference_profile_whose_vendor_has_a_typo_is_refused() -> None:
    body = changed(company(), ["grants", "chat", "models"], ["us.antropic.claude-3-haiku-20240307-v1:0"])
    given = "us.antropic.claude-3-haiku-20240307-v1:0"
    assert_refused(body, "grants.chat.models[0]", given, "no known vendor after 'us.'", "did you mean 'anthropic'?")


@pytest.mark.parametrize("model", ["Anthropic.claude", "anthropic", "anthropic.*", "anthropic.claude 3"])
def test_text_that_has_not_the_form_of_a_model_id_is_refused(model: str) -> None:
    """The first part may be a vendor: then the message does not offer that vendor again."""
    found = problems(changed(company(), ["grants", "chat", "models"], [model]))
    assert paths(found) == ["grants.chat.models[0]"]
    assert (found[0].given, "form" in found[0].reason) == (model, True)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:bedrock:us-east-1:111122223333:agent/ABC",
        "arn:aws:s3:::bucket",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/*",
        "arn:aws:bedrock:*:111122223333:provisioned-model/a1b2c3d4e5f6",
    ],
)
def test_an_arn_that_is_no_callable_model_is_refused(arn: str) -> None:
    assert paths(problems(changed(company(), ["grants", "chat", "models"], [arn]))) == ["grants.chat.models[0]"]


def test_a_custom_model_is_refused_with_what_it_is_called_through() -> None:
    arn = "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0/a1b2c3d4e5f6"
    body = changed(company(), ["grants", "chat", "models"], [arn])
    body["custom_models"] = {arn: {"segment": "prod"}}
    assert_refused(body, "grants.chat.models[0]", arn, "custom-model", "provisioned throughput or of its deployment")


def test_a_provisioned_model_of_another_region_is_refused() -> None:
    """It answers at the endpoints of its own Region only."""
    arn = "arn:aws:bedrock:us-west-2:111122223333:provisioned-model/a1b2c3d4e5f6"
    body = changed(company(), ["grants", "chat", "models"], [arn])
    body["custom_models"] = {arn: {"segment": "prod"}}
    assert_refused(body, "grants.chat.models[0]", arn, "us-west-2, where no consumer", "us-east-1")


def test_an_inference_profile_whose_regions_are_not_stated_is_refused() -> None:
    body = changed(company(), ["grants", "chat", "models"], [SONNET_US])
    remedy = f"state inference_profiles.{SONNET_US}"
    assert_refused(body, "grants.chat.models[0]", SONNET_US, "Regions are not stated", remedy)


def test_stated_regions_of_what_is_no_inference_profile_are_refused() -> None:
    body = changed(company(), ["inference_profiles"], {HAIKU: {"regions": ["us-east-1"]}})
    assert_refused(body, f"inference_profiles.{HAIKU}", HAIKU, "no inference profile", "geography first")


def test_an_inference_profile_that_routes_to_an_unknown_region_is_refused() -> None:
    body = changed(company(), ["inference_profiles"], {SONNET_US: {"regions": ["us-east-1", "us-moon-1"]}})
    where = f"inference_profiles.{SONNET_US}.regions[1]"
    assert_refused(body, where, "us-moon-1", "not a known AWS Region", "use one of")


def test_an_applications_inference_profile_is_refused_without_its_model() -> None:
    """A cross-Region profile's id tells the model, an ARN does not."""
    body = changed(company(), ["inference_profiles"], {PROFILE_ARN: {"regions": ["us-east-1"]}})
    where = f"inference_profiles.{PROFILE_ARN}.model"
    assert_refused(body, where, "", "not stated", "foundation model's id")


@pytest.mark.parametrize("model", ["antropic.claude-3-haiku-20240307-v1:0", SONNET_US])
def test_an_applications_inference_profile_of_no_known_model_is_refused_at_the_model(model: str) -> None:
    body = changed(company(), ["inference_profiles"], {PROFILE_ARN: {"regions": ["us-east-1"], "model": model}})
    found = problems(body)
    assert [(dotted(p.path), p.given) for p in found] == [(f"inference_profiles.{PROFILE_ARN}.model", model)]


def test_an_unknown_action_is_refused() -> None:
    body = changed(company(), ["grants", "chat", "actions"], ["bedrock:InvokeModle"])
    given = "bedrock:InvokeModle"
    assert_refused(body, "grants.chat.actions[0]", given, "not a known action", "mean 'bedrock:InvokeModel'?")


def test_an_action_of_objects_is_refused_without_an_object() -> None:
    body = changed(company(), ["grants", "chat", "actions"], ["bedrock:ApplyGuardrail"])
    given = "bedrock:ApplyGuardrail"
    assert_refused(body, "grants.chat.actions[0]", given, "bounded by objects", "state objects: ARNs of guardrail")


def test_an_action_of_models_is_refused_without_a_model() -> None:
    body = changed(company(), ["grants", "chat"], {**company()["grants"]["chat"], "models": []})
    body["grants"]["chat"]["actions"] = ["bedrock:InvokeModel"]
    assert_refused(body, "grants.chat.actions[0]", "bedrock:InvokeModel", "bounded by models", "state models")


def test_models_on_a_service_where_no_action_takes_them_are_refused() -> None:
    """They would grant nothing: what the control service does to models is granted by name."""
    body = changed(company(), ["grants", "chat", "service"], "bedrock")
    assert paths(problems(body)) == ["grants.chat.models[0]", "grants.chat.models[1]"]


def test_an_object_that_no_granted_action_takes_is_refused() -> None:
    arn = "arn:aws:bedrock:us-east-1:111122223333:agent-alias/A/B"
    body = changed(company(), ["grants", "chat", "objects"], [arn])
    assert_refused(body, "grants.chat.objects[0]", arn, "agent-alias, which no granted action takes", "remove it")


@pytest.mark.parametrize("arn", ["guardrail/ABC", "arn:aws:bedrock:us-east-1:1:guardrail/A", "arn:aws:s3:::b*"])
def test_text_that_is_no_arn_of_an_object_is_refused(arn: str) -> None:
    body = changed(company(), ["grants", "chat", "objects"], [arn])
    assert_refused(body, "grants.chat.objects[0]", arn, "no ARN of an object", "whole ARN")


def agent(**grant: Any) -> Body:
    """The company, with ``chat`` granted an agent."""
    body = changed(company(), ["regions", "us-east-1", "hub", "services"], ["bedrock-runtime", "bedrock-agent-runtime"])
    arn = "arn:aws:bedrock:us-east-1:111122223333:agent-alias/A/B"
    body["grants"]["chat"] = {
        "consumers": ["vpc-a/chat"],
        "service": "bedrock-agent-runtime",
        "objects": [arn],
        **grant,
    }
    return body


def test_an_object_behind_which_a_model_answers_is_refused_without_the_models_that_it_uses() -> None:
    """No policy can hold an agent to a model, so the model is at least on record."""
    where = "grants.chat.uses"
    assert_refused(
        agent(), where, "", "a model may answer bedrock:InvokeAgent", "the models that the granted objects use"
    )


def test_an_object_is_accepted_with_the_models_that_it_uses() -> None:
    assert problems(agent(uses=[HAIKU])) == []


def test_a_typo_in_the_models_that_an_object_uses_is_refused() -> None:
    found = agent(uses=["antropic.claude-3-haiku-20240307-v1:0"])
    given = "antropic.claude-3-haiku-20240307-v1:0"
    assert_refused(found, "grants.chat.uses[0]", given, "no model id", "did you mean 'anthropic'?")


def test_models_used_by_no_object_are_refused() -> None:
    body = changed(company(), ["grants", "chat", "uses"], [HAIKU])
    assert_refused(body, "grants.chat.uses", "", "no granted action reaches a model through an object", "remove it")
