"""What the rules about data and keys of training networks say of what policies allow to outsiders."""

from __future__ import annotations

import json
from typing import Any

import pytest
from unit.guardrails.networks import change
from unit.guardrails.rules.asked import told
from unit.guardrails.rules.trained import network_of
from unit.planners.trainings import ACCOUNT, ORG, OTHER, UPLOADER, training

from transit_guardrails.model.network import Network

BOUND, SOUND = "training-data-bound", "training-keys-sound"
PLAN = training()
STRANGER = "999999999999"
ROOT = {"AWS": f"arn:aws:iam::{STRANGER}:root"}
CLOUDFRONT = {"Service": "cloudfront.amazonaws.com"}


def document(text: str, **statement: Any) -> str:
    """A document with one more statement that allows something."""
    found = json.loads(text)
    return json.dumps({**found, "Statement": [*found["Statement"], {"Sid": "More", "Effect": "Allow", **statement}]})


def allowing(use: str, **statement: Any) -> Network:
    found = network_of(PLAN)
    text = document(found.buckets[use].policies[0][1], **{"Resource": "*", **statement})
    change(found.buckets, use, policies=((f"{use} policy", text),))
    return found


def open_(use: str) -> set[tuple[str, str]]:
    return {(f"{use} policy", f"acme-tuning-{ACCOUNT}-{use} is open to whom it is not for")}


USES = pytest.mark.parametrize("use", ["data", "models", "logs"])


@USES
@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": ROOT, "Action": "s3:*"},
        {"Principal": ROOT, "Action": ["s3:PutEncryptionConfiguration", "s3:DeleteBucket"]},
        {"Principal": ROOT, "NotAction": "s3:Get*"},
        {"Principal": {"AWS": f"arn:aws:iam::{STRANGER}:role/analyst"}, "Action": "s3:GetBucketPolicy"},
        {"Principal": "*", "Action": "s3:GetObject"},
        {"Principal": "*", "Action": "s3:GetObject", "Condition": {"StringEquals": {"aws:PrincipalOrgID": ORG}}},
        {"Principal": "*", "Action": "s3:GetObject", "Condition": {"IpAddress": {"aws:VpcSourceIp": "10.65.2.0/24"}}},
        {"Principal": {"CanonicalUser": "79a59df900b949e55d96a1e698fbaced"}, "Action": "s3:GetObject"},
        {"Principal": CLOUDFRONT, "Action": "s3:GetObject"},
        {
            "Principal": CLOUDFRONT,
            "Action": "s3:GetObject",
            "Condition": {"StringEquals": {"aws:SourceAccount": [ACCOUNT, STRANGER]}},
        },
        {
            "Principal": CLOUDFRONT,
            "Action": "s3:GetObject",
            "Condition": {"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}},
        },
    ],
)
def test_what_is_allowed_to_outsiders_is_told(use: str, statement: dict[str, Any]) -> None:
    assert told(BOUND, allowing(use, **statement)) == open_(use)


@USES
@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "s3:GetBucket*"},
        {"Principal": "*", "Action": "s3:Get*", "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}},
        {
            "Principal": CLOUDFRONT,
            "Action": "s3:GetObject",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        },
    ],
)
def test_the_account_and_aws_services_for_it_may_be_let_in(use: str, statement: dict[str, Any]) -> None:
    assert told(BOUND, allowing(use, **statement)) == set()


def test_uploaders_are_let_write_data_and_no_more() -> None:
    who = {
        "Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"},
        "Condition": {"ArnEquals": {"aws:PrincipalArn": UPLOADER}},
    }
    assert told(BOUND, allowing("data", **who, Action=["s3:GetObject", "s3:ListBucket"])) == set()
    for use, action in ("data", "s3:GetObject*"), ("data", "s3:PutBucketPolicy"), ("models", "s3:PutObject"):
        assert told(BOUND, allowing(use, **who, Action=action)) == open_(use)


def key(**statement: Any) -> set[str]:
    """What is told of a key with one more statement."""
    found = network_of(PLAN)
    change(found.keys, "key", policy=document(found.keys["key"].policy or "", Resource="*", **statement))
    return {message for _, message in told(SOUND, found)}


OTHERS, OPEN = "key lets others decrypt, or grant", "key is open to whom it is not for"


@pytest.mark.parametrize("action", ["Decrypt", "ReEncryptFrom", "GenerateDataKeyPair", "Encrypt", "CreateGrant"])
def test_strangers_get_neither_plaintext_nor_another_ciphertext(action: str) -> None:
    assert key(Principal=ROOT, Action=f"kms:{action}") == {OTHERS, OPEN}
    assert key(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, Action=f"kms:{action}") == {OTHERS}


@pytest.mark.parametrize("action", ["PutKeyPolicy", "ScheduleKeyDeletion", "DescribeKey"])
def test_strangers_do_not_administer_the_key(action: str) -> None:
    assert key(Principal=ROOT, Action=f"kms:{action}") == {OPEN}


def test_members_of_the_organization_are_strangers() -> None:
    member = {"StringEquals": {"aws:PrincipalOrgID": ORG}}
    assert key(Principal="*", Action=["kms:Decrypt", "kms:CreateGrant"], Condition=member) == {OTHERS, OPEN}


def test_aws_services_use_the_key_for_the_account_alone() -> None:
    for_us = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert key(Principal={"Service": "logs.us-east-1.amazonaws.com"}, Action="kms:Decrypt", Condition=for_us) == set()
    assert key(Principal={"Service": "logs.us-east-1.amazonaws.com"}, Action="kms:Decrypt") == {OPEN}
