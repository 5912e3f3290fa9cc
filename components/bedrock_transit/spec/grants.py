"""Checks of the grants: their consumers, service, models, objects and actions exist and fit together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ..catalogue import Action, Service, regions, services
from .actions import actions_of, objects_of, of_types, region_of, resource_type
from .known import Known
from .model import Grant, InferenceProfile, Network
from .models import Model, ModelError, parse_model
from .problems import Path, Problems

OBJECT = re.compile(r"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:[\w.:/+=,@-]*(\w|[/:]\*)$", re.ASCII)


def check_grants(network: Network, known: Known, problems: Problems) -> None:
    """Reports what is wrong with the grants and the inference profiles."""
    for name, profile in network.inference_profiles.items():
        _profile(name, profile, problems)
    for key, grant in network.grants.items():
        path = ("grants", key)
        _consumers(path, grant, network, known, problems)
        service = services().get(grant.service)
        if service is None:
            problems.one_of((*path, "service"), grant.service, services(), "service of the endpoint catalogue")
            continue
        _offered(path, grant, network, problems)
        _actions(path, grant, service, problems)
        _models(path, grant, service, network, known, problems)


def _profile(name: str, profile: InferenceProfile, problems: Problems) -> None:
    path = ("inference_profiles", name)
    try:
        model = parse_model(name)
        if not model.is_profile:
            remedy = (
                "name it as AWS does: us.anthropic.… with its geography first, or the ARN of an application's profile"
            )
            problems.add(path, "is no inference profile", remedy, name)
        elif model.kind == "arn" and profile.model is None:
            problems.add(
                (*path, "model"), "is not stated for an application's profile", "state the foundation model's id"
            )
    except ModelError as error:
        problems.add(path, str(error), error.remedy, name)
    try:
        if profile.model is not None and parse_model(profile.model).kind != "foundation-model":
            problems.add((*path, "model"), "is no foundation model", "state the foundation model's id", profile.model)
    except ModelError as error:
        problems.add((*path, "model"), str(error), error.remedy, profile.model)
    for i, region in enumerate(profile.regions):
        problems.one_of((*path, "regions", str(i)), region, regions(), "AWS Region")


def _consumers(path: Path, grant: Grant, network: Network, known: Known, problems: Problems) -> None:
    segments: dict[str, str] = {}
    for i, consumer in enumerate(grant.consumers):
        here = (*path, "consumers", str(i))
        spoke = consumer.split("/")[0]
        if spoke in known.unread_spokes:
            continue
        if consumer in grant.consumers[:i]:
            problems.add(here, "stands in the list twice", "name each consumer once", consumer)
        if problems.one_of(here, consumer, known.consumers, "consumer (<spoke>/<application>)"):
            segments.setdefault(network.spokes[spoke].segment, consumer)
    if len(segments) > 1:
        both = " and ".join(f"{consumer} of {segment}" for segment, consumer in sorted(segments.items())[:2])
        problems.add((*path, "consumers"), f"are of different segments: {both}", "write one grant for each segment")


def _offered(path: Path, grant: Grant, network: Network, problems: Problems) -> None:
    where = {network.spokes[s].region for c in grant.consumers if (s := c.split("/")[0]) in network.spokes}
    for name in sorted(where & network.regions.keys()):
        if grant.service not in network.regions[name].hub.services:
            remedy = f"add it to regions.{name}.hub.services"
            problems.add((*path, "service"), f"has no endpoint in the hub of {name}", remedy, grant.service)


def _actions(path: Path, grant: Grant, service: Service, problems: Problems) -> None:
    for i, action in enumerate(grant.actions):
        here = (*path, "actions", str(i))
        if action not in service.actions:
            problems.one_of(here, action, service.actions, f"action of {service.key}")
        elif service.actions[action].bounded_by == "resource" and not _bounding(grant, service.actions[action]):
            kinds = " or ".join(service.actions[action].resource_types)
            problems.add(here, "is bounded by models, and the grant names none", f"state models: {kinds}", action)
        elif service.actions[action].bounded_by == "object" and not of_types(
            grant.objects, service.actions[action].resource_types
        ):
            kinds = " or ".join(service.actions[action].resource_types)
            problems.add(
                here, "is bounded by objects, and the grant names none", f"state objects: ARNs of {kinds}", action
            )


def _bounding(grant: Grant, action: Action) -> bool:
    """Whether a model of the grant bounds the action. Models that are none are reported at their own place."""
    for text in grant.models:
        try:
            if parse_model(text).type in action.resource_types:
                return True
        except ModelError:
            return True
    return False


def _models(path: Path, grant: Grant, service: Service, network: Network, known: Known, problems: Problems) -> None:
    places = {network.spokes[s].region for c in grant.consumers if (s := c.split("/")[0]) in network.spokes}
    actions = actions_of(grant, service)
    for i, text in enumerate(grant.models):
        here = (*path, "models", str(i))
        try:
            model = parse_model(text)
        except ModelError as error:
            problems.add(here, str(error), error.remedy, text)
            continue
        if model.is_profile and text not in known.profiles:
            remedy = f"state inference_profiles.{text} with the regions that it routes to"
            problems.add(here, "is an inference profile whose Regions are not stated", remedy, text)
        _placed(here, text, model.region, places, problems)
        _taken(here, model, actions, service, problems)
    for i, text in enumerate(grant.objects):
        here = (*path, "objects", str(i))
        if not OBJECT.match(text):
            remedy = "state the whole ARN of one object, or <type>/* for every object of that type in the account"
            problems.add(here, "is no ARN of an object", remedy, text)
            continue
        _placed(here, text, region_of(text), places, problems)
        if not any(objects_of(action, [text]) for action in actions):
            remedy = f"remove it, or name the action of {service.key} that it is for"
            what = f"a {resource_type(text)}" if resource_type(text) else "an object of another service"
            problems.add(here, f"is {what}, which no granted action takes", remedy, text)


def _placed(here: Path, text: str, region: str, places: Collection[str], problems: Problems) -> None:
    """A model or object of a Region answers at that Region's endpoints only."""
    if region and places and region not in places:
        remedy = f"state the one in {' or '.join(sorted(places))}"
        problems.add(here, f"is in {region}, where no consumer of the grant is", remedy, text)


def _taken(here: Path, model: Model, actions: Sequence[Action], service: Service, problems: Problems) -> None:
    """Some granted action must be bounded by the model; a custom model is called through something else."""
    if any(a.bounded_by == "condition-key" or model.type in a.resource_types for a in actions):
        return
    remedy = f"name an action of {service.key} that takes it, or grant it on another service"
    if model.type == "custom-model":
        remedy = "state the ARN of its provisioned throughput or of its deployment, through which it is called"
    problems.add(here, f"is a {model.type}, which no granted action of {service.key} takes", remedy, model.name)
