"""Rules about policy documents."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from unit.guardrails.networks import change, design, doubt, policy_of
from unit.guardrails.rules.asked import Told, breaches, told

from transit_guardrails.data import service_of
from transit_guardrails.model.endpoints import Bucket, HolderKind, IdentityPolicy
from transit_guardrails.model.network import Network
from transit_guardrails.rules.documents import PUBLIC_ACCESS
from transit_guardrails.settings import Settings

SOUND, BUCKETS, BLOCKED, TAGS = (
    "endpoint-policies-sound",
    "bucket-policies-sound",
    "public-access-blocked",
    "tags-set-by-deployer",
)
ORG = Settings(organization="o-1")


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def with_policy(policy: str | None, **fields: Any) -> Network:
    network = design()
    change(network.endpoints, "prod-runtime", policy=policy, **fields)
    return network


# endpoint-policies-sound -------------------------------------------------------------------------------------------------


def test_an_endpoint_without_a_policy_allows_everything() -> None:
    message = "prod-runtime has no policy, which allows everything"
    assert told(SOUND, with_policy(None)) == {("prod-runtime", message)}
    assert told(SOUND, with_policy(None, service="com.amazonaws.us-east-1.odd")) == {("prod-runtime", message)}


def test_an_endpoint_whose_policy_is_not_known_is_told_elsewhere() -> None:
    network = with_policy(None)
    doubt(network, "prod-runtime")
    assert told(SOUND, network) == set()


def test_a_service_that_takes_no_policy_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    known = service_of("com.amazonaws.us-east-1.sts", "us-east-1")
    assert known
    without = replace(known, policy_support=False)
    monkeypatch.setattr("transit_guardrails.questions.exactness.service_of", lambda *_: without)
    assert told(SOUND, with_policy(None)) == set()


def test_a_policy_that_cannot_be_read_breaches_with_what_is_wrong() -> None:
    (found,) = breaches(SOUND, with_policy("nonsense"))
    assert (found.resource, found.message) == ("prod-runtime", "the policy of prod-runtime is none")
    assert found.witness


def test_what_is_wrong_with_a_statement_is_told_with_its_name_and_a_remedy() -> None:
    (found,) = breaches(SOUND, with_policy(policy_of("111111111111", "10.1.1.0/24", actions=["bedrock:*"])))
    assert (found.message, found.witness) == ("Granted it allows bedrock:*", ("name the actions",))


def test_what_is_wrong_with_the_document_is_told_of_the_policy() -> None:
    long = policy_of(
        "111111111111", "10.1.1.0/24", *(f"arn:aws:bedrock:us-east-1::foundation-model/{n:0>500}" for n in range(50))
    )
    found = {message for _, message in told(SOUND, with_policy(long))}
    assert len(found) == 1
    assert found.pop().startswith("the policy has ")


def test_every_allow_of_a_sets_endpoint_says_from_which_addresses() -> None:
    where = {"StringEquals": {"aws:PrincipalAccount": "111111111111"}}
    message = "Granted does not say from which addresses (aws:VpcSourceIp)"
    open_ = policy_of("", "", Condition=where)
    assert told(SOUND, with_policy(open_)) == {("prod-runtime", message)}
    assert told(SOUND, with_policy(open_, endpoint_set=None)) == set()
    not_there = {**where, "NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}
    assert told(SOUND, with_policy(policy_of("", "", Condition=not_there))) == {("prod-runtime", message)}
    other_key = {**where, "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    assert ("prod-runtime", message) in told(SOUND, with_policy(policy_of("", "", Condition=other_key)))
    lower = {**where, "IpAddress": {"AWS:vpcsourceip": "10.0.0.0/8"}}
    assert told(SOUND, with_policy(policy_of("", "", Condition=lower))) == set()
    deny = policy_of("", "", Effect="Deny", Condition=where)
    assert told(SOUND, with_policy(deny)) == set()


def held(operator: str, key: str, value: object, **more: Any) -> Told:
    """What is said of a policy with one condition more, where everything is held to organization o-1."""
    condition: dict[str, dict[str, object]] = {
        "StringEquals": {"aws:PrincipalAccount": "111111111111"},
        "IpAddress": {"aws:VpcSourceIp": "10.1.1.0/24"},
    }
    condition.setdefault(operator, {})[key] = value
    network = with_policy(policy_of("", "", Condition=condition, **more))
    return {(resource, message) for resource, message in told(SOUND, network, ORG) if resource == "prod-runtime"}


def test_every_allow_is_held_to_the_organization_that_the_settings_name() -> None:
    message = "Granted is not held to the organization o-1"
    assert told(SOUND, design(), ORG) == {(f"{s}-runtime", message) for s in ("prod", "nonprod")}
    assert held("StringEquals", "aws:PrincipalOrgID", "o-1") == set()
    assert held("StringEquals", "aws:principalorgid", ["o-1"]) == set()
    for wrong in (
        held("StringEquals", "aws:PrincipalOrgID", "o-2"),
        held("StringEquals", "aws:PrincipalOrgID", ["o-1", "o-2"]),
        held("StringLike", "aws:PrincipalOrgID", "o-1"),
        held("StringEquals", "aws:PrincipalTag/x", "o-1"),
    ):
        assert ("prod-runtime", message) in wrong
    assert ("prod-runtime", message) not in held("StringEquals", "aws:PrincipalOrgID", "o-2", Effect="Deny")


# Buckets -----------------------------------------------------------------------------------------------------------------


def bucket(*statements: dict[str, Any], text: str = "") -> Told:
    network = Network()
    owned = (("the policy", text or document(*statements)),)
    network.buckets["b"] = Bucket("b", "data", owned, PUBLIC_ACCESS)
    return told(BUCKETS, network)


EVERYBODY: dict[str, Any] = {"Sid": "S", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
SOMEBODY = {"AWS": "arn:aws:iam::111111111111:root"}


def test_a_bucket_admits_nobody_without_a_condition() -> None:
    assert bucket(EVERYBODY) == {("the policy", "S of b admits everybody")}
    assert bucket({**EVERYBODY, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}) == set()
    assert bucket({**EVERYBODY, "Principal": SOMEBODY}) == set()
    assert bucket({**EVERYBODY, "Effect": "Deny"}) == set()


@pytest.mark.parametrize("element", ["Action", "Principal", "Resource"])
def test_a_bucket_does_not_allow_all_but_what_it_names(element: str) -> None:
    statement = {**EVERYBODY, "Principal": SOMEBODY}
    value = statement.pop(element)
    negated = {**statement, f"Not{element}": value}
    assert bucket(negated) == {("the policy", "S of b allows all but what it names")}
    assert bucket({**negated, "Effect": "Deny"}) == set()


def test_a_bucket_policy_that_cannot_be_read_breaches_and_the_others_are_read_all_the_same() -> None:
    assert bucket(text="nonsense") == {("the policy", "the policy of b is none")}
    network = Network()
    network.buckets["b"] = Bucket("b", "data", (("one", "nonsense"), ("two", document(EVERYBODY))), PUBLIC_ACCESS)
    assert {resource for resource, _ in told(BUCKETS, network)} == {"one", "two"}
    assert breaches(BUCKETS, network)[0].witness


def test_all_four_settings_that_block_public_access_are_on() -> None:
    network = Network()
    network.buckets["a"] = Bucket("a", "data", (), PUBLIC_ACCESS)
    assert told(BLOCKED, network) == set()
    network.buckets["b"] = Bucket("b", "data", (), PUBLIC_ACCESS - {"BlockPublicAcls", "IgnorePublicAcls"}, "the block")
    network.buckets["c"] = Bucket("c", "data")
    every = "BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets"
    assert told(BLOCKED, network) == {
        ("the block", "b lacks BlockPublicAcls, IgnorePublicAcls"),
        ("c", f"c lacks {every}"),
    }


# Tags --------------------------------------------------------------------------------------------------------------------


def identity(
    *statements: dict[str, Any],
    text: str = "",
    settings: Settings | None = None,
    holder: str = "admin",
    kind: HolderKind = "role",
) -> Told:
    network = Network(names={"role": "deployer"})
    network.identity_policies["role"] = IdentityPolicy("role", text or document(*statements), holder, None, kind)
    return told(TAGS, network, settings)


def tagging(*actions: str, **more: Any) -> dict[str, Any]:
    return {"Sid": "S", "Effect": "Allow", "Action": list(actions), "Resource": "*", **more}


@pytest.mark.parametrize("action", ["ec2:CreateTags", "ec2:DeleteTags", "tag:TagResources", "tag:UntagResources"])
def test_nobody_may_change_tags(action: str) -> None:
    assert identity(tagging(action)) == {("role", f"S of deployer allows {action}")}
    assert identity(tagging(action, Effect="Deny")) == set()


def test_wildcards_allow_tagging_too_and_other_actions_do_not() -> None:
    assert identity(tagging("ec2:*")) == {("role", "S of deployer allows ec2:CreateTags, ec2:DeleteTags")}
    assert identity(tagging("ec2:Describe*", "s3:PutObjectTagging")) == set()


def test_tagging_at_creation_alone_is_spared() -> None:
    for condition, spared in (
        ({"StringEquals": {"ec2:CreateAction": "RunInstances"}}, True),
        ({"StringEquals": {"EC2:createaction": ["RunInstances", "CreateVolume"]}}, True),
        ({"StringLike": {"ec2:CreateAction": "*"}}, False),
        ({"StringEquals": {"ec2:Region": "us-east-1"}}, False),
    ):
        found = identity(tagging("ec2:CreateTags", Condition=condition))
        assert found == (set() if spared else {("role", "S of deployer allows ec2:CreateTags")})


def test_the_deployer_may_change_tags_told_by_name_or_arn_of_the_role() -> None:
    for role in ("admin", "arn:aws:iam::111111111111:role/path/admin"):
        assert identity(tagging("ec2:CreateTags"), settings=Settings(deployer_roles=("x", role))) == set()
    wanted = {("role", "S of deployer allows ec2:CreateTags")}
    assert identity(tagging("ec2:CreateTags"), settings=Settings(deployer_roles=("other", "deployer"))) == wanted
    assert identity(tagging("ec2:CreateTags"), settings=Settings(deployer_roles=("admin",)), kind="user") == wanted
    assert identity(tagging("ec2:CreateTags"), settings=Settings(deployer_roles=("",)), holder="") == wanted


def test_an_identity_policy_that_cannot_be_read_breaches() -> None:
    assert identity(text="nonsense") == {("role", "the policy of deployer is none")}
