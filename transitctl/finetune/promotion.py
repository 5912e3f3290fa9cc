"""From a trained model to a grant: the ARN of its throughput or deployment, checked and written into the stack's file.

The file is edited as text, so that comments and layout stay; what comes out is read again and must be the old spec with that
one model more, and planned without a problem, before anything is written. Source: Amazon Bedrock user guide, "Use a custom
model in Amazon Bedrock" (custom models are called through a provisioned throughput or a deployment).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import yaml

from bedrock_transit.catalogue import arn_type
from bedrock_transit.planners import NetworkPlan
from bedrock_transit.spec.document import ROOT
from bedrock_transit.spec.problems import Problem, Problems
from bedrock_transit.training_plans import TrainingNetworkPlan

CALLED = ("provisioned-model", "custom-model-deployment")
"""What a custom model is called through."""
ARN_PARTS = 6


def trainings(plan: NetworkPlan) -> dict[str, TrainingNetworkPlan]:
    """The training networks of a stack, by ``<spoke>/<application>``."""
    found = (
        one["network"]
        for region in plan.regions.values()
        for spoke in region.trainings.values()
        for one in spoke.values()
    )
    return {one["key"]: one for one in found}


def judge_promotion(
    arn: str, network: str, grant: str, known: Mapping[str, TrainingNetworkPlan], body: Mapping[str, Any]
) -> list[Problem]:
    """What forbids to grant the model: it is no such ARN, of another account or Region, or the grant is another segment's."""
    problems = Problems()
    grants = body.get("grants", {})
    found = problems.one_of(("--network",), network, known, "training network of this stack")
    if problems.one_of(("--grant",), grant, grants, "grant of this stack") and found:
        _segment(known[network], grant, grants[grant], body, problems)
    kind = arn_type(arn)
    if kind is None or kind.key not in CALLED or len(arn.split(":")) < ARN_PARTS or "*" in arn or "?" in arn:
        remedy = "create a provisioned throughput or a deployment of the custom model, and state its ARN"
        problems.add(("ARN",), "is neither a provisioned throughput nor a deployment of a custom model", remedy, arn)
    elif found:
        _origin(arn, known[network], problems)
    return problems.found


def _segment(
    plan: TrainingNetworkPlan, name: str, grant: Mapping[str, Any], body: Mapping[str, Any], problems: Problems
) -> None:
    for consumer in grant.get("consumers", []):
        spoke = body["spokes"].get(consumer.split("/")[0]) if "/" in consumer else None
        segment = spoke["segment"] if spoke else _outside(consumer, body)
        if segment is not None and segment != plan["segment"]:
            reason = f"has consumers of {segment} ({consumer}), and the model was trained in {plan['segment']}"
            remedy = f"grant it to consumers of {plan['segment']}, or train a model in {segment}"
            problems.add(("--grant",), reason, remedy, name)
            return


def _outside(consumer: str, body: Mapping[str, Any]) -> str | None:
    for kind in ("on_premises", "partners"):
        if consumer in body.get(kind, {}):
            found = body[kind][consumer].get("segment")
            return found if isinstance(found, str) else None
    return None


def _origin(arn: str, plan: TrainingNetworkPlan, problems: Problems) -> None:
    region, account = arn.split(":")[3:5]
    for what, has, wanted in (("Region", region, plan["region"]), ("account", account, plan["account_id"])):
        if has != wanted:
            reason = f"is of {what} {has}, and {plan['key']} of {wanted}: that network did not train it"
            problems.add(("ARN",), reason, "state the training network that trained the model, or the right ARN", arn)


class EditError(ValueError):
    """The text cannot be edited safely."""


def with_model(text: str, grant: str, arn: str) -> tuple[str, str]:
    """The text of a stack file with one model more in a grant, and the lines to add for whoever edits by hand.

    Raises ``EditError`` where the result would not be the old file with that model more.
    """
    line = f'- "{arn}"'
    edited = _edited(text, grant, line)
    before = yaml.safe_load(text)
    wanted = copy.deepcopy(before)
    place = wanted[ROOT[0]][ROOT[1]]["grants"][grant]
    place["models"] = [*place.get("models", []), arn]
    try:
        same = yaml.safe_load(edited) == wanted
    except yaml.YAMLError:
        same = False
    if not same:
        raise EditError("the file's layout does not let one line be added")
    return edited, f"grants.{grant}.models:\n  {line}"


def _edited(text: str, grant: str, line: str) -> str:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for key in (*ROOT, "grants", grant):
        node = _value(node, key)
        if node is None:
            raise EditError(f"there is no {key}")
    models = _value(node, "models")
    if models is None:
        return _with_key(text, node, line)
    if not isinstance(models, yaml.SequenceNode):
        raise EditError("models is no list")
    if not models.value:
        end = models.end_mark.index - 1
        return f"{text[:end].rstrip()}{line.removeprefix('- ')}{text[end:]}"
    if models.flow_style:
        end = models.value[-1].end_mark.index
        return f"{text[:end]}, {line.removeprefix('- ')}{text[end:]}"
    last = models.value[-1]
    at = text.find("\n", last.end_mark.index)
    at = len(text) if at < 0 else at
    return f"{text[:at]}\n{' ' * (models.start_mark.column)}{line}{text[at:]}"


def _with_key(text: str, grant: yaml.Node | None, line: str) -> str:
    """A grant without models gets the key, on the line above its first key."""
    if not isinstance(grant, yaml.MappingNode) or grant.flow_style or not grant.value:
        raise EditError("the grant is written in one line")
    mark = grant.value[0][0].start_mark
    start = mark.index - mark.column
    return f"{text[:start]}{' ' * mark.column}models: [{line.removeprefix('- ')}]\n{text[start:]}"


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)
