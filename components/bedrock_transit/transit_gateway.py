"""The transit gateway of a Region: a route table per segment, kind of link and partner, one for the hub, nothing by default."""

from typing import Dict, List, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, ids, named
from .plans import SegmentTablePlan, TransitPlan


class TransitGatewayArgs(TypedDict):
    """Arguments of ``TransitGateway``."""

    transit: TransitPlan
    """Region, BGP number, segments with their blackholes, kinds of links, accounts to share with."""


class TransitGateway(pulumi.ComponentResource):
    """A transit gateway whose segments cannot see each other.

    Default association and propagation are off, and no attachment is accepted by itself: an attachment belongs to no
    segment until it is put there. Links to networks outside of AWS have a table for each kind, and each partner has one
    of its own; it leads to nothing but what others put into it. Each segment's table drops the supernets, as hygiene against wide routes that
    somebody adds later. It is shared by RAM with the stated accounts and never outside of the organization.

    Source: Amazon VPC Transit Gateways guide, "Transit gateway route tables".
    """

    transit_gateway_id: pulumi.Output[str]
    hub_table_id: pulumi.Output[str]
    segment_table_ids: pulumi.Output[Dict[str, str]]
    """Route table of each segment."""
    link_table_ids: pulumi.Output[Dict[str, str]]
    """Route table of each kind of link and of each partner."""
    share_arn: pulumi.Output[Optional[str]]
    """RAM share that other components add what they share to; none when no other account takes part."""

    def __init__(self, name: str, args: TransitGatewayArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:TransitGateway", name, dict(args), opts)
        plan = args["transit"]
        region = plan["region"]
        self.gateway = aws.ec2transitgateway.TransitGateway(
            f"{name}-tgw",
            region=region,
            description=f"bedrock-transit {plan['tags']['network']}",
            amazon_side_asn=plan["amazon_side_asn"],
            auto_accept_shared_attachments="disable",
            default_route_table_association="disable",
            default_route_table_propagation="disable",
            dns_support="enable",
            multicast_support="disable",
            security_group_referencing_support="disable",
            transit_gateway_cidr_blocks=plan.get("cidr_blocks"),
            vpn_ecmp_support="enable",
            tags=named(plan["tags"], f"{name}-tgw"),
            opts=child(self),
        )
        self.hub_table = self._table(f"{name}-table-hub", region, plan["tags"])
        self.segment_tables = {table["segment"]: self._segment_table(name, region, table) for table in plan["tables"]}
        self.link_tables = {
            link["kind"]: self._table(f"{name}-table-{link['kind']}", region, link["tags"]) for link in plan["links"]
        }
        self._share(name, plan)
        self.transit_gateway_id = self.gateway.id
        self.hub_table_id = self.hub_table.id
        self.segment_table_ids = ids(self.segment_tables)
        self.link_table_ids = ids(self.link_tables)
        self.register_outputs(
            {
                "transit_gateway_id": self.transit_gateway_id,
                "hub_table_id": self.hub_table_id,
                "segment_table_ids": self.segment_table_ids,
                "link_table_ids": self.link_table_ids,
                "share_arn": self.share_arn,
            }
        )

    def _segment_table(self, name: str, region: str, plan: SegmentTablePlan) -> aws.ec2transitgateway.RouteTable:
        key = plan["segment"]
        table = self._table(f"{name}-table-{key}", region, plan["tags"])
        for supernet, cidr in plan["blackholes"].items():
            aws.ec2transitgateway.Route(
                f"{name}-blackhole-{key}-{supernet}",
                region=region,
                transit_gateway_route_table_id=table.id,
                destination_cidr_block=cidr,
                blackhole=True,
                opts=child(self),
            )
        return table

    def _table(self, name: str, region: str, tags: Dict[str, str]) -> aws.ec2transitgateway.RouteTable:
        return aws.ec2transitgateway.RouteTable(
            name, region=region, transit_gateway_id=self.gateway.id, tags=named(tags, name), opts=child(self)
        )

    def _share(self, name: str, plan: TransitPlan) -> None:
        """Shares the gateway with each stated account. ``self.shared`` is what their attachments wait for."""
        self.share: Optional[aws.ram.ResourceShare] = None
        self.shared: List[pulumi.Resource] = []
        if not plan["share_with"]:
            self.share_arn = pulumi.Output.from_input(None)
            return
        region = plan["region"]
        self.share = aws.ram.ResourceShare(
            f"{name}-share",
            region=region,
            allow_external_principals=False,
            tags=named(plan["tags"], f"{name}-share"),
            opts=child(self),
        )
        self.share_arn = self.share.arn
        principals = [
            aws.ram.PrincipalAssociation(
                f"{name}-share-with-{account}",
                region=region,
                resource_share_arn=self.share.arn,
                principal=account,
                opts=child(self),
            )
            for account in plan["share_with"]
        ]
        shared = aws.ram.ResourceAssociation(
            f"{name}-share-tgw",
            region=region,
            resource_share_arn=self.share.arn,
            resource_arn=self.gateway.arn,
            opts=child(self),
        )
        self.shared = [*principals, shared]
