"""Buckets and key of a training network: who gets at the data from where, and who still administers it.

What this does not prove: that AWS evaluates the policies alike. The questions are answered by the pack's evaluator.
"""

from __future__ import annotations

import json
import re

import pytest
from unit.planners.trainings import (
    ACCOUNT,
    BEDROCK,
    DEPLOYER,
    HEADERS,
    NOWHERE,
    OTHER,
    SAGEMAKER,
    SOMEBODY,
    UPLOADER,
    inside,
    outcome,
    training,
)

from bedrock_transit.catalogue import services
from transit_guardrails.policies.request import ABSENT, Principal, Value

PLAN = training()
DATA, MODELS, LOGS = (PLAN["data"]["buckets"][use]["policy"] for use in ("data", "models", "logs"))
NAMES = {use: f"acme-tuning-{ACCOUNT}-{use}" for use in ("data", "models", "logs")}
READ = ("s3:GetObject", f"arn:aws:s3:::{NAMES['data']}/train.jsonl")
LIST = ("s3:ListBucket", f"arn:aws:s3:::{NAMES['data']}")
HOME = inside(PLAN)
NEIGHBOUR: dict[str, Value] = {**HOME, "aws:VpcSourceIp": ("10.99.0.9",)}
STRANGER: dict[str, Value] = {**HOME, "aws:VpceAccount": (OTHER,)}
PLACES = {"the internet": NOWHERE, "another network": NEIGHBOUR, "another account's endpoint": STRANGER}
SERVICE = Principal("", service="cloudtrail.amazonaws.com")
OBJECT_ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectVersion", "s3:PutObjectAcl")


def test_buckets_key_and_alias_have_names_that_are_known_before_they_exist() -> None:
    assert {use: bucket["name"] for use, bucket in PLAN["data"]["buckets"].items()} == NAMES
    assert PLAN["data"]["key_alias"] == "alias/acme-tuning"


# From where --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [BEDROCK, SAGEMAKER, SOMEBODY])
@pytest.mark.parametrize("question", [READ, LIST])
def test_from_the_network_itself_the_bucket_denies_nothing(who: str, question: tuple[str, str]) -> None:
    """Whether it is allowed then is for the identity's own policy to say."""
    assert outcome(DATA, *question, who, HOME) == "not-allowed"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", [BEDROCK, SAGEMAKER, SOMEBODY])
