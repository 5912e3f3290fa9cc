"""Options and settings of all tests."""

import os

import pytest
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
