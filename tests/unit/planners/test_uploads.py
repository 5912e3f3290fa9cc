"""Uploads from on-premises: the grant that uploaders make, the endpoint's policy, the bucket's.

What this does not prove: that AWS evaluates the policies alike. Questions to bucket policies are answered by the pack's evaluator.
"""

from __future__ import annotations

import pytest
from specs import changed, hybrid, planned, uploading, without
from unit.planners.evaluator import Request, allows
from unit.planners.trainings import NOWHERE, outcome

from transit_guardrails.policies.request import Value

APPS, HUB, ORG = "444455556666", "111122223333", "o-a1b2c3d4e5"
BOUND, FREE = f"arn:aws:iam::{APPS}:role/pipeline", f"arn:aws:iam::{HUB}:role/catalogue"
BUCKET = f"arn:aws:s3:::acme-vpc-a-tuning-{APPS}-data"
UPLOAD = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListBucket", "s3:ListMultipartUploadParts", "s3:PutObject"]
REGION = planned(uploading()).regions["us-east-1"]
TRAINING = REGION.trainings["vpc-a"]["tuning"]
POLICY = TRAINING["data"]["buckets"]["data"]["policy"]
CENTRE: dict[str, Value] = {"aws:VpceAccount": (HUB,), "aws:VpcSourceIp": ("172.16.4.4",)}
NETWORK = ["spokes", "vpc-a", "applications", "tuning", "training", "uploaders", "pipeline", "network"]
ELSEWHERE: dict[str, dict[str, Value]] = {
    "the internet": NOWHERE,
    "another network behind the hub": {**CENTRE, "aws:VpcSourceIp": ("192.168.10.4",)},
    "the same addresses behind another account's endpoint": {**CENTRE, "aws:VpceAccount": ("999988887777",)},
    "the training network itself": {"aws:VpceAccount": (APPS,), "aws:VpcSourceIp": ("10.65.2.9",)},
}


def test_the_network_that_uploaders_are_bound_to_is_granted_their_bucket_and_nobody_else_is() -> None:
    grants = {place: sets["grants"] for place, sets in REGION.endpoint_sets.items()}
    (made,) = [grant for grant in grants["prod"] if grant["service"] == "s3"]
    assert (made["key"], made["consumers"], made["objects"]) == ("uploads-datacenter", {}, [BUCKET, f"{BUCKET}/*"])
    assert made["networks"] == {"datacenter": {"prefixes": ["172.16.0.0/16"], "accounts": [APPS]}}
    assert made["actions"] == UPLOAD
    assert made["owners"] == [APPS]
    assert not [grant for grant in grants["nonprod"] if grant["service"] == "s3"]


def test_without_bound_uploaders_nothing_is_granted_and_planned_as_before() -> None:
    plan = planned(without(uploading(), NETWORK)).regions["us-east-1"]
    assert not [grant for sets in plan.endpoint_sets.values() for grant in sets["grants"] if grant["service"] == "s3"]
    assert "uploading_networks" not in plan.trainings["vpc-a"]["tuning"]["network"]
    assert "UploadersOf" not in plan.trainings["vpc-a"]["tuning"]["data"]["buckets"]["data"]["policy"]


def test_one_grant_names_the_buckets_of_all_training_networks_that_are_uploaded_to_from_there() -> None:
    body = uploading()
    uploaders = {"uploaders": {"other": {"role": f"arn:aws:iam::{APPS}:role/other", "network": "datacenter"}}}
    body["spokes"]["vpc-b"]["applications"]["tuning"] = {"number": 1, "training": uploaders}
    body["accounts"]["network"]["role"] = "deployer"
    grants = planned(body).regions["us-east-1"].endpoint_sets["prod"]["grants"]
    (made,) = [grant for grant in grants if grant["service"] == "s3"]
    other = f"arn:aws:s3:::acme-vpc-b-tuning-{HUB}-data"
    assert made["objects"] == [BUCKET, f"{BUCKET}/*", other, f"{other}/*"]
    assert made["owners"] == [HUB, APPS]


