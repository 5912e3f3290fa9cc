"""Mistakes about where endpoints and attachments stand."""

from __future__ import annotations

import json

import pulumi_aws as aws

from ..program import Built, Edit, Program
from .record import DEV, HUB, PROD, PROD_RUNTIME, REGION, Sabotage, names, put, tags

_DENY_ALL = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Nothing", "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}],
    }
)


def _in_a_spoke(built: Built) -> None:
    aws.ec2.VpcEndpoint(
        "own-runtime",
        region=REGION,
        vpc_id=built["vpc-a-vpc"].id,
        vpc_endpoint_type="Interface",
        service_name="com.amazonaws.us-east-1.bedrock-runtime",
        subnet_ids=[built["vpc-a.chat-use1-az1"].id, built["vpc-a.chat-use1-az2"].id],
        security_group_ids=[built["vpc-a.chat-sg"].id],
        private_dns_enabled=False,
        ip_address_type="ipv4",
        policy=_DENY_ALL,
        tags=tags("own-runtime", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )


def _one_zone(selector: str, zones: int = 1) -> Edit:
    def edit(program: Program) -> None:
        program.change(selector, lambda props: {**props, "subnet_ids": props["subnet_ids"][:zones]})

    return edit


def _in_the_other_set(program: Program) -> None:
    zones = ("use1-az1", "use1-az2")
    program.change(
        PROD_RUNTIME,
        lambda props: {**props, "subnet_ids": [program.built[f"us-east-1-nonprod-{zone}"].id for zone in zones]},
    )


ENDPOINTS = [
    Sabotage(
        "a spoke has an endpoint of its own",
        DEV,
        lambda program: program.after(_in_a_spoke),
        "endpoints-only-in-hub",
        names("own-runtime"),
        names("security-groups-narrow", "network-acls-narrow"),
    ),
    Sabotage(
        "an endpoint has private DNS in the hub",
        DEV,
        lambda program: program.change(PROD_RUNTIME, put(private_dns_enabled=True)),
        "endpoints-only-in-hub",
        names(PROD_RUNTIME),
        names("endpoints-only-in-hub"),
    ),
    Sabotage(
        "an endpoint stands in one zone",
        DEV,
        _one_zone(PROD_RUNTIME),
        "zones-redundant",
        names(PROD_RUNTIME),
    ),
    Sabotage(
        "both subnets of an application lie in one zone",
        DEV,
        lambda program: program.change("vpc-a.chat-use1-az2", put(availability_zone_id="use1-az1")),
        "zones-redundant",
        names("vpc-a.chat-use1-az1"),
    ),
    Sabotage(
        "the resolver answers in one zone",
        DEV,
        lambda program: program.change("us-east-1-prod-resolver-use1-az2", put(availability_zone_id="use1-az1")),
        "zones-redundant",
        names("us-east-1-prod-resolver-endpoint"),
    ),
    Sabotage(
        "an endpoint stands in the other set's subnets",
        DEV,
        _in_the_other_set,
        "granted-is-reachable",
        names(PROD_RUNTIME),
        names("segments-isolated", "isolation-has-two-layers", "endpoints-only-in-hub", "zones-line-up")
        | names("transit-routes-exact"),
    ),
    Sabotage(
        "the hub's attachment misses a zone",
        DEV,
        _one_zone(HUB),
        "zones-line-up",
        names(HUB),
        names("granted-is-reachable"),
    ),
    Sabotage(
        "a spoke's attachment misses a zone",
        DEV,
        _one_zone("vpc-a-attachment"),
        "zones-line-up",
        names("vpc-a-attachment"),
        names("granted-is-reachable"),
    ),
    Sabotage(
        "a spoke's attachment misses the third zone",
        PROD,
        _one_zone("vpc-c-attachment", 2),
        "zones-line-up",
        names("vpc-c-attachment"),
        names("granted-is-reachable"),
    ),
]
"""VPCs, subnets and zones of endpoints; zones of attachments."""
