"""Draws mutants, tries them and prints docs/mutation.md: ``python -m benchmarks.mutation > docs/mutation.md``."""

from __future__ import annotations

import argparse
import pickle
import subprocess
import sys
import time
from datetime import datetime, timezone

from benchmarks.mutation import page
from benchmarks.mutation.mutants import sample
from benchmarks.mutation.trials import ROOT, environment, tried

PACK = ROOT / "policypacks" / "transit-guardrails" / "transit_guardrails"
FOLDERS = ("questions", "rules")
RECORDED = ROOT / "build" / "mutation" / "sabotages.pickle"
LAST = RECORDED.with_name("last.pickle")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("--count", type=int, default=600, help="mutants in the sample, about (default 600)")
    parser.add_argument("--seed", type=int, default=1, help="what the sample is drawn by (default 1)")
    parser.add_argument("--minutes", type=float, default=30, help="no mutant is begun after that (default 30)")
    parser.add_argument(
        "--again", action="store_true", help="try nothing: print the last run with the reasons of today"
    )
    parser.add_argument("--workers", type=int, default=2, help="mutants at a time (default 2)")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Record, draw, try, print."""
    options = _options()
    if options.again:
        print(page.markdown(pickle.loads(LAST.read_bytes())))  # noqa: S301
        return
    start = time.monotonic()
    files = sorted(path for folder in FOLDERS for path in (PACK / folder).glob("*.py"))
    sources = {path.relative_to(PACK).as_posix(): path.read_text(encoding="utf-8") for path in files}
    _say(f"drawing about {options.count} mutants of {len(sources)} files")
    mutants, possible = sample(sources, options.count, options.seed)
    _say("recording the sabotages")
    RECORDED.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.mutation.record", str(RECORDED)]
    subprocess.run(command, cwd=ROOT, env=environment(ROOT), check=True)  # noqa: S603
    _say("trying the original")
    outcomes = tried(mutants, RECORDED, options.workers, start + 60 * options.minutes, _say)
    seconds, today = time.monotonic() - start, datetime.now(timezone.utc).date()
    run = page.Run(outcomes, possible, len(mutants), options.seed, seconds, options.workers, today)
    LAST.write_bytes(pickle.dumps(run))
    print(page.markdown(run))


if __name__ == "__main__":
    main()
