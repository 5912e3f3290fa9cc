"""Uploads from on-premises that do not fit: each mistake with its place, what was given, the conflict, the remedy."""

from __future__ import annotations

import pytest
from specs import Body, assert_refused, changed, partnered, problems, uploading, without

UPLOADERS = ["spokes", "vpc-a", "applications", "tuning", "training", "uploaders"]
PATH = ".".join(UPLOADERS)
NETWORK = [*UPLOADERS, "pipeline", "network"]


def granting(body: Body, *consumers: str) -> Body:
    """The spec with a grant of one bucket in Amazon S3."""
    grant = {
        "consumers": [*consumers],
        "service": "s3",
        "actions": ["s3:GetObject"],
        "objects": ["arn:aws:s3:::acme/*"],
    }
    return changed(body, ["grants", "files"], grant)


def test_the_example_is_accepted() -> None:
    assert problems(uploading()) == []


def test_s3_in_the_hub_stands_beside_training_networks_whose_uploaders_are_not_bound() -> None:
    assert problems(without(uploading(), NETWORK)) == []


def test_an_on_premises_network_may_be_granted_other_buckets_too() -> None:
    assert problems(granting(uploading(), "datacenter")) == []


def test_a_spoke_is_granted_nothing_of_s3_in_the_hub() -> None:
    reason = "is an application of a spoke, and s3 in the hub is for on-premises networks alone"
    remedy = "spokes reach Amazon S3 by gateway endpoints of their own"
    assert_refused(granting(uploading(), "vpc-a/chat"), "grants.files.consumers[0]", "vpc-a/chat", reason, remedy)


def test_a_partner_is_granted_nothing_of_s3_in_the_hub() -> None:
    body = partnered()
    body["regions"]["us-east-1"]["hub"]["services"].append("s3")
    reason = "is a partner, and s3 in the hub is for on-premises networks alone"
    assert_refused(granting(body, "datacenter", "azure"), "grants.files.consumers[1]", "azure", reason, "remove it")


@pytest.mark.parametrize("name", ["datacentre", "vpc-a", "vpc-a/chat"])
def test_an_uploader_is_bound_to_a_network_that_there_is(name: str) -> None:
    path, given = f"{PATH}.pipeline.network", name
    body = changed(uploading(), NETWORK, name)
    if "/" in name:
        assert [problem.path for problem in problems(body)] == [tuple(NETWORK)]
    else:
        assert_refused(body, path, given, "is not a known on-premises network", "datacenter")


def test_an_uploader_is_bound_to_a_network_of_its_own_segment() -> None:
    reason = "is of nonprod in us-east-1, and vpc-a/tuning of prod in us-east-1"
    remedy = "bind it to a network of that segment and Region"
    assert_refused(changed(uploading(), NETWORK, "office"), f"{PATH}.pipeline.network", "office", reason, remedy)


def test_the_hub_must_have_the_endpoint_that_a_bound_uploader_calls() -> None:
    body = changed(uploading(), ["regions", "us-east-1", "hub", "services"], ["bedrock-runtime", "bedrock"])
    reason = "uploads to vpc-a/tuning through the hub of us-east-1, which has no endpoint of s3"
    remedy = "add s3 to regions.us-east-1.hub.services"
    assert_refused(body, f"{PATH}.pipeline.network", "datacenter", reason, remedy)


def test_the_role_of_a_bound_uploader_is_of_an_account_that_calls_from_the_network() -> None:
    body = changed(uploading(), [*UPLOADERS, "pipeline", "role"], "arn:aws:iam::111122223333:role/pipeline")
    reason = "is where principals of apps call from, and the role is of account 111122223333"
    remedy = "name that account in on_premises.datacenter.accounts"
    assert_refused(body, f"{PATH}.pipeline.network", "datacenter", reason, remedy)


def test_a_role_uploads_from_one_network_or_from_anywhere_and_not_both() -> None:
    role = uploading()["spokes"]["vpc-a"]["applications"]["tuning"]["training"]["uploaders"]["pipeline"]["role"]
    body = changed(uploading(), [*UPLOADERS, "catalogue", "role"], role)
    reason = "is the role of pipeline too, and the two upload from different places"
    assert_refused(body, f"{PATH}.catalogue.role", role, reason, "give each a role of its own")


def test_no_grant_has_the_name_of_the_one_that_uploaders_make() -> None:
    body = uploading()
    body["grants"]["uploads-datacenter"] = body["grants"].pop("search")
    reason = "is the name of the grant that uploaders of on_premises.datacenter make"
    assert_refused(body, "grants.uploads-datacenter", "uploads-datacenter", reason, "choose another name")


