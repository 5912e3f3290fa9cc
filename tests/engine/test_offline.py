"""The offline preview and the engine's preview are the same preview."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from standin.bridge import DEFAULTS, strip

from engine.built import Built
from engine.harness import NETWORK, ROOT
from engine.results import PROVIDER, Goal
from transitctl.offline import Resource, run_program

pytestmark = [pytest.mark.engine, pytest.mark.parametrize("stack", ["dev", "prod"])]

STACK = "pulumi:pulumi:Stack"


def test_the_offline_preview_is_the_engines(built: Callable[[str], Built], stack: str) -> None:
    """URNs, parents, inputs and what each property depends on are the same, resource by resource."""
    run = built(stack).previewed
    assert run.errors == ()
    network = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"][NETWORK]
    offline = run_program(stack, ROOT, network).resources

    registered = {urn: _goal(goal) for urn, goal in run.goals.items() if goal.type != STACK}
    recorded = {urn: _recorded(resource) for urn, resource in offline.items() if resource.type != STACK}
    assert registered.keys() == recorded.keys()
    different = [urn for urn in registered if registered[urn] != recorded[urn]]
    assert [(urn, registered[urn], recorded[urn]) for urn in different] == []


def _goal(goal: Goal) -> dict[str, Any]:
    """What the engine was asked for, without the names that the bridge made up at Check."""
    made_up = goal.inputs.get(DEFAULTS, [])
    inputs = {key: value for key, value in strip(dict(goal.inputs)).items() if key not in made_up}
    return _comparable(goal.type, goal.parent, inputs, goal.property_dependencies)


def _recorded(resource: Resource) -> dict[str, Any]:
    dependencies = {key: frozenset(urns) for key, urns in resource.property_dependencies.items()}
    return _comparable(resource.type, resource.parent, resource.inputs, dependencies)


def _comparable(kind: str, parent: str, inputs: Any, dependencies: Any) -> dict[str, Any]:
    """One form for both sides; the engine adds to a provider's inputs what is the provider's own."""
    own = {"version", "__internal"} if kind.startswith(PROVIDER) else set()
    return {
        "parent": parent if STACK not in parent else "",
        "inputs": json.loads(json.dumps({key: value for key, value in inputs.items() if key not in own})),
        "dependencies": {key: urns for key, urns in dependencies.items() if urns},
    }
