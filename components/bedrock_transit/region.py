"""One Region of the network: its spokes and links, wired to the core of the Region, and what is exported of it."""

from typing import Any, Dict, Mapping

import pulumi

from .application import Application
from .core import Core, Providers
from .hybrid import Gateways, build_links
from .planners import NetworkPlan, RegionPlan
from .segment_membership import SegmentMembership, SegmentMembershipArgs
from .spec.links import PEERING
from .spoke_vpc import SpokeVpc, SpokeVpcArgs

Cores = Mapping[str, Core]


def build_region(
    network: NetworkPlan, name: str, cores: Cores, accounts: Providers, gateways: Gateways
) -> Dict[str, Any]:
    """Builds spokes and links of a Region. Returns what application teams and network teams need of it (the stack's export)."""
    plan, core = network.regions[name], cores[name]
    spokes = {key: _spoke(plan, key, core, cores, accounts, network.network_account) for key in plan.spokes}
    links = build_links(plan, core.transit, core.views, gateways, accounts, network.network_account)
    return {**_exports(plan, core, spokes), "links": links}


def _spoke(
    plan: RegionPlan, key: str, core: Core, cores: Cores, accounts: Providers, network_account: str
) -> Dict[str, Any]:
    spoke, transit = plan.spokes[key], core.transit
    workload = pulumi.ResourceOptions(provider=accounts[spoke["account"]])
    shares = [] if spoke["own_account"] else [*transit.shared, *core.views[spoke["segment"]].shared]
    after = pulumi.ResourceOptions.merge(workload, pulumi.ResourceOptions(depends_on=shares))
    vpc = SpokeVpc(key, _spoke_args(plan, key, core, cores), after)
    membership = _membership(plan, key, core, vpc, pulumi.ResourceOptions(provider=accounts[network_account]))
    applications = {
        name: Application(
            f"{key}.{name}",
            {"application": application, "vpc_id": vpc.vpc.id, "transit_gateway_id": transit.gateway.id},
            pulumi.ResourceOptions.merge(workload, pulumi.ResourceOptions(depends_on=[membership])),
        )
        for name, application in plan.applications[key].items()
    }
    return {
        "vpc_id": vpc.vpc.id,
        "applications": {
            name: {
                "subnet_ids": {zone: subnet.id for zone, subnet in application.subnets.items()},
                "security_group_id": application.group.id,
            }
            for name, application in applications.items()
        },
    }


def _spoke_args(plan: RegionPlan, key: str, core: Core, cores: Cores) -> SpokeVpcArgs:
    spoke = plan.spokes[key]
    segment, view = spoke["segment"], core.views[spoke["segment"]]
    args: SpokeVpcArgs = {"spoke": spoke, "transit_gateway_id": core.transit.gateway.id}
    if view.profile:
        args["profile_id"] = view.profile.id
        return args
    zones = dict(view.zones)
    if segment in plan.failover_names:
        hosts = plan.failover_names[segment]["hosts"]
        zones.update({host: cores[region].views[segment].zones[host] for host, region in hosts.items()})
    args["zone_ids"] = {host: zone.id for host, zone in zones.items()}
    args["firewall_rule_group_id"] = view.firewall.id
    return args


def _membership(
    plan: RegionPlan, key: str, core: Core, vpc: SpokeVpc, home: pulumi.ResourceOptions
) -> SegmentMembership:
    spoke = plan.spokes[key]
    args: SegmentMembershipArgs = {
        "region": spoke["region"],
        "attachment_id": vpc.attachment.id,
        "accept": not spoke["own_account"],
        "segment_table_id": core.transit.segment_tables[spoke["segment"]].id,
        "hub_table_id": core.transit.hub_table.id,
        "tags": spoke["tags"],
    }
    if spoke["failover_blocks"]:
        args["peering_table_id"] = core.transit.link_tables[PEERING].id
        args["failover_blocks"] = spoke["failover_blocks"]
    return SegmentMembership(f"{key}-membership", args, home)


def _exports(plan: RegionPlan, core: Core, spokes: Mapping[str, Dict[str, Any]]) -> Dict[str, Any]:
    """See docs/exports.md for what each value is for."""
    return {
        "transit_gateway_id": core.transit.gateway.id,
        "segments": {
            segment: {
                "transit_gateway_route_table_id": core.transit.segment_tables[segment].id,
                "endpoint_block": plan.endpoint_sets[segment]["block"],
                "endpoint_hosts": {z["host"]: z["service"] for z in plan.views[segment]["zones"]},
                "endpoint_prefix_list_id": endpoints.destinations.id,
                "class_prefix_list_ids": {key: plist.id for key, plist in endpoints.classes.items()},
                "profile_id": profile.id if (profile := core.views[segment].profile) else None,
            }
            for segment, endpoints in core.sets.items()
        },
        "spokes": dict(spokes),
    }
