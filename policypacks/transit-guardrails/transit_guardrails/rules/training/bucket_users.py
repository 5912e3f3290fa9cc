"""What the bucket policy of a training network must let those do whom the bucket is for: see ``BucketQuestions``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...policies.request import Principal
from ...questions.asking import Context, kinds, name
from .bucket_actions import ADMINISTER, LIST, UPLOAD
from .bucket_questions import ALGORITHM, BY_KMS, KEY, PLAIN, BucketQuestions, Spot

READ = ("s3:GetObject",)
OWN_KEY: Context = {**PLAIN, ALGORITHM: BY_KMS, KEY: ("unlisted",)}


def closed(asked: BucketQuestions) -> Iterator[str]:
    """Calls that are denied although they must not be, and those of other accounts that the policy does not allow."""
    for who in asked.callers:
        yield from _job(asked, who)
        yield from _uploader(asked, who)
        if who.arn == asked.deployer:
            yield from _calls(asked, who, (), asked.spots)
        if who.account == asked.training.account:
            for action in kinds(ADMINISTER, asked.policy):
                yield from _call(asked, who, action, asked.bucket, asked.spots)
    for who in asked.services:
        for action, resource in asked.calls():
            yield from _call(asked, who, action, resource, asked.spots)


def _job(asked: BucketQuestions, who: Principal) -> Iterator[str]:
    """Jobs read and list; models they write too, naming their key. The parts of an upload name none."""
    if who.arn not in asked.jobs:
        return
    yield from _calls(asked, who, UPLOAD if asked.use == "models" else READ, asked.home)
    for resource in asked.objects if asked.use == "models" else ():
        yield from _call(asked, who, "s3:PutObject", resource, asked.home, OWN_KEY)


def _uploader(asked: BucketQuestions, who: Principal) -> Iterator[str]:
    if who.arn in asked.uploaders:
        yield from _calls(asked, who, UPLOAD, asked.where(LIST, who))


def _calls(asked: BucketQuestions, who: Principal, actions: Sequence[str], spots: Sequence[Spot]) -> Iterator[str]:
    """The actions on objects, and a list."""
    for action in actions:
        for resource in asked.objects:
            yield from _call(asked, who, action, resource, spots)
    yield from _call(asked, who, LIST, asked.bucket, spots)


def _call(
    asked: BucketQuestions,
    who: Principal,
    action: str,
    resource: str,
    spots: Sequence[Spot],
    stated: Context = PLAIN,
) -> Iterator[str]:
    itself = not who.service and who.account != asked.training.account
    for spot in spots:
        for why in asked.kept_from(action, resource, who, {**stated, **spot.context}, itself=itself):
            yield f"{action} by {name(who)}: {why}"
