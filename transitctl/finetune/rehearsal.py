"""Reads a stack's file as it would be after an edit, and plans it, before anything is written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from bedrock_transit.spec import SpecError
from bedrock_transit.spec.document import open_stack_file

from ..exits import BadInputError
from ..stack import planned_network


def network_of(path: Path) -> Any:
    """The plain network object of a stack's file, which is known to be sound."""
    return open_stack_file(path).body


def rehearse(text: str, path: Path, stack: str) -> None:
    """Plans the network of an edited file. Raises ``BadInputError`` with every problem that the edit brings."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, path.name).write_text(text, encoding="utf-8")
        try:
            planned_network(Path(folder), stack)
        except SpecError as error:
            raise BadInputError(f"with the model the spec would not hold:\n{error.text()}") from None
