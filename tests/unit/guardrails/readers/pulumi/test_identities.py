"""Roles, KMS keys and what buckets are encrypted with, at a preview: references are unknown and lead to their resource."""

from __future__ import annotations

from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import ACCOUNT, UNKNOWN, doubts, made, provider, read, touching, why

from transit_guardrails.model.identities import Key, Role
from transit_guardrails.readers.pulumi import network_of
from transit_guardrails.readers.resource import Resource

KEY = made("kms:Key", "k", enableKeyRotation=True, policy="{}", region="eu-west-1")
BUCKET = made("s3:Bucket", "b", bucket="data")
ROLE = made("iam:Role", "r", name="jobs", assumeRolePolicy="{}")


def encrypted(key: Any) -> Resource:
    rule = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key}}
    return made("s3:BucketServerSideEncryptionConfiguration", "e", bucket=BUCKET, rules=[rule])


def test_a_key_has_its_policy_its_aliases_and_whether_it_rotates() -> None:
    network = read(KEY, made("kms:Alias", "a", name="alias/data", targetKeyId=KEY))
    assert network.keys == {KEY.urn: Key(KEY.urn, ACCOUNT, "eu-west-1", "{}", ("alias/data",), rotates=True)}
    assert network.doubts == []


def test_a_key_that_says_nothing_does_not_rotate_and_has_awss_policy() -> None:
    (key,) = read(made("kms:Key", "k")).keys.values()
    assert (key.rotates, key.policy, key.lockout, key.region) == (False, None, False, "eu-west-1")


@pytest.mark.parametrize("key", ["enableKeyRotation", "policy", "bypassPolicyLockoutSafetyCheck"])
def test_what_is_not_known_of_a_key_is_a_doubt_and_counts_as_the_worse(key: str) -> None:
    network = read(made("kms:Key", "k", **{key: UNKNOWN}))
    assert doubts(network) == touching("k", key)
    (found,) = network.keys.values()
    assert (found.rotates, found.policy, found.lockout) == (False, None, key == "bypassPolicyLockoutSafetyCheck")


def test_an_alias_of_a_key_elsewhere_is_a_doubt() -> None:
    network = read(made("kms:Alias", "a", name="alias/data", targetKeyId="1234"))
    assert why(network) == "refers to '1234', which is not in this stack"


def test_a_bucket_has_the_key_that_encrypts_it() -> None:
    stated = encrypted(KEY)
    network = read(KEY, BUCKET, stated)
    (found,) = network.buckets.values()
    assert (found.key, found.encryption) == (KEY.urn, stated.urn)
    assert network.doubts == []


def test_a_bucket_that_s3_encrypts_has_no_key() -> None:
    rule = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}
    stated = made("s3:BucketServerSideEncryptionConfiguration", "e", bucket=BUCKET, rules=[rule])
    (found,) = read(BUCKET, stated).buckets.values()
    assert (found.key, found.encryption) == (None, stated.urn)


def test_a_bucket_whose_name_is_not_known_is_a_doubt_and_no_error() -> None:
    network = read(made("s3:Bucket", "b", bucket=UNKNOWN))
    assert doubts(network) == touching("b", "bucket")


def test_a_key_that_is_not_known_is_a_doubt_about_the_bucket() -> None:
    network = read(BUCKET, encrypted(UNKNOWN))
    assert {each.property for each in network.doubts} == {"rules"}
    assert BUCKET.urn in network.doubts[0].touches or network.doubts[0].touches == ("*",)


@pytest.mark.parametrize(("status", "kept"), [("Enabled", True), ("Suspended", False)])
def test_a_bucket_keeps_versions_where_that_is_enabled(status: str, kept: bool) -> None:
    stated = made("s3:BucketVersioning", "v", bucket=BUCKET, versioningConfiguration={"status": status})
    (found,) = read(BUCKET, stated).buckets.values()
    assert found.versioned is kept


def test_versions_that_are_not_known_are_a_doubt_about_the_bucket() -> None:
    network = read(BUCKET, made("s3:BucketVersioning", "v", bucket=BUCKET, versioningConfiguration=UNKNOWN))
    assert doubts(network) == touching("v", "versioningConfiguration", "b")


