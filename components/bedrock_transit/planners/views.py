"""Plans of the DNS views: the private zones of a segment's endpoints, and the names that its VPCs may ask for."""

from __future__ import annotations

from ..catalogue import services
from ..plans import DnsViewPlan, HostedZonePlan
from .context import Context
from .tags import tags


def view(context: Context, region: str, segment: str) -> DnsViewPlan:
    """The view of one segment: zones for the hub's services, all of them answered by the segment's own endpoints."""
    dns = context.network.segments[segment].dns
    zones = [z for s in sorted(context.network.regions[region].hub.services) for z in hosted_zones(s, region)]
    names = {name for zone in zones for name in _firewall_names(zone)}
    return {
        "region": region,
        "segment": segment,
        "distribution": dns.distribution,
        "anchor_cidr": str(context.layout.segments[region, segment].view_block),
        "zones": zones,
        "allowed_names": sorted(f"{name}." for name in names.union(dns.allowed_names)),
        "tags": tags(context.network, segment),
    }


def hosted_zones(service: str, region: str) -> list[HostedZonePlan]:
    """The private zones that answer for a service's names; a wildcard name lives in the zone below its star."""
    entry = services()[service]
    exact = set(entry.hosts(region))
    below = {name.removeprefix("*.") for name in entry.wildcard_hosts(region)}
    return [
        {"host": host, "service": service, "wildcard": host in below, "apex": host in exact}
        for host in sorted(exact | below)
    ]


def _firewall_names(zone: HostedZonePlan) -> list[str]:
    return ([zone["host"]] if zone["apex"] else []) + ([f"*.{zone['host']}"] if zone["wildcard"] else [])
