"""What every VPC of the network is made of: no way in by default, private subnets, one attachment that leads nowhere."""

from typing import Iterable, List, Mapping, Optional

import pulumi
import pulumi_aws as aws

from .children import child, named


def private_vpc(
    parent: pulumi.ComponentResource, name: str, region: str, cidr: str, tags: Mapping[str, str]
) -> aws.ec2.Vpc:
    """A VPC without any gateway, whose default security group admits nothing. Named ``{name}-vpc``."""
    vpc = aws.ec2.Vpc(
        f"{name}-vpc",
        region=region,
        cidr_block=cidr,
        enable_dns_support=True,
        enable_dns_hostnames=True,
        tags=named(tags, f"{name}-vpc"),
        opts=child(parent),
    )
    aws.ec2.DefaultSecurityGroup(
        f"{name}-default-sg",
        region=region,
        vpc_id=vpc.id,
        ingress=[],
        egress=[],
        tags=named(tags, f"{name}-default-sg"),
        opts=child(parent),
    )
    return vpc


def attachment(
    parent: pulumi.ComponentResource,
    name: str,
    region: str,
    transit_gateway_id: pulumi.Input[str],
    vpc_id: pulumi.Input[str],
    subnets: Iterable[aws.ec2.Subnet],
    tags: Mapping[str, str],
    own_account: bool = True,
    inherited: Optional[pulumi.ResourceOptions] = None,
) -> aws.ec2transitgateway.VpcAttachment:
    """Attaches a VPC in those subnets, to no table by default.

    With a gateway that another account shares, the defaults are its owner's to say (provider documentation).
    """
    default = False if own_account else None
    return aws.ec2transitgateway.VpcAttachment(
        f"{name}-attachment",
        region=region,
        transit_gateway_id=transit_gateway_id,
        vpc_id=vpc_id,
        subnet_ids=[subnet.id for subnet in subnets],
        appliance_mode_support="disable",
        dns_support="enable",
        ipv6_support="disable",
        security_group_referencing_support="disable",
        transit_gateway_default_route_table_association=default,
        transit_gateway_default_route_table_propagation=default,
        tags=named(tags, f"{name}-attachment"),
        opts=child(parent, inherited),
    )


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
