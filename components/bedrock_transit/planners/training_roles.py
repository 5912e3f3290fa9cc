"""Plans of the roles that jobs run as, and of what whoever launches jobs may never do.

Sources: Amazon Bedrock user guide, "Create a service role for model customization", "Protect model customization jobs using a
VPC" (tags and permissions of the network interfaces); Amazon SageMaker AI developer guide, "How to use SageMaker AI execution
roles", "CreateTrainingJob API: Execution Role Permissions"; AWS KMS developer guide, "Use aliases to control access to KMS keys"
(``kms:ResourceAliases``), "Key policies" (an identity policy denies what a key's policy allows); IAM user guide, "Multivalued
context key examples" (a Deny with ``ForAllValues`` and a negated operator holds unless one value is excepted, and where there
is none), "The confused deputy problem"; Service Authorization Reference, Amazon EC2 and Amazon SageMaker.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..catalogue import regions
from ..training_plans import TrainingNetworkPlan, TrainingRolePlan, TrainingRolesPlan
from .policies import document

Statement = dict[str, Any]

JOBS = {"bedrock": "model-customization-job", "sagemaker": "training-job"}
"""Service to the resource type of the jobs that its role is for."""
LOOK = [
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
]
PERMIT = [
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
]
LAUNCH = ["sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateTrainingJob"]
"""The actions that take a job's network settings as condition keys."""


def training_roles(training: TrainingNetworkPlan) -> TrainingRolesPlan:
    """A role for each service whose jobs run in the network, and the launch boundary."""
    return {
        "roles": {service: _role(training, service, name) for service, name in training["roles"].items()},
        "launch_boundary": document(list(_boundary(training))),
        "tags": training["tags"],
    }


def _role(training: TrainingNetworkPlan, service: str, name: str) -> TrainingRolePlan:
    own = _bedrock(training) if service == "bedrock" else _sagemaker(training)
    return {
        "name": name,
        "trust": document([_trust(training, service)]),
        "policy": document([*_buckets(training), *_key(training, service), *_interfaces(training), *own]),
    }


def _trust(training: TrainingNetworkPlan, service: str) -> Statement:
    """The service alone, and for jobs of this account and Region alone."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": training["account_id"]},
            "ArnLike": {"aws:SourceArn": _arn(training, service, f"{JOBS[service]}/*")},
        },
    }


def _buckets(training: TrainingNetworkPlan) -> Iterator[Statement]:
    """Jobs read the data and write the models, in buckets of this account."""
    partition = regions()[training["region"]].partition
    data, models = (f"arn:{partition}:s3:::{training['buckets'][use]}" for use in ("data", "models"))
    own = {"StringEquals": {"aws:ResourceAccount": training["account_id"]}}
    write = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
    yield _allow("Lists", ["s3:GetBucketLocation", "s3:ListBucket"], [data, models], own)
    yield _allow("Data", ["s3:GetObject"], f"{data}/*", own)
    yield _allow("Models", write, f"{models}/*", own)


def _key(training: TrainingNetworkPlan, service: str) -> Iterator[Statement]:
    """The network's own key: an id that does not exist yet is told by its alias.

    Policies of other keys may allow the role without asking IAM, as that of AWS's own key for Amazon S3 does: those are denied, keys
    without any alias too. Not to Bedrock, of which nobody knows which key it writes its metrics with where it is told none.
    """
    keys = _arn(training, "kms", "key/*")
    alias = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": training["key_alias"]}}
    through = {"StringEquals": {"kms:ViaService": f"s3.{training['region']}.amazonaws.com"}}
    yield _allow("Key", ["kms:Decrypt", "kms:GenerateDataKey"], keys, {**alias, **through})
    if service != "bedrock":
        yield {
            "Sid": "OtherKeys",
            "Effect": "Deny",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {"ForAllValues:StringNotEquals": {"kms:ResourceAliases": training["key_alias"]}, **through},
        }
    yield _allow("KeyLook", ["kms:DescribeKey"], keys, alias)
    yield _allow("KeyGrants", ["kms:CreateGrant"], keys, {**alias, "Bool": {"kms:GrantIsForAWSResource": "true"}})


def _interfaces(training: TrainingNetworkPlan) -> Iterator[Statement]:
    """Network interfaces in subnets and with groups that carry the network's tags, which the deployer alone sets."""
    own = {"StringEquals": _tags(training)}
    yield _allow("Look", LOOK, "*")
    yield _allow("Subnets", ["ec2:CreateNetworkInterface"], _arn(training, "ec2", "subnet/*"), own)
    yield _allow("Groups", ["ec2:CreateNetworkInterface"], _arn(training, "ec2", "security-group/*"), own)


