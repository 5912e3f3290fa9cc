"""One Region of the network: its spokes and links, wired to the core of the Region, and what is exported of it."""

from typing import Any, Dict, Mapping

import pulumi

from .core import Core, Providers
from .endpoint_set import EndpointSet
from .hybrid import Gateways, build_links
from .membership_role import MembershipRole
from .planners import NetworkPlan, RegionPlan
from .spec.links import PEERING
from .spokes import SpokeHandoff, build_spoke

Cores = Mapping[str, Core]


def build_region(
    network: NetworkPlan, name: str, cores: Cores, accounts: Providers, gateways: Gateways
) -> Dict[str, Any]:
    """Builds spokes and links of a Region. Returns what application teams and network teams need of it (the stack's export)."""
    plan, core = network.regions[name], cores[name]
    spokes = {
        key: _spoke(plan, key, cores, accounts, network.network_account)
        for key in plan.spokes
        if key not in plan.own_stacks
    }
    links = build_links(plan, core.transit, core.views, gateways, accounts, network.network_account)
    return {**_exports(plan, core, spokes), "links": links}


def _spoke(plan: RegionPlan, key: str, cores: Cores, accounts: Providers, network_account: str) -> Dict[str, Any]:
    spoke, core = plan.spokes[key], cores[plan.transit["region"]]
    workload = pulumi.ResourceOptions(provider=accounts[spoke["account"]])
    network = pulumi.ResourceOptions(provider=accounts[network_account])
    shares = [] if spoke["own_account"] else [*core.transit.shared, *core.views[spoke["segment"]].shared]
    return build_spoke(_handoff(plan, key, cores), workload, network, shares).exports()


def build_workloads(network: NetworkPlan, cores: Cores, accounts: Providers) -> Dict[str, Any]:
    """The roles that let in the spokes which stacks of their teams build. Returns what those stacks need (the export ``workloads``)."""
    home = pulumi.ResourceOptions(provider=accounts[network.network_account])
    account_id = network.account_ids[network.network_account]
    found: Dict[str, Any] = {}
    for plan in network.regions.values():
        for key, stated in plan.own_stacks.items():
            role = MembershipRole(f"{key}-membership-role", {"role": stated}, home).role.arn if stated else None
            found[key] = {
                **_handoff(plan, key, cores),
                "account_id": network.account_ids[plan.spokes[key]["account"]],
                "network_account_id": account_id,
                "membership_role_arn": role,
            }
    return found


def _handoff(plan: RegionPlan, key: str, cores: Cores) -> SpokeHandoff:
    """A spoke's plan with what it is wired to."""
    spoke, core = plan.spokes[key], cores[plan.transit["region"]]
    segment, view = spoke["segment"], core.views[spoke["segment"]]
    handoff: SpokeHandoff = {
        "spoke": spoke,
        "applications": plan.applications[key],
        "transit_gateway_id": core.transit.gateway.id,
        "segment_table_id": core.transit.segment_tables[segment].id,
        "hub_table_id": core.transit.hub_table.id,
    }
    if plan.trainings[key]:
        handoff["trainings"] = plan.trainings[key]
    if spoke["failover_blocks"]:
        handoff["peering_table_id"] = core.transit.link_tables[PEERING].id
    if view.profile:
        handoff["profile_id"] = view.profile.id
        return handoff
    zones = dict(view.zones)
    if segment in plan.failover_names:
        hosts = plan.failover_names[segment]["hosts"]
        zones.update({host: cores[region].views[segment].zones[host] for host, region in hosts.items()})
    handoff["zone_ids"] = {host: zone.id for host, zone in zones.items()}
    handoff["firewall_rule_group_id"] = view.firewall.id
    return handoff


def _own_names(plan: RegionPlan, segment: str, endpoints: EndpointSet) -> Dict[str, pulumi.Output[str]]:
    """The names of endpoints that no zone of the view leads to, by service. AWS may put a star in front of an S3 endpoint's."""
    zoned = {zone["service"] for zone in plan.views[segment]["zones"]}
    services = sorted(endpoints.endpoints.keys() - zoned)
    return {service: endpoints.dns_name(service).apply(lambda name: name.removeprefix("*.")) for service in services}


def _exports(plan: RegionPlan, core: Core, spokes: Mapping[str, Dict[str, Any]]) -> Dict[str, Any]:
    """See docs/exports.md for what each value is for."""
    return {
        "transit_gateway_id": core.transit.gateway.id,
        "segments": {
            segment: {
                "transit_gateway_route_table_id": core.transit.segment_tables[segment].id,
                "endpoint_block": plan.endpoint_sets[segment]["block"],
                "endpoint_hosts": {z["host"]: z["service"] for z in plan.views[segment]["zones"]},
                "endpoint_own_names": _own_names(plan, segment, endpoints),
                "endpoint_prefix_list_id": endpoints.destinations.id,
                "class_prefix_list_ids": {key: plist.id for key, plist in endpoints.classes.items()},
                "profile_id": profile.id if (profile := core.views[segment].profile) else None,
            }
            for segment, endpoints in core.sets.items()
        },
        "spokes": dict(spokes),
    }
