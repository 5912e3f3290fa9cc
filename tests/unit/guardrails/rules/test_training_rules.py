"""The rules about data, keys and roles of training networks, on the documents that the components plan."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from unit.guardrails.networks import change, doubt
from unit.guardrails.rules.asked import breaches, told
from unit.guardrails.rules.trained import network_of
from unit.planners.trainings import ACCOUNT, DEPLOYER, training

from transit_guardrails.model.endpoints import Bucket, IdentityPolicy
from transit_guardrails.model.identities import Key, Role
from transit_guardrails.model.network import Network
from transit_guardrails.settings import Settings

BOUND, SOUND, NARROW = "training-data-bound", "training-keys-sound", "training-roles-narrow"
PLAN = training()


def network(**stated: Any) -> Network:
    """The training network of the example; ``stated`` is set in its spec."""
    return network_of(training(**stated) if stated else PLAN)


def edited(text: str, edit: Callable[[Any], object]) -> str:
    document = json.loads(text)
    edit(document)
    return json.dumps(document)


@pytest.mark.parametrize("rule", [BOUND, SOUND, NARROW])
@pytest.mark.parametrize("services", [["bedrock"], ["sagemaker"], ["bedrock", "sagemaker"]])
def test_what_is_planned_holds(rule: str, services: list[str]) -> None:
    assert told(rule, network(services=services)) == set()


@pytest.mark.parametrize("rule", [BOUND, SOUND, NARROW])
def test_without_training_networks_there_is_nothing_to_tell(rule: str) -> None:
    found = network()
    found.trainings.clear()
    found.buckets["data"] = Bucket("data", "somebody-elses")
    assert told(rule, found) == set()


def test_what_is_not_there_is_told_of_the_network() -> None:
    found = network()
    for records in (found.buckets, found.keys, found.roles):
        records.clear()  # type: ignore[attr-defined]
    assert told(BOUND, found) == {("t", f"vpc-a/tuning has no bucket for {use}") for use in ("data", "models")}
    assert told(SOUND, found) == {("t", "vpc-a/tuning has no key alias/acme-tuning")}
    assert {message for _, message in told(NARROW, found)} == {
        f"vpc-a/tuning has no role acme-tuning-{service} for jobs of {service}" for service in ("bedrock", "sagemaker")
    }


def test_a_bucket_without_a_policy_denies_nothing_unless_it_is_not_known() -> None:
    found = network()
    change(found.buckets, "data", policies=())
    assert told(BOUND, found) == {("data", f"acme-tuning-{ACCOUNT}-data has no policy, which denies nothing")}
    doubt(found, "data")
    assert told(BOUND, found) == set()


def test_a_document_that_is_none_breaches_and_raises_nothing() -> None:
    found = network()
    change(found.buckets, "data", policies=(("data policy", "nonsense"),))
    change(found.keys, "key", policy="nonsense")
    change(found.roles, "bedrock", trust="nonsense")
    found.identity_policies["bedrock policy"] = replace(found.identity_policies["bedrock policy"], policy="nonsense")
    assert {resource for resource, _ in told(BOUND, found)} == {"data policy"}
    assert {resource for resource, _ in told(SOUND, found)} == {"key"}
    assert {resource for resource, _ in told(NARROW, found)} == {"bedrock", "bedrock policy"}


def test_another_networks_key_is_not_its_own() -> None:
    found = network()
    found.keys["other"] = Key("other", ACCOUNT, "us-east-1", found.keys["key"].policy, ("alias/other",), rotates=True)
    found.buckets["models"] = replace(found.buckets["models"], key="other")
    message = f"acme-tuning-{ACCOUNT}-models is encrypted by other, not by that of alias/acme-tuning"
    assert told(BOUND, found) == {("models encryption", message)}


def test_who_deploys_may_list_and_whom_nobody_knows_may_not() -> None:
    """The deployer is whom the bucket's provider assumes, or whom the configuration names by its ARN."""
    found = network()
    for use in ("data", "models", "logs"):
        change(found.buckets, use, deployer="")
    lines = [line for breach in breaches(BOUND, found) for line in breach.witness]
    assert lines
    assert all(line.startswith((f"s3:ListBucket by {DEPLOYER}", "and ")) for line in lines)
    assert told(BOUND, found, Settings(deployer_roles=(DEPLOYER,))) == set()


def test_a_key_with_awss_own_policy_is_told() -> None:
    found = network()
    change(found.keys, "key", policy=None)
    assert told(SOUND, found) == {
        ("key", "key has AWS's own policy: every identity policy of the account may let decrypt")
    }


def test_a_key_of_that_alias_in_another_account_is_not_looked_at() -> None:
    found = network()
    found.keys["far"] = Key("far", "999988887777", "us-east-1", None, ("alias/acme-tuning",))
    assert told(SOUND, found) == set()


def test_a_key_that_bypasses_the_lockout_check_is_told() -> None:
    found = network()
    change(found.keys, "key", lockout=True)
    message = "key bypasses the check that keeps its account able to administer it"
    assert told(SOUND, found) == {("key", message)}


def test_a_key_that_lets_jobs_decrypt_through_another_service_alone_is_told() -> None:
    found = network()
    policy = edited(
        found.keys["key"].policy or "",
        lambda d: d["Statement"][1].update(Condition={"StringEquals": {"kms:ViaService": "ec2"}}),
    )
    change(found.keys, "key", policy=policy)
    assert {message for _, message in told(SOUND, found)} == {"key does not let decrypt whom it is for"}


def test_a_role_of_that_name_in_another_account_is_not_looked_at() -> None:
    found = network()
    found.roles["far"] = Role("far", "acme-tuning-bedrock", "999988887777", None)
    found.identity_policies["far policy"] = IdentityPolicy(
        "far policy", "nonsense", "acme-tuning-bedrock", "999988887777"
    )
    assert told(NARROW, found) == set()


def test_a_role_that_does_not_say_who_assumes_it_is_told() -> None:
    found = network()
    change(found.roles, "bedrock", trust=None)
    assert told(NARROW, found) == {("bedrock", "acme-tuning-bedrock does not say who may assume it")}


@pytest.mark.parametrize("action", ["s3:*", "*", "ec2:Create*", "iam:PassRole"])
def test_an_action_that_no_job_needs_is_told_wildcards_too(action: str) -> None:
    found = network()
    one = found.identity_policies["sagemaker policy"]
    more = {"Sid": "More", "Effect": "Allow", "Action": action, "Resource": "*"}
    found.identity_policies[one.id] = replace(one, policy=edited(one.policy, lambda d: d["Statement"].append(more)))
    messages = [message for resource, message in told(NARROW, found) if resource == "sagemaker policy"]
    assert any(f"allows {action.lower()}, which no job needs" in message for message in messages)
