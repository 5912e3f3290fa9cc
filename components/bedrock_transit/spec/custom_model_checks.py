"""Checks of custom models: each that a grant names is declared, and called by its own segment alone.

Source: Amazon Bedrock user guide, "Use a custom model in Amazon Bedrock" (what it is called through).
"""

from __future__ import annotations

from collections.abc import Collection

from .known import Known
from .model import Grant, Network
from .models import CUSTOM_TYPES, ModelError, parse_model
from .problems import Path, Problems
from .training import CustomModel


def check_custom_models(network: Network, known: Known, problems: Problems) -> None:
    """Reports what is wrong with the declared custom models, and grants of those that are not declared or of another segment."""
    trainings = network.trainings
    for arn, model in network.custom_models.items():
        _declared(arn, model, trainings, known, problems)
    for key, grant in network.grants.items():
        for part, named in (("models", grant.models), ("uses", grant.uses)):
            for i, text in enumerate(named):
                if _is_custom(text):
                    _granted(("grants", key, part, str(i)), text, grant, network, known, problems)


def _is_custom(text: str) -> bool:
    """Whether a grant names a custom model there. What is no model at all is reported with the grant's other models."""
    try:
        return parse_model(text).type in CUSTOM_TYPES
    except ModelError:
        return False


def _declared(arn: str, model: CustomModel, trainings: Collection[str], known: Known, problems: Problems) -> None:
    path = ("custom_models", arn)
    try:
        kind = parse_model(arn).type
    except ModelError as error:
        problems.add(path, str(error), error.remedy, arn)
    else:
        if kind not in CUSTOM_TYPES:
            remedy = f"remove it, or state the ARN of one of: {', '.join(CUSTOM_TYPES)}"
            problems.add(path, f"is a {kind}, which belongs to no segment", remedy, arn)
    if model.segment is not None:
        problems.one_of((*path, "segment"), model.segment, known.segments, "segment of this spec")
    if model.trained_in is not None and not known.unread(model.trained_in):
        problems.one_of((*path, "trained_in"), model.trained_in, trainings, "training network of this spec")


def _granted(path: Path, arn: str, grant: Grant, network: Network, known: Known, problems: Problems) -> None:
    if arn not in known.custom_models:
        remedy = f"state custom_models.{arn} with trained_in, the training network, or the segment that it belongs to"
        problems.add(path, "is a custom model of which nobody says whose it is", remedy, arn)
    if arn not in network.custom_models:
        return
    home = network.model_segment(network.custom_models[arn])
    if home is None or home not in known.segments:
        return
    callers = ((c, caller.segment) for c in grant.consumers if (caller := network.caller(c)) is not None)
    consumer, segment = next(((c, s) for c, s in callers if s != home), ("", ""))
    if consumer:
        reason = f"is a model of {home}, and the grant has consumers of {segment} ({consumer})"
        problems.add(path, reason, f"grant a model of {segment}, or mend custom_models.{arn}", arn)
