"""Keeps what the program configured, resource by resource, until the whole stack is there to join it with."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_policy import PolicyResource

from ..readers.resource import Resource, Urn
from .collected import from_stack


class ResourceError(Exception):
    """A resource that could not be read. ``urn`` is which; the cause is chained."""

    def __init__(self, urn: Urn) -> None:
        super().__init__(urn)
        self.urn = urn


class Collector:
    """Inputs by URN. The SDK serves several resources at a time, each on a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inputs: dict[Urn, Mapping[str, Any]] = {}

    def add(self, resource: Resource) -> None:
        """Keeps the inputs of a resource; the latest ones count where it is registered again."""
        if resource.inputs is None:
            raise ValueError(f"{resource.urn} comes without inputs")
        with self._lock:
            self._inputs[resource.urn] = resource.inputs

    def forget(self, urn: Urn) -> None:
        """Drops what was kept of a resource, so that inputs of an earlier pass cannot stand in for unreadable ones."""
        with self._lock:
            self._inputs.pop(urn, None)

    def join(self, stack: Sequence[PolicyResource]) -> tuple[Resource, ...]:
        """The stack's resources by URN, each with its collected inputs. Raises ``ResourceError`` for an unreadable one."""
        with self._lock:
            inputs = dict(self._inputs)
        joined = []
        for resource in stack:
            try:
                joined.append(from_stack(resource, inputs.get(resource.urn)))
            except Exception as error:
                raise ResourceError(resource.urn) from error
        return tuple(sorted(joined, key=lambda resource: resource.urn))
