"""Reads a stack file: YAML with its duplicate keys refused and the line of every value kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as File
from typing import Any

import yaml

from .model import Network
from .parse import parse
from .problems import Path, Problem, SpecError

CONFIG_KEY = "bedrock-transit:network"
ROOT = ("config", CONFIG_KEY)
LARGEST = 1_000_000
"""Values in a stack file: beyond any network, and soon reached by aliases of aliases."""


@dataclass(frozen=True)
class StackFile:
    """A stack file as it was read: the plain network object, the line of each part, what is wrong with the file itself."""

    name: str
    body: Any
    lines: Mapping[Path, int]
    problems: tuple[Problem, ...]

    def parse(self, today: datetime.date | None = None) -> Network:
        """The network that the file describes. Raises ``SpecError`` with every problem, each with its line."""
        try:
            return parse(self.body, today=today, known=self.problems)
        except SpecError as error:
            raise self.error(error.problems) from None

    def error(self, problems: Iterable[Problem]) -> SpecError:
        """Problems of this file's network, from whoever found them, as one error in which each has its line."""
        return SpecError([self._placed(problem) for problem in problems], file=self.name)

    def _placed(self, problem: Problem) -> Problem:
        """With the line of the problem's path, or of the nearest part of the path that the file has."""
        if problem.line:
            return problem
        path = problem.path
        while path and path not in self.lines:
            path = path[:-1]
        return replace(problem, line=self.lines.get(path, 0))


def open_stack_file(file: File) -> StackFile:
    """Reads ``Pulumi.<stack>.yaml``.

    Raises ``SpecError`` where there is no network object to be judged: no such file, no YAML, no such key.
    """
    name = file.name
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        others = sorted(p.name.removeprefix("Pulumi.").removesuffix(".yaml") for p in file.parent.glob("Pulumi.*.yaml"))
        remedy = f"choose one of: {', '.join(others)}" if others else "run from the project's folder"
        raise SpecError([Problem(("stack",), name, "there is no such stack file", remedy)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError([Problem(("stack",), name, f"cannot be read: {error}", "a readable UTF-8 file")]) from None
    document, lines, problems = load(text, name)
    return StackFile(name, _network_object(document, name, problems), lines, tuple(problems))


def read_stack_file(file: File, today: datetime.date | None = None) -> Network:
    """The network that ``Pulumi.<stack>.yaml`` describes.

    Raises ``SpecError`` with every problem, each with its line in the file.
    """
    return open_stack_file(file).parse(today)


def load(text: str, name: str = "(stack file)") -> tuple[Any, dict[Path, int], list[Problem]]:
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
        raise SpecError([problem], file=name) from None
    return value, lines, problems


def _value(
    node: yaml.Node, path: Path, lines: dict[Path, int], problems: list[Problem], loader: yaml.SafeLoader
) -> Any:
    lines.setdefault(_inside(path), node.start_mark.line + 1)
    if len(lines) > LARGEST:
        raise yaml.MarkedYAMLError(problem=f"expands to more than {LARGEST:,} values", problem_mark=node.start_mark)
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
            if here == ROOT:
                lines[()] = line
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
    try:
        return loader.construct_object(node)
    except ValueError as error:
        raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from None


def _inside(path: Path) -> Path:
    """Paths are told from the network object's root; what lies outside keeps its full path."""
    return path[2:] if path[:2] == ROOT else path


def _network_object(document: Any, name: str, problems: list[Problem]) -> Any:
    config = document.get("config") if isinstance(document, dict) else None
    if isinstance(config, dict) and CONFIG_KEY in config:
        return config[CONFIG_KEY]
    reason = "is empty" if document is None else f"has no config.{CONFIG_KEY}"
    remedy = f"describe the network under config: {CONFIG_KEY}: (see README, 'The spec by example')"
    raise SpecError([*problems, Problem((), name, reason, remedy)], file=name)
