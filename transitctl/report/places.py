"""The part of the report that is about one Region: who has which addresses, and where every table leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Space:
    """Numbers of addresses in some blocks, and the largest block in them that nothing uses (empty: they are full)."""

    size: int
    used: int
    free: int
    largest_free: str


@dataclass(frozen=True)
class Part:
    """Subnets of one owner in a VPC, by zone id, in the block that is theirs (empty where they have none)."""

    owner: str
    kind: str
    block: str
    subnets: Mapping[str, tuple[str, ...]]
    space: Space


@dataclass(frozen=True)
class Vpc:
    """A VPC: ``owner`` is the component that makes it, ``account`` the key of the provider it is made with."""

    name: str
    owner: str
    kind: str
    segment: str
    account: str
    blocks: tuple[str, ...]
    space: Space
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Segment:
    """The blocks that a segment's endpoint set admits, and how much of them its VPCs use."""

    name: str
    blocks: tuple[str, ...]
    space: Space


@dataclass(frozen=True)
class Attachment:
    """Something attached to a transit gateway; ``vpc`` is empty where it is no VPC."""

    name: str
    vpc: str


@dataclass(frozen=True)
class Route:
    """A route. ``kind`` is static, propagated, blackhole or local; ``destination`` a block or a prefix list's name."""

    destination: str
    target: str
    kind: str


@dataclass(frozen=True)
class TransitTable:
    """A transit gateway route table: whose packets are looked up in it, who announces to it, where it leads."""

    name: str
    gateway: str
    segment: str
    associated: tuple[Attachment, ...]
    propagated_from: tuple[Attachment, ...]
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class VpcTable:
    """A VPC route table with the subnets that are on it."""

    name: str
    vpc: str
    subnets: tuple[str, ...]
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class PrefixEntry:
    """A block of a prefix list, and whose it is."""

    cidr: str
    description: str


@dataclass(frozen=True)
class PrefixList:
    """A prefix list. ``max_entries`` counts against quotas, whatever the number of entries."""

    name: str
    max_entries: int
    entries: tuple[PrefixEntry, ...]


@dataclass(frozen=True)
class Region:
    """Addresses and routes of one Region. ``space`` is that of the supernet."""

    supernet: str
    space: Space
    segments: tuple[Segment, ...]
    vpcs: tuple[Vpc, ...]
    transit_tables: tuple[TransitTable, ...]
    vpc_tables: tuple[VpcTable, ...]
    prefix_lists: tuple[PrefixList, ...]
