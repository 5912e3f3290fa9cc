"""What the bucket policy of a training network is asked: one request for each kind of callers, places and actions.

Sources: Amazon S3 user guide, "Policy actions for Amazon S3", "Using server-side encryption with AWS KMS keys" (the condition keys are
the headers of a request; bucket policies are evaluated before the default encryption is applied).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.endpoints import Bucket
from ..model.ranges import address, prefix
from ..model.trainings import Place, TrainingNetwork
from ..policies.evaluate import FULL_ACCESS
from ..policies.records import Policy
from ..policies.request import ABSENT, Principal, Value
from ..questions.asking import (
    ANYBODY,
    Context,
    asked,
    callers,
    contexts,
    kinds,
    name,
    partition,
    role_arns,
    told_apart,
)
from .facts import Facts

LIST = "s3:ListBucket"
UPLOAD = ("s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject")
OBJECTS = (
    *UPLOAD,
    *("s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectTagging", "s3:DeleteObjectVersion"),
    *("s3:GetObjectAcl", "s3:GetObjectAttributes", "s3:GetObjectTagging", "s3:GetObjectTorrent", "s3:GetObjectVersion"),
    *("s3:PutObjectAcl", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObjectTagging"),
    *("s3:PutObjectVersionAcl", "s3:ReplicateDelete", "s3:ReplicateObject", "s3:RestoreObject"),
)
LISTS = (LIST, "s3:ListBucketMultipartUploads", "s3:ListBucketVersions")
ADMINISTER = ("s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutEncryptionConfiguration")
CUSTOMER = "s3:x-amz-server-side-encryption-customer-algorithm"
ENCRYPTION = ("s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id", CUSTOMER)
"""Headers of an upload that state how the object is encrypted, as condition keys."""
UNDER_A_KEY: Context = {ENCRYPTION[0]: ("aws:kms",), ENCRYPTION[1]: ("unlisted",)}
PLAIN: Context = dict.fromkeys(ENCRYPTION, ABSENT)
KNOWN = (*ENCRYPTION, "aws:SecureTransport", "aws:VpceAccount", "aws:VpcSourceIp", *ANYBODY, "aws:PrincipalServiceName")


class BucketQuestions:
    """What a bucket's policy is asked."""

    def __init__(self, facts: Facts, training: TrainingNetwork, use: str, bucket: Bucket, policy: Policy) -> None:
        self._training, self._use, self._policy = training, use, policy
        self._open = Policy((*policy.statements, *FULL_ACCESS.statements))
        self._jobs = role_arns(training)
        self._uploaders = frozenset(training.uploaders.values()) if use == "data" else frozenset[str]()
        self._bound = {training.uploaders[key]: place for key, place in training.bound.items()} if use == "data" else {}
        deployers = {role for role in facts.settings.deployer_roles if role.startswith("arn:")}
        self._listers = self._uploaders | deployers | ({bucket.deployer} if bucket.deployer else set())
        self._bucket = f"arn:{partition(training)}:s3:::{bucket.name}"
        self._apart = told_apart(policy, training, {*self._jobs, *training.uploaders.values(), *self._listers})
        self._callers, self._rest = callers(self._apart), contexts(self._apart, KNOWN)
        self._home, self._away = training.home, {"aws:VpceAccount": ABSENT, "aws:VpcSourceIp": ABSENT}
        self._places = sorted({self._home, *training.bound.values()}, key=str)

    def _elsewhere(self, place: Place | None) -> Iterator[tuple[str, Context]]:
        """Every other place than that one, or every place: it differs in its endpoint, in its address, or in both."""
        near = place or self._home
        here = _from(near)[0]
        yield "the internet", self._away
        for value in self._apart.values["aws:vpceaccount"]:
            if isinstance(value, tuple) and value != (near.account,):
                yield f"an endpoint of account {value[0]}", {**here, "aws:VpceAccount": value}
        for text in self._apart.addresses:
            if not near.ranges.has(prefix(text).first):
                yield f"address {text}", {**here, "aws:VpcSourceIp": (text,)}
        for other in self._places:
            if other != place:
                yield str(other), _from(other)[0]

    def _calls(self) -> Iterator[tuple[str, str]]:
        for action in kinds(OBJECTS, self._policy):
            yield action, f"{self._bucket}/x"
        for action in kinds(LISTS, self._policy):
            yield action, self._bucket

    def from_elsewhere(self) -> Iterator[str]:
        """Calls that are not denied although they come from elsewhere, and what nobody can ask for."""
        yield from self._apart.gaps
        nobody = Principal("", None, None)
        for action, resource in self._calls():
            for who in (*self._callers, nobody):
                if self._anywhere(action, who):
                    continue
                own = ANYBODY if who is nobody else {}
                for place, where in self._elsewhere(self._where(action, who)):
                    if not self._all_denied(action, resource, who, {**where, **own}, tls=True):
                        yield f"{action} by {name(who)} from {place}"

    def without_tls(self) -> Iterator[str]:
        """Calls that are not denied although they are not encrypted."""
        services, here = [Principal("", service="unlisted.amazonaws.com")], _from(self._home)[0]
        for action, resource in self._calls():
            for who in (*self._callers, *services):
                if not self._all_denied(action, resource, who, here, tls=False):
                    yield f"{action} by {name(who)}"

    def under_other_keys(self) -> Iterator[str]:
        """Uploads that are not denied although they state how the object is encrypted: without that it is by the bucket's key.

        Jobs name their network's key; a key that the caller brings they have no use for.
        """
        resource = f"{self._bucket}/x"
        for key in ENCRYPTION:
            stated = [v for v in self._apart.values.get(key, ()) if v is not ABSENT] or [("unlisted",)]
            for who in self._callers:
                if who.arn in self._jobs and key != CUSTOMER:
                    continue
                for value in stated:
                    where = {**self._usual(who), key: value}
                    if not self._all_denied("s3:PutObject", resource, who, where, tls=True):
                        yield f"s3:PutObject by {name(who)} with {key.removeprefix('s3:')}"

    def closed(self) -> Iterator[str]:
        """Calls that are denied although they must not be."""
        jobs = [p for p in self._callers if p.arn in self._jobs]
        for who in jobs:
            for here in _from(self._home):
                yield from self._denied("s3:GetObject", f"{self._bucket}/x", who, here)
                yield from self._denied(LIST, self._bucket, who, here)
                if self._use == "models":
                    yield from self._denied("s3:PutObject", f"{self._bucket}/x", who, {**here, **UNDER_A_KEY})
        away = self._away
        yield from self._denied(
            "s3:GetObject", f"{self._bucket}/x", Principal("", service="unlisted.amazonaws.com"), away
        )
        for action in ADMINISTER:
            for who in self._callers:
                if who.account == self._training.account:
                    yield from self._denied(action, self._bucket, who, away)
        for who in self._callers:
            if who.arn in self._uploaders:
                place = self._bound.get(who.arn)
                for here in _from(place) if place else [away]:
                    yield from self._denied("s3:PutObject", f"{self._bucket}/x", who, here)

    def _usual(self, who: Principal) -> Context:
        """From where the caller uploads, if at all."""
        place = self._where("s3:PutObject", who) or self._home
        return self._away if self._anywhere("s3:PutObject", who) else _from(place)[0]

    def _is_used(self, action: str, who: Principal) -> bool:
        """Whether an uploader uploads with it, or whoever lists or deploys lists."""
        return (who.arn in self._uploaders and action in UPLOAD) or (who.arn in self._listers and action == LIST)

    def _anywhere(self, action: str, who: Principal) -> bool:
        """Whether the caller may do it from anywhere."""
        return who.arn not in self._bound and self._is_used(action, who)

    def _where(self, action: str, who: Principal) -> Place | None:
        """Where alone the caller may do it; nothing where it may from nowhere."""
        bound = self._bound.get(who.arn or "")
        return self._home if bound is None else bound if self._is_used(action, who) else None

    def _all_denied(self, action: str, resource: str, who: Principal, context: Context, *, tls: bool) -> bool:
        transport: dict[str, Value] = {"aws:SecureTransport": ("true" if tls else "false",)}
        return all(
            asked(self._policy, action, resource, who, {**rest, **PLAIN, **context, **transport}).outcome == "denied"
            for rest in self._rest
        )

    def _denied(self, action: str, resource: str, who: Principal, context: Context) -> Iterator[str]:
        transport: dict[str, Value] = {"aws:SecureTransport": ("true",)}
        own: Context = {"aws:PrincipalArn": ABSENT} if who.service else {}
        for rest in self._rest:
            found = asked(self._open, action, resource, who, {**rest, **PLAIN, **context, **transport, **own})
            if found.outcome != "allowed":
                yield f"{action} by {name(who)}: {found.why}"


def _from(place: Place) -> list[Context]:
    """Requests from a place, by the first and last address of each of its blocks."""
    edges = [address(edge) for block in place.prefixes for edge in (block.first, block.last)]
    return [{"aws:VpceAccount": (place.account,), "aws:VpcSourceIp": (edge,)} for edge in edges]
