"""What happened, in order, and with which inputs."""

import time
from dataclasses import asdict, dataclass, field
from typing import Any

from .values import Properties


@dataclass(frozen=True)
class Entry:
    """One call that changed the world, or failed to."""

    operation: str
    urn: str
    id: str
    kind: str
    outcome: str = "done"
    """``done``, or the error's text."""
    relies_on: tuple[str, ...] = ()
    """What the thing relied on at that moment, as ``kind id``."""
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Sighting:
    """The inputs of one Check, or of one Create, at preview or at update."""

    call: str
    urn: str
    preview: bool | None
    """None for Check: the protocol does not tell it."""
    inputs: Properties


class Journal:
    """The operations and the inputs seen since the last clearing."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.sightings: list[Sighting] = []

    def note(self, entry: Entry) -> None:
        """Write an operation down."""
        self.entries.append(entry)

    def see(self, sighting: Sighting) -> None:
        """Write inputs down."""
        self.sightings.append(sighting)

    def clear(self) -> None:
        """Start again on an empty page."""
        self.entries.clear()
        self.sightings.clear()

    def operations(self) -> list[dict[str, Any]]:
        """Give the operations as plain data, in order."""
        return [asdict(entry) for entry in self.entries]

    def inputs(self) -> list[dict[str, Any]]:
        """Give the inputs as plain data, in order."""
        return [asdict(sighting) for sighting in self.sightings]
