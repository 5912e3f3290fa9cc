"""The reference of the spec's keys as Markdown, from the JSON Schema: one table for each part, in the order of the types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedrock_transit.spec.schema import Schema, stack_schema

from .wording import Wording, escaped, left_out, one_line

HEAD = """\
| key | value | left out | what it is |
| --- | --- | --- | --- |"""

ONE_OF = {"on_premises": "network", "direct_connect": "gateway"}
"""What one part of a map is called, where it is not the map's name without its last letter."""


def reference() -> str:
    """Every key of the spec: its value, what leaving it out means, what it is."""
    parts: Schema = stack_schema()["$defs"]
    wording = Wording(parts)
    keys = [line for place in _places("Network", "", parts, {}) for line in _section(place, wording)]
    names = [line for name, part in parts.items() if "properties" not in part for line in _names(name, part)]
    return "\n".join([*keys, *names])


@dataclass(frozen=True)
class _Place:
    """A part of the spec, the path at which it stands, and the map that holds it by name, if one does."""

    path: str
    part: Schema
    holder: Schema


def _places(name: str, path: str, parts: Schema, holder: Schema) -> Iterator[_Place]:
    """The part and all parts in it, in the order in which their keys are declared."""
    yield _Place(path, parts[name], holder)
    for key, value in parts[name]["properties"].items():
        inner = f"{path}.{key}" if path else key
        named = f"{inner}.<{ONE_OF.get(key, key.removesuffix('s'))}>"
        optional: list[tuple[Schema, str, Schema]] = [(one, inner, {}) for one in value.get("anyOf", ())]
        for held, below, map_ in ((value, inner, {}), *optional, (value.get("additionalProperties"), named, value)):
            within = held["$ref"].rpartition("/")[2] if isinstance(held, dict) and "$ref" in held else ""
            if "properties" in parts.get(within, {}):
                yield from _places(within, below, parts, map_)


def _section(place: _Place, wording: Wording) -> Iterator[str]:
    yield f"### `{place.path}`\n" if place.path else "### The network\n"
    yield f"{escaped(one_line(place.part['description']))}\n"
    if place.holder:
        yield f"`{place.path.rpartition('.')[2]}` is {escaped(wording.names(place.holder))}.\n"
    yield HEAD
    required = place.part.get("required", ())
    for key, value in place.part["properties"].items():
        said, meaning = wording.of(value), one_line(value.get("description", ""))
        cells = (f"`{key}`", said, left_out(value, key in required), "" if meaning == said else meaning)
        yield f"| {' | '.join(map(escaped, cells))} |"
    yield ""


def _names(name: str, part: Schema) -> Iterator[str]:
    yield f"### {name}\n"
    yield f"{part['description']} One of: {', '.join(f'`{value}`' for value in part['enum'])}.\n"
