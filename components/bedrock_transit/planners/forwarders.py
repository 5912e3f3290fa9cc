"""Plans of what carries a view's queries to on-premises servers: an outbound Resolver endpoint and a rule for each domain.

Source: Amazon Route 53 developer guide, "Forwarding outbound DNS queries to your network" (queries come from the endpoint's
addresses and their answers go back there).
"""

from __future__ import annotations

from ipaddress import IPv4Network

from ..link_plans import ForwardedDomainPlan, ViewForwarderPlan
from . import addresses, prefixes
from .context import Context, Home
from .tags import tags

HOST = 11
"""Number of the forwarder's address in each of the resolver's subnets: the one after the resolver's own."""


def forwarders(context: Context, region: str) -> dict[str, ViewForwarderPlan]:
    """By segment: a forwarder in every view of which a network answers for domains."""
    return {
        home[1]: _forwarder(context, home)
        for home in sorted(context.networks)
        if home[0] == region and domains(context, home)
    }


def domains(context: Context, home: Home) -> dict[str, ForwardedDomainPlan]:
    """The domains that a view resolves on-premises, sorted, each with who answers."""
    stated = context.network.on_premises
    found: dict[str, ForwardedDomainPlan] = {}
    for name in context.networks.get(home, ()):
        for domain, servers in stated[name].domains.items() if name in stated else ():
            found[domain] = {"network": name, "servers": [f"{address}/32" for address in sorted(servers)]}
    return dict(sorted(found.items()))


def _forwarder(context: Context, home: Home) -> ViewForwarderPlan:
    region, segment = home
    block, _ = addresses.resolver_blocks(context.layout.segments[home].view_block)
    subnets = addresses.zone_subnets(block, context.network.regions[region].zones)
    forwarded = domains(context, home)
    servers: dict[str, set[str]] = {}
    for domain in forwarded.values():
        servers.setdefault(domain["network"], set()).update(domain["servers"])
    return {
        "region": region,
        "segment": segment,
        "addresses": {zone: str(IPv4Network(cidr)[HOST]) for zone, cidr in subnets.items()},
        "domains": forwarded,
        "servers": {name: sorted(servers[name], key=IPv4Network) for name in sorted(servers)},
        "max_entries": prefixes.max_entries(sum(map(len, servers.values()))),
        "tags": tags(context.network, segment),
    }
