"""Rules about DNS: each segment's names answer with its own endpoints, and nothing else is resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..data import service_of
from ..model.endpoints import Endpoint
from ..model.names import FirewallRule, Record
from ..model.vpcs import Id, Vpc
from ..questions.dns import Answer, View
from .facts import Facts
from .forwarding import forwarded, undeclared
from .rule import Breach


def names_resolve_to_own_segment(facts: Facts) -> Iterator[Breach]:
    """In every spoke the host names of the hub's services answer with the endpoint of the spoke's own segment."""
    blamed = [*_records(facts), *_zones(facts), *_profiles(facts)]
    yield from blamed
    known = {breach.resource for breach in blamed}
    hosts = _hosts(facts)
    for vpc in facts.spokes:
        for host, endpoint in hosts.get((facts.segment(vpc.id), vpc.region), ()):
            answer = facts.exactness.dns.resolve(vpc.id, host)
            if answer.kind == "undecided" or answer.endpoint == endpoint.id:
                continue
            if known & _involved(facts, vpc, host, answer):
                continue
            what = f"leads to {facts.name(answer.endpoint)}" if answer.endpoint else answer.reason
            yield Breach(
                _blame(vpc, answer),
                f"{host} in {facts.name(vpc.id)} does not answer with its segment's endpoint: {what}",
            )


def _records(facts: Facts) -> Iterator[Breach]:
    """Records of endpoint names lead to the endpoint of that name in the zone's segment."""
    hosts = _endpoints_by_host(facts)
    for record in sorted(facts.network.records.values(), key=lambda r: r.id):
        segment = facts.segment(record.zone)
        wanted = [e for e in hosts.get(record.name, ()) if _segment_of(facts, e) == segment]
        if record.name not in hosts or record.type not in ("A", "CNAME"):
            continue
        if record.endpoint not in {endpoint.id for endpoint in wanted} and not _names_endpoint(record, wanted):
            leads = facts.name(record.endpoint) if record.endpoint else ", ".join(record.values) or "nowhere"
            yield Breach(record.id, f"{record.name} of segment {segment or '(none)'} leads to {leads}")


def _names_endpoint(record: Record, wanted: list[Endpoint]) -> bool:
    names = {name.rstrip(".").lower() for endpoint in wanted for name in endpoint.dns_names}
    return bool(record.values) and all(value.rstrip(".").lower() in names for value in record.values)


def _zones(facts: Facts) -> Iterator[Breach]:
    """Zones answer in VPCs and on Profiles of their own segment."""
    network = facts.network
    for on in sorted(network.profile_resources.values(), key=lambda r: r.id):
        if on.kind == "zone" and on.resource and facts.segment(on.resource) != facts.segment(on.profile):
            yield Breach(
                on.id,
                f"{facts.name(on.resource)} of {facts.segment(on.resource)} is on {facts.name(on.profile)} of {facts.segment(on.profile)}",
            )
    for association in sorted(network.zone_associations.values(), key=lambda a: a.id):
        zone, vpc = facts.segment(association.zone), facts.segment(association.vpc)
        if association.vpc and association.zone and zone != vpc:
            yield Breach(
                association.id,
                f"{facts.name(association.zone)} of {zone} answers in {facts.name(association.vpc)} of {vpc}",
            )


def _profiles(facts: Facts) -> Iterator[Breach]:
    """Profiles serve VPCs of their own segment."""
    for association in sorted(facts.network.profile_associations.values(), key=lambda a: a.id):
        profile, vpc = facts.segment(association.profile), facts.segment(association.vpc)
        if association.vpc and association.profile and profile != vpc:
            yield Breach(
                association.id,
                f"{facts.name(association.vpc)} of {vpc} has {facts.name(association.profile)} of {profile}",
            )


def _hosts(facts: Facts) -> dict[tuple[str, str], list[tuple[str, Endpoint]]]:
    """Segment and Region to the host names there, each with the endpoint that should answer."""
    found: dict[tuple[str, str], list[tuple[str, Endpoint]]] = defaultdict(list)
    for endpoint_set in facts.sets:
        for endpoint in facts.endpoints(endpoint_set):
            service = facts.exactness.service(endpoint)
            there = found[endpoint_set.segment, facts.exactness.region(endpoint)]
            there += [(host.replace("*", "any", 1), endpoint) for host in (service.private_hosts if service else ())]
    return found


def _endpoints_by_host(facts: Facts) -> dict[str, list[Endpoint]]:
    """Every host name, wildcards as such, to the endpoints of all segments that serve it."""
    found: dict[str, list[Endpoint]] = {}
    for endpoint_set in facts.sets:
        for endpoint in facts.endpoints(endpoint_set):
            service = facts.exactness.service(endpoint)
            for host in service.private_hosts if service else ():
                found.setdefault(host, []).append(endpoint)
    return found


def _segment_of(facts: Facts, endpoint: Endpoint) -> str:
    found = facts.network.endpoint_sets.get(endpoint.endpoint_set or "")
    return found.segment if found else ""


