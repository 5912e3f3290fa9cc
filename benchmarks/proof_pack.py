"""What the pack costs as the engine runs it: a process of its own, every resource over gRPC, then the whole stack.

The network is that of the other benchmarks with some 1,000 resources, recorded from the real program. Measured is all of
``transitctl.policy_pack.run_pack``: start the process, hand over the configuration, every call, end the process.
"""

from __future__ import annotations

import json
import os
import runpy
import statistics
import time
from typing import Any

from benchmarks.networks import network
from benchmarks.proof_networks import ROOT
from transitctl.offline import PROJECT, Recording, record
from transitctl.policy_pack import run_pack

PACK = ROOT / "policypacks" / "transit-guardrails"
SPOKES = 26
"""Some 1,000 resources."""
ROUNDS = 5
LIMIT = 2.0
"""Seconds, start included."""


def recording(spokes: int = SPOKES) -> Recording:
    """What the real program registers for a network that the pack finds nothing in."""
    config = {f"{PROJECT}:network": json.dumps(network(spokes))}
    return record("bench", config, lambda: runpy.run_path(str(ROOT / "__main__.py")))


def settings(spokes: int = SPOKES) -> dict[str, Any]:
    """The pack's configuration for that network."""
    described = network(spokes)
    return {
        "prove": {
            "isolated": [sorted(described["segments"])],
            "models": {name: grant["models"] for name, grant in described["grants"].items()},
            "organization": described["organization_id"],
            "quotas": described["quotas"],
        }
    }


def seconds(recorded: Recording, config: dict[str, Any]) -> float:
    """One run of the pack. Raises ``AssertionError`` where it has anything to say."""
    start = time.perf_counter()
    told = run_pack(PACK, recorded, config)
    spent = time.perf_counter() - start
    if told:
        raise AssertionError(f"the pack finds something in a network that has nothing: {told[0]}")
    return spent


def figures(spokes: int = SPOKES, rounds: int = ROUNDS) -> dict[str, float]:
    """Resources, and median, fastest and slowest seconds of a run; ``booted``: the median of a run over no resources."""
    recorded, config = recording(spokes), settings(spokes)
    empty = Recording("bench", {}, {})
    full, boots = [], []
    for _ in range(rounds):
        full.append(seconds(recorded, config))
        boots.append(seconds(empty, {}))
    return {
        "resources": len(recorded.resources),
        "seconds": statistics.median(full),
        "fastest": min(full),
        "slowest": max(full),
        "booted": statistics.median(boots),
        "load": os.getloadavg()[0],
    }


def markdown() -> str:
    """The section of the report."""
    row = figures()
    spread = f"{row['fastest']:.2f} to {row['slowest']:.2f}"
    return "\n".join(
        [
            "## The pack as a process over gRPC\n",
            f"Start, configuration, one call per resource, one for the stack. Median of {ROUNDS}; at most {LIMIT:g} s wanted.\n",
            "| resources | seconds | fastest to slowest | of it: start and stop, no resources | load of the machine |",
            "| ---: | ---: | ---: | ---: | ---: |",
            f"| {row['resources']:.0f} | {row['seconds']:.2f} | {spread} | {row['booted']:.2f} | {row['load']:.1f} |\n",
        ]
    )


if __name__ == "__main__":
    print(markdown())
