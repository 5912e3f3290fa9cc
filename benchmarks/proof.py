"""Every measurement of the proof, as the page docs/benchmarks-proof.md: ``python -m benchmarks.proof``.

One thing at a time, since two cores do not measure two things at once. What the machine did besides is in the figures as its
load: seconds of a busy machine are upper bounds, ratios are of neighbouring runs.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

from benchmarks import policy_engine, proof_agreement, proof_checkov, proof_growth, proof_pack, proof_regions, whatif

PACKAGES = ("pulumi", "pulumi-aws", "pulumi-policy", "grpcio", "z3-solver")


def _engine_section() -> str:
    row = policy_engine.measure()
    return "\n".join(
        [
            "## What the pack adds to a preview in the real engine\n",
            "A preview from nothing by the real CLI, in turns with a pack of the same policies that look at nothing.",
            f"Medians of {policy_engine.ROUNDS}, of what is added round by round; the proof may add {policy_engine.LIMIT:g} s.\n",
            "| resources | with an empty pack, s | with the pack, s | added, s | added processor time, s |",
            "| ---: | ---: | ---: | ---: | ---: |",
            f"| {row.resources} | {row.empty:.2f} | {row.guarded:.2f} | {row.added:.2f} | {row.added_cpu:.2f} |\n",
        ]
    )


PARTS: dict[str, Callable[[], str]] = {
    "proof_growth": proof_growth.markdown,
    "proof_regions": proof_regions.markdown,
    "proof_pack": proof_pack.markdown,
    "whatif": whatif.markdown,
    "proof_checkov": proof_checkov.markdown,
    "policy_engine": _engine_section,
    "proof_agreement": proof_agreement.markdown,
}
"""Module of this package to its section."""


def head() -> str:
    """Machine, versions, date, commands."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    commands = ", ".join(f"`python -m benchmarks.{name}`" for name in PARTS)
    return "\n".join(
        [
            "# Benchmarks of the proof\n",
            "Written by `python -m benchmarks.proof`; nothing here is typed by hand. Each section by itself:",
            f"{commands}.\n",
            f"{datetime.now(timezone.utc):%Y-%m-%d}; {os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory,",
            f"Python {platform.python_version()}, {packages}. Seconds are wall clock, imports excluded unless a whole process",
            f"is measured. Load of the machine when it began: {os.getloadavg()[0]:.1f}.\n",
        ]
    )


def _processor() -> str:
    stated = Path("/proc/cpuinfo")
    if stated.exists():
        for line in stated.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def main() -> None:
    """Prints the page, section by section as they are measured."""
    print(head())
    for name, section in PARTS.items():
        print(f"measuring {name}", file=sys.stderr)
        print(section(), flush=True)


if __name__ == "__main__":
    main()
