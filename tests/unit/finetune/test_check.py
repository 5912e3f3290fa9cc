"""``check``: a job that fits passes; each thing that does not fit is told with its line, and stops the job."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unit.finetune.stacks import ALIAS, BEDROCK, DATA, MODELS, PROD, PROJECT, SAGEMAKER, TRAINING, job, stated
from unit.states import Item

from transitctl.__main__ import main

Answer = dict[str, Any]
Check = Callable[..., tuple[int, Answer]]
LLAMA = "meta.llama3-1-8b-instruct-v1:0:128k"


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The state of ``prod`` as it is."""
    return stated(tmp_path_factory.mktemp("state"))


@pytest.fixture
def check(tmp_path: Path, state: str, capsys: pytest.CaptureFixture[str]) -> Check:
    """Checks a job in a state: the exit code and the JSON answer."""

    def call(like: Answer = BEDROCK, edit: Callable[[list[Item]], object] | None = None, **changes: Any) -> Any:
        path = stated(tmp_path, edit) if edit else state
        command = ["finetune", "check", job(tmp_path, like, **changes), "--state", path, "--config", str(PROD)]
        code = main([*command, "--json", "-"])
        return code, json.loads(capsys.readouterr().out)

    return call


def said(answer: Answer) -> list[str]:
    """The problems as one line each."""
    return [f"{'.'.join(one['path'])}:{one['line']}: {one['reason']}" for one in answer["problems"]]


@pytest.mark.parametrize("like", [BEDROCK, SAGEMAKER], ids=["bedrock", "sagemaker"])
def test_a_job_that_fits_passes(check: Check, like: Answer) -> None:
    code, answer = check(like)
    assert (code, answer["passed"], answer["problems"], answer["findings"]) == (0, True, [], [])
    assert (answer["region"], answer["account"], answer["known_after_update"]) == ("us-east-1", "333344445555", [])
    assert (answer["live"], len(answer["assumptions"])) == (None, 3)


def test_every_problem_of_a_job_is_told_at_once(check: Check) -> None:
    code, answer = check(
        name="j",
        base_model=LLAMA,
        training_data="s3://elsewhere/train.jsonl",
        output=f"s3://{DATA}/out/",
        hyperparameters={"epochCount": "2", "learningRate": "1e-5", "batchSize": 2, "epochcount": 1},
    )
    assert code == 1
    assert said(answer) == [
        "base_model:4: is fine-tuned in us-west-2, and the network is in us-east-1",
        "training_data:5: is not in the data bucket of vpc-c/fine-tuning, which is all that its jobs reach",
        "output:7: is in the data bucket of vpc-c/fine-tuning in us-east-1, segment prod",
        "hyperparameters.epochCount:9: is not a whole number",
        "hyperparameters.learningRate:10: is not a number",
        "hyperparameters.batchSize:11: is out of bounds",
        f"hyperparameters.epochcount:12: is not a known hyperparameter of {LLAMA}",
    ]
    remedies = [one["remedy"] for one in answer["problems"]]
    assert remedies[0].startswith(
        "use a training network in us-west-2, or a model that us-east-1 fine-tunes: amazon.nova-2"
    )
    assert "write a number from 5e-06 to 0.1, without quotes; with an exponent as in 1.0e-5" in remedies[4]
    assert remedies[6] == "did you mean 'epochCount'?"


def test_data_of_another_training_network_is_named_as_its(check: Check) -> None:
    """Non-production data does not get into a production model."""
    other = "s3://acme-vpc-c-test-fine-tuning-444455556666-data/train.jsonl"
    code, answer = check(training_data=other)
    assert code == 1
    assert said(answer) == [
        "training_data:5: is in the data bucket of vpc-c-test/fine-tuning in us-east-1, segment nonprod"
    ]
    assert answer["problems"][0]["remedy"] == f"put it under s3://{DATA}/"


