"""What every planner looks up: the spec, its address plan, and who is where. Indexed once per network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network

from ..spec.model import Network
from .layout import Layout
from .policies import Granted

Home = tuple[str, str]
"""A (Region, segment) pair: where a spoke belongs."""


@dataclass(frozen=True)
class Context:
    """A spec with its address plan, and the indexes over both. No index is a loop within a loop."""

    network: Network
    layout: Layout

    def home(self, consumer: str) -> Home:
        """Region and segment of a consumer (``<spoke>/<application>``)."""
        spoke = self.network.spokes[consumer.split("/", maxsplit=1)[0]]
        return spoke.region, spoke.segment

    def block(self, consumer: str) -> IPv4Network:
        """The block of a consumer's subnets."""
        spoke, application = consumer.split("/")
        return self.layout.spokes[spoke].applications[application]

    @cached_property
    def consumers(self) -> dict[Home, list[str]]:
        """Consumers by home, sorted."""
        found: dict[Home, list[str]] = defaultdict(list)
        for consumer in sorted(self.layout.classes):
            found[self.home(consumer)].append(consumer)
        return found

    @cached_property
    def guests(self) -> dict[str, list[str]]:
        """Per Region: ids of the accounts, beside the network account, that have spokes there."""
        found: dict[str, set[str]] = defaultdict(set)
        for spoke in self.network.spokes.values():
            if spoke.account != self.network.network_account:
                found[spoke.region].add(self.network.accounts[spoke.account].id)
        return {region: sorted(ids) for region, ids in found.items()}

    @cached_property
    def granted(self) -> dict[Home, list[Granted]]:
        """Grants by the home of their consumers, each with what a policy matches its callers on."""
        found: dict[Home, list[Granted]] = defaultdict(list)
        for key, grant in sorted(self.network.grants.items()):
            by_home: dict[Home, list[str]] = defaultdict(list)
            for consumer in sorted(grant.consumers):
                by_home[self.home(consumer)].append(consumer)
            for home, consumers in sorted(by_home.items()):
                found[home].append(self._granted(key, home, consumers))
        return found

    def _granted(self, key: str, home: Home, consumers: list[str]) -> Granted:
        spokes = {consumer.split("/")[0] for consumer in consumers}
        accounts = {self.network.accounts[self.network.spokes[spoke].account].id for spoke in spokes}
        pools = self.layout.segments[home].pools
        blocks = {pools[self.layout.classes[c]] if pools else self.block(c) for c in consumers}
        return Granted(key, self.network.grants[key], tuple(consumers), tuple(sorted(accounts)), tuple(sorted(blocks)))
