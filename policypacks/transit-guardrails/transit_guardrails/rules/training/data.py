"""The rule about the data of training networks. Sources: Amazon S3 user guide, "Bucket policies for Amazon S3", "Policy actions for
Amazon S3"; IAM user guide, "AWS global condition context keys"."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.endpoints import Bucket
from ...model.trainings import TrainingNetwork
from ...policies.document import PolicyError, parse
from ...questions.asking import witness
from ..facts import Facts
from ..rule import Breach
from .bucket_actions import LIST, UPLOAD
from .bucket_denials import from_elsewhere, under_other_keys, without_tls
from .bucket_questions import BucketQuestions
from .bucket_users import closed
from .outsiders import outsiders
from .places import places_there

CLOSED = ("data", "models")
"""Uses of the buckets that nobody gets at from elsewhere."""
LOGS = "logs"
"""That of the bucket which AWS services write access logs into."""


def training_data_bound(facts: Facts) -> Iterator[Breach]:
    """Buckets of training data and models deny objects and lists to everybody from elsewhere and to everybody without TLS.

    Elsewhere is whatever comes through no endpoint of the network's account, or from no address of its block. Declared
    uploaders write and read data from anywhere, those that are bound to an on-premises network from its prefixes through an
    endpoint of the hub's account alone; whoever deploys may ask whether a bucket is there. Jobs are not denied from within,
    AWS services are not for where they are, and nobody is kept from the bucket's own settings. Nobody of another account is let
    in but uploaders, into the access logs neither, and AWS services for the network's account alone. The network's own key
    encrypts both buckets, nobody but jobs states a key with an object, and replaced versions are kept. Where uploaders are bound
    to, there is an S3 endpoint that is granted to those addresses. Policies are not read but asked: for one of each kind of
    callers, places, objects and actions that they tell apart.
    """
    buckets: dict[str, Bucket] = {bucket.name: bucket for _, bucket in sorted(facts.network.buckets.items())}
    for training in facts.trainings:
        yield from places_there(facts, training)
        for use in (*CLOSED, LOGS):
            bucket = buckets.get(training.buckets.get(use, ""))
            if bucket is None:
                if use in CLOSED:
                    yield Breach(training.id, f"{training.key} has no bucket for {use}")
                continue
            if use in CLOSED:
                yield from _settings(facts, training, bucket)
            yield from _policy(facts, training, use, bucket)


def _settings(facts: Facts, training: TrainingNetwork, bucket: Bucket) -> Iterator[Breach]:
    if facts.index.doubts(bucket.id):
        return
    key = facts.network.keys.get(bucket.key or "")
    if key is None or training.alias not in key.aliases:
        by = facts.name(bucket.key) if bucket.key else "no key of the customer"
        message = f"{bucket.name} is encrypted by {by}, not by that of {training.alias}"
        yield Breach(bucket.encryption or bucket.id, message)
    if not bucket.versioned:
        yield Breach(bucket.id, f"{bucket.name} keeps no replaced versions")


def _policy(facts: Facts, training: TrainingNetwork, use: str, bucket: Bucket) -> Iterator[Breach]:
    if not bucket.policies:
        if use in CLOSED and not facts.index.doubts(bucket.id):
            yield Breach(bucket.id, f"{bucket.name} has no policy, which denies nothing")
        return
    owner, document = bucket.policies[-1]
    try:
        policy = parse(document)
    except PolicyError as error:
        yield Breach(owner, f"the policy of {bucket.name} is none", error.problems)
        return
    for message, lines in _questions(BucketQuestions(facts, training, use, bucket, policy)):
        if found := witness(lines):
            yield Breach(owner, f"{bucket.name} is {message}", found)


def _questions(asked: BucketQuestions) -> Iterator[tuple[str, Iterator[str]]]:
    if asked.use in CLOSED:
        yield "not closed to callers from elsewhere", from_elsewhere(asked)
        yield "not closed to calls without TLS", without_tls(asked)
        yield "not closed to objects under other keys", under_other_keys(asked)
        yield "closed to whom it is for", closed(asked)
    yield "open to whom it is not for", outsiders(asked.policy, asked.training, asked.uploaders, (*UPLOAD, LIST))
