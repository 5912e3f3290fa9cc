"""What a host name answers in a VPC: zones, Profiles, forwarding rules, DNS Firewall.

Sources: Amazon Route 53 developer guide, "Considerations when working with a private hosted zone" (the most specific zone;
a Resolver rule beats a zone of the same name), "Route 53 Profiles" (on a tie the VPC's own association wins), "How DNS
Firewall works" (rule groups and rules by priority, the lowest number first; what no rule matches passes).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol, TypeVar

from ..model.names import (
    FirewallAssociation,
    FirewallRule,
    ProfileAssociation,
    ProfileResource,
    Record,
    ResolverRule,
    ResolverRuleAssociation,
    Zone,
    ZoneAssociation,
)
from ..model.network import Doubt
from ..model.ranges import address_text
from ..model.vpcs import Id
from .index import Index

AnswerKind = Literal["endpoint", "addresses", "no-answer", "public", "forwarded", "blocked", "off", "undecided"]
"""``public``: no private zone has the name, so public DNS answers; ``off``: the VPC has no DNS support."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a name answers. ``by`` are the things that decided, the first one last asked; ``endpoint`` where it leads."""

    kind: AnswerKind
    by: tuple[Id, ...]
    reason: str
    endpoint: Id | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What a VPC resolves with: zones and rules with whether they are the VPC's own, firewall rules in their order."""

    zones: tuple[tuple[Zone, bool, Id], ...]
    rules: tuple[tuple[ResolverRule, bool, Id], ...]
    firewall: tuple[FirewallRule, ...]
    groups: tuple[Id, ...]
    """Firewall rule groups in their order."""
    through: tuple[Id, ...]
    """Profiles and associations that the view comes from."""


class Dns:
    """Answers for one network."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._network = index.network
        self._views: dict[Id, View] = {}

    def resolve(self, vpc: Id, host: str) -> Answer:
        """What ``host`` (no final dot) answers to a resource in the VPC that asks AmazonProvidedDNS."""
        host = host.rstrip(".").lower()
        view = self.view(vpc)
        zones = [zone.id for zone, _, _ in view.zones]
        rules = [rule.id for rule, _, _ in view.rules]
        asked = (vpc, *view.through, *zones, *rules, *view.groups, *(rule.id for rule in view.firewall))
        if doubts := self._index.doubts(*asked):
            return Answer("undecided", (), str(doubts[0]), doubts=doubts)
        if vpc in self._network.vpcs and not self._network.vpcs[vpc].dns_support:
            return Answer("off", (vpc,), "the VPC has no DNS support")
        if stopped := firewall_stops(view, host):
            return Answer("blocked", (stopped.id,), f"DNS Firewall blocks {host} ({', '.join(stopped.domains)})")
        return self._answer(view, host)

    def view(self, vpc: Id) -> View:
        """The VPC's view."""
        if vpc not in self._views:
            self._views[vpc] = self._make_view(vpc)
        return self._views[vpc]

    def _answer(self, view: View, host: str) -> Answer:
        zone = _most_specific([(z.name, own, z.id, by) for z, own, by in view.zones], host)
        rule = _most_specific([(r.domain, own, r.id, by) for r, own, by in view.rules], host)
        if rule and (zone is None or len(rule[0]) >= len(zone[0])):
            stated = self._network.resolver_rules[rule[2]]
            if stated.forwards:
                return Answer("forwarded", (rule[2], rule[3]), f"a Resolver rule forwards {_whither(stated)}")
        if zone is None:
            return Answer("public", view.through, f"no private zone has {host}")
        return self._in_zone(zone[2], zone[3], host)

    def _in_zone(self, zone: Id, by: Id, host: str) -> Answer:
        records = self.records.get(zone, ())
        if doubts := self._index.doubts(*(record.id for record in records)):
            return Answer("undecided", (zone,), str(doubts[0]), doubts=doubts)
        exact = [r for r in records if r.name == host and r.type in ("A", "CNAME")]
        found = exact or [r for r in _covering(records, host) if r.type in ("A", "CNAME")]
        if not found:
            return Answer("no-answer", (zone, by), f"the zone has no record for {host}")
        if len(found) > 1:
            return Answer("undecided", tuple(r.id for r in found), "several records answer")
        record = found[0]
        if record.endpoint:
            return Answer("endpoint", (record.id, by), f"{record.name} leads to {record.endpoint}", record.endpoint)
        for value in record.values:
            if endpoint := self._endpoint_names.get(value.rstrip(".").lower()):
                return Answer("endpoint", (record.id, by), f"{record.name} leads to {endpoint}", endpoint)
        return Answer("addresses", (record.id, by), f"{record.name} answers {', '.join(record.values)}")

    @cached_property
    def records(self) -> dict[Id, tuple[Record, ...]]:
        """Zone to its records."""
        found: dict[Id, list[Record]] = defaultdict(list)
        for record in sorted(self._network.records.values(), key=lambda r: r.id):
            if record.zone:
                found[record.zone].append(record)
        return {zone: tuple(records) for zone, records in found.items()}

    @cached_property
    def _endpoint_names(self) -> dict[str, Id]:
        return {name.rstrip(".").lower(): e.id for e in self._network.endpoints.values() for name in e.dns_names}

    # Views ------------------------------------------------------------------------------------------------------------

    def _make_view(self, vpc: Id) -> View:
        network = self._network
        zones = [(network.zones[a.zone], True, a.id) for a in self._own_zones.get(vpc, ()) if a.zone in network.zones]
        rules = [
            (network.resolver_rules[a.rule], True, a.id)
            for a in self._own_rules.get(vpc, ())
            if a.rule in network.resolver_rules
        ]
        groups = [(a.priority, a.group, a.id) for a in self._own_firewalls.get(vpc, ()) if a.group]
        through: list[Id] = [by for _, _, by in (*zones, *rules)] + [by for _, _, by in groups]
        for association in self._profiles.get(vpc, ()):
            through += [association.id, association.profile or ""]
            for on in self._on_profile.get(association.profile or "", ()):
                through.append(on.id)
                if on.kind == "zone" and on.resource in network.zones:
                    zones.append((network.zones[on.resource], False, on.id))
                elif on.kind == "rule" and on.resource in network.resolver_rules:
                    rules.append((network.resolver_rules[on.resource], False, on.id))
                elif on.kind == "firewall" and on.resource:
                    groups.append((on.priority or 0, on.resource, on.id))
        ordered = sorted(groups)
        firewall = tuple(r for _, group, _ in ordered for r in self._firewall_rules.get(group, ()))
        return View(tuple(zones), tuple(rules), firewall, tuple(g for _, g, _ in ordered), tuple(through))

    @cached_property
    def _own_zones(self) -> dict[Id, list[ZoneAssociation]]:
        return _by(self._network.zone_associations.values(), lambda a: a.vpc)

    @cached_property
    def _own_rules(self) -> dict[Id, list[ResolverRuleAssociation]]:
        return _by(self._network.resolver_rule_associations.values(), lambda a: a.vpc)

    @cached_property
    def _own_firewalls(self) -> dict[Id, list[FirewallAssociation]]:
        return _by(self._network.firewall_associations.values(), lambda a: a.vpc)

    @cached_property
    def _profiles(self) -> dict[Id, list[ProfileAssociation]]:
        return _by(self._network.profile_associations.values(), lambda a: a.vpc)

    @cached_property
    def _on_profile(self) -> dict[Id, list[ProfileResource]]:
        return _by(self._network.profile_resources.values(), lambda r: r.profile)

    @cached_property
    def _firewall_rules(self) -> dict[Id, list[FirewallRule]]:
        found: dict[Id, list[FirewallRule]] = defaultdict(list)
        for rule in sorted(self._network.firewall_rules.values(), key=lambda r: (r.priority, r.id)):
            if rule.group:
                found[rule.group].append(rule)
        return found


