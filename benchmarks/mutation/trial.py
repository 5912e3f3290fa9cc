"""What a mutant has to survive, in one process of its own: unit tests, replayed sabotages, random networks.

Nothing of ``questions`` or ``rules`` is imported before a trial: only then does the process read the mutant.
"""

from __future__ import annotations

import os
import resource
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from transit_guardrails.model.network import Network
from transit_guardrails.settings import Settings

UNIT = Path("tests/unit/guardrails")
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
"""The warning is that Hypothesis was imported before pytest began, as it has to be."""
NETWORKS, SEED = 60, 31
"""Random networks of the last stage, and where their numbers come from."""


@dataclass(frozen=True, slots=True)
class Case:
    """A network with the rule that must speak (none: no rule may), of what, and the rules that may speak as well."""

    name: str
    stack: str
    network: Network
    rule: str = ""
    resources: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the replay needs: the cases, the settings by stack and the day on which everything happens."""

    cases: Sequence[Case]
    settings: Mapping[str, Settings]
    today: date


def stages(file: str, recorded: Recorded) -> dict[str, Callable[[], str]]:
    """The stages for a mutant of a file, in order. Each says what failed, or nothing."""
    return {
        "unit tests": lambda: unit(file),
        "sabotages": lambda: replay(recorded),
        "random networks": disagree,
    }


def unit(file: str) -> str:
    """The first failing unit test of model, questions and rules; those named like the file come first."""
    folder, name = file.split("/")
    found = sorted(test for part in ("model", "questions", "rules") for test in (UNIT / part).glob("test_*.py"))
    stem = name.removesuffix(".py")
    tests = sorted(found, key=lambda t: (t.parent.name != folder, not t.stem.startswith(f"test_{stem}"), t))
    first = _First()
    code = pytest.main([*OPTIONS, *map(str, tests)], plugins=[first])
    return "" if code == pytest.ExitCode.OK else first.name or f"pytest ended with {code}"


class _First:
    """Notes the first thing that fails."""

    def __init__(self) -> None:
        self.name = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.name = self.name or report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.name = self.name or f"reading {report.nodeid}"


def replay(recorded: Recorded) -> str:
    """The first sabotage that is not found as tests/scenario/test_sabotages.py demands."""
    from transit_guardrails.proof import prove_network  # noqa: PLC0415

    for case in recorded.cases:
        found: dict[str, set[str]] = defaultdict(set)
        for finding in prove_network(case.network, recorded.settings[case.stack], recorded.today).findings:
            found[finding.rule].add(finding.resource.rpartition("::")[2])
        wanted = {case.rule: set(case.resources)} if case.rule else {}
        if any(found.get(rule) != names for rule, names in wanted.items()) or set(found) - set(wanted) - case.also:
            return case.name
    return ""


def disagree() -> str:
    """The first random network over which the engine and the slow walker differ."""
    from differential.agreement import disagreements  # noqa: PLC0415

    return "".join(disagreements(NETWORKS, SEED)[:1])


def run(file: str, recorded: Recorded, limits: Mapping[str, float], tell: Callable[[str, str, float], None]) -> None:
    """The stages one after the other until one fails, each with a limit on its processor time in seconds.

    ``tell`` gets each stage with what failed, or nothing, and the processor time. What passes the limit is ended by the system.
    """
    for stage, act in stages(file, recorded).items():
        start = _used()
        if stage in limits:
            resource.setrlimit(resource.RLIMIT_CPU, (int(start + limits[stage]) + 1, resource.RLIM_INFINITY))
        try:
            failed = act()
        except Exception as error:
            failed = f"{type(error).__name__}: {error}"
        tell(stage, failed, _used() - start)
        if failed:
            return


def _used() -> float:
    times = os.times()
    return times.user + times.system
