"""YAML that is read strictly: no duplicate keys, no unknown keys, no wrong types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from .records import CatalogueError

_DATE = re.compile(r"20\d\d-(0[1-9]|1[0-2])(-\d\d)?")
_MISSING: Any = object()
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # the C loader has no stub
    """A safe loader that refuses what YAML itself would take silently."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Hashable, object]:
    seen: dict[Hashable, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise CatalogueError(f"line {key_node.start_mark.line + 1}: {key!r} appears twice")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(path: Path) -> Fields:
    """Parse one file; its top level is a mapping."""
    loader = _Loader(path.read_text(encoding="utf-8"))
    try:
        return Fields(loader.get_single_data(), path.name)
    except (CatalogueError, yaml.YAMLError) as problem:
        raise CatalogueError(f"{path.name}: {problem}") from None
    finally:
        loader.dispose()


class Fields:
    """A mapping whose keys are taken one by one; `done` refuses what was not taken."""

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, Mapping):
            raise CatalogueError(f"{where}: a mapping is expected, not {type(raw).__name__}")
        self._raw: dict[str, object] = {str(key): value for key, value in raw.items()}
        self._taken: set[str] = set()
        self.where = where

    def _get(self, key: str, kind: type, default: object) -> Any:
        self._taken.add(key)
        value = self._raw.get(key, default)
        if value is None and default is None:
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            got = "nothing" if key not in self._raw else repr(value)
            raise CatalogueError(f"{self.where}.{key}: {kind.__name__} is expected, not {got}")
        return value

    def text(self, key: str, default: str = _MISSING) -> str:
        """A string that must be there, unless a default is given."""
        value: str = self._get(key, str, default)
        return value

    def optional(self, key: str) -> str | None:
        """A string or nothing."""
        value: str | None = self._get(key, str, None)
        return value

    def flag(self, key: str, default: bool = _MISSING) -> bool:
        """A boolean."""
        value: bool = self._get(key, bool, default)
        return value

    def number(self, key: str) -> int:
        """A whole number."""
        value: int = self._get(key, int, _MISSING)
        return value

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        """A string out of a closed set."""
        value = self.text(key)
        if value not in allowed:
            raise CatalogueError(f"{self.where}.{key}: {value!r} is not one of {', '.join(allowed)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, each once; empty when it is not there."""
        values = self._get(key, list, [])
        bad = [value for value in values if not isinstance(value, str)]
        bad = bad or sorted(value for value, times in Counter(values).items() if times > 1)
        if bad:
            raise CatalogueError(f"{self.where}.{key}: not a string or twice: {bad}")
        return tuple(values)

    def table(self, key: str) -> dict[str, Any]:
        """A mapping by string; empty when it is not there."""
        values = self._get(key, dict, {})
        return {str(name): value for name, value in values.items()}

    def tables(self, key: str) -> dict[str, Fields]:
        """A mapping whose values are mappings."""
        return {name: Fields(value, f"{self.where}.{key}.{name}") for name, value in self.table(key).items()}

    def every(self) -> Iterator[tuple[str, Fields]]:
        """All entries of a mapping of mappings whose keys are data."""
        for name, value in self._raw.items():
            yield name, Fields(value, f"{self.where}.{name}")

    def every_texts(self) -> dict[str, tuple[str, ...]]:
        """All entries of a mapping of lists whose keys are data."""
        return {name: self.texts(name) for name in self._raw}

    def rows(self, key: str) -> list[Fields]:
        """A list of mappings; empty when it is not there."""
        values = self._get(key, list, [])
        return [Fields(value, f"{self.where}.{key}[{i}]") for i, value in enumerate(values)]

    def date(self, key: str) -> str:
        """A year and month, with or without the day."""
        value = self.text(key)
        if not _DATE.fullmatch(value):
            raise CatalogueError(f"{self.where}.{key}: {value!r} is not YYYY-MM or YYYY-MM-DD")
        return value

    def about(self) -> None:
        """Every file says where its facts come from and of when they are."""
        fields = Fields(self.table("about"), f"{self.where}.about")
        fields.text("source")
        fields.date("date")
        fields.optional("sdk")
        fields.done()

    def done(self) -> None:
        """Refuse the keys that nobody asked for."""
        unknown = sorted(set(self._raw) - self._taken)
        if unknown:
            known = ", ".join(sorted(self._taken))
            raise CatalogueError(f"{self.where}: unknown keys {unknown}; known are {known}")
