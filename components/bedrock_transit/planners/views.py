"""Plans of the DNS views: the private zones of a segment's endpoints, and the names that its VPCs may ask for.

An entry of a DNS Firewall's list is about one name, ``*.`` in front about all below it (Amazon Route 53 developer guide,
"Route 53 Resolver DNS Firewall domain lists"): a domain that is forwarded takes both.
"""

from __future__ import annotations

from ..catalogue import services
from ..plans import DnsViewPlan, FailoverNamesPlan, HostedZonePlan
from .context import Context
from .forwarders import domains
from .tags import tags


def view(context: Context, region: str, segment: str) -> DnsViewPlan:
    """The view of one segment: zones for the hub's services, all of them answered by the segment's own endpoints."""
    dns = context.network.segments[segment].dns
    zones = [z for s in sorted(context.network.regions[region].hub.services) for z in hosted_zones(s, region)]
    there = [zone for found in _failover_zones(context, region, segment).values() for zone in found]
    names = {name for zone in (*zones, *there) for name in _firewall_names(zone)}
    names |= {name for domain in domains(context, (region, segment)) for name in (domain, f"*.{domain}")}
    names |= _data_names(context, region, segment)
    return {
        "region": region,
        "segment": segment,
        "distribution": dns.distribution,
        "anchor_cidr": str(context.layout.segments[region, segment].view_block),
        "zones": zones,
        "allowed_names": sorted(f"{name}." for name in names.union(dns.allowed_names)),
        "tags": tags(context.network, segment),
    }


def failover_names(context: Context, region: str) -> dict[str, FailoverNamesPlan]:
    """By segment: the zones of other Regions' views that its view hands out too, where a grant fails over."""
    found: dict[str, FailoverNamesPlan] = {}
    for segment in sorted(context.network.segments):
        zones = _failover_zones(context, region, segment)
        if zones:
            hosts = {zone["host"]: place for place, there in zones.items() for zone in there}
            found[segment] = {"region": region, "segment": segment, "hosts": hosts}
    return found


def _failover_zones(context: Context, region: str, segment: str) -> dict[str, list[HostedZonePlan]]:
    """The zones of the services that fail over, by the Region whose own endpoints they answer with."""
    grants = [g.grant for g in context.granted.get((region, segment), ()) if region not in g.grant.failover]
    places = {(place, grant.service) for grant in grants for place in grant.failover}
    return {
        place: [zone for other, service in sorted(places) if other == place for zone in hosted_zones(service, place)]
        for place in sorted({place for place, _ in places})
    }


def hosted_zones(service: str, region: str) -> list[HostedZonePlan]:
    """The private zones that answer for a service's names; a wildcard name lives in the zone below its star.

    None where the service is called by its endpoint's own names.
    """
    entry = services()[service]
    if entry.own_names:
        return []
    exact = set(entry.hosts(region))
    below = {name.removeprefix("*.") for name in entry.wildcard_hosts(region)}
    return [
        {"host": host, "service": service, "wildcard": host in below, "apex": host in exact}
        for host in sorted(exact | below)
    ]


def _data_names(context: Context, region: str, segment: str) -> set[str]:
    """The names of Amazon S3, which training networks of the segment reach through their own endpoint."""
    if (region, segment) not in context.training_homes:
        return set()
    s3 = services()["s3"]
    return {s3.hosts(region)[0], s3.wildcard_hosts(region)[0]}


def _firewall_names(zone: HostedZonePlan) -> list[str]:
    return ([zone["host"]] if zone["apex"] else []) + ([f"*.{zone['host']}"] if zone["wildcard"] else [])
