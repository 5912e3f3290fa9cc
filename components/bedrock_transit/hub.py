"""The hub: the central endpoint VPC of a Region, with the one attachment that leads to it."""

from typing import Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child
from .plans import HubPlan
from .vpcs import attachment, attachment_subnets, private_vpc


class HubArgs(TypedDict):
    """Arguments of ``Hub``."""

    hub: HubPlan
    """Region, block and attachment subnets."""
    transit_gateway_id: pulumi.Input[str]
    """The Region's transit gateway."""
    hub_table_id: pulumi.Input[str]
    """Transit gateway route table of the hub: the return paths to the spokes."""


class Hub(pulumi.ComponentResource):
    """A VPC for endpoint sets, attached to the transit gateway in subnets of its own.

    The attachment subnets' route table is empty: what arrives can reach the hub's own addresses and nothing beyond,
    so that no segment can hairpin through the hub. The attachment propagates nowhere; segments get static routes to
    their own endpoint set only. No internet, NAT or egress-only gateway.

    Source: Amazon VPC Transit Gateways guide, "Transit gateway design best practices".
    """

    vpc_id: pulumi.Output[str]
    attachment_id: pulumi.Output[str]

    def __init__(self, name: str, args: HubArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:Hub", name, dict(args), opts)
        plan = args["hub"]
        region = plan["region"]
        self.vpc = private_vpc(self, name, region, plan["cidr"], plan["tags"])
        subnets = attachment_subnets(self, name, region, self.vpc.id, plan["attachment_subnets"], plan["tags"])
        self.attachment = attachment(self, name, region, args["transit_gateway_id"], self.vpc.id, subnets, plan["tags"])
        self.association = aws.ec2transitgateway.RouteTableAssociation(
            f"{name}-association",
            region=region,
            transit_gateway_attachment_id=self.attachment.id,
            transit_gateway_route_table_id=args["hub_table_id"],
            opts=child(self),
        )
        self.vpc_id = self.vpc.id
        self.attachment_id = self.attachment.id
        self.register_outputs({"vpc_id": self.vpc_id, "attachment_id": self.attachment_id})
