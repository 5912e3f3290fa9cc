# ruff: noqa: PLC0415
"""From a stack's name to a recording of its program. What is needed for that is imported only then."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from .exits import BadInputError

if TYPE_CHECKING:
    from bedrock_transit.planners import NetworkPlan

    from .recording import Recording

Read = TypeVar("Read")
PROJECT = Path(__file__).resolve().parents[1]
COMPONENTS = Path("components")
PACK = Path("policypacks", "transit-guardrails")
STACK_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def recording_of(root: Path, stack: str, references: Sequence[str] = ()) -> Recording:
    """What the program of the project in ``root`` registers for a stack; ``references`` are the exports of other stacks that it
    refers to, as ``STACK=FILE``. Raises ``BadInputError`` with all problems."""
    _judge_place(root, stack)
    from .project import NETWORK, config_of, project_of, references_of

    project = project_of(root)
    if project != NETWORK:
        from .offline import run_other

        config, recorded = config_of(root, stack, project), references_of(references)
        return _run(lambda: run_other(project, stack, root, config, recorded))
    if references:
        raise BadInputError(f"the program in {root} refers to no other stack\n  remedy: leave --reference out")
    from .stack import checked_network

    network = _sound(lambda: checked_network(root, stack))
    from .offline import run_program

    return _run(lambda: run_program(stack, root, network))


def plan_of(root: Path, stack: str) -> NetworkPlan:
    """The plan of a stack's network. Raises ``BadInputError`` with all problems."""
    _judge_place(root, stack)
    from .stack import planned_network

    return _sound(lambda: planned_network(root, stack))


def _judge_place(root: Path, stack: str) -> None:
    if not STACK_NAME.fullmatch(stack):
        raise BadInputError(f"'{stack}' is no name of a stack: letters, digits and _.- only")
    if not (root / "__main__.py").is_file():
        raise BadInputError(f"{root} holds no program (__main__.py): state the project's folder with --root")
    find_packages(root)


def _sound(read: Callable[[], Read]) -> Read:
    """What is read from a stack's file, its problems told as bad input."""
    from bedrock_transit.spec import SpecError

    try:
        return read()
    except SpecError as error:
        raise BadInputError(error.text()) from None


def pack_of(root: Path) -> Path:
    """The folder of the project's policy pack; a team's project is judged by this one's. Raises ``BadInputError`` where there is none."""
    from .project import NETWORK, project_of

    folder = (root if project_of(root) == NETWORK else PROJECT) / PACK
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


def _run(program: Callable[[], Recording]) -> Recording:
    import pulumi

    try:
        return program()
    except pulumi.RunError as error:
        said = str(error)
    # Out here nothing holds the broken run any more. Its event loops go now: at the end of Python they would complain.
    gc.collect()
    raise BadInputError(said)
