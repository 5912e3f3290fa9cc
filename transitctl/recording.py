"""What a run of the program registered, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from google.protobuf import struct_pb2
from pulumi.runtime import rpc

UNKNOWN = rpc.UNKNOWN
"""Stands in inputs, outputs and exports for what is not known before creation."""

ExportPath = tuple[str, ...]
"""Keys (and positions, as text) that lead from the exports to a value."""


@dataclass
class Resource:
    """One registered resource: ``inputs`` and registered ``outputs`` as plain data, unknown values as ``UNKNOWN``."""

    urn: str
    type: str
    name: str
    parent: str
    custom: bool
    provider: str
    inputs: Mapping[str, Any]
    property_dependencies: Mapping[str, tuple[str, ...]]
    """Per input: URNs of the resources that it refers to, sorted."""
    dependencies: tuple[str, ...]
    outputs: dict[str, Any] = field(default_factory=dict)


@dataclass
class Recording:
    """Everything that a run registered, in the order of URNs, and the stack's exports."""

    stack: str
    resources: dict[str, Resource]
    exports: Mapping[str, Any]
    export_dependencies: Mapping[ExportPath, tuple[str, ...]] = field(default_factory=dict)
    """Per unknown value in the exports: URNs of the resources that it comes from, sorted."""


def plain(value: Any) -> Any:
    """A protobuf struct or value as plain data; whole numbers as ints."""
    if isinstance(value, struct_pb2.Struct):
        return {key: plain(item) for key, item in sorted(value.fields.items())}
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return plain(value.struct_value)
    if kind == "list_value":
        return [plain(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    return getattr(value, kind) if kind not in (None, "null_value") else None
