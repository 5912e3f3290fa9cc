"""The page docs/mutation.md: what was done, the score, and every survivor with the reason why it may live."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import yaml

from benchmarks.mutation.trials import Outcome

EXPLANATIONS = Path(__file__).resolve().parents[1] / "mutation_survivors.yaml"
PACKAGES = ("mutmut", "libcst", "pytest", "hypothesis")
HOW = """\
Each mutant is one change to one file of `transit_guardrails/questions` or `transit_guardrails/rules`, made by mutmut's
operators: another number, string, name or operator, `and` for `or`, a `not` less, an argument None or gone, a branch forced.
It runs in a process of its own, in a copy of the project, until something fails:

1. the unit tests of model, questions and rules (`tests/unit/guardrails`), those of the same file first;
2. every sabotage of `tests/scenario`, recorded once at the preview of a create, and both stacks as they are: the same
   demands as `test_sabotages.py`;
3. 60 random networks, on which the engine and the slow walker of `tests/differential` must agree.

A trial that uses four times the processor time of the original's (and ten seconds more) in a stage is a timeout and counts
as killed. Left out, by rule: docstrings, annotations, decorators, type aliases, arguments of `len` and `isinstance`, and
texts that only reach people (f-strings, plain strings with a space, and whatever consists of one). Names of kinds, keys of
properties, severities and rule ids stay in. Each file's share of the sample is in proportion to the changes that are
possible in it (at least three), its operators in turn; all is drawn by the seed.

Survivors of earlier runs with the same seed were answered by tests where a test could tell them apart, so that the score of
this sample is above that of a fresh one: `--seed 2` draws another."""


def explanations() -> dict[tuple[str, str], str]:
    """Why survivors may live, by file and changed line."""
    stated = yaml.safe_load(EXPLANATIONS.read_text(encoding="utf-8")) or {}
    return {(file, line): why for file, lines in stated.items() for line, why in lines.items()}


@dataclass(frozen=True, slots=True)
class Run:
    """One run. ``sampled`` mutants were drawn; those without an outcome were not begun in time. ``possible`` is per file."""

    outcomes: Sequence[Outcome]
    possible: Mapping[str, int]
    sampled: int
    seed: int
    seconds: float
    workers: int
    day: date


def markdown(run: Run) -> str:
    """The page."""
    outcomes, possible, sampled = run.outcomes, run.possible, run.sampled
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    late = f" {sampled - len(outcomes)} more were not begun in time." if sampled > len(outcomes) else ""
    lines = [
        "# Mutation tests of the proof\n",
        "Written by `python -m benchmarks.mutation > docs/mutation.md`; nothing here is typed by hand but the reasons, which",
        "come from `benchmarks/mutation_survivors.yaml` (`--again` prints the last run with the reasons of today).\n",
        f"{run.day}; Python {platform.python_version()}, {packages}. Seed {run.seed}:",
        f"{len(outcomes)} mutants of {sum(possible.values())} possible ones, in {run.seconds:.0f} s, {run.workers} at a time.{late}\n",
        f"**Score: {_score(outcomes)}.** {_ends(outcomes)}\n",
        "## How\n",
        f"{HOW}\n",
        "## By file\n",
        "| file | possible | tried | killed | timeouts | survived |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *_rows(outcomes, possible),
        "",
        "## By operator\n",
        "| operator | tried | survived |",
        "| --- | ---: | ---: |",
        *_by_operator(outcomes),
        "",
        "## Survivors\n",
        *(_survivors(outcomes) or ["None."]),
    ]
    return "\n".join(lines)


def _score(outcomes: Sequence[Outcome]) -> str:
    ends = Counter(outcome.end for outcome in outcomes)
    dead = ends["killed"] + ends["timeout"]
    return f"{dead} of {len(outcomes)}, {100 * dead / max(1, len(outcomes)):.1f} %"


def _ends(outcomes: Sequence[Outcome]) -> str:
    stages = Counter(outcome.stage or "their end" for outcome in outcomes if outcome.end == "killed")
    killed = ", ".join(f"{count} by {stage}" for stage, count in stages.most_common())
    ends = Counter(outcome.end for outcome in outcomes)
    explained = explanations()
    known = sum(_key(outcome) in explained for outcome in outcomes if outcome.end == "survived")
    return (
        f"Killed: {killed}; timeouts: {ends['timeout']}; survived: {ends['survived']}, of which {known} are explained."
    )


def _rows(outcomes: Iterable[Outcome], possible: Mapping[str, int]) -> list[str]:
    ends = Counter((outcome.mutant.file, outcome.end) for outcome in outcomes)
    rows = []
    for file, count in possible.items():
        killed, late, alive = (ends[file, end] for end in ("killed", "timeout", "survived"))
        rows.append(f"| {file} | {count} | {killed + late + alive} | {killed} | {late} | {alive} |")
    return rows


def _by_operator(outcomes: Sequence[Outcome]) -> list[str]:
    tried = Counter(outcome.mutant.operator for outcome in outcomes)
    alive = Counter(outcome.mutant.operator for outcome in outcomes if outcome.end == "survived")
    return [f"| {operator} | {count} | {alive[operator]} |" for operator, count in sorted(tried.items())]


def _survivors(outcomes: Sequence[Outcome]) -> list[str]:
    explained = explanations()
    lines: list[str] = []
    for outcome in outcomes:
        if outcome.end == "survived":
            mutant = outcome.mutant
            changed = [f"- {line.strip()}" for line in mutant.removed] + [f"+ {line.strip()}" for line in mutant.added]
            why = explained.get(_key(outcome), "**Not explained.**")
            lines += [f"### {mutant.file}:{mutant.line}\n", "```diff", *changed, "```\n", f"{' '.join(why.split())}\n"]
    return lines


def _key(outcome: Outcome) -> tuple[str, str]:
    return outcome.mutant.file, outcome.mutant.key
