"""The rule about the roles of training networks. Sources: Amazon Bedrock user guide, "Protect model customization jobs using a VPC";
Amazon SageMaker AI developer guide, "How to use SageMaker AI execution roles"; IAM user guide, "The confused deputy problem"."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.identities import Role
from ...model.trainings import TrainingNetwork
from ...policies.document import PolicyError, parse
from ...policies.records import Policy, Statement
from ...policies.request import ABSENT, Principal, Value
from ...questions.asking import asked, contexts, partition, told_apart
from ..facts import Facts
from ..rule import Breach

JOBS = {"bedrock": "model-customization-job", "sagemaker": "training-job"}
STORE = (
    "s3:AbortMultipartUpload",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
)
CRYPT = ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey")
LOOK = ("DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs")
CREATE, PERMIT = "ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission"
INTERFACES = (CREATE, PERMIT, "ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission")
MARK = "ec2:CreateTags"
COMMON = (*STORE, *CRYPT, *(f"ec2:Describe{noun}" for noun in LOOK), *INTERFACES)
NEEDED = {
    "bedrock": frozenset(map(str.lower, (*COMMON, MARK))),
    "sagemaker": frozenset(
        map(
            str.lower,
            (
                *COMMON,
                *("logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
                *("cloudwatch:PutMetricData", "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability"),
                *("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
            ),
        )
    ),
}
"""What AWS documents that a job's role needs, by service, lower case."""


def training_roles_narrow(facts: Facts) -> Iterator[Breach]:
    """The roles of jobs are assumed by their service for jobs of their account, and do what a job needs, where it runs.

    Trust asks for the source account and the source ARN. The identity policies name actions that AWS documents for jobs and no
    other, the network's buckets for data and models, its key by its alias, subnets and security groups by the network's tags,
    and for Bedrock the interfaces that are tagged with a job; through Amazon S3 they deny every other key, whatever its own policy
    allows. Trust, the permissions of interfaces and other keys are not read but asked.
    """
    for training in facts.trainings:
        for service, name in sorted(training.roles.items()):
            roles = [
                r for _, r in sorted(facts.network.roles.items()) if (r.name, r.account) == (name, training.account)
            ]
            if not roles:
                yield Breach(training.id, f"{training.key} has no role {name} for jobs of {service}")
            for role in roles:
                yield from _trust(facts, training, service, role)
                yield from _policies(facts, training, service, role)


def _trust(facts: Facts, training: TrainingNetwork, service: str, role: Role) -> Iterator[Breach]:
    if role.trust is None:
        if not facts.index.doubts(role.id):
            yield Breach(role.id, f"{role.name} does not say who may assume it")
        return
    try:
        policy = parse(role.trust, resource=False)
    except PolicyError as error:
        yield Breach(role.id, f"the trust of {role.name} is none", error.problems)
        return
    own, principal = (
        f"arn:{partition(training)}:{service}:{training.region}:{training.account}:{JOBS[service]}/x",
        f"{service}.amazonaws.com",
    )

    apart = told_apart(policy, training, ())
    yield from (Breach(role.id, f"the trust of {role.name} cannot be asked: {gap}") for gap in apart.gaps)

    def may(who: Principal, account: Value, arn: Value) -> bool:
        keys: dict[str, Value] = {"aws:SourceAccount": account, "aws:SourceArn": arn}
        return any(
            asked(policy, "sts:AssumeRole", "*", who, {**rest, **keys}).outcome in ("allowed", "undecided")
            for rest in contexts(apart, keys)
        )

    itself = Principal("", service=principal)
    other = own.replace(training.account, "000000000000")
    if not may(itself, (training.account,), (own,)):
        yield Breach(role.id, f"{role.name} cannot be assumed for jobs of {service} in {training.account}")
    if may(itself, ("000000000000",), (own,)) or may(itself, ABSENT, (own,)):
        yield Breach(
            role.id, f"{role.name} is assumed for other accounts: its trust does not ask for aws:SourceAccount"
        )
    if may(itself, (training.account,), (other,)) or may(itself, (training.account,), ABSENT):
        yield Breach(role.id, f"{role.name} is assumed for other jobs: its trust does not ask for aws:SourceArn")
    for statement in policy.statements:
        strange = [each for each in statement.principals.services if each != principal]
        if statement.allow and (
            strange
            or statement.principals.aws
            or statement.principals.others
            or statement.principals.everyone
            or statement.principals.negated
        ):
            yield Breach(role.id, f"{role.name} is assumed by others than {principal}")


