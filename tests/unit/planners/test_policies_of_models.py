"""How each kind of model, object and action is bounded in an endpoint policy.

Sources: Service Authorization Reference, Amazon Bedrock; Amazon Bedrock user guide, "Prerequisites for inference profiles".
"""

import json

import pytest
from specs import HAIKU, NOVA, SONNET_GLOBAL, SONNET_US, TITAN, Body, company, paths, planned, problems, two_regions
from unit.planners.evaluator import Request, allows, listed, statements

ACCOUNT, ORGANIZATION, ADDRESS = "444455556666", "o-a1b2c3d4e5", "10.65.0.5"
REGIONS = ["us-east-1", "us-east-2", "us-west-2"]
SONNET = "anthropic.claude-sonnet-4-20250514-v1:0"
PROVISIONED = "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/a1b2c3d4e5f6"
APPLICATION_PROFILE = "arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/a1b2c3d4e5f6"
BEDROCK = "arn:aws:bedrock:us-east-1:444455556666"


def body_with(service: str, profiles: Body | None = None, **grant: list[str]) -> Body:
    """The company, with one grant on the service and no other."""
    body = company()
    body["regions"]["us-east-1"]["hub"]["services"] = [service]
    body["grants"] = {"chat": {"consumers": ["vpc-a/chat"], "service": service, **grant}}
    body["inference_profiles"] = profiles or {}
    body["custom_models"] = {PROVISIONED: {"segment": "prod"}}
    return body


def policy(service: str = "bedrock-runtime", profiles: Body | None = None, **grant: list[str]) -> str:
    """The policy of prod's endpoint for that one grant."""
    (endpoint,) = planned(body_with(service, profiles, **grant)).regions["us-east-1"].endpoint_sets["prod"]["endpoints"]
    return endpoint["policy"]


def call(action: str, resource: str, **context: str) -> Request:
    return Request(action, resource, ACCOUNT, ORGANIZATION, ADDRESS, context)


def invoke(resource: str, **context: str) -> Request:
    return call("bedrock:InvokeModel", resource, **context)


def through(profile: str) -> dict[str, str]:
    return {"bedrock:InferenceProfileArn": profile}


def foundation(model: str, region: str) -> str:
    return f"arn:aws:bedrock:{region}::foundation-model/{model}"


PROFILE = f"{BEDROCK}:inference-profile/{SONNET_US}"


def test_an_inference_profile_is_called_by_its_arn_in_the_consumers_account() -> None:
    found = policy(models=[SONNET_US], profiles={SONNET_US: {"regions": REGIONS}})
    assert allows(found, invoke(PROFILE))
    assert not allows(found, invoke(PROFILE.replace(ACCOUNT, "111122223333")))
    assert not allows(found, invoke(PROFILE.replace("us-east-1", "us-east-2")))
    assert not allows(found, invoke(PROFILE.replace("sonnet", "opus")))


@pytest.mark.parametrize("region", REGIONS)
def test_the_model_behind_a_profile_passes_in_every_region_through_the_profile_only(region: str) -> None:
    found = policy(models=[SONNET_US], profiles={SONNET_US: {"regions": REGIONS}})
    model = foundation(SONNET, region)
    assert allows(found, invoke(model, **through(PROFILE)))
    assert not allows(found, invoke(model))
    assert not allows(found, invoke(model, **through(PROFILE.replace("us.", "global."))))
    assert not allows(found, invoke(model, **through(PROFILE.replace(ACCOUNT, "111122223333"))))


def test_a_profile_opens_no_other_model_and_no_region_that_it_does_not_route_to() -> None:
    found = policy(models=[SONNET_US], profiles={SONNET_US: {"regions": REGIONS}})
    assert not allows(found, invoke(foundation(HAIKU, "us-east-1"), **through(PROFILE)))
    assert not allows(found, invoke(foundation(SONNET, "eu-west-1"), **through(PROFILE)))
    assert not allows(found, invoke(foundation(SONNET, ""), **through(PROFILE)))


def test_a_model_beside_a_profile_needs_no_profile() -> None:
    """The profile's condition binds the models behind it and no other."""
    found = policy(models=[HAIKU, SONNET_US], profiles={SONNET_US: {"regions": REGIONS}})
    assert allows(found, invoke(foundation(HAIKU, "us-east-1")))
    assert not allows(found, invoke(foundation(SONNET, "us-east-1")))


def test_two_profiles_of_one_grant_do_not_open_each_others_models() -> None:
    """A statement that held both profiles and both models would let each pass through the other."""
    other = "eu.anthropic.claude-3-haiku-20240307-v1:0"
    profiles = {SONNET_US: {"regions": REGIONS}, other: {"regions": ["eu-west-1", "eu-central-1"]}}
    found = policy(models=[SONNET_US, other], profiles=profiles)
    second = f"{BEDROCK}:inference-profile/{other}"
    assert allows(found, invoke(foundation(SONNET, "us-west-2"), **through(PROFILE)))
    assert allows(found, invoke(foundation(HAIKU, "eu-west-1"), **through(second)))
    assert not allows(found, invoke(foundation(SONNET, "us-west-2"), **through(second)))
    assert not allows(found, invoke(foundation(HAIKU, "eu-west-1"), **through(PROFILE)))


