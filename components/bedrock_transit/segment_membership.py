"""What the owner of the transit gateway does to make a spoke a member of its segment."""

from typing import Dict, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired, TypedDict

from .children import child, named


class SegmentMembershipArgs(TypedDict):
    """Arguments of ``SegmentMembership``."""

    region: str
    """The attachment's Region."""
    attachment_id: pulumi.Input[str]
    """The spoke's attachment."""
    accept: bool
    """Whether the attachment is of another account and has to be accepted."""
    segment_table_id: pulumi.Input[str]
    """Where the spoke's packets are looked up: its segment's table."""
    hub_table_id: pulumi.Input[str]
    """Where the spoke's addresses are learned: the hub's table, for the way back. Nowhere else."""
    tags: Dict[str, str]
    """Tags of the spoke."""
    peering_table_id: NotRequired[pulumi.Input[str]]
    """Where answers from other Regions are looked up: the table of peerings. With ``failover_blocks``."""
    failover_blocks: NotRequired[Dict[str, str]]
    """Application that calls other Regions too, to its block: what that table leads to the spoke."""


class SegmentMembership(pulumi.ComponentResource):
    """Accepts a spoke's attachment, associates it with its segment's table and propagates it to the hub only.

    Runs with the network account's provider. Spokes propagate into no segment table, so spokes do not see each other,
    and into no table of peerings: that gets the blocks of the applications alone that call other Regions.

    Source: Amazon VPC Transit Gateways guide, "Associate a transit gateway route table".
    """

    attachment_id: pulumi.Output[str]

    def __init__(self, name: str, args: SegmentMembershipArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:SegmentMembership", name, dict(args), opts)
        region, attachment_id = args["region"], args["attachment_id"]
        accepted: Optional[pulumi.Resource] = None
        if args["accept"]:
            accepted = aws.ec2transitgateway.VpcAttachmentAccepter(
                f"{name}-accepter",
                region=region,
                transit_gateway_attachment_id=attachment_id,
                transit_gateway_default_route_table_association=False,
                transit_gateway_default_route_table_propagation=False,
                tags=named(args["tags"], f"{name}-accepter"),
                opts=child(self),
            )
        association = aws.ec2transitgateway.RouteTableAssociation(
            f"{name}-association",
            region=region,
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=args["segment_table_id"],
            opts=child(self, after=accepted),
        )
        aws.ec2transitgateway.RouteTablePropagation(
            f"{name}-propagation",
            region=region,
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=args["hub_table_id"],
            opts=child(self, after=accepted),
        )
        for application, block in args.get("failover_blocks", {}).items():
            aws.ec2transitgateway.Route(
                f"{name}-route-{application}",
                region=region,
                transit_gateway_route_table_id=args["peering_table_id"],
                transit_gateway_attachment_id=attachment_id,
                destination_cidr_block=block,
                opts=child(self, after=association),
            )
        self.attachment_id = pulumi.Output.from_input(attachment_id)
        self.register_outputs({"attachment_id": self.attachment_id})
