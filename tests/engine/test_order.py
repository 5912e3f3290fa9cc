"""What needs another waits for it, also where nothing but a ``depends_on`` says so."""

from collections.abc import Callable

import pytest

from engine.built import Built
from engine.harness import Engine

pytestmark = [pytest.mark.engine, pytest.mark.parametrize("stack", ["dev", "prod"])]

OpenEngine = Callable[..., Engine]

QUIET = 0.25
"""Seconds without a call after which the engine has nothing left to do but to wait."""


def test_an_update_waits_for_what_comes_late(
    open_engine: OpenEngine, built: Callable[[str], Built], stack: str
) -> None:
    """Shares, attachments and acceptances that end last of all delay what lives on them, and nothing comes too early."""
    engine = open_engine(stack)
    engine.stand_in.do("dawdle", quiet=QUIET)
    assert engine.up().errors == ()
    assert engine.world() == built(stack).world


def test_a_destroy_waits_for_what_goes_late(open_engine: OpenEngine, stack: str) -> None:
    """Routes, associations and attachments that go last of all keep alive what they live on until they are gone."""
    engine = open_engine(stack, ready=True)
    engine.stand_in.do("dawdle", quiet=QUIET)
    assert engine.destroy().errors == ()
