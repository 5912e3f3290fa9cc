"""A job file: one fine-tuning job, as a closed typed object. Every problem of it is told at once, each with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from bedrock_transit.spec import SpecError
from bedrock_transit.spec.document import load
from bedrock_transit.spec.part import Part
from bedrock_transit.spec.problems import Path as Place
from bedrock_transit.spec.problems import Problem, Problems
from bedrock_transit.spec.types import Flag

from ..exits import BadInputError
from ..files import read_text
from .types import Image, InstanceType, JobName, ModelId, ModelName, Network, S3Uri, Scalar

WHAT = "a job file"
REMEDY = "state a YAML file with the keys that docs/finetune.md lists"
REMEDIES = {
    "extra_forbidden": "remove the key, or mend its spelling (docs/finetune.md lists every key)",
    "missing": "state it (docs/finetune.md tells what it is)",
    "dict_type": "write a mapping of names to values",
    "int_type": "write a whole number without quotes",
}


class Job(Part):
    """What every job states."""

    name: JobName
    """Name of the job in AWS: unique in its account and Region, and what ``submit`` resumes by."""
    network: Network
    """The training network that it runs in: <spoke>/<application>."""
    service: Literal["bedrock", "sagemaker"]
    """Whose job it is."""
    training_data: S3Uri
    """In the network's data bucket. An object for Bedrock, a folder (prefix) for SageMaker."""
    validation_data: S3Uri | None = None
    """In the same bucket."""
    output: S3Uri
    """Folder in the network's models bucket."""
    hyperparameters: dict[str, Scalar] = Field(default_factory=dict)
    """Numbers are written as numbers; the request carries their text."""


class BedrockJob(Job):
    """A model customization job of Amazon Bedrock."""

    base_model: ModelId
    """The foundation model, by the id that customization jobs take."""
    model_name: ModelName | None = None
    """Name of the custom model. Left out: the job's name."""
    customization_type: Literal["FINE_TUNING"] = "FINE_TUNING"
    """Distillation calls a teacher model and reinforcement a Lambda function: both leave the training network."""


class SagemakerJob(Job):
    """A training job of Amazon SageMaker AI."""

    image: Image
    """The container that trains; the platform pulls it."""
    base_model: S3Uri | None = None
    """Artifacts of the model to start from, in the data bucket: the channel ``model``."""
    instance_type: InstanceType
    instances: Annotated[int, Field(ge=1, le=1000, strict=True)] = 1
    volume_size_gb: Annotated[int, Field(ge=1, le=16384, strict=True)] = 50
    """Storage of each instance."""
    max_runtime_seconds: Annotated[int, Field(ge=60, le=2_419_200, strict=True)] = 86_400
    """When AWS ends the job; 28 days at most."""
    encrypt_volume: Flag = True
    """Whether the network's key encrypts the instances' volumes. Off for instances with NVMe storage, which take no key."""


KINDS: Mapping[str, type[BedrockJob | SagemakerJob]] = {"bedrock": BedrockJob, "sagemaker": SagemakerJob}
"""Service to the kind of its jobs."""


class JobFile:
    """A job and where its parts stand in the file."""

    def __init__(self, name: str, job: BedrockJob | SagemakerJob, lines: Mapping[Place, int]) -> None:
        self.name, self.job, self._lines = name, job, lines

    def placed(self, problems: Problems) -> list[Problem]:
        """The problems in the order of the file, each with its line; what is about no part of it first."""
        found = {replace(problem, line=_line(self._lines, problem.path)) for problem in problems.found}
        return sorted(found, key=lambda problem: (problem.line, problem.path, problem.reason))


def read_job(path: Path) -> JobFile:
    """The job that a file describes. Raises ``BadInputError`` with every problem."""
    try:
        body, lines, problems = load(read_text(path, WHAT, REMEDY), path.name)
    except SpecError as error:
        raise BadInputError(_told(path, error.problems)) from None
    if not isinstance(body, dict):
        raise BadInputError(f"{path} is not {WHAT}\n  remedy: {REMEDY}")
    kind: type[Job] = KINDS.get(str(body.get("service")), Job)
    try:
        job = kind.model_validate(body)
    except ValidationError as error:
        details = error.errors(include_url=False)
        if kind is Job:  # nobody knows which other keys are right
            details = [detail for detail in details if detail["type"] != "extra_forbidden"]
        problems += [_problem(detail) for detail in details]
    if problems:
        placed = [replace(one, line=one.line or _line(lines, one.path)) for one in problems]
        raise BadInputError(_told(path, sorted(placed, key=lambda one: (one.line, one.path, one.reason))))
    assert isinstance(job, BedrockJob | SagemakerJob)  # noqa: S101  # other services are problems
    return JobFile(str(path), job, lines)


def _told(path: Path, problems: list[Problem]) -> str:
    count = len(problems)
    return "\n".join(
        [
            f"{count} problem{'' if count == 1 else 's'} in the job file {path}:",
            *(one.text(str(path)) for one in problems),
        ]
    )


def _line(lines: Mapping[Place, int], path: Place) -> int:
    """The line of a part, or of the nearest one around it that the file has."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0) if path else 0


def _problem(detail: Any) -> Problem:
    message = detail["msg"].removeprefix("Value error, ")
    message = "is not a key of a job" if detail["type"] == "extra_forbidden" else message[0].lower() + message[1:]
    given = "" if detail["type"] == "missing" else f"{detail['input']!s:.60}"
    return Problem(
        tuple(map(str, detail["loc"])), given, message, REMEDIES.get(detail["type"], f"change it: {message}")
    )
