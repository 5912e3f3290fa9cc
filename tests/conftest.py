"""Options and settings of all tests, and the one place that finds the Pulumi CLI or says loudly that there is none."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from engine.pulumi_cli import MISSING, ensure_cli
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("specs")

# The same examples in every run, so that a red test is red again; HYPOTHESIS_PROFILE=search looks for new ones.
SLOW_START = [HealthCheck.too_slow]
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=SLOW_START, max_examples=60)
settings.register_profile("search", deadline=None, suppress_health_check=SLOW_START, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """``pytest tests/component --update-golden`` writes the golden lists anew: review the diff before committing it."""
    parser.addoption("--update-golden", action="store_true", help="write tests/component/golden anew")


@pytest.fixture(scope="session")
def cli(pytestconfig: pytest.Config) -> Path:
    """The Pulumi CLI; without it the ring is skipped, and says so past pytest's capture, as a long build does."""
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled() if capture else nullcontext():
        root = ensure_cli()
        if root is None:
            print(f"\nENGINE TESTS SKIPPED: {MISSING}", file=sys.stderr, flush=True)
    if root is None:
        pytest.skip(MISSING)
    return root


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Repeat at the end that the ring did not run."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.section("ENGINE TESTS SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests did not run against the real engine: {MISSING}.")
