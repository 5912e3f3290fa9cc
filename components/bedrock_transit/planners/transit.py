"""Plans of what a Region has once: the transit gateway with its tables, and the hub VPC."""

from __future__ import annotations

from ..plans import HubPlan, TransitPlan
from . import addresses
from .context import Context
from .tags import tags


def transit(context: Context, region: str) -> TransitPlan:
    """One table per segment. Its blackholes are every Region's supernet: shorter than any prefix that is granted."""
    network = context.network
    supernets = {name: str(network.regions[name].supernet) for name in sorted(network.regions)}
    return {
        "region": region,
        "amazon_side_asn": network.regions[region].amazon_side_asn,
        "tables": [
            {"segment": segment, "blackholes": supernets, "tags": tags(network, segment)}
            for segment in sorted(network.segments)
        ],
        "share_with": context.guests.get(region, []),
        "tags": tags(network),
    }


def hub(context: Context, region: str) -> HubPlan:
    """The hub's first /24 is for its attachment subnets; endpoint sets have the rest."""
    place = context.network.regions[region]
    attachments = addresses.child(place.hub.cidr, addresses.ATTACHMENT_LENGTH - 2, 0)
    return {
        "region": region,
        "cidr": str(place.hub.cidr),
        "attachment_subnets": addresses.zone_subnets(attachments, place.zones),
        "tags": tags(context.network),
    }
