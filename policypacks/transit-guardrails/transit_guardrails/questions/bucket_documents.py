"""The documents that decide about calls to a bucket, and the finitely many requests that they tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from ..data import partition_of
from ..model.endpoints import Bucket
from ..model.network import Doubt
from ..model.ranges import prefix, prefixes
from ..model.vpcs import Id
from ..policies.document import PolicyError, parse
from ..policies.evaluate import FULL_ACCESS, actions_match
from ..policies.keys import address_atoms
from ..policies.lint_data import NETWORK
from ..policies.records import Match, Policy, Principals, Statement
from ..policies.representatives import Representatives, representatives
from ..policies.request import ABSENT, UNKNOWN, Value
from .asking import ANYBODY, Context, contexts
from .bucket_places import Place
from .index import Index

What = Literal["read", "write", "delete", "list", "administer"]
ACTIONS: Mapping[What, tuple[str, ...]] = {
    "read": ("s3:GetObject", "s3:GetObjectVersion"),
    "write": ("s3:PutObject", "s3:ReplicateObject"),
    "delete": ("s3:DeleteObject", "s3:DeleteObjectVersion"),
    "list": ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
    "administer": (
        *("s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutBucketPublicAccessBlock"),
        *("s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:DeleteBucket"),
    ),
}
"""Allowed is whatever one of the actions is allowed to do."""
DECRYPT = "kms:Decrypt"
"""What Amazon S3 asks AWS KMS for whoever reads."""
MOST = 256
"""Combinations of condition keys that are tried."""
CALLER = (*(key.lower() for key in ANYBODY), "aws:principalservicename")
KNOWN = (*NETWORK, *CALLER, "aws:securetransport", "aws:resourceaccount")
"""Condition keys of a call that follow from who calls, from where and what."""
KNOWN_OF_KEYS = (*NETWORK, *CALLER, "aws:resourceaccount", "kms:calleraccount", "kms:grantisforawsresource")
KMS = (*KNOWN_OF_KEYS, "kms:resourcealiases", "kms:viaservice")
"""The same of what Amazon S3 asks AWS KMS for a caller."""


@dataclass(frozen=True, slots=True)
class Document:
    """A policy by what people call it; ``doubt`` says why not all of it is known."""

    name: str
    policy: Policy
    doubt: str = ""


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
    whole, owner = Match(("*",)), Principals(aws=(key.account,) if key.account else ())
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


class Requests:
    """What is asked: objects, and the condition keys of a call from a place. ``gaps`` tell what could not be told apart."""

    def __init__(self, bucket: Bucket, policy: Policy, places: Sequence[Place]) -> None:
        self._bucket, arn = bucket, bucket_arn(bucket)
        known = sorted({bucket.account or "", *(place.account or "" for place in places)} - {""})
        blocks = [str(block) for place in places if place.endpoint for block in prefixes(place.addresses)]
        more = {"aws:VpceAccount": known, "aws:VpcSourceIp": blocks}
        apart = representatives([policy], more_resources=[arn, f"{arn}/*"], more_values=more)
        self.objects = tuple(dict.fromkeys((f"{arn}/x", *(r for r in apart.resources if r.startswith(f"{arn}/")))))
        self.rest, gaps = rest(apart, KNOWN)
        self.gaps = (*apart.gaps, *gaps)
        self._addresses = [text for text in apart.addresses if ":" not in text]
        self._accounts = [v for v in apart.values["aws:vpceaccount"] if isinstance(v, tuple) and v[0] not in known]
        tested = [c for s in policy.statements for c in s.conditions if c.key.lower() == "aws:sourceip"]
        self._public: list[Value] = [(text,) for text in address_atoms(v for c in tested for v in c.values)]

    def of(self, place: Place, *, tls: bool) -> Iterator[Context]:
        """The network's keys: one request for each kind of address that calls come from."""
        account: Value = (self._bucket.account,) if self._bucket.account else UNKNOWN
        base: dict[str, Value] = {"aws:securetransport": ("true" if tls else "false",), "aws:resourceaccount": account}
        if not place.addresses:
            yield from ({**base, **dict.fromkeys(NETWORK, ABSENT), "aws:sourceip": public} for public in self._public)
            return
        through = {**base, **dict.fromkeys(NETWORK, UNKNOWN), "aws:sourceip": ABSENT}
        for text in self._addresses:
            if place.addresses.has(prefix(text).first):
                for owner in self._owners(place):
                    yield {**through, "aws:vpcsourceip": (text,), "aws:vpceaccount": owner}

    def _owners(self, place: Place) -> Sequence[Value]:
        if place.account:
            return [(place.account,)]
        return [UNKNOWN] if place.endpoint else self._accounts


def rest(apart: Representatives, known: Iterable[str]) -> tuple[list[Context], tuple[str, ...]]:
    """Every combination of the other keys; where there are too many none of them is known, and that is a gap."""
    others = [values for key, values in apart.values.items() if key not in set(known)]
    if prod(map(len, others)) > MOST:
        return [{}], ("policies test more condition keys together than can be tried",)
    return contexts(apart, known), ()
