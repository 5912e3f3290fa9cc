"""Mistakes about whose a custom model is. In stack dev all accounts are one; stack prod grants a model that vpc-c trained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..program import Program, Properties
from .record import DEV, PROD, PROD_RUNTIME, REGION, Sabotage, names, rewrite

RULE = "custom-models-in-their-segment"
CLAIMS = "arn:aws:bedrock:us-east-1:222233334444:provisioned-model/a1b2c3d4e5f6"
TRIAL = "arn:aws:bedrock:us-east-1:210987654321:custom-model-deployment/a1b2c3d4e5f6"
"""The model that stack prod grants, and one that stack dev trains in nonprod."""


def _trained(network: Any) -> None:
    network["custom_models"] = {TRIAL: {"trained_in": "vpc-x/fine-tuning"}}


def _reaches_any_model(network: Any) -> None:
    _trained(network)
    network["grants"]["answers"] = {
        "consumers": ["vpc-a/chat"],
        "service": "bedrock-agent-runtime",
        "actions": ["bedrock:RetrieveAndGenerate"],
    }


def _allowed(resource: str) -> Callable[[Program], None]:
    """Stack dev with a model of nonprod, and one resource more in the policy of prod's endpoint."""

    def add(document: Any) -> None:
        statement = document["Statement"][0]
        statement["Resource"] = [statement["Resource"], resource]

    def change(program: Program) -> None:
        program.spec(_trained)
        program.change(PROD_RUNTIME, rewrite(add))

    return change


def _registered(**models: list[str]) -> Callable[[Program], None]:
    """Let the endpoint sets say something else about whose the models are: what they register follows from their argument."""

    def plan(props: Properties) -> Properties:
        props["endpoint_set"]["custom_models"] = models.get(props["endpoint_set"]["segment"], [])
        return props

    return lambda program: program.change(lambda token, _: token.endswith(":EndpointSet"), plan)


_WIDE = names("reachable-is-granted", "models-within-bounds", "endpoint-policies-sound")
_GRANTED = names("us-east-1-prod", PROD_RUNTIME)

CUSTOM_MODELS = [
    Sabotage(
        "prod's endpoint lets a custom model of nonprod through", DEV, _allowed(TRIAL), RULE, names(PROD_RUNTIME), _WIDE
    ),
    Sabotage(
        "a pattern in the policy of prod's endpoint fits a custom model of nonprod",
        DEV,
        _allowed(f"arn:aws:bedrock:{REGION}:210987654321:c*"),
        RULE,
        names(PROD_RUNTIME),
        _WIDE,
    ),
    Sabotage(
        "prod is granted to answer by any model of an account that has one of nonprod",
        DEV,
        lambda program: program.spec(_reaches_any_model),
        RULE,
        names("us-east-1-prod-bedrock-agent-runtime"),
    ),
    Sabotage("prod is granted a custom model of nonprod", PROD, _registered(nonprod=[CLAIMS]), RULE, _GRANTED),
    Sabotage("prod is granted a custom model of which nobody says whose it is", PROD, _registered(), RULE, _GRANTED),
    Sabotage(
        "two segments have the same custom model",
        PROD,
        _registered(nonprod=[CLAIMS], prod=[CLAIMS]),
        RULE,
        names("us-east-1-prod", "us-east-1-nonprod", "us-west-2-prod", "us-west-2-nonprod"),
    ),
]
"""What calls a model of another segment, or one that belongs nowhere."""
