"""Checks of the grants: their consumers, service, models, objects, actions and other Regions exist and fit together."""

from __future__ import annotations

from ..catalogue import Service, services
from .actions import of_types
from .bounds import bounding, check_bounds, check_profile, elsewhere
from .known import Known
from .model import Grant, Network
from .problems import Path, Problems


def check_grants(network: Network, known: Known, problems: Problems) -> None:
    """Reports what is wrong with the grants and the inference profiles."""
    for name, profile in network.inference_profiles.items():
        check_profile(name, profile, problems)
    for key, grant in network.grants.items():
        path = ("grants", key)
        _consumers(path, grant, network, known, problems)
        if grant.failover:
            _failover(path, grant, network, known, problems)
        service = services().get(grant.service)
        if service is None:
            problems.one_of((*path, "service"), grant.service, services(), "service of the endpoint catalogue")
            continue
        _offered(path, grant, network, problems)
        _actions(path, grant, service, problems)
        check_bounds(path, grant, service, network, known, problems)


def _consumers(path: Path, grant: Grant, network: Network, known: Known, problems: Problems) -> None:
    segments: dict[str, str] = {}
    for i, consumer in enumerate(grant.consumers):
        here = (*path, "consumers", str(i))
        if known.unread(consumer):
            continue
        if consumer in grant.consumers[:i]:
            problems.add(here, "stands in the list twice", "name each consumer once", consumer)
        if problems.one_of(
            here, consumer, known.consumers, "consumer (<spoke>/<application>, on-premises network or partner)"
        ):
            caller = network.caller(consumer)
            assert caller is not None  # noqa: S101  # it is among the known ones
            segments.setdefault(caller.segment, consumer)
    if len(segments) > 1:
        both = " and ".join(f"{consumer} of {segment}" for segment, consumer in sorted(segments.items())[:2])
        problems.add((*path, "consumers"), f"are of different segments: {both}", "write one grant for each segment")


def _offered(path: Path, grant: Grant, network: Network, problems: Problems) -> None:
    for name in sorted(network.regions_of(grant) & network.regions.keys()):
        if grant.service not in network.regions[name].hub.services:
            remedy = f"add it to regions.{name}.hub.services"
            problems.add((*path, "service"), f"has no endpoint in the hub of {name}", remedy, grant.service)


def _failover(path: Path, grant: Grant, network: Network, known: Known, problems: Problems) -> None:
    """A Region to fail over to is another one, has the service, and something of the grant can be called there.

    A network outside calls one Region: its links end at one transit gateway, whose names alone it is given.
    """
    for i, consumer in enumerate(grant.consumers):
        if consumer in network.outside:
            remedy = "grant it to the network by a grant of its own, without failover"
            what = "a partner" if consumer in network.partners else "an on-premises network"
            reason = f"is {what}, which calls one Region, and the grant fails over"
            problems.add((*path, "consumers", str(i)), reason, remedy, consumer)
    for i, name in enumerate(grant.failover):
        here = (*path, "failover", str(i))
        if problems.one_of(here, name, known.regions, "Region of this spec"):
            _other_region(here, name, name in grant.failover[:i], grant, network, problems)
    for name in sorted(network.regions_of(grant)):
        if elsewhere(grant, name):
            reason = f"is all that can be called: no model or object of the grant is in {name}, where its consumers are"
            remedy = f"state a model or object of {name} as well"
            problems.add((*path, "failover"), reason, remedy, ", ".join(grant.failover))


def _other_region(here: Path, name: str, twice: bool, grant: Grant, network: Network, problems: Problems) -> None:
    place = network.regions.get(name)
    if twice:
        problems.add(here, "stands in the list twice", "name each Region once", name)
    elif name in network.regions_of(grant):
        remedy = "remove it, or write one grant for the consumers of each Region"
        problems.add(here, "is a consumer's own Region", remedy, name)
    elif place is not None and grant.service not in place.hub.services:
        remedy = f"add {grant.service} to regions.{name}.hub.services"
        problems.add(here, f"has no endpoint of {grant.service} in its hub", remedy, name)
    elif elsewhere(grant, name):
        remedy = f"state a model or object of {name} as well, or remove the Region"
        problems.add(here, "can call nothing: all models and objects of the grant are of other Regions", remedy, name)


def _actions(path: Path, grant: Grant, service: Service, problems: Problems) -> None:
    for i, action in enumerate(grant.actions):
        here = (*path, "actions", str(i))
        if action not in service.actions:
            problems.one_of(here, action, service.actions, f"action of {service.key}")
        elif service.actions[action].bounded_by == "resource" and not bounding(grant, service.actions[action]):
            kinds = " or ".join(service.actions[action].resource_types)
            problems.add(here, "is bounded by models, and the grant names none", f"state models: {kinds}", action)
        elif service.actions[action].bounded_by == "object" and not of_types(
            grant.objects, service.actions[action].resource_types
        ):
            kinds = " or ".join(service.actions[action].resource_types)
            problems.add(
                here, "is bounded by objects, and the grant names none", f"state objects: ARNs of {kinds}", action
            )
