"""The key policies of training networks, made only of values that are known before creation.

Sources: AWS KMS developer guide, "Default key policy", "Condition keys for AWS KMS"; Amazon Bedrock user guide, "Encryption of custom
models"; IAM user guide, "AWS global condition context keys" (``aws:PrincipalArn`` is the role's ARN in a session too).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..catalogue import regions
from ..training_plans import TrainingNetworkPlan

ADMINISTER = [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey*",
    "kms:EnableKey*",
    "kms:GetKey*",
    "kms:List*",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
]
"""What the account does with the key through its identity policies: everything that neither encrypts nor decrypts."""
CRYPT = ["kms:Decrypt", "kms:GenerateDataKey*"]


def key_policy(training: TrainingNetworkPlan, uploaders: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The account administers; jobs and uploaders encrypt and decrypt through Amazon S3; Bedrock does for models.

    Nothing asks from where: Amazon S3 calls AWS KMS without an endpoint.
    """
    region = training["region"]
    root = f"arn:{partition(training)}:iam::{training['account_id']}:root"
    roles = role_arns(training)
    objects = {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}}
    jobs = {"ArnEquals": {"aws:PrincipalArn": sorted(roles.values())}}
    yield _allow("Administration", [root], ADMINISTER)
    yield _allow("Jobs", [root], CRYPT, {**jobs, **objects})
    yield _allow("JobsLook", [root], ["kms:DescribeKey"], jobs)
    yield _allow("JobsGrants", [root], ["kms:CreateGrant"], {**jobs, "Bool": {"kms:GrantIsForAWSResource": "true"}})
    if "bedrock" in roles:
        models = {"StringEquals": {"kms:ViaService": f"bedrock.{region}.amazonaws.com"}}
        yield _allow("Models", [root], CRYPT, models)
        yield _allow(
            "ModelsGrants", [root], ["kms:CreateGrant"], {**models, "Bool": {"kms:GrantIsForAWSResource": "true"}}
        )
    yield _allow(
        "Uploaders", accounts(uploaders), CRYPT, {"ArnEquals": {"aws:PrincipalArn": list(uploaders)}, **objects}
    )


def _allow(
    sid: str, principals: list[str], actions: list[str], condition: dict[str, Any] | None = None
) -> dict[str, Any]:
    found = {"Sid": sid, "Effect": "Allow", "Principal": {"AWS": principals}, "Action": actions, "Resource": "*"}
    return {**found, "Condition": condition} if condition else found


def role_arns(training: TrainingNetworkPlan) -> dict[str, str]:
    """The ARNs of the jobs' roles, by service."""
    account = f"arn:{partition(training)}:iam::{training['account_id']}"
    return {service: f"{account}:role/{name}" for service, name in training["roles"].items()}


def accounts(roles: Sequence[str]) -> list[str]:
    """The accounts of roles, as principals."""
    return sorted({f"{':'.join(role.split(':')[:5])}:root" for role in roles})


def partition(training: TrainingNetworkPlan) -> str:
    """The partition of the network's Region, such as aws."""
    return regions()[training["region"]].partition
