"""States of the real program with everything that jobs need, and job files."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from scenario.program import untouched
from unit.states import Item, item, state

PROJECT = Path(__file__).parents[3]
PROD = PROJECT / "policypacks" / "prod.json"
ACCOUNT, REGION = "333344445555", "us-east-1"
DATA, MODELS = f"acme-vpc-c-fine-tuning-{ACCOUNT}-data", f"acme-vpc-c-fine-tuning-{ACCOUNT}-models"
ALIAS = "alias/acme-vpc-c-fine-tuning"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
ROLES = {service: f"acme-vpc-c-fine-tuning-{service}" for service in ("bedrock", "sagemaker")}
TRAINING = "urn:pulumi:prod::bedrock-transit::bedrock-transit:index:TrainingNetwork::vpc-c.fine-tuning-training"

BUCKET = "aws:s3/bucket:Bucket"
BLOCKED = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

BEDROCK = {
    "name": "claims-1",
    "network": "vpc-c/fine-tuning",
    "service": "bedrock",
    "base_model": "amazon.nova-lite-v1:0:300k",
    "training_data": f"s3://{DATA}/claims/train.jsonl",
    "validation_data": f"s3://{DATA}/claims/validation.jsonl",
    "output": f"s3://{MODELS}/claims-1/",
    "hyperparameters": {"epochCount": 2, "learningRate": 0.00001},
}
SAGEMAKER = {
    "name": "claims-2",
    "network": "vpc-c/fine-tuning",
    "service": "sagemaker",
    "image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/train:1.0",
    "base_model": f"s3://{DATA}/base/",
    "training_data": f"s3://{DATA}/claims/",
    "output": f"s3://{MODELS}/",
    "instance_type": "ml.m5.2xlarge",
    "instances": 4,
    "hyperparameters": {"epochs": 3, "packed": True, "rate": 0.0002, "note": "1e-5"},
}


@cache
def items() -> tuple[Item, ...]:
    """The resources of ``prod`` after an update, with the buckets, key and roles of its training networks."""
    known = [item(one) for one in untouched("prod", "known")]
    made: list[Item] = []
    for one in known:
        if one["type"].endswith(":TrainingNetwork"):
            made += _data(one, known)
    return (*known, *made)


def _data(training: Item, known: list[Item]) -> Iterable[Item]:
    """What belongs to a training network and is not there already."""
    plan, there = training["outputs"]["training"], {_name(one) for one in known}
    provider = next(one["provider"] for one in known if one.get("parent") == training["urn"])
    tags = plan["tags"]
    names = [
        *((BUCKET, {"bucket": name, "tags": tags}) for name in plan["buckets"].values()),
        *(
            ("aws:iam/role:Role", {"name": name, "assumeRolePolicy": "{}", "tags": tags})
            for name in plan["roles"].values()
        ),
        ("aws:kms/alias:Alias", {"name": plan["key_alias"], "targetKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"}),
    ]
    for token, inputs in names:
        name = inputs.get("bucket") or inputs["name"]
        if (token, name) not in there:
            beside = {"custom": True, "provider": provider, "parent": training["urn"]}
            own = {**beside, **_resource(token, name, {**inputs, "region": plan["region"]})}
            yield own
            if token == BUCKET:
                made = {"bucket": name, "region": plan["region"], **dict.fromkeys(BLOCKED, True)}
                block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
                yield {**beside, **_resource(block, name, made), "propertyDependencies": {"bucket": [own["urn"]]}}


def _resource(token: str, name: str, inputs: dict[str, Any]) -> Item:
    urn = f"urn:pulumi:prod::bedrock-transit::{token}::{name}"
    outputs = {**inputs, "targetKeyArn": KEY} if token.endswith("Alias") else inputs
    return {"urn": urn, "type": token, "id": name, "inputs": inputs, "outputs": outputs}


def _name(one: Item) -> tuple[str, Any]:
    return one["type"], (one["inputs"] or {}).get("bucket") or (one["inputs"] or {}).get("name")


def stated(folder: Path, edit: Callable[[list[Item]], object] | None = None) -> str:
    """A state file, as it is or edited; its path."""
    found = copy.deepcopy(list(items()))
    if edit is not None:
        edit(found)
    return state(folder / "prod.state.json", found)


def job(folder: Path, like: dict[str, Any] = BEDROCK, **changes: Any) -> str:
    """A job file; its path. None leaves a key out."""
    body = {key: value for key, value in {**like, **changes}.items() if value is not None}
    path = folder / "job.yaml"
    path.write_text(yaml.safe_dump(body, sort_keys=False))
    return str(path)
