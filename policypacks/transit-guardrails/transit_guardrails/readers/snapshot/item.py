"""One object of an AWS answer, read by key and type; whatever is not of the documented type is a ``MalformedError``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...model.ranges import Prefix, prefix
from .errors import MalformedError


class Item:
    """A JSON object and where it stands. A null counts as absent, as the AWS CLI leaves out what is not set."""

    __slots__ = ("data", "where")

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise MalformedError(where, f"an object is expected, not {_kind(data)}")
        self.data: Mapping[str, Any] = data
        self.where = where

    def bad(self, key: str, what: str) -> MalformedError:
        """The error that says that the key holds something else than expected."""
        return MalformedError(self.where, f"{key}: {what}")

    def maybe_text(self, key: str) -> str | None:
        """The text, or None when it is absent or empty."""
        value = self.data.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise self.bad(key, f"text is expected, not {_kind(value)}")
        return value

    def text(self, key: str) -> str:
        """The text, which must be there."""
        value = self.maybe_text(key)
        if value is None:
            raise self.bad(key, "is missing")
        return value

    def maybe_flag(self, key: str) -> bool | None:
        """True or false, or None when it is absent."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.bad(key, f"true or false is expected, not {_kind(value)}")
        return value

    def flag(self, key: str) -> bool:
        """True or false, which must be there."""
        value = self.maybe_flag(key)
        if value is None:
            raise self.bad(key, "is missing")
        return value

    def maybe_number(self, key: str, low: int, high: int) -> int | None:
        """A whole number from ``low`` to ``high``, or None when it is absent."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.bad(key, f"a whole number is expected, not {_kind(value)}")
        if not low <= value <= high:
            raise self.bad(key, f"a number from {low} to {high} is expected")
        return value

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, which must be there."""
        value = self.maybe_number(key, low, high)
        if value is None:
            raise self.bad(key, "is missing")
        return value

    def maybe_block(self, key: str) -> Prefix | None:
        """A CIDR block or address, or None when it is absent."""
        value = self.maybe_text(key)
        try:
            return None if value is None else prefix(value)
        except ValueError as error:
            raise self.bad(key, str(error)) from error

    def block(self, key: str) -> Prefix:
        """A CIDR block or address, which must be there."""
        value = self.maybe_block(key)
        if value is None:
            raise self.bad(key, "is missing")
        return value

    def maybe_item(self, key: str) -> Item | None:
        """The object under the key, or None when it is absent."""
        value = self.data.get(key)
        return None if value is None else Item(value, f"{self.where}.{key}")

    def item(self, key: str) -> Item:
        """The object under the key, which must be there."""
        return Item(self.data.get(key), f"{self.where}.{key}")

    def has(self, key: str) -> bool:
        """Whether the key holds anything but null."""
        return self.data.get(key) is not None

    def values(self, key: str, required: bool = False) -> list[Any]:
        """The list under the key; empty when it is absent and not required."""
        value = self.data.get(key)
        if value is None and not required:
            return []
        if not isinstance(value, list):
            raise self.bad(key, f"a list is expected, not {_kind(value)}")
        return value

    def items(self, key: str, required: bool = False) -> Iterator[Item]:
        """The objects of the list under the key."""
        for index, value in enumerate(self.values(key, required)):
            yield Item(value, f"{self.where}.{key}[{index}]")

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        """The texts of the list under the key, sorted, each once: AWS promises no order."""
        found = self.values(key, required)
        if not all(isinstance(value, str) and value for value in found):
            raise self.bad(key, "a list of texts is expected")
        return tuple(sorted(set(found)))

    def blocks(self, key: str, required: bool = False) -> tuple[Prefix, ...]:
        """The CIDR blocks of the list of texts under the key, sorted."""
        try:
            return tuple(sorted({prefix(text) for text in self.texts(key, required)}))
        except ValueError as error:
            raise self.bad(key, str(error)) from error

    def tags(self, key: str = "Tags") -> dict[str, str]:
        """Tags by key (lists of ``Key`` and ``Value``)."""
        return {tag.text("Key"): tag.maybe_text("Value") or "" for tag in self.items(key)}


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")
