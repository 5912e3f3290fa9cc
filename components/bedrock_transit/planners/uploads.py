"""The grants that uploaders make: an on-premises network that they are bound to may call Amazon S3 for the buckets that they fill.

Source: Service Authorization Reference, Amazon S3 (which actions take the bucket, and which its objects).
"""

from __future__ import annotations

from ..spec.model import Grant, Network
from ..spec.upload_checks import S3, upload_grant
from .training import bucket_arns
from .training_data import LOOK, UPLOAD


def with_uploads(network: Network) -> Network:
    """The network with a grant for each on-premises network that uploaders are bound to, beside those that are stated."""
    made = {upload_grant(name): _grant(network, name, found) for name, found in network.uploading.items()}
    return network.model_copy(update={"grants": {**network.grants, **made}})


def _grant(network: Network, name: str, trainings: list[str]) -> Grant:
    buckets = [arn for consumer in trainings for arn in bucket_arns(network, consumer, "data")]
    objects = [*buckets, *(f"{bucket}/*" for bucket in buckets)]
    return Grant(consumers=[name], service=S3, actions=[*UPLOAD, *LOOK], objects=objects)
