"""What every planner looks up: the spec, its address plan, and who is where. Indexed once per network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network

from ..spec.links import DIRECT_CONNECT, VPN
from ..spec.model import Network
from .classes import UNGRANTED
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
        """Region and segment of a consumer (``<spoke>/<application>``, or an on-premises network).

        Raises ``LookupError`` when there is none of that name.
        """
        caller = self.network.caller(consumer)
        if caller is None:
            raise LookupError(consumer)
        return caller.region, caller.segment

    def block(self, consumer: str) -> IPv4Network:
        """The block of an application's subnets."""
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
    def networks(self) -> dict[Home, list[str]]:
        """On-premises networks by home, sorted."""
        found: dict[Home, list[str]] = defaultdict(list)
        for name in sorted(self.network.on_premises):
            found[self.home(name)].append(name)
        return found

    @cached_property
    def kinds(self) -> dict[str, set[str]]:
        """Per on-premises network: the kinds of links that lead to it."""
        found: dict[str, set[str]] = defaultdict(set)
        for kind, links in ((DIRECT_CONNECT, self.network.direct_connect), (VPN, self.network.vpns)):
            for link in links.values():
                for name in link.networks:
                    found[name].add(kind)
        return found

    def granted_networks(self, home: Home) -> list[str]:
        """The on-premises networks of a home that are granted something, sorted."""
        return [name for name in self.networks.get(home, ()) if self.layout.classes[name] != UNGRANTED]

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
        applications = tuple(consumer for consumer in consumers if "/" in consumer)
        networks = {name: self.network.on_premises[name] for name in consumers if "/" not in name}
        owners = {self.network.spokes[consumer.split("/")[0]].account for consumer in applications}
        owners |= {account for stated in networks.values() for account in stated.accounts}
        accounts = {self.network.accounts[owner].id for owner in owners}
        pools = self.layout.segments[home].pools
        blocks = {pools[self.layout.classes[c]] if pools else self.block(c) for c in applications}
        blocks |= {prefix for stated in networks.values() for prefix in stated.prefixes}
        grant = self.network.grants[key]
        return Granted(key, grant, applications, tuple(networks), tuple(sorted(accounts)), tuple(sorted(blocks)))
