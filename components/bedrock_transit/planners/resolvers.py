"""Plans of the resolvers through which networks outside of AWS ask for the names of their segment's view.

Source: Amazon Route 53 developer guide, "Forwarding inbound DNS queries to your VPCs" (an inbound endpoint answers with
the view of the VPC that it stands in).
"""

from __future__ import annotations

from ipaddress import IPv4Network

from ..link_plans import ViewResolverPlan
from . import addresses, prefixes
from .context import Context, Home
from .tags import tags

HOST = 10
"""Number of the resolver's address in each subnet: beyond the first ones, which AWS keeps for itself."""


def resolvers(context: Context, region: str) -> dict[str, ViewResolverPlan]:
    """By segment: a resolver in every view that a network outside has."""
    return {home[1]: _resolver(context, home) for home in sorted(context.networks) if home[0] == region}


def _resolver(context: Context, home: Home) -> ViewResolverPlan:
    region, segment = home
    names, zones = context.networks[home], context.network.regions[region].zones
    block, attachment = addresses.resolver_blocks(context.layout.segments[home].view_block)
    subnets = addresses.zone_subnets(block, zones)
    stated = context.network.outside
    return {
        "region": region,
        "segment": segment,
        "block": str(block),
        "subnets": subnets,
        "addresses": {zone: str(IPv4Network(cidr)[HOST]) for zone, cidr in subnets.items()},
        "attachment_subnets": addresses.zone_subnets(attachment, zones),
        "clients": {name: [f"{address}/32" for address in sorted(stated[name].resolvers)] for name in names},
        "max_entries": prefixes.max_entries(sum(len(stated[name].resolvers) for name in names)),
        "links": sorted({kind for name in names for kind in context.kinds[name]}),
        "tags": tags(context.network, segment),
    }
