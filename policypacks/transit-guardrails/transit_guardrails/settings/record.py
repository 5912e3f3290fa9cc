"""The settings of the pack as a record: invariants that other people review than those who write the grants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Waiver:
    """One rule need not hold for one resource until a day.

    ``resource`` is the URN or AWS id that the finding names. ``expires`` is the last day on which the waiver counts; an
    expired one stays in the settings, since it is a finding itself.
    """

    rule: str
    resource: str
    reason: str
    expires: date


@dataclass(frozen=True, slots=True)
class Settings:
    """What the configuration of the policy ``prove`` says. The defaults are the strictest reading of a silent configuration."""

    isolated: tuple[tuple[str, str], ...] | None = None
    """Pairs of segments that no grant may join, each pair and the pairs sorted. None: every pair of segments."""
    models: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Per segment: patterns (``*`` stands for anything) of the model ids that grants may name. An absent segment: none stated."""
    networks: Mapping[str, tuple[str, ...]] | None = None
    """Per on-premises network: the segments whose endpoints it may be granted; one that is not named, none. None: not stated."""
    allowed_names: tuple[str, ...] = ()
    """DNS names beyond those of the endpoints that DNS firewalls may let pass; ``*.`` in front means every name below."""
    organization: str | None = None
    """Id of the AWS organisation that endpoint policies must name."""
    deployer_roles: tuple[str, ...] = ()
    """IAM roles (names or ARNs) that may set the tags which policies rely on."""
    quotas: Mapping[str, int] = field(default_factory=dict)
    """Quotas that AWS raised for this organisation, by name."""
    single_links: tuple[str, ...] = ()
    """On-premises networks that may hang on a single link: told, but no reason to fail."""
    other_stacks: tuple[str, ...] = ()
    """Spokes that other stacks build: that their paths are not proven here is told, but no reason to fail."""
    states: tuple[str, ...] = ()
    """Files with the states of other stacks (``pulumi stack export``): their resources are part of the network."""
    single_zones: tuple[str, ...] = ()
    """Consumers, or segments with all of theirs, that may hang on a single zone: told, but no reason to fail."""
    headroom: float = 0.8
    """The share of a quota, above 0 and at most 1, that may be used before it is a finding."""
    waivers: tuple[Waiver, ...] = ()
    """Sorted; at most one for a rule and a resource."""