def test_the_endpoints_policy_lets_the_network_at_its_bucket_alone() -> None:
    policies = {e["service"]: e["policy"] for e in REGION.endpoint_sets["prod"]["endpoints"]}

    def let(action: str, resource: str, address: str = "172.16.4.4", account: str = APPS, owner: str = APPS) -> bool:
        return allows(policies["s3"], Request(action, resource, account, ORG, address, {"aws:ResourceAccount": owner}))

    assert let("s3:PutObject", f"{BUCKET}/train.jsonl")
    assert let("s3:ListBucket", BUCKET)
    assert not let("s3:DeleteObject", f"{BUCKET}/train.jsonl")
    assert not let("s3:PutObject", f"{BUCKET.removesuffix('data')}models/x")
    assert not let("s3:PutObject", f"{BUCKET}/x", address="10.65.0.9")
    assert not let("s3:PutObject", f"{BUCKET}/x", account=HUB)
    assert not let("s3:PutObject", f"{BUCKET}/x", owner="999988887777")


def test_buckets_that_the_spec_does_not_make_are_whosever_they_are() -> None:
    body = uploading()
    objects = ["arn:aws:s3:::acme/*", f"{BUCKET}/*"]
    body["grants"]["files"] = {"consumers": ["datacenter"], "service": "s3", "actions": ["s3:GetObject"]}
    for named, owners in ((objects, None), (objects[1:], [APPS])):
        stated = (
            planned(changed(body, ["grants", "files", "objects"], named)).regions["us-east-1"].endpoint_sets["prod"]
        )
        (made,) = [grant for grant in stated["grants"] if grant["key"] == "files"]
        assert made.get("owners") == owners


def test_in_a_segment_that_uploads_nothing_the_endpoint_lets_nothing_pass() -> None:
    (policy,) = [e["policy"] for e in REGION.endpoint_sets["nonprod"]["endpoints"] if e["service"] == "s3"]
    assert not allows(policy, Request("s3:PutObject", f"{BUCKET}/x", APPS, ORG, "172.16.4.4"))


def test_the_networks_way_is_that_of_every_other_grant() -> None:
    """A network that is granted nothing else is admitted, returned to and advertised to as well."""
    body = uploading()
    body["grants"]["chat"]["consumers"].remove("datacenter")
    plan, before = planned(body).regions["us-east-1"], planned(hybrid()).regions["us-east-1"]
    classes = {c["key"]: [e["cidr"] for e in c["entries"]] for c in plan.endpoint_sets["prod"]["classes"]}
    assert classes["uploads-datacenter"] == ["172.16.0.0/16"]
    for key in ("acl_networks", "links"):
        assert plan.endpoint_sets["prod"][key] == before.endpoint_sets["prod"][key]  # type: ignore[literal-required]
    assert {k: a["allowed_prefixes"] for k, a in plan.associations.items()} == {
        k: a["allowed_prefixes"] for k, a in before.associations.items()
    }


def test_a_bound_uploader_writes_from_its_network_through_the_hub() -> None:
    for action in ("s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"):
        assert outcome(POLICY, action, f"{BUCKET}/x", BOUND, CENTRE) == "allowed"
    assert outcome(POLICY, "s3:ListBucket", BUCKET, BOUND, CENTRE) == "allowed"


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_bound_uploader_gets_at_nothing_from_elsewhere(place: str) -> None:
    for action in ("s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"):
        assert outcome(POLICY, action, f"{BUCKET}/x", BOUND, ELSEWHERE[place]) == "denied"
    assert outcome(POLICY, "s3:ListBucket", BUCKET, BOUND, ELSEWHERE[place]) == "denied"


@pytest.mark.parametrize("place", ELSEWHERE)
def test_an_uploader_that_is_not_bound_calls_from_anywhere(place: str) -> None:
    assert outcome(POLICY, "s3:PutObject", f"{BUCKET}/x", FREE, ELSEWHERE[place]) == "allowed"


def test_nobody_else_is_let_in_from_the_network_that_uploads() -> None:
    for who in (f"arn:aws:iam::{APPS}:role/admin", f"arn:aws:iam::{APPS}:role/acme-vpc-a-tuning-bedrock"):
        assert outcome(POLICY, "s3:GetObject", f"{BUCKET}/x", who, CENTRE) == "denied"


def test_a_bound_uploader_deletes_nothing_from_its_network() -> None:
    assert outcome(POLICY, "s3:DeleteObject", f"{BUCKET}/x", BOUND, CENTRE) == "denied"


def test_the_key_asks_nobody_from_where() -> None:
    free = planned(changed(uploading(), NETWORK, None)).regions["us-east-1"].trainings["vpc-a"]["tuning"]
    assert TRAINING["data"]["key_policy"] == free["data"]["key_policy"]
