"""The same proof beside a run of the engine: over an exported state, and over the offline preview's recording."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scenario.program import Edit, Program, play
from standin import bridge

from engine.harness import NETWORK, ROOT, Engine
from engine.packs import Pack, copy_pack, network_noted, take_notes
from transitctl.offline import record
from transitctl.policy_pack import Diagnostic, run_pack
from transitctl.stack import checked_network

from .sabotaged import sabotage

pytestmark = pytest.mark.engine

OpenEngine = Callable[..., Engine]

ROUTE = "vpc-a.chat-route"
SUBNET = "vpc-a.chat-use1-az1"


def test_policy_analyze_passes_over_the_state_of_an_update(open_engine: OpenEngine, pack: Pack, tmp_path: Path) -> None:
    """The exported state of the built stack holds, without program, provider, login or account."""
    engine = open_engine("dev", ready=True)
    run = engine.analyze(pack, engine.export(tmp_path / "state.json"))
    assert (run.errors, run.violations) == ((), ())


@pytest.mark.parametrize(
    ("name", "key", "value", "rule", "policies"),
    [
        (ROUTE, "destinationCidrBlock", "0.0.0.0/0", "routes-lead-to-endpoints", {"prove"}),
        (SUBNET, "mapPublicIpOnLaunch", True, "no-internet", {"collect", "prove"}),
    ],
)
def test_policy_analyze_names_the_one_resource_that_was_edited(
    open_engine: OpenEngine,
    pack: Pack,
    tmp_path: Path,
    name: str,
    key: str,
    value: Any,
    rule: str,
    policies: set[str],
) -> None:
    """A state with one other value fails, for that resource alone."""
    engine = open_engine("dev", ready=True)
    exported = engine.export(tmp_path / "state.json")
    urn = _edit(exported, name, key, value)
    run = engine.analyze(pack, exported)
    assert any("mandatory policy violations were found" in error for error in run.errors)
    assert {(told.policy, told.rule, told.urn) for told in run.violations} == {
        (policy, rule, urn) for policy in policies
    }


@pytest.fixture
def noting(tmp_path: Path) -> Pack:
    """A pack that writes down what it proves."""
    return take_notes(copy_pack(tmp_path / "noting", "dev"))


@pytest.mark.parametrize("name", [None, "the endpoint subnets send everything to the transit gateway"])
def test_the_engine_and_the_offline_preview_show_the_pack_the_same_network(
    open_engine: OpenEngine, noting: Pack, name: str | None
) -> None:
    """Offline nobody makes up names, as providers do: but for those, network and findings are the same, word by word."""
    edit = sabotage(name).edit if name else None
    engine = open_engine("dev")
    engine.sabotage(edit)
    run = engine.preview(pack=noting)
    proven = _without_made_up_names(network_noted(noting), run.urns("create"))

    offline = _offline(edit, noting)
    assert network_noted(noting) == proven
    told = {Diagnostic(told.policy, told.level, told.urn, told.message) for told in run.violations}
    assert {replace(one, message=_without_made_up_names(one.message, run.urns("create"))) for one in told} == set(
        offline
    )
    assert bool(offline) == bool(edit)


def _offline(edit: Edit | None, pack: Pack) -> tuple[Diagnostic, ...]:
    program = Program()
    if edit:
        edit(program)
    config = {NETWORK: json.dumps(checked_network(ROOT, "dev"), default=str)}
    assert pack.config is not None
    return run_pack(pack.folder, record("dev", config, lambda: play(program)), json.loads(pack.config.read_text()))


def _without_made_up_names(text: str, urns: frozenset[str]) -> str:
    """The text with logical names where the stand-in's bridge made one up."""
    for urn in urns:
        text = text.replace(bridge.auto_name(urn, 0), urn.rpartition("::")[2])
    return text


def _edit(exported: Path, name: str, key: str, value: Any) -> str:
    """Change a property of one resource in an exported state, as if it had always been so, and give its URN."""
    export = json.loads(exported.read_text())
    (edited,) = [one for one in export["deployment"]["resources"] if one["urn"].endswith(f"::{name}")]
    for side in ("inputs", "outputs"):
        assert edited[side].get(key) != value
        edited[side][key] = value
    exported.write_text(json.dumps(export))
    urn: str = edited["urn"]
    return urn