def _policies(facts: Facts, training: TrainingNetwork, service: str, role: Role) -> Iterator[Breach]:
    for more in role.attached:
        yield Breach(more, f"{role.name} has a managed policy beside its own")
    for _, identity in sorted(facts.network.identity_policies.items()):
        if not role.has(identity):
            continue
        try:
            policy = parse(identity.policy, principal=False)
        except PolicyError as error:
            yield Breach(identity.id, f"the policy of {role.name} is none", error.problems)
            continue
        for statement in policy.statements:
            if statement.allow:
                yield from (
                    Breach(identity.id, f"{statement.name} of {role.name} {what}")
                    for what in _wide(training, service, statement)
                )
        keys = _other_keys(training, role, policy) if service != "bedrock" else ()
        told = [*_interfaces(facts, training, service, role, policy), *keys]
        yield from (Breach(identity.id, f"{role.name} {what}") for what in told)


def _wide(training: TrainingNetwork, service: str, statement: Statement) -> Iterator[str]:
    """What one statement allows beyond what a job needs."""
    if statement.actions.negated or statement.resources.negated:
        yield "allows all but what it names"
        return
    actions = [action.lower() for action in statement.actions.patterns]
    if strange := sorted(action for action in actions if action not in NEEDED[service]):
        yield f"allows {', '.join(strange)}, which no job needs"
    closed = {training.buckets.get(use) for use in ("data", "models")}
    if any(action.startswith("s3:") for action in actions):
        names = {resource.rpartition(":::")[2].partition("/")[0] for resource in statement.resources.patterns}
        if others := sorted(name for name in names if name not in closed):
            yield f"reaches {', '.join(others)}, which is no bucket of {training.key}"
    if any(action.startswith("kms:") for action in actions) and not _has(
        statement, "ForAnyValue:StringEquals", "kms:ResourceAliases", (training.alias,)
    ):
        yield f"is not held to the key {training.alias} (kms:ResourceAliases)"
    if "kms:creategrant" in actions and not _has(statement, "Bool", "kms:GrantIsForAWSResource", ("true",)):
        yield "grants the key to others than AWS's own resources (kms:GrantIsForAWSResource)"


def _has(statement: Statement, operator: str, key: str, values: tuple[str, ...]) -> bool:
    return any(
        (condition.operator, condition.key.lower(), condition.values) == (operator, key.lower(), values)
        for condition in statement.conditions
    )


def _interfaces(facts: Facts, training: TrainingNetwork, service: str, role: Role, policy: Policy) -> Iterator[str]:
    """Whether interfaces are made in the network's own subnets with its own groups, and which are permitted to others."""
    tags = facts.tags(role.id)
    own: dict[str, Value] = {
        f"aws:ResourceTag/{key}": (value,)
        for key, value in {
            "application": training.application,
            "network": tags.get("network", ""),
            "spoke": training.spoke,
        }.items()
    }
    place = f"arn:{partition(training)}:ec2:{training.region}:{training.account}"

    def may(action: str, resource: str, context: dict[str, Value]) -> bool:
        nothing: dict[str, Value] = dict.fromkeys(own, ABSENT)
        return _outcome(training, role, policy, action, resource, {**nothing, **context}) in ("allowed", "undecided")

    for noun in ("subnet", "security-group"):
        where = f"{place}:{noun}/x"
        if not may(CREATE, where, own):
            yield f"makes no interface in a {noun} of {training.key}"
        for key in own:
            if may(CREATE, where, {**own, key: ("another",)}) or may(CREATE, where, {**own, key: ABSENT}):
                yield f"makes interfaces in any {noun}: {key} does not bind it"
    if service == "bedrock":
        for action in INTERFACES:
            if may(action, f"{place}:network-interface/x", {}):
                yield f"does {action} to interfaces of others: no tag of a job binds it"


def _other_keys(training: TrainingNetwork, role: Role, policy: Policy) -> Iterator[str]:
    """Keys that the role is not denied through Amazon S3: their own policies may allow it, as that of AWS's own key does."""
    through: dict[str, Value] = {"kms:ViaService": (f"s3.{training.region}.amazonaws.com",)}
    key = f"arn:{partition(training)}:kms:{training.region}:{training.account}:key/x"
    others: dict[str, Value] = {"AWS's own key for it": ("alias/aws/s3",), "a key without an alias": ABSENT}
    for what, aliases in others.items():
        for action in ("kms:Decrypt", "kms:GenerateDataKey"):
            where = {**through, "kms:ResourceAliases": aliases}
            if _outcome(training, role, policy, action, key, where) != "denied":
                yield f"is not denied {action} through Amazon S3 with {what} (kms:ResourceAliases)"


def _outcome(
    training: TrainingNetwork, role: Role, policy: Policy, action: str, resource: str, context: dict[str, Value]
) -> str:
    """What the role's policy says; what the context does not name is not in the request."""
    who = Principal(training.account, None, f"arn:{partition(training)}:iam::{training.account}:role/{role.name}")
    nothing: dict[str, Value] = {c.key: ABSENT for s in policy.statements for c in s.conditions}
    return asked(policy, action, resource, who, {**nothing, **context}).outcome
