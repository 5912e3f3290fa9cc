"""The pack beside checkov, a scanner of single resources, over the same 1,000 resources in one run, in turns.

checkov gets the program's resources as a Terraform plan and the pack gets them over gRPC; each is a process that starts anew.
They do not do the same work: see ``SAYS``. checkov runs in an environment of its own, made from a lock beside this file.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import proof_pack
from benchmarks.proof_networks import ROOT
from benchmarks.proof_terraform import TYPES, plan

LOCK = ROOT / "benchmarks" / "requirements-checkov.txt"
ENVIRONMENT = ROOT / "build" / "checkov"
ROUNDS = 5
SAYS = """\
checkov judges each resource by its own arguments, and some pairs of resources that refer to each other (is a security group
attached to anything, does a VPC have flow logs). It has no model of routes, transit gateways, prefix lists, DNS or endpoint
policies against grants, so it can say nothing about who reaches what. The pack does nothing of what checkov does beyond
its own rules (encryption, logging and the like of other services): the two complement each other."""


def installed() -> Path:
    """checkov's program; installs the locked versions first where they are not there."""
    program, stamp = ENVIRONMENT / "bin" / "checkov", ENVIRONMENT / "lock.txt"
    if program.exists() and stamp.exists() and stamp.read_text() == LOCK.read_text():
        return program
    print("installing checkov", file=sys.stderr)
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)  # noqa: S603
    pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)  # noqa: S603
    shutil.copy(LOCK, stamp)
    return program


def scan(program: Path, file: Path) -> dict[str, Any]:
    """checkov's report on a plan. Raises ``AssertionError`` where it read fewer resources than there are."""
    command = [
        str(program),
        "-f",
        str(file),
        "--framework",
        "terraform_plan",
        "-o",
        "json",
        "--skip-download",
        "--compact",
    ]
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "BC_API_KEY")}
    done = subprocess.run(  # noqa: S603
        command,
        cwd=file.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):  # 1: it found something
        raise AssertionError(f"checkov ended with {done.returncode}")
    report: dict[str, Any] = json.loads(done.stdout)
    if report["summary"]["parsing_errors"]:
        raise AssertionError(f"checkov could not read the plan: {report['summary']}")
    return report


def figures(rounds: int = ROUNDS) -> dict[str, Any]:
    """Medians of both and of the ratio of each round; checkov's checks with how often each passed and failed."""
    program, recorded, config = installed(), proof_pack.recording(), proof_pack.settings()
    planned = plan(recorded)
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.json"
        file.write_text(json.dumps(planned))
        report = scan(program, file)  # fills the caches, not measured
        proof_pack.seconds(recorded, config)
        for turn in range(rounds):
            pairs.append(_round(program, file, recorded, config, pack_first=turn % 2 == 1))
    return {
        "resources": len(recorded.resources),
        "planned": len(planned["resource_changes"]),
        "version": report["summary"]["checkov_version"],
        "checkov": statistics.median(scanner for scanner, _ in pairs),
        "pack": statistics.median(pack for _, pack in pairs),
        "ratio": statistics.median(scanner / pack for scanner, pack in pairs),
        "passed": _count(report["results"]["passed_checks"]),
        "failed": _count(report["results"]["failed_checks"]),
        "load": os.getloadavg()[0],
    }


def _round(program: Path, file: Path, recorded: Any, config: Any, *, pack_first: bool) -> tuple[float, float]:
    pack = proof_pack.seconds(recorded, config) if pack_first else 0.0
    start = time.perf_counter()
    scan(program, file)
    scanner = time.perf_counter() - start
    return scanner, pack or proof_pack.seconds(recorded, config)


def _count(checks: Iterable[dict[str, Any]]) -> dict[str, int]:
    return dict(sorted(Counter(f"{check['check_id']} {check['check_name']}" for check in checks).items()))


def markdown() -> str:
    """The section of the report."""
    row = figures()
    lines = [
        f"## The pack beside checkov {row['version']}\n",
        f"{SAYS}\n",
        f"Resources of the program: {row['resources']}; of them in the Terraform plan: {row['planned']} ({len(TYPES)} types are",
        f"exported; components and providers have no counterpart). Whole processes, in turns, medians of {ROUNDS} rounds.\n",
        "| checkov, s | pack, s | checkov / pack (median of rounds) | load of the machine |",
        "| ---: | ---: | ---: | ---: |",
        f"| {row['checkov']:.2f} | {row['pack']:.2f} | {row['ratio']:.1f} | {row['load']:.1f} |\n",
        "What checkov checked here:\n",
        "| check | passed | failed |",
        "| --- | ---: | ---: |",
    ]
    names = sorted({*row["passed"], *row["failed"]})
    lines += [f"| {name} | {row['passed'].get(name, 0)} | {row['failed'].get(name, 0)} |" for name in names]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(markdown())
