"""Training networks as they are planned: addresses for the jobs, an S3 endpoint that names what is theirs, S3's names.

What this does not prove: that AWS evaluates the endpoint's policy alike.
"""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from specs import Body, assert_refused, changed, company, planned, problems, uploading
from unit.planners.trainings import ACCOUNT, ORG, OTHER, SOMEBODY, inside, outcome, training

from bedrock_transit.catalogue import training as known

READ, WRITE = "s3:GetObject", "s3:PutObject"
BUCKET = f"arn:aws:s3:::acme-tuning-{ACCOUNT}"
MEMBER = {"aws:PrincipalOrgID": (ORG,), "aws:ResourceAccount": (ACCOUNT,)}


def test_the_names_of_everything_follow_from_the_networks_name_and_account() -> None:
    network = training()["network"]
    assert network["buckets"] == {use: f"acme-tuning-{ACCOUNT}-{use}" for use in ("data", "models", "logs")}
    assert network["key_alias"] == "alias/acme-tuning"
    assert network["roles"] == {service: f"acme-tuning-{service}" for service in ("bedrock", "sagemaker")}


def test_the_s3_endpoint_takes_calls_to_the_networks_own_buckets() -> None:
    policy = training()["network"]["s3_policy"]
    context = {**inside(training()), **MEMBER}
    assert outcome(policy, READ, f"{BUCKET}-data/train.jsonl", SOMEBODY, context) == "allowed"
    assert outcome(policy, WRITE, f"{BUCKET}-models/model.tar", SOMEBODY, context) == "allowed"
    for bucket in (f"arn:aws:s3:::acme-other-{ACCOUNT}-data", f"{BUCKET}-logs"):
        assert outcome(policy, READ, f"{bucket}/x", SOMEBODY, context) == "not-allowed"
    assert outcome(policy, "s3:DeleteObject", f"{BUCKET}-data/x", SOMEBODY, context) == "not-allowed"
    assert outcome(policy, "s3:PutBucketPolicy", f"{BUCKET}-data", SOMEBODY, context) == "not-allowed"


def test_the_s3_endpoint_takes_nothing_to_buckets_and_from_callers_of_other_accounts() -> None:
    policy = training()["network"]["s3_policy"]
    stranger = f"arn:aws:iam::{OTHER}:role/somebody"
    there = {**inside(training()), **MEMBER, "aws:ResourceAccount": (OTHER,)}
    assert outcome(policy, READ, f"{BUCKET}-data/x", SOMEBODY, there) == "not-allowed"
    assert outcome(policy, READ, f"{BUCKET}-data/x", stranger, {**inside(training()), **MEMBER}) == "not-allowed"


def test_aws_own_buckets_are_read_by_whoever_signs() -> None:
    """Layers of images are fetched by addresses that Amazon ECR signs."""
    policy = training()["network"]["s3_policy"]
    stranger = f"arn:aws:iam::{OTHER}:role/ecr"
    for name in ("prod-us-east-1-starport-layer-bucket", "jumpstart-cache-prod-us-east-1"):
        assert outcome(policy, READ, f"arn:aws:s3:::{name}/x", stranger, {}) == "allowed"
        assert outcome(policy, WRITE, f"arn:aws:s3:::{name}/x", stranger, {}) == "not-allowed"


@given(st.integers(1, 60), st.integers(1, 5), st.booleans(), st.integers(23, 28))
def test_a_plan_that_is_made_has_addresses_for_all_jobs_in_one_subnet(
    instances: int, concurrent: int, efa: bool, length: int
) -> None:
    jobs = {"instances": instances, "concurrent": concurrent, "efa": efa}
    stated = {"uploaders": {"p": {"role": SOMEBODY}}, "jobs": jobs}
    body = company()
    tuning = {"number": 0, "subnet_prefix_length": length, "training": stated}
    body["spokes"]["vpc-x"]["applications"] = {"tuning": tuning}
    del body["grants"]["sandbox"]
    taken = instances * concurrent * (known().addresses_per_instance_efa if efa else known().addresses_per_instance)
    fits = taken * (100 + known().headroom_percent) / 100 <= (1 << (32 - length)) - known().reserved_addresses
    found = [problem for problem in problems(body) if problem.path[-1] == "jobs"]
    assert bool(found) == (not fits)


def test_only_segments_with_training_networks_resolve_s3() -> None:
    body = changed(
        company(),
        ["spokes", "vpc-a", "applications", "tuning"],
        {"number": 2, "training": {"uploaders": {"p": {"role": SOMEBODY}}}},
    )
    views = planned(body).regions["us-east-1"].views
    names = {"s3.us-east-1.amazonaws.com.", "*.s3.us-east-1.amazonaws.com."}
    assert names <= set(views["prod"]["allowed_names"])
    assert not names & set(views["nonprod"]["allowed_names"])
    assert not any(zone["service"] == "s3" for zone in views["prod"]["zones"])


def test_a_training_network_is_plain_data() -> None:
    plan = training()
    assert json.loads(json.dumps(plan)) == plan


# Policies ----------------------------------------------------------------------------------------------------------------


def uploaders(count: int) -> Body:
    """The company with a training network in ``vpc-a`` to which that many roles of long names upload."""
    body, account = uploading(), "111122223333"
    roles = {f"u{n}": {"role": f"arn:aws:iam::{account}:role/teams/data/uploader-{n:040}"} for n in range(count)}
    return changed(body, ["spokes", "vpc-a", "applications", "tuning", "training", "uploaders"], roles)


def sizes(body: Body) -> dict[str, int]:
    """Bytes of the policies of the buckets and of the key."""
    data = planned(body).regions["us-east-1"].trainings["vpc-a"]["tuning"]["data"]
    buckets = {use: len(bucket["policy"].encode()) for use, bucket in data["buckets"].items()}
    return {**buckets, "key": len(data["key_policy"].encode())}


def test_as_many_uploaders_as_a_bucket_policy_takes_and_no_more() -> None:
    """20,480 bytes, in which the data's policy names each uploader six times; the key's, of 32,768, names it once."""
    assert problems(uploaders(25)) == []
    assert sizes(uploaders(25))["data"] < 20_480
    path = "spokes.vpc-a.applications.tuning.training.uploaders"
    assert_refused(uploaders(40), path, "", "bytes in the policy of the bucket for data", "cannot be raised")
    reasons = " ".join(problem.reason for problem in problems(uploaders(500)))
    assert "the quota s3_bucket_policy_size is 20480" in reasons
    assert "the quota kms_key_policy_size is 32768" in reasons
    assert "bucket for models" not in reasons
