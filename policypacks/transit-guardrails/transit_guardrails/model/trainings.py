"""Training networks: the applications that fine-tuning jobs run in, with the names of their data and roles, as the program states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .ranges import Prefix, Ranges, union
from .vpcs import Id


@dataclass(frozen=True, slots=True)
class Place:
    """Where calls come from: these blocks, through an endpoint of this account."""

    account: str
    prefixes: tuple[Prefix, ...]

    @property
    def ranges(self) -> Ranges:
        """All its addresses."""
        return union(block.ranges for block in self.prefixes)

    def __str__(self) -> str:
        return f"{', '.join(map(str, self.prefixes))} through an endpoint of account {self.account}"


@dataclass(frozen=True, slots=True)
class TrainingNetwork:
    """Intent: jobs run in the application's subnets, reach these buckets, and nobody else does but the uploaders."""

    id: Id
    key: str
    """The application, as ``<spoke>/<application>``."""
    name: str
    """Prefix of the names of buckets, key and roles."""
    region: str
    segment: str
    account: str
    """Id of the account that runs the jobs and owns the data."""
    block: Prefix
    """What jobs call from."""
    isolated: bool
    """Whether jobs reach nothing but Amazon S3."""
    efa: bool
    """Whether the instances speak to each other over Elastic Fabric Adapter."""
    buckets: Mapping[str, str]
    """Name of the bucket of each use: ``data``, ``models``, ``logs``."""
    alias: str
    """Alias of the key that encrypts them, with ``alias/``."""
    roles: Mapping[str, str]
    """Name of the role of each service's jobs: ``bedrock``, ``sagemaker``."""
    uploaders: Mapping[str, str]
    """ARN of the role of each declared uploader, by name."""
    needed: int
    """Addresses that the stated jobs take in one subnet, headroom included."""
    usable: int
    """Addresses of a subnet that the program counts on."""
    bound: Mapping[str, Place] = field(default_factory=dict)
    """Those of the uploaders that call from an on-premises network alone, with where that is."""

    @property
    def home(self) -> Place:
        """Where jobs call from."""
        return Place(self.account, (self.block,))

    @property
    def spoke(self) -> str:
        """The spoke that the subnets are in."""
        return self.key.partition("/")[0]

    @property
    def application(self) -> str:
        """The application whose subnets they are."""
        return self.key.partition("/")[2]
