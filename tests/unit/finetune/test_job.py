"""Job files: what is read, and that every problem is told at once with its line and the way out."""

from pathlib import Path

import pytest
from unit.finetune.stacks import BEDROCK, SAGEMAKER, job

from transitctl.exits import BadInputError
from transitctl.finetune.job import BedrockJob, SagemakerJob, read_job


def problems(path: str) -> str:
    """What a job file is refused with."""
    with pytest.raises(BadInputError) as refused:
        read_job(Path(path))
    return str(refused.value)


def test_a_job_of_each_service_is_read(tmp_path: Path) -> None:
    bedrock = read_job(Path(job(tmp_path))).job
    assert isinstance(bedrock, BedrockJob)
    assert (bedrock.base_model, bedrock.hyperparameters["epochCount"]) == ("amazon.nova-lite-v1:0:300k", 2)
    sagemaker = read_job(Path(job(tmp_path, SAGEMAKER))).job
    assert isinstance(sagemaker, SagemakerJob)
    assert (sagemaker.instances, sagemaker.max_runtime_seconds, sagemaker.encrypt_volume) == (4, 86_400, True)


def test_every_problem_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "job.yaml"
    path.write_text(
        "name: -x\nnetwork: vpc-c\nservice: sagemaker\nimage: train\ntraining_data: /data\ninstances: '4'\nepochs: 3\n"
    )
    said = problems(str(path))
    lines = [line for line in said.splitlines() if not line.startswith("    remedy: ")]
    assert lines == [
        f"8 problems in the job file {path}:",
        "instance_type: field required",
        "output: field required",
        f"{path}:1: name (given: -x): must be a name of 1 to 63 letters, digits and hyphens that begins and ends with a letter or digit",
        f"{path}:2: network (given: vpc-c): must be a training network, written as <spoke>/<application>",
        f"{path}:4: image (given: train): must be an image in Amazon ECR with its tag or digest, such as "
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:1.0",
        f"{path}:5: training_data (given: /data): must be an S3 URI such as s3://bucket/folder/train.jsonl",
        f"{path}:6: instances (given: 4): input should be a valid integer",
        f"{path}:7: epochs (given: 3): is not a key of a job",
    ]


def test_an_unknown_service_is_told_beside_what_every_job_states(tmp_path: Path) -> None:
    said = problems(job(tmp_path, service="vertex", name=None))
    assert "service (given: vertex): input should be 'bedrock' or 'sagemaker'" in said
    assert "name: field required" in said
    assert "base_model" not in said


def test_keys_of_the_other_service_are_refused(tmp_path: Path) -> None:
    assert "instances (given: 4): is not a key of a job" in problems(job(tmp_path, instances=4))


def test_jobs_that_leave_the_network_are_refused(tmp_path: Path) -> None:
    """Distillation calls a teacher model, reinforcement a function."""
    assert "customization_type (given: DISTILLATION)" in problems(job(tmp_path, customization_type="DISTILLATION"))


def test_a_value_that_is_no_scalar_is_refused(tmp_path: Path) -> None:
    said = problems(job(tmp_path, hyperparameters={"epochCount": [2], "learningRate": float("nan")}))
    assert said.count("must be a number, true or false, or text") >= 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not a job file"),
        ("- a\n", "is not a job file"),
        ("name: [\n", "is not YAML"),
        ("name: a\nname: b\n", "is a duplicate key: it stands in line 1 too"),
        ("&a [*a]\n", "refers to itself"),
    ],
)
def test_what_is_no_job_file_is_told_without_a_traceback(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "job.yaml").write_text(text)
    assert why in problems(str(tmp_path / "job.yaml"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "cannot be read: No such file or directory, not a job file" in problems(str(tmp_path / "none.yaml"))


def test_the_keys_of_the_guide_are_the_keys_of_a_job() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "finetune.md").read_text()
    rows = [line.split("`")[1] for line in guide.splitlines() if line.startswith("| `")]
    documented = set(rows[: rows.index("job")] if "job" in rows else rows)
    assert set(BedrockJob.model_fields) | set(SagemakerJob.model_fields) <= documented
    assert set(BEDROCK) <= documented
