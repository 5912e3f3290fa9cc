"""No test is left out of the run by its name or place."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent


def test_every_file_that_defines_a_test_has_a_name_that_pytest_collects() -> None:
    defining = {
        p
        for p in TESTS.rglob("*.py")
        if re.search(r"^\s*(async )?def test_", p.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {p for p in defining if not p.name.startswith("test_")} == set()


def test_every_test_file_is_collected(pytestconfig: pytest.Config) -> None:
    ignored = [p for p in TESTS.rglob("conftest.py") if "collect_ignore" in p.read_text(encoding="utf-8")]
    assert ignored == []
    assert [Path(p) for p in pytestconfig.getini("testpaths")] == [Path("tests")]
    assert not any(
        "--ignore" in str(option) or "--deselect" in str(option) for option in pytestconfig.getini("addopts")
    )
