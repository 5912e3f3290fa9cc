"""Mistakes that open a door to the internet or to IPv6: gateways, NAT, public addresses."""

from __future__ import annotations

from collections.abc import Callable

import pulumi_aws as aws

from ..program import Built, Edit
from .record import DEV, PROD_RUNTIME, REGION, Sabotage, names, put, tags, vpc_route

_CROSSING = names("segments-isolated", "isolation-has-two-layers")
_CHAT_SUBNET = "vpc-a.chat-use1-az1"


def _add(more: Callable[[Built], object]) -> Edit:
    return lambda program: program.after(more)


def _internet(built: Built) -> aws.ec2.InternetGateway:
    vpc = "us-east-1-hub-vpc"
    return aws.ec2.InternetGateway(
        "hub-igw", region=REGION, vpc_id=built[vpc].id, tags=tags("hub-igw"), opts=built.beside(vpc)
    )


def _internet_with_route(built: Built) -> None:
    vpc_route(built, "to-internet", "us-east-1-prod-rt", "0.0.0.0/0", gateway_id=_internet(built).id)


def _nat(built: Built) -> None:
    address = aws.ec2.Eip(
        "nat-eip", region=REGION, domain="vpc", tags=tags("nat-eip", "prod", "vpc-a"), opts=built.beside("vpc-a-vpc")
    )
    aws.ec2.NatGateway(
        "public-nat",
        region=REGION,
        subnet_id=built[_CHAT_SUBNET].id,
        allocation_id=address.id,
        tags=tags("public-nat", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )


def _private_nat(built: Built) -> None:
    nat = aws.ec2.NatGateway(
        "private-nat",
        region=REGION,
        subnet_id=built[_CHAT_SUBNET].id,
        connectivity_type="private",
        tags=tags("private-nat", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )
    vpc_route(built, "through-nat", "vpc-a.chat-rt", "10.130.0.0/16", nat_gateway_id=nat.id)


def _egress_only(built: Built) -> None:
    aws.ec2.EgressOnlyInternetGateway(
        "vpc-a-eigw",
        region=REGION,
        vpc_id=built["vpc-a-vpc"].id,
        tags=tags("vpc-a-eigw", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )


def _ipv6(built: Built) -> None:
    aws.ec2.VpcIpv6CidrBlockAssociation(
        "vpc-x-ipv6",
        region=REGION,
        vpc_id=built["vpc-x-vpc"].id,
        assign_generated_ipv6_cidr_block=True,
        opts=built.beside("vpc-x-vpc"),
    )


DOORS = [
    Sabotage("the hub has an internet gateway", DEV, _add(_internet), "no-internet", names("hub-igw")),
    Sabotage(
        "the endpoint subnets have a default route to an internet gateway",
        DEV,
        _add(_internet_with_route),
        "no-internet",
        names("hub-igw"),
        names("routes-lead-to-endpoints"),
    ),
    Sabotage(
        "a spoke has a public NAT gateway",
        DEV,
        _add(_nat),
        "no-internet",
        names("public-nat"),
        names("no-side-doors"),
    ),
    Sabotage(
        "a spoke has an egress-only gateway",
        DEV,
        _add(_egress_only),
        "no-internet",
        names("vpc-a-eigw"),
        names("ipv4-only"),
    ),
    Sabotage(
        "a subnet gives public addresses",
        DEV,
        lambda program: program.change(_CHAT_SUBNET, put(map_public_ip_on_launch=True)),
        "no-internet",
        names(_CHAT_SUBNET),
    ),
    Sabotage(
        "a private NAT gateway hides where traffic comes from",
        DEV,
        _add(_private_nat),
        "no-side-doors",
        names("private-nat"),
        names("no-internet", "routes-lead-to-endpoints") | names("nothing-undecided"),
    ),
    Sabotage(
        "a VPC has IPv6 addresses",
        DEV,
        lambda program: program.change("vpc-a-vpc", put(assign_generated_ipv6_cidr_block=True)),
        "ipv4-only",
        names("vpc-a-vpc"),
        names("nothing-undecided"),
    ),
    Sabotage(
        "a VPC is given an IPv6 block later",
        DEV,
        _add(_ipv6),
        "ipv4-only",
        names("vpc-x-ipv6"),
        names("nothing-undecided"),
    ),
    Sabotage(
        "an attachment carries IPv6",
        DEV,
        lambda program: program.change("vpc-a-attachment", put(ipv6_support="enable")),
        "ipv4-only",
        names("vpc-a-attachment"),
    ),
    Sabotage(
        "an endpoint answers on IPv6",
        DEV,
        lambda program: program.change(PROD_RUNTIME, put(ip_address_type="dualstack")),
        "ipv4-only",
        names(PROD_RUNTIME),
    ),
]
"""What turns a private VPC into something else."""
