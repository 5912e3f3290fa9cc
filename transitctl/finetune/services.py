"""Jobs in AWS, of either service, in one shape: found by name, started, stopped, listed.

Sources: Amazon Bedrock API reference, GetModelCustomizationJob (by name or ARN); Amazon SageMaker AI API reference,
DescribeTrainingJob (a job that does not exist is a ValidationException).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from botocore.exceptions import ClientError

from .aws import Aws, code_of, told
from .request import OPERATIONS, TOKEN, Body, differences
from .running import COMPLETED, Running

TAKEN = frozenset(("ConflictException", "ResourceInUse", "ResourceInUseException"))
PAGE = 100
"""Jobs that both services tell at once."""
AGAIN = "`submit` again tells whether it was started, and starts no second one"


class Jobs(Protocol):
    """The jobs of one service in one account and Region."""

    def find(self, name: str) -> Running | None:
        """The job of that name, or None."""

    def start(self, body: Body) -> None:
        """Starts a job; nothing where one of its name is there already: then ``find`` and ``differs`` tell."""

    def stop(self, name: str) -> None:
        """Asks AWS to end a job."""

    def listed(self, status: str = "") -> Iterator[Running]:
        """The jobs, the newest first; with a status those that have it. AWS is asked for as many as are read."""

    def differs(self, found: Running, body: Body) -> list[str]:
        """Where a job is not as it is asked for."""


def jobs_of(service: str, aws: Aws) -> Jobs:
    """The jobs of a service."""
    return BedrockJobs(aws.client("bedrock")) if service == "bedrock" else SagemakerJobs(aws.client("sagemaker"))


class BedrockJobs:
    """Model customization jobs."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def find(self, name: str) -> Running | None:
        """The job of that name, or None."""
        with told(f"looking for the job {name} (bedrock:GetModelCustomizationJob)"):
            try:
                found = self._client.get_model_customization_job(jobIdentifier=name)
            except ClientError as error:
                if code_of(error) == "ResourceNotFoundException":
                    return None
                raise
            return Running(
                name=found["jobName"],
                service="bedrock",
                arn=found["jobArn"],
                status=found["status"],
                reason=found.get("failureMessage", "") if found["status"] == "Failed" else "",
                model=found.get("outputModelArn", "") if found["status"] == COMPLETED else "",
                created=found.get("creationTime"),
                told=found,
            )

    def start(self, body: Body) -> None:
        """Starts a job. The token makes AWS start one job, however often this is asked."""
        _start("bedrock", self._client.create_model_customization_job, body, body["jobName"])

    def stop(self, name: str) -> None:
        """Asks AWS to end a job."""
        with told(f"stopping the job {name} (bedrock:StopModelCustomizationJob)"):
            self._client.stop_model_customization_job(jobIdentifier=name)

    def listed(self, status: str = "") -> Iterator[Running]:
        """The jobs, the newest first; with a status those that have it. AWS is asked for as many as are read."""
        pages = self._client.get_paginator("list_model_customization_jobs").paginate(
            sortBy="CreationTime",
            sortOrder="Descending",
            PaginationConfig={"PageSize": PAGE},
            **({"statusEquals": status} if status else {}),
        )
        with told("listing jobs (bedrock:ListModelCustomizationJobs)"):
            for page in pages:
                for row in page["modelCustomizationJobSummaries"]:
                    yield Running(
                        name=row["jobName"],
                        service="bedrock",
                        arn=row["jobArn"],
                        status=row["status"],
                        model=row.get("customModelArn", "") if row["status"] == COMPLETED else "",
                        created=row.get("creationTime"),
                    )

    def differs(self, found: Running, body: Body) -> list[str]:
        """The token stands for the whole request; where it is another, the fields that tell why."""
        if found.told.get(TOKEN) == body[TOKEN]:
            return []
        told_ = {
            **found.told,
            "customModelName": found.told.get("outputModelName"),
            "baseModelIdentifier": str(found.told.get("baseModelArn", "")).rpartition("/")[2],
        }
        asked = {key: value for key, value in body.items() if key not in (TOKEN, "customModelKmsKeyId")}
        return differences(asked, told_) or [f"{TOKEN} is another: something else started it, or for another network"]


class SagemakerJobs:
    """Training jobs."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def find(self, name: str) -> Running | None:
        """The job of that name, or None."""
        with told(f"looking for the job {name} (sagemaker:DescribeTrainingJob)"):
            try:
                found = self._client.describe_training_job(TrainingJobName=name)
            except ClientError as error:
                if _absent(error):
                    return None
                raise
            return Running(
                name=found["TrainingJobName"],
                service="sagemaker",
                arn=found["TrainingJobArn"],
                status=found["TrainingJobStatus"],
                detail=found.get("SecondaryStatus", ""),
                reason=found.get("FailureReason", ""),
                model=found.get("ModelArtifacts", {}).get("S3ModelArtifacts", "")
                if found["TrainingJobStatus"] == COMPLETED
                else "",
                created=found.get("CreationTime"),
                told=found,
            )

    def start(self, body: Body) -> None:
        """Starts a job. Its name is taken once and for all, so that it is started once."""
        _start("sagemaker", self._client.create_training_job, body, body["TrainingJobName"])

    def stop(self, name: str) -> None:
        """Asks AWS to end a job."""
        with told(f"stopping the job {name} (sagemaker:StopTrainingJob)"):
            self._client.stop_training_job(TrainingJobName=name)

    def listed(self, status: str = "") -> Iterator[Running]:
        """The jobs, the newest first; with a status those that have it. AWS is asked for as many as are read."""
        pages = self._client.get_paginator("list_training_jobs").paginate(
            SortBy="CreationTime",
            SortOrder="Descending",
            PaginationConfig={"PageSize": PAGE},
            **({"StatusEquals": status} if status else {}),
        )
        with told("listing jobs (sagemaker:ListTrainingJobs)"):
            for page in pages:
                for row in page["TrainingJobSummaries"]:
                    yield Running(
                        name=row["TrainingJobName"],
                        service="sagemaker",
                        arn=row["TrainingJobArn"],
                        status=row["TrainingJobStatus"],
                        created=row.get("CreationTime"),
                    )

    def differs(self, found: Running, body: Body) -> list[str]:
        """The fields that are not as they are asked for."""
        return differences(body, found.told)


def _start(service: str, call: Any, body: Body, name: str) -> None:
    with told(f"starting the job {name} ({service}:{OPERATIONS[service]})", AGAIN):
        try:
            call(**body)
        except ClientError as error:
            if code_of(error) not in TAKEN:
                raise


def _absent(error: ClientError) -> bool:
    message = str(error.response.get("Error", {}).get("Message", "")).lower()
    missing = "not found" in message or "could not find" in message
    return code_of(error) == "ResourceNotFound" or (code_of(error).startswith("Validation") and missing)
