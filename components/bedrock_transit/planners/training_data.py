"""Plans of the data of training networks: bucket policies and key policy, made only of values that are known before creation.

Sources: Amazon S3 user guide, "Bucket policies for Amazon S3", "Enabling Amazon S3 server access logging", "Using server-side
encryption with AWS KMS keys" (condition keys are a request's headers, without which the bucket's default encryption holds); Amazon
S3 API reference, "PutObject" (``aws:kms`` without a key's id is AWS's own key, ``aws/s3``); IAM user guide, "AWS global condition
context keys" (``aws:VpceAccount``, ``aws:VpcSourceIp``, ``aws:PrincipalArn`` is the role's ARN in a session too,
``aws:PrincipalIsAWSService``), "Creating a condition with multiple keys or values" (the keys of one statement must all hold, so that
what is denied for two reasons takes two statements).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..training_plans import TrainingDataPlan, TrainingNetworkPlan
from .policies import document
from .training_keys import accounts, key_policy, partition, role_arns

UPLOAD = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
"""What an uploader does to objects: it writes them and reads them back."""
LOOK = ["s3:ListBucket"]
"""What lists a bucket, and what the AWS provider asks whether a bucket is there with (HeadBucket takes this permission)."""
OTHER = [
    "s3:BypassGovernanceRetention",
    "s3:DeleteObject*",
    "s3:GetObject?*",
    "s3:ListBucket?*",
    "s3:ListObject*",
    "s3:ObjectOwnerOverrideToBucketOwner",
    "s3:PutObject?*",
    "s3:Replicate*",
    "s3:RestoreObject",
    "s3:UpdateObject*",
]
"""All other actions on objects, versions and uploads. What configures a bucket is in no list: see docs/training.md."""
EVERY = sorted([*LOOK, *UPLOAD, *OTHER])


def training_data(training: TrainingNetworkPlan, deployers: Sequence[str]) -> TrainingDataPlan:
    """Buckets and key of a training network. ``deployers`` are the ARNs of the roles that build them."""
    arns = {use: f"arn:{partition(training)}:s3:::{name}" for use, name in training["buckets"].items()}
    uploaders = sorted(set(training["uploaders"].values()))
    look = sorted({*uploaders, *deployers})
    policies = {
        "data": [
            _over_tls(arns["data"]),
            *_from_here(training, arns["data"], "Uploads", UPLOAD, uploaders),
            *_from_here(training, arns["data"], "Lists", LOOK, look),
            *_from_here(training, arns["data"], "Others", OTHER, []),
            *_from_on_premises(training, arns["data"]),
            *_under_own_key(training, arns["data"]),
            *_uploaders(arns["data"], uploaders),
        ],
        "models": [
            _over_tls(arns["models"]),
            *_from_here(training, arns["models"], "Objects", sorted([*UPLOAD, *OTHER]), []),
            *_from_here(training, arns["models"], "Lists", LOOK, sorted(deployers)),
            *_under_own_key(training, arns["models"]),
        ],
        "logs": [_over_tls(arns["logs"]), _delivery(training, arns)],
    }
    return {
        "name": training["name"],
        "region": training["region"],
        "buckets": {
            use: {"name": name, "policy": document(policies[use])} for use, name in training["buckets"].items()
        },
        "key_alias": training["key_alias"],
        "key_policy": document(list(key_policy(training, uploaders))),
        "tags": training["tags"],
    }


def _over_tls(bucket: str) -> dict[str, Any]:
    """Holds for everyone, AWS services and uploaders too."""
    return _deny("OverTls", EVERY, [bucket, f"{bucket}/*"], {"Bool": {"aws:SecureTransport": "false"}})


def _from_here(
    training: TrainingNetworkPlan, bucket: str, sid: str, actions: list[str], exempt: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Denies what does not come through an endpoint of this account, and what does not come from the network's block.

    A negated operator holds where its key is absent: without an endpoint neither key is in the request, and both deny.
    """
    places: dict[str, dict[str, Any]] = {
        "Endpoints": {"StringNotEquals": {"aws:VpceAccount": training["account_id"]}},
        "Addresses": {"NotIpAddress": {"aws:VpcSourceIp": training["block"]}},
    }
    but = {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}, **_but(exempt)}
    for name, place in places.items():
        yield _deny(f"{sid}ThroughOwn{name}", actions, [bucket, f"{bucket}/*"], {**place, **but})


