"""Who is granted what, as the endpoint sets registered it, and which applications are granted nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bedrock_transit.catalogue import services

from ..recording import Resource
from .graph import Graph, text
from .model import Grant
from .vpcs import SUBNET, VPC

ENDPOINT_SET = "bedrock-transit:index:EndpointSet"
APPLICATION = "bedrock-transit:index:Application"


def grants(graph: Graph) -> tuple[Grant, ...]:
    """Every grant of every endpoint set.

    Raises ``ValueError`` where a set registered no grants or unknown ones: they must be known before creation.
    """
    found = [_grant(resource, stated) for resource in graph.of_type(ENDPOINT_SET) for stated in _stated(resource)]
    return tuple(sorted(found, key=lambda grant: (grant.region, grant.segment, grant.key)))


def granted_nothing(graph: Graph, found: Iterable[Grant]) -> tuple[str, ...]:
    """Applications that no grant names, as ``<spoke>/<application>``."""
    granted = {consumer for grant in found for consumer in grant.consumers}
    return tuple(sorted(set(_applications(graph)) - granted))


def _stated(endpoint_set: Resource) -> list[Mapping[str, Any]]:
    stated = endpoint_set.outputs.get("grants")
    if not isinstance(stated, list) or not all(isinstance(grant, Mapping) for grant in stated):
        raise ValueError(f"{endpoint_set.urn} registers no grants that are known at preview")
    return stated


def _grant(endpoint_set: Resource, stated: Mapping[str, Any]) -> Grant:
    plan = endpoint_set.inputs.get("endpoint_set")
    return Grant(
        endpoint_set=endpoint_set.name,
        segment=text(endpoint_set.outputs.get("segment")),
        region=text(plan.get("region")) if isinstance(plan, Mapping) else "",
        key=text(stated["key"]),
        service=text(stated["service"]),
        consumers=dict(sorted(stated["consumers"].items())),
        networks={name: tuple(caller["prefixes"]) for name, caller in sorted(stated["networks"].items())},
        models=tuple(stated["models"]),
        objects=tuple(stated["objects"]),
        uses=tuple(stated["uses"]),
        actions=tuple(stated["actions"]),
        any_model=tuple(action for action in stated["actions"] if _reaches_any_model(stated["service"], action)),
    )


def _reaches_any_model(service: str, action: str) -> bool:
    """Whether the catalogue knows nothing that bounds the action; an action that it does not know is not bounded either."""
    known = services().get(service)
    return known is None or action not in known.actions or known.actions[action].bounded_by == "none"


def _applications(graph: Graph) -> Iterable[str]:
    """Each application by its own key and the spoke that its subnets' VPC belongs to."""
    spokes: dict[str, str] = {}
    for subnet in graph.of_type(SUBNET):
        for vpc in graph.referred(subnet, "vpcId", VPC):
            owner = graph.owner(vpc)
            spokes[subnet.parent] = owner.name if owner else vpc.name
    for application in graph.of_type(APPLICATION):
        plan = application.inputs.get("application")
        key = text(plan.get("key")) if isinstance(plan, Mapping) else application.name
        yield f"{spokes.get(application.urn, '?')}/{key}"
