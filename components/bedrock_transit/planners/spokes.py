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
        "failover_blocks": _failing_over(context, key),
        "tags": tags(context.network, stated.segment, key, stated.tags),
    }


def _failing_over(context: Context, key: str) -> dict[str, str]:
    """The applications that call other Regions too, with the block that the answers go to."""
    stated, blocks = context.network.spokes[key], context.layout.spokes[key].applications
    return {name: str(blocks[name]) for name in sorted(stated.applications) if _failover(context, f"{key}/{name}")}


def _failover(context: Context, consumer: str) -> dict[str, str]:
    """Each Region that the consumer may call beside its own, with the block of its segment's endpoint set there."""
    homes = sorted(home for home, visitors in context.visitors.items() if consumer in visitors)
    return {home[0]: str(context.layout.segments[home].endpoint_block) for home in homes}


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
            "failover_blocks": _failover(context, f"{key}/{name}"),
            "tags": tags(context.network, stated.segment, key, stated.tags, application.tags, {"application": name}),
        }
    return found
