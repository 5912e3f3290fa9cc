"""Reads a stack file: YAML with its duplicate keys refused and the line of every value kept."""

from __future__ import annotations

import datetime
from pathlib import Path as File
from typing import Any

import yaml

from .model import Network
from .parse import parse
from .problems import Path, Problem, SpecError

CONFIG_KEY = "bedrock-transit:network"


def read_stack_file(file: File, today: datetime.date | None = None) -> Network:
    """The network that ``Pulumi.<stack>.yaml`` describes.

    Raises ``SpecError`` with every problem, each with its line in the file.
    """
    name = file.name
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        others = sorted(p.name.split(".")[1] for p in file.parent.glob("Pulumi.*.yaml"))
        remedy = f"choose one of: {', '.join(others)}" if others else "run from the project's folder"
        raise SpecError([Problem(("stack",), name, "there is no such stack file", remedy)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError([Problem(("stack",), name, f"cannot be read: {error}", "a readable UTF-8 file")]) from None
    document, lines, problems = load(text)
    body = _network_object(document, name, problems)
    try:
        network = parse(body, today=today, known=problems)
    except SpecError as error:
        raise SpecError([_placed(p, lines) for p in error.problems], file=name) from None
    return network


def load(text: str) -> tuple[Any, dict[Path, int], list[Problem]]:
    """YAML text as (plain object, line per path, problems such as duplicate keys)."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        loader = yaml.SafeLoader("")
        lines: dict[Path, int] = {}
        problems: list[Problem] = []
        value = _value(root, (), lines, problems, loader) if root is not None else None
    except RecursionError:
        raise SpecError([Problem((), "", "refers to itself", "remove the alias that names its own anchor")]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        reason = getattr(error, "problem", None) or str(error)
        problem = Problem((), "", f"is not YAML: {reason}", "mend the syntax at that line", line)
        raise SpecError([problem], file="(stack file)") from None
    return value, lines, problems


def _value(
    node: yaml.Node, path: Path, lines: dict[Path, int], problems: list[Problem], loader: yaml.SafeLoader
) -> Any:
    lines.setdefault(_inside(path), node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*path, key)
            line = key_node.start_mark.line + 1
            if key in result:
                first = lines[_inside(here)]
                reason, remedy = f"is a duplicate key: it stands in line {first} too", "remove or rename one of the two"
                problems.append(Problem(_inside(here), key, reason, remedy, line))
            lines.setdefault(_inside(here), line)
            result[key] = _value(value_node, here, lines, problems, loader)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_value(n, (*path, str(i)), lines, problems, loader) for i, n in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:timestamp":
        reason, remedy = (
            "is a YAML timestamp, which Pulumi does not keep as text",
            f'write it in quotes: "{node.value}"',
        )
        problems.append(Problem(_inside(path), node.value, reason, remedy, node.start_mark.line + 1))
        return node.value
    return loader.construct_object(node)


def _inside(path: Path) -> Path:
    """Paths are told from the network object's root; what lies outside keeps its full path."""
    return path[2:] if path[:2] == ("config", CONFIG_KEY) else path


def _network_object(document: Any, name: str, problems: list[Problem]) -> Any:
    config = document.get("config") if isinstance(document, dict) else None
    if isinstance(config, dict) and CONFIG_KEY in config:
        return config[CONFIG_KEY]
    reason = "is empty" if document is None else f"has no config.{CONFIG_KEY}"
    remedy = f"describe the network under config: {CONFIG_KEY}: (see README, 'The spec by example')"
    raise SpecError([*problems, Problem((), name, reason, remedy)], file=name)


def _placed(problem: Problem, lines: dict[Path, int]) -> Problem:
    """The problem with its line: that of its path, or of the nearest part of the path that the file has."""
    if problem.line:
        return problem
    path = problem.path
    while path and path not in lines:
        path = path[:-1]
    return Problem(problem.path, problem.given, problem.reason, problem.remedy, lines.get(path, 0))
