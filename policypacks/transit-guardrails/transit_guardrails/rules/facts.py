"""What all rules look at: one network, what was worked out about it, and the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from ..model.endpoints import Endpoint, EndpointSet
from ..model.network import Network
from ..model.ranges import NOTHING, Ranges, union
from ..model.trainings import TrainingNetwork
from ..model.transit import Attachment, AttachmentKind
from ..model.vpcs import Id, SecurityGroup, Subnet, Vpc
from ..questions.deviations import Deviation
from ..questions.exactness import Exactness
from ..questions.index import Index
from ..settings import Settings

SHARED = "shared"
"""Value of the tags ``segment`` and ``spoke`` for what belongs to none (components/README.md, "The contract")."""
LINK = "link"
"""Tag of a transit gateway's table that is for links of one kind, or for one partner's link (the same page)."""
PARTNER = "partner-"
"""What the tag's value begins with where the table is a partner's; the partner's name follows."""
LINK_KINDS: Mapping[str, AttachmentKind] = {
    "direct-connect": "direct-connect-gateway",
    "vpn": "vpn",
    "connect": "connect",
    "peering": "peering",
}


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
    def resolver_vpcs(self) -> frozenset[Id]:
        """VPCs that hold inbound Resolver endpoints of views, for networks outside."""
        network = self.network
        keys = (key for e in network.resolver_endpoints.values() if e.resolver and not e.outbound for key in e.subnets)
        found = (network.subnets.get(key) for key in keys)
        return frozenset(subnet.vpc for subnet in found if subnet and subnet.vpc)

    @cached_property
    def spokes(self) -> tuple[Vpc, ...]:
        """VPCs of segments that are attached to a transit gateway and are no hub: those of resolvers too."""
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
        return self._set_blocks.get(segment, self._unclaimed)

    @cached_property
    def _set_blocks(self) -> dict[str, Ranges]:
        return {segment: self._unclaimed | ranges for segment, ranges in self.door_ranges.items()}

    @cached_property
    def _unclaimed(self) -> Ranges:
        """The hubs' addresses that no subnet has."""
        hubs = union(self.network.vpcs[key].ranges for key in self.hubs if key in self.network.vpcs)
        return hubs - union(s.ranges for hub in self.hubs for s in self.index.subnets_of.get(hub, ()))

    @cached_property
    def door_segments(self) -> Mapping[Id, str]:
        """Subnets that hold endpoints of sets, each with the segment of the first such set."""
        return {door.id: s.segment for s in reversed(self.sets) for door in self.doors(s)}

    @cached_property
    def all_doors(self) -> frozenset[Id]:
        """Subnets that hold endpoints of any set."""
        return frozenset(self.door_segments)

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
        """Transit gateway tables that belong to no segment and to no kind of link: those of the hubs."""
        shared = (key for key in self.network.transit_tables if self.segment(key) == SHARED)
        return frozenset(key for key in shared if key not in self.link_tables)

    @cached_property
    def link_tables(self) -> Mapping[Id, str]:
        """Transit gateway tables of links, by the kind of the attachments that they are for."""
        tagged = ((key, self.tags(key).get(LINK, "")) for key in sorted(self.network.transit_tables))
        kinds: dict[Id, str] = {key: LINK_KINDS[link] for key, link in tagged if link in LINK_KINDS}
        return kinds | dict.fromkeys(self.partner_tables, "vpn")

    @cached_property
    def partner_tables(self) -> Mapping[Id, str]:
        """Transit gateway tables of partners, by the partner's name."""
        tagged = ((key, self.tags(key).get(LINK, "")) for key in sorted(self.network.transit_tables))
        return {key: link.removeprefix(PARTNER) for key, link in tagged if link.startswith(PARTNER)}

    @cached_property
    def partners(self) -> Mapping[Id, str]:
        """Attachments of partners' links, by the partner's name."""
        return {link.id: partner for link in self.links() if (partner := self.index.partner(link))}

    @cached_property
    def networks(self) -> Mapping[str, Ranges]:
        """Networks outside with all their addresses, as the links state them."""
        found: dict[str, Ranges] = {}
        for link in self.network.links.values():
            for name, blocks in link.networks.items():
                found[name] = found.get(name, NOTHING) | union(block.ranges for block in blocks)
        return found

    def links(self) -> Iterator[Attachment]:
        """Attachments that lead to stated networks outside, by id."""
        for attachment in sorted(self.network.attachments.values(), key=lambda a: a.id):
            if attachment.link:
                yield attachment

    @cached_property
    def trainings(self) -> tuple[TrainingNetwork, ...]:
        """Training networks, by id."""
        return tuple(sorted(self.network.trainings.values(), key=lambda training: training.id))

    def training_subnets(self, training: TrainingNetwork) -> list[Subnet]:
        """The subnets of a training network: those of its spoke inside of its block."""
        block = training.block.ranges
        vpcs = [vpc.id for vpc in self.spokes if self.tags(vpc.id).get("spoke") == training.spoke]
        return [subnet for vpc in vpcs for subnet in self.index.subnets_of.get(vpc, ()) if block.covers(subnet.ranges)]

    def training_groups(self, training: TrainingNetwork) -> list[SecurityGroup]:
        """The security groups of a training network, by the tags that only the deployer sets."""
        return self._groups_of.get((training.spoke, training.application), [])

    @cached_property
    def _groups_of(self) -> dict[tuple[str, str], list[SecurityGroup]]:
        """Spoke and application to the security groups that are tagged so."""
        found: dict[tuple[str, str], list[SecurityGroup]] = {}
        for group in sorted(self.network.security_groups.values(), key=lambda g: g.id):
            tags = self.tags(group.id)
            found.setdefault((tags.get("spoke", ""), tags.get("application", "")), []).append(group)
        return found

    @cached_property
    def isolated(self) -> frozenset[tuple[str, str]]:
        """Ordered pairs of segments that must not reach each other, both ways round. All pairs unless the settings say which."""
        stated = self.settings.isolated
        pairs = stated if stated is not None else [(a, b) for a in self.segments for b in self.segments if a != b]
        return frozenset((*pairs, *((b, a) for a, b in pairs)))
