"""Mistakes in endpoint policies."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ..program import Program, Properties
from .record import DEV, NONPROD_RUNTIME, OFFICE, PROD, PROD_RUNTIME, Sabotage, condition, names, put, rewrite, without

_WIDE = names("reachable-is-granted", "models-within-bounds", "segments-isolated", "isolation-has-two-layers")
_LOST = names("granted-is-reachable", "nothing-undecided", "reachable-is-granted")
_FULL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}
_OTHER_MODEL = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-5-sonnet-20240620-v1:0"


def _statement(edit: Callable[[Any], object]) -> Callable[[Properties], Properties]:
    return rewrite(lambda document: edit(document["Statement"][0]))


def _add_model(statement: Any) -> None:
    statement["Resource"] = [statement["Resource"], _OTHER_MODEL]


def _not_action(statement: Any) -> None:
    del statement["Action"]
    statement["NotAction"] = ["bedrock:DeleteGuardrail"]


def _source_vpc(conditions: Any) -> None:
    del conditions["IpAddress"]
    conditions["StringEquals"]["aws:SourceVpc"] = "vpc-0a1b2c3d4e5f60718"


def _deny_all_but(document: Any) -> None:
    document["Statement"].append(
        {"Sid": "Freeze", "Effect": "Deny", "Principal": "*", "Action": "bedrock:InvokeModel", "Resource": "*"}
    )


def _id_in_the_document(program: Program) -> None:
    def edit(props: Properties) -> Properties:
        document = json.loads(props["policy"])

        def written(vpc_id: str) -> str:
            document["Statement"][0]["Condition"]["StringEquals"]["aws:SourceVpc"] = vpc_id
            return json.dumps(document)

        return {**props, "policy": program.built["us-east-1-hub-vpc"].id.apply(written)}

    program.change(PROD_RUNTIME, edit)


def _sound(
    name: str, change: Callable[[Properties], Properties], also: frozenset[str] = frozenset(), stack: str = DEV,
    endpoint: str = PROD_RUNTIME,
) -> Sabotage:  # fmt: skip
    return Sabotage(
        name, stack, lambda program: program.change(endpoint, change), "endpoint-policies-sound", names(endpoint), also
    )


POLICIES = [
    _sound("an endpoint has no policy", put(policy=None), _WIDE),
    _sound("an endpoint's policy allows everything", put(policy=json.dumps(_FULL)), _WIDE),
    _sound("an endpoint's policy allows all actions of Bedrock", _statement(lambda s: s.update(Action="bedrock:*")), _WIDE),
    _sound("an endpoint's policy allows all actions but one", _statement(_not_action), _WIDE),
    _sound(
        "an endpoint's policy allows all models",
        _statement(lambda s: s.update(Resource="arn:aws:bedrock:us-east-1::foundation-model/*")),
        _WIDE,
    ),
    _sound(
        "an endpoint's policy forgets the organization",
        condition(lambda c: c["StringEquals"].pop("aws:PrincipalOrgID")),
        names("reachable-is-granted"),
    ),
    _sound(
        "an endpoint's policy forgets where requests come from",
        condition(lambda c: c.pop("IpAddress")),
        names("reachable-is-granted", "isolation-has-two-layers"),
    ),
    Sabotage(
        "an endpoint's policy takes requests from all private addresses",
        DEV,
        lambda program: program.change(
            PROD_RUNTIME, condition(lambda c: c["IpAddress"].update({"aws:VpcSourceIp": ["10.0.0.0/8", OFFICE]}))
        ),
        "reachable-is-granted",
        names(PROD_RUNTIME),
    ),
    _sound(
        "an endpoint's policy asks for a key that Bedrock does not support",
        condition(lambda c: c["StringEquals"].update({"aws:VpceOrgID": "o-a1b2c3d4e5"})),
        _LOST,
    ),
    _sound("an endpoint's policy asks for the consumer's VPC", condition(_source_vpc), _LOST),
    _sound(
        "an endpoint's policy asks for the public source address",
        condition(lambda c: c["IpAddress"].update({"aws:SourceIp": "10.129.0.0/24"})),
        _LOST,
    ),
    _sound(
        "an endpoint's policy has a wildcard in the account",
        condition(lambda c: c["StringEquals"].update({"aws:PrincipalAccount": "2109*"})),
        _LOST,
    ),
    _sound(
        "an endpoint's policy is not JSON",
        lambda props: {**props, "policy": props["policy"][:-1]},
        _LOST | names("isolation-has-two-layers"),
    ),
    _sound(
        "the STS endpoint's policy allows all of STS",
        _statement(lambda s: s.update(Action="sts:*")),
        names("reachable-is-granted"),
        PROD,
        "us-east-1-prod-sts",
    ),
    Sabotage(
        "an endpoint's policy allows one more model",
        DEV,
        lambda program: program.change(PROD_RUNTIME, _statement(_add_model)),
        "models-within-bounds",
        names(PROD_RUNTIME),
        names("reachable-is-granted", "endpoint-policies-sound"),
    ),
    Sabotage(
        "an endpoint's policy allows an application the model of its neighbour",
        PROD,
        lambda program: program.change(
            PROD_RUNTIME,
            condition(lambda c: c["IpAddress"].update({"aws:VpcSourceIp": ["10.65.0.0/23", "10.65.16.0/24"]})),
        ),
        "reachable-is-granted",
        names(PROD_RUNTIME),
        names("endpoint-policies-sound"),
    ),
    Sabotage(
        "an endpoint's policy admits principals of the nonprod account",
        PROD,
        lambda program: program.change(
            PROD_RUNTIME,
            condition(lambda c: c["StringEquals"].update({"aws:PrincipalAccount": ["222233334444", "444455556666"]})),
        ),
        "reachable-is-granted",
        names(PROD_RUNTIME),
        names("endpoint-policies-sound"),
    ),
    Sabotage(
        "an endpoint's policy lacks a granted statement",
        PROD,
        lambda program: program.change(PROD_RUNTIME, without("grantXembeddingsS1")),
        "granted-is-reachable",
        names(PROD_RUNTIME),
    ),
    Sabotage(
        "an endpoint's policy lacks one of two granted models",
        DEV,
        lambda program: program.change(
            NONPROD_RUNTIME, _statement(lambda s: s.update(Resource=s["Resource"][:1]))
        ),
        "granted-is-reachable",
        names(NONPROD_RUNTIME),
    ),
    Sabotage(
        "an endpoint's policy denies what it allows",
        DEV,
        lambda program: program.change(PROD_RUNTIME, rewrite(_deny_all_but)),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        names("endpoint-policies-sound"),
    ),
    Sabotage(
        "an endpoint's policy names an id that does not exist yet",
        DEV,
        _id_in_the_document,
        "nothing-undecided",
        names(PROD_RUNTIME),
        names(
            "granted-is-reachable", "reachable-is-granted", "endpoint-policies-sound", "models-within-bounds", "isolation-has-two-layers", "segments-isolated"
        ),
        unknown_only=True,
    ),
]  # fmt: skip
"""Policies that allow too much, too little, or nobody knows what."""
