"""What all rules look at: one network, what was worked out about it, and the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from ..model.endpoints import Endpoint, EndpointSet
from ..model.network import Network
from ..model.ranges import NOTHING, Ranges, union
from ..model.transit import Attachment
from ..model.vpcs import Id, Subnet, Vpc
from ..questions.exactness import Deviation, Exactness
from ..questions.index import Index
from ..settings import Settings

SHARED = "shared"
"""Value of the tags ``segment`` and ``spoke`` for what belongs to none (components/README.md, "The contract")."""


class Facts:
    """Shared by all rules of one proof, so that each question is asked once."""

    def __init__(self, network: Network, settings: Settings, today: date) -> None:
        self.network = network
        self.settings = settings
        self.today = today
        self.index = Index(network)

    @cached_property
    def exactness(self) -> Exactness:
        """Reachability, DNS and calls."""
        return Exactness(self.index)

    @cached_property
    def deviations(self) -> list[Deviation]:
        """Where what can be reached is not what was granted."""
        return self.exactness.deviations()

    def name(self, thing: Id | None) -> str:
        """What people call a thing."""
        return self.index.name(thing)

    # Who belongs where --------------------------------------------------------------------------------------------------

    def tags(self, thing: Id | None) -> Mapping[str, str]:
        """The tags of a thing."""
        return self.network.tags.get(thing or "", {})

    def segment(self, thing: Id | None) -> str:
        """The segment that a thing's tags say; empty without."""
        return self.tags(thing).get("segment", "")

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """Every segment that has an endpoint set."""
        return tuple(sorted({s.segment for s in self.network.endpoint_sets.values()}))

    @cached_property
    def hubs(self) -> frozenset[Id]:
        """VPCs that hold endpoint sets."""
        return frozenset(e.vpc for e in self.network.endpoints.values() if e.endpoint_set and e.vpc)

    @cached_property
    def spokes(self) -> tuple[Vpc, ...]:
        """VPCs of segments that are attached to a transit gateway and are no hub."""
        attached = {vpc for vpc, _ in self.index.vpc_attachments}
        found = (v for v in self.network.vpcs.values() if v.id in attached and v.id not in self.hubs)
        return tuple(sorted(found, key=lambda vpc: vpc.id))

    @cached_property
    def sets(self) -> tuple[EndpointSet, ...]:
        """Endpoint sets, by id."""
        return tuple(sorted(self.network.endpoint_sets.values(), key=lambda s: s.id))

    def endpoints(self, endpoint_set: EndpointSet) -> list[Endpoint]:
        """The endpoints of a set."""
        return self.exactness.consumers.endpoints_of.get(endpoint_set.id, [])

    def doors(self, endpoint_set: EndpointSet) -> list[Subnet]:
        """The subnets that hold a set's endpoints."""
        keys = {key for endpoint in self.endpoints(endpoint_set) for key in endpoint.subnets}
        return [self.network.subnets[key] for key in sorted(keys) if key in self.network.subnets]

    @cached_property
    def door_ranges(self) -> dict[str, Ranges]:
        """Segment to the addresses of its endpoint sets, in all Regions."""
        return {
            segment: union(d.ranges for s in self.sets if s.segment == segment for d in self.doors(s))
            for segment in self.segments
        }

    def set_block(self, segment: str) -> Ranges:
        """Where a segment's endpoint set may be named by its whole block: the hubs without what others have there."""
        hubs = union(self.network.vpcs[key].ranges for key in self.hubs if key in self.network.vpcs)
        taken = union(s.ranges for hub in self.hubs for s in self.index.subnets_of.get(hub, ()))
        return (hubs - taken) | self.door_ranges.get(segment, NOTHING)

    @cached_property
    def all_doors(self) -> frozenset[Id]:
        """Subnets that hold endpoints of any set."""
        return frozenset(door.id for s in self.sets for door in self.doors(s))

    @cached_property
    def segment_ranges(self) -> dict[str, Ranges]:
        """Segment to the addresses of its spokes."""
        found: dict[str, list[Ranges]] = {}
        for vpc in self.spokes:
            found.setdefault(self.segment(vpc.id), []).append(vpc.ranges)
        return {segment: union(parts) for segment, parts in found.items()}

    @cached_property
    def attachment_subnets(self) -> frozenset[Id]:
        """Subnets that hold attachments."""
        return frozenset(key for a in self.network.attachments.values() for key in a.subnets)

    def vpc_attachments(self) -> Iterator[tuple[Attachment, Vpc]]:
        """Attachments of VPCs with their VPCs, by id."""
        for attachment in sorted(self.network.attachments.values(), key=lambda a: a.id):
            vpc = self.network.vpcs.get(attachment.resource or "")
            if attachment.kind == "vpc" and vpc:
                yield attachment, vpc

    @cached_property
    def hub_tables(self) -> frozenset[Id]:
        """Transit gateway tables that belong to no segment: those of the hubs."""
        return frozenset(key for key in self.network.transit_tables if self.segment(key) == SHARED)

    @cached_property
    def isolated(self) -> frozenset[tuple[str, str]]:
        """Ordered pairs of segments that must not reach each other, both ways round. All pairs unless the settings say which."""
        stated = self.settings.isolated
        pairs = stated if stated is not None else [(a, b) for a in self.segments for b in self.segments if a != b]
        return frozenset((*pairs, *((b, a) for a, b in pairs)))
