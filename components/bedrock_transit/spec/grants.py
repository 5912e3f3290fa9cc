"""Checks of the grants: their consumers, service, models, objects and actions exist and fit together."""

from __future__ import annotations

from collections.abc import Collection

from ..catalogue import Service, regions, services
from .model import Grant, Network
from .models import ModelError, parse_model
from .problems import Path, Problems


def check_grants(
    network: Network, consumers: Collection[str], broken_spokes: Collection[str], problems: Problems
) -> None:
    """Reports what is wrong with the grants. ``broken_spokes``: spokes whose own shape is wrong, reported already."""
    for profile, routed in network.inference_profiles.items():
        _profile(profile, routed, problems)
    for key, grant in network.grants.items():
        path = ("grants", key)
        _consumers(path, grant, network, consumers, broken_spokes, problems)
        service = services().get(grant.service)
        if service is None:
            problems.one_of((*path, "service"), grant.service, services(), "service of the endpoint catalogue")
            continue
        _offered(path, grant, network, problems)
        _actions(path, grant, service, problems)
        _models(path, grant, service, network, problems)


def _profile(profile: str, routed: list[str], problems: Problems) -> None:
    path = ("inference_profiles", profile)
    try:
        if parse_model(profile).kind != "inference-profile":
            remedy = "name it as AWS does, with its geography first: us.anthropic.…"
            problems.add(path, "is not the id of a cross-Region inference profile", remedy, profile)
    except ModelError as error:
        problems.add(path, str(error), error.remedy, profile)
    for i, region in enumerate(routed):
        problems.one_of((*path, str(i)), region, regions(), "AWS Region")


def _consumers(
    path: Path, grant: Grant, network: Network, known: Collection[str], broken: Collection[str], problems: Problems
) -> None:
    segments: dict[str, str] = {}
    for i, consumer in enumerate(grant.consumers):
        here = (*path, "consumers", str(i))
        spoke = consumer.split("/")[0]
        if spoke in broken:
            continue
        if consumer in grant.consumers[:i]:
            problems.add(here, "stands in the list twice", "name each consumer once", consumer)
        if consumer not in known:
            problems.one_of(here, consumer, known, "consumer (<spoke>/<application>)")
            continue
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
        elif service.actions[action].bounded_by == "resource" and not grant.models:
            problems.add(here, "is bounded by models, and the grant names none", "state models", action)
        elif service.actions[action].bounded_by == "object" and not grant.objects:
            problems.add(here, "is bounded by objects, and the grant names none", "state objects (ARNs)", action)


def _models(path: Path, grant: Grant, service: Service, network: Network, problems: Problems) -> None:
    bounded = {a.bounded_by for a in service.actions.values()}
    if grant.models and not bounded & {"resource", "condition-key"}:
        remedy = "state objects or actions instead, or grant the models on bedrock-runtime"
        problems.add((*path, "models"), f"cannot bound any action of {service.key}", remedy, ", ".join(grant.models))
    for i, text in enumerate(grant.models):
        here = (*path, "models", str(i))
        try:
            model = parse_model(text)
        except ModelError as error:
            problems.add(here, str(error), error.remedy, text)
            continue
        if model.kind == "inference-profile" and text not in network.inference_profiles:
            remedy = f"state inference_profiles.{text} with the list of Regions that it routes to"
            problems.add(here, "is a cross-Region inference profile whose Regions are not stated", remedy, text)
    for i, text in enumerate(grant.objects):
        if not (text.startswith("arn:aws") and text.count(":") >= 5) or "*" in text or "?" in text:
            reason, remedy = "is no ARN, or holds a wildcard", "state the whole ARN of one object"
            problems.add((*path, "objects", str(i)), reason, remedy, text)
