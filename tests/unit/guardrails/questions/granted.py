"""Grants and policies to compare: one consumer, one model, and statements that say the same or not."""

from __future__ import annotations

import json
from typing import Any

from unit.guardrails.networks import INVOKE, MODEL, REGION, policy_of

from transit_guardrails.data import Service, service_of
from transit_guardrails.model.endpoints import Grant
from transit_guardrails.model.ranges import prefix
from transit_guardrails.questions.calls import Granted, Place, differences
from transit_guardrails.questions.consumers import Consumer

ACCOUNT, BLOCK = "111111111111", "10.1.1.0/24"
PLACE = Place(REGION, "aws")
BARE = f"arn:aws:bedrock:{REGION}::foundation-model/{MODEL}"
PROFILE = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:inference-profile/us.{MODEL}"
BEHIND = f"arn:aws:bedrock:{REGION}::foundation-model/{MODEL}"
ABROAD = f"arn:aws:bedrock:us-west-2::foundation-model/{MODEL}"
APPLICATION = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:application-inference-profile/abc"
GUARDRAIL = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:guardrail/g1"


def of(name: str) -> Service:
    found = service_of(f"com.amazonaws.{REGION}.{name}", REGION)
    assert found
    return found


RUNTIME, MANTLE = of("bedrock-runtime"), of("bedrock-mantle")


def consumer(name: str = "payments/api", block: str = BLOCK, *accounts: str) -> Consumer:
    return Consumer(name, (prefix(block),), (), (), accounts or (ACCOUNT,))


def granted(
    *models: str, actions: tuple[str, ...] = (INVOKE,), objects: tuple[str, ...] = (), **fields: Any
) -> Granted:
    grant = Grant("key", "bedrock-runtime", {}, models, objects, (), actions, owners=fields.get("owners", ()))
    return Granted(grant, fields.get("consumers", (consumer(),)))


def found(policy: str | None, *grants: Granted, service: Service = RUNTIME) -> list[tuple[str, tuple[str, ...], str]]:
    return [(d.kind, d.calls, d.grant) for d in differences(policy, service, PLACE, grants)]


def kinds(policy: str | None, *grants: Granted, service: Service = RUNTIME) -> list[str]:
    return [kind for kind, _, _ in found(policy, *grants, service=service)]


def several(*statements: str, **changes: Any) -> str:
    """One document with the statements of several."""
    whole = [s for text in statements for s in json.loads(text)["Statement"]]
    return json.dumps({"Version": "2012-10-17", "Statement": [{**s, **changes} for s in whole]})


def through(profile: str, *resources: str) -> str:
    """A statement for the models behind a profile."""
    condition = {
        "StringEquals": {"aws:PrincipalAccount": ACCOUNT, "bedrock:InferenceProfileArn": profile},
        "IpAddress": {"aws:VpcSourceIp": BLOCK},
    }
    return policy_of(ACCOUNT, BLOCK, *resources, actions=[INVOKE], Condition=condition)


NOTHING = policy_of("", "", "*", actions=["*"], Effect="Deny", Condition={})
EXACT = policy_of(ACCOUNT, BLOCK, BARE, actions=[INVOKE])
