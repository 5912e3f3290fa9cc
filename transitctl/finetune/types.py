"""The scalar types of a job file. Sources: the service models of CreateModelCustomizationJob and CreateTrainingJob."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import BeforeValidator

from bedrock_transit.spec.types import Text

JobName = Annotated[
    str,
    Text(
        r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
        "a name of 1 to 63 letters, digits and hyphens that begins and ends with a letter or digit",
    ),
]
ModelName = Annotated[
    str,
    Text(r"([0-9a-zA-Z][_-]?){1,63}", "a name of 1 to 63 letters and digits, with single hyphens or _ between them"),
]
ModelId = Annotated[
    str, Text(r"[a-z0-9-]+\.[A-Za-z0-9.:-]+", "the id of a foundation model, such as amazon.nova-lite-v1:0:300k")
]
Network = Annotated[
    str, Text(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*", "a training network, written as <spoke>/<application>")
]
S3Uri = Annotated[
    str,
    Text(
        r"s3://[a-z0-9][-.a-z0-9]{1,61}[a-z0-9](/[-!_*'().a-z0-9A-Z]+)*/?",
        "an S3 URI such as s3://bucket/folder/train.jsonl",
    ),
]
Image = Annotated[
    str,
    Text(
        r"\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[a-z0-9._/-]+(:[\w.-]{1,128}|@sha256:[0-9a-f]{64})",
        "an image in Amazon ECR with its tag or digest, such as 123456789012.dkr.ecr.us-east-1.amazonaws.com/train:1.0",
    ),
]
InstanceType = Annotated[str, Text(r"ml\.[a-z0-9-]+\.[a-z0-9]+", "a SageMaker instance type, such as ml.g5.12xlarge")]


def _scalar(value: Any) -> Any:
    if isinstance(value, bool | int | str) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise ValueError("must be a number, true or false, or text")


Scalar = Annotated[Any, BeforeValidator(_scalar)]
"""A value of a hyperparameter: a finite number, a flag, or text."""
