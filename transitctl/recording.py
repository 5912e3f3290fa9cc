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


STACK_TYPE = "pulumi:pulumi:Stack"
PROVIDER_TYPE = "pulumi:providers:"


def with_stacks(recording: Recording) -> list[Resource]:
    """All resources, before them the stack itself with its exports: the program registers it in silence."""
    known = recording.resources
    stacks = sorted({one.parent for one in known.values()} - set(known) - {""})
    exports = dict(recording.exports)
    roots = [Resource(urn, STACK_TYPE, urn.rsplit("::", 1)[-1], "", False, "", {}, {}, (), exports) for urn in stacks]
    return [*roots, *(known[urn] for urn in sorted(known))]


def shown_outputs(one: Resource) -> dict[str, Any]:
    """What a policy pack sees of a resource besides its inputs: of one in AWS, the same again and an unknown id."""
    return {**one.inputs, "id": UNKNOWN} if one.custom else one.outputs


def provider_urn(one: Resource) -> str:
    """The provider without its id. The engine gives a custom resource without one the default provider; others have none."""
    if not one.custom or one.type.startswith(PROVIDER_TYPE):
        return ""
    if one.provider:
        return one.provider.rsplit("::", 1)[0]
    stack, project = one.urn.split("::")[:2]
    return f"{stack}::{project}::{PROVIDER_TYPE}{one.type.split(':', 1)[0]}::default"


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
