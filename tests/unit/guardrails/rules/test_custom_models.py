"""The rule about custom models: grants and endpoint policies of a segment name and fit its own alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.networks import INVOKE, REGION, change, design, policy_of
from unit.guardrails.rules.asked import Told, breaches, told

from transit_guardrails.model.network import Network

RULE = "custom-models-in-their-segment"
ACCOUNT = "222222222222"
"""The account of nonprod's callers."""
OWN = f"arn:aws:bedrock:{REGION}:111111111111:provisioned-model/own"
OTHER = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:custom-model-deployment/other"
NOBODYS = f"arn:aws:bedrock:{REGION}:111111111111:imported-model/nobodys"


def declared(prod: tuple[str, ...] = (OWN,), nonprod: tuple[str, ...] = (OTHER,)) -> Network:
    """The design with a custom model in each segment; neither is granted."""
    network = design()
    change(network.endpoint_sets, "prod-set", custom_models=prod)
    change(network.endpoint_sets, "nonprod-set", custom_models=nonprod)
    return network


def granting(key: str, arn: str) -> Told:
    """What the rule says of prod's set with the model in its grant."""
    network = declared()
    grant = network.endpoint_sets["prod-set"].grants[0]
    change(network.endpoint_sets, "prod-set", grants=(replace(grant, **{key: (*getattr(grant, key), arn)}),))
    return told(RULE, network)


def allowing(*resources: str, service: str = "bedrock-runtime", **more: object) -> Told:
    """What the rule says of prod's endpoint with such a policy."""
    network = declared()
    policy = policy_of("111111111111", "10.1.1.0/24", *resources, **more)  # type: ignore[arg-type]
    change(network.endpoints, "prod-runtime", service=f"com.amazonaws.{REGION}.{service}", policy=policy)
    return told(RULE, network)


def let_through(arn: str, whose: str) -> Told:
    return {("prod-runtime", f"the policy of prod-runtime lets through {arn}, a custom model {whose}")}


LEAKS = let_through(OTHER, "of nonprod")


def test_models_that_are_declared_and_nowhere_let_through_are_no_breach() -> None:
    assert told(RULE, declared()) == told(RULE, design()) == set()


@pytest.mark.parametrize("key", ["models", "objects", "uses"])
def test_a_grant_names_models_of_its_own_segment_alone(key: str) -> None:
    assert granting(key, OWN) == set()
    named = "grant api-models names "
    assert granting(key, OTHER) == {("prod-set", f"{named}{OTHER}, a custom model of nonprod")}
    assert granting(key, NOBODYS) == {("prod-set", f"{named}{NOBODYS}, a custom model that no segment declares")}


def test_a_model_that_two_segments_declare_is_a_breach_of_both() -> None:
    network = declared(prod=(OWN, OTHER))
    message = f"{OTHER} is declared of nonprod and prod"
    assert told(RULE, network) == {("prod-set", message), ("nonprod-set", message)}
    assert len(breaches(RULE, network)) == 2


def test_a_policy_names_models_of_its_own_segment_alone() -> None:
    assert allowing(OWN) == set()
    assert allowing(OTHER) == LEAKS
    assert allowing(NOBODYS) == let_through(NOBODYS, "that no segment declares")
    assert allowing(OTHER, Effect="Deny") == set()


@pytest.mark.parametrize(
    "pattern",
    [
        "*",
        f"arn:aws:bedrock:*:{ACCOUNT}:*",
        f"arn:aws:bedrock:{REGION}:*:custom-*",
        f"arn:aws:bedrock:{REGION}:{'?' * 12}:*",
    ],
)
def test_a_pattern_that_fits_another_segments_model_lets_it_through(pattern: str) -> None:
    assert allowing(pattern) - let_through(pattern, "that no segment declares") == LEAKS


