"""DNS: hosted zones, records, Profiles, Resolver endpoints and rules, DNS Firewall."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .ranges import Prefix
from .vpcs import Id, Tags


@dataclass(frozen=True, slots=True)
class Zone:
    """A hosted zone; private when it has VPCs. ``name`` without the final dot, lower case."""

    id: Id
    name: str
    private: bool
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ZoneAssociation:
    """The zone answers in the VPC."""

    id: Id
    zone: Id | None
    vpc: Id | None


@dataclass(frozen=True, slots=True)
class Record:
    """A record. ``endpoint`` is the endpoint that an alias leads to; ``values`` what is stated otherwise.

    ``name`` is the full name without the final dot, lower case; ``*.`` in front is a wildcard.
    """

    id: Id
    zone: Id | None
    name: str
    type: str
    endpoint: Id | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileAssociation:
    """The Route 53 Profile serves the VPC."""

    id: Id
    profile: Id | None
    vpc: Id | None


ProfileResourceKind = Literal["zone", "firewall", "rule", "endpoint", "unknown"]


@dataclass(frozen=True, slots=True)
class ProfileResource:
    """A zone, firewall rule group, Resolver rule or endpoint on a Profile."""

    id: Id
    profile: Id | None
    kind: ProfileResourceKind
    resource: Id | None
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class ResolverRule:
    """A Resolver rule: names at or below ``domain`` are forwarded, or answered by Resolver itself (``SYSTEM``)."""

    id: Id
    domain: str
    forwards: bool
    targets: tuple[tuple[Prefix, int], ...] = ()
    """The servers that queries are forwarded to, each with its port."""
    endpoint: Id | None = None
    """The outbound Resolver endpoint that carries them."""
    forwarder: Id | None = None
    """The view's forwarder that it belongs to, which says which domains go where."""


@dataclass(frozen=True, slots=True)
class ResolverRuleAssociation:
    """The Resolver rule holds in the VPC."""

    id: Id
    rule: Id | None
    vpc: Id | None


@dataclass(frozen=True, slots=True)
class ResolverEndpoint:
    """A Resolver endpoint in a VPC: inbound ones answer with that VPC's view, outbound ones carry queries away."""

    id: Id
    outbound: bool
    subnets: tuple[Id, ...]
    groups: tuple[Id, ...] = ()
    resolver: Id | None = None
    """The view's resolver that it belongs to, which says who may ask."""
    forwarder: Id | None = None
    """The view's forwarder that an outbound one belongs to, which says whom it asks."""


FirewallAction = Literal["ALLOW", "ALERT", "BLOCK"]


@dataclass(frozen=True, slots=True)
class FirewallRule:
    """A rule of a DNS Firewall rule group: the lowest priority whose domains match decides. Domains without final dot."""

    id: Id
    group: Id | None
    priority: int
    action: FirewallAction
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirewallAssociation:
    """The rule group filters the VPC's queries."""

    id: Id
    group: Id | None
    vpc: Id | None
    priority: int
