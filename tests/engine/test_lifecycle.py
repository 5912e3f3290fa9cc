"""The life of a stack: previewed, built, left alone, destroyed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from standin.values import UNKNOWN

from engine.harness import Engine
from engine.results import PROVIDER, State

pytestmark = [pytest.mark.engine, pytest.mark.parametrize("stack", ["dev", "prod"])]

OpenEngine = Callable[..., Engine]

RETAINED = {"ec2.VpcBlockPublicAccessOptions"}
"""Kinds that a destroy leaves behind on purpose: deleting them would switch a protection of the account off."""


def test_a_first_preview_creates_everything_and_touches_nothing(open_engine: OpenEngine, stack: str) -> None:
    """The preview of an empty stack holds only creates, and not one call that changes the stand-in's world."""
    engine = open_engine(stack)
    run = engine.preview()
    assert run.errors == ()
    assert {step.op for step in run.steps} == {"create"}
    assert (engine.operations(), engine.world()) == ([], {})


def test_an_update_builds_what_the_preview_showed(open_engine: OpenEngine, stack: str) -> None:
    """The update creates exactly the previewed URNs, and each custom resource has its thing in the world."""
    engine = open_engine(stack)
    previewed = engine.preview()
    built = engine.up()
    assert built.errors == ()
    assert built.urns("create") == previewed.urns("create")
    assert _things(engine) == set(engine.state().custom())


def test_the_inputs_of_the_update_are_those_of_the_preview(open_engine: OpenEngine, stack: str) -> None:
    """An input that the preview knew does not change when the update runs: only unknowns are filled in."""
    engine = open_engine(stack)
    engine.preview()
    previewed = _checked(engine)
    engine.up()
    built = _checked(engine)
    assert previewed.keys() == built.keys()
    different = {urn: _conflicts(previewed[urn], built[urn]) for urn in built}
    assert {urn: keys for urn, keys in different.items() if keys} == {}


def test_a_second_preview_is_empty(open_engine: OpenEngine, stack: str) -> None:
    """A built stack has nothing to do: no resource is fed with something that differs on every run."""
    run = open_engine(stack, ready=True).preview()
    assert run.errors == ()
    assert run.changes == ()


def test_the_state_holds_no_unknown(open_engine: OpenEngine, stack: str) -> None:
    """After an update every property and every export is known."""
    engine = open_engine(stack, ready=True)
    assert UNKNOWN not in json.dumps([engine.state().resources, engine.outputs()])


def test_destroy_leaves_nothing(open_engine: OpenEngine, stack: str) -> None:
    """Destroy empties the state and the world, but for what is retained on purpose."""
    engine = open_engine(stack, ready=True)
    assert engine.destroy().errors == ()
    assert engine.state().resources == {}
    assert {thing["kind"] for thing in engine.world().values()} <= RETAINED


def test_destroy_removes_nothing_that_another_still_needs(open_engine: OpenEngine, stack: str) -> None:
    """In the log of a destroy each thing goes after all that name its id and all that depend on its resource."""
    engine = open_engine(stack, ready=True)
    state, world = engine.state(), engine.world()
    assert engine.destroy().errors == ()
    early = _gone_too_early(engine.operations(), state, world)
    assert early == []


def _gone_too_early(log: list[dict[str, Any]], state: State, world: dict[str, dict[str, Any]]) -> list[str]:
    """Name the deletions after which something alive named the id in its inputs, or depended on the resource."""
    alive = {thing["urn"]: json.dumps(thing["inputs"]) for thing in world.values()}
    ids = {thing["urn"]: thing["id"] for thing in world.values()}
    early = []
    for entry in log:
        del alive[entry["urn"]]
        for urn, inputs in alive.items():
            shared_id = ids[urn] == entry["id"]
            named = f'"{entry["id"]}"' in inputs and not shared_id
            if named or entry["urn"] in state.needs(urn):
                early.append(f"{entry['urn']} went while {urn} was there")
    return early


def _things(engine: Engine) -> set[str]:
    return {thing["urn"] for thing in engine.world().values()}


def _checked(engine: Engine) -> dict[str, dict[str, Any]]:
    """The inputs that each resource was checked with in the last run."""
    seen = engine.stand_in.do("inputs")
    return {
        sight["urn"]: sight["inputs"] for sight in seen if sight["call"] == "check" and PROVIDER not in sight["urn"]
    }


def _conflicts(previewed: dict[str, Any], built: dict[str, Any]) -> set[str]:
    """Name the inputs that were known at preview and are others now."""
    return {
        key
        for key in previewed.keys() | built.keys()
        if UNKNOWN not in json.dumps(previewed.get(key)) and previewed.get(key) != built.get(key)
    }
