"""Mistakes about the data, key and roles of training networks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pulumi_aws as aws

from ..program import Program, Properties
from .record import DEV, Sabotage, names, put, rewrite, without

TRAINING = "vpc-a.fine-tuning-training"
DATA, ROLES = f"{TRAINING}-data", f"{TRAINING}-roles"
POLICY, MODELS, LOGS, KEY = *(f"{DATA}-{use}-policy" for use in ("data", "models", "logs")), f"{DATA}-key"
BEDROCK, SAGEMAKER = f"{ROLES}-bedrock", f"{ROLES}-sagemaker"
PIPELINE = "arn:aws:iam::210987654321:role/training-data-pipeline"
STRANGER = "arn:aws:iam::210987654321:role/analyst"
FOREIGN = {"AWS": "arn:aws:iam::999999999999:root"}
ORGANIZATION = {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}

Statement = dict[str, Any]


def _statement(sid: str, edit: Callable[[Statement], object]) -> Callable[[Properties], Properties]:
    return rewrite(lambda document: edit(_find(document, sid)))


def _find(document: Any, sid: str) -> Statement:
    found: list[Statement] = [s for s in document["Statement"] if s["Sid"] == sid]
    assert len(found) == 1, sid
    return found[0]


def _add(statement: Statement) -> Callable[[Properties], Properties]:
    return rewrite(lambda document: document["Statement"].append({"Sid": "More", "Effect": "Allow", **statement}))


def _trust(edit: Callable[[Statement], object]) -> Callable[[Properties], Properties]:
    def change(props: Properties) -> Properties:
        document = json.loads(props["assume_role_policy"])
        edit(document["Statement"][0])
        return {**props, "assume_role_policy": json.dumps(document)}

    return change


def _wrong(
    name: str, rule: str, resource: str, change: Callable[[Properties], Properties], found: str = "", also: str = ""
) -> Sabotage:
    return Sabotage(
        name,
        DEV,
        lambda program: program.change(resource, change),
        rule,
        names(found or resource),
        names(*also.split()),
    )


def _denials(edit: Callable[[Statement], object]) -> Callable[[Properties], Properties]:
    return rewrite(lambda document: [edit(s) for s in document["Statement"] if s["Effect"] == "Deny"])


def _but_shared(statement: Statement) -> None:
    bucket = statement.pop("Resource")
    bucket = (bucket if isinstance(bucket, str) else bucket[0]).removesuffix("/*")
    statement["NotResource"] = f"{bucket}/shared/*"


BOUND, SOUND, NARROW = "training-data-bound", "training-keys-sound", "training-roles-narrow"


def _attached(program: Program) -> None:
    program.after(
        lambda built: aws.iam.RolePolicyAttachment(
            "more",
            role=built[BEDROCK].name,
            policy_arn="arn:aws:iam::aws:policy/AmazonS3FullAccess",
            opts=built.beside(BEDROCK),
        )
    )


TRAINING_DATA = [
    _wrong(
        "a bucket of training data is open to addresses of other networks",
        BOUND,
        POLICY,
        without("UploadsThroughOwnAddresses"),
    ),
    _wrong(
        "a bucket of training data is open to other accounts' endpoints",
        BOUND,
        POLICY,
        without("UploadsThroughOwnEndpoints"),
    ),
    _wrong(
        "a bucket of models may be listed from anywhere",
        BOUND,
        MODELS,
        without("ListsThroughOwnAddresses", "ListsThroughOwnEndpoints"),
    ),
    _wrong(
        "a bucket of training data takes objects under a key that the uploader names",
        BOUND,
        POLICY,
        without("NoOtherKeys"),
    ),
    _wrong("a bucket of training data takes objects under S3's own key", BOUND, POLICY, without("NoOtherAlgorithms")),
    _wrong(
        "a bucket of models takes objects under a key that the caller brings",
        BOUND,
        MODELS,
        without("NoOtherCallersKeys"),
    ),
    _wrong(
        "a bucket's policy keeps its jobs from naming the network's key too",
        BOUND,
        MODELS,
        _statement("NoOtherKeys", lambda s: s["Condition"].pop("ArnNotEquals")),
    ),
    _wrong("a bucket of training data takes calls without TLS", BOUND, POLICY, without("OverTls")),
    _wrong(
        "endpoint and addresses stand in one statement, so that either of them is enough",
        BOUND,
        MODELS,
        _statement(
            "ObjectsThroughOwnEndpoints",
            lambda s: s["Condition"].update(NotIpAddress={"aws:VpcSourceIp": "10.129.0.0/16"}),
        ),
    ),
    _wrong(
        "a bucket of training data is open to a whole VPC",
        BOUND,
        POLICY,
        _statement(
            "UploadsThroughOwnAddresses",
            lambda s: s["Condition"].update(NotIpAddress={"aws:VpcSourceIp": "10.129.0.0/16"}),
        ),
    ),
    _wrong(
        "a role that nobody declared reads training data from anywhere",
        BOUND,
        POLICY,
        rewrite(
            lambda document: [
                s["Condition"]["ArnNotEquals"].update({"aws:PrincipalArn": [PIPELINE, STRANGER]})
                for s in document["Statement"]
                if s["Sid"].startswith("UploadsThrough")
            ]
        ),
    ),
    _wrong(
        "an uploader of data reads models",
        BOUND,
        MODELS,
        rewrite(
            lambda document: [
                s["Condition"].update(ArnNotEquals={"aws:PrincipalArn": PIPELINE})
                for s in document["Statement"]
                if s["Sid"].startswith("ObjectsThrough")
            ]
        ),
    ),
    _wrong(
        "a bucket's policy denies AWS services too",
        BOUND,
        POLICY,
        _statement("UploadsThroughOwnAddresses", lambda s: s["Condition"].pop("BoolIfExists")),
    ),
    _wrong(
        "a bucket's policy denies everything, its own mending too",
        BOUND,
        POLICY,
        _statement("OthersThroughOwnAddresses", lambda s: s.update(Action="s3:*")),
    ),
    _wrong(
        "a bucket of training data is open to the whole organization",
        BOUND,
        POLICY,
        _denials(lambda s: s["Condition"].setdefault("StringNotEquals", {}).update(ORGANIZATION)),
    ),
    _wrong("a bucket of models leaves out a folder that is shared", BOUND, MODELS, _denials(_but_shared)),
    _wrong(
        "a bucket of training data asks its own endpoints alone for TLS",
        BOUND,
        POLICY,
        _statement("OverTls", lambda s: s["Condition"].update(StringEquals={"aws:VpceAccount": "210987654321"})),
    ),
    _wrong(
        "a bucket of models takes objects under S3's own key from jobs",
        BOUND,
        MODELS,
        without("NoOtherEncryption"),
    ),
    _wrong(
        "a bucket of models keeps its deployer from asking whether it is there",
        BOUND,
        MODELS,
        rewrite(
            lambda document: [
                s["Condition"].pop("ArnNotEquals") for s in document["Statement"] if s["Sid"].startswith("ListsThrough")
            ]
        ),
    ),
    _wrong(
        "a bucket of training data keeps its uploader from reading back",
        BOUND,
        POLICY,
        _add(
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": "*",
                "Condition": {"ArnEquals": {"aws:PrincipalArn": PIPELINE}},
            }
        ),
    ),
    _wrong(
        "another account administers a bucket of training data",
        BOUND,
        POLICY,
        _add({"Principal": FOREIGN, "Action": "s3:PutEncryptionConfiguration", "Resource": "*"}),
    ),
    _wrong(
        "a bucket of models is read by everybody's distributions of CloudFront",
        BOUND,
        MODELS,
        _add({"Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject", "Resource": "*"}),
    ),
    _wrong(
        "another account has the access logs of training data",
        BOUND,
        LOGS,
        _add({"Principal": FOREIGN, "Action": "s3:*", "Resource": "*"}),
    ),
    _wrong(
        "training data is encrypted by S3's own key",
        BOUND,
        f"{DATA}-data-encryption",
        put(rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}]),
    ),
    _wrong(
        "a bucket of models keeps no versions",
        BOUND,
        f"{DATA}-models-versioning",
        put(versioning_configuration={"status": "Suspended"}),
        f"{DATA}-models",
    ),
    _wrong("a key does not rotate", SOUND, KEY, put(enable_key_rotation=False)),
    _wrong("a key can be administered by nobody", SOUND, KEY, without("Administration")),
    _wrong(
        "a key asks for an endpoint",
        SOUND,
        KEY,
        _statement("Jobs", lambda s: s["Condition"]["StringEquals"].update({"aws:VpceAccount": "210987654321"})),
    ),
    _wrong("a key admits everybody", SOUND, KEY, _add({"Principal": "*", "Action": "kms:Decrypt", "Resource": "*"})),
    _wrong(
        "a key lets another role decrypt",
        SOUND,
        KEY,
        _add({"Principal": {"AWS": "arn:aws:iam::210987654321:root"}, "Action": "kms:Decrypt", "Resource": "*"}),
    ),
    _wrong(
        "a key lets the whole organization decrypt",
        SOUND,
        KEY,
        _add(
            {
                "Principal": "*",
                "Action": ["kms:Decrypt", "kms:CreateGrant"],
                "Resource": "*",
                "Condition": {"StringEquals": ORGANIZATION},
            }
        ),
    ),
    _wrong(
        "a key lets another account encrypt again what it encrypted",
        SOUND,
        KEY,
        _add({"Principal": FOREIGN, "Action": "kms:ReEncryptFrom", "Resource": "*"}),
    ),
    _wrong(
        "a key lets jobs grant it to anybody",
        SOUND,
        KEY,
        _statement("JobsGrants", lambda s: s["Condition"].pop("Bool")),
    ),
    _wrong("a key does not let uploaders encrypt", SOUND, KEY, without("Uploaders")),
    _wrong(
        "a job's role is assumed for other accounts",
        NARROW,
        BEDROCK,
        _trust(lambda s: s["Condition"].pop("StringEquals")),
    ),
    _wrong(
        "a job's role is assumed for other jobs", NARROW, SAGEMAKER, _trust(lambda s: s["Condition"].pop("ArnLike"))
    ),
    _wrong(
        "a job's role is assumed by another service too",
        NARROW,
        BEDROCK,
        _trust(lambda s: s.update(Principal={"Service": ["bedrock.amazonaws.com", "lambda.amazonaws.com"]})),
    ),
    _wrong(
        "a job's role reads another bucket",
        NARROW,
        f"{BEDROCK}-policy",
        _add({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::payroll/*"}),
    ),
    _wrong(
        "a job's role deletes data",
        NARROW,
        f"{SAGEMAKER}-policy",
        _add({"Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::acme-dev-vpc-a-fine-tuning-210987654321-data/*"}),
    ),
    _wrong(
        "a job's role uses every key",
        NARROW,
        f"{SAGEMAKER}-policy",
        _statement("Key", lambda s: s["Condition"].pop("ForAnyValue:StringEquals")),
    ),
    _wrong(
        "a job's role uses AWS's own key, which lets everybody in the account",
        NARROW,
        f"{SAGEMAKER}-policy",
        without("OtherKeys"),
    ),
    _wrong(
        "a job's role is denied other keys where these have an alias",
        NARROW,
        f"{SAGEMAKER}-policy",
        _statement("OtherKeys", lambda s: s["Condition"].update(Null={"kms:ResourceAliases": "false"})),
    ),
    _wrong(
        "a job's role makes interfaces in any subnet",
        NARROW,
        f"{BEDROCK}-policy",
        _statement("Subnets", lambda s: s.pop("Condition")),
    ),
    _wrong(
        "a job's role makes interfaces with groups of other applications",
        NARROW,
        f"{SAGEMAKER}-policy",
        _statement("Groups", lambda s: s["Condition"]["StringEquals"].pop("aws:ResourceTag/application")),
    ),
    _wrong(
        "a job's role gives away interfaces of others",
        NARROW,
        f"{BEDROCK}-policy",
        _statement("Permissions", lambda s: s.pop("Condition")),
    ),
    Sabotage("a job's role has a managed policy too", DEV, _attached, NARROW, names("more")),
]
"""Each leaves one statement, condition or setting out, or adds one."""
