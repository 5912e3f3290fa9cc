"""Stacks that are proven together with the one that is deployed: their states, from files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..readers.resource import Resource
from ..readers.state import StateError, read_state


class BesideError(Exception):
    """A state that does not help. Without it nothing is proven."""

    def __init__(self, path: str, reason: str, remedy: str) -> None:
        super().__init__(path, reason, remedy)
        self.path, self.reason, self.remedy = path, reason, remedy


def beside(paths: Iterable[str], own: Sequence[Resource]) -> list[Resource]:
    """The resources in all files, relative paths from the pack's folder. Raises ``BesideError`` for the first that is wrong."""
    known = {one.urn: "the stack that is deployed" for one in own}
    found: list[Resource] = []
    for path in paths:
        for one in _state(path):
            if one.urn in known:
                remedy = "state each other stack once, and not the one that is deployed"
                raise BesideError(path, f"holds {one.urn}, which is in {known[one.urn]} too", remedy)
            known[one.urn] = path
            found.append(one)
    return found


def _state(path: str) -> list[Resource]:
    remedy = "pulumi stack export --stack NAME > FILE, and state the whole path"
    try:
        return read_state(Path(path).read_text(encoding="utf-8"))
    except StateError as error:
        raise BesideError(path, f"is no state: {error}", remedy) from None
    except (OSError, UnicodeError) as error:
        told = getattr(error, "strerror", None) or error
        raise BesideError(path, f"cannot be read from {Path.cwd()}: {told}", remedy) from None
