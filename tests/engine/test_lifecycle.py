"""The life of a stack: previewed, built, left alone, destroyed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from standin.values import UNKNOWN

from engine.built import Built
from engine.harness import Engine
from engine.results import State

pytestmark = [pytest.mark.engine, pytest.mark.parametrize("stack", ["dev", "prod"])]

Build = Callable[[str], Built]
OpenEngine = Callable[..., Engine]

RETAINED = {"ec2.VpcBlockPublicAccessOptions"}
"""Kinds that a destroy leaves behind on purpose: deleting them would switch a protection of the account off."""


def test_a_first_preview_creates_everything_and_touches_nothing(built: Build, stack: str) -> None:
    """The preview of an empty stack holds only creates, and not one call that changes the stand-in's world."""
    run = built(stack).previewed
    assert run.errors == ()
    assert {step.op for step in run.steps} == {"create"}
    assert built(stack).touched == ()


def test_an_update_builds_what_the_preview_showed(built: Build, stack: str) -> None:
    """The update creates exactly the previewed URNs, and each custom resource has its thing in the world."""
    one = built(stack)
    assert one.updated.errors == ()
    assert one.updated.urns("create") == one.previewed.urns("create")
    assert {thing["urn"] for thing in one.world.values()} == set(one.state.custom())


def test_the_inputs_of_the_update_are_those_of_the_preview(built: Build, stack: str) -> None:
    """An input that the preview knew does not change when the update runs: only unknowns are filled in."""
    previewed, updated = built(stack).previewed_inputs, built(stack).updated_inputs
    assert previewed.keys() == updated.keys()
    different = {urn: _conflicts(previewed[urn], updated[urn]) for urn in updated}
    assert {urn: keys for urn, keys in different.items() if keys} == {}


def test_a_second_preview_is_empty(open_engine: OpenEngine, stack: str) -> None:
    """A built stack has nothing to do: no resource is fed with something that differs on every run."""
    run = open_engine(stack, ready=True).preview()
    assert run.errors == ()
    assert run.changes == ()


def test_the_state_holds_no_unknown(open_engine: OpenEngine, built: Build, stack: str) -> None:
    """After an update every property and every export is known."""
    exports = open_engine(stack, ready=True).outputs()
    assert exports
    assert UNKNOWN not in json.dumps([built(stack).state.resources, exports])


def test_destroy_leaves_nothing(open_engine: OpenEngine, stack: str) -> None:
    """Destroy empties the state and the world, but for what is retained on purpose."""
    engine = open_engine(stack, ready=True)
    assert engine.destroy().errors == ()
    assert engine.state().resources == {}
    assert {thing["kind"] for thing in engine.world().values()} <= RETAINED


def test_destroy_removes_nothing_that_another_still_needs(open_engine: OpenEngine, built: Build, stack: str) -> None:
    """In the log of a destroy each thing goes after all that name its id and all that depend on its resource."""
    engine = open_engine(stack, ready=True)
    assert engine.destroy().errors == ()
    assert _gone_too_early(engine.operations(), built(stack).state, built(stack).world) == []


def _gone_too_early(log: list[dict[str, Any]], state: State, world: dict[str, dict[str, Any]]) -> list[str]:
    """Name the deletions after which something alive named the id in its inputs, or depended on the resource."""
    things = [thing for thing in world.values() if not state.resources[thing["urn"]].get("retainOnDelete")]
    alive = {thing["urn"]: json.dumps(thing["inputs"]) for thing in things}
    ids = {thing["urn"]: thing["id"] for thing in world.values()}
    early = []
    for entry in log:
        del alive[entry["urn"]]
        for urn, inputs in alive.items():
            names_it = f'"{entry["id"]}"' in inputs and ids[urn] != entry["id"]
            if names_it or entry["urn"] in state.needs(urn):
                early.append(f"{entry['urn']} went while {urn} was there")
    return early


def _conflicts(previewed: dict[str, Any], updated: dict[str, Any]) -> set[str]:
    """Name the inputs that were known at preview and are others now."""
    return {
        key
        for key in previewed.keys() | updated.keys()
        if UNKNOWN not in json.dumps(previewed.get(key)) and previewed.get(key) != updated.get(key)
    }
