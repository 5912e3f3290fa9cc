"""A Pulumi resource as plain data, whoever saw it: a preview, a state file, a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final


class Unknown:
    """Stands for a value that is not known yet. One instance, ``UNKNOWN``; it has no truth value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false")


UNKNOWN: Final = Unknown()

Urn = str


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource. Values are plain data: text, numbers (floats that are whole become ints), booleans, None, lists,
    dicts, and ``UNKNOWN`` in the place of whatever is not known.

    ``inputs`` is what the program configured (None where nobody collected them), ``outputs`` what the provider answered.
    """

    urn: Urn
    type: str
    name: str
    inputs: Mapping[str, Any] | None
    outputs: Mapping[str, Any] = field(default_factory=dict)
    property_dependencies: Mapping[str, tuple[Urn, ...]] = field(default_factory=dict)
    """Per input: the resources that it refers to, sorted."""
    parent: Urn = ""
    provider: Urn = ""
    """URN of the provider resource, without the id that the engine appends to it."""
    id: str | None = None
    custom: bool = True
