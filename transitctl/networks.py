"""From what an operator has (a stack's program, state files, a snapshot of an account) to the one network that questions ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transit_guardrails.model.network import Network
from transit_guardrails.readers.learned import hear
from transit_guardrails.readers.pulumi import network_of
from transit_guardrails.readers.resource import Resource
from transit_guardrails.readers.snapshot import SnapshotError, read_snapshot
from transit_guardrails.readers.state import StateError, read_state

from .exits import BadInputError
from .files import read_text
from .output import progress
from .program import recording_of
from .resources import resources_of

LONG_FILE = 5_000_000
"""Bytes from which on reading takes seconds."""
LONG_NETWORK = 5_000
"""Resources from which on the work takes seconds."""
SHOWN = 20
"""Problems of a state that are told; a file of another kind may have one for each of its resources."""
STATE = "the state of a stack"
STATE_REMEDY = "pulumi stack export --stack NAME > FILE"


@dataclass(frozen=True, slots=True)
class Known:
    """A network, and where it comes from: ``kind`` is stack, state, snapshot, or several with ``+``, ``names`` which of them.

    ``resources`` are what it was read from; none of a snapshot by itself.
    """

    network: Network
    kind: str
    names: tuple[str, ...]
    resources: tuple[Resource, ...] = ()

    @property
    def text(self) -> str:
        """Where it comes from, for people."""
        kinds, names, said = self.kind.split("+"), list(self.names), []
        if kinds == ["snapshot"]:
            return f"the AWS answers in {names[0]}"
        if "stack" in kinds:
            said.append(f"the program of stack {names.pop(0)}, run offline with every id unknown")
        heard = [f"what links announced as the AWS answers in {names.pop()} tell"] if "snapshot" in kinds else []
        if names:
            said.append(f"the state in {', '.join(names)}")
        return ", beside ".join([*said, *heard])

    def must_hold_grants(self) -> None:
        """Raises ``BadInputError`` where nothing says what is granted: a state of another program, or of a part of a network."""
        if not self.network.endpoint_sets:
            raise BadInputError(
                f"{self.text} holds no endpoint set: nothing was granted here, so there is nothing to compare with\n"
                "  remedy: state the stack that holds the endpoint sets, with --state beside others: together they are one network"
            )


def of_stack(
    root: Path,
    stack: str,
    references: Sequence[str] = (),
    states: Sequence[Path] = (),
    snapshot: Path | None = None,
) -> Known:
    """The network that a stack's program describes, beside what other stacks have built already. Raises ``BadInputError``."""

    def resources() -> list[Resource]:
        built = {one.urn: one for one in states_of(states)}
        found = {one.urn: one for one in resources_of(recording_of(root, stack, references))}
        if twice := sorted(built.keys() & found.keys()):
            raise BadInputError(
                f"{twice[0]} is in the state and in the program\n  remedy: state what other stacks have built"
            )
        return [*built.values(), *found.values()]

    kind = "stack+state" if states else "stack"
    return _known(resources, kind, (stack, *map(str, dict.fromkeys(states))), snapshot)


def of_states(paths: Sequence[Path], snapshot: Path | None = None) -> Known:
    """The one network of all resources in the files. Raises ``BadInputError`` with the problems of every file."""
    return _known(lambda: states_of(paths), "state", tuple(map(str, dict.fromkeys(paths))), snapshot)


def _known(read: Callable[[], list[Resource]], kind: str, names: tuple[str, ...], snapshot: Path | None) -> Known:
    """The network of the resources, with what links announced where a snapshot tells it. Raises ``BadInputError`` with the problems of both."""
    problems: list[str] = []
    resources: list[Resource] = []
    live: Network | None = None
    try:
        live = of_snapshot(snapshot).network if snapshot is not None else None
    except BadInputError as error:
        problems.append(str(error))
    try:
        resources = read()
    except BadInputError as error:
        problems.append(str(error))
    if problems:
        raise BadInputError("\n".join(problems))
    if len(resources) > LONG_NETWORK:
        progress(f"working out {len(resources):,} resources")
    network = network_of(resources)
    if live is None:
        return Known(network, kind, names, tuple(resources))
    hear(network, resources, live)
    return Known(network, f"{kind}+snapshot", (*names, str(snapshot)), tuple(resources))


def states_of(paths: Sequence[Path]) -> list[Resource]:
    """The resources of all states. Raises ``BadInputError`` with the problems of every file."""
    found: dict[str, tuple[Path, Resource]] = {}
    problems: list[str] = []
    for path in dict.fromkeys(paths):
        try:
            for one in _state(path):
                if one.urn in found:
                    problems.append(f"{path}: {one.urn} is in {found[one.urn][0]} too: state each stack once")
                    break
                found[one.urn] = (path, one)
        except BadInputError as error:
            problems.append(str(error))
    if problems:
        raise BadInputError("\n".join(problems))
    return [one for _, one in found.values()]


def of_snapshot(folder: Path) -> Known:
    """The network that AWS described. Raises ``BadInputError`` with every problem of the folder."""
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "does not exist"
        raise BadInputError(
            f"{folder} {what}, not a folder with the answers of describe calls\n"
            "  remedy: state the folder; docs/transitctl.md says which files it holds"
        )
    try:
        return Known(read_snapshot(folder), "snapshot", (str(folder),))
    except SnapshotError as error:
        raise BadInputError("\n".join(f"{folder}: {problem}" for problem in error.problems)) from None


def _state(path: Path) -> list[Resource]:
    if path.is_file() and path.stat().st_size > LONG_FILE:
        progress(f"reading {path} ({path.stat().st_size // 1_000_000:,} MB)")
    text = read_text(path, STATE, STATE_REMEDY)
    try:
        return read_state(text)
    except StateError as error:
        more = len(error.problems) - SHOWN
        shown = [*error.problems[:SHOWN], *([f"{more} problems more"] if more > 0 else [])]
        raise BadInputError("\n".join(f"{path}: {problem}" for problem in shown)) from None
