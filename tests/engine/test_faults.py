"""A create that fails halfway, then another update: the same network as without the failure."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from standin.faults import AFTER, BEFORE

from engine.harness import Engine

pytestmark = pytest.mark.engine

OpenEngine = Callable[..., Engine]
Strike = Callable[[str, int, str], None]

POINTS = 20
SEED = 3
"""Both are part of the test: another seed would strike other resources."""


@pytest.fixture
def strike_and_repair(open_engine: OpenEngine, built: Callable[[str], Any]) -> Strike:
    """Fail one create of a fresh stack, update again, compare state and world with the undisturbed ones."""

    def play(stack: str, point: int, when: str) -> None:
        undisturbed = built(stack)
        urn = random.Random(SEED).sample(sorted(undisturbed.state.custom()), POINTS)[point]

        engine = open_engine(stack)
        engine.stand_in.do("fail", urn=urn, when=when)
        failed = engine.up()
        assert any("ordered failure" in error for error in failed.errors)
        assert (urn in {thing["urn"] for thing in engine.world().values()}) == (when == AFTER)

        assert engine.up().errors == ()
        assert engine.state().resources == undisturbed.state.resources
        assert engine.world() == undisturbed.world

    return play


@pytest.mark.slow_engine
@pytest.mark.parametrize("when", [BEFORE, AFTER])
@pytest.mark.parametrize("point", range(POINTS))
@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_a_failed_create_is_repaired_by_the_next_update(
    strike_and_repair: Strike, stack: str, point: int, when: str
) -> None:
    """Each of 20 seeded resources fails to be created, before or after it exists; the next update ends as if never."""
    strike_and_repair(stack, point, when)


@pytest.mark.parametrize(("point", "when"), [(0, BEFORE), (1, AFTER), (2, BEFORE)])
def test_three_failed_creates_are_repaired_by_the_next_update(strike_and_repair: Strike, point: int, when: str) -> None:
    """The first three of the same seeded points, on the small stack: what every `make test` runs."""
    strike_and_repair("dev", point, when)
