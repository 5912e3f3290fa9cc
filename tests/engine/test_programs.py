"""What is left of a program that fails: nothing that a later test could stumble over."""

import asyncio
from pathlib import Path

import pytest
from standin.process import StandIn

from engine.harness import Engine

pytestmark = pytest.mark.engine


async def stubborn() -> None:
    """Answer a cancellation with another failure, as a call to an engine that is gone does."""
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        raise ConnectionError("the engine is gone") from None


class Failing(Engine):
    """An engine whose program fails while one of its tasks waits."""

    def play(self) -> None:
        """Start a task, let it begin, and stop."""
        loop = asyncio.get_running_loop()
        self.task = loop.create_task(stubborn())
        loop.call_later(0.1, loop.stop)


def test_the_loop_of_a_program_is_closed_whatever_its_tasks_do(
    cli: Path, stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SDK leaves it open when a task answers its cancellation with something else."""
    loops: list[asyncio.AbstractEventLoop] = []
    new_event_loop = asyncio.new_event_loop
    monkeypatch.setattr(asyncio, "new_event_loop", lambda: loops.append(new_event_loop()) or loops[-1])
    run = Failing(cli, tmp_path / "engine", "dev", stand_in).preview()
    assert run.errors == ("Exception calling application: the engine is gone\n",)
    assert [loop.is_closed() for loop in loops] == [True]
