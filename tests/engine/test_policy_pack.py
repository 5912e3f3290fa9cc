"""The policy pack in the real engine: it passes the program as it is, over anything that stands, and nobody disables it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.built import Built
from engine.harness import Engine, Network
from engine.packs import SOURCE, Pack
from engine.results import Run

from .sabotaged import sabotage

pytestmark = pytest.mark.engine

Build = Callable[[str], Built]
OpenEngine = Callable[..., Engine]
PreviewFresh = Callable[..., Run]

STACK = "urn:pulumi:dev::bedrock-transit::pulumi:pulumi:Stack::bedrock-transit-dev"


def one_more_application(network: Network) -> None:
    """Grant to a new application of vpc-a what vpc-a/chat is granted."""
    network["spokes"]["vpc-a"]["applications"]["more"] = {}
    network["grants"]["chat"]["consumers"].append("vpc-a/more")


def one_more_model(network: Network) -> None:
    """Grant a model that the pack's settings allow to prod."""
    network["grants"]["chat"]["models"].append("amazon.titan-embed-text-v2:0")


def a_forbidden_model(network: Network) -> None:
    """Grant a model that the pack's settings allow to nonprod only."""
    network["grants"]["chat"]["models"].append("amazon.nova-pro-v1:0")


def passes(run: Run) -> bool:
    """Whether the engine went through and the pack said nothing, not even an advice."""
    return (run.errors, run.violations) == ((), ())


def test_the_first_preview_passes(preview_fresh: PreviewFresh, built: Build, pack: Pack) -> None:
    """With the pack, alone in a folder of another name, the preview shows what it shows without one."""
    assert pack.folder.name != SOURCE.name
    run = preview_fresh(pack)
    assert passes(run)
    assert run.urns("create") == built("dev").previewed.urns("create")


def test_an_update_passes_and_so_does_the_next(open_engine: OpenEngine, built: Build, pack: Pack) -> None:
    """With the pack, an update builds what it builds without one; another has nothing to do."""
    engine = open_engine("dev")
    assert passes(engine.up(pack, preview_first=True))
    assert engine.world() == built("dev").world
    again = engine.up(pack, preview_first=True)
    assert passes(again)
    assert again.changes == ()


@pytest.mark.parametrize("change", [one_more_application, one_more_model])
def test_growth_over_a_built_stack_passes(
    open_engine: OpenEngine, pack: Pack, change: Callable[[Network], None]
) -> None:
    """Where outputs of the old are known and those of the new are not, the pack decides everything all the same."""
    engine = open_engine("dev", ready=True)
    engine.edit(change)
    run = engine.preview(pack=pack)
    assert passes(run)
    assert {step.op for step in run.changes} <= {"create", "update"} != set()


def test_a_granted_model_out_of_bounds_is_found_over_a_built_stack(open_engine: OpenEngine, pack: Pack) -> None:
    """The program builds what the spec grants; the pack holds the grant and the endpoint's policy to its own settings."""
    engine = open_engine("dev", ready=True)
    engine.edit(a_forbidden_model)
    run = engine.preview(pack=pack)
    assert run.errors
    assert run.found == {"models-within-bounds": {"us-east-1-prod", "us-east-1-prod-bedrock-runtime"}}


@pytest.mark.parametrize(
    "name", ["a nonprod spoke propagates into prod's table", "an endpoint's policy allows all actions of Bedrock"]
)
def test_a_sabotage_is_found_over_a_built_stack(open_engine: OpenEngine, pack: Pack, name: str) -> None:
    """A mistake among resources that exist already is found as one among new ones is."""
    mistake, engine = sabotage(name), open_engine("dev", ready=True)
    engine.sabotage(mistake.edit)
    run = engine.preview(pack=pack)
    assert run.errors
    assert run.found.pop(mistake.rule) == mistake.resources
    assert set(run.found) - {mistake.rule} <= mistake.also


@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({"all": "disabled"}, {"collect.enforcementLevel", "prove.enforcementLevel"}),
        ({"prove": {"enforcementLevel": "advisory"}}, {"prove.enforcementLevel"}),
        ({"collect": "disabled"}, {"collect.enforcementLevel"}),
        ({"prov": {"enforcementLevel": "mandatory", "isolated": []}}, {"prov"}),
        ({"prove": {"isolatd": [["nonprod", "prod"]]}}, {"prove.isolatd"}),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else "",
)
def test_a_configuration_that_disables_or_misspells_fails_the_preview(
    preview_fresh: PreviewFresh, pack: Pack, tmp_path: Path, change: dict[str, Any], places: set[str]
) -> None:
    """The pack runs as mandatory all the same, and names each place of the file that tried."""
    run = preview_fresh(_configured(pack, tmp_path, change))
    assert run.errors
    assert {(told.policy, told.level, told.urn) for told in run.violations} == {("prove", "mandatory", STACK)}
    assert {_place(told.message) for told in run.violations} == places


def test_a_disabled_pack_still_finds_what_it_should_not_see(
    preview_fresh: PreviewFresh, pack: Pack, tmp_path: Path
) -> None:
    """Who disables everything to get a mistake through has told of both."""
    mistake = sabotage("a subnet gives public addresses")
    run = preview_fresh(_configured(pack, tmp_path, {"all": "disabled"}), mistake.edit)
    assert run.errors
    assert run.found[mistake.rule] == mistake.resources
    assert {told.policy for told in run.violations if told.rule} == {"collect", "prove"}
    assert {_place(told.message) for told in run.violations if not told.rule} == {
        "collect.enforcementLevel",
        "prove.enforcementLevel",
    }


def _configured(pack: Pack, folder: Path, change: dict[str, Any]) -> Pack:
    """The pack with changed settings: a policy's object is merged, a level replaces nothing but itself."""
    assert pack.config is not None
    settings = json.loads(pack.config.read_text())
    for name, given in change.items():
        settings[name] = {**settings.get(name, {}), **given} if isinstance(given, dict) else given
    config = folder / "settings.json"
    config.write_text(json.dumps(settings))
    return replace(pack, config=config)


def _place(message: str) -> str:
    """The place in the configuration that a problem names."""
    named = re.search(r"^configuration of the policy pack: ([\w.]+)", message, re.MULTILINE)
    return named.group(1) if named else message