def _from_on_premises(training: TrainingNetworkPlan, bucket: str) -> Iterator[dict[str, Any]]:
    """Denies uploaders that are bound to a network what comes through no endpoint of the hub, and what comes from elsewhere.

    Other actions than theirs are denied there too, so that they have none: ``_from_here`` denies these everywhere else.
    """
    for name, network in sorted(training.get("uploading_networks", {}).items()):
        whose = {
            "ArnEquals": {"aws:PrincipalArn": sorted({training["uploaders"][key] for key in network["uploaders"]})}
        }
        places: dict[str, dict[str, Any]] = {
            "ThroughHub": {"StringNotEquals": {"aws:VpceAccount": network["endpoint_account_id"]}},
            "FromAddresses": {"NotIpAddress": {"aws:VpcSourceIp": network["prefixes"]}},
        }
        for where, place in places.items():
            sid = f"UploadersOf{name.replace('-', 'X')}{where}"
            yield _deny(sid, EVERY, [bucket, f"{bucket}/*"], {**place, **whose})


def _under_own_key(training: TrainingNetworkPlan, bucket: str) -> Iterator[dict[str, Any]]:
    """Denies uploads that state how the object is encrypted: without that it is by the bucket's own key.

    Jobs of SageMaker name that key, and their role can use no other. Without its name it would be AWS's own key for Amazon S3, or none
    of AWS KMS. What Bedrock states of the metrics that its jobs write is in no document: it may. Keys that the caller brings have no use.
    """
    algorithm = "s3:x-amz-server-side-encryption"
    key = f"{algorithm}-aws-kms-key-id"
    roles = role_arns(training)
    free = _but([roles["bedrock"]] if "bedrock" in roles else [])
    conditions: dict[str, dict[str, Any]] = {
        "Algorithms": {"Null": {algorithm: "false", key: "true"}, **free},
        "Encryption": {"Null": {algorithm: "false"}, "StringNotEquals": {algorithm: "aws:kms"}, **free},
        "Keys": {"Null": {key: "false"}, **_but(list(roles.values()))},
        "CallersKeys": {"Null": {f"{algorithm}-customer-algorithm": "false"}},
    }
    for name, condition in conditions.items():
        yield _deny(f"NoOther{name}", "s3:PutObject", f"{bucket}/*", condition)


def _deny(sid: str, actions: str | list[str], resources: str | list[str], condition: dict[str, Any]) -> dict[str, Any]:
    """A statement for whoever calls."""
    found = {"Sid": sid, "Effect": "Deny", "Principal": "*", "Action": actions, "Resource": resources}
    return {**found, "Condition": condition}


def _but(exempt: Sequence[str]) -> dict[str, Any]:
    """The condition that excepts roles from a Deny."""
    return {"ArnNotEquals": {"aws:PrincipalArn": list(exempt)}} if exempt else {}


def _uploaders(bucket: str, uploaders: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Lets uploaders of other accounts in, whose own policies must let them too. Names accounts: a role may not exist yet."""
    for sid, actions, resource in (("Upload", UPLOAD, f"{bucket}/*"), ("LookUp", LOOK, bucket)):
        yield {
            "Sid": f"Uploaders{sid}",
            "Effect": "Allow",
            "Principal": {"AWS": accounts(uploaders)},
            "Action": actions,
            "Resource": resource,
            "Condition": {"ArnEquals": {"aws:PrincipalArn": list(uploaders)}},
        }


def _delivery(training: TrainingNetworkPlan, arns: dict[str, str]) -> dict[str, Any]:
    """Amazon S3 delivers the access logs of the other two buckets, from wherever it is."""
    return {
        "Sid": "AccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{arns['logs']}/*",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": training["account_id"]},
            "ArnEquals": {"aws:SourceArn": [arns["data"], arns["models"]]},
        },
    }