def firewall_stops(view: View, host: str) -> FirewallRule | None:
    """The DNS Firewall rule that blocks the name; None where it passes."""
    for rule in view.firewall:
        if any(domain_matches(domain, host) for domain in rule.domains):
            return rule if rule.action == "BLOCK" else None
    return None


def domain_matches(domain: str, host: str) -> bool:
    """Whether an entry of a firewall's domain list is about the name: the name itself, ``*.x`` what is below, ``*`` all."""
    domain = domain.rstrip(".").lower()
    if domain == "*":
        return True
    if domain.startswith("*"):
        return host.endswith(domain[1:])
    return host == domain


def _whither(rule: ResolverRule) -> str:
    """What a rule forwards, and to which servers where they are known."""
    servers = ", ".join(address_text(address.ranges) for address, _ in rule.targets)
    return f"{rule.domain} to {servers}" if servers else rule.domain


def _most_specific(found: Iterable[tuple[str, bool, Id, Id]], host: str) -> tuple[str, bool, Id, Id] | None:
    """The longest name at or above the host; of equal ones the VPC's own, then the lowest id."""
    fitting = [each for each in found if host == each[0] or host.endswith(f".{each[0]}") or each[0] in ("", ".")]
    return min(fitting, key=lambda each: (-len(each[0]), not each[1], each[2]), default=None)


def _covering(records: Iterable[Record], host: str) -> list[Record]:
    """Wildcard records that cover the name, the most specific ones (RFC 4592)."""
    found = [r for r in records if r.name.startswith("*.") and host.endswith(r.name[1:]) and host != r.name[2:]]
    longest = max((len(r.name) for r in found), default=0)
    return [r for r in found if len(r.name) == longest]


class _Identified(Protocol):
    @property
    def id(self) -> Id: ...


Found = TypeVar("Found", bound=_Identified)


def _by(records: Iterable[Found], key: Callable[[Found], Id | None]) -> dict[Id, list[Found]]:
    """Records by what they refer to, each list in the order of ids."""
    found: dict[Id, list[Found]] = defaultdict(list)
    for record in sorted(records, key=lambda r: r.id):
        if (of := key(record)) is not None:
            found[of].append(record)
    return found
