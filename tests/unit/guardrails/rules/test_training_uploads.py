"""What training-data-bound asks about uploaders that are bound to an on-premises network."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from specs import changed, planned, uploading
from unit.guardrails.networks import change
from unit.guardrails.rules.asked import breaches, told
from unit.guardrails.rules.trained import network_of

from transit_guardrails.model.endpoints import Caller
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix

BOUND = "training-data-bound"
PLAN = planned(uploading()).regions["us-east-1"].trainings["vpc-a"]["tuning"]
NAME = "acme-vpc-a-tuning-444455556666-data"
PIPELINE, CATALOGUE = "arn:aws:iam::444455556666:role/pipeline", "arn:aws:iam::111122223333:role/catalogue"
OPEN, CLOSED = f"{NAME} is not closed to callers from elsewhere", f"{NAME} is closed to whom it is for"
HOME = "an endpoint of account 444455556666, address 10.65.2.0"
HUB, ADDRESSES = "UploadersOfdatacenterThroughHub", "UploadersOfdatacenterFromAddresses"


def edited(edit: Callable[[dict[str, Any]], object]) -> Network:
    """The network with its data's bucket policy changed: ``edit`` gets the statements by their ids."""
    found = network_of(PLAN)
    document = json.loads(found.buckets["data"].policies[0][1])
    statements = {statement["Sid"]: statement for statement in document["Statement"]}
    edit(statements)
    text = json.dumps({**document, "Statement": list(statements.values())})
    change(found.buckets, "data", policies=(("data policy", text),))
    return found


def lines(network: Network) -> set[str]:
    return {line for breach in breaches(BOUND, network) for line in breach.witness}


def test_what_is_planned_holds() -> None:
    assert told(BOUND, network_of(PLAN)) == set()


@pytest.mark.parametrize(
    ("lost", "place"),
    [
        (HUB, "an endpoint of account 444455556666, address 172."),
        (ADDRESSES, "an endpoint of account 111122223333, address "),
    ],
    ids=["endpoint", "addresses"],
)
def test_a_binding_that_is_lost_is_told_with_who_gets_in_from_where(lost: str, place: str) -> None:
    found = edited(lambda statements: statements.pop(lost))
    assert told(BOUND, found) == {("data policy", OPEN)}
    assert any(f"by {PIPELINE} from {place}" in line for line in lines(found))
    assert not any(CATALOGUE in line for line in lines(found))


def test_a_bound_uploader_may_do_nothing_else_from_the_training_network_either() -> None:
    def only_uploads(statements: dict[str, Any]) -> None:
        for sid in (HUB, ADDRESSES):
            statements[sid]["Action"] = [each for each in statements[sid]["Action"] if "*" not in each]

    found = edited(only_uploads)
    assert told(BOUND, found) == {("data policy", OPEN)}
    assert any(line.startswith(f"s3:DeleteObject by {PIPELINE} from {HOME}") for line in lines(found))


def test_endpoint_and_addresses_in_one_statement_bind_to_either_of_them() -> None:
    def merge(statements: dict[str, Any]) -> None:
        statements[HUB]["Condition"] |= statements.pop(ADDRESSES)["Condition"]

    assert told(BOUND, edited(merge)) == {("data policy", OPEN)}


def test_a_binding_to_more_addresses_than_the_networks_is_told() -> None:
    wider = {"aws:VpcSourceIp": ["172.16.0.0/12"]}
    found = edited(lambda statements: statements[ADDRESSES]["Condition"].update(NotIpAddress=wider))
    assert told(BOUND, found) == {("data policy", OPEN)}


@pytest.mark.parametrize("narrower", ["172.16.0.0/17", "192.168.0.0/16"])
def test_a_binding_to_fewer_addresses_locks_the_uploader_out(narrower: str) -> None:
    wanted = {"aws:VpcSourceIp": [narrower]}
    found = edited(lambda statements: statements[ADDRESSES]["Condition"].update(NotIpAddress=wanted))
    assert ("data policy", CLOSED) in told(BOUND, found)


def test_a_binding_that_catches_an_uploader_who_is_not_bound_is_told() -> None:
    both = {"aws:PrincipalArn": [PIPELINE, CATALOGUE]}
    found = edited(lambda statements: statements[HUB]["Condition"].update(ArnEquals=both))
    assert told(BOUND, found) == {("data policy", CLOSED)}


