"""The request that starts a job: pure, so that it can be printed, proven and compared before it is sent.

Sources: Amazon Bedrock API reference, CreateModelCustomizationJob; Amazon SageMaker AI API reference, CreateTrainingJob
(hyperparameters of both are text), OutputDataConfig; Amazon Bedrock user guide, "Protect model customization jobs using a VPC".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from .job import BedrockJob, SagemakerJob
from .place import Place

Body = dict[str, Any]
UNKNOWN = "?"
"""Stands for an id that is known after creation."""
OPERATIONS = {"bedrock": "CreateModelCustomizationJob", "sagemaker": "CreateTrainingJob"}
TOKEN = "clientRequestToken"  # noqa: S105  # the name of a field


def request(job: BedrockJob | SagemakerJob, place: Place) -> Body:
    """The whole request. An id that does not exist yet is ``?``."""
    return _bedrock(job, place) if isinstance(job, BedrockJob) else _sagemaker(job, place)


def _bedrock(job: BedrockJob, place: Place) -> Body:
    body: Body = {
        "jobName": job.name,
        "customModelName": job.model_name or job.name,
        "roleArn": place.role_arn(job.service),
        "baseModelIdentifier": job.base_model,
        "customizationType": job.customization_type,
        "customModelKmsKeyId": place.key_alias_arn,
        "trainingDataConfig": {"s3Uri": job.training_data},
        "outputDataConfig": {"s3Uri": job.output},
        "hyperParameters": _texts(job.hyperparameters),
        "vpcConfig": {"subnetIds": _subnets(place), "securityGroupIds": [place.group or UNKNOWN]},
    }
    if job.validation_data is not None:
        body["validationDataConfig"] = {"validators": [{"s3Uri": job.validation_data}]}
    return {**body, TOKEN: _token(place.plan["name"], job.name, body) if place.ready else UNKNOWN}


def _sagemaker(job: SagemakerJob, place: Place) -> Body:
    channels = {"training": job.training_data, "validation": job.validation_data, "model": job.base_model}
    key = place.key or UNKNOWN  # by its ARN: volumes take no alias, and output by an alias takes kms:Encrypt too
    resources: Body = {
        "InstanceType": job.instance_type,
        "InstanceCount": job.instances,
        "VolumeSizeInGB": job.volume_size_gb,
    }
    if job.encrypt_volume:
        resources["VolumeKmsKeyId"] = key
    return {
        "TrainingJobName": job.name,
        "RoleArn": place.role_arn(job.service),
        "AlgorithmSpecification": {"TrainingImage": job.image, "TrainingInputMode": "File"},
        "HyperParameters": _texts(job.hyperparameters),
        "InputDataConfig": [_channel(name, uri) for name, uri in channels.items() if uri is not None],
        "OutputDataConfig": {"S3OutputPath": job.output, "KmsKeyId": key},
        "ResourceConfig": resources,
        "StoppingCondition": {"MaxRuntimeInSeconds": job.max_runtime_seconds},
        "VpcConfig": {"Subnets": _subnets(place), "SecurityGroupIds": [place.group or UNKNOWN]},
        "EnableNetworkIsolation": place.plan["network_isolation"],
        "EnableInterContainerTrafficEncryption": True,
    }


def _channel(name: str, uri: str) -> Body:
    source = {"S3DataType": "S3Prefix", "S3Uri": uri, "S3DataDistributionType": "FullyReplicated"}
    return {"ChannelName": name, "DataSource": {"S3DataSource": source}}


def _subnets(place: Place) -> list[str]:
    return [known or UNKNOWN for _, known in sorted(place.subnets.items())]


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    """Hyperparameters as both services take them; numbers without an exponent."""
    return {key: _text(value) for key, value in sorted(values.items())}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)


def _token(network: str, name: str, body: Body) -> str:
    """The same for the same job of the same network and nothing else: Bedrock starts one job for it, however often it is asked."""
    text = json.dumps([network, name, body], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def unknown(body: Any, path: str = "") -> Iterator[str]:
    """The fields of a request that are not known yet."""
    if body == UNKNOWN:
        yield path
    for key, value in body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ():
        yield from unknown(value, f"{path}[{key}]" if isinstance(body, list) else f"{path}.{key}".lstrip("."))


def differences(asked: Body, told: Mapping[str, Any], path: str = "") -> list[str]:
    """Where a job that exists is not as it is asked for, field by field; what AWS adds of its own is no difference."""
    found = []
    for key, value in asked.items():
        where, other = f"{path}{key}", told.get(key)
        if isinstance(value, dict) and isinstance(other, Mapping):
            found += differences(value, other, f"{where}.")
        elif isinstance(value, list) and isinstance(other, list) and value and isinstance(value[0], dict):
            found += _rows(value, other, where)
        elif _plain(value) != _plain(other):
            found.append(f"{where} is {_shown(other)}, asked for is {_shown(value)}")
    return found


def _rows(asked: list[Body], told: list[Any], where: str) -> list[str]:
    if len(asked) != len(told):
        return [f"{where} has {len(told)} entries, asked for are {len(asked)}"]
    return [
        line
        for i, (mine, other) in enumerate(zip(asked, told, strict=True))
        for line in differences(mine, other, f"{where}[{i}].")
    ]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _shown(value: Any) -> str:
    return "not stated" if value is None else json.dumps(value, default=str)
