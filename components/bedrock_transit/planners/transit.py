"""Plans of what a Region has once: the transit gateway with its tables, and the hub VPC."""

from __future__ import annotations

from ..plans import HubPlan, TransitPlan
from ..spec.links import PEERING
from . import addresses
from .context import Context
from .tags import SHARED, tags


def transit(context: Context, region: str) -> TransitPlan:
    """One table per segment, per kind of link and per partner. A segment's blackholes are every Region's supernet: shorter than any prefix that is granted."""
    network = context.network
    supernets = {name: str(network.regions[name].supernet) for name in sorted(network.regions)}
    plan: TransitPlan = {
        "region": region,
        "amazon_side_asn": network.regions[region].amazon_side_asn,
        "tables": [
            {"segment": segment, "blackholes": supernets, "tags": tags(network, segment)}
            for segment in sorted(network.segments)
        ],
        "links": [
            {"kind": kind, "tags": tags(network, SHARED, SHARED, {"link": kind})} for kind in _kinds(context, region)
        ],
        "share_with": context.guests.get(region, []),
        "tags": tags(network),
    }
    if (own := network.regions[region].transit_gateway_cidr) is not None:
        plan["cidr_blocks"] = [str(own)]
    return plan


def _kinds(context: Context, region: str) -> list[str]:
    stated = context.network.outside
    found = {kind for name, kinds in context.kinds.items() if stated[name].region == region for kind in kinds}
    return sorted(found | ({PEERING} if any(region in pair for pair in context.peered) else set()))


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