def test_somebody_else_is_not_let_in_from_the_network_that_uploads() -> None:
    """A policy that takes the data centre for the training network's own block, behind its own endpoint or the hub's."""

    def admit(statements: dict[str, Any]) -> None:
        for sid in ("Uploads", "Lists", "Others"):
            place = statements[f"{sid}ThroughOwnEndpoints"]["Condition"]
            place["StringNotEquals"]["aws:VpceAccount"] = ["444455556666", "111122223333"]
            addresses = statements[f"{sid}ThroughOwnAddresses"]["Condition"]
            addresses["NotIpAddress"]["aws:VpcSourceIp"] = ["10.65.2.0/24", "172.16.0.0/16"]

    found = edited(admit)
    assert told(BOUND, found) == {("data policy", OPEN)}
    assert any("role/deployer" in line or "role/unlisted" in line for line in lines(found))


def test_a_binding_that_the_program_does_not_state_locks_an_uploader_out() -> None:
    found = network_of(PLAN)
    found.trainings["t"] = replace(found.trainings["t"], bound={})
    assert told(BOUND, found) == {("data policy", CLOSED)}


def test_an_uploader_who_is_bound_in_the_spec_alone_is_open() -> None:
    free = changed(
        uploading(), ["spokes", "vpc-a", "applications", "tuning", "training", "uploaders", "pipeline", "network"], None
    )
    policy = planned(free).regions["us-east-1"].trainings["vpc-a"]["tuning"]["data"]["buckets"]["data"]["policy"]
    found = network_of(PLAN)
    change(found.buckets, "data", policies=(("data policy", policy),))
    assert told(BOUND, found) == {("data policy", OPEN)}


def test_an_uploader_of_another_account_needs_the_buckets_own_policy() -> None:
    for lost in ("UploadersUpload", "UploadersLookUp"):
        found = edited(lambda statements, sid=lost: statements.pop(sid))
        assert told(BOUND, found) == {("data policy", CLOSED)}
        assert all(f" by {CATALOGUE}: no statement allows" in line for line in lines(found))


@pytest.mark.parametrize("action", ["GetObject", "AbortMultipartUpload", "ListMultipartUploadParts", "ListBucket"])
def test_an_uploader_that_may_not_look_after_its_uploads_is_locked_out(action: str) -> None:
    keep = {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": f"s3:{action}", "Resource": "*"}
    of = {"Condition": {"ArnEquals": {"aws:PrincipalArn": PIPELINE}}}
    found = edited(lambda statements: statements.update(No={**keep, **of}))
    assert told(BOUND, found) == {("data policy", CLOSED)}


HUB_ACCOUNT = (
    f"through an endpoint of account {PLAN['network']['uploading_networks']['datacenter']['endpoint_account_id']}"
)
UPLOADS = f"vpc-a/tuning lets pipeline upload from 172.16.0.0/16 {HUB_ACCOUNT}, but"
NO_ENDPOINT = {("t", f"{UPLOADS} prod has no endpoint of Amazon S3 in account 111122223333 and us-east-1")}
NO_GRANT = {("t", f"{UPLOADS} no grant of prod lets a network with just these addresses call Amazon S3")}


@pytest.mark.parametrize(
    ("record", "key", "edit"),
    [
        ("vpcs", "hub", {"account": "999999999999"}),
        ("vpcs", "hub", {"region": "eu-west-1"}),
        ("endpoints", "s3", {"kind": "gateway"}),
        ("endpoints", "s3", {"service": "com.amazonaws.us-east-1.sts"}),
        ("endpoints", "s3", {"vpc": None}),
        ("endpoints", "s3", {"endpoint_set": None}),
        ("endpoint_sets", "set", {"segment": "nonprod"}),
    ],
)
def test_a_place_without_an_endpoint_of_the_segments_is_told(record: str, key: str, edit: dict[str, Any]) -> None:
    found = network_of(PLAN)
    change(getattr(found, record), key, **edit)
    assert told(BOUND, found) == NO_ENDPOINT


def test_a_place_that_no_grant_names_exactly_is_told() -> None:
    found = network_of(PLAN)
    (grant,) = found.endpoint_sets["set"].grants
    for blocks in ("172.16.0.0/12",), ("172.16.0.0/16", "172.17.0.0/16"):
        caller = Caller(tuple(map(prefix, blocks)), ())
        change(found.endpoint_sets, "set", grants=(replace(grant, networks={"datacenter": caller}),))
        assert told(BOUND, found) == NO_GRANT
    change(found.endpoint_sets, "set", grants=(replace(grant, service="sts"),))
    assert told(BOUND, found) == NO_GRANT


def test_a_place_that_links_do_not_lead_to_is_told() -> None:
    found = network_of(PLAN)
    change(found.links, "datacenter", networks={"datacenter": (prefix("172.16.0.0/17"),)})
    assert told(BOUND, found) == NO_GRANT
