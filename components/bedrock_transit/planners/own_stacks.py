"""Plans of the spokes that stacks of their teams build: who lets them in, and the role by which a team may do it itself.

Sources: Service Authorization Reference, Amazon EC2 (which of these actions take an attachment and a route table, and that
``aws:ResourceTag`` bounds both); IAM user guide, "IAM JSON policy elements: Condition operators" (Null, IfExists).
"""

from __future__ import annotations

from typing import Any

from ..catalogue import regions
from ..plans import MembershipRolePlan
from .context import Context
from .policies import document
from .tags import SHARED, tags

DESCRIBE = [
    "ec2:DescribeTransitGatewayAttachments",
    "ec2:DescribeTransitGatewayRouteTables",
    "ec2:DescribeTransitGatewayVpcAttachments",
    "ec2:DescribeTransitGateways",
    "ec2:GetTransitGatewayRouteTableAssociations",
    "ec2:GetTransitGatewayRouteTablePropagations",
]
ASSOCIATE = ["ec2:AssociateTransitGatewayRouteTable", "ec2:DisassociateTransitGatewayRouteTable"]
PROPAGATE = ["ec2:DisableTransitGatewayRouteTablePropagation", "ec2:EnableTransitGatewayRouteTablePropagation"]


def own_stacks(context: Context, region: str) -> dict[str, MembershipRolePlan | None]:
    """The Region's spokes that stacks of their teams build, by name, each with the role that lets it in."""
    found: dict[str, MembershipRolePlan | None] = {}
    for key, stated in sorted(context.network.spokes.items()):
        if stated.region == region and stated.own_stack is not None:
            deployer = stated.own_stack.deployer
            found[key] = _role(context, key, deployer) if deployer is not None else None
    return found


def _role(context: Context, key: str, deployer: str) -> MembershipRolePlan:
    network, segment = context.network, context.network.spokes[key].segment
    return {
        "name": f"{network.name}-{key}",
        "trust": document([{"Effect": "Allow", "Principal": {"AWS": deployer}, "Action": "sts:AssumeRole"}]),
        "policy": document(_statements(context, key)),
        "tags": tags(network, segment, key),
    }


def _statements(context: Context, key: str) -> list[dict[str, Any]]:
    """Accepts what nobody has let in yet, marks it as the spoke's own, and ties what is so marked to the spoke's segment and
    to the hub. Everything else is bound by tags that the role cannot give."""
    network, stated = context.network, context.network.spokes[key]
    place = (
        f"arn:{regions()[stated.region].partition}:ec2:{stated.region}:{network.accounts[network.network_account].id}"
    )
    attachments, tables = f"{place}:transit-gateway-attachment/*", f"{place}:transit-gateway-route-table/*"
    own = {"aws:ResourceTag/network": network.name, "aws:ResourceTag/spoke": key}
    marked = {
        "StringEquals": {"aws:RequestTag/network": network.name, "aws:RequestTag/spoke": key},
        "StringEqualsIfExists": {**own, "aws:RequestTag/segment": stated.segment},
    }
    segment = {"aws:ResourceTag/network": network.name, "aws:ResourceTag/segment": stated.segment}
    hub = {"aws:ResourceTag/network": network.name, "aws:ResourceTag/segment": SHARED}
    return [
        _allow("Look", DESCRIBE, "*"),
        _allow(
            "Accept",
            ["ec2:AcceptTransitGatewayVpcAttachment"],
            attachments,
            {"StringEqualsIfExists": own},
        ),
        _allow("Mark", ["ec2:CreateTags"], attachments, marked),
        _allow(
            "OwnAttachment",
            sorted([*ASSOCIATE, *PROPAGATE, "ec2:DeleteTransitGatewayVpcAttachment"]),
            attachments,
            {"StringEquals": own},
        ),
        _allow("OwnSegment", ASSOCIATE, tables, {"StringEquals": segment}),
        _allow("Hub", PROPAGATE, tables, {"StringEquals": hub, "Null": {"aws:ResourceTag/link": "true"}}),
    ]


def _allow(sid: str, actions: list[str], resource: str, condition: dict[str, Any] | None = None) -> dict[str, Any]:
    found = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}
    return {**found, "Condition": condition} if condition else found
