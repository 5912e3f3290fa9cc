"""A create that fails halfway, then another update: the same network as without the failure."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from standin.faults import AFTER, BEFORE

from engine.harness import Engine

pytestmark = pytest.mark.engine

OpenEngine = Callable[..., Engine]

POINTS = 20
SEED = 3
"""Both are part of the test: another seed would strike other resources."""


@pytest.mark.parametrize("when", [BEFORE, AFTER])
@pytest.mark.parametrize("point", range(POINTS))
@pytest.mark.parametrize(
    "stack",
    [pytest.param("dev", marks=pytest.mark.slow_engine), pytest.param("prod", marks=pytest.mark.slow_engine)],
)
def test_a_failed_create_is_repaired_by_the_next_update(
    open_engine: OpenEngine, stack: str, point: int, when: str
) -> None:
    """Each of 20 seeded resources fails to be created, before or after it exists; the next update ends as if never."""
    strike_and_repair(open_engine, stack, point, when)


@pytest.mark.parametrize(("point", "when"), [(0, BEFORE), (1, AFTER), (2, BEFORE)])
def test_three_failed_creates_are_repaired_by_the_next_update(open_engine: OpenEngine, point: int, when: str) -> None:
    """The first three of the same seeded points, on the small stack: what every `make test` runs."""
    strike_and_repair(open_engine, "dev", point, when)


def strike_and_repair(open_engine: OpenEngine, stack: str, point: int, when: str) -> None:
    """Fail one create of a fresh stack, update again, compare state and world with the undisturbed ones."""
    undisturbed = open_engine(stack, ready=True)
    state, world = undisturbed.state(), undisturbed.world()
    urn = random.Random(SEED).sample(sorted(state.custom()), POINTS)[point]

    engine = open_engine(stack)
    engine.stand_in.do("fail", urn=urn, when=when)
    failed = engine.up()
    assert any("ordered failure" in error for error in failed.errors)
    assert (urn in _urns(engine.world())) == (when == AFTER)

    repaired = engine.up()
    assert repaired.errors == ()
    assert engine.state().resources == state.resources
    assert engine.world() == world
    assert engine.preview().changes == ()


def _urns(world: dict[str, dict[str, Any]]) -> set[str]:
    return {thing["urn"] for thing in world.values()}