def _tags(training: TrainingNetworkPlan) -> dict[str, str]:
    return {f"aws:ResourceTag/{key}": training["tags"][key] for key in ("application", "network", "spoke")}


def _bedrock(training: TrainingNetworkPlan) -> Iterator[Statement]:
    """Bedrock tags each interface with its job; the role makes, permits and deletes no other, and encrypts models."""
    interfaces, jobs = _arn(training, "ec2", "network-interface/*"), _arn(training, "bedrock", f"{JOBS['bedrock']}/*")

    def marked(key: str) -> dict[str, Any]:
        return {
            "StringEquals": {f"aws:{key}/BedrockManaged": "true"},
            "ArnLike": {f"aws:{key}/BedrockModelCustomizationJobArn": jobs},
        }

    yield _allow("Interfaces", ["ec2:CreateNetworkInterface"], interfaces, marked("RequestTag"))
    yield _allow("Permissions", PERMIT, interfaces, marked("ResourceTag"))
    create = {
        "StringEquals": {"ec2:CreateAction": "CreateNetworkInterface"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["BedrockManaged", "BedrockModelCustomizationJobArn"]},
    }
    yield _allow("Mark", ["ec2:CreateTags"], interfaces, create)
    key = {
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": training["key_alias"]},
        "StringEquals": {"kms:ViaService": f"bedrock.{training['region']}.amazonaws.com"},
    }
    yield _allow("ModelKey", ["kms:Decrypt", "kms:GenerateDataKey"], _arn(training, "kms", "key/*"), key)


def _sagemaker(training: TrainingNetworkPlan) -> Iterator[Statement]:
    """SageMaker documents no tag on its interfaces: the subnets and groups bound them. Logs, metrics and images beside."""
    log = _arn(training, "logs", "log-group:/aws/sagemaker/TrainingJobs")
    yield _allow("Interfaces", ["ec2:CreateNetworkInterface", *PERMIT], _arn(training, "ec2", "network-interface/*"))
    yield _allow("LogGroup", ["logs:CreateLogGroup", "logs:DescribeLogStreams"], [log, f"{log}:*"])
    yield _allow("LogStreams", ["logs:CreateLogStream", "logs:PutLogEvents"], f"{log}:log-stream:*")
    metrics = {"StringEquals": {"cloudwatch:namespace": "/aws/sagemaker/TrainingJobs"}}
    yield _allow("Metrics", ["cloudwatch:PutMetricData"], "*", metrics)
    yield _allow("Registry", ["ecr:GetAuthorizationToken"], "*")
    pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    partition = regions()[training["region"]].partition
    yield _allow("Images", pull, f"arn:{partition}:ecr:{training['region']}:*:repository/*")


def _boundary(training: TrainingNetworkPlan) -> Iterator[Statement]:
    """Denies SageMaker jobs without a VPC, without encryption between containers and, where jobs are isolated, without isolation.

    A Bool with IfExists holds where the key is absent: a job that does not say is denied like one that says no.
    """
    for key in ("VpcSecurityGroupIds", "VpcSubnets"):
        yield _deny(f"Without{key}", {"Null": {f"sagemaker:{key}": "true"}})
    yield _deny("WithoutEncryption", {"BoolIfExists": {"sagemaker:InterContainerTrafficEncryption": "false"}})
    if training["network_isolation"]:
        yield _deny("WithoutIsolation", {"BoolIfExists": {"sagemaker:NetworkIsolation": "false"}})


def _deny(sid: str, condition: dict[str, Any]) -> Statement:
    return {"Sid": sid, "Effect": "Deny", "Action": LAUNCH, "Resource": "*", "Condition": condition}


def _arn(training: TrainingNetworkPlan, service: str, resource: str) -> str:
    """An ARN in the network's Region and account."""
    region, account = training["region"], training["account_id"]
    return f"arn:{regions()[region].partition}:{service}:{region}:{account}:{resource}"


def _allow(
    sid: str, actions: list[str], resource: str | list[str], condition: dict[str, Any] | None = None
) -> Statement:
    found = {"Sid": sid, "Effect": "Allow", "Action": sorted(actions), "Resource": resource}
    return {**found, "Condition": condition} if condition else found
