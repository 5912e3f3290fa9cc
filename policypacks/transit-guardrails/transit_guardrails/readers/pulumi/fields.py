"""One resource's properties, with a doubt for everything that is not known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...model.network import EVERYTHING, Doubt, Network
from ...model.ranges import Prefix, prefix
from ...model.vpcs import Id
from ..resource import UNKNOWN, Resource, Urn
from .index import AMBIGUOUS, Index, known_id
from .pieces import Pieces
from .tokens import ALIASES


class Fields:
    """Reads inputs, resolves references and records doubts. A doubt always touches the resource itself."""

    __slots__ = ("id", "index", "inputs", "network", "pieces", "resource")

    def __init__(self, resource: Resource, index: Index, network: Network, pieces: Pieces) -> None:
        self.resource = resource
        self.id: Id = resource.urn
        self.inputs: Mapping[str, Any] = resource.inputs or {}
        self.index, self.network, self.pieces = index, network, pieces

    def doubt(self, key: str, why: str, *touches: Id) -> None:
        """Record that a property is not known, and what that makes undecided beside the resource itself."""
        every = (EVERYTHING,) if EVERYTHING in touches else tuple(dict.fromkeys((self.id, *touches)))
        self.network.doubts.append(Doubt(self.id, key, why, every))

    def has(self, key: str) -> bool:
        """Whether the program set the property, to a known value or not."""
        return self.inputs.get(key) is not None

    def parent(self, *types: str) -> Id | None:
        """The component of one of the types that the resource is a child of."""
        return self.resource.parent if self.index.is_a(self.resource.parent, *types) else None

    # Values

    def text(self, key: str, default: str | None = None, touches: tuple[Id, ...] = ()) -> str | None:
        """A text; the default where it is not set. None with a doubt where it is unknown, no text, or not set at all."""
        value = self.inputs.get(key)
        if value is None:
            value = default
        if isinstance(value, str):
            return value
        self.doubt(key, _why(value, "text"), *touches)
        return None

    def flag(self, key: str, default: bool, touches: tuple[Id, ...] = ()) -> bool | None:
        """Yes or no. None with a doubt where it is unknown or neither."""
        value = self.inputs.get(key)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return bool(value == "true")
        self.doubt(key, _why(value, "yes or no"), *touches)
        return None

    def switch(self, key: str, default: str, touches: tuple[Id, ...] = ()) -> bool | None:
        """A flag that is written as ``enable`` or ``disable``."""
        value = self.inputs.get(key)
        if value is None:
            value = default
        if value in ("enable", "disable"):
            return bool(value == "enable")
        self.doubt(key, _why(value, "enable or disable"), *touches)
        return None

    def number(self, key: str, default: int | None = None, touches: tuple[Id, ...] = ()) -> int | None:
        """A whole number. None with a doubt where it is unknown, no number, or not set at all."""
        value = self.inputs.get(key)
        found = whole(default if value is None else value)
        if found is None:
            self.doubt(key, _why(value, "a number"), *touches)
        return found

    def prefix(self, key: str, touches: tuple[Id, ...] = ()) -> Prefix | None:
        """A CIDR block. None with a doubt where it is unknown, malformed or not set."""
        return self.as_prefix(key, self.inputs.get(key), touches)

    def as_prefix(self, key: str, value: Any, touches: tuple[Id, ...] = ()) -> Prefix | None:
        """A value of the property as a CIDR block."""
        if isinstance(value, str):
            try:
                return prefix(value)
            except ValueError as error:
                self.doubt(key, str(error), *touches)
                return None
        self.doubt(key, _why(value, "a CIDR block"), *touches)
        return None

    def document(self, key: str, touches: tuple[Id, ...] = ()) -> str | None:
        """A policy document as JSON text, also where the program gave it as an object."""
        value = self.inputs.get(key)
        if isinstance(value, Mapping):
            if has_unknown(value):
                self.doubt(key, "is not known", *touches)
                return None
            return json.dumps(value, sort_keys=True)
        return self.text(key, touches=touches)

    def items(self, key: str, touches: tuple[Id, ...] = ()) -> list[Any]:
        """The elements of a list; none where it is not set. A doubt where the list is unknown or no list."""
        value = self.inputs.get(key)
        if value is None:
            return []
        if isinstance(value, (list, tuple)):
            return list(value)
        self.doubt(key, _why(value, "a list"), *touches)
        return []

    def records(self, key: str, touches: tuple[Id, ...] = ()) -> list[Mapping[str, Any]]:
        """The elements of a list of objects, those that are objects. A doubt for each of the others."""
        found: list[Mapping[str, Any]] = []
        for item in self.items(key, touches):
            if isinstance(item, Mapping):
                found.append(item)
            else:
                self.doubt(key, f"an element {_why(item, 'an object')}", *touches)
        return found

    def texts(self, key: str, touches: tuple[Id, ...] = ()) -> tuple[str, ...]:
        """The elements of a list of texts, those that are texts. A doubt for each of the others."""
        found = self.items(key, touches)
        for item in found:
            if not isinstance(item, str):
                self.doubt(key, f"an element {_why(item, 'text')}", *touches)
        return tuple(item for item in found if isinstance(item, str))

    def output(self, key: str) -> Any:
        """What the provider computed: known, or None."""
        value = self.resource.outputs.get(key)
        return None if value is UNKNOWN else value

    # References

    def reference(self, key: str, *types: str, touches: tuple[Id, ...] = ()) -> Id | None:
        """The one resource of the types that the property refers to. None with a doubt where that is not exactly one."""
        return self.resolve(key, self.inputs.get(key), *types, touches=touches)

    def resolve(self, key: str, value: Any, *types: str, touches: tuple[Id, ...] = ()) -> Id | None:
        """The resource that ``value``, the property or a part of it, refers to."""
        index = self.index
        found = [urn for urn in self.resource.property_dependencies.get(key, ()) if index.is_a(urn, *types)]
        if len(found) == 1 and _agrees(value, index.resources[found[0]]):
            return self._original(found[0])
        if isinstance(value, str):
            match = next((index.by_id[each, value] for each in types if (each, value) in index.by_id), None)
            if match:
                return self._original(match)
            if match == AMBIGUOUS:
                self.doubt(key, f"several resources have the id {value}", *touches, *index.of_types(types))
            else:
                self.doubt(key, f"refers to '{value}', which is not in this stack", *touches)
        elif value is None:
            self.doubt(key, "is not set", *touches)
        elif value is not UNKNOWN:
            self.doubt(key, _why(value, "an id"), *touches)
        elif found:
            self.doubt(key, f"may be any of {_names(found)}", *touches, *found)
        else:
            self.doubt(key, "is not known", *touches, *(index.of_types(types) or (EVERYTHING,)))
        return None

    def references(self, key: str, *types: str, touches: tuple[Id, ...] = ()) -> tuple[Id, ...]:
        """All resources of the types that a list property refers to, sorted."""
        return self.resolve_all(key, self.inputs.get(key), *types, touches=touches)

    def resolve_all(self, key: str, values: Any, *types: str, touches: tuple[Id, ...] = ()) -> tuple[Id, ...]:
        """All resources that a list of ids, the property or a part of it, refers to.

        The engine may show an unknown list without its elements, so the dependencies count, never the places.
        """
        if values is None:
            return ()
        index = self.index
        depends = [urn for urn in self.resource.property_dependencies.get(key, ()) if index.is_a(urn, *types)]
        elements = list(values) if isinstance(values, (list, tuple)) else [values]
        known = [each for each in elements if isinstance(each, str)]
        found: set[Urn] = set()
        for text in known:
            match = next((index.by_id[each, text] for each in types if (each, text) in index.by_id), None)
            if match:
                found.add(match)
            elif not any(_holds(index.resources[urn], text) for urn in depends):
                self.doubt(key, f"refers to '{text}', which is not in this stack", *touches)
        if len(known) < len(elements) or len(found) < len(set(known)):
            found.update(depends)
            if not depends and len(known) < len(elements):
                self.doubt(key, "is not known", *touches, *(index.of_types(types) or (EVERYTHING,)))
        return tuple(sorted({each for urn in found if (each := self._original(urn))}))

    def inner_references(self, key: str, inner: str, *types: str) -> tuple[Id, ...]:
        """All resources that the elements of a list of objects refer to, each by its property ``inner``."""
        if self.inputs.get(key) is UNKNOWN:
            return self.resolve_all(key, UNKNOWN, *types)
        values = [item.get(inner) for item in self.records(key)]
        return self.resolve_all(key, [each for each in values if each is not None], *types)

    def _original(self, urn: Urn) -> Urn | None:
        """The resource itself, or that which it stands for."""
        resource = self.index.resources[urn]
        if resource.type not in ALIASES:
            return urn
        key, types = ALIASES[resource.type]
        return Fields(resource, self.index, self.network, self.pieces).reference(key, *types)


def whole(value: Any) -> int | None:
    """A whole number, also where it came as text or as a float."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdigit() and len(value) < 20:
        return int(value)
    return None


def has_unknown(value: Any) -> bool:
    """Whether something inside is not known."""
    if isinstance(value, Mapping):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return any(has_unknown(item) for item in value)
    return value is UNKNOWN


def _agrees(value: Any, resource: Resource) -> bool:
    """Whether a value can be of the resource: unknown, or one that it has where its own are known."""
    if not isinstance(value, str):
        return value is UNKNOWN
    known = known_id(resource)
    return known is None or _holds(resource, value)


def _holds(resource: Resource, text: str) -> bool:
    """Whether the text is the resource's id, contains it, or is one of its outputs."""
    known = known_id(resource)
    return (known is not None and known in text) or text in resource.outputs.values()


def _why(value: Any, expected: str) -> str:
    if value is None:
        return "is not set"
    if value is UNKNOWN:
        return "is not known"
    shown = str(value) if isinstance(value, (str, int, float)) else type(value).__name__
    return f"is '{shown[:80]}', not {expected}"


def _names(urns: list[Urn]) -> str:
    shown = ", ".join(urn.rpartition("::")[2] for urn in urns[:5])
    return f"{shown} and {len(urns) - 5} more" if len(urns) > 5 else shown