def _involved(facts: Facts, vpc: Vpc, host: str, answer: Answer) -> set[Id]:
    """What had a part in the answer, or should have had: already blamed, it is not told twice."""
    view = facts.exactness.dns.view(vpc.id)
    own = {
        z.id
        for z in facts.network.zones.values()
        if z.name in _parents(host) and facts.segment(z.id) == facts.segment(vpc.id)
    }
    on = {r.id for r in facts.network.profile_resources.values() if r.resource in own}
    records = {r.id for zone in own for r in facts.exactness.dns.records.get(zone, ())}
    return {*answer.by, *view.through, *own, *on, *records}


def _parents(host: str) -> set[str]:
    parts = host.split(".")
    return {".".join(parts[i:]) for i in range(len(parts))}


def _blame(vpc: Vpc, answer: Answer) -> Id:
    """What to look at: the association that took the name away; else the VPC, which lacks something."""
    if answer.kind == "forwarded":
        return answer.by[1]
    return answer.by[0] if answer.kind in ("blocked", "endpoint", "addresses", "no-answer") else vpc.id


def dns_blocked(facts: Facts) -> Iterator[Breach]:
    """DNS Firewall passes the endpoints' names, those of Amazon S3 beside training networks, domains that are forwarded as the
    program states, and what the configuration adds; every other name is blocked, and nothing else is forwarded."""
    told: set[Id] = set()
    own, elsewhere, data = _hosts(facts), _hosts_elsewhere(facts), _hosts_of_data(facts)
    for vpc in facts.spokes:
        view, place = facts.exactness.dns.view(vpc.id), (facts.segment(vpc.id), vpc.region)
        hosts = {host for host, _ in own.get(place, ())} | elsewhere.get(place, set()) | forwarded(facts, vpc)
        hosts |= data.get(place, set())
        for breach in list(_not_blocking(facts, vpc, view)) or _passing(facts, view, hosts):
            if breach.resource not in told:
                told.add(breach.resource)
                yield breach
    yield from undeclared(facts)


def _not_blocking(facts: Facts, vpc: Vpc, view: View) -> Iterator[Breach]:
    """The last word on any other name is a block."""
    if any(rule.action == "BLOCK" and any(_is_all(domain) for domain in rule.domains) for rule in view.firewall):
        return
    if view.groups:
        yield Breach(
            view.groups[-1], f"{facts.name(view.groups[-1])} does not block every other name in {facts.name(vpc.id)}"
        )
        return
    profile = next((p for p in view.through if p in facts.network.profiles), None)
    lacks = f"{facts.name(profile)} has no DNS Firewall" if profile else f"{facts.name(vpc.id)} has no DNS Firewall"
    yield Breach(profile or vpc.id, lacks)


def _hosts_elsewhere(facts: Facts) -> dict[tuple[str, str], set[str]]:
    """Segment and Region to the host names of other Regions that somebody there is granted."""
    found: dict[tuple[str, str], set[str]] = {}
    for endpoint_set in facts.sets:
        vpcs = {s.vpc for c in facts.exactness.consumers.of_set(endpoint_set) for s in c.subnets if s.vpc}
        callers = {facts.network.vpcs[vpc].region for vpc in vpcs if vpc in facts.network.vpcs}
        for endpoint in facts.endpoints(endpoint_set):
            service = facts.exactness.service(endpoint)
            hosts = {host.replace("*", "any", 1) for host in (service.private_hosts if service else ())}
            for region in callers - {facts.exactness.region(endpoint)}:
                found.setdefault((endpoint_set.segment, region), set()).update(hosts)
    return found


def _hosts_of_data(facts: Facts) -> dict[tuple[str, str], set[str]]:
    """Segment and Region to the names of Amazon S3, where jobs of a training network read and write."""
    found: dict[tuple[str, str], set[str]] = {}
    for training in facts.trainings:
        s3 = service_of(f"com.amazonaws.{training.region}.s3", training.region)
        if s3:
            found[training.segment, training.region] = {s3.hosts[0], f"*.{s3.hosts[0]}"}
    return found


def _passing(facts: Facts, view: View, hosts: set[str]) -> Iterator[Breach]:
    """What passes before everything else is blocked, beside the host names of endpoints."""
    named = {host.replace("any.", "*.", 1) if host.startswith("any.") else host for host in hosts}
    allowed = named | {name.rstrip(".").lower() for name in facts.settings.allowed_names}
    for rule in view.firewall:
        if rule.action == "BLOCK":
            if any(_is_all(domain) for domain in rule.domains):
                return
            continue
        if more := _beyond(rule, allowed):
            yield Breach(rule.id, f"{facts.name(rule.id)} lets {', '.join(more)} pass")


def _is_all(domain: str) -> bool:
    return domain.rstrip(".") == "*"


def _beyond(rule: FirewallRule, allowed: set[str]) -> list[str]:
    return sorted({d for d in (domain.rstrip(".").lower() for domain in rule.domains) if d not in allowed})
