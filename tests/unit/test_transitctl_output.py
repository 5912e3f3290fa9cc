"""Where output goes: a file is whole or not there, colour is for who wants it."""

import io
import os
import stat
from pathlib import Path

import pytest

from transitctl import output
from transitctl.exits import BadInputError


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """The new content stands in place of the old one, and no other file is left behind."""
    target = tmp_path / "report.json"
    target.write_text("old")
    output.write_whole(target, "new → content")
    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == {
        "report.json": "new → content"
    }


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last step fails, what was written beside the target is gone and the target is as it was."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "report.json"
    target.write_text("old")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(BadInputError, match=r"report\.json cannot be written: No space left on device"):
        output.write_whole(target, "new")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"report.json": "old"}


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    """Others may read the report as the user's mask says; it is no private temporary file."""
    usual = tmp_path / "usual"
    usual.touch()
    output.write_whole(tmp_path / "report.json", "new")
    assert (tmp_path / "report.json").stat().st_mode == usual.stat().st_mode


def test_an_old_file_keeps_its_mode(tmp_path: Path) -> None:
    """Who has closed the file to others finds it closed afterwards."""
    target = tmp_path / "report.json"
    target.touch(mode=0o600)
    output.write_whole(target, "new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What the link points to is replaced."""
    real = tmp_path / "real.json"
    real.write_text("old")
    link = tmp_path / "link.json"
    link.symlink_to(real)
    output.write_whole(link, "new")
    assert (link.is_symlink(), real.read_text()) == (True, "new")


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """``--json >(jq .)`` hands a pipe: it gets the content and stays a pipe."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    output.write_whole(pipe, "content")
    assert os.read(reader, 100) == b"content"
    os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "xterm", "NO_COLOR": "0"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_a_terminal_is_coloured_unless_somebody_says_no(
    environment: dict[str, str], wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR counts when it says anything; a terminal that shows no colour gets none."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setattr(output.sys, "stdout", Terminal())
    assert output.colour_wanted() is wanted


class Terminal(io.StringIO):
    """Says that it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True
