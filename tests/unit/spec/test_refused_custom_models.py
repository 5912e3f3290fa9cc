"""Custom models: whose each of them is, is declared; only consumers of its own segment are granted it."""

from __future__ import annotations

from typing import Any

import pytest
from specs import NOVA, Body, assert_refused, changed, company, paths, problems

ARN = "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/a1b2c3d4e5f6"
TRAINING = {"uploaders": {"pipeline": {"role": "arn:aws:iam::444455556666:role/pipeline"}}}
KINDS = ["provisioned-model", "custom-model-deployment", "imported-model"]


def granted(grant: str = "chat", arn: str = ARN, **declared: Any) -> Body:
    """The company with a training network in each segment, and a custom model in a grant."""
    body = changed(company(), ["grants", grant, "models"], [NOVA, arn])
    for spoke in ("vpc-a", "vpc-x"):
        body["spokes"][spoke]["applications"]["tuning"] = {"number": 2, "training": TRAINING}
    return {**body, "custom_models": {arn: declared}} if declared else body


@pytest.mark.parametrize("declared", [{"trained_in": "vpc-a/tuning"}, {"segment": "prod"}], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_a_model_of_the_consumers_segment_is_granted_whatever_its_account(kind: str, declared: Body) -> None:
    """It may have been shared with another account than the training network's."""
    arn = ARN.replace("provisioned-model", kind)
    assert problems(granted(arn=arn, **declared)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_that_is_not_declared_is_refused(kind: str) -> None:
    arn = ARN.replace("provisioned-model", kind)
    assert_refused(granted(arn=arn), "grants.chat.models[1]", arn, "nobody says whose", f"state custom_models.{arn}")


@pytest.mark.parametrize(
    ("grant", "declared", "both"),
    [
        (
            "chat",
            {"trained_in": "vpc-x/tuning"},
            "a model of nonprod, and the grant has consumers of prod (vpc-a/chat)",
        ),
        ("chat", {"segment": "nonprod"}, "a model of nonprod, and the grant has consumers of prod (vpc-a/chat)"),
        ("sandbox", {"trained_in": "vpc-a/tuning"}, "a model of prod, and the grant has consumers of nonprod"),
        ("sandbox", {"segment": "prod"}, "a model of prod, and the grant has consumers of nonprod (vpc-x/sandbox)"),
    ],
    ids=str,
)
def test_a_model_of_another_segment_is_refused_with_both_sides(grant: str, declared: Body, both: str) -> None:
    remedy = f"grant a model of {'prod' if grant == 'chat' else 'nonprod'}"
    assert_refused(granted(grant, **declared), f"grants.{grant}.models[1]", ARN, both, remedy)


def test_models_that_objects_use_are_held_to_the_same() -> None:
    body = granted(segment="nonprod")
    body["regions"]["us-east-1"]["hub"]["services"].append("bedrock-agent-runtime")
    agent = "arn:aws:bedrock:us-east-1:444455556666:agent-alias/AGENT12345/ALIAS12345"
    used = [ARN, ARN[:-1] + "7"]
    body["grants"]["chat"] = {
        "consumers": ["vpc-a/chat"],
        "service": "bedrock-agent-runtime",
        "objects": [agent],
        "uses": used,
    }
    found = {problem.path: problem.reason for problem in problems(body)}
    assert found == {
        ("grants", "chat", "uses", "0"): "is a model of nonprod, and the grant has consumers of prod (vpc-a/chat)",
        ("grants", "chat", "uses", "1"): "is a custom model of which nobody says whose it is",
    }


def test_a_declared_model_that_nobody_is_granted_is_fine() -> None:
    body = {**company(), "custom_models": {ARN: {"segment": "nonprod"}}}
    assert problems(body) == []


@pytest.mark.parametrize("declared", [{"trained_in": "vpc-a/tuning", "segment": "prod"}, {}], ids=["both", "neither"])
def test_both_origins_or_neither_are_refused(declared: Body) -> None:
    """The grant that names the model is not blamed beside it."""
    body = {**granted(), "custom_models": {ARN: declared}}
    (problem,) = problems(body)
    assert (problem.path, problem.reason) == (("custom_models", ARN), "state either trained_in or segment")


@pytest.mark.parametrize(
    ("declared", "key", "reason", "remedy"),
    [
        ({"trained_in": "vpc-a/tunin"}, "trained_in", "not a known training network", "did you mean 'vpc-a/tuning'?"),
        ({"trained_in": "vpc-a/chat"}, "trained_in", "not a known training network", "vpc-a/tuning"),
        ({"segment": "prdo"}, "segment", "not a known segment", "did you mean 'prod'?"),
    ],
    ids=str,
)
def test_an_unknown_origin_is_refused(declared: Body, key: str, reason: str, remedy: str) -> None:
    (given,) = declared.values()
    assert_refused(granted(**declared), f"custom_models.{ARN}.{key}", given, reason, remedy)


@pytest.mark.parametrize(
    "arn",
    [
        ARN.replace("a1b2c3d4e5f6", "*"),
        "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6",
        "arn:aws:s3:::bucket",
        NOVA,
    ],
)
def test_what_is_no_custom_model_is_refused(arn: str) -> None:
    body = {**company(), "custom_models": {arn: {"segment": "prod"}}}
    (problem,) = problems(body)
    assert (problem.path, problem.given) == (("custom_models", arn), arn)
    assert problem.remedy


def test_a_training_network_in_a_spoke_that_cannot_be_read_is_not_blamed() -> None:
    body = granted(trained_in="vpc-a/tuning")
    body["spokes"]["vpc-a"]["cidrr"] = "10.0.0.0/8"
    assert paths(problems(body)) == ["spokes.vpc-a.cidrr"]
