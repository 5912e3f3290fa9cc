"""Which actions a grant allows: a question that the checks and the planners must answer alike."""

from __future__ import annotations

from collections.abc import Iterable

from ..catalogue import Action, Service, arn_type, arn_types
from .model import Grant


def actions_of(grant: Grant, service: Service) -> list[Action]:
    """Every action that the grant allows, sorted by name.

    Models bring inference on models, objects bring inference through objects of their type. Everything else, actions
    that no model or object bounds and bearer tokens among them, is granted by name or not at all.
    """
    granted = set(grant.actions) & service.actions.keys()
    for action in service.actions.values():
        through_model = bool(grant.models) and action.bounded_by in ("resource", "condition-key")
        through_object = action.bounded_by == "object" and bool(of_types(grant.objects, action.resource_types))
        if action.access == "invoke" and not action.bearer_token and (through_model or through_object):
            granted.add(action.name)
    return [service.actions[name] for name in sorted(granted)]


def objects_of(action: Action, arns: Iterable[str]) -> list[str]:
    """Those of the ARNs that the action is authorised on, sorted.

    The catalogue knows the resource types of the Bedrock services. An action of another service is bounded by every
    object of that service that the grant states.
    """
    prefix = action.name.partition(":")[0]
    if prefix not in {known.iam_prefix for known in arn_types().values()}:
        return sorted(arn for arn in arns if arn.split(":")[2] == prefix)
    return of_types(arns, (*action.resource_types, *action.other_resource_types))


def of_types(arns: Iterable[str], types: Iterable[str]) -> list[str]:
    """Those of the ARNs whose resource type is among ``types``, sorted."""
    wanted = set(types)
    return sorted(arn for arn in arns if resource_type(arn) in wanted)


def resource_type(arn: str) -> str:
    """``flow-alias`` of ``arn:aws:bedrock:us-east-1:123456789012:flow/F/alias/A``; empty where the catalogue has no such type."""
    known = arn_type(arn)
    return known.key if known else ""


def region_of(arn: str) -> str:
    """The Region in an ARN; empty where it has none."""
    return arn.split(":")[3]