def test_a_global_profile_opens_the_model_without_a_region_too() -> None:
    """``aws:RequestedRegion`` is unspecified there, and so is the Region of the ARN."""
    profile = f"{BEDROCK}:inference-profile/{SONNET_GLOBAL}"
    found = policy(models=[SONNET_GLOBAL], profiles={SONNET_GLOBAL: {"regions": ["us-east-1"]}})
    assert allows(found, invoke(foundation(SONNET, ""), **through(profile)))
    assert allows(found, invoke(foundation(SONNET, "us-east-1"), **through(profile)))
    assert not allows(found, invoke(foundation(SONNET, "")))


def test_an_applications_own_profile_is_called_by_its_arn_and_opens_its_model() -> None:
    profiles = {APPLICATION_PROFILE: {"regions": ["us-east-1", "us-west-2"], "model": HAIKU}}
    found = policy(models=[APPLICATION_PROFILE], profiles=profiles)
    assert allows(found, invoke(APPLICATION_PROFILE))
    assert allows(found, invoke(foundation(HAIKU, "us-west-2"), **through(APPLICATION_PROFILE)))
    assert not allows(found, invoke(foundation(HAIKU, "us-west-2")))


def test_a_provisioned_model_is_called_by_its_arn() -> None:
    found = policy(models=[PROVISIONED])
    assert allows(found, invoke(PROVISIONED))
    assert not allows(found, invoke(PROVISIONED[:-1] + "7"))
    assert not allows(found, invoke(foundation(NOVA, "us-east-1")))


def test_each_endpoint_set_registers_the_custom_models_of_its_segment_wherever_they_are() -> None:
    """Granted or not, of all Regions, by where they were trained or by the segment that is stated."""
    body = two_regions()
    training = {"uploaders": {"pipeline": {"role": "arn:aws:iam::444455556666:role/pipeline"}}}
    body["spokes"]["vpc-x"]["applications"]["tuning"] = {"number": 2, "training": training}
    west, trained = (PROVISIONED.replace("us-east-1", "us-west-2"), PROVISIONED[:-1] + "7")
    body["custom_models"] = {
        PROVISIONED: {"segment": "prod"},
        west: {"segment": "prod"},
        trained: {"trained_in": "vpc-x/tuning"},
    }
    sets = (s for region in planned(body).regions.values() for s in region.endpoint_sets.values())
    assert {(s["region"], s["segment"]): s["custom_models"] for s in sets} == {
        ("us-east-1", "prod"): [PROVISIONED, west],
        ("us-west-2", "prod"): [PROVISIONED, west],
        ("us-east-1", "nonprod"): [trained],
        ("us-west-2", "nonprod"): [trained],
    }


@pytest.mark.parametrize(
    ("service", "actions", "granted", "stranger"),
    [
        ("bedrock-agent-runtime", {"bedrock:InvokeAgent"}, "agent-alias/A/B", "agent-alias/A/C"),
        ("bedrock-agent-runtime", {"bedrock:Retrieve"}, "knowledge-base/KB", "knowledge-base/KC"),
        (
            "bedrock-agent-runtime",
            {"bedrock:InvokeFlow", "bedrock:StartFlowExecution"},
            "flow/F/alias/A",
            "flow/F/alias/B",
        ),
    ],
)
def test_an_object_brings_the_inference_through_it(
    service: str, actions: set[str], granted: str, stranger: str
) -> None:
    found = policy(service, objects=[f"{BEDROCK}:{granted}"], uses=[HAIKU])
    assert {action for s in statements(found) for action in listed(s["Action"])} == actions
    for action in actions:
        assert allows(found, call(action, f"{BEDROCK}:{granted}"))
        assert not allows(found, call(action, f"{BEDROCK}:{stranger}"))


def test_the_models_that_an_object_uses_are_no_grant_of_the_models() -> None:
    """They are declared for the record: who may call the agent may not call its model."""
    runtime = policy("bedrock-agent-runtime", objects=[f"{BEDROCK}:agent-alias/A/B"], uses=[HAIKU])
    assert "foundation-model" not in runtime
    assert not allows(runtime, invoke(foundation(HAIKU, "us-east-1")))


def test_an_action_by_name_is_bounded_by_the_objects_that_it_takes() -> None:
    guardrail = f"{BEDROCK}:guardrail/g1"
    found = policy(models=[HAIKU], objects=[guardrail], actions=["bedrock:ApplyGuardrail"])
    assert allows(found, call("bedrock:ApplyGuardrail", guardrail))
    assert not allows(found, call("bedrock:ApplyGuardrail", f"{BEDROCK}:guardrail/g2"))
    assert not allows(found, call("bedrock:ApplyGuardrail", foundation(HAIKU, "us-east-1")))
    assert not allows(found, invoke(guardrail))


