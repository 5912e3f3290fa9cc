"""Whatever is done to the JSON of a snapshot: it is read, or refused with ``SnapshotError``, and nothing else happens."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transit_guardrails.model.network import Network
from transit_guardrails.readers.snapshot import SnapshotError
from transit_guardrails.readers.snapshot.context import Place
from transit_guardrails.readers.snapshot.files import read_places
from transit_guardrails.readers.snapshot.reader import build

VALUES: list[Any] = [None, True, 0, -1, 10**30, 1.5, "", "x", "10.0.0.0/8", "::/0", "999.1.1.1", "tgw-1", [], [1], {}]
VALUES += [[None], [{}], {"a": []}, "local", "dxgw-", "-1", "icmp", "\x00", "é"]
FOLDERS = ["transit-gateway", "vpc-endpoint-interface", "direct-connect-gateway"]


@pytest.fixture(scope="module", params=FOLDERS)
def place(captured: Path, request: pytest.FixtureRequest) -> Place:
    """One captured snapshot as data."""
    [found], problems = read_places(captured / request.param)
    assert problems == []
    return found


def _spots(value: Any) -> list[tuple[Any, Any]]:
    """Every place in nested data: its container and the key or index."""
    found: list[tuple[Any, Any]] = []
    todo = [value]
    while todo:
        each = todo.pop()
        pairs = each.items() if isinstance(each, dict) else enumerate(each) if isinstance(each, list) else ()
        for key, below in pairs:
            found.append((each, key))
            todo.append(below)
    return found


def _mutate(answers: dict[str, Any], draw: Any) -> None:
    spots = _spots(answers)
    for _ in range(draw(st.integers(1, 3), label="how many")):
        container, key = spots[draw(st.integers(0, len(spots) - 1), label="where")]
        if draw(st.booleans(), label="delete"):
            if isinstance(container, dict):
                container.pop(key, None)
            elif key < len(container):
                del container[key]
        elif isinstance(container, dict) or key < len(container):
            container[key] = copy.deepcopy(draw(st.sampled_from(VALUES), label="value"))


def _attempt(place: Place, answers: dict[str, Any]) -> Network | SnapshotError:
    lists = {name: value for name, value in answers.items() if isinstance(value, list)}
    try:
        return build([Place(place.path, place.account, place.region, lists)])
    except SnapshotError as error:
        return error


@settings(max_examples=150)
@given(data=st.data())
def test_mutated_answers_are_read_or_refused(place: Place, data: st.DataObject) -> None:
    answers = copy.deepcopy(dict(place.answers))
    _mutate(answers, data.draw)
    found = _attempt(place, answers)
    if isinstance(found, SnapshotError):
        assert all(problem.file and problem.what for problem in found.problems)
    else:
        assert found.live
        assert found.doubts == sorted(found.doubts)


def test_every_single_deletion_is_read_or_refused(place: Place) -> None:
    """Once through the keys of every file: some are missed, others AWS itself leaves out."""
    outcomes = set()
    for name, values in place.answers.items():
        for index in range(min(len(_spots(values)), 120)):
            answers = {**place.answers, name: copy.deepcopy(values)}
            container, key = _spots(answers[name])[index]
            del container[key]
            outcomes.add(type(_attempt(place, answers)))
    assert outcomes == {Network, SnapshotError}


@given(
    text=st.one_of(st.text(max_size=60), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
)
def test_any_text_in_a_file_is_refused_or_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "Vpcs.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    places, problems = read_places(folder)
    assert [p.file for p in problems] == ["Vpcs.json"]
    assert places == []
