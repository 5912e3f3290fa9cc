"""What AWS answers beside what there is: models, refusals, errors. moto does none of these, so they are scripted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unit.finetune.built import Built
from unit.finetune.stacks import BEDROCK, DATA, SAGEMAKER

from transitctl.exits import BadInputError
from transitctl.finetune.aws import Aws

Answer = dict[str, Any]
Look = Callable[[Answer, dict[str, Answer]], list[str]]
BASE = {"modelId": BEDROCK["base_model"], "modelLifecycle": {"status": "ACTIVE"}}
MODELS_ASKED = "bedrock.ListFoundationModels"


@pytest.fixture(scope="module")
def built(server: str) -> Built:
    """The training network in moto, as the state says."""
    return Built(server)


@pytest.fixture
def look(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """What differs for a job, where some operations have scripted answers: an error, or the answer itself."""

    def call(like: Answer, script: dict[str, Answer]) -> list[str]:
        client = Aws.client

        def scripted(self: Aws, service: str) -> Any:
            made = client(self, service)
            for operation, answer in script.items():
                made.meta.events.register(f"before-call.{operation}", _answering(answer))
            return made

        with monkeypatch.context() as patch:
            patch.setattr(Aws, "client", scripted)
            return [one.text for one in built.look(tmp_path, like)]

    return call


def _answering(answer: Answer) -> Callable[..., Any]:
    class Response:
        status_code = 403 if "Error" in answer else 200

    return lambda **_: (Response(), answer)


def error(code: str, message: str = "because") -> Answer:
    """An error as botocore reads it."""
    return {"Error": {"Code": code, "Message": message}}


@pytest.mark.parametrize(
    ("summaries", "said"),
    [
        ([BASE], []),
        ([], ["fine-tuning is not offered, stated is ACTIVE"]),
        ([{**BASE, "modelLifecycle": {"status": "LEGACY"}}], ["fine-tuning is LEGACY, stated is ACTIVE"]),
    ],
)
def test_a_model_that_aws_withdrew_is_told(look: Look, summaries: list[Answer], said: list[str]) -> None:
    found = look(BEDROCK, {MODELS_ASKED: {"modelSummaries": summaries}})
    assert found == [f"model {BEDROCK['base_model']}: {line}" for line in said]


def test_a_bedrock_job_takes_the_addresses_that_the_network_is_planned_for(look: Look, built: Built) -> None:
    subnet = built.id("vpc-c.fine-tuning-use1-az1")
    described = built.ec2.describe_subnets(SubnetIds=[subnet])
    described["Subnets"][0]["AvailableIpAddressCount"] = 15
    others = built.ec2.describe_subnets(Filters=[{"Name": "tag:application", "Values": ["fine-tuning"]}])["Subnets"]
    rows = [*described["Subnets"], *(one for one in others if one["SubnetId"] != subnet)]
    found = look(BEDROCK, {MODELS_ASKED: {"modelSummaries": [BASE]}, "ec2.DescribeSubnets": {"Subnets": rows}})
    assert found == [f"subnet {subnet}: free addresses are 15, and the job takes 16"]


def test_missing_permissions_are_told_with_their_actions(look: Look) -> None:
    found = look(
        SAGEMAKER,
        {
            "ec2.DescribeSubnets": error("UnauthorizedOperation", "no"),
            "s3.GetBucketEncryption": error("AccessDenied", "no"),
            "kms.GetKeyPolicy": error("AccessDeniedException", "no"),
            "iam.ListRolePolicies": error("AccessDenied", "no"),
        },
    )
    assert [line.partition(" not allowed")[0].rpartition(": ")[2] for line in found] == [
        *["s3:GetEncryptionConfiguration is"] * 3,
        "kms:GetKeyPolicy is",
        "iam:ListRolePolicies is",
        "ec2:DescribeSubnets is",
    ]


@pytest.mark.parametrize(
    ("operation", "answer", "said"),
    [
        (
            "ec2.DescribeVpcEndpoints",
            {"VpcEndpoints": [{"VpcId": "v", "ServiceName": "s", "State": "available", "RouteTableIds": []}]},
            "(ec2:DescribeVpcEndpoints): the answer lacks PolicyDocument\n  remedy: ",
        ),
        (
            "ec2.DescribeVpcEndpoints",
            {"VpcEndpoints": [{"VpcId": "v", "ServiceName": "s", "State": "available", "PolicyDocument": "{}"}]},
            "(ec2:DescribeVpcEndpoints): the answer lacks RouteTableIds\n  remedy: ",
        ),
        (
            "s3.GetBucketEncryption",
            {"ServerSideEncryptionConfiguration": {"Rules": []}},
            f"asking about bucket {DATA} (s3:GetEncryptionConfiguration): the answer lacks what is read of it (",
        ),
        (
            MODELS_ASKED,
            {"modelSummaries": [{"modelArn": "arn"}]},
            f"asking about model {BEDROCK['base_model']} (bedrock:ListFoundationModels): the answer lacks modelId\n",
        ),
    ],
)
def test_an_answer_that_lacks_something_is_told_with_what_was_asked(
    look: Look, operation: str, answer: Answer, said: str
) -> None:
    with pytest.raises(BadInputError) as raised:
        look(BEDROCK, {operation: answer})
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("ExpiredToken", "the credentials have expired (ExpiredToken)\n  remedy: sign in again"),
        ("InvalidAccessKeyId", "AWS does not know the credentials (InvalidAccessKeyId)\n  remedy: sign in again"),
        ("SlowDown", "AWS still throttles after 8 tries (SlowDown)\n  remedy: try again in a minute"),
        ("InternalError", "InternalError: because\n  remedy: "),
    ],
)
def test_an_account_that_does_not_answer_is_bad_input(look: Look, code: str, why: str) -> None:
    with pytest.raises(BadInputError) as raised:
        look(SAGEMAKER, {"s3.GetBucketPolicy": error(code)})
    assert str(raised.value).startswith(f"asking about bucket {DATA} (s3:GetBucketPolicy): {why}")
