"""Teams' stacks beside the network's on the real engine: what one exports the others build, and all together are proven.

What this does not prove: that AWS lets the team's role do it (its policy is judged in tests/unit/planners/test_own_stacks.py).
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from specs import workloads

from engine.harness import Engine
from engine.packs import Pack
from engine.team import EXAMPLE, Team
from transit_guardrails.proof import prove_network
from transit_guardrails.settings import Settings
from transitctl.networks import Known, of_states
from transitctl.networks import of_stack as beside

pytestmark = pytest.mark.engine

OpenEngine = Callable[..., Engine]
NETWORK = "organization/bedrock-transit/dev"
ROLES = ("acme-vpc-t", "acme-vpc-u")


def configured(pack: Pack, folder: Path, name: str, states: list[Path]) -> Pack:
    """The pack with a configuration that names states of other stacks."""
    settings = {"quotas": {"vpcs_per_region": 50}, "other_stacks": ["vpc-u"], "deployer_roles": list(ROLES)}
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"prove": {**settings, "states": list(map(str, states))}}))
    return replace(pack, config=path)


def mandatory(known: Known, *other_stacks: str) -> set[tuple[str, str]]:
    """Rule and logical name of what does not hold."""
    settings = Settings(quotas={"vpcs_per_region": 50}, other_stacks=other_stacks, deployer_roles=ROLES)
    found = prove_network(known.network, settings, date(2026, 11, 23)).findings
    return {(each.rule, each.resource.rpartition("::")[2]) for each in found if each.mandatory}


def test_stacks_of_teams_are_built_and_proven_with_the_networks(
    open_engine: OpenEngine, pack: Pack, tmp_path: Path
) -> None:
    """One team lets its spoke in by itself; for the other the network's team does, between two passes."""
    engine = open_engine("dev")
    engine.edit(_become_workloads)
    assert engine.up().errors == ()
    network = engine.export(tmp_path / "network.json")
    undecided = {("other-stacks-declared", f"us-east-1-{segment}") for segment in ("prod", "nonprod")}
    assert mandatory(of_states([network])) == undecided
    assert mandatory(of_states([network]), "vpc-t", "vpc-u") == set()

    exports = tmp_path / "exports.json"
    exports.write_text(json.dumps(engine.outputs()))
    reference = f"acme/bedrock-transit/prod={exports}"
    assert mandatory(beside(EXAMPLE, "team", [reference], [network]), "vpc-u") == set(), "before anything is built"

    alone = Team(engine, tmp_path / "t", "vpc-t", network=NETWORK, spoke="vpc-t", role=_role("777788889999"))
    blind, seeing = (
        configured(pack, tmp_path, name, states) for name, states in (("blind", []), ("seeing", [network]))
    )
    assert any(told.level == "mandatory" for told in alone.preview(blind).violations)
    assert {(told.rule, told.level) for told in alone.preview(seeing).violations} == {
        ("other-stacks-declared", "advisory")
    }
    assert alone.up().errors == ()
    assert {step.op for step in alone.preview().steps} == {"same", "read"}
    first = alone.export(tmp_path / "t.json")
    assert mandatory(of_states([network, first]), "vpc-u") == set()

    waiting = Team(engine, tmp_path / "u", "vpc-u", network=NETWORK, spoke="vpc-u")
    assert waiting.up().errors == ()
    assert waiting.outputs()["applications"] == {}
    member = Team(
        engine,
        tmp_path / "m",
        "membership",
        network=NETWORK,
        spoke="vpc-u",
        lets_in="organization/workload-spoke/vpc-u",
        role=_role("111122223333"),
    )
    assert member.up().errors == ()
    waiting.configure(let_in="true")
    assert waiting.up().errors == ()
    states = [network, first, waiting.export(tmp_path / "u.json"), member.export(tmp_path / "m.json")]
    assert mandatory(of_states(states)) == set()
    assert mandatory(of_states([states[0], *states[2:]])) == {("other-stacks-declared", "us-east-1-prod")}

    assert {step.op for step in engine.preview().steps} == {"same"}
    waiting.configure(let_in="false")
    assert waiting.up().errors == (), "its applications' routes go before whoever let it in"
    assert [stack.destroy().errors for stack in (member, waiting, alone)] == [()] * 3
    assert engine.destroy().errors == ()
    assert engine.world() == {}


def test_a_spoke_that_the_network_does_not_export_is_refused_with_the_way_out(
    open_engine: OpenEngine, tmp_path: Path
) -> None:
    engine = open_engine("dev", ready=True)
    stranger = Team(engine, tmp_path / "x", "vpc-x", network=NETWORK, spoke="vpc-x")
    said = "".join(stranger.preview().errors)
    assert "exports no spoke 'vpc-x' that another stack builds (it exports: none)" in said
    assert "state own_stack at spokes.vpc-x" in said
    assert "Traceback" not in said


def _become_workloads(network: dict[str, Any]) -> None:
    network.clear()
    network.update(workloads(), quotas={"vpcs_per_region": 50})


def _role(account: str) -> str:
    return f"arn:aws:iam::{account}:role/deployer"
