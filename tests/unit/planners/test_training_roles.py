"""The roles that jobs run as: who assumes them, and that they do what a job needs and nothing beside.

What this does not prove: that AWS evaluates the policies alike, or that a job needs no more. The questions are answered by the
pack's evaluator.
"""

from __future__ import annotations

import json

import pytest
from unit.planners.trainings import ACCOUNT, BEDROCK, JOB, NOWHERE, OTHER, SAGEMAKER, SOMEBODY, outcome, training

from transit_guardrails.policies.request import ABSENT, Principal, Value

PLAN = training()
ROLES = PLAN["roles"]["roles"]
SERVICES = {"bedrock": BEDROCK, "sagemaker": SAGEMAKER}
ARN = {"bedrock": JOB, "sagemaker": f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:training-job/x"}
EC2 = f"arn:aws:ec2:us-east-1:{ACCOUNT}"
INTERFACE = f"{EC2}:network-interface/eni-1"
OWN = {
    "aws:ResourceTag/application": ("tuning",),
    "aws:ResourceTag/network": ("acme",),
    "aws:ResourceTag/spoke": ("vpc-a",),
}
KEYS: dict[str, Value] = {
    "aws:ResourceAccount": (ACCOUNT,),
    "kms:ResourceAliases": ABSENT,
    "kms:ViaService": ABSENT,
    "kms:GrantIsForAWSResource": ABSENT,
    "ec2:CreateAction": ABSENT,
    "aws:TagKeys": ABSENT,
    "cloudwatch:namespace": ABSENT,
    **dict.fromkeys(OWN, ABSENT),
    **{
        f"aws:{kind}/{tag}": ABSENT
        for kind in ("RequestTag", "ResourceTag")
        for tag in ("BedrockManaged", "BedrockModelCustomizationJobArn")
    },
}


def does(service: str, action: str, resource: str, context: dict[str, Value] | None = None) -> bool:
    """Whether a service's role may do it. What the context does not name is not in the request."""
    found = outcome(
        ROLES[service]["policy"], action, resource, SERVICES[service], {**KEYS, **(context or {})}, identity=True
    )
    return found == "allowed"


# Trust -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", SERVICES)
def test_the_service_assumes_its_role_for_jobs_of_this_account_alone(service: str) -> None:
    trust = ROLES[service]["trust"]
    (statement,) = json.loads(trust)["Statement"]
    statement["Resource"] = "*"
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def asked(who: str, account: str, job: str) -> str:
        context: dict[str, Value] = {"aws:SourceAccount": (account,), "aws:SourceArn": (job,)}
        return outcome(policy, "sts:AssumeRole", "arn:aws:iam::1:role/x", Principal("", service=who), context)

    here = f"{service}.amazonaws.com"
    assert asked(here, ACCOUNT, ARN[service]) == "allowed"
    assert asked(here, OTHER, ARN[service]) == "not-allowed"
    assert asked(here, ACCOUNT, ARN[service].replace(ACCOUNT, OTHER)) == "not-allowed"
    assert asked(here, ACCOUNT, ARN[service].replace("-job/", "-other/")) == "not-allowed"
    assert asked("lambda.amazonaws.com", ACCOUNT, ARN[service]) == "not-allowed"


def test_there_is_a_role_for_each_service_whose_jobs_run_here() -> None:
    assert {service: role["name"] for service, role in ROLES.items()} == {
        "bedrock": "acme-tuning-bedrock",
        "sagemaker": "acme-tuning-sagemaker",
    }
    assert list(training(services=["sagemaker"])["roles"]["roles"]) == ["sagemaker"]


# Data and key ------------------------------------------------------------------------------------------------------------

DATA, MODELS = (f"arn:aws:s3:::acme-tuning-{ACCOUNT}-{use}" for use in ("data", "models"))


@pytest.mark.parametrize("service", SERVICES)
def test_jobs_read_the_data_and_write_the_models(service: str) -> None:
    assert does(service, "s3:ListBucket", DATA)
    assert does(service, "s3:GetObject", f"{DATA}/train.jsonl")
    assert does(service, "s3:PutObject", f"{MODELS}/weights")
    assert does(service, "s3:GetObject", f"{MODELS}/checkpoint")


@pytest.mark.parametrize("service", SERVICES)
def test_jobs_change_no_data_delete_nothing_and_know_no_other_bucket(service: str) -> None:
    assert not does(service, "s3:PutObject", f"{DATA}/train.jsonl")
    assert not does(service, "s3:DeleteObject", f"{MODELS}/weights")
    assert not does(service, "s3:GetObject", f"arn:aws:s3:::acme-tuning-{ACCOUNT}-logs/x")
    assert not does(service, "s3:GetObject", "arn:aws:s3:::somebody-elses/x")
    assert not does(service, "s3:ListBucket", "arn:aws:s3:::somebody-elses")


@pytest.mark.parametrize("service", SERVICES)
def test_a_bucket_of_the_same_name_in_another_account_is_not_theirs(service: str) -> None:
    """A bucket that was deleted may be made again by anybody."""
    assert not does(service, "s3:PutObject", f"{MODELS}/weights", {"aws:ResourceAccount": (OTHER,)})


@pytest.mark.parametrize("service", SERVICES)
def test_jobs_use_the_networks_own_key_through_s3(service: str) -> None:
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1"
    through: dict[str, Value] = {"kms:ViaService": ("s3.us-east-1.amazonaws.com",)}
    own: dict[str, Value] = {"kms:ResourceAliases": ("alias/acme-tuning",)}
    other: dict[str, Value] = {"kms:ResourceAliases": ("alias/payroll",)}
    for action in ("kms:Decrypt", "kms:GenerateDataKey"):
        assert does(service, action, key, {**through, **own})
        assert not does(service, action, key, {**through, **other})
        assert not does(service, action, key, {**own})
    assert does(service, "kms:CreateGrant", key, {**own, "kms:GrantIsForAWSResource": ("true",)})
    assert not does(service, "kms:CreateGrant", key, {**own, "kms:GrantIsForAWSResource": ("false",)})
    assert not does(service, "kms:CreateGrant", key, {**other, "kms:GrantIsForAWSResource": ("true",)})


def test_no_other_keys_policy_lets_jobs_of_sagemaker_use_it_through_s3() -> None:
    """The policy of AWS's own key for Amazon S3 allows it to everybody in the account: what is denied is denied all the same."""

    def asked(
        action: str, aliases: Value, via: Value = ("s3.us-east-1.amazonaws.com",), service: str = "sagemaker"
    ) -> str:
        context = {**KEYS, "kms:ResourceAliases": aliases, "kms:ViaService": via}
        key = f"arn:aws:kms:us-east-1:{OTHER}:key/1"
        return outcome(ROLES[service]["policy"], action, key, SERVICES[service], context, identity=True)

    for action in ("kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"):
        assert asked(action, ("alias/aws/s3",)) == "denied"
        assert asked(action, ABSENT) == "denied"
        assert asked(action, ("alias/acme-tuning", "alias/payroll")) == "not-allowed"
        assert asked(action, ("alias/aws/ebs",), ABSENT) == "not-allowed"
        assert asked(action, ("alias/aws/s3",), service="bedrock") == "not-allowed"


# Network interfaces ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("resource", ["subnet/subnet-1", "security-group/sg-1"])
def test_interfaces_are_made_in_the_networks_own_subnets_and_groups(service: str, resource: str) -> None:
    create, where = "ec2:CreateNetworkInterface", f"{EC2}:{resource}"
    assert does(service, create, where, {**OWN})
    for tag in OWN:
        assert not does(service, create, where, {**OWN, tag: ("another",)})
        assert not does(service, create, where, {**OWN, tag: ABSENT})


MARKS = {"BedrockManaged": ("true",), "BedrockModelCustomizationJobArn": (JOB,)}


def marked(kind: str, **other: Value) -> dict[str, Value]:
    return {f"aws:{kind}/{tag}": value for tag, value in {**MARKS, **other}.items()}


@pytest.mark.parametrize("kind", ["RequestTag", "ResourceTag"])
def test_bedrocks_role_makes_permits_and_deletes_the_interfaces_of_its_jobs_alone(kind: str) -> None:
    actions = {"RequestTag": ["ec2:CreateNetworkInterface"]}.get(
        kind,
        ["ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission"],
    )
    for action in actions:
        assert does("bedrock", action, INTERFACE, marked(kind))
        assert not does("bedrock", action, INTERFACE)
        assert not does("bedrock", action, INTERFACE, marked(kind, BedrockManaged=("false",)))
        assert not does(
            "bedrock", action, INTERFACE, marked(kind, BedrockModelCustomizationJobArn=(JOB.replace(ACCOUNT, OTHER),))
        )


def test_bedrocks_role_tags_interfaces_while_it_makes_them_and_with_its_own_tags_alone() -> None:
    tags: dict[str, Value] = {"ec2:CreateAction": ("CreateNetworkInterface",), "aws:TagKeys": tuple(MARKS)}
    assert does("bedrock", "ec2:CreateTags", INTERFACE, tags)
    assert not does("bedrock", "ec2:CreateTags", INTERFACE, {**tags, "ec2:CreateAction": ABSENT})
    assert not does("bedrock", "ec2:CreateTags", INTERFACE, {**tags, "aws:TagKeys": ("network",)})
    assert not does("bedrock", "ec2:CreateTags", f"{EC2}:subnet/subnet-1", tags)


def test_sagemakers_role_sets_no_tag() -> None:
    tags: dict[str, Value] = {"ec2:CreateAction": ("CreateNetworkInterface",), "aws:TagKeys": tuple(MARKS)}
    assert not does("sagemaker", "ec2:CreateTags", INTERFACE, tags)


def test_sagemakers_role_writes_its_own_logs_and_metrics_and_pulls_images() -> None:
    logs = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group"
    assert does("sagemaker", "logs:PutLogEvents", f"{logs}:/aws/sagemaker/TrainingJobs:log-stream:x")
    assert not does("sagemaker", "logs:PutLogEvents", f"{logs}:/aws/lambda/x:log-stream:x")
    metrics: dict[str, Value] = {"cloudwatch:namespace": ("/aws/sagemaker/TrainingJobs",)}
    assert does("sagemaker", "cloudwatch:PutMetricData", "*", metrics)
    assert not does("sagemaker", "cloudwatch:PutMetricData", "*", {"cloudwatch:namespace": ("AWS/EC2",)})
    assert does("sagemaker", "ecr:BatchGetImage", "arn:aws:ecr:us-east-1:763104351884:repository/pytorch-training")
    assert not does("bedrock", "ecr:BatchGetImage", "arn:aws:ecr:us-east-1:763104351884:repository/pytorch-training")


@pytest.mark.parametrize("service", SERVICES)
def test_the_policy_fits_into_a_role(service: str) -> None:
    """IAM and AWS STS quotas: 10,240 characters for all inline policies of a role, without white space."""
    assert len(ROLES[service]["policy"]) < 10_240


# Launch boundary ---------------------------------------------------------------------------------------------------------

FIT: dict[str, Value] = {
    "sagemaker:VpcSubnets": ("subnet-1",),
    "sagemaker:VpcSecurityGroupIds": ("sg-1",),
    "sagemaker:InterContainerTrafficEncryption": ("true",),
    "sagemaker:NetworkIsolation": ("true",),
}


def launched(action: str = "sagemaker:CreateTrainingJob", isolated: bool = True, **lacks: Value) -> str:
    boundary = training(network_isolation=isolated)["roles"]["launch_boundary"]
    context = {**FIT, **{f"sagemaker:{key}": value for key, value in lacks.items()}}
    return outcome(
        boundary,
        action,
        "arn:aws:sagemaker:us-east-1:1:training-job/x",
        SOMEBODY,
        {**NOWHERE, **context},
        identity=True,
    )


@pytest.mark.parametrize("action", ["sagemaker:CreateTrainingJob", "sagemaker:CreateHyperParameterTuningJob"])
def test_the_launch_boundary_denies_jobs_that_lack_something(action: str) -> None:
    assert launched(action) == "not-allowed"
    for key in ("VpcSubnets", "VpcSecurityGroupIds", "InterContainerTrafficEncryption", "NetworkIsolation"):
        assert launched(action, **{key: ABSENT}) == "denied"
    for key in ("InterContainerTrafficEncryption", "NetworkIsolation"):
        assert launched(action, **{key: ("false",)}) == "denied"


def test_jobs_of_a_network_that_is_not_isolated_need_not_be_isolated() -> None:
    assert launched(isolated=False, NetworkIsolation=("false",)) == "not-allowed"
    assert launched(isolated=False, VpcSubnets=ABSENT) == "denied"


def test_the_launch_boundary_says_nothing_of_other_calls() -> None:
    assert launched("sagemaker:DescribeTrainingJob", VpcSubnets=ABSENT) == "not-allowed"
