"""The hub: the central endpoint VPC of a Region, with the one attachment that leads to it."""

from typing import Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, named
from .plans import HubPlan
from .subnets import attachment_subnets


class HubArgs(TypedDict):
    """Arguments of ``Hub``."""

    hub: HubPlan
    transit_gateway_id: pulumi.Input[str]
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
        self.vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            region=region,
            cidr_block=plan["cidr"],
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=named(plan["tags"], f"{name}-vpc"),
            opts=child(self),
        )
        aws.ec2.DefaultSecurityGroup(
            f"{name}-default-sg",
            region=region,
            vpc_id=self.vpc.id,
            ingress=[],
            egress=[],
            tags=named(plan["tags"], f"{name}-default-sg"),
            opts=child(self),
        )
        subnets = attachment_subnets(self, name, region, self.vpc.id, plan["attachment_subnets"], plan["tags"])
        self.attachment = aws.ec2transitgateway.VpcAttachment(
            f"{name}-attachment",
            region=region,
            transit_gateway_id=args["transit_gateway_id"],
            vpc_id=self.vpc.id,
            subnet_ids=[subnet.id for subnet in subnets],
            appliance_mode_support="disable",
            dns_support="enable",
            ipv6_support="disable",
            security_group_referencing_support="disable",
            transit_gateway_default_route_table_association=False,
            transit_gateway_default_route_table_propagation=False,
            tags=named(plan["tags"], f"{name}-attachment"),
            opts=child(self),
        )
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
