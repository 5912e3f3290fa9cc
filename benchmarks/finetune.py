"""``finetune check`` on a state of some 2,000 resources: the whole process, from its start to its end.

The network is that of the other benchmarks with a training network beside it. The program is recorded once and written as
the state that an update would leave, with an id for every resource.
"""

from __future__ import annotations

import json
import os
import resource
import runpy
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from benchmarks.networks import network
from transitctl.offline import PROJECT, record
from transitctl.resources import resources_of

ROOT = Path(__file__).resolve().parent.parent
SPOKES = 55
"""Some 2,000 resources."""
ROUNDS = 5
LIMIT = 3.0
"""Seconds."""
KEY = "s0/tuning"


@dataclass(frozen=True, slots=True)
class Measured:
    """Resources of the state, medians of processor and wall seconds, and what the check found."""

    resources: int
    busy: float
    wall: float
    answer: dict[str, Any]


def described(spokes: int = SPOKES) -> dict[str, Any]:
    """The network's spec: a spoke has a training network too."""
    spec = network(spokes)
    training = {
        "uploaders": {"pipeline": {"role": "arn:aws:iam::111122223333:role/pipeline"}},
        "jobs": {"instances": 4},
    }
    spec["accounts"]["network"]["role"] = "deployer"
    spec["spokes"]["s0"]["applications"]["tuning"] = {"number": 5, "subnet_prefix_length": 27, "training": training}
    return spec


def measure(spokes: int = SPOKES, rounds: int = ROUNDS) -> Measured:
    """Raises ``AssertionError`` where the check ends otherwise than with an answer."""
    with tempfile.TemporaryDirectory() as folder:
        state, job = Path(folder, "state.json"), Path(folder, "job.yaml")
        count = _state(state, described(spokes))
        job.write_text(json.dumps(_job()), encoding="utf-8")
        found = [_process(job, state) for _ in range(rounds)]
    return Measured(
        count, statistics.median(one[0] for one in found), statistics.median(one[1] for one in found), found[0][2]
    )


def _job() -> dict[str, Any]:
    bucket = f"s3://bench-{KEY.replace('/', '-')}-111122223333"
    return {
        "name": "bench",
        "network": KEY,
        "service": "bedrock",
        "base_model": "amazon.nova-lite-v1:0:300k",
        "training_data": f"{bucket}-data/train.jsonl",
        "output": f"{bucket}-models/",
    }


def _state(path: Path, spec: dict[str, Any]) -> int:
    """Writes the state; how many resources it has."""
    config = {f"{PROJECT}:network": json.dumps(spec)}
    found = resources_of(record("bench", config, lambda: runpy.run_path(str(ROOT / "__main__.py"))))
    ids = {one.urn: f"id-{number:05}" for number, one in enumerate(found)}
    items = [
        {
            "urn": one.urn,
            "type": one.type,
            "custom": one.custom,
            "inputs": _plain(one.inputs),
            "outputs": _plain(one.outputs),
            "parent": one.parent,
            "propertyDependencies": {key: list(urns) for key, urns in one.property_dependencies.items()},
            **({"id": ids[one.urn]} if one.custom else {}),
            **({"provider": f"{one.provider}::1"} if one.provider else {}),
        }
        for one in found
    ]
    path.write_text(json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": items}}), encoding="utf-8")
    return len(items)


def _plain(value: Any) -> Any:
    """With the engine's own mark where a value is not known."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def _process(job: Path, state: Path) -> tuple[float, float, dict[str, Any]]:
    """Processor and wall seconds of the command, and its answer."""
    command = [sys.executable, "-m", "transitctl", "finetune", "check", str(job), "--state", str(state), "--json", "-"]
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise AssertionError(done.stderr)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, json.loads(done.stdout)


def markdown() -> str:
    """The section of the report."""
    found = measure()
    return "\n".join(
        [
            "## `transitctl finetune check` on a state\n",
            f"The whole process, medians of {ROUNDS}; at most {LIMIT:g} s. Load {os.getloadavg()[0]:.1f},",
            f"{datetime.now(timezone.utc):%Y-%m-%d}. `python -m benchmarks.finetune` measures it.\n",
            "| resources | processor, s | wall, s |\n| ---: | ---: | ---: |",
            f"| {found.resources} | {found.busy:.1f} | {found.wall:.1f} |",
            "",
        ]
    )


if __name__ == "__main__":
    print(markdown())
