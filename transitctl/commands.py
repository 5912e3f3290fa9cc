# ruff: noqa: PLC0415
"""What the commands do. Each imports what it needs when it needs it: ``--help`` and a wrong spec wait for no SDK."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .exits import BadInputError
from .output import colour_wanted, say, terminal_width, write_whole

if TYPE_CHECKING:
    from .recording import Recording

COMPONENTS = Path(__file__).resolve().parents[1] / "components"
STACK_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
STANDARD_OUTPUT = "-"


def preview(root: Path, stack: str, json_target: str | None, *, no_color: bool) -> None:
    """Prints what the stack would hold. Raises ``BadInputError`` before anything is printed."""
    recording = _record(root, stack)
    from .report import as_json, build

    report = build(recording)
    if json_target == STANDARD_OUTPUT:
        say(as_json(report))
        return
    if json_target:
        write_whole(Path(json_target), as_json(report))
    from .text import PIPED_WIDTH, render

    say(render(report, width=terminal_width() or PIPED_WIDTH, colour=not no_color and colour_wanted()))


def schema(*, markdown: bool) -> None:
    """Prints the JSON Schema of a stack file, or the reference of every key."""
    _find_components(COMPONENTS)
    from bedrock_transit.spec.schema import schema_text

    from .reference import reference

    say(reference() if markdown else schema_text())


def _record(root: Path, stack: str) -> Recording:
    if not STACK_NAME.fullmatch(stack):
        raise BadInputError(f"'{stack}' is no name of a stack: letters, digits and _.- only")
    if not (root / "__main__.py").is_file():
        raise BadInputError(f"{root} holds no program (__main__.py): state the project's folder with --root")
    _find_components(root.resolve() / "components", COMPONENTS)
    from bedrock_transit.spec import SpecError

    from .stack import checked_network

    try:
        network = checked_network(root, stack)
    except SpecError as error:
        raise BadInputError(error.text()) from None
    return _run(root, stack, network)


def _run(root: Path, stack: str, network: object) -> Recording:
    import pulumi

    from .offline import run_program

    try:
        return run_program(stack, root, network)
    except pulumi.RunError as error:
        raise BadInputError(str(error)) from None


def _find_components(*folders: Path) -> None:
    """Makes the components importable as the program does, those of the project that is asked about first."""
    found = [str(folder) for folder in folders if folder.is_dir()]
    sys.path[:0] = [folder for folder in found if folder not in sys.path]
