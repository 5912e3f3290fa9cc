"""Fixtures of the engine ring: the stand-in's process, engines on fresh or on built stacks."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from scenario.program import Edit
from standin.process import StandIn

from engine.built import Built, build
from engine.harness import Engine
from engine.packs import Pack, copy_pack
from engine.results import Run

OpenEngine = Callable[..., Engine]
PreviewFresh = Callable[..., Run]


@pytest.fixture(scope="session")
def stand_in(cli: Path) -> Iterator[StandIn]:  # noqa: ARG001 - without the CLI there is nothing to stand in for
    """One stand-in for the session; every engine puts its own world into it."""
    with StandIn() as process:
        yield process


@pytest.fixture(scope="session")
def built(cli: Path, stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """Preview and build a stack, once in a session."""
    return cache(lambda stack: build(cli, tmp_path_factory.mktemp(stack), stack, stand_in))


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The policy pack as it is published, alone in a folder of another name, with the settings of dev."""
    return copy_pack(tmp_path_factory.mktemp("packs") / "installed", "dev")


@pytest.fixture
def open_engine(cli: Path, stand_in: StandIn, built: Callable[[str], Built], tmp_path: Path) -> OpenEngine:
    """Open an engine on a stack: a fresh one, or a copy of the one that is already built.

    There is one stand-in and one world in it: opening an engine puts the one before it out of use.
    """

    def open_one(stack: str, *, ready: bool = False) -> Engine:
        folder = tmp_path / f"engine-{len(list(tmp_path.iterdir()))}"
        return Engine(cli, folder, stack, stand_in, start=built(stack).saved if ready else None)

    return open_one


@pytest.fixture(scope="session")
def fresh_dev(cli: Path, stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine on dev, of which nothing exists, for previews alone.

    They look at the world only to make up names, so it does not matter whose world is in the stand-in by then.
    """
    return Engine(cli, tmp_path_factory.mktemp("fresh") / "engine", "dev", stand_in)


@pytest.fixture
def preview_fresh(fresh_dev: Engine) -> PreviewFresh:
    """Preview dev from nothing with a pack, as it is or sabotaged."""

    def preview(pack: Pack, edit: Edit | None = None) -> Run:
        fresh_dev.sabotage(edit)
        return fresh_dev.preview(pack=pack)

    return preview
