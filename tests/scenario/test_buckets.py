"""Who has access to the data of stack dev, as it is and with mistakes in policies of bucket and key."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest
from specs import uploading

from transit_guardrails.questions.buckets.access import BucketAccess, bucket_access
from transit_guardrails.questions.index import Index
from transit_guardrails.readers.pulumi import network_of
from transit_guardrails.readers.resource import Resource

from .program import Mode, run, untouched
from .sabotages import recorded
from .sabotages.training_data import TRAINING_DATA

DATA = "acme-dev-vpc-a-fine-tuning-210987654321-data"
JOBS = ("vpc-a/fine-tuning bedrock", "vpc-a/fine-tuning sagemaker")
ACCOUNT = "other principals of 210987654321"
OUTSIDE = tuple(
    f"outside, {what}" for what in ("no endpoint", "endpoint of other accounts", "endpoint of 210987654321")
)
READ = {*((job, "vpc-a/fine-tuning") for job in JOBS), *(("pipeline", at) for at in ("vpc-a/fine-tuning", *OUTSIDE))}


def ask(resources: Iterable[Resource], name: str = DATA) -> BucketAccess:
    network = network_of(resources)
    (bucket,) = [each for each in network.buckets.values() if each.name == name]
    return bucket_access(Index(network), bucket)


@cache
def asked(mode: Mode = "unknown") -> BucketAccess:
    return ask(untouched("dev", mode))


def allowed(access: BucketAccess, *what: str) -> set[tuple[str, str]]:
    found = ((r, answer) for r in access.rows for key, answer in r.answers.items() if key in what)
    return {(row.caller.name, row.place.name) for row, answer in found if answer.verdict != "denied"}


@pytest.mark.parametrize("mode", ["unknown", "known"])
def test_jobs_read_from_their_own_subnets_and_the_uploader_from_anywhere_over_tls(mode: Mode) -> None:
    assert allowed(asked(mode), "read") == READ
    assert asked(mode).undeclared == ()


def test_nobody_calls_from_chat_nor_gets_anything_from_the_other_training_network() -> None:
    closed = {place.name for place in asked().places if place.way == "closed"}
    assert {"vpc-a/chat", "vpc-x/sandbox", "vpc-x/idle"} < closed
    assert not [who for who, place in allowed(asked(), *asked().rows[0].answers) if place == "vpc-x/fine-tuning"]


def test_jobs_go_over_the_endpoint_of_their_own_network() -> None:
    (here,) = [place for place in asked().places if place.name == "vpc-a/fine-tuning"]
    assert [hop.kind for hop in here.hops] == ["subnet", "route-table", "endpoint"]
    assert here.hops[-1].id.endswith("::vpc-a.fine-tuning-training-s3")


@pytest.mark.parametrize("who", [ACCOUNT, "bedrock-transit-deployer"])
def test_the_key_keeps_others_in_the_jobs_subnets_from_reading_and_writing(who: str) -> None:
    (row,) = [r for r in asked().rows if (r.caller.name, r.place.name) == (who, "vpc-a/fine-tuning")]
    for what in (row.answers["read"], row.answers["write"]):
        assert (what.verdict, what.by) == ("denied", "key policy: nothing allows it")


def test_an_uploader_of_a_data_centre_reads_from_there_over_the_hubs_endpoint_and_from_nowhere_outside() -> None:
    body = uploading()
    resources = run("dev", edit=lambda program: program.spec(lambda network: (network.clear(), network.update(body))))
    access = ask(resources, "acme-vpc-a-tuning-444455556666-data")
    found = {place for who, place in allowed(access, "read") if who == "pipeline"}
    assert found == {"datacenter"}
    (there,) = [place for place in access.places if place.name == "datacenter"]
    assert there.hops[-1].id.endswith("::us-east-1-prod-s3")


MISTAKES = {
    "a bucket of training data is open to addresses of other networks": {(job, OUTSIDE[2]) for job in JOBS},
    "a bucket of training data is open to other accounts' endpoints": {(job, OUTSIDE[1]) for job in JOBS},
    "a bucket of training data takes calls without TLS": {(who, "without TLS") for who in (*JOBS, "pipeline")},
    "a key lets another role decrypt": {(who, "vpc-a/fine-tuning") for who in ("bedrock-transit-deployer", ACCOUNT)},
}
"""What each lets somebody read beyond what is meant."""


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_shows_who_reads_more(name: str) -> None:
    (sabotage,) = [each for each in TRAINING_DATA if each.name == name]
    assert allowed(ask(recorded(sabotage)), "read") == READ | MISTAKES[name]
