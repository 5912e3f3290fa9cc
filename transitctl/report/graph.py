"""The registered resources as a graph: who refers to whom through which property, and who is whose child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..recording import UNKNOWN, Recording, Resource

PROVIDERS = "pulumi:providers:"


class Graph:
    """Looks up resources by type, by reference and by owner. All answers are in the order of logical names."""

    def __init__(self, recording: Recording) -> None:
        self.resources = recording.resources
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        for resource in sorted(recording.resources.values(), key=lambda r: (r.name, r.urn)):
            self._by_type[resource.type].append(resource)

    def of_type(self, *types: str) -> Iterator[Resource]:
        """Resources of the types."""
        for type_ in types:
            yield from self._by_type.get(type_, ())

    def referred(self, resource: Resource, key: str, type_: str = "") -> list[Resource]:
        """The resources (of a type) that an input refers to, whether its value is known or not."""
        urns = resource.property_dependencies.get(key, ())
        found = [self.resources[urn] for urn in urns if urn in self.resources]
        return sorted((r for r in found if type_ in ("", r.type)), key=lambda r: (r.name, r.urn))

    def target(self, resource: Resource, key: str) -> str:
        """What an input refers to, for a reader: logical names, or the stated value where it refers to nothing."""
        names = [r.name for r in self.referred(resource, key)]
        return " or ".join(names) if names else text(resource.inputs.get(key))

    def owner(self, resource: Resource) -> Resource | None:
        """The component that a resource is a child of."""
        return self.resources.get(resource.parent)

    def account(self, resource: Resource) -> str:
        """Logical name of the provider, which is the key of the account."""
        provider = self.resources.get(resource.provider.rpartition("::")[0])
        return provider.name if provider else ""


def region_of(resource: Resource) -> str:
    """The Region that a resource states."""
    return text(resource.inputs.get("region"))


def segment_of(resource: Resource) -> str:
    """The segment that a resource is tagged with."""
    tags = resource.inputs.get("tags")
    return str(tags.get("segment", "")) if isinstance(tags, dict) else ""


def text(value: object) -> str:
    """A stated value for a reader."""
    return "?" if value == UNKNOWN else "" if value is None else str(value)


def class_of(type_: str) -> str:
    """``bedrock-transit:index:SpokeVpc`` as ``SpokeVpc``."""
    return type_.rpartition(":")[2]
