"""Checks of what bounds a grant: models, objects, and the inference profiles that stand before models."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ..catalogue import Action, Service, regions
from .actions import actions_of, objects_of, region_of, resource_type
from .known import Known
from .model import Grant, InferenceProfile, Network
from .models import Model, ModelError, parse_model
from .problems import Path, Problems

OBJECT = re.compile(r"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:[\w.:/+=,@-]*(\w|[/:]\*)$", re.ASCII)


def check_profile(name: str, profile: InferenceProfile, problems: Problems) -> None:
    """Reports what is wrong with a declared inference profile."""
    path = ("inference_profiles", name)
    model = _model(path, name, problems)
    if model is not None and not model.is_profile:
        remedy = "name it as AWS does: us.anthropic.… with its geography first, or the ARN of an application's profile"
        problems.add(path, "is no inference profile", remedy, name)
    elif model is not None and model.kind == "arn" and profile.model is None:
        remedy = "state the foundation model's id"
        problems.add((*path, "model"), "is not stated for an application's profile", remedy)
    behind = _model((*path, "model"), profile.model, problems) if profile.model is not None else None
    if behind is not None and behind.kind != "foundation-model":
        remedy = "state the foundation model's id"
        problems.add((*path, "model"), "is no foundation model", remedy, profile.model or "")
    for i, region in enumerate(profile.regions):
        problems.one_of((*path, "regions", str(i)), region, regions(), "AWS Region")


def bounding(grant: Grant, action: Action) -> bool:
    """Whether a model of the grant bounds the action. Models that are none are reported at their own place."""
    for text in grant.models:
        try:
            if parse_model(text).type in action.resource_types:
                return True
        except ModelError:
            return True
    return False


def elsewhere(grant: Grant, region: str) -> bool:
    """Whether all models and objects of the grant are of other Regions. Those that are none are reported at their place."""
    try:
        places = {parse_model(text).region for text in grant.models}
    except ModelError:
        return False
    places |= {region_of(arn) for arn in grant.objects if OBJECT.match(arn)}
    return bool(places) and places.isdisjoint({"", region})


def check_bounds(
    path: Path, grant: Grant, service: Service, network: Network, known: Known, problems: Problems
) -> None:
    """Reports models and objects that are none, that are elsewhere, or that no granted action takes."""
    places = network.regions_of(grant).union(grant.failover)
    actions = actions_of(grant, service)
    for i, text in enumerate(grant.models):
        here = (*path, "models", str(i))
        model = _model(here, text, problems)
        if model is None:
            continue
        if model.is_profile and text not in known.profiles:
            remedy = f"state inference_profiles.{text} with the regions that it routes to"
            problems.add(here, "is an inference profile whose Regions are not stated", remedy, text)
        _placed(here, text, model.region, places, grant, problems)
        _taken(here, model, actions, service, problems)
    for i, text in enumerate(grant.objects):
        here = (*path, "objects", str(i))
        if not OBJECT.match(text):
            remedy = "state the whole ARN of one object, or <type>/* for every object of that type in the account"
            problems.add(here, "is no ARN of an object", remedy, text)
            continue
        _placed(here, text, region_of(text), places, grant, problems)
        if not any(objects_of(action, [text]) for action in actions):
            remedy = f"remove it, or name the action of {service.key} that it is for"
            what = f"a {resource_type(text)}" if resource_type(text) else "an object of another service"
            problems.add(here, f"is {what}, which no granted action takes", remedy, text)
    _uses(path, grant, actions, problems)


def _uses(path: Path, grant: Grant, actions: Sequence[Action], problems: Problems) -> None:
    """A model that answers for an object is declared: nothing in a policy can hold the object to it."""
    through = [action.name for action in actions if action.bounded_by == "object" and action.access == "invoke"]
    for i, text in enumerate(grant.uses):
        _model((*path, "uses", str(i)), text, problems)
    if through and not grant.uses:
        remedy = "state uses: the models that the granted objects use"
        problems.add((*path, "uses"), f"is not stated, and a model may answer {', '.join(through)}", remedy)
    if grant.uses and not through:
        problems.add((*path, "uses"), "is stated, and no granted action reaches a model through an object", "remove it")


def _model(here: Path, text: str, problems: Problems) -> Model | None:
    try:
        return parse_model(text)
    except ModelError as error:
        problems.add(here, str(error), error.remedy, text)
        return None


def _placed(here: Path, text: str, region: str, places: Collection[str], grant: Grant, problems: Problems) -> None:
    """A model or object of a Region answers at that Region's endpoints only."""
    if region and places and region not in places:
        remedy = f"state the one in {' or '.join(sorted(places))}"
        other = ", nor does it fail over there" if grant.failover else ""
        problems.add(here, f"is in {region}, where no consumer of the grant is{other}", remedy, text)


def _taken(here: Path, model: Model, actions: Sequence[Action], service: Service, problems: Problems) -> None:
    """Some granted action must be bounded by the model; a custom model is called through something else."""
    if any(a.bounded_by == "condition-key" or model.type in a.resource_types for a in actions):
        return
    remedy = f"name an action of {service.key} that takes it, or grant it on another service"
    if model.type == "custom-model":
        remedy = "state the ARN of its provisioned throughput or of its deployment, through which it is called"
    problems.add(here, f"is a {model.type}, which no granted action of {service.key} takes", remedy, model.name)