def test_a_role_has_its_trust_and_what_attaches_managed_policies_to_it() -> None:
    more = made("iam:RolePolicyAttachment", "m", role=ROLE, policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    by_name = made("iam:RolePolicyAttachment", "n", role="jobs", policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    other = made("iam:RolePolicyAttachment", "o", role="other", policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    network = read(ROLE, more, by_name, other)
    assert network.roles == {ROLE.urn: Role(ROLE.urn, "jobs", ACCOUNT, "{}", (more.urn, by_name.urn))}


def test_a_role_may_attach_managed_policies_itself() -> None:
    role = made("iam:Role", "r", name="jobs", assumeRolePolicy="{}", managedPolicyArns=["arn:aws:iam::aws:policy/X"])
    assert read(role).roles[role.urn].attached == (role.urn,)


def test_a_managed_policy_may_be_attached_to_several_roles() -> None:
    other = made("iam:Role", "o", name="other", assumeRolePolicy="{}")
    more = made(
        "iam:PolicyAttachment", "m", name="m", roles=[ROLE, "other", "elsewhere"], policyArn="arn:aws:iam::aws:policy/X"
    )
    only = made("iam:RolePolicyAttachmentsExclusive", "e", roleName="other", policyArns=["arn:aws:iam::aws:policy/X"])
    none = made("iam:RolePolicyAttachmentsExclusive", "n", roleName="other", policyArns=[])
    network = read(ROLE, other, more, only, none)
    assert {role.name: set(role.attached) for role in network.roles.values()} == {
        "jobs": {more.urn},
        "other": {more.urn, only.urn},
    }
    assert network.doubts == []


@pytest.mark.parametrize("token", ["iam:RolePolicy", "iam:RolePolicyAttachment"])
def test_what_a_role_that_is_not_known_may_do_is_a_doubt_about_every_role(token: str) -> None:
    other = made("iam:Role", "o", name="other", assumeRolePolicy="{}")
    found = made(token, "p", role=UNKNOWN, policy="{}", policyArn="arn:aws:iam::aws:policy/X")
    network = read(ROLE, other, found)
    assert {touched for each in network.doubts for touched in each.touches} == {found.urn, ROLE.urn, other.urn}


@pytest.mark.parametrize("role", [ROLE, "jobs"])
def test_a_policy_that_is_not_known_is_a_doubt_about_its_role(role: Any) -> None:
    found = made("iam:RolePolicy", "p", role=role, policy=UNKNOWN)
    assert doubts(read(ROLE, found)) == touching("p", "policy", "r")


def test_a_policy_belongs_to_a_role_a_user_or_a_group() -> None:
    found = [
        made(f"iam:{kind.capitalize()}Policy", kind, **{kind: "jobs"}, policy="{}")
        for kind in ("role", "user", "group")
    ]
    network = read(ROLE, *found)
    assert [each.kind for _, each in sorted(network.identity_policies.items())] == ["group", "role", "user"]
    (role,) = network.roles.values()
    assert [each.id for each in network.identity_policies.values() if role.has(each)] == [found[0].urn]


@pytest.mark.parametrize(("path", "read_as"), [("/data/", "/data/"), (UNKNOWN, None)])
def test_a_role_has_its_path(path: Any, read_as: str | None) -> None:
    network = read(made("iam:Role", "r", name="jobs", path=path, assumeRolePolicy="{}"))
    (role,) = network.roles.values()
    assert role.path == read_as
    assert bool(network.doubts) == (read_as is None)


def test_a_bucket_knows_the_role_that_the_program_enters_its_account_with() -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:role/deployer"
    entered = provider(assumeRoles=f'[{{"roleArn": "{arn}"}}]', region="eu-west-1")
    (found,) = network_of([entered, BUCKET]).buckets.values()
    assert found.deployer == arn
    (ambient,) = read(BUCKET).buckets.values()
    assert ambient.deployer == ""
