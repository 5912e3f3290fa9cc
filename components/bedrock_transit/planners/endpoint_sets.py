"""Plans of the endpoint sets: one per segment and Region, with grant classes, endpoints and policies."""

from __future__ import annotations

from collections import defaultdict
from ipaddress import collapse_addresses

from ..catalogue import services
from ..plans import ClassPlan, EndpointPlan, EndpointSetPlan, GrantPlan
from ..spec.actions import actions_of
from . import addresses, prefixes
from .classes import UNGRANTED
from .context import Context
from .policies import endpoint_policy
from .tags import tags


def endpoint_set(context: Context, region: str, segment: str) -> EndpointSetPlan:
    """A segment's own endpoints: block, subnets, who is admitted, and every endpoint with its policy."""
    place, home = context.network.regions[region], context.layout.segments[region, segment]
    return {
        "region": region,
        "segment": segment,
        "block": str(home.endpoint_block),
        "subnets": addresses.zone_subnets(home.endpoint_block, place.zones),
        "acl_blocks": [str(block) for block in collapse_addresses(home.all_blocks)],
        "classes": _classes(context, region, segment),
        "endpoints": [_endpoint(context, region, segment, service) for service in sorted(place.hub.services)],
        "grants": _grants(context, region, segment),
        "tags": tags(context.network, segment),
    }


def _classes(context: Context, region: str, segment: str) -> list[ClassPlan]:
    members: dict[str, list[str]] = defaultdict(list)
    for consumer in context.consumers.get((region, segment), ()):
        members[context.layout.classes[consumer]].append(consumer)
    members.pop(UNGRANTED, None)
    pools = context.layout.segments[region, segment].pools
    found: list[ClassPlan] = []
    for key in sorted(members):
        blocks = {key: str(pools[key])} if pools else {c: str(context.block(c)) for c in members[key]}
        found.append(
            {
                "key": key,
                "entries": prefixes.entries(blocks),
                "max_entries": prefixes.max_entries(len(blocks)),
                "tags": tags(context.network, segment),
            }
        )
    return found


def _endpoint(context: Context, region: str, segment: str, service: str) -> EndpointPlan:
    network = context.network
    place, entry = network.regions[region], services()[service]
    letters = place.hub.service_zones.get(service, place.zones)
    limit = entry.zone_ids(region)
    granted = [g for g in context.granted.get((region, segment), ()) if g.grant.service == service]
    return {
        "service": service,
        "service_name": entry.service_name(region),
        "zones": [place.zones[letter] for letter in sorted(letters) if limit is None or place.zones[letter] in limit],
        "policy": endpoint_policy(entry, region, network.organization_id, granted, network.inference_profiles),
        "tags": tags(network, segment),
    }


def _grants(context: Context, region: str, segment: str) -> list[GrantPlan]:
    return [
        {
            "key": granted.key,
            "service": granted.grant.service,
            "consumers": {consumer: str(context.block(consumer)) for consumer in granted.consumers},
            "models": sorted(granted.grant.models),
            "objects": sorted(granted.grant.objects),
            "uses": sorted(granted.grant.uses),
            "actions": [action.name for action in actions_of(granted.grant, services()[granted.grant.service])],
        }
        for granted in context.granted.get((region, segment), ())
    ]
