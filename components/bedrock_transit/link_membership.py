"""What the owner of the transit gateway does to put a link where it belongs."""

from typing import List, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired, TypedDict

from .children import child


class LinkMembershipArgs(TypedDict):
    """Arguments of ``LinkMembership``."""

    region: str
    """The transit gateway's Region."""
    attachment_id: pulumi.Input[str]
    """The link's attachment: that of a Direct Connect association or of a VPN connection, or a Connect attachment."""
    link_table_id: pulumi.Input[str]
    """Where packets from the link are looked up: the table of its kind, or of its partner."""
    hub_table_id: pulumi.Input[str]
    """Where the networks' prefixes are known: the hub's table, for the way back. Nowhere else."""
    partner_prefixes: NotRequired[List[str]]
    """A partner's prefixes: static routes in place of propagation. Left out: the link propagates."""


class LinkMembership(pulumi.ComponentResource):
    """Associates a link's attachment with its table, and lets the hub alone know what is behind it.

    Runs with the network account's provider. Links to on-premises networks propagate into the hub's table and into no
    other one: networks outside do not see each other, nor any spoke. A partner's link propagates nowhere: what it
    announces counts nothing, static routes lead to its prefixes.

    Source: Amazon VPC Transit Gateways guide, "Associate a transit gateway route table", "Route propagation", "Static
    routes".
    """

    attachment_id: pulumi.Output[str]

    def __init__(self, name: str, args: LinkMembershipArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:LinkMembership", name, dict(args), opts)
        region, attachment_id = args["region"], args["attachment_id"]
        association = aws.ec2transitgateway.RouteTableAssociation(
            f"{name}-association",
            region=region,
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=args["link_table_id"],
            opts=child(self),
        )
        prefixes = args.get("partner_prefixes")
        if prefixes is None:
            aws.ec2transitgateway.RouteTablePropagation(
                f"{name}-propagation",
                region=region,
                transit_gateway_attachment_id=attachment_id,
                transit_gateway_route_table_id=args["hub_table_id"],
                opts=child(self),
            )
        for prefix in prefixes or ():
            aws.ec2transitgateway.Route(
                f"{name}-route-{prefix.replace('/', '-')}",
                region=region,
                transit_gateway_route_table_id=args["hub_table_id"],
                transit_gateway_attachment_id=attachment_id,
                destination_cidr_block=prefix,
                opts=child(self, after=association),
            )
        self.attachment_id = pulumi.Output.from_input(attachment_id)
        self.register_outputs({"attachment_id": self.attachment_id})
