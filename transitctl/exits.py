"""How a command ends: its exit code, and what is said where something is wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

DONE = 0
FOUND = 1
"""A rule that must hold does not."""
BAD_INPUT = 2
INTERRUPTED = 130
"""128 and the number of SIGINT, as shells count."""


class BadInputError(Exception):
    """The user can mend it. The text says everything that is wrong; there is nothing to learn from a traceback."""


def exit_code(work: Callable[[], int]) -> int:
    """Does the work and returns the exit code: the work's own where nothing ends it. A mistake of ours is raised on, with its traceback."""
    code = DONE
    try:
        code = work()
        sys.stdout.flush()
    except BadInputError as problem:
        print(problem, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        stop_writing()
    return code


def stop_writing() -> None:
    """Whoever reads has seen enough (`| head`). Python flushes once more at the end, and must not meet the pipe again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
