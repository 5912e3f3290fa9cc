"""A trained model written into a stack's file: into its grant, and as a model of the network that trained it.

The file is edited as text, so that comments and layout stay; what comes out is read again and must be the old spec with that one
model more.
"""

from __future__ import annotations

from typing import Any

import yaml

from bedrock_transit.spec.document import ROOT

DECLARED = "custom_models"


class EditError(ValueError):
    """The text cannot be edited safely."""


def with_model(text: str, grant: str, arn: str, network: str) -> tuple[str, str]:
    """The text of a stack file with one model more in a grant, declared; and the lines to add for whoever edits by hand.

    Raises ``EditError`` where the result would not be the old file with that model more.
    """
    if "\r\n" in text and text.count("\r\n") == text.count("\n"):
        edited, lines = with_model(text.replace("\r\n", "\n"), grant, arn, network)
        return edited.replace("\n", "\r\n"), lines
    line, declaration = f'- "{arn}"', f'"{arn}": {{trained_in: {network}}}'
    wanted = _apart(yaml.safe_load(text))
    place = wanted[ROOT[0]][ROOT[1]]
    lines = f"grants.{grant}.models:\n  {line}"
    edited = _in_grant(text, grant, line)
    place["grants"][grant]["models"] = [*place["grants"][grant].get("models", []), arn]
    if arn not in place.get(DECLARED, {}):
        edited = _in_declarations(edited, declaration)
        place[DECLARED] = {**place.get(DECLARED, {}), arn: {"trained_in": network}}
        lines = f"{DECLARED}:\n  {declaration}\n{lines}"
    try:
        same = yaml.safe_load(edited) == wanted
    except yaml.YAMLError:
        same = False
    if not same:
        raise EditError("the file's layout does not let the lines be added")
    return edited, lines


def _apart(value: Any) -> Any:
    """The same without parts in common: an anchor's alias is a value of its own."""
    if isinstance(value, dict):
        return {key: _apart(each) for key, each in value.items()}
    return [_apart(each) for each in value] if isinstance(value, list) else value


def _in_grant(text: str, grant: str, line: str) -> str:
    node = _at(text, *ROOT, "grants", grant)
    models = _value(node, "models")
    if models is None:
        return _with_key(text, node, line)
    if not isinstance(models, yaml.SequenceNode):
        raise EditError("models is no list")
    if models.flow_style:
        return _in_flow(text, models, line.removeprefix("- "))
    return _below(text, models.value[-1], models.start_mark.column, line)


def _in_declarations(text: str, declaration: str) -> str:
    network = _at(text, *ROOT)
    models = _value(network, DECLARED)
    if models is None:
        return _with_declarations(text, network, declaration)
    if not isinstance(models, yaml.MappingNode):
        raise EditError(f"{DECLARED} is no mapping")
    if models.flow_style:
        return _in_flow(text, models, declaration)
    last = models.value[-1][1]
    while isinstance(last, yaml.MappingNode) and not last.flow_style:
        last = last.value[-1][1]
    return _below(text, last, models.start_mark.column, declaration)


def _in_flow(text: str, node: yaml.CollectionNode, line: str) -> str:
    """A list or mapping in brackets gets one entry more."""
    if not node.value:
        end = node.end_mark.index - 1
        return f"{text[:end].rstrip()}{line}{text[end:]}"
    last = node.value[-1]
    end = (last[1] if isinstance(last, tuple) else last).end_mark.index
    return f"{text[:end]}, {line}{text[end:]}"


def _below(text: str, last: yaml.Node, column: int, line: str) -> str:
    """A line below the one on which the last entry ends."""
    at = text.find("\n", last.end_mark.index)
    at = len(text) if at < 0 else at
    return f"{text[:at]}\n{' ' * column}{line}{text[at:]}"


def _with_key(text: str, grant: yaml.Node, line: str) -> str:
    """A grant without models gets the key, on the line above its first key."""
    if not isinstance(grant, yaml.MappingNode) or grant.flow_style or not grant.value:
        raise EditError("the grant is written in one line")
    mark = grant.value[0][0].start_mark
    start = mark.index - mark.column
    return f"{text[:start]}{' ' * mark.column}models: [{line.removeprefix('- ')}]\n{text[start:]}"


def _with_declarations(text: str, network: yaml.Node, declaration: str) -> str:
    """A network without declarations gets them above its grants and what comments stand there, apart if those are."""
    if not isinstance(network, yaml.MappingNode) or network.flow_style:
        raise EditError("the network is written in one line")
    mark = next(key.start_mark for key, _ in network.value if key.value == "grants")
    above = text[: mark.index - mark.column].splitlines(keepends=True)
    first = len(above)
    while first and above[first - 1].lstrip().startswith("#"):
        first -= 1
    start, pad = len("".join(above[:first])), " " * mark.column
    gap = "\n" if first and not above[first - 1].strip() else ""
    return f"{text[:start]}{pad}{DECLARED}:\n{pad}  {declaration}\n{gap}{text[start:]}"


def _at(text: str, *path: str) -> yaml.Node:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for key in path:
        node = _value(node, key)
    if node is None:
        raise EditError(f"there is no {'.'.join(path)}")
    return node


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)
