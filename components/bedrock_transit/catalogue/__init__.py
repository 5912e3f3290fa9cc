"""What AWS offers, as dated data: endpoint services, IAM actions, Regions, quotas, model ids.

The YAML files beside this module are the data; each says in its header where its facts come from
and of when they are, and what could not be found out. They are read once, strictly, when first
asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from . import customization, parse
from .actions import ActionFile
from .customization import Customizable, CustomizableModel, Hyperparameter
from .records import (
    ACCESS,
    BOUNDED_BY,
    Action,
    ArnType,
    CatalogueError,
    ModelVendor,
    Quota,
    Region,
    Service,
    Training,
)
from .strict import Fields, read

__all__ = [
    "ACCESS",
    "BOUNDED_BY",
    "Action",
    "ArnType",
    "CatalogueError",
    "Customizable",
    "CustomizableModel",
    "Hyperparameter",
    "ModelVendor",
    "Quota",
    "Region",
    "Service",
    "Training",
    "arn_type",
    "arn_types",
    "customizable",
    "elsewhere",
    "model_arn_types",
    "model_vendors",
    "profile_geographies",
    "quotas",
    "regions",
    "service",
    "services",
    "training",
    "vendors",
]

_HERE = Path(__file__).parent


def _file(name: str) -> Fields:
    return read(_HERE / name)


@cache
def _action_files() -> tuple[ActionFile, ...]:
    return tuple(ActionFile(_file(path.name)) for path in sorted(_HERE.glob("actions-*.yaml")))


@cache
def services() -> Mapping[str, Service]:
    """Every endpoint service by its key, such as "bedrock-runtime"."""
    return parse.services(_file("services.yaml"), regions(), _action_files())


def service(key: str) -> Service:
    """One endpoint service; a `CatalogueError` with the known keys when there is none."""
    found = services().get(key)
    if found is None:
        raise CatalogueError(f"{key!r} is not in the catalogue; known are {', '.join(services())}")
    return found


@cache
def elsewhere() -> Mapping[str, str]:
    """IAM actions of the catalogue's prefixes that no endpoint here receives, with the reason."""
    return MappingProxyType({name: why for file in _action_files() for name, why in file.elsewhere.items()})


@cache
def regions() -> Mapping[str, Region]:
    """Every Region of the partitions aws, aws-us-gov and aws-cn by name."""
    return parse.regions(_file("regions.yaml"))


@cache
def quotas() -> Mapping[str, Quota]:
    """Every quota and fixed limit that the planners check."""
    return parse.quotas(_file("quotas.yaml"))


@cache
def training() -> Training:
    """What training jobs need of their network."""
    return parse.training(_file("training.yaml"))


@cache
def customizable() -> Customizable:
    """What can be fine-tuned where, and how."""
    return customization.customizable(_file("customizable_models.yaml"), regions())


@cache
def _models() -> parse.Models:
    return parse.models(_file("models.yaml"))


def model_vendors() -> Mapping[str, ModelVendor]:
    """The vendors by the first part of their foundation-model ids."""
    return _models().vendors


@cache
def vendors() -> frozenset[str]:
    """The first parts of foundation-model ids, such as "anthropic"."""
    return frozenset(model_vendors())


def profile_geographies() -> frozenset[str]:
    """The first parts of inference-profile ids, such as "us" or "global"."""
    return _models().profile_geographies


def arn_types() -> Mapping[str, ArnType]:
    """The resource types of Bedrock, Mantle and AgentCore, such as "bedrock:agent-alias"."""
    return _models().arn_types


@cache
def model_arn_types() -> Mapping[str, ArnType]:
    """The resource types that are models, or stand for models."""
    return MappingProxyType({key: found for key, found in arn_types().items() if found.is_model})


@cache
def arn_type(arn: str) -> ArnType | None:
    """The resource type of an ARN: of those whose pattern fits, the one that says most.

    So `flow/F/alias/A` is a flow-alias and not a flow. Wildcards in the ARN's parts are allowed.
    """
    fitting = [found for found in arn_types().values() if found.fits(arn)]
    return max(fitting, key=lambda found: found.literal_length, default=None)
