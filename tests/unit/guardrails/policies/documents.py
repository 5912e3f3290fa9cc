"""Policy documents and requests for the tests of this folder."""

from __future__ import annotations

import json

from transit_guardrails.policies.document import Policy, parse
from transit_guardrails.policies.request import Principal, Request, Value, through_endpoint

MODEL = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0"
PROFILE = "arn:aws:bedrock:us-east-1:222233334444:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0"
ALICE = Principal("222233334444", "o-a1b2c3d4e5", "arn:aws:iam::222233334444:role/assistant")
ADDRESS = "10.65.0.7"


def statement(**changes: object) -> dict[str, object]:
    """The statement of a grant, with elements changed; None leaves an element out."""
    grant: dict[str, object] = {
        "Sid": "grantXassistantS2",
        "Effect": "Allow",
        "Principal": "*",
        "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        "Resource": [MODEL],
        "Condition": {
            "StringEquals": {
                "aws:PrincipalOrgID": "o-a1b2c3d4e5",
                "aws:PrincipalAccount": "222233334444",
                "bedrock:InferenceProfileArn": PROFILE,
            },
            "IpAddress": {"aws:VpcSourceIp": ["10.65.0.0/24", "10.65.16.0/24"]},
        },
    }
    return {key: value for key, value in (grant | changes).items() if value is not None}


def deny(**changes: object) -> dict[str, object]:
    """A statement that denies everything, with elements changed."""
    everything = {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": None}
    return statement(**everything | changes)


def text(*statements: object, version: str = "2012-10-17") -> str:
    return json.dumps({"Version": version, "Statement": list(statements)})


def policy(*statements: object, version: str = "2012-10-17") -> Policy:
    return parse(text(*statements, version=version))


def call(
    action: str = "bedrock:InvokeModel",
    resource: str = MODEL,
    principal: Principal = ALICE,
    address: str = ADDRESS,
    **context: Value,
) -> Request:
    """A granted call of the assistant, or a change of it; ``aws__SourceVpc`` stands for ``aws:SourceVpc``."""
    given: dict[str, Value] = {"bedrock:InferenceProfileArn": (PROFILE,), **through_endpoint(address)}
    return Request(action, resource, principal, given | {key.replace("__", ":"): v for key, v in context.items()})
