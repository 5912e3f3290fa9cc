"""Sabotages of the real program in the real engine: the preview fails and names exactly what is wrong; nothing is created.

Only sabotages that the engine can play: without dropping resources, and of kinds that the stand-in knows.
"""

from collections.abc import Callable

import pytest
from scenario.sabotages import Sabotage

from engine.harness import Engine
from engine.packs import Pack
from engine.results import Run

from .sabotaged import each, expected, sabotage

pytestmark = pytest.mark.engine

OpenEngine = Callable[..., Engine]
PreviewFresh = Callable[..., Run]

ALONE = [
    "a subnet gives public addresses",
    "the gateway's default association is left to AWS",
    "an endpoint has no policy",
    "prod's endpoints admit everybody",
]
"""Mistakes that a resource shows by itself."""
TOGETHER = [
    "a nonprod spoke propagates into prod's table",
    "the endpoint subnets send everything to the transit gateway",
    "an endpoint's policy allows all actions of Bedrock",
    "one of prod's endpoint subnets is left on the default network ACL",
    "prod's name points to nonprod's endpoint",
    "a route's gateway is one of two that nobody can tell apart before they exist",
]
"""Mistakes that only the whole network shows; the last is one that nobody can decide before the update."""

UPDATED = [*ALONE[:2], *TOGETHER[:3]]
"""Those that `make test` sees through an update, which is a preview too."""


@each(*ALONE, *TOGETHER, seldom=UPDATED)
def test_the_preview_fails_and_names_exactly_what_is_wrong(
    preview_fresh: PreviewFresh, pack: Pack, mistake: Sabotage
) -> None:
    """Rules and URNs are those that the proof finds under the SDK's test monitor, and the rule's are those of the table."""
    _fails_for(preview_fresh(pack, mistake.edit), mistake, pack)


@each(*UPDATED)
def test_an_update_fails_at_its_preview_and_creates_nothing(
    open_engine: OpenEngine, pack: Pack, mistake: Sabotage
) -> None:
    """``pulumi up`` previews first: state and world stay empty, and the provider is not asked to create anything."""
    engine = open_engine("dev")
    engine.sabotage(mistake.edit)
    _fails_for(engine.up(pack, preview_first=True), mistake, pack)
    assert engine.operations() == []
    assert engine.world() == {}
    assert engine.state().resources == {}


@each(*ALONE, seldom=ALONE[2:])
def test_an_update_without_preview_stops_before_a_resource_that_is_wrong_alone(
    open_engine: OpenEngine, pack: Pack, mistake: Sabotage
) -> None:
    """``--skip-preview`` does not get it past the policy that sees each resource before it is created."""
    engine = open_engine("dev")
    engine.sabotage(mistake.edit)
    run = engine.up(pack)
    assert run.errors
    assert {told.policy for told in run.violations} == {"collect"}
    assert run.found == {mistake.rule: mistake.resources}
    assert not mistake.resources & _created(engine)


def test_an_update_without_preview_learns_what_only_the_whole_shows_when_it_stands(
    open_engine: OpenEngine, pack: Pack
) -> None:
    """The limit of any pack: the engine shows it the whole at the end. The update fails, but the mistake is there."""
    mistake, engine = sabotage(TOGETHER[0]), open_engine("dev")
    engine.sabotage(mistake.edit)
    run = engine.up(pack)
    assert run.errors
    assert run.found[mistake.rule] == mistake.resources
    assert mistake.resources <= _created(engine)


def _fails_for(run: Run, mistake: Sabotage, pack: Pack) -> None:
    assert run.errors
    assert run.found[mistake.rule] == mistake.resources
    assert {(told.rule, told.urn) for told in run.violations} == expected(mistake, pack)
    assert {(told.pack, told.level) for told in run.violations} == {("transit-guardrails", "mandatory")}


def _created(engine: Engine) -> set[str]:
    return {thing["urn"].rpartition("::")[2] for thing in engine.world().values()}
