"""``submit``, ``list`` and ``stop`` through the command line, against moto: a job starts once, whatever happens."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import boto3
import pytest
from unit.finetune.conftest import Run
from unit.finetune.scripted_aws import ScriptedAws, served
from unit.finetune.stacks import ACCOUNT, PROD, PROJECT, REGION, ROLES, SAGEMAKER, job

from transitctl.finetune import launching

NAME = "claims-1"
ARN = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:model-customization-job/{NAME}"


def bedrock(url: str) -> Any:
    """A client of moto's Bedrock."""
    return boto3.client("bedrock", region_name=REGION, endpoint_url=url)


def names(url: str) -> list[str]:
    """The customization jobs that there are."""
    return [one["jobName"] for one in bedrock(url).list_model_customization_jobs()["modelCustomizationJobSummaries"]]


def test_a_job_is_started_with_the_request_that_plan_prints(aws: str, run: Run, tmp_path: Path) -> None:
    path = job(tmp_path)
    code, out, err = run("submit", path, "--detach", "--json", "-", url=aws)
    answer = json.loads(out)
    assert (code, answer["status"], answer["existed"], answer["arn"]) == (0, "InProgress", False, ARN)
    assert err == f"{NAME} was started: {ARN}\n"
    told = bedrock(aws).get_model_customization_job(jobIdentifier=NAME)
    assert len(told["vpcConfig"]["subnetIds"]) == 3
    assert told["roleArn"].endswith(":role/acme-vpc-c-fine-tuning-bedrock")
    assert told["hyperParameters"] == {"epochCount": "2", "learningRate": "0.00001"}


