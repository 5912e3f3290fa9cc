"""What training-data-bound asks bucket policies: everybody, every place, object and action that they tell apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from unit.guardrails.networks import change
from unit.guardrails.rules.asked import breaches, told
from unit.guardrails.rules.trained import network_of
from unit.planners.trainings import ACCOUNT, BEDROCK, DEPLOYER, HEADERS, ORG, SAGEMAKER, UPLOADER, training

from transit_guardrails.model.network import Network

BOUND = "training-data-bound"
PLAN = training()
ALGORITHM, KEY, CUSTOMER = HEADERS
Edit = Callable[[list[dict[str, Any]]], object]


def edited(use: str, edit: Edit) -> Network:
    """The network with a bucket's policy changed: ``edit`` gets the statements."""
    found = network_of(PLAN)
    document = json.loads(found.buckets[use].policies[0][1])
    edit(document["Statement"])
    change(found.buckets, use, policies=((f"{use} policy", json.dumps(document)),))
    return found


def found(use: str, edit: Edit) -> set[str]:
    """What is told of the bucket."""
    told_of = told(BOUND, edited(use, edit))
    assert {resource for resource, _ in told_of} <= {f"{use} policy"}
    return {message.removeprefix(f"acme-tuning-{ACCOUNT}-{use} is ") for _, message in told_of}


def deny(action: str, **condition: Any) -> Edit:
    more = {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": action, "Resource": "*", "Condition": condition}
    return lambda statements: statements.append(more)


ELSEWHERE, TLS, KEYS = (
    f"not closed to {what}" for what in ("callers from elsewhere", "calls without TLS", "objects under other keys")
)
CLOSED = "closed to whom it is for"


def under(sid: str, **condition: Any) -> Edit:
    """Another condition for the statements whose ids begin so."""

    def edit(statements: list[dict[str, Any]]) -> None:
        for each in statements:
            if each["Sid"].startswith(sid) and each["Effect"] == "Deny":
                for operator, keys in condition.items():
                    each["Condition"].setdefault(operator, {}).update(keys)

    return edit


@pytest.mark.parametrize("use", ["data", "models"])
@pytest.mark.parametrize("operator", ["StringEquals", "StringNotEquals"])
def test_members_of_the_organization_are_asked_and_others_too(use: str, operator: str) -> None:
    assert found(use, under("", **{operator: {"aws:PrincipalOrgID": ORG}})) == {ELSEWHERE, TLS, KEYS}


@pytest.mark.parametrize("use", ["data", "models"])
def test_objects_that_a_policy_leaves_out_are_asked_about(use: str) -> None:
    def leave_out(statements: list[dict[str, Any]]) -> None:
        for each in statements:
            if each["Effect"] == "Deny":
                del each["Resource"]
                each["NotResource"] = f"arn:aws:s3:::acme-tuning-{ACCOUNT}-{use}/shared/*"

    assert found(use, leave_out) == {ELSEWHERE, TLS, KEYS}


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:VpceAccount": ACCOUNT}},
        {"StringNotEquals": {"aws:VpceAccount": ACCOUNT}},
        {"NotIpAddress": {"aws:VpcSourceIp": "10.65.2.128/25"}},
        {"NotIpAddress": {"aws:VpcSourceIp": "192.168.7.0/24"}},
    ],
)
def test_tls_and_encryption_are_asked_from_every_place(condition: dict[str, Any]) -> None:
    assert found("data", under("OverTls", **condition)) == {TLS}
    assert found("data", under("NoOtherCallersKeys", **condition)) == {KEYS}


BY, KEY_ID = "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"


@pytest.mark.parametrize("use", ["data", "models"])
@pytest.mark.parametrize(
    ("lost", "told_of"),
    [
        ("NoOtherAlgorithms", f"{SAGEMAKER} with {BY} aws:kms from"),
        ("NoOtherEncryption", f"{SAGEMAKER} with {BY} unlisted, {KEY_ID} unlisted from"),
        ("NoOtherKeys", f"role/unlisted with {BY} aws:kms, {KEY_ID} unlisted from"),
        ("NoOtherCallersKeys", f"with {BY}-customer-algorithm unlisted from"),
    ],
)
def test_each_combination_of_headers_is_asked(use: str, lost: str, told_of: str) -> None:
    def lose(statements: list[dict[str, Any]]) -> None:
        statements[:] = [each for each in statements if each["Sid"] != lost]

    assert found(use, lose) == {KEYS}
    lines = [line for breach in breaches(BOUND, edited(use, lose)) for line in breach.witness]
    assert any(told_of in line for line in lines), lines


@pytest.mark.parametrize("headers", [{KEY: "false"}, {ALGORITHM: "true"}], ids=["own key", "parts of an upload"])
def test_jobs_name_their_key_and_send_parts_without(headers: dict[str, str]) -> None:
    assert found("models", deny("s3:PutObject", Null=headers, ArnEquals={"aws:PrincipalArn": BEDROCK})) == {CLOSED}


@pytest.mark.parametrize(
    ("use", "action", "who"),
    [
        ("data", "s3:ListBucket", DEPLOYER),
        ("models", "s3:ListBucket", DEPLOYER),
        ("data", "s3:GetObject", BEDROCK),
        ("data", "s3:ListBucket", BEDROCK),
        ("models", "s3:AbortMultipartUpload", BEDROCK),
        ("models", "s3:ListMultipartUploadParts", BEDROCK),
        ("data", "s3:GetObject", UPLOADER),
        ("data", "s3:AbortMultipartUpload", UPLOADER),
        ("data", "s3:PutBucketPublicAccessBlock", DEPLOYER),
        ("data", "s3:GetBucketVersioning", DEPLOYER),
    ],
)
def test_whom_a_bucket_is_for_is_not_kept_from_what_they_do(use: str, action: str, who: str) -> None:
    assert found(use, deny(action, ArnEquals={"aws:PrincipalArn": who})) == {CLOSED}


def test_whom_a_bucket_is_for_may_be_kept_from_what_they_do_not_do() -> None:
    assert found("data", deny("s3:PutObject", ArnEquals={"aws:PrincipalArn": BEDROCK})) == set()
    assert found("models", deny("s3:DeleteObject", ArnEquals={"aws:PrincipalArn": BEDROCK})) == set()


def test_part_of_the_networks_own_block_is_home_too() -> None:
    assert found("data", deny("s3:GetObject", IpAddress={"aws:VpcSourceIp": "10.65.2.128/26"})) == {CLOSED}


def test_aws_services_list_from_wherever_they_are() -> None:
    def catch(statements: list[dict[str, Any]]) -> None:
        for each in statements:
            if each["Sid"].startswith("ListsThrough"):
                del each["Condition"]["BoolIfExists"]

    assert found("data", catch) == {CLOSED}
