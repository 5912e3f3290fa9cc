"""Who was granted what: the consumers of an endpoint set, as subnets and on-premises networks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from ..model.endpoints import Caller, Endpoint, EndpointSet, Grant
from ..model.ranges import Prefix, Ranges, union
from ..model.vpcs import Id, SecurityGroup, Subnet
from .index import Index

ELSEWHERE = "another stack builds it, whose resources are not among these"
"""Why nobody can say here whether a consumer gets anywhere."""


@dataclass(frozen=True, slots=True)
class Consumer:
    """Whoever a set's grants name: an application, or an on-premises network (``outside``).

    An application's subnets carry its name in their tags and lie in its block: both. An on-premises network has no
    subnets here, only the blocks that it calls from.
    """

    name: str
    blocks: tuple[Prefix, ...]
    subnets: tuple[Subnet, ...]
    groups: tuple[SecurityGroup, ...]
    accounts: tuple[str, ...]
    outside: bool = False
    elsewhere: bool = False
    """Whether another stack builds it, whose resources are not among those that are looked at."""

    @property
    def granted(self) -> Ranges:
        """All addresses that it was granted something for."""
        return union(block.ranges for block in self.blocks)

    @property
    def src(self) -> Ranges:
        """All addresses that it calls from: those of its subnets."""
        return self.granted if self.outside else union(subnet.ranges for subnet in self.subnets)


class Consumers:
    """The consumers of one network."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._network = index.network
        self._applications: dict[tuple[str, Prefix, str], Consumer] = {}

    def of_grant(self, grant: Grant) -> list[Consumer]:
        """The grant's consumers, by name: applications first."""
        applications = [self._application(grant, name) for name in sorted(grant.consumers)]
        return applications + [_network(name, grant.networks[name]) for name in sorted(grant.networks)]

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
    def granted_networks(self) -> dict[Id, dict[str, Ranges]]:
        """Endpoint set to the on-premises networks among its consumers, with their addresses."""
        return {
            key: {consumer.name: consumer.granted for consumer in self.of_set(found) if consumer.outside}
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

    def _application(self, grant: Grant, name: str) -> Consumer:
        """An application, made once: grants of every Region that it fails over to name it again."""
        key = (name, grant.consumers[name], grant.elsewhere.get(name, ""))
        if key not in self._applications:
            self._applications[key] = self._new_application(*key)
        return self._applications[key]

    def _new_application(self, name: str, block: Prefix, elsewhere: str) -> Consumer:
        subnets = tuple(s for s in self._subnets.get(name, ()) if block.ranges.covers(s.ranges))
        if not subnets and elsewhere:
            return Consumer(name, (block,), (), (), (elsewhere,), elsewhere=True)
        vpcs = {s.vpc for s in subnets if s.vpc}
        groups = tuple(g for g in self._groups.get(name, ()) if g.vpc in vpcs)
        accounts = tuple(sorted({self._network.vpcs[vpc].account for vpc in vpcs if vpc in self._network.vpcs}))
        return Consumer(name, (block,), subnets, groups, accounts)

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


def _network(name: str, caller: Caller) -> Consumer:
    return Consumer(name, caller.prefixes, (), (), tuple(sorted(caller.accounts)), outside=True)