@pytest.mark.parametrize("action", OBJECT_ACTIONS)
def test_from_elsewhere_nobody_touches_an_object_not_even_the_jobs_roles(action: str, who: str, place: str) -> None:
    for use, policy in (("data", DATA), ("models", MODELS)):
        assert outcome(policy, action, f"arn:aws:s3:::{NAMES[use]}/x", who, PLACES[place]) == "denied"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("action", ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"])
def test_from_elsewhere_nobody_lists(action: str, place: str) -> None:
    for use, policy in (("data", DATA), ("models", MODELS)):
        assert outcome(policy, action, f"arn:aws:s3:::{NAMES[use]}", SOMEBODY, PLACES[place]) == "denied"


def test_every_action_of_the_catalogue_on_objects_and_lists_is_denied_from_elsewhere() -> None:
    """Objects, versions, uploads and lists of the bucket; not access points, nor the bucket's own object lock configuration."""
    touched = [
        action
        for action in services()["s3"].actions
        if re.match(r"s3:(ListBucket|[A-Z][a-z]+(Object|MultipartUpload))", action)
    ]
    assert len(touched) > 30
    for use, policy in (("data", DATA), ("models", MODELS)):
        where = f"arn:aws:s3:::{NAMES[use]}"
        assert [a for a in touched if outcome(policy, a, f"{where}/x", SOMEBODY, NOWHERE) != "denied"] == []


def test_an_anonymous_caller_is_denied_too() -> None:
    anonymous: dict[str, Value] = {**NOWHERE, "aws:PrincipalArn": ABSENT, "aws:PrincipalIsAWSService": ABSENT}
    assert outcome(DATA, *READ, Principal(OTHER), anonymous) == "denied"


# Encryption --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("who", [UPLOADER, SOMEBODY])
def test_who_uploads_states_no_key_and_gets_the_buckets_own(who: str, header: str) -> None:
    for use, policy in (("data", DATA), ("models", MODELS)):
        question = ("s3:PutObject", f"arn:aws:s3:::{NAMES[use]}/x", who)
        assert outcome(policy, *question, {**HOME, header: ("anything",)}) == "denied"
        assert outcome(policy, *question, HOME) != "denied"


@pytest.mark.parametrize("use", ["data", "models"])
def test_bedrock_may_state_what_it_likes_but_a_key_that_it_brings(use: str) -> None:
    """What it states of its metrics is in no document: a denial might keep every job from ending."""
    algorithm, key, own = HEADERS
    policy, question = PLAN["data"]["buckets"][use]["policy"], ("s3:PutObject", f"arn:aws:s3:::{NAMES[use]}/x", BEDROCK)
    for stated in ({algorithm: "AES256"}, {algorithm: "aws:kms"}, {algorithm: "aws:kms", key: "alias/acme-tuning"}):
        assert (
            outcome(policy, *question, {**HOME, **{name: (value,) for name, value in stated.items()}}) == "not-allowed"
        )
    assert outcome(policy, *question, {**HOME, own: ("AES256",)}) == "denied"


@pytest.mark.parametrize("use", ["data", "models"])
def test_sagemaker_states_nothing_or_a_key_of_aws_kms_by_its_name(use: str) -> None:
    """Without a name it would be AWS's own key for Amazon S3, which everybody in the account may use."""
    algorithm, key, own = HEADERS
    policy = PLAN["data"]["buckets"][use]["policy"]

    def put(stated: dict[str, str]) -> str:
        headers: dict[str, Value] = {name: (value,) for name, value in stated.items()}
        return outcome(policy, "s3:PutObject", f"arn:aws:s3:::{NAMES[use]}/x", SAGEMAKER, {**HOME, **headers})

    named = {key: "alias/acme-tuning"}
    assert put({}) == "not-allowed"
    assert put({algorithm: "aws:kms", **named}) == "not-allowed"
    assert put({algorithm: "aws:kms"}) == "denied"
    for other in ("AES256", "aws:kms:dsse"):
        assert put({algorithm: other}) == "denied"
        assert put({algorithm: other, **named}) == "denied"
    assert put({own: "AES256"}) == "denied"


def test_an_aws_service_is_not_denied_for_where_it_is() -> None:
    for use, policy in (("data", DATA), ("models", MODELS)):
        assert outcome(policy, "s3:GetObject", f"arn:aws:s3:::{NAMES[use]}/x", SERVICE, NOWHERE) == "not-allowed"


@pytest.mark.parametrize("who", [BEDROCK, UPLOADER, DEPLOYER, SERVICE])
def test_without_tls_everybody_is_denied(who: str | Principal) -> None:
    plain: dict[str, Value] = {**HOME, "aws:SecureTransport": ("false",)}
    for use, policy in (("data", DATA), ("models", MODELS), ("logs", LOGS)):
        assert outcome(policy, "s3:GetObject", f"arn:aws:s3:::{NAMES[use]}/x", who, plain) == "denied"


# Uploaders ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("action", ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"])
def test_an_uploader_writes_and_reads_back_data_from_anywhere(action: str, place: str) -> None:
    assert outcome(DATA, action, f"arn:aws:s3:::{NAMES['data']}/x", UPLOADER, PLACES[place]) == "allowed"
    assert outcome(DATA, *LIST, UPLOADER, PLACES[place]) == "allowed"


@pytest.mark.parametrize(
    "action", ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObjectVersion", "s3:PutObjectAcl"]
)
def test_an_uploader_does_nothing_else_from_elsewhere(action: str) -> None:
    assert outcome(DATA, action, f"arn:aws:s3:::{NAMES['data']}/x", UPLOADER, NOWHERE) == "denied"


@pytest.mark.parametrize("action", OBJECT_ACTIONS)
def test_an_uploader_gets_at_no_model(action: str) -> None:
    assert outcome(MODELS, action, f"arn:aws:s3:::{NAMES['models']}/x", UPLOADER, NOWHERE) == "denied"


def test_another_role_of_the_uploaders_account_is_not_let_in() -> None:
    other = f"arn:aws:iam::{OTHER}:role/data/other"
    assert outcome(DATA, *READ, other, NOWHERE) == "denied"
    assert outcome(DATA, *READ, other, HOME) == "not-allowed"


# Who still administers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "action",
    [
        "s3:PutBucketPolicy",
        "s3:DeleteBucketPolicy",
        "s3:GetBucketPolicy",
        "s3:PutEncryptionConfiguration",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutLifecycleConfiguration",
        "s3:GetBucketVersioning",
        "s3:PutBucketTagging",
        "s3:DeleteBucket",
        "s3:ListBucket",
    ],
)
def test_the_deployer_is_locked_out_of_nothing_that_it_does(action: str) -> None:
    """The AWS provider asks whether a bucket is there with HeadBucket, which takes s3:ListBucket."""
    for use in ("data", "models", "logs"):
        policy = PLAN["data"]["buckets"][use]["policy"]
        assert outcome(policy, action, f"arn:aws:s3:::{NAMES[use]}", DEPLOYER, NOWHERE) == "not-allowed"


