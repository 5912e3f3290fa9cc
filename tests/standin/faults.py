"""Failures on request: which operation fails, and whether the thing exists afterwards."""

from dataclasses import dataclass

BEFORE = "before"
"""Nothing has happened on AWS's side: the call was throttled or denied."""
AFTER = "after"
"""The thing exists and the provider gave up waiting for it: the engine keeps it, marked as not initialised."""


@dataclass
class Fault:
    """One failure, used up when it strikes. It strikes the ``nth`` operation that matches."""

    operation: str = "create"
    urn: str = ""
    """The URN, or the end of it; empty matches every resource."""
    nth: int = 1
    when: str = BEFORE

    def matches(self, operation: str, urn: str) -> bool:
        """Tell whether an operation is of the kind that this fault strikes."""
        return operation == self.operation and urn.endswith(self.urn)


class Faults:
    """The failures that are still to come."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Order one more failure."""
        self._pending.append(fault)

    def clear(self) -> None:
        """Call all failures off."""
        self._pending.clear()

    def strike(self, operation: str, urn: str) -> str | None:
        """Count an operation and say how it fails, if it does."""
        for fault in self._pending:
            if fault.matches(operation, urn):
                fault.nth -= 1
                if fault.nth == 0:
                    self._pending.remove(fault)
                    return fault.when
        return None
