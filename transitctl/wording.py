"""JSON Schema in words, for the cells of the reference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]


class Wording:
    """Says what a value must be. Knows the words that the types have for a form of text."""

    def __init__(self, parts: Node) -> None:
        self._parts = parts
        self._forms = dict(_forms(parts))

    def of(self, node: Node) -> str:
        """What may stand as a value, in words."""
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            return "keys of its own, below" if "properties" in self._parts[name] else f"[{name}](#{name.lower()})"
        if "anyOf" in node:
            return " or ".join(self.of(one) for one in node["anyOf"] if one.get("type") != "null")
        if "enum" in node:
            return " or ".join(f"`{value}`" for value in node["enum"])
        if node.get("type") == "array":
            return f"list of: {self.of(node['items'])}{'; one or more' if node.get('minItems') else ''}"
        if node.get("type") == "object":
            return self._map(node)
        return _integer(node) if node.get("type") == "integer" else self._scalar(node)

    def names(self, node: Node) -> str:
        """The names that a map takes."""
        return self.of(node.get("propertyNames", {}))

    def _map(self, node: Node) -> str:
        held = node["additionalProperties"]
        if "$ref" in held and "properties" in self._parts[held["$ref"].rpartition("/")[2]]:
            return "map of names to keys of their own, below"
        return f"map of: {self.names(node)} to: {self.of(held)}"

    def _scalar(self, node: Node) -> str:
        if node.get("type") == "boolean":
            return "`true` or `false`"
        if "pattern" in node:
            return self._forms.get(node["pattern"]) or f"text of the form `{node['pattern']}`"
        return f"text of {node['minLength']} characters or more" if "minLength" in node else "text"


def _forms(node: Any, key: bool = False) -> Iterator[tuple[str, str]]:
    """Forms of text with their words, from where no key's own description stands in place of the words."""
    if isinstance(node, list):
        for item in node:
            yield from _forms(item)
    if isinstance(node, dict):
        if not key and isinstance(node.get("pattern"), str) and "description" in node:
            yield node["pattern"], node["description"]
        for name, value in node.items():
            inner = value.values() if name == "properties" else [value]
            for one in inner:
                yield from _forms(one, key=name == "properties")


def left_out(node: Node, required: bool) -> str:
    """What it means that a key is not there."""
    if required:
        return "required"
    default = node.get("default")
    if isinstance(default, dict) and default:
        return "its own defaults"
    return f"`{json.dumps(default)}`" if default not in (None, [], {}) else "none"


def escaped(text: str) -> str:
    """Text for a cell of a Markdown table; what stands in backticks is code, in which only a bar means something."""
    pieces = text.replace("|", "\\|").split("`")
    pieces[::2] = [piece.replace("<", "&lt;").replace("*", "\\*") for piece in pieces[::2]]
    return "`".join(pieces)


def one_line(text: str) -> str:
    """Text without line breaks."""
    return " ".join(text.split())


def _integer(node: Node) -> str:
    low, high = node.get("minimum"), node.get("maximum")
    return f"whole number from {low} to {high}" if high is not None else f"whole number from {low}"
