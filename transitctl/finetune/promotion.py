"""From a trained model to a grant: what forbids it. Source: Amazon Bedrock user guide, "Use a custom model in Amazon Bedrock" (custom
models are called through a provisioned throughput or a deployment).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bedrock_transit.catalogue import arn_type
from bedrock_transit.planners import NetworkPlan
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
    """What forbids to grant the model: it is no such ARN, of another account or Region, declared otherwise, or the grant is another
    segment's."""
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
        _declared(arn, network, body.get("custom_models", {}).get(arn), problems)
    return problems.found


def _declared(arn: str, network: str, stated: Mapping[str, str] | None, problems: Problems) -> None:
    if stated is not None and stated != {"trained_in": network}:
        what = ", ".join(f"{key} {value}" for key, value in stated.items())
        remedy = f"state the training network that trained the model, or mend custom_models.{arn}"
        problems.add(("ARN",), f"is declared already, with {what}", remedy, arn)


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
