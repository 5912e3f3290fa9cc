"""One Region of the network: the components wired to each other, in the order of the picture."""

from typing import Any, Dict, Mapping

import pulumi

from .application import Application
from .dns_view import DnsView, DnsViewArgs
from .endpoint_set import EndpointSet, EndpointSetArgs
from .hub import Hub
from .hybrid import Gateways, Providers, build_links
from .planners import RegionPlan
from .segment_membership import SegmentMembership
from .spoke_vpc import SpokeVpc, SpokeVpcArgs
from .transit_gateway import TransitGateway


def build_region(plan: RegionPlan, accounts: Providers, network_account: str, gateways: Gateways) -> Dict[str, Any]:
    """Builds a Region and returns what application teams and network teams need of it (the stack's export)."""
    region, home = plan.transit["region"], pulumi.ResourceOptions(provider=accounts[network_account])
    transit = TransitGateway(f"{region}-transit", {"transit": plan.transit}, home)
    hub = Hub(
        f"{region}-hub",
        {"hub": plan.hub, "transit_gateway_id": transit.gateway.id, "hub_table_id": transit.hub_table.id},
        home,
    )
    sets = {segment: _endpoint_set(plan, segment, transit, hub, home) for segment in plan.endpoint_sets}
    views = {segment: _view(plan, segment, sets[segment], transit, home) for segment in plan.views}
    spokes = {key: _spoke(plan, key, transit, views, accounts, network_account) for key in plan.spokes}
    links = build_links(plan, transit, views, gateways, accounts, network_account)
    return {**_exports(plan, transit, sets, views, spokes), "links": links}


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


def _spoke(
    plan: RegionPlan,
    key: str,
    transit: TransitGateway,
    views: Mapping[str, DnsView],
    accounts: Providers,
    network_account: str,
) -> Dict[str, Any]:
    spoke = plan.spokes[key]
    view = views[spoke["segment"]]
    workload = pulumi.ResourceOptions(provider=accounts[spoke["account"]])
    args: SpokeVpcArgs = {"spoke": spoke, "transit_gateway_id": transit.gateway.id}
    if view.profile:
        args["profile_id"] = view.profile.id
    else:
        args["zone_ids"] = {host: zone.id for host, zone in view.zones.items()}
        args["firewall_rule_group_id"] = view.firewall.id
    shares = [] if spoke["own_account"] else [*transit.shared, *view.shared]
    vpc = SpokeVpc(key, args, pulumi.ResourceOptions.merge(workload, pulumi.ResourceOptions(depends_on=shares)))
    membership = SegmentMembership(
        f"{key}-membership",
        {
            "region": spoke["region"],
            "attachment_id": vpc.attachment.id,
            "accept": not spoke["own_account"],
            "segment_table_id": transit.segment_tables[spoke["segment"]].id,
            "hub_table_id": transit.hub_table.id,
            "tags": spoke["tags"],
        },
        pulumi.ResourceOptions(provider=accounts[network_account]),
    )
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


def _exports(
    plan: RegionPlan,
    transit: TransitGateway,
    sets: Mapping[str, EndpointSet],
    views: Mapping[str, DnsView],
    spokes: Mapping[str, Dict[str, Any]],
) -> Dict[str, Any]:
    """See docs/exports.md for what each value is for."""
    return {
        "transit_gateway_id": transit.gateway.id,
        "segments": {
            segment: {
                "transit_gateway_route_table_id": transit.segment_tables[segment].id,
                "endpoint_block": plan.endpoint_sets[segment]["block"],
                "endpoint_hosts": {z["host"]: z["service"] for z in plan.views[segment]["zones"]},
                "endpoint_prefix_list_id": endpoints.destinations.id,
                "class_prefix_list_ids": {key: plist.id for key, plist in endpoints.classes.items()},
                "profile_id": profile.id if (profile := views[segment].profile) else None,
            }
            for segment, endpoints in sets.items()
        },
        "spokes": dict(spokes),
    }
