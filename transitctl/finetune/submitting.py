"""Starts a job once, and follows it to its end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from ..exits import BadInputError
from .request import Body
from .running import Running
from .services import Jobs

POLL_SECONDS = 30.0
"""How often AWS is asked about a job that runs for hours."""


def resumed(jobs: Jobs, name: str, body: Body) -> Running | None:
    """The job where it is there already. Raises ``BadInputError`` where another job has its name."""
    found = jobs.find(name)
    if found is not None:
        _must_be(jobs, found, body)
    return found


def begin(jobs: Jobs, name: str, body: Body) -> Running:
    """Starts the job. Raises ``BadInputError`` where somebody else took its name meanwhile."""
    jobs.start(body)
    try:
        started = jobs.find(name)
    except BadInputError as error:
        raise BadInputError(
            f"{error}\n  {name} was started; the same command again follows it and starts no second one"
        ) from None
    if started is None:
        raise BadInputError(
            f"the job {name} was started, and AWS does not show it yet\n  remedy: submit again: it is followed, not started twice"
        )
    _must_be(jobs, started, body)
    return started


def _must_be(jobs: Jobs, found: Running, body: Body) -> None:
    differing = jobs.differs(found, body)
    if differing:
        raise BadInputError(
            "\n".join(
                [
                    f"a job {found.name} exists already ({found.status}), and is another one:",
                    *(f"  {line}" for line in differing),
                    "  remedy: give this job a name of its own, or state what that one was started with",
                ]
            )
        )


def follow(jobs: Jobs, first: Running, wait: Callable[[], None]) -> Iterator[Running]:
    """The job as it is now and whenever AWS was asked again, to its end."""
    latest = first
    yield latest
    while not latest.ended:
        wait()
        found = jobs.find(first.name)
        if found is None:
            raise BadInputError(f"the job {first.name} is gone\n  remedy: see in AWS CloudTrail who deleted it")
        latest = found
        yield latest


class Progress:
    """Tells on standard error how a job goes: one line that changes on a terminal, a line for each change elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._start = time.monotonic()
        self._last = ""

    def tell(self, running: Running) -> None:
        """What the job does now."""
        doing = running.status + (f", {running.detail}" if running.detail not in ("", running.status) else "")
        line = f"{running.name}: {doing}"
        if self._terminal:
            print(f"\r\x1b[K{line} ({_clock(time.monotonic() - self._start)})", end="", file=sys.stderr, flush=True)
        elif line != self._last:
            print(line, file=sys.stderr, flush=True)
        self._last = line

    def end(self) -> None:
        """Leaves the line."""
        if self._terminal and self._last:
            print(file=sys.stderr, flush=True)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
