"""Plans of the spokes and of their applications."""

from __future__ import annotations

from ..plans import ApplicationPlan, SpokePlan
from . import addresses
from .classes import UNGRANTED
from .context import Context
from .tags import tags


def spoke(context: Context, key: str) -> SpokePlan:
    """A spoke VPC. Its last /26 is for the attachment subnets."""
    stated, vpc = context.network.spokes[key], context.layout.spokes[key].vpc
    zones = context.network.regions[stated.region].zones
    return {
        "key": key,
        "region": stated.region,
        "segment": stated.segment,
        "cidr": str(vpc),
        "attachment_subnets": addresses.zone_subnets(addresses.attachment_block(vpc), zones),
        "account": stated.account,
        "own_account": stated.account == context.network.network_account,
        "tags": tags(context.network, stated.segment, key, stated.tags),
    }


def applications(context: Context, key: str) -> dict[str, ApplicationPlan]:
    """The applications of a spoke. Only a granted one is told its endpoint set's block."""
    stated = context.network.spokes[key]
    home = context.layout.segments[stated.region, stated.segment]
    zones = context.network.regions[stated.region].zones
    found: dict[str, ApplicationPlan] = {}
    for name, application in sorted(stated.applications.items()):
        block = context.layout.spokes[key].applications[name]
        granted = context.layout.classes[f"{key}/{name}"] != UNGRANTED
        found[name] = {
            "key": name,
            "region": stated.region,
            "block": str(block),
            "subnets": addresses.zone_subnets(block, zones),
            "secondary": bool(home.pools),
            "endpoint_block": str(home.endpoint_block) if granted else "",
            "tags": tags(context.network, stated.segment, key, stated.tags, application.tags, {"application": name}),
        }
    return found
