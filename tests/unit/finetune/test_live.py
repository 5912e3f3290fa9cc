"""``check --live`` and the look of ``submit``: the network's own resources in moto, compared with the state of which it was built."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unit.finetune.built import EVERYTHING, Built
from unit.finetune.stacks import ACCOUNT, ALIAS, DATA, MODELS, PROD, REGION, ROLES, SAGEMAKER, job

from transitctl.__main__ import main
from transitctl.finetune.live import asking

Look = Callable[[], list[str]]
Finetune = Callable[..., tuple[int, str, str]]
ROLE = ROLES["sagemaker"]


def opened(**changes: Any) -> str:
    """A policy that lets everybody do everything. None leaves an element out."""
    statement = {"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", **changes}
    kept = {key: value for key, value in statement.items() if value is not None}
    return json.dumps({"Version": "2012-10-17", "Statement": [kept]})


@pytest.fixture
def built(server: str) -> Built:
    """The training network in moto."""
    return Built(server)


@pytest.fixture
def look(built: Built, tmp_path: Path) -> Look:
    """What differs for a job of SageMaker."""
    return lambda: [one.text for one in built.look(tmp_path, SAGEMAKER)]


@pytest.fixture
def finetune(built: Built, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Finetune:
    """Runs a command of ``finetune`` with the state of what was built."""
    more = [job(tmp_path, SAGEMAKER), "--state", built.state(tmp_path), "--config", str(PROD), "--endpoint-url", server]

    def call(what: str, *options: str) -> tuple[int, str, str]:
        return main(["finetune", what, *more, *options]), *capsys.readouterr()

    return call


def test_changes_of_the_network_are_one_difference_each(look: Look, built: Built) -> None:
    assert look() == []
    group, table = built.id("vpc-c.fine-tuning-sg"), built.id("vpc-c.fine-tuning-rt")
    first, second, third = (built.id(f"vpc-c.fine-tuning-use1-az{zone}") for zone in (1, 2, 4))
    endpoint, vpc = built.id("vpc-c.fine-tuning-training-s3"), built.id("vpc-c-vpc")
    gateway = built.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    built.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    built.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    built.move(third, built.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"])
    built.ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[EVERYTHING])
    within = {"IpProtocol": "udp", "FromPort": 500, "ToPort": 500, "UserIdGroupPairs": [{"GroupId": group}]}
    built.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[within])
    built.ec2.create_tags(Resources=[group], Tags=[{"Key": "network", "Value": "mine"}, {"Key": "by", "Value": "me"}])
    built.ec2.delete_tags(Resources=[first], Tags=[{"Key": "spoke"}])
    built.fill(second, but=7)
    built.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, PolicyDocument=opened())
    assert look() == sorted(
        [
            f"endpoint {endpoint}: policy is not as stated: missing AwsObjects, OwnBuckets, OwnObjects; added Open",
            f"route table {table}: route to 0.0.0.0/0 is there ({gateway}), and the state has none",
            f"security group {group}: egress rule all 0.0.0.0/0 is there, and the state has none",
            f"security group {group}: ingress rule udp 500 {group} is not there, and the state has it",
            f"security group {group}: tag network is mine, stated is acme",
            f"subnet {first}: tag spoke is not there, and the state has it (vpc-c)",
            f"subnet {second}: free addresses are 7, and the job takes 8",
            f"subnet {third}: route table is not there, and the state has it ({table})",
        ]
    )


def test_changes_of_buckets_and_key_are_one_difference_each(look: Look, built: Built) -> None:
    built.s3.put_bucket_policy(Bucket=DATA, Policy=opened())
    built.s3.delete_bucket_policy(Bucket=MODELS)
    built.s3.put_bucket_versioning(Bucket=DATA, VersioningConfiguration={"Status": "Suspended"})
    built.s3.put_bucket_encryption(
        Bucket=MODELS,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    )
    built.s3.delete_public_access_block(Bucket=DATA)
    key = built.id("vpc-c.fine-tuning-training-data-key")
    arn = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{key}"
    built.kms.put_key_policy(KeyId=key, PolicyName="default", Policy=opened())
    built.kms.disable_key(KeyId=key)
    found = look()
    assert [line.partition(" missing")[0].partition(" (")[0].partition(", stated")[0] for line in found] == [
        f"bucket {DATA}: policy is not as stated:",
        f"bucket {DATA}: public access block is not there, and the state has it",
        f"bucket {DATA}: versioning is Suspended",
        f"bucket {MODELS}: encryption is AES256",
        f"bucket {MODELS}: policy is not there, and the state has it",
        f"key {ALIAS}: state is Disabled",
        f"key {arn}: policy is not as stated:",
    ]


def test_changes_of_the_role_are_one_difference_each(look: Look, built: Built) -> None:
    built.iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=opened(Action="sts:AssumeRole", Resource=None))
    built.iam.put_role_policy(RoleName=ROLE, PolicyName="more", PolicyDocument=opened(Principal=None))
    managed = built.iam.create_policy(PolicyName="p", PolicyDocument=opened(Principal=None))["Policy"]["Arn"]
    built.iam.attach_role_policy(RoleName=ROLE, PolicyArn=managed)
    built.iam.put_role_permissions_boundary(RoleName=ROLE, PermissionsBoundary=managed)
    assert look() == [
        f"role {ROLE}: managed policy {managed} is there, and the state has none",
        f"role {ROLE}: permissions boundary is there ({managed}), and the state has none",
        f"role {ROLE}: policy more is there (Open), and the state has none",
        f"role {ROLE}: trust is not as stated: missing a statement without Sid; added Open",
    ]


def test_what_was_deleted_is_one_difference_each(look: Look, built: Built) -> None:
    endpoint, table = built.id("vpc-c.fine-tuning-training-s3"), built.id("vpc-c.fine-tuning-rt")
    built.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
    built.s3.delete_bucket(Bucket=MODELS)
    built.kms.delete_alias(AliasName=ALIAS)
    built.iam.delete_role_policy(RoleName=ROLE, PolicyName="jobs")
    built.iam.delete_role(RoleName=ROLE)
    gone = "is not there, and the state has it"
    assert look() == [
        f"bucket {MODELS}: {gone}",
        f"endpoint {endpoint}: state is deleted, stated is available",
        f"key {ALIAS}: {gone}",
        f"role {ROLE}: {gone}",
        f"route table {table}: route to {built.prefix_list} {gone} ({endpoint})",
    ]


def test_check_tells_each_difference_with_its_remedy(finetune: Finetune, built: Built) -> None:
    code, out, _ = finetune("check", "--live")
    assert code == 0
    assert "What was asked of the account is as the state says.\n" in out
    built.s3.put_bucket_versioning(Bucket=DATA, VersioningConfiguration={"Status": "Suspended"})
    code, out, _ = finetune("check", "--live")
    assert code == 1
    assert f"✗ bucket {DATA}: versioning is Suspended, stated is Enabled\n" in out
    assert (
        "`pulumi up --refresh` puts it back; AWS CloudTrail tells who changed it (PutBucketVersioning)"
        in out.replace("\n  ", " ")
    )
    assert out.endswith("NOT PASSED: 0 problems, 0 mandatory findings, 1 difference in the account.\n")


def test_a_job_is_started_in_a_network_that_is_as_stated_and_followed_whatever_was_changed_since(
    finetune: Finetune, built: Built
) -> None:
    built.s3.put_bucket_versioning(Bucket=DATA, VersioningConfiguration={"Status": "Suspended"})
    code, out, err = finetune("submit", "--json", "-")
    answer = json.loads(out)
    assert (code, err, answer["passed"], len(answer["assumptions"])) == (1, "", False, 1)
    (one,) = answer["live"]
    assert {key: one[key] for key in ("thing", "what", "stated", "there", "reason", "action")} == {
        "thing": f"bucket {DATA}",
        "what": "versioning",
        "stated": "Enabled",
        "there": "Suspended",
        "reason": "is Suspended, stated is Enabled",
        "action": "s3:GetBucketVersioning",
    }
    built.s3.put_bucket_versioning(Bucket=DATA, VersioningConfiguration={"Status": "Enabled"})
    assert finetune("submit", "--detach")[0] == 0
    built.s3.delete_bucket_policy(Bucket=DATA)
    code, out, _ = finetune("submit", "--poll-seconds", "0.02", "--json", "-")
    assert (code, json.loads(out)["existed"]) == (0, True)


def test_interrupted_while_the_account_is_asked_nothing_is_started(
    finetune: Finetune, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(asking, "ask", interrupted)
    assert finetune("submit") == (130, "", "interrupted: nothing was started\n")


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["check", "--stack", "prod", "--live"], "finetune check: state --state without --stack: the account is"),
        (
            ["check", "--stack", "p", "--state", "s", "--live"],
            "finetune check: state --state without --stack: the account",
        ),
        (["submit", "--stack", "prod"], "finetune submit: state --state without --stack, or --no-live: the account is"),
        (
            ["submit", "--stack", "p", "--state", "s"],
            "finetune submit: state --state without --stack, or --no-live: the",
        ),
        (["check", "--stack", "prod", "--region", REGION], "finetune check: --region, --profile and --endpoint-url go"),
    ],
)
def test_options_that_do_not_fit_are_told(command: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    what, *more = command
    with pytest.raises(SystemExit) as ended:
        main(["finetune", what, "job.yaml", *more])
    assert ended.value.code == 2
    assert why in capsys.readouterr().err
