"""Private subnets, each on an explicit route table; and attachment subnets, whose route table leads nowhere."""

from typing import List, Mapping, Optional

import pulumi
import pulumi_aws as aws

from .children import child, named


def attachment_subnets(
    parent: pulumi.ComponentResource,
    name: str,
    region: str,
    vpc_id: pulumi.Input[str],
    blocks: Mapping[str, str],
    tags: Mapping[str, str],
) -> List[aws.ec2.Subnet]:
    """One subnet per zone of ``blocks`` (``{zone id: CIDR}``), all on one explicit, empty route table.

    What enters a VPC through an attachment is routed by the attachment subnet's table: with nothing in it but the
    local route, nobody can pass through the VPC to somewhere else.
    """
    table = aws.ec2.RouteTable(
        f"{name}-attachment-rt",
        region=region,
        vpc_id=vpc_id,
        tags=named(tags, f"{name}-attachment-rt"),
        opts=child(parent),
    )
    return [
        private_subnet(parent, f"{name}-attachment-{zone}", region, vpc_id, zone, cidr, table, tags)
        for zone, cidr in blocks.items()
    ]


def private_subnet(
    parent: pulumi.ComponentResource,
    name: str,
    region: str,
    vpc_id: pulumi.Input[str],
    zone: str,
    cidr: str,
    table: aws.ec2.RouteTable,
    tags: Mapping[str, str],
    after: Optional[pulumi.Resource] = None,
) -> aws.ec2.Subnet:
    """A subnet without public addresses in the zone with that id, and its association with ``table``."""
    subnet = aws.ec2.Subnet(
        name,
        region=region,
        vpc_id=vpc_id,
        cidr_block=cidr,
        availability_zone_id=zone,
        map_public_ip_on_launch=False,
        tags=named(tags, name),
        opts=child(parent, after=after),
    )
    aws.ec2.RouteTableAssociation(
        f"{name}-rt", region=region, subnet_id=subnet.id, route_table_id=table.id, opts=child(parent)
    )
    return subnet
