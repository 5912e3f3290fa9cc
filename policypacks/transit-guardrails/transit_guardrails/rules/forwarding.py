"""What forwards queries out of the network: only what the program states, for the segment it states, to those servers.

Sources: Amazon Route 53 developer guide, "Considerations when working with a private hosted zone" (a rule beats a zone of
the same name), "Best practices for Resolver" (a rule in the VPC of an inbound endpoint may make a loop).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..data import amazon_names
from ..model.links import ViewForwarder
from ..model.names import ResolverEndpoint, ResolverRule
from ..model.ranges import address_text, union
from ..model.services import DNS_PORT
from ..model.vpcs import Id, Vpc
from .facts import Facts
from .rule import Breach

Use = tuple[Id, ResolverRule, Id | None]
"""An association, its rule, and the VPC or Profile that the rule is put on."""


def undeclared(facts: Facts) -> Iterator[Breach]:
    """Rules, associations of rules and outbound endpoints that forward what no forwarder of the segment states."""
    for rule in sorted(facts.network.resolver_rules.values(), key=lambda r: r.id):
        if rule.forwards and rule.forwarder and (problem := _problem(facts, rule)):
            yield Breach(rule.id, f"{facts.name(rule.id)} {problem}")
    for association, rule, on in _uses(facts):
        if rule.forwards and (message := _misplaced(facts, rule, on)):
            yield Breach(association, message)
    for endpoint in sorted(facts.network.resolver_endpoints.values(), key=lambda e: e.id):
        if endpoint.outbound and not _is_in_place(facts, endpoint):
            yield Breach(endpoint.id, f"{facts.name(endpoint.id)} carries queries out of the network")


def forwarded(facts: Facts, vpc: Vpc) -> set[str]:
    """The names that a DNS Firewall may let pass in a VPC beside those of endpoints: domains that its segment's forwarder
    states, where the VPC does not ask public DNS for them."""
    found: set[str] = set()
    for endpoint in facts.network.resolver_endpoints.values():
        forwarder = facts.index.forwarder_of(endpoint)
        if forwarder is None or _place(facts, endpoint, forwarder) != (facts.segment(vpc.id), vpc.region):
            continue
        for domain in forwarder.domains:
            answers = {facts.exactness.dns.resolve(vpc.id, name).kind for name in (domain, f"any.{domain}")}
            if answers <= {"forwarded", "no-answer", "blocked"}:
                found |= {domain, f"*.{domain}"}
    return found


def _problem(facts: Facts, rule: ResolverRule) -> str:
    """What a forwarder's rule does that the forwarder does not state."""
    forwarder = facts.network.view_forwarders.get(rule.forwarder or "")
    stated = forwarder.domains.get(rule.domain) if forwarder else None
    endpoint = facts.network.resolver_endpoints.get(rule.endpoint or "")
    if taken := _amazon(rule.domain):
        return f"forwards {rule.domain or 'everything'}, which overlaps {taken}: names of AWS are asked outside"
    if stated is None:
        return f"forwards {rule.domain}, which nobody declared"
    asked = union(address.ranges for address, _ in rule.targets)
    if beyond := asked - union(server.ranges for server in stated.servers):
        return f"forwards {rule.domain} to {address_text(beyond)}, which is no server of {stated.network} for it"
    if ports := sorted({port for _, port in rule.targets} - {DNS_PORT}):
        return f"forwards {rule.domain} to port {', '.join(map(str, ports))}; DNS is asked at {DNS_PORT}"
    if endpoint is None or endpoint.forwarder != rule.forwarder:
        return f"forwards {rule.domain} by {facts.name(rule.endpoint)}, not by its forwarder's endpoint"
    return ""


def _amazon(domain: str) -> str:
    """A name of AWS that a domain lies in, the most specific one; else one that is in the domain."""
    above = [name for name in amazon_names() if domain == name or domain.endswith(f".{name}")]
    below = [name for name in amazon_names() if not domain or name.endswith(f".{domain}")]
    return max(above, key=len, default="") or min(below, default="")


def _uses(facts: Facts) -> Iterator[Use]:
    """Every association of a Resolver rule, with a VPC and with a Profile."""
    network = facts.network
    found = [(a.id, a.rule, a.vpc) for a in network.resolver_rule_associations.values()]
    found += [(on.id, on.resource, on.profile) for on in network.profile_resources.values() if on.kind == "rule"]
    for association, key, on in sorted(found):
        if rule := network.resolver_rules.get(key or ""):
            yield association, rule, on


def _misplaced(facts: Facts, rule: ResolverRule, on: Id | None) -> str:
    """Why a rule does not belong where it is."""
    domain, where = rule.domain or "everything", facts.name(on)
    forwarder = facts.network.view_forwarders.get(rule.forwarder or "")
    if forwarder is None:
        return f"{where} forwards queries for {domain} out of the network"
    if facts.segment(on) != forwarder.segment:
        segment = facts.segment(on) or "no segment"
        return f"{where} of {segment} forwards {domain}, which is resolved for {forwarder.segment} alone"
    if on in facts.resolver_vpcs:
        return f"{where} forwards {domain} and holds an inbound Resolver endpoint: queries may go round in a loop"
    return ""


def _is_in_place(facts: Facts, endpoint: ResolverEndpoint) -> bool:
    """Whether an outbound endpoint belongs to a forwarder and stands in a VPC of its segment."""
    forwarder = facts.index.forwarder_of(endpoint)
    return bool(forwarder and _place(facts, endpoint, forwarder)[0] == forwarder.segment)


def _place(facts: Facts, endpoint: ResolverEndpoint, forwarder: ViewForwarder) -> tuple[str, str]:
    """Segment and Region of an endpoint that stands in a VPC of its forwarder's segment; else nothing."""
    homes = facts.exactness.outside.homes(endpoint)
    places = {(facts.segment(key), facts.network.vpcs[key].region) for key in homes if key in facts.network.vpcs}
    (place,) = places if len(places) == 1 else (("", ""),)
    return place if place[0] == forwarder.segment else ("", "")
