"""What the program costs beyond the SDK: the real program against a flat one that registers the same resources.

Both run on the same test monitor in one process, in turns, imports and compilation excluded on both sides. The program's
side holds everything that it does: parsing the spec, planning, building policies, registering.
"""

from __future__ import annotations

import json
import runpy
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import flat
from benchmarks.networks import network
from transitctl.offline import PROJECT, Recording, record

ROOT = Path(__file__).resolve().parent.parent


def measure(spokes: int, rounds: int = 5) -> dict[str, float]:
    """Medians in seconds of the program, of the flat program, and of their ratio round by round."""
    config = {f"{PROJECT}:network": json.dumps(network(spokes))}

    def program() -> object:
        return runpy.run_path(str(ROOT / "__main__.py"))

    first = record("bench", config, program)
    code = compile(flat.source(first), "flat.py", "exec")

    def by_hand() -> None:
        exec(code, {})  # noqa: S102  (written by flat.source, from what the program registered)

    _same(first, record("bench", config, by_hand))
    pairs = []
    for number in range(rounds):
        sides: list[Callable[[], object]] = [program, by_hand]
        if number % 2:
            sides.reverse()
        seconds = {side: _seconds(config, side) for side in sides}
        pairs.append((seconds[program], seconds[by_hand]))
    return {
        "resources": float(len(first.resources)),
        "program": statistics.median(p for p, _ in pairs),
        "flat": statistics.median(f for _, f in pairs),
        "ratio": statistics.median(p / f for p, f in pairs),
    }


def _seconds(config: dict[str, str], side: Callable[[], object]) -> float:
    start = time.perf_counter()
    record("bench", config, side)
    return time.perf_counter() - start


def _same(program: Recording, by_hand: Recording) -> None:
    """The comparison is fair only if both sides register the same: fails loudly when they do not."""
    for urn, resource in program.resources.items():
        other = by_hand.resources[urn]
        if resource.inputs != other.inputs and resource.custom and not resource.type.startswith("pulumi:providers"):
            raise AssertionError(f"the flat program differs at {urn}: {resource.inputs} {other.inputs}")


if __name__ == "__main__":
    for size in (10, 100):
        print(size, measure(size))
