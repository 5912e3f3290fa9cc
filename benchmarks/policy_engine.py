"""What the pack adds to a preview in the real engine: with it, against a pack of the same policies that look at nothing.

An engine that runs any pack at all sends it every resource, whatever the policies do with it; the empty pack pays for that.
The engine is the one of ``tests/engine``: the real CLI (built when it is not installed), the program in a process with this
module, the provider's stand-in in another. Runs alone: ``python -m benchmarks.policy_engine``.
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from benchmarks.networks import network

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "components"), str(ROOT / "policypacks" / "transit-guardrails")]

from engine.harness import NETWORK, Engine  # noqa: E402 - the engine's harness lives among the tests
from engine.packs import Pack, copy_pack  # noqa: E402
from engine.pulumi_cli import MISSING, ensure_cli  # noqa: E402
from standin.process import StandIn  # noqa: E402

SPOKES = 26
"""Some 1,000 resources."""
ROUNDS = 5
LIMIT = 1.5
"""Seconds that the pack may add at some 1,000 resources."""

_EMPTY = '''"""A pack of the same policies, none of which looks at anything."""

from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy, StackValidationPolicy


def nothing(args, report):
    return None


PolicyPack(
    "empty",
    [
        ResourceValidationPolicy("collect", "nothing", nothing, EnforcementLevel.MANDATORY),
        StackValidationPolicy("advise", "nothing", nothing, EnforcementLevel.ADVISORY),
        StackValidationPolicy("prove", "nothing", nothing, EnforcementLevel.MANDATORY),
    ],
)
'''


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians over the rounds, in seconds."""

    resources: int
    empty: float
    """A preview with a pack that looks at nothing."""
    guarded: float
    """A preview with the pack."""
    added: float
    """What the proof costs beyond what any pack costs: the median of the rounds' differences, since a machine's speed drifts."""
    added_cpu: float
    """What the proof adds to the processor time of the CLI and the pack: the figure that a busy machine does not blur."""


def measure(spokes: int = SPOKES, rounds: int = ROUNDS) -> Figures:
    """Preview a network from nothing, in turns with an empty pack and with the pack.

    Raises ``RuntimeError`` where there is neither a CLI nor a Go toolchain to build it with, and where a preview fails.
    """
    cli = ensure_cli()
    if cli is None:
        raise RuntimeError(MISSING)
    with tempfile.TemporaryDirectory() as name, StandIn() as stand_in:
        folder = Path(name)
        packs = {"empty": _empty_pack(folder), "guarded": _pack(folder, spokes)}
        engine = Engine(cli, folder / "engine", "dev", stand_in)
        engine.configure(yaml.safe_dump({"config": {NETWORK: network(spokes)}}))
        resources = [_preview(engine, pack)[2] for pack in packs.values()]  # fills the caches of both, not measured
        wall: dict[str, list[float]] = {side: [] for side in packs}
        cpu: dict[str, list[float]] = {side: [] for side in packs}
        for turn in range(rounds):
            for side in sorted(packs, reverse=turn % 2 == 1):
                seconds, busy, _ = _preview(engine, packs[side])
                wall[side].append(seconds)
                cpu[side].append(busy)
    median = statistics.median
    added, added_cpu = (_added(figures) for figures in (wall, cpu))
    return Figures(resources[0], median(wall["empty"]), median(wall["guarded"]), added, added_cpu)


def _added(figures: dict[str, list[float]]) -> float:
    """The median of what the pack adds, round by round."""
    return statistics.median(g - e for g, e in zip(figures["guarded"], figures["empty"], strict=True))


def _preview(engine: Engine, pack: Pack) -> tuple[float, float, int]:
    """Seconds of a preview on the wall and of the processors (CLI and pack: what has ended by then), and its resources."""
    start, busy = time.perf_counter(), _children()
    run = engine.preview(pack=pack)
    seconds = time.perf_counter() - start
    if run.errors or run.violations:
        raise RuntimeError(f"the preview failed: {run.errors} {run.violations}")
    return seconds, _children() - busy, len(run.steps)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _pack(folder: Path, spokes: int) -> Pack:
    """The pack, with settings that fit the measured network."""
    described = network(spokes)
    models = {name: grant["models"] for name, grant in described["grants"].items()}
    settings: dict[str, Any] = {
        "isolated": [sorted(described["segments"])],
        "models": models,
        "organization": described["organization_id"],
        "quotas": described["quotas"],
    }
    config = folder / "settings.json"
    config.write_text(json.dumps({"prove": settings}))
    return replace(copy_pack(folder / "pack", "dev"), config=config)


def _empty_pack(folder: Path) -> Pack:
    """The same manifest and environment, without the proof."""
    empty = copy_pack(folder / "empty", "dev").folder
    shutil.rmtree(empty / "transit_guardrails")
    (empty / "__main__.py").write_text(_EMPTY)
    return Pack(empty)


def main() -> None:
    """Print the figures."""
    found = measure(*map(int, sys.argv[1:]))
    print(
        f"{found.resources} resources: preview with an empty pack {found.empty:.2f} s, with the pack {found.guarded:.2f} s"
    )
    print(
        f"the proof adds {found.added:.2f} s (limit {LIMIT} s), {found.added_cpu:.2f} s of it on the processors of CLI and pack"
    )


if __name__ == "__main__":
    main()
