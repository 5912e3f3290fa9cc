"""Training networks: what makes of an application a place that fine-tuning jobs run in.

Sources: Amazon SageMaker AI developer guide, "Give SageMaker training jobs access to resources in your Amazon VPC" (addresses per
instance); Amazon Bedrock user guide, "Protect model customization jobs using a VPC"; Amazon S3 user guide, "Bucket naming rules".
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .part import Part
from .types import Application, Flag, Key, RoleArn, SegmentKey, TrainingName

TrainingService = Literal["bedrock", "sagemaker"]


class Jobs(Part):
    """The largest jobs that the subnets must have addresses for."""

    instances: Annotated[int, Field(ge=1, le=1000, strict=True)] = 1
    """Instances of one job."""
    concurrent: Annotated[int, Field(ge=1, le=100, strict=True)] = 1
    """Jobs that run at the same time."""
    efa: Flag = False
    """Whether the instances speak to each other over Elastic Fabric Adapter: five addresses each instead of two, and
    everything is admitted between them."""


class Uploader(Part):
    """Who brings training data into the bucket from outside of the training network."""

    role: RoleArn
    """The IAM role that uploads and reads what it uploaded, over TLS."""
    network: Key | None = None
    """The on-premises network that it uploads from, through the hub's S3 endpoint and from nowhere else (docs/training.md). Left
    out: it may call from anywhere."""


class Training(Part):
    """That fine-tuning jobs put their network interfaces into the application's subnets (docs/training.md)."""

    uploaders: Annotated[dict[Key, Uploader], Field(min_length=1)]
    """Who brings the data in, by name: everybody else is denied from outside of the network."""
    jobs: Jobs = Jobs()
    """The largest jobs, for the address budget."""
    network_isolation: Flag = True
    """Whether jobs reach nothing but S3, through the platform. Off: their containers may call what the application is granted."""
    services: list[TrainingService] = Field(default=["bedrock", "sagemaker"], min_length=1)
    """Whose jobs run here: each gets a role of its own."""
    name: TrainingName | None = None
    """Prefix of the names of buckets, key and roles. Left out: network, spoke and application, joined by hyphens."""


class CustomModel(Part):
    """The segment that a custom model belongs to: that of the network that trained it, or the one that is stated."""

    trained_in: Application | None = None
    """The training network, wherever the model was shared and copied to afterwards."""
    segment: SegmentKey | None = None
    """For a model that none of this spec's training networks trained: the segment whose grants may name it."""

    @model_validator(mode="after")
    def _one_origin(self) -> CustomModel:
        if (self.trained_in is None) == (self.segment is None):
            raise ValueError("state either trained_in or segment")
        return self
