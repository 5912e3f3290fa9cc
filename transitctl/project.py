"""A project and the plain configuration of its stacks, for programs beside this project's own: those of teams."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bedrock_transit.spec import SpecError
from bedrock_transit.spec.document import load

from .exits import BadInputError
from .files import read_object, read_text

NETWORK = "bedrock-transit"
EXPORTS = "what a stack exports"


def project_of(root: Path) -> str:
    """The name of the project in a folder; a folder without ``Pulumi.yaml`` is taken for the network's own."""
    path = root / "Pulumi.yaml"
    if not path.exists():
        return NETWORK
    name = _yaml(path, "a project's file").get("name")
    if not isinstance(name, str) or not name:
        raise BadInputError(f"{path} names no project\n  remedy: state its name")
    return name


def config_of(root: Path, stack: str, project: str) -> dict[str, str]:
    """The configuration in ``Pulumi.<stack>.yaml`` as the engine hands it to a program: every value as text.

    Raises ``BadInputError`` with every value that cannot be read here.
    """
    path = root / f"Pulumi.{stack}.yaml"
    stated = _yaml(path, "the file of a stack").get("config", {})
    if not isinstance(stated, Mapping):
        raise BadInputError(f"{path}: config is not an object\n  remedy: state key: value below it")
    wrong = [
        f"{path}: config.{key} is a secret, which nobody decrypts here"
        for key, value in stated.items()
        if _secret(value)
    ]
    if wrong:
        raise BadInputError(
            "\n".join([*wrong, "  remedy: preview a stack without secrets, with the same other values"])
        )
    return {key if ":" in key else f"{project}:{key}": _text(value) for key, value in stated.items()}


def references_of(stated: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What stacks export, from ``STACK=FILE`` each. Raises ``BadInputError`` with every problem."""
    found: dict[str, dict[str, Any]] = {}
    problems: list[str] = []
    for each in stated:
        stack, _, file = each.partition("=")
        if not (stack and file):
            problems.append(
                f"'{each}' is no reference\n  remedy: state the stack and the file of its exports: STACK=FILE"
            )
        elif stack in found:
            problems.append(f"{stack} is stated twice\n  remedy: state one file for each stack")
        else:
            try:
                remedy = f"pulumi stack output --json --stack {stack} > {file}"
                found[stack] = read_object(Path(file), EXPORTS, remedy)
            except BadInputError as error:
                problems.append(str(error))
    if problems:
        raise BadInputError("\n".join(problems))
    return found


def _yaml(path: Path, what: str) -> dict[str, Any]:
    others = ", ".join(sorted(p.name for p in path.parent.glob("Pulumi.*.yaml"))) or "there is none"
    text = read_text(path, what, f"state the project's folder with --root, and a stack that it has ({others})")
    try:
        found, _, problems = load(text, path.name)
    except SpecError as error:
        raise BadInputError(error.text()) from None
    if problems:
        raise BadInputError(SpecError(list(problems), file=path.name).text())
    if not isinstance(found, dict):
        raise BadInputError(f"{path} is not {what}\n  remedy: key: value, as `pulumi config set` writes it")
    return found


def _secret(value: Any) -> bool:
    return isinstance(value, Mapping) and "secure" in value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
