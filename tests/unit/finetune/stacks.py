"""States of the real program with everything that jobs need, and job files."""

from __future__ import annotations

import copy
from collections.abc import Callable
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
ROLES = {service: f"acme-vpc-c-fine-tuning-{service}" for service in ("bedrock", "sagemaker")}
NETWORK = "vpc-c.fine-tuning"
"""What the logical names of the network's resources begin with."""
TRAINING = "urn:pulumi:prod::bedrock-transit::bedrock-transit:index:TrainingNetwork::vpc-c.fine-tuning-training"

BUCKET = "aws:s3/bucket:Bucket"

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
    """The resources of ``prod`` after an update."""
    return tuple(item(one) for one in untouched("prod", "known"))


def key() -> str:
    """The ARN of the key of ``vpc-c/fine-tuning``."""
    (found,) = (one["outputs"]["targetKeyArn"] for one in items() if one["inputs"].get("name") == ALIAS)
    return str(found)


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
