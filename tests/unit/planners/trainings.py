"""A training network in the example company, and questions to its documents that the pack's evaluator answers."""

from __future__ import annotations

from typing import Any

from specs import changed, company, planned

from bedrock_transit.training_plans import TrainingPlan
from transit_guardrails.policies.document import parse
from transit_guardrails.policies.evaluate import decide
from transit_guardrails.policies.request import ABSENT, Principal, Request, Value

ACCOUNT, OTHER, ORG = "444455556666", "999988887777", "o-a1b2c3d4e5"
UPLOADER = f"arn:aws:iam::{OTHER}:role/data/pipeline"
DEPLOYER = f"arn:aws:iam::{ACCOUNT}:role/deployer"
BEDROCK, SAGEMAKER = (f"arn:aws:iam::{ACCOUNT}:role/acme-tuning-{service}" for service in ("bedrock", "sagemaker"))
SOMEBODY = f"arn:aws:iam::{ACCOUNT}:role/admin"
JOB = f"arn:aws:bedrock:us-east-1:{ACCOUNT}:model-customization-job/amazon.nova/abc"
HEADERS = tuple(f"s3:x-amz-server-side-encryption{part}" for part in ("", "-aws-kms-key-id", "-customer-algorithm"))
"""What an upload may state of its encryption."""
NOWHERE: dict[str, Value] = {"aws:VpceAccount": ABSENT, "aws:VpcSourceIp": ABSENT}


def training(**stated: Any) -> TrainingPlan:
    """The plan of application ``vpc-a/tuning``; ``stated`` is set in its spec."""
    body = changed(
        company(),
        ["spokes", "vpc-a", "applications", "tuning"],
        {
            "number": 9,
            "training": {"name": "acme-tuning", "uploaders": {"pipeline": {"role": UPLOADER}}, **stated},
        },
    )
    return planned(body).regions["us-east-1"].trainings["vpc-a"]["tuning"]


def inside(plan: TrainingPlan) -> dict[str, Value]:
    """The keys of a request from the network's own subnets, through its gateway endpoint."""
    address = plan["network"]["block"].split("/", maxsplit=1)[0]
    return {"aws:VpceAccount": (ACCOUNT,), "aws:VpcSourceIp": (address.removesuffix(".0") + ".9",)}


def outcome(
    policy: str,
    action: str,
    resource: str,
    who: str | Principal = SOMEBODY,
    context: dict[str, Value] | None = None,
    *,
    identity: bool = False,
) -> str:
    """What a policy says to a caller, by ARN of its role; over TLS and stating no encryption unless the context says otherwise."""
    principal = who if isinstance(who, Principal) else Principal(who.split(":")[4], ORG, who)
    keys: dict[str, Value] = {**dict.fromkeys(HEADERS, ABSENT), "aws:SecureTransport": ("true",), **(context or {})}
    return decide(parse(policy, principal=not identity), Request(action, resource, principal, keys)).outcome
