"""Stacks that are proven together with the one that is deployed: their states, from files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..readers.resource import Resource
from ..readers.state import StateError, read_state
from ..settings import Problem


class BesideError(Exception):
    """States that do not help: every problem, one for each file. Without them nothing is proven."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*problems)
        self.problems = tuple(problems)


def beside(paths: Iterable[str], own: Sequence[Resource]) -> list[Resource]:
    """The resources in all files, relative paths from the pack's folder. Raises ``BesideError``."""
    known = {one.urn: "the stack that is deployed" for one in own}
    found: list[Resource] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            resources = _state(path)
        except BesideError as error:
            problems += error.problems
            continue
        if twice := next((one.urn for one in resources if one.urn in known), None):
            remedy = "state each other stack once, and not the one that is deployed"
            problems.append(_problem(path, f"holds {twice}, which is in {known[twice]} too", remedy))
            continue
        known |= dict.fromkeys((one.urn for one in resources), path)
        found += resources
    if problems:
        raise BesideError(problems)
    return found


def _state(path: str) -> list[Resource]:
    remedy = "pulumi stack export --stack NAME > FILE, and state the whole path"
    try:
        return read_state(Path(path).read_text(encoding="utf-8"))
    except StateError as error:
        reason = f"is no state: {error}"
    except (OSError, UnicodeError) as error:
        reason = f"cannot be read from {Path.cwd()}: {getattr(error, 'strerror', None) or error}"
    raise BesideError([_problem(path, reason, remedy)])


def _problem(path: str, reason: str, remedy: str) -> Problem:
    return Problem("prove.states", path, reason, remedy)
