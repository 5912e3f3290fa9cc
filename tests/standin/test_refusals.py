"""The stand-in refuses what it promises to refuse, with AWS's code, and only for the stated reason."""

from types import ModuleType

import pytest

from standin import refusals
from standin.errors import AwsError
from standin.mistakes import (
    Mistake,
    in_direct_connect,
    in_dns,
    in_peerings,
    in_references,
    in_resolvers,
    in_security,
    in_transit,
    in_vpcs,
    in_vpns,
)
from standin.scene import Scene

MODULES: tuple[ModuleType, ...] = (
    in_vpcs,
    in_security,
    in_transit,
    in_direct_connect,
    in_vpns,
    in_peerings,
    in_dns,
    in_resolvers,
    in_references,
)
MISTAKES = [each for module in MODULES for each in vars(module).values() if isinstance(each, Mistake)]


@pytest.mark.parametrize("mistake", [pytest.param(each, id=each.name) for each in MISTAKES])
def test_a_mistake_is_refused_with_its_code(mistake: Mistake) -> None:
    """The last call of each scene raises the code that AWS answers; all calls before it succeed."""
    scene = Scene()
    with pytest.raises(AwsError) as refused:
        mistake.play(scene)
    assert refused.value.code == mistake.code
    outcomes = [entry.outcome == "done" for entry in scene.cloud.journal.entries]
    assert outcomes[:-1] == [True] * (len(outcomes) - 1)


@pytest.mark.parametrize("mistake", [pytest.param(each, id=each.name) for each in MISTAKES if each.by])
def test_a_mistake_is_caught_by_its_own_refusal_alone(mistake: Mistake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its refusal the scene plays to the end, or to an id that exists already: no other refusal hides it."""
    without = {
        kind: tuple(refusal for refusal in asked if refusal is not mistake.by)
        for kind, asked in refusals.REFUSALS.items()
    }
    monkeypatch.setattr(refusals, "REFUSALS", without)
    assert _code(mistake) in (None, "ResourceAlreadyExists")


def test_every_refusal_has_its_mistake() -> None:
    """No refusal is without a scene that it refuses."""
    asked = {refusal.__name__ for each in refusals.REFUSALS.values() for refusal in each}
    played = {mistake.by.__name__ for mistake in MISTAKES if mistake.by}
    assert played == asked


def _code(mistake: Mistake) -> str | None:
    """Play a scene and give the code it ends with, if it is refused."""
    try:
        mistake.play(Scene())
    except AwsError as error:
        return error.code
    return None
