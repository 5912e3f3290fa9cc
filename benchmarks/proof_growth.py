"""How the time and memory of the proof grow with the number of spokes, each size in a process of its own.

The clock starts when the resources are parsed, as plain data in memory, and stops with the verdict. ``exactness`` reads the
network and compares what can be reached with what was granted; ``prove`` checks every rule, exactness among them.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date

from benchmarks.growth import _peak, exponent
from benchmarks.proof_networks import ROOT, SETTINGS, check, resources
from benchmarks.proof_spec import Shape
from transit_guardrails.proof import prove
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.index import Index
from transit_guardrails.readers.pulumi import network_of
from transit_guardrails.readers.resource import Resource

SIZES = (100, 300, 1000, 3000, 5000)
LARGE = (1000, 3000, 5000)
"""Sizes at which fixed costs no longer hide how the rest grows."""
ROUNDS = 3
CHECKED = Shape(1, 9)
"""The network whose clones are compared with what the program registers."""
LIMITS = {"seconds at 5,000 spokes": 10.0, "MB at 5,000 spokes": 2048.0, "exponent": 1.1}
"""For exactness."""

Row = dict[str, float]


def exactness(found: list[Resource]) -> int:
    """The number of deviations between what the resources let reach and what they grant."""
    return len(Exactness(Index(network_of(found))).deviations())


def proof(found: list[Resource]) -> int:
    """The number of findings of the whole proof."""
    return len(prove(found, SETTINGS, date(2026, 1, 1)).findings)


MEASURES: dict[str, Callable[[list[Resource]], int]] = {"exactness": exactness, "prove": proof}


def measure(what: str, shape: Shape, rounds: int = ROUNDS) -> Row:
    """Median seconds (of the processor, and on the wall) and peak resident memory, resources included, of this process. Raises ``AssertionError`` on a finding."""
    found = resources(shape)
    held = _peak()
    wall, busy = [], []
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        problems = MEASURES[what](found)
        wall.append(time.perf_counter() - start)
        busy.append(time.process_time() - used)
        if problems:
            raise AssertionError(f"{what} finds {problems} problems in a network that has none")
    return {
        "regions": shape.regions,
        "spokes": shape.spokes * shape.regions,
        "resources": len(found),
        "wall": statistics.median(wall),
        "seconds": statistics.median(busy),
        "held_mb": held,
        "peak_mb": _peak(),
    }


def rows(what: str, shapes: Iterable[Shape], rounds: int = ROUNDS) -> list[Row]:
    """``what`` (``exactness`` or ``prove``) at each size, each in a fresh process, one at a time."""
    found = []
    for shape in shapes:
        print(f"measuring {what} at {shape}", file=sys.stderr)
        numbers = map(str, (shape.regions, shape.spokes, int(shape.outside), rounds))
        command = [sys.executable, "-m", "benchmarks.proof_growth", what, *numbers]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
        found.append(json.loads(done.stdout))
    return found


def markdown(sizes: tuple[int, ...] = SIZES) -> str:
    """The section of the report."""
    parts = [
        "## Growth of the proof\n",
        "From resources as plain data in memory to the verdict. Peak memory is that of the whole process; `held` is what the",
        "resources take before the clock starts. The networks are cloned from a run of the real program with one spoke of each",
        f"kind; {check(CHECKED)} resources of {CHECKED.spokes} spokes were compared with the program's own and are equal.",
        f"Each size in a process of its own, median of {ROUNDS} rounds. No finding at any size. The proof runs on one core: where",
        "the wall shows more than the processor, the machine had other work.",
        f"Targets for exactness: {', '.join(f'{key}: at most {value:g}' for key, value in LIMITS.items())}.\n",
    ]
    for what in MEASURES:
        measured = rows(what, (Shape(1, size) for size in sizes))
        large = [row for row in measured if row["spokes"] in LARGE]
        parts += [f"### {what}\n", "| spokes | resources | processor, s | wall, s | held, MB | peak, MB |"]
        parts += ["| ---: | ---: | ---: | ---: | ---: | ---: |", *map(_line, measured)]
        parts.append(f"\nExponent of processor time: {exponent(measured, 'seconds'):.2f} over all sizes,")
        parts.append(f"{exponent(large, 'seconds'):.2f} from {LARGE[0]:,} spokes on.\n" if len(large) > 1 else "")
    return "\n".join(parts)


def _line(row: Row) -> str:
    figures = f"{row['seconds']:.2f} | {row['wall']:.2f} | {row['held_mb']:.0f} | {row['peak_mb']:.0f}"
    return f"| {row['spokes']} | {row['resources']} | {figures} |"


if __name__ == "__main__":
    if len(sys.argv) > 2:
        regions, spokes, outside, rounds = map(int, sys.argv[2:])
        print(json.dumps(measure(sys.argv[1], Shape(regions, spokes, bool(outside)), rounds)))
    else:
        print(markdown())
