"""Reads a stack's file and judges all of it at once: what the spec says, and whether the plan of it fits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bedrock_transit.planners import NetworkPlan, plan_spec
from bedrock_transit.spec import SpecError
from bedrock_transit.spec.document import open_stack_file


def checked_network(root: Path, stack: str) -> Any:
    """The plain network object of ``root/Pulumi.<stack>.yaml``, known to be planned without a problem.

    Raises ``SpecError`` with every problem that spec and planners find, each with its line.
    """
    return _read(root, stack)[0]


def planned_network(root: Path, stack: str) -> NetworkPlan:
    """Its plan. Raises ``SpecError`` in the same way."""
    return _read(root, stack)[1]


def _read(root: Path, stack: str) -> tuple[Any, NetworkPlan]:
    file = open_stack_file(root / f"Pulumi.{stack}.yaml")
    try:
        return file.body, plan_spec(file.body, known=file.problems)
    except SpecError as error:
        raise file.error(error.problems) from None
