"""How time and memory grow with the number of spokes, each size in a process of its own."""

from __future__ import annotations

import json
import math
import resource
import runpy
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pulumi_aws  # noqa: F401  (before the clock starts: imports are excluded)

from bedrock_transit.planners import plan
from bedrock_transit.spec import parse
from benchmarks.networks import network
from transitctl.offline import PROJECT, record

ROOT = Path(__file__).resolve().parent.parent
PREVIEW_SIZES = (10, 100, 500)
PLANNER_SIZES = (100, 1000, 5000)


def preview(spokes: int) -> dict[str, float]:
    """Seconds and peak memory of the real program under the test monitor, in this process."""
    config = {f"{PROJECT}:network": json.dumps(network(spokes))}
    start = time.perf_counter()
    recording = record("bench", config, lambda: runpy.run_path(str(ROOT / "__main__.py")))
    seconds = time.perf_counter() - start
    return {"spokes": spokes, "resources": len(recording.resources), "seconds": seconds, "peak_mb": _peak()}


def planner(spokes: int) -> dict[str, float]:
    """Seconds and peak memory of parsing and planning alone, in this process."""
    described = network(spokes)
    start = time.perf_counter()
    plan(parse(described))
    return {"spokes": spokes, "seconds": time.perf_counter() - start, "peak_mb": _peak()}


def rows(what: str, sizes: tuple[int, ...]) -> list[dict[str, float]]:
    """``what`` (``preview`` or ``planner``) at each size, each in a fresh process."""
    found = []
    for size in sizes:
        print(f"measuring {what} at {size} spokes", file=sys.stderr)
        command = [sys.executable, "-m", "benchmarks.growth", what, str(size)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
        found.append(json.loads(done.stdout))
    return found


def exponent(measured: list[dict[str, float]], figure: str) -> float:
    """The slope of the figure over the number of spokes, both as logarithms (least squares): 1 is linear."""
    points = [(math.log(row["spokes"]), math.log(row[figure])) for row in measured]
    mean_x, mean_y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def _peak() -> float:
    """Peak resident memory of this process in MB. What getrusage tells would include the parent that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    measures: dict[str, Any] = {"preview": preview, "planner": planner}
    print(json.dumps(measures[sys.argv[1]](int(sys.argv[2]))))
