"""The requests: what they carry, that AWS's own service models take them, and when two jobs are the same."""

import copy
import json
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from unit.finetune.stacks import ALIAS, BEDROCK, REGION, SAGEMAKER, job, key, stated

from transitctl.__main__ import main
from transitctl.finetune.job import read_job
from transitctl.finetune.request import TOKEN, Body, differences

OPERATIONS = {"bedrock": "CreateModelCustomizationJob", "sagemaker": "CreateTrainingJob"}


def body_of(folder: Path, capsys: pytest.CaptureFixture[str], like: dict[str, Any], **changes: Any) -> Body:
    """What ``plan`` prints as the request."""
    code = main(["finetune", "plan", job(folder, like, **changes), "--state", stated(folder), "--json", "-"])
    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["known_after_update"], answer["problems"]) == (0, [], [])
    found: Body = answer["request"]
    return found


@pytest.mark.parametrize("like", [BEDROCK, SAGEMAKER], ids=["bedrock", "sagemaker"])
def test_the_service_model_takes_the_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], like: dict[str, Any]
) -> None:
    model = botocore.session.get_session().get_service_model(like["service"])
    shape = model.operation_model(OPERATIONS[like["service"]]).input_shape
    body = body_of(tmp_path, capsys, like)
    assert ParamValidator().validate(body, shape).generate_report() == ""
    wrong = {**body, "RoleARN": "x"}
    assert ParamValidator().validate(wrong, shape).has_errors()


def test_a_customization_job_runs_in_the_networks_subnets_with_its_role_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = body_of(tmp_path, capsys, BEDROCK)
    assert body["roleArn"] == "arn:aws:iam::333344445555:role/acme-vpc-c-fine-tuning-bedrock"
    assert body["customModelKmsKeyId"] == f"arn:aws:kms:{REGION}:333344445555:{ALIAS}"
    assert body["hyperParameters"] == {"epochCount": "2", "learningRate": "0.00001"}
    assert body["validationDataConfig"] == {"validators": [{"s3Uri": BEDROCK["validation_data"]}]}
    vpc = body["vpcConfig"]
    assert (len(vpc["subnetIds"]), len(vpc["securityGroupIds"])) == (3, 1)
    assert all(each.startswith("subnet-") for each in vpc["subnetIds"])


def test_a_training_job_is_isolated_and_encrypted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = body_of(tmp_path, capsys, SAGEMAKER)
    assert (body["EnableNetworkIsolation"], body["EnableInterContainerTrafficEncryption"]) == (True, True)
    assert body["ResourceConfig"] == {
        "InstanceType": "ml.m5.2xlarge",
        "InstanceCount": 4,
        "VolumeSizeInGB": 50,
        "VolumeKmsKeyId": key(),
    }
    assert body["OutputDataConfig"] == {"S3OutputPath": SAGEMAKER["output"], "KmsKeyId": key()}
    assert body["HyperParameters"] == {"epochs": "3", "note": "1e-5", "packed": "true", "rate": "0.0002"}
    assert [channel["ChannelName"] for channel in body["InputDataConfig"]] == ["training", "model"]
    assert len(body["VpcConfig"]["Subnets"]) == 3


def test_a_volume_without_the_key_states_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = body_of(tmp_path, capsys, SAGEMAKER, instance_type="ml.g5.12xlarge", encrypt_volume=False)
    assert "VolumeKmsKeyId" not in body["ResourceConfig"]


def test_the_token_is_the_same_for_the_same_job_and_for_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, again = (body_of(tmp_path, capsys, BEDROCK)[TOKEN] for _ in range(2))
    other = body_of(tmp_path, capsys, BEDROCK, hyperparameters={"epochCount": 3, "learningRate": 0.00001})[TOKEN]
    assert first == again != other
    assert len(first) == 64


def test_a_job_that_exists_differs_field_by_field() -> None:
    asked = {"A": {"b": 1, "c": ["x", "y"]}, "D": [{"e": 1}], "F": "same"}
    told = {"A": {"b": 2, "c": ["y", "x"], "more": 1}, "D": [{"e": 3}, {}], "F": "same", "G": 1}
    assert differences(asked, told) == ["A.b is 2, asked for is 1", "D has 2 entries, asked for are 1"]
    near = copy.deepcopy(asked)
    del near["A"]["b"]
    near["D"][0]["e"] = 4
    assert differences(asked, near) == ["A.b is not stated, asked for is 1", "D[0].e is 4, asked for is 1"]
    assert differences(asked, {**asked, "H": 1}) == []


def test_a_preview_prints_what_is_known_and_says_what_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[3])
    dev = {
        "network": "vpc-a/fine-tuning",
        "training_data": "s3://acme-dev-vpc-a-fine-tuning-210987654321-data/train.jsonl",
        "validation_data": None,
        "output": "s3://acme-dev-vpc-a-fine-tuning-210987654321-models/",
    }
    path = job(tmp_path, **dev)
    assert main(["finetune", "plan", path, "--stack", "dev", "--json", "-"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["request"]["vpcConfig"] == {"subnetIds": ["?", "?"], "securityGroupIds": ["?"]}
    assert answer["known_after_update"] == [
        "vpcConfig.subnetIds[0]",
        "vpcConfig.subnetIds[1]",
        "vpcConfig.securityGroupIds[0]",
        TOKEN,
    ]
    exports = tmp_path / "exports.json"
    ids = {"subnet_ids": {"use1-az1": "subnet-1", "use1-az2": "subnet-2"}, "security_group_id": "sg-1"}
    exports.write_text(json.dumps({"us-east-1": {"spokes": {"vpc-a": {"applications": {"fine-tuning": ids}}}}}))
    assert main(["finetune", "plan", path, "--stack", "dev", "--outputs", str(exports), "--json", "-"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["request"]["vpcConfig"] == {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]}
    assert answer["known_after_update"] == []
    assert read_job(Path(path)).job.network == "vpc-a/fine-tuning"
