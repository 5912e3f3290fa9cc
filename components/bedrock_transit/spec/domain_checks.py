"""Checks of the domains that AWS resolves on-premises.

Source: Amazon Route 53 developer guide, "Considerations when working with a private hosted zone" (a forwarding rule beats
a private zone of the same name), "Using rules to control which queries are forwarded to your network" (a rule is about
a domain and all below it; the most specific rule wins).
"""

from __future__ import annotations

from ..catalogue import regions, services
from .links import OnPremises
from .model import Network
from .problems import Path, Problems

AMAZON = ("aws", "compute.internal", "ec2.internal")
"""Domains beside those of Regions that are AWS's own: host names of services and instances (Amazon Route 53 developer guide,
"Domain names that VPC Resolver creates autodefined system rules for"; services under ``aws`` in the endpoint catalogue)."""


def check_domains(network: Network, problems: Problems) -> None:
    """Reports domains that would take names from AWS, that two networks of one view have, that nothing can hand out,
    and servers that are not the network's."""
    taken: dict[tuple[str, str, str], str] = {}
    for key, stated in network.on_premises.items():
        segment = network.segments.get(stated.segment)
        if stated.domains and segment and segment.dns.distribution != "profile":
            reason = f"need a Profile, and segments.{stated.segment} hands names out by zone associations"
            remedy = f"set segments.{stated.segment}.dns.distribution: profile, or remove the domains"
            problems.add(("on_premises", key, "domains"), reason, remedy, ", ".join(stated.domains))
        for domain in stated.domains:
            path = ("on_premises", key, "domains", domain)
            if name := _amazon(network, domain):
                reason = (
                    f"and {name} overlap: forwarding beats private zones, so names of AWS would be asked on-premises"
                )
                problems.add(path, reason, "state a domain of your own", domain)
            twin = taken.setdefault((stated.region, stated.segment, domain), key)
            if twin != key:
                reason = f"is a domain of on_premises.{twin} too, and a view forwards it once"
                problems.add(path, reason, "state it at the network that answers for it", domain)
            _servers(path, stated, domain, problems)


def overlap(domain: str, name: str) -> bool:
    """Whether one of two names is the other, or lies below it."""
    return domain == name or name.endswith(f".{domain}") or domain.endswith(f".{name}")


def _amazon(network: Network, domain: str) -> str | None:
    """A name of AWS that a domain holds or lies in: a host name of the catalogue where one is in it, else the suffix."""
    known = sorted(name for name in network.regions if name in regions())
    hosts = (host for place in known for service in services().values() for host in service.hosts(place))
    below = (name for place in known for service in services().values() for name in service.wildcard_hosts(place))
    names = sorted({*hosts, *(name.removeprefix("*.") for name in below)})
    suffixes = sorted({*AMAZON, *(region.dns_suffix for region in regions().values())})
    return next((name for name in (*names, *suffixes) if overlap(domain, name)), None)


def _servers(path: Path, stated: OnPremises, domain: str, problems: Problems) -> None:
    servers = stated.domains[domain]
    for i, address in enumerate(servers):
        here = (*path, str(i))
        if address in servers[:i]:
            problems.add(here, "stands in the list twice", "name each server once", address)
        if not any(address in prefix for prefix in stated.prefixes):
            listed = ", ".join(map(str, stated.prefixes))
            problems.add(here, f"lies outside of the network's prefixes ({listed})", "state a server inside", address)
