"""Training networks that do not fit: each mistake with its place, what was given, the conflict, the remedy."""

from __future__ import annotations

from typing import Any

import pytest
from specs import Body, assert_refused, changed, company, paths, problems, spoke

ROLE = "arn:aws:iam::444455556666:role/pipeline"
WHERE = ["spokes", "vpc-a", "applications", "tuning"]
PATH = "spokes.vpc-a.applications.tuning.training"


def trained(**stated: Any) -> Body:
    """The company with a training network in ``vpc-a``; ``stated`` is set in it."""
    training = {"uploaders": {"pipeline": {"role": ROLE}}, **stated}
    return changed(company(), WHERE, {"number": 2, "training": training})


def test_the_example_is_accepted() -> None:
    assert problems(trained()) == []


def test_jobs_that_are_isolated_are_granted_nothing() -> None:
    body = trained()
    body["grants"]["chat"]["consumers"].append("vpc-a/tuning")
    reason = "is a training network whose jobs are isolated"
    assert_refused(body, "grants.chat.consumers[1]", "vpc-a/tuning", reason, f"{PATH}.network_isolation: false")


def test_jobs_that_are_not_isolated_may_be_granted_something() -> None:
    body = trained(network_isolation=False)
    body["grants"]["chat"]["consumers"].append("vpc-a/tuning")
    assert problems(body) == []


def test_larger_jobs_than_subnets_are_refused_with_the_size_that_fits() -> None:
    """A /26 subnet has 59 addresses; 24 instances take 48, and a quarter more."""
    body = trained(jobs={"instances": 24})
    assert_refused(
        body, f"{PATH}.jobs", "", "need 60 addresses in one subnet, and each has 59", "subnet_prefix_length: 25"
    )
    body["spokes"]["vpc-a"]["applications"]["tuning"] |= {"subnet_prefix_length": 25}
    assert problems(body) == []


def test_every_instance_takes_more_addresses_over_efa() -> None:
    jobs = {"instances": 10, "efa": True}
    assert_refused(trained(jobs=jobs), f"{PATH}.jobs", "", "need 63 addresses", "subnet_prefix_length: 25")


def test_a_name_that_buckets_cannot_have_is_refused() -> None:
    body = trained()
    body["name"] = "a" * 30
    assert_refused(body, PATH, "", "of 43 characters", f"state {PATH}.name")
    assert problems(changed(body, [*WHERE, "training", "name"], "short")) == []


@pytest.mark.parametrize("name", ["Upper", "dot.ted", "-a", "a" * 43, "", 7])
def test_a_stated_name_is_one_that_buckets_can_have(name: object) -> None:
    assert paths(problems(trained(name=name))) == [f"{PATH}.name"]


def test_two_training_networks_of_an_account_have_names_of_their_own() -> None:
    body = trained(name="tuning")
    other = {"number": 0, "training": {"uploaders": {"p": {"role": ROLE}}, "name": "tuning"}}
    body["spokes"]["vpc-y"] = {**spoke("nonprod", 1), "applications": {"tuning": other}}
    place = "spokes.vpc-y.applications.tuning.training.name"
    assert_refused(body, place, "tuning", "has the name tuning, like vpc-a/tuning", "a name of its own")


def test_who_brings_data_in_must_be_declared() -> None:
    assert paths(problems(trained(uploaders={}))) == [f"{PATH}.uploaders"]
    body = trained()
    del body["spokes"]["vpc-a"]["applications"]["tuning"]["training"]["uploaders"]
    assert paths(problems(body)) == [f"{PATH}.uploaders"]


@pytest.mark.parametrize("services", [[], ["bedrock", "bedrock"], ["mantle"]])
def test_services_are_named_once_each(services: list[str]) -> None:
    (path,) = paths(problems(trained(services=services)))
    assert path.startswith(f"{PATH}.services")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    body = trained(jobs={"instances": 0, "concurrent": "two"}, network_isolation="yes", extra=1)
    found = {f"{PATH}.{key}" for key in ("jobs.instances", "jobs.concurrent", "network_isolation", "extra")}
    assert set(paths(problems(body))) == found
