"""Ends what the Automation API leaves behind of an inline program: its thread, its event loop, its coroutines."""

import asyncio
import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from pulumi.automation._server import LanguageServer


@contextmanager
def programs_ended() -> Iterator[None]:
    """Wait at the end for the programs that ran meanwhile, close their event loops, and collect what they left.

    The SDK (3.272, ``pulumi/automation/_server.py``) cancels a failed program's tasks one by one and closes the loop
    after them; where one of them raises, it closes nothing. It stops its server without waiting for the program's
    thread. What is left open would be collected at any later time, in somebody else's test or after the last.
    """
    at_work = threading.Lock()
    loops: list[asyncio.AbstractEventLoop] = []
    run, new_event_loop = LanguageServer.Run, asyncio.new_event_loop

    def new_loop() -> asyncio.AbstractEventLoop:
        loops.append(new_event_loop())
        return loops[-1]

    def run_to_the_end(server: LanguageServer, request: Any, context: Any) -> Any:
        with at_work:
            try:
                return run(server, request, context)
            finally:
                for loop in loops:
                    loop.close()

    with (
        patch.object(LanguageServer, "Run", run_to_the_end),
        patch.object(asyncio, "new_event_loop", new_loop),
        patch.object(sys, "unraisablehook", _ignore),
    ):
        try:
            yield
        finally:
            with at_work:
                gc.collect()


def _ignore(_: object) -> None:
    """Take what cannot be raised: coroutines of the SDK that end without their loop, or were never awaited."""
