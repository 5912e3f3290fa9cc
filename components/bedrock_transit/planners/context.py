"""What every planner looks up: the spec, its address plan, and who is where. Indexed once per network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network

from ..spec.links import CONNECT, DIRECT_CONNECT, VPN, partner_table
from ..spec.model import Grant, Network
from ..spec.training_names import account_of, bucket_names
from .classes import UNGRANTED, failover_classes
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
        """Region and segment of a consumer (``<spoke>/<application>``, or a network outside).

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
    def visitors(self) -> dict[Home, dict[str, str]]:
        """Per home: the consumers of other Regions that may call its endpoints too, with their grant class there."""
        found: dict[Home, dict[str, str]] = defaultdict(dict)
        for (consumer, region), key in sorted(failover_classes(self.network).items()):
            found[region, self.home(consumer)[1]][consumer] = key
        return found

    @cached_property
    def peered(self) -> list[tuple[str, str]]:
        """The pairs of Regions between which a grant fails over, sorted, each with the first name first."""
        pairs = {(region, self.home(c)[0]) for (region, _), visitors in self.visitors.items() for c in visitors}
        return sorted({(min(pair), max(pair)) for pair in pairs})

    @cached_property
    def networks(self) -> dict[Home, list[str]]:
        """Networks outside by home, sorted."""
        found: dict[Home, list[str]] = defaultdict(list)
        for name in sorted(self.network.outside):
            found[self.home(name)].append(name)
        return found

    @cached_property
    def kinds(self) -> dict[str, set[str]]:
        """Per network outside: the kinds of links that lead to it. A partner's link is of a kind of its own."""
        found: dict[str, set[str]] = defaultdict(set)
        for gateway in self.network.direct_connect.values():
            for name in gateway.behind:
                found[name].add(DIRECT_CONNECT)
        for vpn in self.network.vpns.values():
            for name in vpn.behind:
                found[name].add(partner_table(name) if vpn.partner else VPN)
        for connect in self.network.connects.values():
            for name in connect.networks:
                found[name].add(CONNECT)
        return found

    @cached_property
    def custom_models(self) -> dict[str, list[str]]:
        """Per segment: the ARNs of the custom models that belong to it, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for arn, model in sorted(self.network.custom_models.items()):
            found[self.network.model_segment(model) or ""].append(arn)
        return found

    @cached_property
    def training_homes(self) -> set[Home]:
        """Where training networks belong."""
        return {self.home(consumer) for consumer in self.network.trainings}

    def granted_networks(self, home: Home) -> list[str]:
        """The networks outside of a home that are granted something, sorted."""
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
        """Grants by the homes whose endpoints they open, each with what a policy matches its callers on."""
        found: dict[Home, list[Granted]] = defaultdict(list)
        for key, grant in sorted(self.network.grants.items()):
            by_home: dict[Home, list[str]] = defaultdict(list)
            for consumer in sorted(grant.consumers):
                region, segment = self.home(consumer)
                for place in (region, *grant.failover):
                    by_home[place, segment].append(consumer)
            for home, consumers in sorted(by_home.items()):
                found[home].append(self._granted(key, consumers))
        return found

    def source(self, application: str) -> tuple[str, IPv4Network]:
        """What an application is matched on, with a name for it: its block, or the pool of its class."""
        pools, key = self.layout.segments[self.home(application)].pools, self.layout.classes[application]
        return (key, pools[key]) if pools else (application, self.block(application))

    def _granted(self, key: str, consumers: list[str]) -> Granted:
        applications = tuple(consumer for consumer in consumers if "/" in consumer)
        networks = {name: self.network.outside[name] for name in consumers if "/" not in name}
        owners = {self.network.spokes[consumer.split("/")[0]].account for consumer in applications}
        owners |= {account for stated in networks.values() for account in stated.accounts}
        accounts = {self.network.accounts[owner].id for owner in owners}
        blocks = {self.source(application)[1] for application in applications}
        blocks |= {prefix for stated in networks.values() for prefix in stated.prefixes}
        grant = self.network.grants[key]
        callers = tuple(sorted(accounts)), tuple(sorted(blocks))
        return Granted(key, grant, applications, tuple(networks), *callers, self._owners(grant))

    @cached_property
    def _buckets(self) -> dict[str, str]:
        """The account ids of all buckets that the spec makes, by name."""
        return {
            name: account_of(self.network, consumer)
            for consumer in self.network.trainings
            for name in bucket_names(self.network, consumer).values()
        }

    def _owners(self, grant: Grant) -> tuple[str, ...]:
        """The accounts of the buckets that a grant names; none unless the spec makes all of them."""
        found = {self._buckets.get(arn.rpartition(":::")[2].partition("/")[0], "") for arn in grant.objects}
        return () if "" in found else tuple(sorted(found))
