"""VPC endpoints, endpoint sets with their grants, and buckets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .ranges import Prefix
from .vpcs import Id, Tags

EndpointKind = Literal["interface", "gateway", "other"]
HolderKind = Literal["role", "user", "group"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A VPC endpoint. ``policy`` is its document; None is AWS's default, which allows everything.

    ``service`` is the full name, such as ``com.amazonaws.us-east-1.bedrock-runtime``; ``endpoint_set`` the set that it
    belongs to; ``ipv6`` whether it answers on IPv6 too.
    """

    id: Id
    vpc: Id | None
    kind: EndpointKind
    service: str
    subnets: tuple[Id, ...] = ()
    groups: tuple[Id, ...] = ()
    tables: tuple[Id, ...] = ()
    policy: str | None = None
    private_dns: bool = False
    endpoint_set: Id | None = None
    dns_names: tuple[str, ...] = ()
    ipv6: bool = False
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Caller:
    """An on-premises network as a consumer: where its calls come from, and the accounts of its callers."""

    prefixes: tuple[Prefix, ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """Intent: the consumers may call the actions of the service for the models and objects, and nothing else."""

    key: str
    service: str
    consumers: Mapping[str, Prefix]
    """Consumer (``<spoke>/<application>``) to its block."""
    models: tuple[str, ...]
    objects: tuple[str, ...]
    uses: tuple[str, ...]
    actions: tuple[str, ...]
    networks: Mapping[str, Caller] = field(default_factory=dict)
    """On-premises networks that are consumers too, by name."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Those of the consumers that other stacks build, to the id of their account."""
    owners: tuple[str, ...] = ()
    """Ids of the accounts that the objects are in, where their ARNs do not tell and the program does."""


@dataclass(frozen=True, slots=True)
class EndpointSet:
    """A segment's endpoints, and what is granted on them. ``custom_models`` are the ARNs of those that belong to the segment."""

    id: Id
    segment: str
    grants: tuple[Grant, ...]
    custom_models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bucket:
    """An S3 bucket. ``policies`` are documents with what states them; ``blocked`` the public access settings that are on,
    of the four, and ``block`` what states those. ``key`` is the KMS key that encrypts it, where one of the customer does, and
    ``encryption`` what states that; ``versioned`` whether what is replaced is kept; ``deployer`` the ARN of the role that
    the program enters the bucket's account with, empty where it is the caller's own. ``account`` and ``region`` are None
    where nobody says them.
    """

    id: Id
    name: str
    policies: tuple[tuple[Id, str], ...] = ()
    blocked: frozenset[str] = frozenset()
    block: Id | None = None
    tags: Tags = field(default_factory=dict)
    key: Id | None = None
    encryption: Id | None = None
    versioned: bool = False
    deployer: str = ""
    account: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class IdentityPolicy:
    """An IAM identity policy that the program writes: of a role, a user, a group, or on its own (then without ``holder``)."""

    id: Id
    policy: str
    holder: str = ""
    """Name of the role, user or group."""
    account: str | None = None
    """Id of the account that it is in, where that is known."""
    kind: HolderKind = "role"
    """What the holder is: names of roles, users and groups are apart."""
