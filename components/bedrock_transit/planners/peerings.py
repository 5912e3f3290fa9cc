"""Plans of the peerings between Regions' transit gateways: they follow from the grants that fail over.

Source: Amazon VPC Transit Gateways guide, "Transit gateway peering attachments" (static routes only; one peering between
two transit gateways).
"""

from __future__ import annotations

from ..link_plans import GatewayPeeringPlan, PeeringSidePlan
from .context import Context
from .network_plan import NetworkPlan
from .tags import tags


def peerings(context: Context) -> dict[str, GatewayPeeringPlan]:
    """By ``<Region>-<Region>``, in alphabetical order: a peering for each pair between which a grant fails over."""
    return {
        f"{first}-{second}": {
            "requester": _side(context, first, second),
            "accepter": _side(context, second, first),
            "tags": tags(context.network),
        }
        for first, second in context.peered
    }


def _side(context: Context, region: str, other: str) -> PeeringSidePlan:
    """What this side's tables send over the peering: calls to the other side's sets, answers to its consumers."""
    calling = {context.home(consumer)[1] for consumer in _visitors(context, region, other)}
    return {
        "region": region,
        "endpoint_blocks": {s: str(context.layout.segments[other, s].endpoint_block) for s in sorted(calling)},
        "consumers": {c: str(context.block(c)) for c in sorted(_visitors(context, other, region))},
    }


def _visitors(context: Context, home: str, place: str) -> set[str]:
    """The consumers of Region ``home`` that may call the endpoints in ``place``."""
    found = {c for (region, _), visitors in context.visitors.items() if region == place for c in visitors}
    return {consumer for consumer in found if context.home(consumer)[0] == home}


def sides_of(plan: NetworkPlan, region: str) -> list[PeeringSidePlan]:
    """The sides of peerings that end at a Region's transit gateway."""
    sides = [side for peering in plan.peerings.values() for side in (peering["requester"], peering["accepter"])]
    return [side for side in sides if side["region"] == region]
