"""Mistakes about uploads from on-premises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..program import Program, Properties
from .record import PROD, Sabotage, names, rewrite, without

POLICY = "vpc-c.fine-tuning-training-data-data-policy"
ENDPOINT = "us-east-1-prod-s3"
NETWORK = "vpc-c.fine-tuning-training"


def _wrong(name: str, rule: str, resource: str, change: Callable[[Properties], Properties]) -> Sabotage:
    return Sabotage(name, PROD, lambda program: program.change(resource, change), rule, names(resource))


def _objects_apart(document: Any) -> None:
    """Lets ``s3:PutObject`` pass on the bucket's own ARN alone, which no upload names."""
    (statement,) = document["Statement"]
    statement["Action"].remove("s3:PutObject")
    buckets = [resource for resource in statement["Resource"] if not resource.endswith("/*")]
    document["Statement"].append({**statement, "Sid": "Puts", "Action": "s3:PutObject", "Resource": buckets})


def _planned(name: str, key: str, value: Any, statement: str, operator: str, condition: str) -> Sabotage:
    """The plan is wrong about where uploaders are, so that what is registered and the bucket's policy agree."""

    def edit(document: Any) -> None:
        (found,) = [s for s in document["Statement"] if s["Sid"] == f"UploadersOfdatacenter{statement}"]
        found["Condition"][operator][condition] = value

    def plan(props: Properties) -> Properties:
        props["training"]["uploading_networks"]["datacenter"][key] = value
        return props

    def change(program: Program) -> None:
        program.change(f"TrainingNetwork {NETWORK}", plan)
        program.change(POLICY, rewrite(edit))

    return Sabotage(name, PROD, change, "training-data-bound", names(NETWORK))


UPLOADS = [
    _planned(
        "uploaders are bound to the endpoints of an account that has none",
        "endpoint_account_id",
        "999999999999",
        "ThroughHub",
        "StringNotEquals",
        "aws:VpceAccount",
    ),
    _planned(
        "uploaders are bound to more addresses than their network has",
        "prefixes",
        ["172.16.0.0/12"],
        "FromAddresses",
        "NotIpAddress",
        "aws:VpcSourceIp",
    ),
    _wrong(
        "an uploader of the data centre gets in through any endpoint",
        "training-data-bound",
        POLICY,
        without("UploadersOfdatacenterThroughHub"),
    ),
    _wrong(
        "an uploader of the data centre gets in from any address behind the hub",
        "training-data-bound",
        POLICY,
        without("UploadersOfdatacenterFromAddresses"),
    ),
    _wrong(
        "the data centre uploads into every bucket",
        "reachable-is-granted",
        ENDPOINT,
        rewrite(lambda document: document["Statement"][0].update(Resource="*")),
    ),
    _wrong(
        "the data centre uploads into a bucket of that name, whoever has it",
        "reachable-is-granted",
        ENDPOINT,
        rewrite(lambda document: document["Statement"][0]["Condition"]["StringEquals"].pop("aws:ResourceAccount")),
    ),
    _wrong(
        "the data centre may upload into the bucket and into none of its objects",
        "granted-is-reachable",
        ENDPOINT,
        rewrite(_objects_apart),
    ),
]
