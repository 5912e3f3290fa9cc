"""The report as plain records. Their fields are the keys of the JSON object that docs/transitctl.md documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .places import Region


@dataclass(frozen=True)
class TypeCount:
    """How many resources of one type."""

    type: str
    count: int


@dataclass(frozen=True)
class ComponentCount:
    """Resources of all instances of one kind of component; ``component`` is empty for those of the stack itself."""

    component: str
    instances: int
    resources: int
    types: tuple[TypeCount, ...]


@dataclass(frozen=True)
class Counts:
    """Everything that would be registered: ``total`` is the sum of the three kinds below."""

    total: int
    components: int
    resources: int
    providers: int
    by_component: tuple[ComponentCount, ...]


@dataclass(frozen=True)
class Grant:
    """What the consumers of a grant may do at one endpoint set, as that set registered it.

    ``uses`` are models that the objects call: declared for the record, held by no policy. ``any_model`` are the actions
    that no policy can hold to a model, so that they reach any model of the account.
    """

    endpoint_set: str
    segment: str
    region: str
    key: str
    service: str
    consumers: Mapping[str, str]
    networks: Mapping[str, tuple[str, ...]]
    models: tuple[str, ...]
    objects: tuple[str, ...]
    uses: tuple[str, ...]
    actions: tuple[str, ...]
    any_model: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """A value that is not known before creation, with the URNs of the resources that it comes from."""

    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What a stack would hold. ``exports`` is plain data with ``Unknown`` in it."""

    preview: str
    stack: str
    resources: Counts
    regions: Mapping[str, Region]
    grants: tuple[Grant, ...]
    granted_nothing: tuple[str, ...]
    exports: Mapping[str, Any]
