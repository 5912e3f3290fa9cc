"""Mistakes in the route tables of VPCs."""

from __future__ import annotations

import pulumi_aws as aws

from ..program import Built, Program
from .record import (
    DEV,
    NONPROD_RUNTIME,
    NONPROD_SET,
    PROD,
    PROD_RUNTIME,
    REGION,
    Sabotage,
    names,
    put,
    vpc_route,
)

_CROSSING = names("segments-isolated", "isolation-has-two-layers")
_RETURN = "us-east-1-prod.return-chat"


def _other_sets_table(program: Program) -> None:
    program.point("us-east-1-prod-use1-az1-rt", route_table_id="us-east-1-nonprod-rt")


def _idle_table(program: Program) -> None:
    def associate(built: Built) -> None:
        aws.ec2.RouteTableAssociation(
            "sandbox-on-idle",
            region=REGION,
            subnet_id=built["vpc-x.sandbox-use1-az1"].id,
            route_table_id=built["vpc-x.idle-rt"].id,
            opts=built.beside("vpc-x.idle-rt"),
        )

    program.drop("vpc-x.sandbox-use1-az1-rt")
    program.after(associate)


ROUTES = [
    Sabotage(
        "what enters the hub can leave it again",
        DEV,
        lambda program: program.after(
            lambda built: vpc_route(built, "hairpin", "us-east-1-hub-attachment-rt", "10.128.0.0/12")
        ),
        "attachments-lead-nowhere",
        names("hairpin"),
        _CROSSING | names("routes-lead-to-endpoints") | names("reachable-is-granted"),
    ),
    Sabotage(
        "what enters a spoke can leave it again",
        DEV,
        lambda program: program.after(
            lambda built: vpc_route(built, "spoke-hairpin", "vpc-a-attachment-rt", "10.130.0.0/16")
        ),
        "attachments-lead-nowhere",
        names("spoke-hairpin"),
        _CROSSING | names("routes-lead-to-endpoints"),
    ),
    Sabotage(
        "an attachment subnet is left on the VPC's main table",
        DEV,
        lambda program: program.drop("vpc-a-attachment-use1-az1-rt"),
        "attachments-lead-nowhere",
        names("vpc-a-attachment-use1-az1"),
        names("nothing-undecided"),
    ),
    Sabotage(
        "an application sends everything to the transit gateway",
        DEV,
        lambda program: program.change("vpc-a.chat-route", put(destination_cidr_block="0.0.0.0/0")),
        "routes-lead-to-endpoints",
        names("vpc-a.chat-route"),
    ),
    Sabotage(
        "an application sends the whole supernet to the transit gateway",
        DEV,
        lambda program: program.change("vpc-x.sandbox-route", put(destination_cidr_block="10.128.0.0/12")),
        "routes-lead-to-endpoints",
        names("vpc-x.sandbox-route"),
    ),
    Sabotage(
        "an application has a route to the other segment's endpoint set",
        DEV,
        lambda program: program.after(lambda built: vpc_route(built, "chat-to-nonprod", "vpc-a.chat-rt", NONPROD_SET)),
        "routes-lead-to-endpoints",
        names("chat-to-nonprod"),
        _CROSSING,
    ),
    Sabotage(
        "an application that is granted nothing has a route to the endpoint set",
        DEV,
        lambda program: program.after(lambda built: vpc_route(built, "idle-to-nonprod", "vpc-x.idle-rt", NONPROD_SET)),
        "routes-lead-to-endpoints",
        names("idle-to-nonprod"),
    ),
    Sabotage(
        "an ungranted application among many has a route to prod's endpoint set",
        PROD,
        lambda program: program.after(
            lambda built: vpc_route(built, "website-to-prod", "vpc-a.website-rt", "10.64.1.0/24")
        ),
        "routes-lead-to-endpoints",
        names("website-to-prod"),
    ),
    Sabotage(
        "the endpoint subnets send everything to the transit gateway",
        DEV,
        lambda program: program.change(
            _RETURN, put(destination_prefix_list_id=None, destination_cidr_block="0.0.0.0/0")
        ),
        "routes-lead-to-endpoints",
        names(_RETURN),
        _CROSSING | names("reachable-is-granted"),
    ),
    Sabotage(
        "the endpoint subnets return to the other segment's block too",
        DEV,
        lambda program: program.after(
            lambda built: vpc_route(built, "return-nonprod", "us-east-1-prod-rt", "10.130.0.0/16")
        ),
        "routes-lead-to-endpoints",
        names("return-nonprod"),
        _CROSSING,
    ),
    Sabotage(
        "a granted application has no route",
        DEV,
        lambda program: program.drop("vpc-a.chat-route"),
        "granted-is-reachable",
        names(PROD_RUNTIME),
    ),
    Sabotage(
        "an application's route covers one zone of the endpoint set",
        DEV,
        lambda program: program.change("vpc-a.chat-route", put(destination_cidr_block="10.128.1.0/26")),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        names("routes-lead-to-endpoints"),
    ),
    Sabotage(
        "the endpoint subnets have no way back",
        DEV,
        lambda program: program.drop(_RETURN),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        names("routes-lead-to-endpoints"),
    ),
    Sabotage(
        "one grant class among many has no way back",
        PROD,
        lambda program: program.drop("us-east-1-prod.return-evaluation"),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        names("routes-lead-to-endpoints"),
    ),
    Sabotage(
        "an endpoint subnet is on the other set's table",
        DEV,
        _other_sets_table,
        "granted-is-reachable",
        names(PROD_RUNTIME),
        _CROSSING | names("routes-lead-to-endpoints"),
    ),
    Sabotage(
        "a granted application's subnet is on an ungranted application's table",
        DEV,
        _idle_table,
        "granted-is-reachable",
        names(NONPROD_RUNTIME),
    ),
    Sabotage(
        "an endpoint subnet is left on the VPC's main table",
        DEV,
        lambda program: program.drop("us-east-1-prod-use1-az1-rt"),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        names("routes-lead-to-endpoints", "nothing-undecided"),
    ),
    Sabotage(
        "an application's subnet is left on the VPC's main table",
        DEV,
        lambda program: program.drop("vpc-a.chat-use1-az2-rt"),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        names("routes-lead-to-endpoints", "nothing-undecided"),
    ),
]
"""Attachment subnets, applications, endpoint subnets."""
