"""Reads files that somebody hands over: whatever is wrong with them is bad input, said with the way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .exits import BadInputError

DEEP = "is nested too deeply"


def read_text(path: Path, what: str, remedy: str) -> str:
    """The text of a file. Raises ``BadInputError``; ``what`` says what the file should be, ``remedy`` where to get one."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeError:
        problem = "is not UTF-8 text"
    except IsADirectoryError:
        problem = "is a folder"
    except (OSError, ValueError) as error:
        problem = f"cannot be read: {getattr(error, 'strerror', None) or error}"
    raise BadInputError(f"{path} {problem}, not {what}\n  remedy: {remedy}")


def read_object(path: Path, what: str, remedy: str) -> dict[str, Any]:
    """The JSON object in a file; a key that stands there twice, and numbers that are none, are refused."""
    text = read_text(path, what, remedy)
    try:
        found = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except RecursionError:
        problem = DEEP
    except ValueError as error:
        problem = f"is not JSON: {str(error)[:200]}"
    else:
        if isinstance(found, dict):
            return found
        problem = "holds no JSON object"
    raise BadInputError(f"{path} {problem}\n  remedy: {remedy}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ValueError(f"{', '.join(twice)} is there twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no JSON number")
