"""A process that has imported all that no mutant touches, and forks once per mutant: ``python -m benchmarks.mutation.nursery``.

It runs in a copy of the project, where it writes each mutant in its file's place and the original back afterwards. One request
per line of JSON on stdin, one answer per line on stdout; the first answer is the trial of the original.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pickle
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import hypothesis.strategies  # noqa: F401

from benchmarks.mutation.trial import Recorded, run

PACK = Path("policypacks/transit-guardrails/transit_guardrails")
WALL = 300
"""Seconds after which a trial is ended, whatever it waits for."""
SPARE, TIMES = 10.0, 4.0
"""A stage may use so many seconds of processor time more than so many times what the original used."""
UNTOUCHED = ("policies.evaluate", "policies.implied", "policies.lint", "readers.pulumi", "settings")
Answer = dict[str, Any]


def trial(file: str, recorded: Recorded, limits: Mapping[str, float]) -> Answer:
    """A trial in a forked process: the stages' seconds, the stage that failed and how, or that time was up."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _be_tried(file, recorded, limits, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        rows = [json.loads(line) for line in told]
    _, status = os.waitpid(child, 0)
    answer: Answer = {
        "seconds": {stage: seconds for stage, _, seconds in rows},
        "stage": "",
        "failed": "",
        "late": False,
    }
    for stage, failed, _ in rows:
        if failed:
            answer.update(stage=stage, failed=failed)
    if os.WIFSIGNALED(status):
        late = os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM)
        answer.update(late=late, stage="", failed=f"ended by signal {os.WTERMSIG(status)}")
    elif os.WEXITSTATUS(status):
        answer.update(stage="", failed=f"the process ended with {os.WEXITSTATUS(status)}")
    return answer


def _be_tried(file: str, recorded: Recorded, limits: Mapping[str, float], writing: int) -> None:
    """Never returns. What it prints goes nowhere: stdout is for answers."""
    code = 70
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        signal.alarm(WALL)
        with os.fdopen(writing, "w", encoding="utf-8", buffering=1) as told:
            run(file, recorded, limits, lambda *row: print(json.dumps(row), file=told, flush=True))
        code = 0
    finally:
        os._exit(code)


def _mutated(file: str, text: str, recorded: Recorded, limits: Mapping[str, float]) -> Answer:
    """The trial of a file with another text. A compiled original does not fit the other time, and none is written."""
    path = PACK / file
    original, stat = path.read_bytes(), path.stat()
    try:
        path.write_text(text, encoding="utf-8")
        os.utime(path, (stat.st_atime, stat.st_mtime + 1000))
        return trial(file, recorded, limits)
    finally:
        path.write_bytes(original)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def main() -> None:
    """Try the original, then whatever is asked."""
    data = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301
    for module in UNTOUCHED:
        importlib.import_module(f"transit_guardrails.{module}")
    here = Path(sys.modules["transit_guardrails"].__file__ or "").resolve()
    if not here.is_relative_to(Path.cwd().resolve()):
        raise SystemExit(f"{here} is not in the copy")
    early = [m for m in sys.modules if m.startswith(("transit_guardrails.questions", "transit_guardrails.rules"))]
    if early:
        raise SystemExit(f"imported before any mutant: {early}")
    gc.collect()
    gc.freeze()
    original = trial("questions/walk.py", data, {})
    print(json.dumps(original), flush=True)
    sys.dont_write_bytecode = True
    limits = {stage: SPARE + TIMES * seconds for stage, seconds in original["seconds"].items()}
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_mutated(asked["file"], asked["text"], data, limits)), flush=True)


if __name__ == "__main__":
    main()
