"""Stacks of teams on the command line: previewed beside recorded exports, proven beside the states of others."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from scenario.program import Program, run
from specs import workloads
from unit.states import Item, item, state

from transit_guardrails.readers.resource import Resource
from transitctl.__main__ import main

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "examples" / "workload-spoke"
NETWORK = "acme/bedrock-transit/prod"
SETTINGS = {"prove": {"quotas": {"vpcs_per_region": 50}, "other_stacks": ["vpc-u"], "deployer_roles": ["acme-vpc-t"]}}

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]


@cache
def built() -> tuple[Resource, ...]:
    """The network's stack after ``pulumi up``, with two spokes left to teams."""

    def become(network: dict[str, Any]) -> None:
        network.clear()
        network.update(workloads(), quotas={"vpcs_per_region": 50})

    def edit(program: Program) -> None:
        program.spec(become)

    return tuple(run("dev", "known", edit))


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command in this process."""

    def called(*arguments: str) -> Outcome:
        code = main(arguments)
        return code, *capsys.readouterr()

    return called


@pytest.fixture
def network(tmp_path: Path) -> str:
    """The state of the network's stack."""
    return state(tmp_path / "network.json", map(item, built()))


@pytest.fixture
def exports(tmp_path: Path) -> str:
    """What it exports, as a reference of the command line."""
    (stack,) = [one for one in built() if one.type == "pulumi:pulumi:Stack"]
    path = tmp_path / "exports.json"
    path.write_text(json.dumps(stack.outputs))
    return f"{NETWORK}={path}"


