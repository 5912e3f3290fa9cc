"""Where output goes: the standard output, as UTF-8 whatever the locale, or a file that is whole or not there."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .exits import BadInputError, stop_writing

NARROWEST = 80
STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class Output:
    """Where an answer goes: ``json`` is a file, ``-`` for JSON in place of the text, None for the text alone."""

    json: str | None
    no_color: bool

    def show(self, document: Callable[[], str], text: Callable[[int, bool], str]) -> None:
        """Writes the JSON and prints one of both. ``text`` takes columns and whether there is colour."""
        if self.json == STANDARD_OUTPUT:
            say(document())
            return
        if self.json:
            write_whole(Path(self.json), document())
        from .text import PIPED_WIDTH  # noqa: PLC0415 - who wants JSON waits for no tables

        say(text(terminal_width() or PIPED_WIDTH, not self.no_color and colour_wanted()))


def say(text: str) -> None:
    """Prints the text as it is. Where nobody reads it to its end the exit code still says what the text would have."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        stop_writing()


def progress(text: str) -> None:
    """Tells somebody who waits at a terminal what takes so long; nobody else."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)


def say_aside(text: str) -> None:
    """Tells on standard error what is no answer and that everybody should know."""
    print(text, file=sys.stderr, flush=True)


def terminal_width() -> int:
    """Columns of the terminal that is written to; 0 where it is none."""
    return max(NARROWEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 0


def colour_wanted() -> bool:
    """Whether the output is a terminal that shows colours, and nobody has said NO_COLOR (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that it has either its old content or all of the new one.

    Raises ``BadInputError`` where that is not possible. What is no regular file (a pipe, a device) is written to directly.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
        else:
            _replace(path.resolve(), text)
    except OSError as error:
        raise BadInputError(f"{path} cannot be written: {error.strerror or error}") from None


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    """The process's mask of new files' modes, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
