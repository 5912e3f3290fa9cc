"""The one part of the reader that touches the disk: from a folder to lists of plain data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .catalogue import BY_NAME, EXTRA_KEYS, LOWER_CASE, REASONS
from .context import Place
from .errors import Problem

MAX_BYTES = 256 * 1024 * 1024
"""No describe answer comes near; what does is not a snapshot."""
MAX_DEPTH = 40
"""AWS answers nest less than ten levels."""
REGION = re.compile(r"[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}")
ACCOUNT = re.compile(r"\d{12}")
IGNORED_FOLDERS = frozenset({"configs", "hosts"})
"""Configurations of other devices, which Batfish keeps beside the answers."""
TOKENS = frozenset({"nexttoken", "nextmarker", "marker", "nextrecordname", "paginationtoken"})
TRUNCATED = frozenset({"istruncated", "additionalroutesavailable"})


def read_places(folder: Path) -> tuple[list[Place], list[Problem]]:
    """All answers below the folder, and everything that is wrong with the files. Raises nothing."""
    problems: list[Problem] = []
    places: list[Place] = []
    try:
        for path, account, region in _folders(folder, problems):
            answers = _read_folder(folder, path, problems)
            if answers:
                label = path.relative_to(folder).as_posix()
                places.append(Place("" if label == "." else label, account, region, answers))
    except OSError as error:
        problems.append(Problem(str(folder.name), f"cannot be read: {error.strerror}", "check the path"))
    if not places and not problems:
        problems.append(Problem(str(folder.name), "holds no answer of AWS", "see the reader's table of files"))
    return places, problems


def _folders(folder: Path, problems: list[Problem]) -> Iterator[tuple[Path, str | None, str | None]]:
    """The folders that hold answers, with account and Region where the path says them."""
    yield folder, None, None
    for child in _subfolders(folder):
        if REGION.fullmatch(child.name):
            yield child, None, child.name
            _refuse_folders(folder, child, problems)
        elif child.name == "accounts":
            for account in _subfolders(child):
                yield from _account(folder, account, problems)
        elif child.name not in IGNORED_FOLDERS:
            _refuse(folder, child, problems)


def _account(folder: Path, account: Path, problems: list[Problem]) -> Iterator[tuple[Path, str | None, str | None]]:
    if not ACCOUNT.fullmatch(account.name):
        _refuse(folder, account, problems)
        return
    yield account, account.name, None
    for child in _subfolders(account):
        if REGION.fullmatch(child.name):
            yield child, account.name, child.name
            _refuse_folders(folder, child, problems)
        else:
            _refuse(folder, child, problems)


def _subfolders(folder: Path) -> list[Path]:
    return sorted(child for child in folder.iterdir() if child.is_dir() and not child.name.startswith("."))


def _refuse_folders(folder: Path, parent: Path, problems: list[Problem]) -> None:
    for child in _subfolders(parent):
        _refuse(folder, child, problems)


def _refuse(folder: Path, child: Path, problems: list[Problem]) -> None:
    place = child.relative_to(folder).as_posix()
    problems.append(
        Problem(place, "is neither a Region nor accounts/<12 digits>/<Region>", "move or remove the folder")
    )


def _read_folder(root: Path, folder: Path, problems: list[Problem]) -> dict[str, list[Any]]:
    answers: dict[str, list[Any]] = {}
    for path in sorted(folder.iterdir()):
        name, label = path.name.partition(".")[0], path.relative_to(root).as_posix()
        if path.suffix != ".json":
            if name in BY_NAME and not path.is_dir():
                problems.append(Problem(label, "is not read", f"name it {name}.json"))
        elif not path.is_file():
            problems.append(Problem(label, "is not a file", "remove it"))
        elif name not in REASONS:
            found = _load(path, label, path.stem, problems)
            if found is not None:
                answers[path.stem] = found
    return answers


def _load(path: Path, label: str, name: str, problems: list[Problem]) -> list[Any] | None:
    """The list that a file holds, or None with a problem."""
    remedy = BY_NAME[name].command if name in BY_NAME else "remove the file or take it anew"
    try:
        if path.stat().st_size > MAX_BYTES:
            problems.append(Problem(label, f"is larger than {MAX_BYTES} bytes", remedy))
            return None
        data = json.loads(
            path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_refuse_number
        )
        _check_values(data)
        return _top(data, name)
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
    except RecursionError:
        what = "is nested too deeply"
    except UnicodeError:
        what = "is not UTF-8 text"
    except ValueError as error:
        what = str(error)
    problems.append(Problem(label, what, remedy))
    return None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("names one key twice in one object")
    return found


def _refuse_number(text: str) -> Any:
    raise ValueError(f"holds {text}, which is no JSON number")


def _check_values(data: Any) -> None:
    """Depth, texts that can be printed, and the marks of an answer that was cut off."""
    todo: list[tuple[Any, int]] = [(data, 0)]
    while todo:
        value, depth = todo.pop()
        if depth > MAX_DEPTH:
            raise RecursionError
        if isinstance(value, str):
            value.encode()
        elif isinstance(value, list):
            todo.extend((each, depth + 1) for each in value)
        elif isinstance(value, dict):
            _check_whole(value)
            todo.extend((each, depth + 1) for pair in value.items() for each in pair)


def _check_whole(value: dict[str, Any]) -> None:
    for key, each in value.items():
        name = key.lower()
        if (name in TOKENS and each) or (name in TRUNCATED and each is not False and each is not None):
            raise ValueError(f"holds a part of the answer only ({key} is set): follow the pages to the end")


def _top(data: Any, name: str) -> list[Any]:
    """The list under the top-level key that belongs to the file."""
    if not isinstance(data, dict):
        raise ValueError("an object with one list is expected")
    if name in LOWER_CASE:
        data = _capitalised(data)
    if name not in BY_NAME:
        return [value for value in data.values() if value not in ([], {}, None, "")]
    tops = [key for key in (*BY_NAME[name].tops, *EXTRA_KEYS.get(name, ())) if key in data]
    if len(tops) != 1:
        raise ValueError(f"the top-level key '{BY_NAME[name].tops[0]}' is expected")
    found = data[tops[0]]
    if not isinstance(found, list):
        raise ValueError(f"'{tops[0]}' must be a list")
    return found


def _capitalised(value: Any) -> Any:
    """Keys with a capital first letter, all the way down (the depth is checked before)."""
    if isinstance(value, dict):
        return {key[:1].upper() + key[1:]: _capitalised(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_capitalised(each) for each in value]
    return value
