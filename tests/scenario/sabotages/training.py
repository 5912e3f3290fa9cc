"""Mistakes in training networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi_aws as aws

from ..program import Built, Program, Properties
from .record import DEV, REGION, Sabotage, names, rewrite, tags

S3 = "vpc-a.fine-tuning-training-s3"
GROUP = "vpc-a.fine-tuning-sg"
NETWORK = "vpc-a.fine-tuning-training"
OTHERS = "arn:aws:s3:::acme-dev-vpc-x-fine-tuning-210987654321-data/*"
ALONE, ROOM, APART = "training-reaches-its-buckets-alone", "training-has-room", "training-networks-apart"


def _own(edit: Callable[[Any], object]) -> Callable[[Properties], Properties]:
    """Change the statement about the network's own objects."""
    return rewrite(lambda document: edit(next(s for s in document["Statement"] if s["Sid"] == "OwnObjects")))


def _s3(name: str, edit: Callable[[Properties], Properties], also: frozenset[str] = frozenset()) -> Sabotage:
    return Sabotage(name, DEV, lambda program: program.change(S3, edit), ALONE, names(S3), also)


def _rule(name: str, **more: Any) -> Callable[[Built], object]:
    def add(built: Built) -> None:
        aws.vpc.SecurityGroupEgressRule(
            name,
            region=REGION,
            security_group_id=built[GROUP].id,
            tags=tags(name, "prod", "vpc-a"),
            opts=built.beside(GROUP),
            **{"ip_protocol": "tcp", "from_port": 443, "to_port": 443, **more},
        )

    return add


def _itself(program: Program) -> None:
    program.after(
        lambda built: _rule(
            "all-within", ip_protocol="-1", from_port=None, to_port=None, referenced_security_group_id=built[GROUP].id
        )(built)
    )


def _all_of_the_list(program: Program) -> None:
    program.after(
        lambda built: _rule("http-to-s3", from_port=80, to_port=80, prefix_list_id=built[S3].prefix_list_id)(built)
    )


def _other_table(program: Program) -> None:
    program.change(S3, lambda props: {**props, "route_table_ids": [program.built["vpc-a.chat-rt"].id]})


def _registered(edit: Callable[[dict[str, Any]], object]) -> Callable[[Program], None]:
    """Let the component say something else about itself: what it registers follows from its argument."""

    def change(program: Program) -> None:
        def plan(props: Properties) -> Properties:
            edit(props["training"])
            return props

        program.change(f"TrainingNetwork {NETWORK}", plan)

    return change


def _zones(program: Program) -> None:
    program.change("vpc-a.fine-tuning-use1-az2", lambda props: {**props, "availability_zone_id": "use1-az1"})


def _s3_zone(built: Built) -> None:
    """A private zone for S3's names in the jobs' VPC, answered by interfaces somewhere."""
    vpc = built["vpc-a-vpc"]
    zone = aws.route53.Zone(
        "s3-zone",
        name="s3.us-east-1.amazonaws.com",
        vpcs=[{"vpc_id": vpc.id, "vpc_region": REGION}],
        tags=tags("s3-zone", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )
    for name, host in (("s3-record", "s3.us-east-1.amazonaws.com"), ("s3-any", "*.s3.us-east-1.amazonaws.com")):
        aws.route53.Record(
            name, zone_id=zone.id, name=host, type="A", ttl=60, records=["10.128.1.7"], opts=built.beside("vpc-a-vpc")
        )


TRAINING = [
    _s3(
        "the S3 endpoint of a training network names another network's bucket",
        _own(lambda s: s["Resource"].append(OTHERS)),
    ),
    _s3(
        "the S3 endpoint of a training network takes any bucket of the account",
        _own(lambda s: s.update(Resource=["arn:aws:s3:::acme-dev-*"])),
    ),
    _s3(
        "the S3 endpoint of a training network takes buckets of other accounts",
        _own(lambda s: s["Condition"]["StringEquals"].pop("aws:ResourceAccount")),
    ),
    _s3(
        "the S3 endpoint of a training network lets nobody write models",
        _own(lambda s: s["Action"].remove("s3:PutObject")),
    ),
    Sabotage(
        "the S3 endpoint of a training network serves another table",
        DEV,
        _other_table,
        ALONE,
        names("vpc-a.fine-tuning-use1-az1", "vpc-a.fine-tuning-use1-az2"),
        names("security-groups-narrow"),
    ),
    Sabotage(
        "jobs' security group lets nothing out to S3",
        DEV,
        lambda program: program.drop("vpc-a.fine-tuning-training-egress-s3"),
        ALONE,
        names(NETWORK),
    ),
    Sabotage(
        "S3's names lead into the hub, where isolated jobs do not get to",
        DEV,
        lambda program: program.after(_s3_zone),
        ALONE,
        names("s3-record", "s3-any"),
    ),
    Sabotage(
        "jobs' security group lets everything through between instances",
        DEV,
        _itself,
        "security-groups-narrow",
        names("all-within"),
    ),
    Sabotage(
        "jobs' security group lets plain HTTP out to S3",
        DEV,
        _all_of_the_list,
        "security-groups-narrow",
        names("http-to-s3"),
    ),
    Sabotage(
        "the S3 endpoint of a training network reads AWS's buckets and writes there",
        DEV,
        lambda program: program.change(
            S3, rewrite(lambda document: document["Statement"][-1]["Action"].append("s3:PutObject"))
        ),
        "endpoint-policies-sound",
        names(S3),
        names(ALONE),
    ),
    Sabotage(
        "jobs need more addresses than their subnets have",
        DEV,
        _registered(lambda plan: plan["budget"].update(needed=28)),
        ROOM,
        names("vpc-a.fine-tuning-use1-az1", "vpc-a.fine-tuning-use1-az2"),
    ),
    Sabotage(
        "all subnets for jobs are in one zone",
        DEV,
        _zones,
        ROOM,
        names(NETWORK),
    ),
    Sabotage(
        "a training network has the buckets of another segment's",
        DEV,
        _registered(lambda plan: plan["buckets"].update(data="acme-dev-vpc-x-fine-tuning-210987654321-data")),
        APART,
        names("vpc-x.fine-tuning-training"),
        names(ALONE, "training-data-bound", "training-roles-narrow"),
    ),
    Sabotage(
        "a training network's jobs run as another segment's",
        DEV,
        _registered(lambda plan: plan["roles"].update(bedrock="acme-dev-vpc-x-fine-tuning-bedrock")),
        APART,
        names("vpc-x.fine-tuning-training"),
        names("training-data-bound", "training-keys-sound", "training-roles-narrow"),
    ),
    Sabotage(
        "a training network's calls are logged into another segment's bucket",
        DEV,
        _registered(lambda plan: plan["buckets"].update(logs="acme-dev-vpc-x-fine-tuning-210987654321-logs")),
        APART,
        names("vpc-x.fine-tuning-training"),
    ),
]  # fmt: skip
"""Jobs that reach too much or too little, have no room, or share what is theirs."""