def test_a_network_that_uploads_and_calls_nothing_else_is_granted_something() -> None:
    """Its Direct Connect gateway advertises the endpoint that it uploads through."""
    body = uploading()
    body["grants"]["chat"]["consumers"].remove("datacenter")
    assert problems(body) == []


# Roles -------------------------------------------------------------------------------------------------------------------

ROLE = [*UPLOADERS, "pipeline", "role"]


@pytest.mark.parametrize("uploader", ["pipeline", "catalogue"])
@pytest.mark.parametrize("name", ["acme-vpc-a-tuning-bedrock", "teams/acme-vpc-a-tuning-sagemaker"])
def test_a_jobs_role_is_no_uploader(uploader: str, name: str) -> None:
    """A role's name is taken once in an account, whatever its path."""
    role = f"arn:aws:iam::444455556666:role/{name}"
    body = changed(uploading(), [*UPLOADERS, uploader, "role"], role)
    if uploader == "catalogue":
        body["on_premises"]["datacenter"]["accounts"] = ["apps", "network"]
    reason, remedy = "is the role of jobs of vpc-a/tuning", "state another role: jobs read and write from within alone"
    assert_refused(body, f"{PATH}.{uploader}.role", role, reason, remedy)


def test_the_role_of_another_training_networks_jobs_is_no_uploader() -> None:
    body = uploading()
    role = "arn:aws:iam::111122223333:role/other-bedrock"
    body["accounts"]["network"]["role"] = "deployer"
    other = {"name": "other", "uploaders": {"pipeline": {"role": "arn:aws:iam::111122223333:role/pipeline"}}}
    body["spokes"]["vpc-b"]["applications"]["tuning"] = {"number": 1, "training": other}
    assert problems(body) == []
    body = changed(body, [*UPLOADERS, "catalogue", "role"], role)
    reason = "is the role of jobs of vpc-b/tuning"
    assert_refused(body, f"{PATH}.catalogue.role", role, reason, "state another role")
    services = ["spokes", "vpc-b", "applications", "tuning", "training", "services"]
    assert problems(changed(body, services, ["sagemaker"])) == []


def test_a_bound_uploader_is_no_deployer_which_would_be_closed_out() -> None:
    role = "arn:aws:iam::444455556666:role/deployer"
    reason = "builds the buckets of vpc-a/tuning, and could ask for them from datacenter alone"
    remedy = "state another role, or leave network out"
    assert_refused(changed(uploading(), ROLE, role), f"{PATH}.pipeline.role", role, reason, remedy)
    assert problems(without(changed(uploading(), ROLE, role), NETWORK)) == []


def test_a_bound_uploader_is_no_deployer_of_the_spokes_team_either() -> None:
    body = changed(
        uploading(), ["spokes", "vpc-a", "own_stack"], {"deployer": "arn:aws:iam::444455556666:role/pipeline"}
    )
    role = "arn:aws:iam::444455556666:role/pipeline"
    assert_refused(body, f"{PATH}.pipeline.role", role, "builds the buckets of vpc-a/tuning", "state another role")


def test_an_uploader_is_of_the_partition_that_the_training_network_is_in() -> None:
    role = "arn:aws-cn:iam::111122223333:role/catalogue"
    reason = "is of the partition aws-cn, and vpc-a/tuning is in us-east-1, of aws"
    body = changed(uploading(), [*UPLOADERS, "catalogue", "role"], role)
    assert_refused(body, f"{PATH}.catalogue.role", role, reason, "state a role of aws")


@pytest.mark.parametrize("name", ["/x", "a/", "a//b", "", "a/" + "x" * 65, "a b", "a*", "x" * 65])
def test_the_arn_of_a_role_ends_with_a_name_and_no_part_of_its_path_is_empty(name: str) -> None:
    given = f"arn:aws:iam::444455556666:role/{name}"
    assert [".".join(p.path) for p in problems(changed(uploading(), ROLE, given))] == [f"{PATH}.pipeline.role"]


@pytest.mark.parametrize("name", ["a/b/c", "x" * 64, "+=,.@-_"])
def test_a_role_may_have_a_path(name: str) -> None:
    assert problems(changed(uploading(), ROLE, f"arn:aws:iam::444455556666:role/{name}")) == []


# Buckets -----------------------------------------------------------------------------------------------------------------


def test_a_grant_of_s3_names_the_buckets() -> None:
    body = granting(uploading(), "datacenter")
    del body["grants"]["files"]["objects"]
    reason = "is not stated: the grant would be of every bucket that there is"
    assert_refused(body, "grants.files.objects", "", reason, "state the ARNs of buckets and of their objects")