def test_an_action_that_takes_no_resource_is_not_bounded_by_the_grants_objects() -> None:
    """Listing jobs is authorised on ``*``: bounded by a job's ARN it would never pass."""
    job = f"{BEDROCK}:model-customization-job/amazon.nova-lite-v1:0:300k/a1b2c3d4e5f6"
    actions = ["bedrock:GetModelCustomizationJob", "bedrock:ListModelCustomizationJobs"]
    found = policy("bedrock", objects=[job], actions=actions)
    assert allows(found, call("bedrock:ListModelCustomizationJobs", "*"))
    assert allows(found, call("bedrock:GetModelCustomizationJob", job))
    assert not allows(found, call("bedrock:GetModelCustomizationJob", f"{job}7"))


def test_an_action_that_nothing_bounds_passes_by_name_only() -> None:
    kb = f"{BEDROCK}:knowledge-base/KB"
    without = policy("bedrock-agent-runtime", objects=[kb], uses=[TITAN])
    named = policy("bedrock-agent-runtime", objects=[kb], uses=[TITAN], actions=["bedrock:RetrieveAndGenerate"])
    assert not allows(without, call("bedrock:RetrieveAndGenerate", "*"))
    assert allows(named, call("bedrock:RetrieveAndGenerate", "*"))


def test_a_bearer_token_passes_by_name_only() -> None:
    without = policy(models=[HAIKU])
    named = policy(models=[HAIKU], actions=["bedrock:CallWithBearerToken"])
    assert not allows(without, call("bedrock:CallWithBearerToken", "*"))
    assert allows(named, call("bedrock:CallWithBearerToken", "*"))


def test_a_model_of_mantle_is_bounded_by_its_condition_key() -> None:
    found = policy("bedrock-mantle", models=["openai.gpt-oss-120b"])
    project = "arn:aws:bedrock-mantle:us-east-1:444455556666:project/p"
    key = "bedrock-mantle:Model"
    assert allows(found, call("bedrock-mantle:CreateInference", project, **{key: "openai.gpt-oss-120b"}))
    assert not allows(found, call("bedrock-mantle:CreateInference", project, **{key: "openai.gpt-oss-20b"}))
    assert not allows(found, call("bedrock-mantle:CreateInference", project))
    assert not allows(found, call("bedrock-mantle:CreateFineTuningJob", project, **{key: "openai.gpt-oss-120b"}))


@pytest.mark.parametrize(
    ("service", "grant"),
    [
        ("bedrock-runtime", {"models": [HAIKU]}),
        (
            "bedrock-runtime",
            {"models": [HAIKU, PROVISIONED], "actions": ["bedrock:CountTokens", "bedrock:CallWithBearerToken"]},
        ),
        (
            "bedrock-agent-runtime",
            {"objects": [f"{BEDROCK}:agent-alias/A/B", f"{BEDROCK}:flow/F/alias/A"], "uses": [HAIKU]},
        ),
        ("bedrock", {"models": [HAIKU], "actions": ["bedrock:GetFoundationModel"]}),
        ("bedrock-mantle", {"models": ["openai.gpt-oss-120b"]}),
        ("sts", {"actions": ["sts:GetCallerIdentity"]}),
        ("kms", {"actions": ["kms:Decrypt", "kms:DescribeKey"]}),
    ],
    ids=lambda value: value if isinstance(value, str) else ",".join(value),
)
def test_the_actions_that_are_registered_for_the_proof_are_those_of_the_policy(service: str, grant: Body) -> None:
    endpoints = planned(body_with(service, **grant)).regions["us-east-1"].endpoint_sets["prod"]
    (registered,) = endpoints["grants"]
    written = {a for s in statements(endpoints["endpoints"][0]["policy"]) for a in listed(s["Action"])}
    assert set(registered["actions"]) == written


def test_an_action_that_no_model_of_the_grant_bounds_is_not_registered_as_granted() -> None:
    """It is refused, or it is in the policy: the proof compares the two."""
    actions = ["bedrock:GetFoundationModel", "bedrock:GetProvisionedModelThroughput"]
    body = body_with("bedrock", models=[HAIKU], actions=actions)
    assert paths(problems(body)) == ["grants.chat.actions[1]"]


def test_an_action_of_kms_is_bounded_by_the_stated_key() -> None:
    """Without a key the grant would open every key that the organization's roles may use."""
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1"
    found = policy("kms", objects=[key], actions=["kms:Decrypt"])
    assert allows(found, call("kms:Decrypt", key))
    assert not allows(found, call("kms:Decrypt", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/2"))


def test_the_same_grant_gives_the_same_text() -> None:
    """Lists are sorted: another order in the file changes nothing."""
    one = policy(models=[NOVA, HAIKU, PROVISIONED], actions=["bedrock:CountTokens", "bedrock:CallWithBearerToken"])
    other = policy(models=[PROVISIONED, HAIKU, NOVA], actions=["bedrock:CallWithBearerToken", "bedrock:CountTokens"])
    assert one == other
    assert json.loads(one)["Version"] == "2012-10-17"