def test_a_pattern_of_which_nobody_can_say_whether_it_fits_counts() -> None:
    """Whether a wildcard within a segment of an ARN crosses a colon is not documented."""
    pattern = f"arn:aws:bedrock:*{ACCOUNT}:custom-*"
    assert allowing(pattern) == LEAKS | let_through(pattern, "that no segment declares")
    assert allowing(f"arn:aws:bedrock:{REGION}:${{aws:PrincipalAccount}}:*") == LEAKS


@pytest.mark.parametrize("models", ["provisioned-model/*", "provisioned-*", "imported-mode?/x"])
def test_a_pattern_of_all_models_of_an_account_names_models_that_nobody_declares(models: str) -> None:
    pattern = f"arn:aws:bedrock:{REGION}:111111111111:{models}"
    assert allowing(pattern) == let_through(pattern, "that no segment declares")


def test_patterns_for_actions_that_call_no_model_do_not_count() -> None:
    assert allowing("*", actions=["bedrock:ListFoundationModels", "bedrock:ApplyGuardrail"]) == set()
    assert allowing("*", actions=["bedrock:Invoke*"]) == LEAKS


def test_all_resources_but_some_fit_the_models_that_are_not_excepted() -> None:
    network = declared()
    excepting = policy_of("1", "10.1.1.0/24", "x").replace('"Resource": ["x"]', '"NotResource": ["{}"]')
    change(network.endpoints, "prod-runtime", policy=excepting.replace("{}", OTHER))
    assert told(RULE, network) == set()
    change(network.endpoints, "prod-runtime", policy=excepting.replace("{}", OWN))
    assert told(RULE, network) == LEAKS


def test_an_endpoint_without_a_policy_lets_everything_through() -> None:
    network = declared()
    change(network.endpoints, "prod-runtime", policy=None)
    assert told(RULE, network) == LEAKS
    change(network.endpoints, "prod-runtime", policy="nonsense")
    assert told(RULE, network) == set()


@pytest.mark.parametrize(
    ("condition", "leaks"),
    [
        ({}, True),
        ({"StringEquals": {"bedrock-mantle:Model": [OWN, OTHER]}}, True),
        ({"StringLike": {"bedrock-mantle:model": "*/other"}}, True),
        ({"StringEquals": {"bedrock-mantle:Model": OWN}}, False),
    ],
    ids=str,
)
def test_where_a_condition_key_carries_the_model_its_values_count(condition: dict[str, object], leaks: bool) -> None:
    actions = ["bedrock-mantle:CreateInference"]
    found = allowing("*", service="bedrock-mantle", actions=actions, Condition=condition)
    assert found == (LEAKS if leaks else set())


@pytest.mark.parametrize(("account", "leaks"), [(ACCOUNT, True), ("111111111111", False)])
def test_where_nothing_bounds_an_action_callers_of_the_models_account_count(account: str, leaks: bool) -> None:
    condition = {"StringEquals": {"aws:PrincipalAccount": account}}
    actions = ["bedrock:RetrieveAndGenerate"]
    found = allowing("*", service="bedrock-agent-runtime", actions=actions, Condition=condition)
    assert found == (LEAKS if leaks else set())


def test_an_endpoint_of_a_service_that_is_not_known_may_call_what_its_resources_fit() -> None:
    assert allowing("*", service="bedrock-next", actions=[INVOKE]) == LEAKS
    assert allowing(OWN, service="bedrock-next", actions=[INVOKE]) == set()


def test_the_same_holds_in_every_region() -> None:
    """A set of the same segment in another Region declares the same models."""
    network = declared()
    network.endpoint_sets["west"] = replace(network.endpoint_sets["prod-set"], id="west", grants=())
    assert told(RULE, network) == set()
    network.endpoint_sets["west"] = replace(network.endpoint_sets["west"], custom_models=(OWN, OTHER))
    message = f"{OTHER} is declared of nonprod and prod"
    assert told(RULE, network) == {("west", message), ("nonprod-set", message)}
