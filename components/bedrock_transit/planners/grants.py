"""What a grant means: the actions it allows, and the ARNs that bound them. Pure data from spec and catalogue.

Sources: Service Authorization Reference, Amazon Bedrock (which resource types an action takes); Amazon Bedrock user
guide, "Prerequisites for inference profiles" (a cross-Region profile needs the profile's ARN and the model's ARN
in every Region that it routes to; a global profile also the ARN without a Region).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..catalogue import Action, Service, regions
from ..spec.actions import actions_of, objects_of, of_types, region_of
from ..spec.model import Grant, InferenceProfile
from ..spec.models import Model, parse_model


@dataclass(frozen=True)
class Bound:
    """Actions that share the same resources. ``through``: the inference profiles by which alone they may be used."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    through: tuple[str, ...] = ()
    condition_key: str = ""
    values: tuple[str, ...] = ()


def bounds(
    grant: Grant, service: Service, region: str, accounts: Sequence[str], profiles: Mapping[str, InferenceProfile]
) -> list[Bound]:
    """The grant as statements without conditions on who calls.

    ``accounts``: ids of the consumers' accounts, in which inference profiles live. ``profiles``: the Regions of each.
    """
    models = [model for text in grant.models if (model := parse_model(text)).region in ("", region)]
    objects = [arn for arn in grant.objects if region_of(arn) in ("", region)]
    found: list[Bound] = []
    for action in actions_of(grant, service):
        if action.bounded_by == "resource":
            found += _by_model(action, models, objects, region, accounts, profiles)
        elif action.bounded_by == "condition-key":
            names = tuple(model.name for model in models)
            found.append(Bound((action.name,), ("*",), condition_key=action.condition_key or "", values=names))
        else:
            taken = objects_of(action, objects)
            if taken or action.bounded_by != "object":
                found.append(Bound((action.name,), tuple(taken) or ("*",)))
    return _merged(found)


def _by_model(
    action: Action,
    models: Sequence[Model],
    objects: Sequence[str],
    region: str,
    accounts: Sequence[str],
    profiles: Mapping[str, InferenceProfile],
) -> Iterable[Bound]:
    """The models that the action takes; objects that it needs beside them; models behind inference profiles."""
    taken = [m for m in models if m.type in action.resource_types]
    direct = {arn for m in taken for arn in _arns(m, region, accounts)}
    if direct:
        beside = of_types(objects, action.other_resource_types)
        yield Bound((action.name,), tuple(sorted(direct.union(beside))))
    for profile in taken:
        if profile.is_profile and "foundation-model" in action.resource_types:
            behind = _behind(profile, region, profiles[profile.name])
            through = tuple(sorted(_arns(profile, region, accounts)))
            yield Bound((action.name,), tuple(sorted(behind)), through=through)


def _arns(model: Model, region: str, accounts: Sequence[str]) -> list[str]:
    """What is called: the model itself, or the inference profile in each consumer's account."""
    partition = regions()[region].partition
    if model.kind == "foundation-model":
        return [f"arn:{partition}:bedrock:{region}::foundation-model/{model.name}"]
    if model.kind == "inference-profile":
        return [f"arn:{partition}:bedrock:{region}:{account}:inference-profile/{model.name}" for account in accounts]
    return [model.name]


def _behind(profile: Model, region: str, routed: InferenceProfile) -> list[str]:
    """The foundation model behind a profile, in every Region that the profile routes to."""
    partition = regions()[region].partition
    model = routed.model or profile.name.split(".", 1)[1]
    places = [*routed.regions, ""] if profile.name.startswith("global.") else routed.regions
    return [f"arn:{partition}:bedrock:{place}::foundation-model/{model}" for place in places]


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
