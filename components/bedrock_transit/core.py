"""What each Region has once: transit gateway, hub, endpoint sets, DNS views. Other Regions refer to it."""

from dataclasses import dataclass
from typing import Dict, Mapping

import pulumi
import pulumi_aws as aws

from .dns_view import DnsView, DnsViewArgs
from .endpoint_set import EndpointSet, EndpointSetArgs
from .hub import Hub
from .planners import NetworkPlan, RegionPlan
from .transit_gateway import TransitGateway

Providers = Mapping[str, aws.Provider]


@dataclass(frozen=True)
class Core:
    """The components that a Region has once; sets and views by segment."""

    transit: TransitGateway
    sets: Dict[str, EndpointSet]
    views: Dict[str, DnsView]


def build_cores(network: NetworkPlan, accounts: Providers) -> Dict[str, Core]:
    """The core of each Region, by its name. Built before any spoke: a spoke may call, and resolve names of, several."""
    home = pulumi.ResourceOptions(provider=accounts[network.network_account])
    return {name: _core(plan, home) for name, plan in network.regions.items()}


def _core(plan: RegionPlan, home: pulumi.ResourceOptions) -> Core:
    region = plan.transit["region"]
    transit = TransitGateway(f"{region}-transit", {"transit": plan.transit}, home)
    hub = Hub(
        f"{region}-hub",
        {"hub": plan.hub, "transit_gateway_id": transit.gateway.id, "hub_table_id": transit.hub_table.id},
        home,
    )
    sets = {segment: _endpoint_set(plan, segment, transit, hub, home) for segment in plan.endpoint_sets}
    return Core(transit, sets, {segment: _view(plan, segment, sets[segment], transit, home) for segment in plan.views})


def _endpoint_set(
    plan: RegionPlan, segment: str, transit: TransitGateway, hub: Hub, home: pulumi.ResourceOptions
) -> EndpointSet:
    args: EndpointSetArgs = {
        "endpoint_set": plan.endpoint_sets[segment],
        "vpc_id": hub.vpc.id,
        "attachment_id": hub.attachment.id,
        "transit_gateway_id": transit.gateway.id,
        "segment_table_id": transit.segment_tables[segment].id,
    }
    if transit.share:
        args["share_arn"] = transit.share.arn
    if plan.endpoint_sets[segment]["links"]:
        args["link_table_ids"] = {kind: transit.link_tables[kind].id for kind in plan.endpoint_sets[segment]["links"]}
    after = pulumi.ResourceOptions.merge(home, pulumi.ResourceOptions(depends_on=[hub.association]))
    return EndpointSet(f"{plan.transit['region']}-{segment}", args, after)


def _view(
    plan: RegionPlan, segment: str, endpoints: EndpointSet, transit: TransitGateway, home: pulumi.ResourceOptions
) -> DnsView:
    view = plan.views[segment]
    services = sorted({zone["service"] for zone in view["zones"]})
    args: DnsViewArgs = {
        "view": view,
        "dns_names": {service: endpoints.dns_name(service) for service in services},
        "dns_zone_ids": {service: endpoints.dns_zone_id(service) for service in services},
    }
    if transit.share:
        args["share_arn"] = transit.share.arn
    return DnsView(f"{plan.transit['region']}-{segment}-view", args, home)