@pytest.mark.parametrize("action", OBJECT_ACTIONS)
def test_the_deployer_reads_and_writes_no_data(action: str) -> None:
    assert outcome(DATA, action, f"arn:aws:s3:::{NAMES['data']}/x", DEPLOYER, NOWHERE) == "denied"


def test_no_statement_denies_all_actions_of_s3() -> None:
    denied = {
        action
        for bucket in PLAN["data"]["buckets"].values()
        for statement in json.loads(bucket["policy"])["Statement"]
        if statement["Effect"] == "Deny"
        for action in statement["Action"]
    }
    assert not denied & {"*", "s3:*", "s3:Put*", "s3:Get*", "s3:Delete*", "s3:List*"}


def test_log_delivery_writes_for_the_networks_own_buckets_alone() -> None:
    where = f"arn:aws:s3:::{NAMES['logs']}/data/2026-11-25"
    delivery = Principal("", service="logging.s3.amazonaws.com")

    def asked(source: str, account: str = ACCOUNT) -> str:
        context: dict[str, Value] = {
            **NOWHERE,
            "aws:SourceAccount": (account,),
            "aws:SourceArn": (f"arn:aws:s3:::{source}",),
        }
        return outcome(LOGS, "s3:PutObject", where, delivery, context)

    assert (asked(NAMES["data"]), asked(NAMES["models"])) == ("allowed", "allowed")
    assert (asked("somebody-elses"), asked(NAMES["data"], OTHER)) == ("not-allowed", "not-allowed")


def test_the_bucket_of_the_logs_asks_nobody_from_where() -> None:
    assert not {"aws:VpceAccount", "aws:VpcSourceIp"} & set(LOGS.split('"'))


# Key ---------------------------------------------------------------------------------------------------------------------

KEY = PLAN["data"]["key_policy"]
KEY_ARN = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1"
S3: dict[str, Value] = {"kms:ViaService": ("s3.us-east-1.amazonaws.com",), "kms:GrantIsForAWSResource": ABSENT}
VIA_BEDROCK: dict[str, Value] = {
    "kms:ViaService": ("bedrock.us-east-1.amazonaws.com",),
    "kms:GrantIsForAWSResource": ABSENT,
}
DIRECT: dict[str, Value] = {"kms:ViaService": ABSENT, "kms:GrantIsForAWSResource": ABSENT}


def key(action: str, who: str, context: dict[str, Value]) -> str:
    return outcome(KEY, action, KEY_ARN, who, context)


@pytest.mark.parametrize(
    "action", ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CreateAlias", "kms:DescribeKey"]
)
def test_the_account_administers_the_key(action: str) -> None:
    assert key(action, DEPLOYER, DIRECT) == "allowed"


@pytest.mark.parametrize("action", ["kms:Decrypt", "kms:GenerateDataKey"])
def test_jobs_and_uploaders_use_the_key_through_s3_and_nobody_else_does(action: str) -> None:
    assert {who: key(action, who, S3) for who in (BEDROCK, SAGEMAKER, UPLOADER, SOMEBODY, DEPLOYER)} == {
        BEDROCK: "allowed",
        SAGEMAKER: "allowed",
        UPLOADER: "allowed",
        SOMEBODY: "not-allowed",
        DEPLOYER: "not-allowed",
    }
    assert {key(action, who, DIRECT) for who in (BEDROCK, SAGEMAKER, UPLOADER)} == {"not-allowed"}


def test_custom_models_are_decrypted_through_bedrock_for_whom_the_account_lets() -> None:
    assert key("kms:Decrypt", SOMEBODY, VIA_BEDROCK) == "allowed"
    assert (
        outcome(training(services=["sagemaker"])["data"]["key_policy"], "kms:Decrypt", KEY_ARN, SOMEBODY, VIA_BEDROCK)
        == "not-allowed"
    )


def test_grants_are_made_for_aws_resources_alone() -> None:
    for_service: dict[str, Value] = {**DIRECT, "kms:GrantIsForAWSResource": ("true",)}
    by_hand: dict[str, Value] = {**DIRECT, "kms:GrantIsForAWSResource": ("false",)}
    assert (key("kms:CreateGrant", SAGEMAKER, for_service), key("kms:CreateGrant", SAGEMAKER, by_hand)) == (
        "allowed",
        "not-allowed",
    )
    assert key("kms:CreateGrant", SOMEBODY, for_service) == "not-allowed"


def test_the_key_asks_nobody_from_where() -> None:
    """Amazon S3 calls AWS KMS without an endpoint: a key that asked for one would lock every job out."""
    keys = {key for s in json.loads(KEY)["Statement"] for tests in s.get("Condition", {}).values() for key in tests}
    assert keys == {"aws:PrincipalArn", "kms:ViaService", "kms:GrantIsForAWSResource"}
