"""Fixtures of the engine ring: the stand-in's process, engines on fresh or on built stacks."""

import gc
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from standin.process import StandIn

from engine.built import Built, build
from engine.harness import Engine

OpenEngine = Callable[..., Engine]


@pytest.fixture(scope="session")
def stand_in(cli: Path) -> Iterator[StandIn]:  # noqa: ARG001 - without the CLI there is nothing to stand in for
    """One stand-in for the session; every engine puts its own world into it."""
    with StandIn() as process:
        yield process


@pytest.fixture(scope="session")
def built(cli: Path, stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """Preview and build a stack, once in a session."""
    return cache(lambda stack: build(cli, tmp_path_factory.mktemp(stack), stack, stand_in))


@pytest.fixture
def open_engine(cli: Path, stand_in: StandIn, built: Callable[[str], Built], tmp_path: Path) -> Iterator[OpenEngine]:
    """Open an engine on a stack: a fresh one, or a copy of the one that is already built.

    There is one stand-in and one world in it: opening an engine puts the one before it out of use.
    """

    def open_one(stack: str, *, ready: bool = False) -> Engine:
        folder = tmp_path / f"engine-{len(list(tmp_path.iterdir()))}"
        return Engine(cli, folder, stack, stand_in, start=built(stack).saved if ready else None)

    yield open_one
    gc.collect()  # what the SDK left open is collected while its warning is ignored, not in somebody else's test


_LEFT_BEHIND = ("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
"""A program that a failure cuts short leaves an open event loop and unfinished coroutines: the SDK closes neither."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the SDK leave behind what it leaves behind."""
    for item in items:
        if item.get_closest_marker("engine"):
            for warning in _LEFT_BEHIND:
                item.add_marker(pytest.mark.filterwarnings(warning))
