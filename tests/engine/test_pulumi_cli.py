"""The CLI is found, or built once, or missing: nothing here needs a network or a real Go toolchain."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine import pulumi_cli
from engine.pulumi_cli import CliError, ensure_cli

FAKE_GO = """#!/bin/sh
PATH=/usr/bin:/bin
echo run >> "$0.runs"
sleep 0.5
while [ "$1" != -o ]; do shift; done
mkdir -p "$(dirname "$2")" && echo fake > "$2"
"""
BROKEN_GO = """#!/bin/sh
echo "checksum mismatch"
exit 1
"""


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing but this folder, and an empty cache."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def _install(path: Path, script: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)
    return path


@pytest.mark.usefixtures("tools")
def test_without_cli_and_go_there_is_none() -> None:
    """None tells the ring to skip itself."""
    assert ensure_cli() is None


def test_an_installed_cli_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CLI on PATH is used as it is, from the folder above its bin."""
    installed = _install(tmp_path / "pulumi" / "bin" / "pulumi")
    monkeypatch.setenv("PATH", str(installed.parent))
    assert ensure_cli() == tmp_path / "pulumi"


def test_a_cli_outside_of_a_bin_folder_is_linked(tools: Path) -> None:
    """The Automation API wants a folder with bin/pulumi, so one is made that leads to the installed CLI."""
    installed = _install(tools / "pulumi")
    root = ensure_cli()
    assert root is not None
    assert (root / "bin" / "pulumi").resolve() == installed


def test_the_cli_is_built_once_for_all(tools: Path) -> None:
    """Two processes that start at once share one build, and both get the same folder."""
    go = _install(tools / "go", FAKE_GO)
    script = [sys.executable, pulumi_cli.__file__]
    both = [subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) for _ in range(2)]
    answers = {process.communicate(timeout=30)[0].strip() for process in both}
    assert len(answers) == 1
    assert Path(answers.pop()).read_text() == "fake\n"
    assert go.with_name("go.runs").read_text() == "run\n"


def test_a_built_cli_needs_no_go(tools: Path) -> None:
    """What was built once serves when Go is gone."""
    go = _install(tools / "go", FAKE_GO)
    root = ensure_cli()
    go.unlink()
    assert ensure_cli() == root


def test_a_failed_build_says_why_and_leaves_nothing(tools: Path) -> None:
    """Go's own words are in the error, and no half-built folder is taken for a CLI later."""
    _install(tools / "go", BROKEN_GO)
    with pytest.raises(CliError, match="checksum mismatch"):
        ensure_cli()
    assert [path.suffix for path in pulumi_cli.cache_folder().iterdir()] == [".lock"]
