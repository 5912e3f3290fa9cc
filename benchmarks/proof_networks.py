"""Networks of thousands of spokes as the policy pack sees them at a preview, without running the SDK for each spoke.

The real program runs once, for one spoke of each kind in each Region. A further spoke is one of those with another name, other addresses
and its consumers added to the registered grants. ``check`` compares that, resource by resource, with what the program
itself registers for more spokes.
"""

from __future__ import annotations

import json
import runpy
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import pulumi_aws  # noqa: F401  (before any clock starts: imports are excluded)

from benchmarks.proof_spec import QUOTAS, Place, Shape, grant_key, spec
from transit_guardrails.readers.resource import UNKNOWN, Resource
from transit_guardrails.settings import Settings
from transitctl.offline import PROJECT, Recording, record
from transitctl.recording import UNKNOWN as SENTINEL

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = Settings(organization="o-a1b2c3d4e5", quotas=QUOTAS)


def resources(shape: Shape) -> list[Resource]:
    """A network of that shape, in the order of URNs."""
    shared, owned = _template(shape.smallest)
    consumers = _consumers(shape)
    found = [_shared(resource, consumers) for resource in shared]
    for place in shape.places:
        model = shape.smallest.places[place.model]
        blocks = _moves(model, place, _cidrs(model))
        found += [_moved_resource(resource, model.key, place.key, blocks) for resource in owned[place.model]]
    return sorted(found, key=lambda resource: resource.urn)


def registered(shape: Shape) -> list[Resource]:
    """What the program itself registers for that shape, in the order of URNs."""
    return [as_resource(one) for one in recording(shape).resources.values()]


def recording(shape: Shape) -> Recording:
    """A run of the real program for that shape."""
    config = {f"{PROJECT}:network": json.dumps(spec(shape))}
    return record("bench", config, lambda: runpy.run_path(str(ROOT / "__main__.py")))


def check(shape: Shape) -> int:
    """Number of resources, when clones are what the program registers. Raises ``AssertionError`` with the first that is not."""
    cloned, real = resources(shape), registered(shape)
    if names := {r.urn for r in cloned} ^ {r.urn for r in real}:
        raise AssertionError(f"only cloned or only registered: {sorted(names)[:3]}")
    for mine, other in zip(cloned, real, strict=True):
        if mine != other:
            raise AssertionError(f"a clone differs: {mine} {other}")
    return len(real)


def as_resource(one: Any) -> Resource:
    """A recorded resource as the pack reads it: outputs of a custom one are its inputs and an unknown id."""
    return Resource(
        urn=one.urn,
        type=one.type,
        name=one.name,
        inputs=_plain(one.inputs),
        outputs={**_plain(one.inputs), "id": UNKNOWN} if one.custom else _plain(one.outputs),
        property_dependencies=one.property_dependencies,
        parent=one.parent,
        provider=one.provider.rpartition("::")[0],
        custom=one.custom,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return UNKNOWN if value == SENTINEL else value


# The recorded program -------------------------------------------------------------------------------------------------


@cache
def _template(smallest: Shape) -> tuple[list[Resource], list[list[Resource]]]:
    """What all spokes share, and per kind what its one spoke owns."""
    shared: list[Resource] = []
    owned: list[list[Resource]] = [[] for _ in smallest.places]
    for resource in registered(smallest):
        number = next((place.number for place in smallest.places if place.key in resource.urn), None)
        (shared if number is None else owned[number]).append(resource)
    return shared, owned


@cache
def _cidrs(model: Place) -> tuple[str, ...]:
    """The blocks that the resources of a recorded spoke name and that move with it."""
    named = {text for resource in _template(model.shape)[1][model.number] for text in _texts(resource.inputs)}
    return tuple(sorted(text for text in named if _home(model, text) is not None))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(item)


def _home(model: Place, text: str) -> int | None:
    """Which of the spoke's blocks a text lies in; None for what is no block of the spoke."""
    if not text[:1].isdigit() or "/" not in text:
        return None
    block = IPv4Network(text)
    return next((number for number, home in enumerate(model.blocks) if block.subnet_of(home)), None)


def _moves(model: Place, place: Place, cidrs: tuple[str, ...]) -> dict[str, str]:
    """Each block of a recorded spoke, and the same block of another spoke."""
    away = [int(new[0]) - int(old[0]) for old, new in zip(model.blocks, place.blocks, strict=True)]
    found = {}
    for text in cidrs:
        first, _, length = text.partition("/")
        found[text] = f"{IPv4Address(int(IPv4Address(first)) + away[_home(model, text) or 0])}/{length}"
    return found


def _moved_resource(one: Resource, old: str, new: str, blocks: Mapping[str, str]) -> Resource:
    return replace(
        one,
        urn=one.urn.replace(old, new),
        name=one.name.replace(old, new),
        inputs=_moved(one.inputs, old, new, blocks),
        outputs=_moved(one.outputs, old, new, blocks),
        property_dependencies={
            key: tuple(urn.replace(old, new) for urn in urns) for key, urns in one.property_dependencies.items()
        },
        parent=one.parent.replace(old, new),
    )


def _moved(value: Any, old: str, new: str, blocks: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return blocks.get(value) or value.replace(old, new)
    if isinstance(value, dict):
        return {key: _moved(item, old, new, blocks) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, old, new, blocks) for item in value]
    return value


# What the spokes share ------------------------------------------------------------------------------------------------


Consumers = Mapping[str, Mapping[str, str]]
"""Key of a grant to its applications, each with its block."""


def _consumers(shape: Shape) -> Consumers:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for place in shape.places:
        found[grant_key(place.region, place.segment, place.grant)][f"{place.key}/granted"] = str(place.blocks[1])
    return found


def _shared(resource: Resource, consumers: Consumers) -> Resource:
    """Registered grants and peerings with all their consumers. Lists and policies name whole pools, whoever is in them."""
    inputs, kind = resource.inputs or {}, resource.type.rpartition(":")[2]
    if kind == "EndpointSet":
        plan = inputs["endpoint_set"]
        outputs = {**resource.outputs, "grants": _grants(resource.outputs["grants"], consumers)}
        inputs = {**inputs, "endpoint_set": {**plan, "grants": _grants(plan["grants"], consumers)}}
        return replace(resource, inputs=inputs, outputs=outputs)
    if kind == "GatewayPeering":
        sides = {"requester": "accepter", "accepter": "requester"}
        plan = inputs["peering"]
        moved = {one: _side(plan[one], plan[other]["region"], consumers) for one, other in sides.items()}
        return replace(resource, inputs={**inputs, "peering": {**plan, **moved}})
    return resource


def _grants(stated: list[Any], consumers: Consumers) -> list[Any]:
    return [{**grant, "consumers": consumers[grant["key"]]} for grant in stated]


def _side(side: Any, other: str, consumers: Consumers) -> Any:
    """Back to the consumers in the other Region."""
    return {**side, "consumers": consumers[grant_key(other, "prod", "chat")]}


if __name__ == "__main__":
    from datetime import date

    from transit_guardrails.proof import prove

    for shape in (Shape(1, 9), Shape(3, 6, outside=True)):
        print(check(shape), "resources are cloned as the program registers them:", shape)
    for shape in (Shape(1, 100), Shape(2, 20, outside=True), Shape(4, 20, outside=True)):
        print(shape, "findings:", list(prove(resources(shape), SETTINGS, date.today()).findings))
