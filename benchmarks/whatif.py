"""What-if over all single failures of a stack: of what is left of the whole network, beside each reduced network from scratch.

Both sides answer the same questions in one process, in turns, and must answer alike. The network is read once beforehand.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

from transit_guardrails.model.network import Network
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.rewalk import Left
from transit_guardrails.questions.whatif import Outcome, WhatIf
from transit_guardrails.questions.without import without
from transitctl.networks import of_stack

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
LIMIT = 10.0
"""Seconds that all single failures of a stack may take, as a whole process."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Failures of a stack; processor seconds of both sides inside; the whole process, busy and on the clock; medians."""

    stack: str
    failures: int
    incremental: float
    scratch: float
    ratio: float
    busy: float
    wall: float


def measure(stack: str, rounds: int = ROUNDS) -> Measured:
    """One stack. Raises ``AssertionError`` where the two sides do not agree."""
    network = of_stack(ROOT, stack).network
    if incremental(network) != from_scratch(network):
        raise AssertionError(f"what is left of {stack} is not what is found from scratch")
    pairs, processes = [], [_process(stack) for _ in range(rounds)]
    for number in range(rounds):
        sides: list[Callable[[Network], object]] = [incremental, from_scratch]
        if number % 2:
            sides.reverse()
        seconds = {side: _seconds(side, network) for side in sides}
        pairs.append((seconds[incremental], seconds[from_scratch]))
    return Measured(
        stack,
        len(WhatIf(Exactness(Index(network))).failures),
        statistics.median(i for i, _ in pairs),
        statistics.median(s for _, s in pairs),
        statistics.median(s / i for i, s in pairs),
        statistics.median(busy for busy, _ in processes),
        statistics.median(wall for _, wall in processes),
    )


def incremental(network: Network) -> list[list[Outcome]]:
    """The whole network once, then what each failure leaves of it."""
    asked = WhatIf(Exactness(Index(network)))
    return [_plain(asked.outcomes([failed])) for failed in asked.failures]


def from_scratch(network: Network) -> list[list[Outcome]]:
    """The whole network once, to know what works at all, then each reduced network as if it were the only one."""
    asked, found = WhatIf(Exactness(Index(network))), []
    for failed in asked.failures:
        left = Exactness(Index(without(network, [failed])))
        found.append(_plain(asked.outcomes_in(Left(left, frozenset(network.endpoints)), [failed])))
    return found


def _plain(outcomes: list[Outcome]) -> list[Outcome]:
    """Without the packet that shows a loss: of several that are lost either may be shown."""
    return [replace(outcome, witness=()) for outcome in outcomes]


def _seconds(side: Callable[[Network], object], network: Network) -> float:
    start = time.process_time()
    side(network)
    return time.process_time() - start


def _process(stack: str) -> tuple[float, float]:
    """Processor and wall seconds of the command."""
    command = [sys.executable, "-m", "transitctl", "whatif", "--stack", stack, "--all", "--json", "-"]
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return busy, time.perf_counter() - start


def markdown() -> str:
    """The section of the report."""
    head = [
        "## What if: all single failures of a stack\n",
        "Every zone, Region and link of a stack fails by itself. Inside: processor seconds for the whole network and what each",
        "failure leaves of it, beside the same answers with each reduced network worked out from scratch; in turns, medians of",
        f"{ROUNDS}, the ratio round by round. The process is `transitctl whatif --stack NAME --all`, from its start to its end, the run",
        f"of the program included; at most {LIMIT:g} s on `prod`. {datetime.now(timezone.utc):%Y-%m-%d}, load {os.getloadavg()[0]:.1f}.\n",
        "| stack | failures | inside, s | from scratch, s | ratio | process, processor s | process, wall s |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    rows = [
        f"| {m.stack} | {m.failures} | {m.incremental:.3f} | {m.scratch:.3f} | {m.ratio:.1f} | {m.busy:.1f} | {m.wall:.1f} |"
        for m in map(measure, ("dev", "prod"))
    ]
    return "\n".join([*head, *rows, ""])


if __name__ == "__main__":
    print(markdown())