def test_the_same_job_is_followed_and_not_started_twice(
    aws: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = job(tmp_path)
    assert run("submit", path, "--detach", url=aws)[0] == 0
    monkeypatch.setattr(
        launching.time, "sleep", lambda _: bedrock(aws).stop_model_customization_job(jobIdentifier=NAME)
    )
    code, out, err = run("submit", path, url=aws)
    assert code == 1
    assert "status  Stopped" in out
    assert err.splitlines() == [
        f"{NAME} exists already: following it: {ARN}",
        f"{NAME}: InProgress",
        f"{NAME}: Stopped",
    ]
    assert names(aws) == [NAME]


def test_another_job_of_that_name_is_refused_and_told_apart(aws: str, run: Run, tmp_path: Path) -> None:
    assert run("submit", job(tmp_path), "--detach", url=aws)[0] == 0
    code, out, err = run("submit", job(tmp_path, hyperparameters={"epochCount": 3}), url=aws)
    assert (code, out) == (2, "")
    assert f"a job {NAME} exists already (InProgress), and is another one:" in err
    assert '  hyperParameters.epochCount is "2", asked for is "3"' in err
    assert names(aws) == [NAME]


def test_a_training_job_runs_to_its_end(aws: str, run: Run, tmp_path: Path) -> None:
    code, out, _ = run("submit", job(tmp_path, SAGEMAKER), "--json", "-", url=aws)
    answer = json.loads(out)
    assert (code, answer["status"], answer["service"]) == (0, "Completed", "sagemaker")
    assert answer["model"].endswith("/claims-2/output/model.tar.gz")
    code, out, _ = run("submit", job(tmp_path, SAGEMAKER), "--json", "-", url=aws)
    assert (code, json.loads(out)["existed"]) == (0, True)
    code, _, err = run("submit", job(tmp_path, SAGEMAKER, instances=2), url=aws)
    assert code == 2
    assert "  ResourceConfig.InstanceCount is 4, asked for is 2" in err


def test_a_job_that_does_not_pass_its_check_is_not_started(aws: str, run: Run, tmp_path: Path) -> None:
    code, out, err = run("submit", job(tmp_path, output="s3://elsewhere/"), url=aws)
    assert (code, err) == (1, "")
    assert "NOT PASSED: 1 problem" in out
    assert names(aws) == []


def test_another_region_is_refused_before_aws_is_asked(run: Run, tmp_path: Path) -> None:
    code, _, err = run("submit", job(tmp_path), "--region", "us-west-2", url="http://127.0.0.1:9")
    assert code == 2
    assert err.startswith("--region us-west-2: vpc-c/fine-tuning is in us-east-1\n")


def test_jobs_are_listed_and_told_by_their_networks_role(aws: str, run: Run, tmp_path: Path, prod: str) -> None:
    assert run("submit", job(tmp_path), "--detach", url=aws)[0] == 0
    assert run("submit", job(tmp_path, SAGEMAKER), url=aws)[0] == 0
    other = {**bedrock(aws).get_model_customization_job(jobIdentifier=NAME)}
    bedrock(aws).create_model_customization_job(
        jobName="other",
        customModelName="other",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/somebody",
        baseModelIdentifier="amazon.nova-lite-v1:0:300k",
        trainingDataConfig=other["trainingDataConfig"],
        outputDataConfig=other["outputDataConfig"],
    )
    code, out, _ = run("list", "--json", "-", url=aws)
    assert (code, {one["name"] for one in json.loads(out)["jobs"]}) == (0, {NAME, "other", "claims-2"})
    code, out, _ = run("list", "--network", "vpc-c/fine-tuning", "--state", prod, "--json", "-", url=aws)
    assert (code, [one["name"] for one in json.loads(out)["jobs"]]) == (0, [NAME, "claims-2"])
    code, out, _ = run("list", "--network", "vpc-c-test/fine-tuning", "--state", prod, url=aws)
    assert (code, out.splitlines()[-1]) == (0, "0 jobs.")


def test_a_limit_counts_the_networks_own_jobs_and_no_more_are_asked_about(run: Run, prod: str) -> None:
    roles = {"other": "somebody", "ours": ROLES["bedrock"], "older": ROLES["bedrock"]}
    shape = {"status": "Completed", "jobArn": ARN}
    found = [
        {**shape, "jobName": name, "roleArn": f"arn:aws:iam::{ACCOUNT}:role/{role}"} for name, role in roles.items()
    ]
    answers = [{"modelCustomizationJobSummaries": found}, *found]
    script = {"get": [(200, one) for one in answers], "create": [(200, {"TrainingJobSummaries": []})]}
    with served(ScriptedAws(**script)) as scripted:
        options = ("--network", "vpc-c/fine-tuning", "--state", prod, "--limit", "1", "--json", "-")
        code, out, _ = run("list", *options, url=scripted.url)
    assert (code, [one["name"] for one in json.loads(out)["jobs"]]) == (0, ["ours"])
    assert scripted.count("get") == 3
    with served(ScriptedAws(get=[(200, answers[0])], create=script["create"])) as scripted:
        code, out, _ = run("list", "--limit", "2", "--json", "-", url=scripted.url)
    assert (code, [one["name"] for one in json.loads(out)["jobs"]]) == (0, ["other", "ours"])


def test_a_job_is_stopped_by_its_name_once(aws: str, run: Run, tmp_path: Path) -> None:
    assert run("submit", job(tmp_path), "--detach", url=aws)[0] == 0
    for _ in range(2):
        code, out, _ = run("stop", NAME, "--json", "-", url=aws)
        assert (code, json.loads(out)["status"]) == (0, "Stopped")


def test_a_job_that_does_not_exist_cannot_be_stopped(aws: str, run: Run) -> None:
    code, out, err = run("stop", "nothing", url=aws)
    assert (code, out) == (2, "")
    assert err.startswith("there is no job nothing\n  remedy: ")


def test_interrupted_the_job_goes_on(aws: str, tmp_path: Path, prod: str) -> None:
    """A real signal to a real process."""
    command = [
        "submit",
        job(tmp_path),
        "--state",
        prod,
        "--config",
        str(PROD),
        "--no-live",
        "--endpoint-url",
        aws,
        "--poll-seconds",
        "60",
    ]
    # Where the tests run in the background SIGINT is ignored, and a child would inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "-m", "transitctl", "finetune", *command],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        signal.signal(signal.SIGINT, before)
        deadline = time.monotonic() + 60
        while not names(aws) and time.monotonic() < deadline:
            time.sleep(0.2)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, out) == (130, "")
    assert err.splitlines()[-1] == (
        f"{NAME} goes on in AWS. Follow it: the same command again, which starts no second one; "
        f"end it: transitctl finetune stop {NAME} --region {REGION}"
    )
    assert bedrock(aws).get_model_customization_job(jobIdentifier=NAME)["status"] == "InProgress"
