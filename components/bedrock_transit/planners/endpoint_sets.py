"""Plans of the endpoint sets: one per segment and Region, with grant classes, endpoints and policies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from ipaddress import IPv4Network, collapse_addresses

from ..catalogue import services
from ..plans import ClassPlan, EndpointPlan, EndpointSetPlan, GrantedNetworkPlan, GrantPlan
from ..spec.actions import actions_of
from ..spec.links import PEERING
from . import addresses, prefixes
from .classes import UNGRANTED
from .context import Context
from .policies import Granted, endpoint_policy
from .tags import tags


def endpoint_set(context: Context, region: str, segment: str) -> EndpointSetPlan:
    """A segment's own endpoints: block, subnets, who is admitted, and every endpoint with its policy."""
    place, home = context.network.regions[region], context.layout.segments[region, segment]
    networks, visitors = context.granted_networks((region, segment)), context.visitors.get((region, segment), {})
    kinds = {kind for name in networks for kind in context.kinds[name]}
    return {
        "region": region,
        "segment": segment,
        "block": str(home.endpoint_block),
        "subnets": addresses.zone_subnets(home.endpoint_block, place.zones),
        "acl_blocks": [str(block) for block in collapse_addresses(home.all_blocks)],
        "acl_networks": [str(block) for block in _acl_networks(context, networks, visitors)],
        "links": sorted(kinds | ({PEERING} if visitors else set())),
        "classes": _classes(context, region, segment),
        "endpoints": [_endpoint(context, region, segment, service) for service in sorted(place.hub.services)],
        "grants": _grants(context, region, segment),
        "custom_models": context.custom_models.get(segment, []),
        "tags": tags(context.network, segment),
    }


def _acl_networks(context: Context, networks: Iterable[str], visitors: Iterable[str]) -> list[IPv4Network]:
    """What the network ACL admits from elsewhere: networks by their prefixes, visitors by their segment's blocks."""
    homes = {context.home(consumer) for consumer in visitors}
    blocks = {b for home in homes for b in collapse_addresses(context.layout.segments[home].all_blocks)}
    return sorted(blocks.union(p for name in networks for p in context.network.outside[name].prefixes))


def _classes(context: Context, region: str, segment: str) -> list[ClassPlan]:
    members: dict[str, list[str]] = defaultdict(list)
    for consumer in context.consumers.get((region, segment), ()):
        members[context.layout.classes[consumer]].append(consumer)
    members.pop(UNGRANTED, None)
    for consumer, key in context.visitors.get((region, segment), {}).items():
        members[key].append(consumer)
    found: list[ClassPlan] = []
    for key in sorted(members):
        entries = prefixes.entries(_blocks(context, members[key]))
        found.append(
            {
                "key": key,
                "entries": entries,
                "max_entries": prefixes.max_entries(len(entries)),
                "tags": tags(context.network, segment),
            }
        )
    return found


def _blocks(context: Context, members: list[str]) -> Iterable[tuple[str, IPv4Network]]:
    """What a class's prefix list holds: its applications' blocks or their pools, and every prefix of its networks."""
    yield from {context.source(consumer) for consumer in members if "/" in consumer}
    for name in (consumer for consumer in members if "/" not in consumer):
        yield from ((name, prefix) for prefix in context.network.outside[name].prefixes)


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
    return [_grant(context, granted) for granted in context.granted.get((region, segment), ())]


def _grant(context: Context, granted: Granted) -> GrantPlan:
    found: GrantPlan = {
        "key": granted.key,
        "service": granted.grant.service,
        "consumers": {consumer: str(context.block(consumer)) for consumer in granted.applications},
        "networks": {name: _network(context, name) for name in granted.networks},
        "elsewhere": _elsewhere(context, granted.applications),
        "models": sorted(granted.grant.models),
        "objects": sorted(granted.grant.objects),
        "uses": sorted(granted.grant.uses),
        "actions": [action.name for action in actions_of(granted.grant, services()[granted.grant.service])],
    }
    if granted.owners:
        found["owners"] = list(granted.owners)
    return found


def _elsewhere(context: Context, applications: Iterable[str]) -> dict[str, str]:
    stated = ((application, context.network.spokes[application.split("/")[0]]) for application in applications)
    return {name: context.network.accounts[spoke.account].id for name, spoke in stated if spoke.own_stack is not None}


def _network(context: Context, name: str) -> GrantedNetworkPlan:
    stated = context.network.outside[name]
    return {
        "prefixes": [str(prefix) for prefix in sorted(stated.prefixes)],
        "accounts": sorted({context.network.accounts[account].id for account in stated.accounts}),
    }