def test_a_model_that_cannot_be_fine_tuned_is_told_with_the_one_that_is_meant(check: Check) -> None:
    _, answer = check(base_model="amazon.nova-lite-v1:0")
    assert said(answer) == ["base_model:4: is not a known model that Amazon Bedrock fine-tunes"]
    assert answer["problems"][0]["remedy"] == "did you mean 'amazon.nova-lite-v1:0:300k'?"


def test_hyperparameters_without_a_table_are_left_to_aws(check: Check) -> None:
    assert check(base_model="amazon.nova-2-lite-v1:0:256k", hyperparameters={"anything": "x"})[0] == 0


def test_more_instances_than_are_planned_and_more_than_addresses(check: Check) -> None:
    _, answer = check(SAGEMAKER, instances=9)
    assert said(answer) == ["instances:9: are more than the 8 that vpc-c/fine-tuning is planned for"]
    _, answer = check(SAGEMAKER, instances=60)
    assert said(answer) == [
        "instances:9: take 150 addresses in one subnet (2 each and headroom), and the smallest has 123"
    ]


def test_an_image_of_another_region_and_a_volume_that_takes_no_key(check: Check) -> None:
    image = "333344445555.dkr.ecr.us-west-2.amazonaws.com/train:1.0"
    _, answer = check(SAGEMAKER, image=image, instance_type="ml.p5.48xlarge")
    assert said(answer) == [
        "encrypt_volume:0: cannot be: ml.p5.48xlarge has storage of its own, which its hardware encrypts and which takes no key",
        "image:4: is in us-west-2, and the network is in us-east-1",
    ]


def test_what_the_stack_lacks_is_told(check: Check) -> None:
    gone = (DATA, ALIAS, "acme-vpc-c-fine-tuning-bedrock")

    def without(found: list[Item]) -> None:
        found[:] = [one for one in found if one.get("id") not in gone]

    code, answer = check(edit=without)
    assert code == 1
    assert said(answer) == [
        f"network:2: has no alias {ALIAS} in the stack",
        f"network:2: has no bucket {DATA} in the stack",
        "network:2: has no role acme-vpc-c-fine-tuning-bedrock in the stack",
    ]


def _at(found: list[Item], name: str) -> Item:
    return next(one for one in found if one["urn"].endswith(f"::{name}"))


def test_a_route_out_of_the_jobs_subnets_is_a_finding(check: Check) -> None:
    def routed(found: list[Item]) -> None:
        table = _at(found, "vpc-c.fine-tuning-rt")
        like = next(one for one in found if one["type"] == "aws:ec2/route:Route" and "vpc-c.training" in one["urn"])
        made = json.loads(json.dumps(like))
        made["urn"] = made["urn"].replace("vpc-c.training-route", "vpc-c.by-hand")
        made["id"], made["inputs"]["routeTableId"] = "r-1", table["id"]
        made["outputs"]["routeTableId"] = table["id"]
        made["propertyDependencies"]["routeTableId"] = [table["urn"]]
        found.append(made)

    code, answer = check(edit=routed)
    assert (code, answer["problems"]) == (1, [])
    rules = {one["rule"] for one in answer["findings"]}
    assert "training-reaches-its-buckets-alone" in rules
    assert all(one["mandatory"] for one in answer["findings"])


@pytest.mark.parametrize(("isolated", "reach"), [(True, "nothing else"), (False, "nothing that is not granted")])
def test_the_text_promises_what_the_network_is_held_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], isolated: bool, reach: str
) -> None:
    """Jobs that are not isolated may be granted more than their buckets."""

    def planned(found: list[Item]) -> None:
        _at(found, "vpc-c.fine-tuning-training")["outputs"]["training"]["network_isolation"] = isolated

    path = stated(tmp_path, planned)
    assert main(["finetune", "check", job(tmp_path), "--state", path, "--config", str(PROD)]) == 0
    said = f"PASSED: its subnets reach their buckets and {reach}, and the job fits.\n"
    assert capsys.readouterr().out.endswith(said)


