"""What the owner of the transit gateway does to put a link where it belongs."""

from typing import Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child


class LinkMembershipArgs(TypedDict):
    """Arguments of ``LinkMembership``."""

    region: str
    """The transit gateway's Region."""
    attachment_id: pulumi.Input[str]
    """The link's attachment: that of a Direct Connect association or of a VPN connection."""
    link_table_id: pulumi.Input[str]
    """Where packets from the link are looked up: the table of its kind."""
    hub_table_id: pulumi.Input[str]
    """Where the networks' prefixes are learned: the hub's table, for the way back. Nowhere else."""


class LinkMembership(pulumi.ComponentResource):
    """Associates a link's attachment with the table of its kind and propagates it to the hub only.

    Runs with the network account's provider. Links propagate into no other table: networks outside do not see each other,
    nor any spoke.

    Source: Amazon VPC Transit Gateways guide, "Associate a transit gateway route table", "Route propagation".
    """

    attachment_id: pulumi.Output[str]

    def __init__(self, name: str, args: LinkMembershipArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:LinkMembership", name, dict(args), opts)
        region, attachment_id = args["region"], args["attachment_id"]
        aws.ec2transitgateway.RouteTableAssociation(
            f"{name}-association",
            region=region,
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=args["link_table_id"],
            opts=child(self),
        )
        aws.ec2transitgateway.RouteTablePropagation(
            f"{name}-propagation",
            region=region,
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=args["hub_table_id"],
            opts=child(self),
        )
        self.attachment_id = pulumi.Output.from_input(attachment_id)
        self.register_outputs({"attachment_id": self.attachment_id})
