"""Resources by component and type."""

from __future__ import annotations

from collections import Counter, defaultdict

from .graph import PROVIDERS, Graph, class_of
from .model import ComponentCount, Counts, TypeCount


def counts(graph: Graph) -> Counts:
    """Every registered resource once: components, providers, and the resources that would exist in AWS."""
    instances: Counter[str] = Counter()
    types: dict[str, Counter[str]] = defaultdict(Counter)
    providers = 0
    for resource in graph.resources.values():
        if not resource.custom:
            instances[class_of(resource.type)] += 1
        elif resource.type.startswith(PROVIDERS):
            providers += 1
        else:
            owner = graph.owner(resource)
            types[class_of(owner.type) if owner else ""][_short(resource.type)] += 1
    resources = sum(sum(counter.values()) for counter in types.values())
    return Counts(
        total=len(graph.resources),
        components=sum(instances.values()),
        resources=resources,
        providers=providers,
        by_component=tuple(_component(key, instances[key], types[key]) for key in sorted(instances.keys() | types)),
    )


def _component(key: str, instances: int, types: Counter[str]) -> ComponentCount:
    counted = sorted(types.items(), key=lambda item: (-item[1], item[0]))
    return ComponentCount(key, instances, sum(types.values()), tuple(TypeCount(t, n) for t, n in counted))


def _short(type_: str) -> str:
    """``aws:ec2/vpcEndpoint:VpcEndpoint`` as ``ec2.VpcEndpoint``, the class of the SDK."""
    package, _, name = type_.rpartition(":")
    return f"{package.removeprefix('aws:').split('/')[0]}.{name}"
