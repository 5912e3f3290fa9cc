"""The form of a sabotage, and the few things that many sabotages do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pulumi_aws as aws

from transit_guardrails.readers.resource import Resource

from ..program import Built, Edit, Mode, Properties, run

REGION = "us-east-1"
DEV = "dev"
PROD = "prod"

PROD_SET = "10.128.1.0/24"
NONPROD_SET = "10.128.2.0/24"
CHAT = "10.129.0.0/24"
SANDBOX = "10.130.215.128/25"
IDLE = "10.130.211.0/24"
OFFICE = "172.20.0.0/16"
"""Blocks of stack dev: endpoint sets, the applications vpc-a/chat (prod), vpc-x/sandbox and vpc-x/idle (nonprod), and the
office behind two VPNs, which is granted what vpc-a/chat is."""

TGW = "us-east-1-transit-tgw"
PROD_TABLE = "us-east-1-transit-table-prod"
NONPROD_TABLE = "us-east-1-transit-table-nonprod"
HUB_TABLE = "us-east-1-transit-table-hub"
HUB = "us-east-1-hub-attachment"
PROD_RUNTIME = "us-east-1-prod-bedrock-runtime"
NONPROD_RUNTIME = "us-east-1-nonprod-bedrock-runtime"


@dataclass(frozen=True, slots=True)
class Sabotage:
    """One realistic mistake.

    ``resources`` are the logical names of all that the findings of ``rule`` name, exactly; ``also`` are other rules that
    may fire, in every mode. ``unknown_only`` marks what is undecided at a preview and fine once ids are known.
    """

    name: str
    stack: str
    edit: Edit
    rule: str
    resources: frozenset[str]
    also: frozenset[str] = frozenset()
    unknown_only: bool = False


@cache
def recorded(sabotage: Sabotage, mode: Mode = "unknown") -> tuple[Resource, ...]:
    """The record of the sabotaged program, run once per process and mode."""
    return tuple(run(sabotage.stack, mode, sabotage.edit))


def names(*texts: str) -> frozenset[str]:
    """Names or rule ids, without the braces."""
    return frozenset(texts)


def put(**values: Any) -> Callable[[Properties], Properties]:
    """Set properties; None takes one away."""
    return lambda props: {**props, **values}


def tags(name: str, segment: str = "shared", spoke: str = "shared", network: str = "acme-dev") -> dict[str, str]:
    """Tags as the program writes them, so that only the sabotage is wrong about a new resource."""
    return {
        "Name": name,
        "network": network,
        "segment": segment,
        "spoke": spoke,
        "owner": "network-team@acme.example",
        "cost-center": "4711",
        "data-classification": "internal",
    }


def rewrite(edit: Callable[[Any], object]) -> Callable[[Properties], Properties]:
    """Change the endpoint policy's document in place."""

    def change(props: Properties) -> Properties:
        document = json.loads(props["policy"])
        edit(document)
        return {**props, "policy": json.dumps(document)}

    return change


def condition(edit: Callable[[Any], object]) -> Callable[[Properties], Properties]:
    """Change the condition of the policy's first statement in place."""
    return rewrite(lambda document: edit(document["Statement"][0]["Condition"]))


def tgw_route(built: Built, name: str, table: str, cidr: str, attachment: str | None = HUB) -> None:
    """A static route of the transit gateway; a blackhole without an attachment."""
    target: Properties = {"transit_gateway_attachment_id": built[attachment].id} if attachment else {"blackhole": True}
    aws.ec2transitgateway.Route(
        name,
        region=REGION,
        transit_gateway_route_table_id=built[table].id,
        destination_cidr_block=cidr,
        opts=built.beside(table),
        **target,
    )


def vpc_route(built: Built, name: str, table: str, cidr: str, **target: Any) -> None:
    """A route of a VPC, to the transit gateway unless another target is given."""
    aws.ec2.Route(
        name,
        region=REGION,
        route_table_id=built[table].id,
        destination_cidr_block=cidr,
        opts=built.beside(table),
        **(target or {"transit_gateway_id": built[TGW].id}),
    )


def egress(built: Built, name: str, group: str, cidr: str, segment: str, spoke: str) -> None:
    """443 out of a security group."""
    aws.vpc.SecurityGroupEgressRule(
        name,
        region=REGION,
        security_group_id=built[group].id,
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        cidr_ipv4=cidr,
        tags=tags(name, segment, spoke),
        opts=built.beside(group),
    )


def ingress(built: Built, name: str, group: str, **source: Any) -> aws.vpc.SecurityGroupIngressRule:
    """443 into a security group."""
    return aws.vpc.SecurityGroupIngressRule(
        name,
        region=REGION,
        security_group_id=built[group].id,
        **{"ip_protocol": "tcp", "from_port": 443, "to_port": 443, **source},
        tags=tags(name),
        opts=built.beside(group),
    )


def without(*sids: str) -> Callable[[Properties], Properties]:
    """Leave statements out of a policy's document."""

    def edit(document: Any) -> None:
        kept = [statement for statement in document["Statement"] if statement["Sid"] not in sids]
        assert len(kept) + len(sids) == len(document["Statement"])
        document["Statement"] = kept

    return rewrite(edit)
