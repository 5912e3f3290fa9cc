"""The peering between the transit gateways of two Regions, with every route that leads over it."""

from typing import Dict, Mapping, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, ids, named
from .link_plans import GatewayPeeringPlan, PeeringSidePlan


class GatewayPeeringArgs(TypedDict):
    """Arguments of ``GatewayPeering``. Those with ``peer`` are of the accepting side."""

    peering: GatewayPeeringPlan
    """Both Regions, the endpoint sets that are called over the peering, the consumers that are answered."""
    transit_gateway_id: pulumi.Input[str]
    """Transit gateway that asks for the peering."""
    peering_table_id: pulumi.Input[str]
    """Its route table of peerings."""
    hub_table_id: pulumi.Input[str]
    """Its route table of the hub."""
    segment_table_ids: Mapping[str, pulumi.Input[str]]
    """Its route table of each segment that calls the other side."""
    peer_transit_gateway_id: pulumi.Input[str]
    """Transit gateway that accepts the peering."""
    peer_peering_table_id: pulumi.Input[str]
    """Its route table of peerings."""
    peer_hub_table_id: pulumi.Input[str]
    """Its route table of the hub."""
    peer_segment_table_ids: Mapping[str, pulumi.Input[str]]
    """Its route table of each segment that calls the other side."""


class GatewayPeering(pulumi.ComponentResource):
    """A peering of two transit gateways of one account, on which each side's table of peerings decides.

    Both sides have one id in AWS; each refers to it through the resource of its own Region: the attachment, and what
    accepts it. Nothing propagates over a peering. A segment's table leads to its own endpoint set on the other side, the
    hub's table back to the consumers there; where what arrives may go, the table of peerings says, which ``EndpointSet``
    and ``SegmentMembership`` fill. Everything waits until the peering is accepted.

    Source: Amazon VPC Transit Gateways guide, "Transit gateway peering attachments".
    """

    attachment_ids: pulumi.Output[Dict[str, str]]
    """The peering's attachment as each Region refers to it."""

    def __init__(self, name: str, args: GatewayPeeringArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:GatewayPeering", name, dict(args), opts)
        self._name = name
        plan = args["peering"]
        near, far = plan["requester"], plan["accepter"]
        self.attachment = aws.ec2transitgateway.PeeringAttachment(
            f"{name}-attachment",
            region=near["region"],
            transit_gateway_id=args["transit_gateway_id"],
            peer_region=far["region"],
            peer_transit_gateway_id=args["peer_transit_gateway_id"],
            tags=named(plan["tags"], f"{name}-attachment"),
            opts=child(self),
        )
        self.accepter = aws.ec2transitgateway.PeeringAttachmentAccepter(
            f"{name}-accepter",
            region=far["region"],
            transit_gateway_attachment_id=self.attachment.id,
            tags=named(plan["tags"], f"{name}-accepter"),
            opts=child(self),
        )
        self._associate(near, self.attachment.id, args["peering_table_id"])
        self._associate(far, self.accepter.id, args["peer_peering_table_id"])
        self._routes(near, self.attachment.id, args["segment_table_ids"], args["hub_table_id"])
        self._routes(far, self.accepter.id, args["peer_segment_table_ids"], args["peer_hub_table_id"])
        self.attachment_ids = ids({near["region"]: self.attachment, far["region"]: self.accepter})
        self.register_outputs({"attachment_ids": self.attachment_ids})

    def _associate(self, side: PeeringSidePlan, attachment_id: pulumi.Output[str], table_id: pulumi.Input[str]) -> None:
        aws.ec2transitgateway.RouteTableAssociation(
            f"{self._name}-association-{side['region']}",
            region=side["region"],
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=table_id,
            opts=child(self, after=self.accepter),
        )

    def _routes(
        self,
        side: PeeringSidePlan,
        attachment_id: pulumi.Output[str],
        segment_tables: Mapping[str, pulumi.Input[str]],
        hub_table_id: pulumi.Input[str],
    ) -> None:
        """The way there from the side's segments, and the way back from its hub to the other side's consumers."""
        region = side["region"]
        for segment, block in side["endpoint_blocks"].items():
            self._route(f"route-{region}-{segment}", region, attachment_id, segment_tables[segment], block)
        for consumer, block in side["consumers"].items():
            role = f"return-{region}-{consumer.replace('/', '.')}"
            self._route(role, region, attachment_id, hub_table_id, block)

    def _route(
        self, role: str, region: str, attachment_id: pulumi.Output[str], table_id: pulumi.Input[str], block: str
    ) -> None:
        aws.ec2transitgateway.Route(
            f"{self._name}-{role}",
            region=region,
            transit_gateway_route_table_id=table_id,
            transit_gateway_attachment_id=attachment_id,
            destination_cidr_block=block,
            opts=child(self, after=self.accepter),
        )
