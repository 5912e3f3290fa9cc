"""What a grant means: the actions it allows, and the ARNs that bound them. Pure data from spec and catalogue.

Sources: Service Authorization Reference, Amazon Bedrock (which resource types an action takes); Amazon Bedrock user
guide, "Prerequisites for inference profiles" (a cross-Region profile needs the profile's ARN and the model's ARN
in every Region that it routes to; a global profile also the ARN without a Region).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..catalogue import Action, Service, regions
from ..spec.model import Grant
from ..spec.models import Model, parse_model


@dataclass(frozen=True)
class Bound:
    """Actions that share the same resources. ``through``: the inference profiles by which alone they may be used."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    through: tuple[str, ...] = ()
    condition_key: str = ""
    values: tuple[str, ...] = ()


def actions_of(grant: Grant, service: Service) -> list[Action]:
    """Every action that the grant allows: named ones, and inference on its models and objects, sorted by name."""
    brought = set(grant.actions)
    for action in service.actions.values():
        model = bool(grant.models) and action.bounded_by in ("resource", "condition-key")
        through_object = bool(grant.objects) and action.bounded_by == "object" and _takes(action, grant.objects)
        if action.access == "invoke" and not action.bearer_token and (model or through_object):
            brought.add(action.name)
    return [service.actions[name] for name in sorted(brought)]


def bounds(
    grant: Grant, service: Service, region: str, accounts: Sequence[str], profiles: Mapping[str, Sequence[str]]
) -> list[Bound]:
    """The grant as statements without conditions on who calls.

    ``accounts``: ids of the consumers' accounts, in which inference profiles live. ``profiles``: the Regions of each.
    """
    models = [parse_model(text) for text in grant.models]
    groups: dict[str, list[Action]] = {}
    for action in actions_of(grant, service):
        groups.setdefault(action.bounded_by, []).append(action)
    found: list[Bound] = []
    for action in groups.get("condition-key", ()):
        names = tuple(model.name for model in models)
        found.append(Bound((action.name,), ("*",), condition_key=action.condition_key or "", values=names))
    found += _by_model(groups.get("resource", ()), models, region, accounts, profiles)
    for action in groups.get("object", ()):
        found.append(Bound((action.name,), tuple(sorted(a for a in grant.objects if _takes(action, [a])))))
    open_ended = tuple(a.name for kind in ("none", "no-model") for a in groups.get(kind, ()))
    if open_ended:
        found.append(Bound(open_ended, tuple(sorted(grant.objects)) or ("*",)))
    return _merged(found)


def _by_model(
    actions: Iterable[Action],
    models: Sequence[Model],
    region: str,
    accounts: Sequence[str],
    profiles: Mapping[str, Sequence[str]],
) -> list[Bound]:
    found = []
    for action in actions:
        taken = [m for m in models if m.type in action.resource_types]
        direct = tuple(sorted({arn for m in taken for arn in _arns(m, region, accounts)}))
        if direct:
            found.append(Bound((action.name,), direct))
        routed = [m for m in taken if m.kind == "inference-profile"]
        if routed and "foundation-model" in action.resource_types:
            through = tuple(sorted(arn for m in routed for arn in _arns(m, region, accounts)))
            behind = {arn for m in routed for arn in _behind(m, region, profiles[m.name])}
            found.append(Bound((action.name,), tuple(sorted(behind)), through=through))
    return found


def _arns(model: Model, region: str, accounts: Sequence[str]) -> list[str]:
    """What is called: the model itself, or the inference profile in each consumer's account."""
    partition = regions()[region].partition
    if model.kind == "foundation-model":
        return [f"arn:{partition}:bedrock:{region}::foundation-model/{model.name}"]
    if model.kind == "inference-profile":
        return [f"arn:{partition}:bedrock:{region}:{account}:inference-profile/{model.name}" for account in accounts]
    return [model.name]


def _behind(profile: Model, region: str, routed: Sequence[str]) -> list[str]:
    """The foundation model behind a profile, in every Region that the profile routes to."""
    partition = regions()[region].partition
    places = [*routed, ""] if profile.name.startswith("global.") else routed
    return [f"arn:{partition}:bedrock:{place}::foundation-model/{profile.foundation_id}" for place in places]


def _takes(action: Action, arns: Iterable[str]) -> bool:
    """Whether one of the ARNs is of a resource type that the action takes (all of them, where it states none)."""
    kinds = action.resource_types
    return not kinds or any(arn.split(":", 5)[-1].replace("/", ":").split(":")[0] in kinds for arn in arns)


def _merged(bounds_: Iterable[Bound]) -> list[Bound]:
    """Actions that share everything else in one statement, in a stable order."""
    by_rest: dict[Bound, list[str]] = {}
    for bound in bounds_:
        rest = Bound((), bound.resources, bound.through, bound.condition_key, bound.values)
        by_rest.setdefault(rest, []).extend(bound.actions)
    merged = [
        Bound(tuple(sorted(set(actions))), rest.resources, rest.through, rest.condition_key, rest.values)
        for rest, actions in by_rest.items()
    ]
    return sorted(merged, key=lambda b: (b.actions, b.resources, b.through))
