"""What may be done with a bucket, by which actions, and the documents that decide about it.

Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ...data import partition_of
from ...model.endpoints import Bucket
from ...model.network import Doubt
from ...model.vpcs import Id
from ...policies.document import PolicyError, parse
from ...policies.evaluate import FULL_ACCESS, actions_match
from ...policies.records import Match, Policy, Principals, Statement
from ..index import Index
from .answers import Document
from .places import Place

What = Literal["read", "write", "delete", "list", "administer"]
ACTIONS: Mapping[What, tuple[str, ...]] = {
    "read": ("s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectVersionForReplication"),
    "write": ("s3:PutObject", "s3:ReplicateObject", "s3:PutObjectAcl"),
    "delete": ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ReplicateDelete"),
    "list": ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
    "administer": (
        *("s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutBucketPublicAccessBlock"),
        *("s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:DeleteBucket", "s3:PutBucketAcl"),
        *("s3:PutBucketOwnershipControls", "s3:PutBucketVersioning", "s3:PutReplicationConfiguration"),
        *("s3:PutInventoryConfiguration", "s3:PutBucketLogging"),
    ),
}
"""Allowed is whatever one of the actions is allowed to do."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The bucket's policy, those of the endpoints that lead to it by their ids, and that of its key where it has one."""

    own: Document
    doors: Mapping[Id, Document]
    key: Document

    def about(self, bucket: Bucket, more: Iterable[Policy] = ()) -> Policy:
        """The statements of all of them, and of ``more``, that may be about the bucket."""
        policies = [self.own.policy, *(door.policy for door in self.doors.values()), *more]
        return about(policies, [action for actions in ACTIONS.values() for action in actions], bucket_arn(bucket))


def documents(index: Index, bucket: Bucket, places: Iterable[Place]) -> Documents:
    """A bucket without a policy allows and denies nothing; an endpoint without one lets everything through."""
    doubts = index.doubts(bucket.id, *(owner for owner, _ in bucket.policies))
    text = bucket.policies[-1][1] if bucket.policies else None
    own = _document("bucket policy", text, Policy(()), doubts)
    endpoints = {place.endpoint.id: place.endpoint for place in places if place.endpoint}
    named = {key: f"policy of {index.name(key)}" for key in endpoints}
    doors = {k: _document(named[k], e.policy, FULL_ACCESS, index.doubts(k)) for k, e in endpoints.items()}
    return Documents(own, doors, _key_document(index, bucket))


def _key_document(index: Index, bucket: Bucket) -> Document:
    """The key's policy: AWS's default lets the identity policies of its account decide (AWS KMS, "Default key policy")."""
    key = index.network.keys.get(bucket.key or "")
    if key is None:
        return Document("key policy", Policy(()), f"{index.name(bucket.key)} is not in this stack")
    if key.account is None:
        return Document("key policy", Policy(()), f"the account of {index.name(key.id)} is not known")
    whole, owner = Match(("*",)), Principals(aws=(key.account,))
    default = Policy((Statement("Default", 0, True, owner, whole, whole),))
    return _document("key policy", key.policy, default, index.doubts(key.id))


def _document(name: str, text: str | None, default: Policy, doubts: Sequence[Doubt]) -> Document:
    doubt = str(doubts[0]) if doubts else ""
    if text is None:
        return Document(name, default, doubt)
    try:
        return Document(name, parse(text), doubt)
    except PolicyError as error:
        return Document(name, Policy(()), f"it is no policy: {error}")


def bucket_arn(bucket: Bucket) -> str:
    """The bucket's ARN, which its name makes."""
    return f"arn:{partition_of(bucket.region or '')}:s3:::{bucket.name}"


def about(policies: Iterable[Policy], actions: Sequence[str], arn: str = "") -> Policy:
    """The statements about one of the actions, on what may be the bucket or an object in it."""
    found = (statement for policy in policies for statement in policy.statements)
    return Policy(tuple(s for s in found if any(actions_match(s.actions, a) for a in actions) and _meets(s, arn)))


def _meets(statement: Statement, arn: str) -> bool:
    starts = (pattern.partition("*")[0].partition("?")[0].partition("$")[0] for pattern in statement.resources.patterns)
    return statement.resources.negated or any(arn.startswith(start) or start.startswith(arn) for start in starts)
