"""What one resource adds to another's record, kept until all resources are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ...model.ranges import Prefix
from ...model.vpcs import AclEntry, GroupRule, Id, Route


def _lists() -> defaultdict[Id, list[Id]]:
    return defaultdict(list)


@dataclass(slots=True)
class Pieces:
    """By the thing that they belong to."""

    blocks: defaultdict[Id, list[Prefix]] = field(default_factory=lambda: defaultdict(list))
    routes: defaultdict[Id, list[Route]] = field(default_factory=lambda: defaultdict(list))
    acl_entries: defaultdict[Id, list[AclEntry]] = field(default_factory=lambda: defaultdict(list))
    group_rules: defaultdict[Id, list[GroupRule]] = field(default_factory=lambda: defaultdict(list))
    list_entries: defaultdict[Id, list[Prefix]] = field(default_factory=lambda: defaultdict(list))
    gateway_vpcs: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    vpn_routes: defaultdict[Id, list[Prefix]] = field(default_factory=lambda: defaultdict(list))
    endpoint_policies: defaultdict[Id, list[str]] = field(default_factory=lambda: defaultdict(list))
    endpoint_subnets: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    endpoint_groups: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    endpoint_tables: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    replaced_groups: set[Id] = field(default_factory=set)
    """Endpoints whose default security group an association replaces."""
    bucket_policies: defaultdict[Id, list[tuple[Id, str]]] = field(default_factory=lambda: defaultdict(list))
    bucket_blocks: defaultdict[Id, set[str]] = field(default_factory=lambda: defaultdict(set))
    bucket_block: dict[Id, Id] = field(default_factory=dict)
    bucket_versioned: set[Id] = field(default_factory=set)
    bucket_keys: dict[Id, tuple[Id, Id | None]] = field(default_factory=dict)
    """Bucket to what states its encryption, and to the KMS key that does it."""
    role_attachments: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    """A role, to what attaches managed policies to it."""
    key_aliases: defaultdict[Id, list[str]] = field(default_factory=lambda: defaultdict(list))
    main_tables: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    subnet_tables: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    subnet_acls: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    association_tables: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    propagation_tables: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    peering_accepters: defaultdict[Id, list[Id]] = field(default_factory=_lists)
    """Peering attachment to what accepts it."""
    accepters: defaultdict[Id, list[tuple[bool | None, bool | None]]] = field(default_factory=lambda: defaultdict(list))
    """Attachment to what its accepters say about default association and propagation."""
