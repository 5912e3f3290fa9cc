"""Tries mutants, some at a time, each worker in a copy of the project of its own: the working tree is never touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from benchmarks.mutation.mutants import Mutant

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("benchmarks", "components", "policypacks", "tests", "transitctl", "pyproject.toml")
PATHS = ("policypacks/transit-guardrails", "", "tests", "components")
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant: ``survived``, ``killed`` or ``timeout``, by which stage and what in it, in how many seconds."""

    mutant: Mutant
    end: str
    stage: str
    what: str
    seconds: float


class BrokenError(RuntimeError):
    """The original does not pass, or a worker died. The text says how."""


def tried(mutants: Sequence[Mutant], recorded: Path, workers: int, deadline: float, tell: Tell) -> list[Outcome]:
    """The outcomes of all mutants that were begun before the deadline (of the monotonic clock). Raises ``BrokenError``."""
    waiting: SimpleQueue[Mutant] = SimpleQueue()
    for mutant in mutants:
        waiting.put(mutant)
    done: list[Outcome] = []
    broken: list[BaseException] = []

    def work() -> None:
        try:
            with _worker(recorded) as ask:
                while time.monotonic() < deadline and not broken:
                    mutant = waiting.get_nowait()
                    outcome = _outcome(mutant, ask)
                    done.append(outcome)
                    where = f"{len(done)}/{len(mutants)} {mutant.file}:{mutant.line}"
                    tell(f"{where} {outcome.end} {outcome.what[:100]}".rstrip())
        except Empty:
            return
        except BaseException as error:
            broken.append(error)

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise BrokenError(str(broken[0])) from broken[0]
    place = {id(mutant): number for number, mutant in enumerate(mutants)}
    return sorted(done, key=lambda outcome: place[id(outcome.mutant)])


def environment(root: Path) -> dict[str, str]:
    """The environment of a process that imports the project and its tests from a folder."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(str(root / path) for path in PATHS)}


def _outcome(mutant: Mutant, ask: Callable[[dict[str, str]], dict[str, Any]]) -> Outcome:
    start = time.monotonic()
    answer = ask({"file": mutant.file, "text": mutant.text})
    end = "timeout" if answer["late"] else "killed" if answer["failed"] else "survived"
    return Outcome(mutant, end, answer["stage"], answer["failed"], time.monotonic() - start)


@contextmanager
def _worker(recorded: Path) -> Iterator[Callable[[dict[str, str]], dict[str, Any]]]:
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Path(folder).resolve()
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(ROOT / name, copy / name)
        command = [sys.executable, "-m", "benchmarks.mutation.nursery", str(recorded)]
        with subprocess.Popen(  # noqa: S603
            command, cwd=copy, env=environment(copy), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:

            def ask(request: dict[str, str]) -> dict[str, Any]:
                assert process.stdin  # noqa: S101
                print(json.dumps(request), file=process.stdin, flush=True)
                return _answer(process)

            original = _answer(process)
            if original["failed"]:
                raise BrokenError(f"the original fails: {original['stage']}: {original['failed']}")
            try:
                yield ask
            finally:
                assert process.stdin  # noqa: S101
                process.stdin.close()


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout  # noqa: S101
    line = process.stdout.readline()
    if not line:
        raise BrokenError(f"a worker ended with {process.wait()}")
    found: dict[str, Any] = json.loads(line)
    return found
