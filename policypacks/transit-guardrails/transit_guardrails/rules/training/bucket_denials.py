"""What the bucket policy of a training network does not deny and must: see ``BucketQuestions``."""

from __future__ import annotations

from collections.abc import Iterator

from ...policies.request import ABSENT, Principal
from ...questions.asking import NOBODY, Context, name
from .bucket_questions import ALGORITHM, BY_KMS, CUSTOMER, KEY, BucketQuestions


def from_elsewhere(asked: BucketQuestions) -> Iterator[str]:
    """Calls that are not denied although they come from elsewhere, and what nobody can ask for."""
    yield from asked.gaps
    for action, resource in asked.calls():
        for who in (*asked.callers, NOBODY):
            allowed = asked.where(action, who)
            for spot in asked.spots:
                if spot not in allowed and not asked.denied(action, resource, who, spot.context):
                    yield f"{action} by {name(who)} from {spot}"


def without_tls(asked: BucketQuestions) -> Iterator[str]:
    """Calls that are not denied although they are not encrypted."""
    for action, resource in asked.calls():
        for who in asked.everybody():
            for spot in asked.spots:
                if not asked.denied(action, resource, who, spot.context, tls=False):
                    yield f"{action} by {name(who)} from {spot}"


def under_other_keys(asked: BucketQuestions) -> Iterator[str]:
    """Uploads that are not denied although they state how the object is encrypted: without that it is by the bucket's key."""
    for resource in asked.objects:
        for who in asked.everybody():
            for stated in asked.encryptions:
                if _may_state(asked, who, stated):
                    continue
                for spot in asked.spots:
                    if not asked.denied("s3:PutObject", resource, who, {**stated, **spot.context}):
                        yield f"s3:PutObject by {name(who)} with {_headers(stated)} from {spot}"


def _may_state(asked: BucketQuestions, who: Principal, stated: Context) -> bool:
    """Jobs name a key of AWS KMS, and their role can use their network's alone; what Bedrock states nobody knows; others state nothing."""
    algorithm, key, customer = (stated.get(header.lower(), ABSENT) for header in (ALGORITHM, KEY, CUSTOMER))
    if customer is not ABSENT:
        return False
    if who.arn == asked.metrics:
        return True
    if who.arn in asked.jobs and key is not ABSENT:
        return algorithm in (ABSENT, BY_KMS)
    return algorithm is key is ABSENT


def _headers(stated: Context) -> str:
    return ", ".join(
        f"{header.removeprefix('s3:')} {'/'.join(value)}"
        for header, value in stated.items()
        if isinstance(value, tuple)
    )
