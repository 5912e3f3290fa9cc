"""Turns what the policy SDK hands over into ``Resource`` records of plain data.

The SDK wraps properties in proxies that raise ``UnknownValueError`` when an unknown value is touched (and hand out the raw
marker when a list is sliced). So nothing is read through a proxy: each is unwrapped first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_policy import PolicyResource, ResourceValidationArgs, proxy

from ..readers.resource import UNKNOWN, Resource

MARKERS = frozenset(
    {
        proxy.UNKNOWN_BOOLEAN_VALUE,
        proxy.UNKNOWN_NUMBER_VALUE,
        proxy.UNKNOWN_STRING_VALUE,
        proxy.UNKNOWN_ARRAY_VALUE,
        proxy.UNKNOWN_ASSET_VALUE,
        proxy.UNKNOWN_ARCHIVE_VALUE,
        proxy.UNKNOWN_OBJECT_VALUE,
    }
)
"""The texts that stand on the wire for unknown values of each kind."""

_TARGET = "__target"
"""The key under which a proxy of the SDK gives the value that it wraps."""
_BRIDGE_KEY = "__defaults"
"""A key that bridged providers add to objects of all depths for their own use."""
_PROVIDER_TYPE = "pulumi:providers:"


def plain(value: Any) -> Any:
    """A value of the SDK as plain data, ``UNKNOWN`` in the place of whatever is not known.

    Raises ``TypeError`` for a value of a kind that no resource can hold.
    """
    if isinstance(value, str):
        return UNKNOWN if value in MARKERS else value
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        target = value if isinstance(value, dict) else value[_TARGET]
        return {key: plain(item) for key, item in sorted(target.items()) if key != _BRIDGE_KEY}
    if isinstance(value, (pulumi.Asset, pulumi.Archive)):
        return UNKNOWN  # what is in a file is not looked at, so nothing may rely on it
    if isinstance(value, Sequence):
        target = value if isinstance(value, list) else value[_TARGET]  # type: ignore[call-overload]
        return [plain(item) for item in target]
    raise TypeError(f"a value of type {type(value).__name__} among the properties of a resource")


def properties(value: Any) -> dict[str, Any]:
    """The properties of a resource, without those that providers and engine keep for themselves (``__meta`` and the like)."""
    found = plain(value)
    return {key: item for key, item in found.items() if not key.startswith("__")}


def from_inputs(args: ResourceValidationArgs) -> Resource:
    """The record of a resource that is about to be registered: its inputs, and nothing that refers to others."""
    provider = args.provider.urn if args.provider else ""
    return Resource(
        urn=args.urn,
        type=args.resource_type,
        name=args.name,
        inputs=properties(args.props),
        parent=args.opts.parent or "",
        provider=provider,
        custom=_custom(args.resource_type, provider),
    )


def from_stack(resource: PolicyResource, inputs: Mapping[str, Any] | None) -> Resource:
    """The record of a resource as the whole stack shows it, joined with the inputs that were collected before (None: none)."""
    outputs = properties(resource.props)
    provider = resource.provider.urn if resource.provider else ""
    known_id = outputs.get("id")
    return Resource(
        urn=resource.urn,
        type=resource.resource_type,
        name=resource.name,
        inputs=inputs,
        outputs=outputs,
        property_dependencies={
            key: tuple(sorted({target.urn for target in targets}))
            for key, targets in sorted(resource.property_dependencies.items())
            if targets
        },
        parent=resource.parent.urn if resource.parent else resource.opts.parent or "",
        provider=provider,
        id=known_id if isinstance(known_id, str) else None,
        custom=_custom(resource.resource_type, provider),
    )


def _custom(type_: str, provider: str) -> bool:
    """The SDK does not say it, but the engine gives each custom resource a provider, if only the default one."""
    return bool(provider) or type_.startswith(_PROVIDER_TYPE)