@pytest.fixture
def config(tmp_path: Path) -> str:
    """The pack's configuration of the network's stack."""
    path = tmp_path / "pack.json"
    path.write_text(json.dumps(SETTINGS))
    return str(path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The example's project, to be changed."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("Pulumi.yaml", "Pulumi.team.yaml"):
        (folder / name).write_text((EXAMPLE / name).read_text())
    program = (EXAMPLE / "__main__.py").read_text()
    (folder / "__main__.py").write_text(
        program.replace("Path(__file__).resolve().parents[2]", f"Path({str(PROJECT)!r})")
    )
    return folder


def beside(root: Path, exports: str, network: str, config: str) -> list[str]:
    """The options that prove the team's program in a folder beside the network's state."""
    stated = ["--root", str(root), "--stack", "team", "--reference", exports]
    return [*stated, "--state", network, "--config", config]


def test_a_teams_stack_is_previewed_from_recorded_exports(call: Call, exports: str) -> None:
    code, said, _ = call("preview", "--root", str(EXAMPLE), "--stack", "team", "--reference", exports, "--json", "-")
    found = json.loads(said)
    assert found["exports"]["applications"].keys() == {"batch", "idle"}
    assert code == 1, "alone nothing is known of what it is attached to"
    assert "nothing-undecided" in {one["rule"] for one in found["findings"] if one["mandatory"]}


def test_the_pack_proves_it_beside_the_states_that_its_configuration_names(
    call: Call, exports: str, network: str, project: Path
) -> None:
    """As a process, over its real protocol."""
    (project / "policypacks").mkdir()
    written = {"prove": {**SETTINGS["prove"], "states": [network]}}
    (project / "policypacks" / "team.json").write_text(json.dumps(written))
    code, said, _ = call("preview", "--root", str(project), "--stack", "team", "--reference", exports, "--json", "-")
    assert code == 0
    assert [one["rule"] for one in json.loads(said)["findings"]] == ["other-stacks-declared"]


def test_it_is_proven_beside_the_networks_state(call: Call, network: str, exports: str, config: str) -> None:
    """Before anything of the team's exists: its ids are unknown, the network's are known."""
    code, said, _ = call("prove", *beside(EXAMPLE, exports, network, config))
    assert code == 0
    assert said.startswith(
        "Proof of the program of stack team, run offline with every id unknown, beside the state in "
    )
    assert "PROVEN: 4 grants of 5 consumers: reachable equals granted" in said


def test_without_the_network_nothing_says_what_is_granted(call: Call, exports: str) -> None:
    code, said, told = call("prove", "--root", str(EXAMPLE), "--stack", "team", "--reference", exports)
    assert (code, said) == (2, "")
    assert "holds no endpoint set" in told
    assert "with --state beside others" in told


def test_of_the_networks_state_alone_access_and_what_if_are_undecided(call: Call, network: str) -> None:
    """Nothing here stops the team's calls, and nothing says that they arrive."""
    rows = json.loads(call("access", "--state", network, "--json", "-")[1])["access"]
    assert {row["consumer"]: row["verdict"] for row in rows} == {
        "vpc-a/chat": "reachable",
        "vpc-a/search": "reachable",
        "vpc-t/batch": "undecided",
        "vpc-u/batch": "undecided",
        "vpc-x/sandbox": "reachable",
    }
    (asked,) = json.loads(call("whatif", "--state", network, "--without", "az=use1-az1", "--json", "-")[1])["failures"]
    assert asked["counts"] == {"holds": 3, "undecided": 2}


def test_a_team_that_builds_something_else_is_caught(
    call: Call, network: str, exports: str, config: str, project: Path
) -> None:
    """The handoff says which block an application has; whoever takes another one is not let in there."""
    text = (project / "__main__.py").read_text()
    changed = text.replace(
        "    return workloads[spoke]",
        "    workloads[spoke]['applications']['batch']['endpoint_block'] = '10.64.0.0/16'\n    return workloads[spoke]",
    )
    assert changed != text
    (project / "__main__.py").write_text(changed)
    code, said, _ = call("prove", *beside(project, exports, network, config), "--json", "-")
    assert code == 1
    rules = {one["rule"] for one in json.loads(said)["findings"] if one["mandatory"]}
    assert "routes-lead-to-endpoints" in rules


def test_the_same_stack_twice_is_refused(call: Call, tmp_path: Path) -> None:
    twice = state(tmp_path / "dev.json", map(item, built()))
    code, _, told = call("prove", "--root", str(PROJECT), "--stack", "dev", "--state", twice)
    assert code == 2
    assert "is in the state and in the program" in told


@pytest.mark.parametrize(
    ("reference", "because", "remedy"),
    [
        ("x", "'x' is no reference", "STACK=FILE"),
        ("=x", "'=x' is no reference", "STACK=FILE"),
        (
            f"{NETWORK}=nowhere.json",
            "nowhere.json cannot be read",
            f"pulumi stack output --json --stack {NETWORK} > nowhere.json",
        ),
        (
            f"acme/bedrock-transit/dev={PROJECT}/docs/stack.schema.json",
            f"refers to the stack {NETWORK}",
            "--reference acme",
        ),
        (f"{NETWORK}={PROJECT}/docs/stack.schema.json", "exports no spoke 'vpc-t'", "state own_stack at spokes.vpc-t"),
    ],
)
def test_a_reference_that_does_not_help_is_refused(call: Call, reference: str, because: str, remedy: str) -> None:
    code, said, told = call("preview", "--root", str(EXAMPLE), "--stack", "team", "--reference", reference)
    assert (code, said) == (2, "")
    assert because in told
    assert remedy in told
    assert "Traceback" not in told


def test_all_references_are_judged_at_once(call: Call) -> None:
    stated = ("--reference", "x", "--reference", "a=nowhere.json", "--reference", "y")
    _, _, told = call("preview", "--root", str(EXAMPLE), "--stack", "team", *stated)
    assert [told.count(part) for part in ("'x' is no", "nowhere.json cannot", "'y' is no")] == [1, 1, 1]


def test_the_networks_own_program_refers_to_no_stack(call: Call, exports: str) -> None:
    code, _, told = call("preview", "--root", str(PROJECT), "--stack", "dev", "--reference", exports)
    assert code == 2
    assert "leave --reference out" in told


@pytest.mark.parametrize(
    ("name", "text", "because"),
    [
        (
            "Pulumi.team.yaml",
            "config: {workload-spoke:spoke: {secure: AAA}, workload-spoke:role: {secure: B}}",
            "is a secret",
        ),
        ("Pulumi.team.yaml", "config: []", "config is not an object"),
        ("Pulumi.team.yaml", "[]", "is not the file of a stack"),
        ("Pulumi.team.yaml", "config: {", "is not YAML"),
        ("Pulumi.team.yaml", "a: 1\na: 2", "duplicate key"),
        ("Pulumi.yaml", "runtime: python", "names no project"),
    ],
)
def test_a_project_that_cannot_be_read_is_refused(
    call: Call, exports: str, project: Path, name: str, text: str, because: str
) -> None:
    (project / name).write_text(text)
    code, said, told = call("preview", "--root", str(project), "--stack", "team", "--reference", exports)
    assert (code, said) == (2, "")
    assert because in told


def test_a_stack_that_there_is_not_is_refused_with_those_that_there_are(call: Call, exports: str) -> None:
    code, _, told = call("preview", "--root", str(EXAMPLE), "--stack", "chat", "--reference", exports)
    assert code == 2
    assert "Pulumi.membership.yaml, Pulumi.team.yaml" in told


def test_configuration_reaches_the_program_as_text(call: Call, project: Path) -> None:
    """Keys without a project are the project's own; what is no text is written as JSON, as the engine does."""
    (project / "__main__.py").write_text(
        "import pulumi\nconfig = pulumi.Config()\n"
        "pulumi.export('seen', [config.get('a'), config.get_bool('b'), config.get_object('c'), pulumi.Config('x').get('d')])"
    )
    (project / "Pulumi.team.yaml").write_text("config: {a: text, workload-spoke:b: true, c: [1, 2], x:d: 7}")
    code, said, _ = call("preview", "--root", str(project), "--stack", "team", "--json", "-")
    assert code == 0
    assert json.loads(said)["exports"] == {"seen": ["text", True, [1, 2], "7"]}


def test_items_are_those_of_the_state() -> None:
    """The state that the tests write holds every resource once."""
    urns: list[Item] = [one["urn"] for one in map(item, built())]
    assert len(urns) == len(set(map(str, urns)))
