"""The plans of training networks: the subnets that jobs run in, their data, and the roles that they run as.

As in ``plans``: plain data that is known before anything exists. Keys of maps are stable: a bucket's use (``data``,
``models``, ``logs``), a service (``bedrock``, ``sagemaker``).
"""

from typing import Dict, List

from typing_extensions import NotRequired, TypedDict


class AddressBudgetPlan(TypedDict):
    """Addresses that the largest jobs need in one subnet, since all of their instances may be placed in one zone."""

    instances: int
    """Instances of one job."""
    concurrent: int
    """Jobs at the same time."""
    per_instance: int
    """Addresses that an instance takes."""
    needed: int
    """Addresses of all jobs at the same time, headroom included."""
    usable: int
    """Addresses of a subnet that AWS does not keep for itself."""


class UploadingNetworkPlan(TypedDict):
    """An on-premises network that declared uploaders are bound to."""

    uploaders: List[str]
    """Their names."""
    prefixes: List[str]
    """What they call from."""
    endpoint_account_id: str
    """The account of the S3 endpoint that they call through: the hub's."""


class TrainingNetworkPlan(TypedDict):
    """What an application gets so that jobs can run in its subnets, and what the proof holds it to: no id in it."""

    key: str
    """The application, as ``<spoke>/<application>``."""
    name: str
    """Prefix of the names of buckets, key and roles."""
    region: str
    segment: str
    account_id: str
    """The account that runs the jobs and owns the data."""
    block: str
    """The application's block, which jobs call from."""
    network_isolation: bool
    efa: bool
    budget: AddressBudgetPlan
    s3_service_name: str
    s3_policy: str
    """Policy of the S3 gateway endpoint as JSON: the network's buckets, and what AWS's own jobs read."""
    buckets: Dict[str, str]
    """Name of the bucket of each use."""
    key_alias: str
    """Alias of the key that encrypts them, with ``alias/``."""
    roles: Dict[str, str]
    """Name of the role of each service's jobs."""
    uploaders: Dict[str, str]
    """ARN of each declared uploader's role."""
    uploading_networks: NotRequired[Dict[str, UploadingNetworkPlan]]
    """The networks that uploaders are bound to, by name. The other uploaders call from anywhere."""
    tags: Dict[str, str]


class BucketPlan(TypedDict):
    """A bucket of a training network."""

    name: str
    policy: str
    """Bucket policy as JSON."""


class TrainingDataPlan(TypedDict):
    """Buckets and key of a training network."""

    name: str
    """Prefix of the names of buckets, key and roles."""
    region: str
    buckets: Dict[str, BucketPlan]
    """By use: ``data`` that jobs read, ``models`` that they write, ``logs`` of who called the other two."""
    key_alias: str
    key_policy: str
    """Key policy as JSON."""
    tags: Dict[str, str]


class TrainingRolePlan(TypedDict):
    """The role that jobs of one service run as."""

    name: str
    trust: str
    """Who may assume it, as JSON."""
    policy: str
    """Its identity policy as JSON."""


class TrainingRolesPlan(TypedDict):
    """The roles of a training network's jobs."""

    roles: Dict[str, TrainingRolePlan]
    """By service."""
    launch_boundary: str
    """What whoever launches jobs may never do, as JSON: for a permissions boundary or a service control policy."""
    tags: Dict[str, str]


class TrainingPlan(TypedDict):
    """All of a training network."""

    network: TrainingNetworkPlan
    data: TrainingDataPlan
    roles: TrainingRolesPlan