def test_an_internet_gateway_at_the_vpc_is_a_finding_and_one_elsewhere_is_counted(check: Check) -> None:
    def door(vpc: str) -> Callable[[list[Item]], None]:
        def opened(found: list[Item]) -> None:
            at = _at(found, vpc)
            both = {"vpcId": at["id"], "region": "us-east-1", "tags": at["inputs"]["tags"]}
            kept = {key: at[key] for key in ("custom", "provider", "parent")}
            kind = "aws:ec2/internetGateway:InternetGateway"
            urn = f"urn:pulumi:prod::bedrock-transit::{kind}::by-hand"
            found.append(
                {**kept, "urn": urn, "type": kind, "id": "igw-1", "inputs": both, "outputs": both}
                | {"propertyDependencies": {"vpcId": [at["urn"]]}}
            )

        return opened

    code, answer = check(edit=door("vpc-c-vpc"))
    assert code == 1
    assert [one["rule"] for one in answer["findings"]] == ["no-internet"]
    code, answer = check(edit=door("vpc-a-vpc"))
    assert (code, answer["passed"], answer["findings"], answer["findings_elsewhere"]) == (0, True, [], 1)


def test_a_training_network_that_says_nothing_of_itself_stops_every_job(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def silent(found: list[Item]) -> None:
        _at(found, TRAINING.rpartition("::")[2])["outputs"] = {}

    command = ["finetune", "check", job(tmp_path), "--state", stated(tmp_path, silent)]
    assert main(command) == 2
    assert "no training network 'vpc-c/fine-tuning' in the state" in capsys.readouterr().err


def test_the_account_is_not_compared_with_a_network_without_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def without(found: list[Item]) -> None:
        del _at(found, "vpc-c.fine-tuning-use1-az1")["id"]

    subnets = {"use1-az1": "subnet-of-the-exports"}
    applications = {"fine-tuning": {"subnet_ids": subnets, "security_group_id": "sg-of-the-exports"}}
    outputs = tmp_path / "outputs.json"
    outputs.write_text(json.dumps({"us-east-1": {"spokes": {"vpc-c": {"applications": applications}}}}))
    command = ["finetune", "check", job(tmp_path), "--live", "--state", stated(tmp_path, without)]
    for more in ([], ["--outputs", str(outputs)]):
        assert main([*command, *more]) == 2
        said = "the state has no ids of the subnets, or not of one security group, of vpc-c/fine-tuning\n  remedy: "
        assert capsys.readouterr().err.startswith(said)


def test_an_unknown_network_is_bad_input_that_lists_those_that_there_are(
    tmp_path: Path, state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["finetune", "check", job(tmp_path, network="vpc-z/fine-tuning"), "--state", state]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("remedy: state one of: vpc-c-test/fine-tuning, vpc-c/fine-tuning\n")


def test_the_text_names_file_line_and_remedy(tmp_path: Path, state: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = job(tmp_path, output=f"s3://{MODELS}x/")
    assert main(["finetune", "check", path, "--state", state, "--config", str(PROD)]) == 1
    out = capsys.readouterr().out
    assert "job.yaml:7: output (given: s3://acme-vpc-c-fine-tuning-333344445555-modelsx/)" in out.replace(
        "\n", " "
    ).replace("  ", "")
    assert f"  remedy: put it under s3://{MODELS}/\n" in out
    assert out.endswith("NOT PASSED: 1 problem, 0 mandatory findings.\n")


def test_a_preview_is_checked_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it lacks, it is told: ids that are not known yet are no problem of a check."""
    monkeypatch.chdir(PROJECT)
    dev = {
        "network": "vpc-x/fine-tuning",
        "training_data": "s3://acme-dev-vpc-x-fine-tuning-210987654321-data/train.jsonl",
        "validation_data": None,
        "output": "s3://acme-dev-vpc-x-fine-tuning-210987654321-models/",
    }
    main(["finetune", "check", job(tmp_path, **dev), "--stack", "dev", "--json", "-"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["findings"] == []
    assert {one["path"][0] for one in answer["problems"]} <= {"network"}
    assert "vpcConfig.securityGroupIds[0]" in answer["known_after_update"]
