"""Rules about policy documents: of endpoints, of buckets, of identities."""

from __future__ import annotations

from collections.abc import Iterator

from ..data import aws_buckets
from ..model.endpoints import Endpoint
from ..model.vpcs import Id
from ..policies.document import PolicyError, parse
from ..policies.evaluate import actions_match
from ..policies.lint import problems, reads
from ..policies.records import Policy, Statement
from .facts import Facts
from .rule import Breach

PUBLIC_ACCESS = frozenset({"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"})
"""The four settings (Amazon S3 user guide, "Blocking public access to your Amazon S3 storage")."""
TAGGING = ("ec2:CreateTags", "ec2:DeleteTags", "tag:TagResources", "tag:UntagResources")
"""Actions that change the tags which policies rely on."""


def endpoint_policies_sound(facts: Facts) -> Iterator[Breach]:
    """Endpoint policies say who, from where and what, in keys that are there, without traps."""
    for endpoint in sorted(facts.network.endpoints.values(), key=lambda e: e.id):
        service = facts.exactness.service(endpoint)
        if endpoint.policy is None:
            if not facts.index.doubts(endpoint.id) and (service is None or service.policy_support):
                yield Breach(endpoint.id, f"{facts.name(endpoint.id)} has no policy, which allows everything")
            continue
        try:
            policy = parse(endpoint.policy)
        except PolicyError as error:
            yield Breach(endpoint.id, f"the policy of {facts.name(endpoint.id)} is none", error.problems)
            continue
        aws = _aws_objects(facts, endpoint)
        for problem in problems(policy, endpoint.service, aws):
            yield Breach(endpoint.id, f"{problem.sid} {problem.what}".strip(), (problem.remedy,))
        yield from _organization(facts, endpoint.id, policy, aws)
        for statement in policy.statements if endpoint.endpoint_set else ():
            if statement.allow and not _from_somewhere(statement):
                yield Breach(endpoint.id, f"{statement.name} does not say from which addresses (aws:VpcSourceIp)")


def _aws_objects(facts: Facts, endpoint: Endpoint) -> frozenset[str]:
    """What anybody may read through a gateway endpoint: AWS signs what its jobs fetch from its own buckets."""
    vpc = facts.network.vpcs.get(endpoint.vpc or "")
    return aws_buckets(vpc.region) if vpc and vpc.region and endpoint.kind == "gateway" else frozenset()


def _organization(facts: Facts, endpoint: Id, policy: Policy, aws: frozenset[str]) -> Iterator[Breach]:
    """Every Allow is held to the organization that the configuration names, but for what AWS's own buckets hold."""
    wanted = facts.settings.organization
    if wanted is None:
        return
    for statement in policy.statements:
        if statement.allow and not (_names(statement, "aws:principalorgid", wanted) or reads(statement, aws)):
            yield Breach(endpoint, f"{statement.name} is not held to the organization {wanted}")


def _names(statement: Statement, key: str, value: str) -> bool:
    return any(
        condition.key.lower() == key and condition.operator == "StringEquals" and condition.values == (value,)
        for condition in statement.conditions
    )


def _from_somewhere(statement: Statement) -> bool:
    return any(c.key.lower() == "aws:vpcsourceip" and c.operator == "IpAddress" for c in statement.conditions)


def bucket_policies_sound(facts: Facts) -> Iterator[Breach]:
    """Bucket policies admit nobody without a condition on who or from where."""
    for bucket in sorted(facts.network.buckets.values(), key=lambda b: b.id):
        for owner, text in bucket.policies:
            try:
                policy = parse(text)
            except PolicyError as error:
                yield Breach(owner, f"the policy of {facts.name(bucket.id)} is none", error.problems)
                continue
            for statement in policy.statements:
                if statement.allow and statement.principals.everyone and not statement.conditions:
                    yield Breach(owner, f"{statement.name} of {facts.name(bucket.id)} admits everybody")
                if statement.allow and (
                    statement.actions.negated or statement.principals.negated or statement.resources.negated
                ):
                    yield Breach(owner, f"{statement.name} of {facts.name(bucket.id)} allows all but what it names")


def public_access_blocked(facts: Facts) -> Iterator[Breach]:
    """Every bucket has all four public access settings on."""
    for bucket in sorted(facts.network.buckets.values(), key=lambda b: b.id):
        if missing := sorted(PUBLIC_ACCESS - bucket.blocked):
            yield Breach(bucket.block or bucket.id, f"{facts.name(bucket.id)} lacks {', '.join(missing)}")


def tags_set_by_deployer(facts: Facts) -> Iterator[Breach]:
    """No identity policy of the program lets its holder change tags: network, segment and spoke are told by them."""
    for identity in sorted(facts.network.identity_policies.values(), key=lambda p: p.id):
        deployers = {role.rpartition("/")[2] for role in facts.settings.deployer_roles}
        if identity.kind == "role" and identity.holder and identity.holder in deployers:
            continue
        try:
            policy = parse(identity.policy, principal=False)
        except PolicyError as error:
            yield Breach(identity.id, f"the policy of {facts.name(identity.id)} is none", error.problems)
            continue
        for statement in policy.statements:
            allowed = [action for action in TAGGING if statement.allow and actions_match(statement.actions, action)]
            if allowed and not _spares_tags(statement):
                yield Breach(identity.id, f"{statement.name} of {facts.name(identity.id)} allows {', '.join(allowed)}")


def _spares_tags(statement: Statement) -> bool:
    """Whether the statement is about tags that nobody relies on, or about tags at the creation of what it names."""
    keys = {condition.key.lower(): condition for condition in statement.conditions}
    create = keys.get("ec2:createaction")
    return create is not None and create.operator == "StringEquals" and bool(create.values)
