"""Mistakes about addresses, and values that nobody can decide before they exist."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..program import Built, Edit, Program, Properties
from .record import DEV, HUB_TABLE, PROD_TABLE, REGION, TGW, Sabotage, names, tags


def _copy(built: Built) -> None:
    """A spoke like the others, but for its block: that is vpc-a's."""
    like, mark = built.beside("vpc-a-vpc"), tags("copy", "prod", "copy")
    vpc = aws.ec2.Vpc(
        "copy-vpc", region=REGION, cidr_block="10.129.0.0/20", enable_dns_support=True, enable_dns_hostnames=True,
        tags=mark, opts=like,
    )  # fmt: skip
    aws.ec2.DefaultSecurityGroup(
        "copy-default-sg", region=REGION, vpc_id=vpc.id, ingress=[], egress=[], tags=mark, opts=like
    )
    table = aws.ec2.RouteTable("copy-attachment-rt", region=REGION, vpc_id=vpc.id, tags=mark, opts=like)
    subnets = []
    for zone, cidr in {"use1-az1": "10.129.15.192/28", "use1-az2": "10.129.15.208/28"}.items():
        name = f"copy-attachment-{zone}"
        subnet = aws.ec2.Subnet(
            name, region=REGION, vpc_id=vpc.id, cidr_block=cidr, availability_zone_id=zone,
            map_public_ip_on_launch=False, tags=mark, opts=like,
        )  # fmt: skip
        aws.ec2.RouteTableAssociation(
            f"{name}-rt", region=REGION, subnet_id=subnet.id, route_table_id=table.id, opts=like
        )
        subnets.append(subnet.id)
    attachment = aws.ec2transitgateway.VpcAttachment(
        "copy-attachment", region=REGION, transit_gateway_id=built[TGW].id, vpc_id=vpc.id, subnet_ids=subnets,
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False, tags=mark, opts=like,
    )  # fmt: skip
    profile = built["us-east-1-prod-view-profile"]
    aws.route53.ProfilesAssociation(
        "copy-profile", region=REGION, profile_id=profile.id, resource_id=vpc.id, tags=mark, opts=like
    )
    aws.ec2transitgateway.RouteTableAssociation(
        "copy-association",
        region=REGION,
        transit_gateway_attachment_id=attachment.id,
        transit_gateway_route_table_id=built[PROD_TABLE].id,
        opts=like,
    )
    aws.ec2transitgateway.RouteTablePropagation(
        "copy-propagation",
        region=REGION,
        transit_gateway_attachment_id=attachment.id,
        transit_gateway_route_table_id=built[HUB_TABLE].id,
        opts=like,
    )


def _secondary(built: Built) -> None:
    aws.ec2.VpcIpv4CidrBlockAssociation(
        "vpc-x-more",
        region=REGION,
        vpc_id=built["vpc-x-vpc"].id,
        cidr_block="10.129.8.0/21",
        opts=built.beside("vpc-x-vpc"),
    )


def _two_gateways(program: Program) -> None:
    def edit(props: Properties) -> Properties:
        built = program.built
        second = aws.ec2transitgateway.TransitGateway(
            "spare-tgw",
            region=REGION,
            auto_accept_shared_attachments="disable",
            default_route_table_association="disable",
            default_route_table_propagation="disable",
            tags=tags("spare-tgw"),
            opts=built.beside(TGW),
        )
        first = pulumi.Output.all(built[TGW].id, second.id).apply(lambda found: found[0])
        return {**props, "transit_gateway_id": first}

    program.change("vpc-a.chat-route", edit)


def _allocated(selector: str, key: str) -> Edit:
    """A block that an address pool will choose."""

    def plan(program: Program) -> None:
        def edit(props: Properties) -> Properties:
            chosen = aws.ec2.VpcIpamPreviewNextCidr(
                "next-block",
                region=REGION,
                ipam_pool_id="ipam-pool-0123456789abcdef0",
                netmask_length=24,
                opts=program.built.beside(TGW),
            )
            return {**props, key: chosen.cidr}

        program.change(selector, edit)

    return plan


_ADDRESSES = [
    Sabotage(
        "a second VPC with the same block is attached",
        DEV,
        lambda program: program.after(_copy),
        "addresses-disjoint",
        names("copy-vpc", "vpc-a-vpc"),
        names("granted-is-reachable", "resources-tagged") | names("nothing-undecided", "quotas-have-headroom"),
    ),
    Sabotage(
        "a spoke's secondary block lies in another spoke's block",
        DEV,
        lambda program: program.after(_secondary),
        "addresses-disjoint",
        names("vpc-a-vpc", "vpc-x-vpc"),
        names("granted-is-reachable", "segments-isolated", "isolation-has-two-layers"),
    ),
]

_UNDECIDED = [
    Sabotage(
        "a route's gateway is one of two that nobody can tell apart before they exist",
        DEV,
        _two_gateways,
        "nothing-undecided",
        names("vpc-a.chat-route"),
        names("granted-is-reachable", "routes-lead-to-endpoints", "no-side-doors"),
        unknown_only=True,
    ),
    Sabotage(
        "a route's destination is a block that will be chosen later",
        DEV,
        _allocated("vpc-a.chat-route", "destination_cidr_block"),
        "nothing-undecided",
        names("vpc-a.chat-route"),
        names("granted-is-reachable", "routes-lead-to-endpoints", "isolation-has-two-layers"),
        unknown_only=True,
    ),
    Sabotage(
        "a security group's destination is a block that will be chosen later",
        DEV,
        _allocated("vpc-a.chat-egress", "cidr_ipv4"),
        "nothing-undecided",
        names("vpc-a.chat-egress"),
        names("granted-is-reachable", "security-groups-narrow", "isolation-has-two-layers"),
        unknown_only=True,
    ),
]

ADDRESSES = [*_ADDRESSES, *_UNDECIDED]
