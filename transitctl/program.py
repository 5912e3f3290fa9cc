# ruff: noqa: PLC0415
"""From a stack's name to a recording of its program. What is needed for that is imported only then."""

from __future__ import annotations

import gc
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .exits import BadInputError

if TYPE_CHECKING:
    from .recording import Recording

PROJECT = Path(__file__).resolve().parents[1]
COMPONENTS = Path("components")
PACK = Path("policypacks", "transit-guardrails")
STACK_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def recording_of(root: Path, stack: str) -> Recording:
    """What the program of the project in ``root`` registers for a stack. Raises ``BadInputError`` with all problems."""
    if not STACK_NAME.fullmatch(stack):
        raise BadInputError(f"'{stack}' is no name of a stack: letters, digits and _.- only")
    if not (root / "__main__.py").is_file():
        raise BadInputError(f"{root} holds no program (__main__.py): state the project's folder with --root")
    find_packages(root)
    from bedrock_transit.spec import SpecError

    from .stack import checked_network

    try:
        network = checked_network(root, stack)
    except SpecError as error:
        raise BadInputError(error.text()) from None
    return _run(root, stack, network)


def pack_of(root: Path) -> Path:
    """The folder of the project's policy pack. Raises ``BadInputError`` where there is none."""
    folder = root / PACK
    if not (folder / "PulumiPolicy.yaml").is_file():
        raise BadInputError(
            f"{folder} holds no policy pack (PulumiPolicy.yaml), without which nothing is proven\n"
            f"  remedy: restore {PACK} in the project's folder, or state that folder with --root"
        )
    return folder


def find_packages(root: Path) -> None:
    """Makes components and proof importable as the program does, those of the project that is asked about first."""
    found = [str(base / place) for base in (root.resolve(), PROJECT) for place in (COMPONENTS, PACK)]
    sys.path[:0] = [folder for folder in dict.fromkeys(found) if Path(folder).is_dir() and folder not in sys.path]


def _run(root: Path, stack: str, network: object) -> Recording:
    import pulumi

    from .offline import run_program

    try:
        return run_program(stack, root, network)
    except pulumi.RunError as error:
        said = str(error)
    # Out here nothing holds the broken run any more. Its event loops go now: at the end of Python they would complain.
    gc.collect()
    raise BadInputError(said)
