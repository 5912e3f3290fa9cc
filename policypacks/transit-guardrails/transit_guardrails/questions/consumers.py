"""Who was granted what: the consumers of an endpoint set, as subnets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from ..model.endpoints import Endpoint, EndpointSet, Grant
from ..model.ranges import Prefix, Ranges, union
from ..model.vpcs import Id, SecurityGroup, Subnet
from .index import Index


@dataclass(frozen=True, slots=True)
class Consumer:
    """An application that a set's grants name. Its subnets carry its name in their tags and lie in its block: both."""

    name: str
    block: Prefix
    subnets: tuple[Subnet, ...]
    groups: tuple[SecurityGroup, ...]
    accounts: tuple[str, ...]

    @property
    def src(self) -> Ranges:
        """All addresses of its subnets."""
        return union(subnet.ranges for subnet in self.subnets)


class Consumers:
    """The consumers of one network."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._network = index.network

    def of_grant(self, grant: Grant) -> list[Consumer]:
        """The grant's consumers, by name."""
        return [self._consumer(name, grant.consumers[name]) for name in sorted(grant.consumers)]

    def of_set(self, endpoint_set: EndpointSet) -> list[Consumer]:
        """Every consumer that the set grants something, once."""
        found = {c.name: c for grant in endpoint_set.grants for c in self.of_grant(grant)}
        return [found[name] for name in sorted(found)]

    @cached_property
    def granted_subnets(self) -> dict[Id, frozenset[Id]]:
        """Endpoint set to the subnets of its consumers."""
        return {
            key: frozenset(s.id for consumer in self.of_set(found) for s in consumer.subnets)
            for key, found in self._network.endpoint_sets.items()
        }

    @cached_property
    def endpoints_of(self) -> dict[Id, list[Endpoint]]:
        """Endpoint set to its endpoints, by id."""
        found: dict[Id, list[Endpoint]] = defaultdict(list)
        for endpoint in sorted(self._network.endpoints.values(), key=lambda e: e.id):
            if endpoint.endpoint_set:
                found[endpoint.endpoint_set].append(endpoint)
        return found

    def _consumer(self, name: str, block: Prefix) -> Consumer:
        subnets = tuple(s for s in self._subnets.get(name, ()) if block.ranges.covers(s.ranges))
        vpcs = {s.vpc for s in subnets if s.vpc}
        groups = tuple(g for g in self._groups.get(name, ()) if g.vpc in vpcs)
        accounts = tuple(sorted({self._network.vpcs[vpc].account for vpc in vpcs if vpc in self._network.vpcs}))
        return Consumer(name, block, subnets, groups, accounts)

    @cached_property
    def _subnets(self) -> dict[str, list[Subnet]]:
        found: dict[str, list[Subnet]] = defaultdict(list)
        for subnet in sorted(self._network.subnets.values(), key=lambda s: s.id):
            found[f"{subnet.tags.get('spoke')}/{subnet.tags.get('application')}"].append(subnet)
        return found

    @cached_property
    def _groups(self) -> dict[str, list[SecurityGroup]]:
        found: dict[str, list[SecurityGroup]] = defaultdict(list)
        for group in sorted(self._network.security_groups.values(), key=lambda g: g.id):
            if not group.default:
                found[f"{group.tags.get('spoke')}/{group.tags.get('application')}"].append(group)
        return found
