"""``prove`` and ``access`` over states, snapshots and stacks, as a user meets them."""

import dataclasses
import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from scenario.program import untouched
from unit.guardrails.readers.snapshot.conftest import Snapshot
from unit.states import Item, item, state

from transit_guardrails.questions.access import Access
from transit_guardrails.questions.ends import Hop
from transit_guardrails.questions.matrix import Cell, Matrix
from transit_guardrails.questions.trace import Trace
from transit_guardrails.rules.catalogue import RULES
from transitctl.__main__ import main
from transitctl.findings import Told
from transitctl.scope import WITHOUT_GRANTS, Scope

PROJECT = Path(__file__).parents[2]
CONFIG = str(PROJECT / "policypacks" / "dev.json")

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command in this process, in the project's folder."""
    monkeypatch.chdir(PROJECT)

    def call(*arguments: str) -> Outcome:
        code = main(arguments)
        return code, *capsys.readouterr()

    return call


@cache
def items() -> tuple[Item, ...]:
    """The resources of ``dev`` as its state would hold them after ``pulumi up``."""
    return tuple(item(one) for one in untouched("dev", "known"))


def door() -> Item:
    """An internet gateway at the hub's VPC, made by hand and imported."""
    (vpc,) = [one for one in items() if one["urn"].endswith("::us-east-1-hub-vpc")]
    urn = "urn:pulumi:dev::bedrock-transit::aws:ec2/internetGateway:InternetGateway::hub-igw"
    both = {"vpcId": vpc["id"], "region": "us-east-1", "tags": vpc["inputs"]["tags"]}
    kept = {key: vpc[key] for key in ("custom", "provider", "parent")}
    return {**kept, "urn": urn, "type": urn.split("::")[2], "id": "igw-1", "inputs": both, "outputs": both}


# States ---------------------------------------------------------------------------------------------------------------


def test_a_state_is_proven(here: Call, tmp_path: Path) -> None:
    """After the update the proof is the same as before it."""
    file = state(tmp_path / "dev.json", items())
    assert here("prove", "--state", file, "--config", CONFIG) == (
        0,
        f"Proof of the state in {file}.\n\n"
        "0 mandatory findings, 0 advisory.\n"
        f"PROVEN: 2 grants of 3 consumers: reachable equals granted, and all {len(RULES)} rules hold.\n",
        "",
    )


def test_a_door_in_a_state_is_a_finding(here: Call, tmp_path: Path) -> None:
    """By rule: what must hold, what does not, where, the way out once."""
    file = state(tmp_path / "dev.json", [*items(), door()])
    code, out, err = here("prove", "--state", file, "--config", CONFIG)
    assert (code, err) == (1, "")
    assert out.splitlines()[2:] == [
        "no-internet (critical)",
        "  No way to or from the internet: no gateway, no public address.",
        "  ✗ us-east-1-hub-vpc has the internet-gateway hub-igw",
        f"    at {door()['urn']}",
        "  remedy: Remove the gateway or the public address; use an endpoint.",
        "",
        "1 mandatory finding, 0 advisory.",
        "NOT PROVEN: 1 mandatory finding.",
    ]


def test_a_waived_finding_is_counted_as_waived(here: Call, tmp_path: Path) -> None:
    """Whoever reads that all rules hold also reads that one of them need not."""
    waiver = {"rule": "no-internet", "resource": door()["urn"], "reason": "until moved", "expires": "2027-01-31"}
    config = {"prove": {**json.loads(Path(CONFIG).read_text())["prove"], "waivers": [waiver]}}
    (tmp_path / "config.json").write_text(json.dumps(config))
    file = state(tmp_path / "dev.json", [*items(), door()])
    code, out, _ = here("prove", "--state", file, "--config", str(tmp_path / "config.json"))
    assert (code, out.splitlines()[-1].partition(":")[0]) == (0, "PROVEN but for 1 waiver")


def test_several_states_are_one_network(here: Call, tmp_path: Path) -> None:
    """The spoke of another team in a file of its own: together the network is whole, and proven."""
    theirs = [one for one in items() if "::vpc-x" in one["urn"]]
    ours = [one for one in items() if one not in theirs]
    assert theirs
    files = [state(tmp_path / "ours.json", ours), state(tmp_path / "theirs.json", theirs)]
    code, out, _ = here("prove", "--state", files[0], "--state", files[1], "--config", CONFIG, "--json", "-")
    found = json.loads(out)
    assert (code, found["proven"], found["source"]) == (0, True, {"kind": "state", "names": files})
    assert here("prove", "--state", files[0], "--config", CONFIG)[0] == 1


def test_a_state_that_is_stated_twice_in_two_files_is_bad_input(here: Call, tmp_path: Path) -> None:
    """A network that holds everything twice is none."""
    files = [state(tmp_path / name, items()) for name in ("a.json", "b.json")]
    code, out, err = here("prove", "--state", files[0], "--state", files[1])
    assert (code, out) == (2, "")
    assert err.startswith(f"{files[1]}: urn:pulumi:dev::")
    assert err.endswith(f" is in {files[0]} too: state each stack once\n")


@pytest.mark.parametrize("command", ["prove", "access"])
def test_a_state_of_another_program_is_bad_input(here: Call, tmp_path: Path, command: str) -> None:
    """Nothing was granted there: that is no proof of anything."""
    file = state(tmp_path / "other.json", [])
    code, out, err = here(command, "--state", file)
    assert (code, out) == (2, "")
    assert err.startswith(f"the state in {file} holds no endpoint set: nothing was granted here")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff\xfe\x00\x01", "is not UTF-8 text, not the state of a stack"),
        (b"[]", "is not a JSON object"),
        (b'{"a": 1}', "is no Pulumi state"),
        (b'{"version": 1, "deployment": {"resources": []}}', "has version 1"),
        (b'{"version": 3, "deployment": {"resources": [{"urn": 1}]}}', "urn is not a text"),
        (b"[" * 200_000, "nested too deeply"),
    ],
)
@pytest.mark.parametrize("command", ["prove", "access", "trace"])
def test_what_is_no_state_is_bad_input(here: Call, tmp_path: Path, content: bytes, said: str, command: str) -> None:
    """The file and what is wrong with it, no traceback."""
    file = tmp_path / "state.json"
    file.write_bytes(content)
    more = ["--from", "a", "--to", "b"] if command == "trace" else []
    code, out, err = here(command, "--state", str(file), *more)
    assert (code, out) == (2, "")
    assert err.startswith(str(file))
    assert said in err


def test_a_missing_file_and_a_folder_are_bad_input_at_once(here: Call, tmp_path: Path) -> None:
    """Both are told, each with the command that makes a state file."""
    remedy = "  remedy: pulumi stack export --stack NAME > FILE"
    assert here("prove", "--state", str(tmp_path / "none.json"), "--state", str(tmp_path)) == (
        2,
        "",
        f"{tmp_path}/none.json cannot be read: No such file or directory, not the state of a stack\n{remedy}\n"
        f"{tmp_path} is a folder, not the state of a stack\n{remedy}\n",
    )


def test_of_many_problems_of_a_state_some_are_told(here: Call, tmp_path: Path) -> None:
    """A foreign file may have one for each of its lines."""
    file = state(tmp_path / "state.json", [{"urn": "", "type": "x"}] * 50)
    code, _, err = here("prove", "--state", file)
    assert (code, len(err.splitlines())) == (2, 21)
    assert err.endswith(": 30 problems more\n")


# JSON -----------------------------------------------------------------------------------------------------------------


def test_the_json_of_a_proof_has_stable_keys(here: Call) -> None:
    """Everything that a machine needs to decide, and nothing that changes from run to run."""
    code, out, _ = here("prove", "--stack", "dev", "--json", "-")
    assert code == 0
    assert json.loads(out) == {
        "format": 1,
        "source": {"kind": "stack", "names": ["dev"]},
        "proven": True,
        "says": f"PROVEN: 2 grants of 3 consumers: reachable equals granted, and all {len(RULES)} rules hold.",
        "endpoint_sets": 2,
        "grants": 2,
        "consumers": 3,
        "rules": [rule.id for rule in RULES],
        "left_out": [],
        "waivers": 0,
        "findings": [],
    }
    assert here("prove", "--stack", "dev", "--json", "-")[1] == out


def test_every_key_is_documented() -> None:
    """docs/transitctl.md names each of them."""
    text = (PROJECT / "docs" / "transitctl.md").read_text(encoding="utf-8")
    records = (Told, Scope, Access, Matrix, Cell, Hop)
    keys = {"source", "proven", "says", "findings", "matrix", "access", "from", "to", "protocol", "port"}
    keys |= {field.name for record in records for field in dataclasses.fields(record)}
    keys |= {field.name for field in dataclasses.fields(Trace)}
    assert [key for key in sorted(keys) if f"`{key}`" not in text] == []


# Snapshots ------------------------------------------------------------------------------------------------------------


def test_a_snapshot_is_asked_what_needs_no_grants(here: Call, tmp_path: Path) -> None:
    """The text says what was left out, and does not call it proven."""
    folder = Snapshot(tmp_path).write()
    code, out, _ = here("prove", "--snapshot", str(folder))
    last = out.splitlines()[-1]
    assert code == 0
    assert (
        last == f"{len(WITHOUT_GRANTS)} rules that need no grants hold. Who reaches what was not compared with grants."
    )
    assert "Not asked, since they compare with grants: granted-is-reachable," in out
    found = json.loads(here("prove", "--snapshot", str(folder), "--json", "-")[1])
    assert (found["proven"], set(found["rules"])) == (False, WITHOUT_GRANTS)


def test_a_door_in_a_snapshot_is_a_finding(here: Call, tmp_path: Path) -> None:
    """Under its AWS id."""
    attached = {"InternetGatewayId": "igw-1", "Attachments": [{"VpcId": "vpc-1", "State": "available"}]}
    folder = Snapshot(tmp_path).add("InternetGateways", attached).write()
    code, out, _ = here("prove", "--snapshot", str(folder), "--json", "-")
    assert code == 1
    assert [(one["rule"], one["resource"]) for one in json.loads(out)["findings"]] == [("no-internet", "igw-1")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none", "does not exist, not a folder"),
        ("file", "is a file, not a folder"),
        ("empty", "holds no answer of AWS"),
        ("broken", "Vpcs.json: "),
    ],
)
def test_what_is_no_snapshot_is_bad_input(here: Call, tmp_path: Path, name: str, said: str) -> None:
    """The folder, the file in it, and what is wrong."""
    (tmp_path / "file").write_text("{}")
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "Vpcs.json").write_text("{")
    code, out, err = here("prove", "--snapshot", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert err.startswith(str(tmp_path / name))
    assert said in err


# Stacks and configuration -----------------------------------------------------------------------------------------------


def test_a_configuration_that_is_stated_takes_the_place_of_the_stacks_own(here: Call, tmp_path: Path) -> None:
    """One that allows the segment no model at all."""
    config = tmp_path / "config.json"
    config.write_text('{"prove": {"models": {"prod": []}}}')
    code, out, _ = here("prove", "--stack", "dev", "--config", str(config), "--json", "-")
    assert code == 1
    assert {one["rule"] for one in json.loads(out)["findings"]} == {"models-within-bounds"}


def test_a_configuration_with_problems_is_bad_input(here: Call, tmp_path: Path) -> None:
    """Every problem, before the state is even read."""
    config = tmp_path / "config.json"
    config.write_text('{"prove": {"headrom": 1}}')
    code, out, err = here("prove", "--state", "none.json", "--config", str(config))
    assert (code, out) == (2, "")
    assert err.startswith(f"{config}: ")
    assert "none.json" not in err


# Access -----------------------------------------------------------------------------------------------------------------


def test_access_lists_who_may_call_what(here: Call, tmp_path: Path) -> None:
    """The same of the program and of its state; a row says it all."""
    code, out, _ = here("access", "--stack", "dev", "--json", "-")
    found = json.loads(out)
    (chat,) = [row for row in found["access"] if row["consumer"] == "vpc-a/chat"]
    path = chat.pop("path")
    assert code == 0
    assert sorted(found) == ["access", "format"]
    assert chat == {
        "consumer": "vpc-a/chat",
        "block": "10.129.0.0/24",
        "segment": "prod",
        "service": "bedrock-runtime",
        "hosts": ["bedrock-runtime.us-east-1.amazonaws.com"],
        "grant": "chat",
        "models": ["anthropic.claude-3-haiku-20240307-v1:0"],
        "objects": [],
        "actions": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        "endpoint": "us-east-1-prod-bedrock-runtime",
        "verdict": "reachable",
        "why": [],
    }
    assert (path[0]["kind"], path[-1]["reason"]) == ("subnet", "delivered")
    file = state(tmp_path / "dev.json", items())
    later = json.loads(here("access", "--state", file, "--json", "-")[1])
    assert [(row["consumer"], row["verdict"]) for row in later["access"]] == [
        ("vpc-x/sandbox", "reachable"),
        ("office", "reachable"),
        ("vpc-a/chat", "reachable"),
    ]


def test_access_of_one_consumer_shows_its_path(here: Call) -> None:
    """The table has its rows alone, and the way stands below."""
    code, out, _ = here("access", "--stack", "dev", "--consumer", "vpc-a/chat")
    assert code == 0
    assert "vpc-x" not in out
    assert "1 access of 1 reachable." in out
    assert "vpc-a/chat (10.129.0.0/24) → us-east-1-prod-bedrock-runtime" in out
    assert max(map(len, out.splitlines())) <= 120


def test_a_consumer_that_is_granted_nothing_is_bad_input(here: Call) -> None:
    """Those that are granted something are named."""
    code, out, err = here("access", "--stack", "dev", "--consumer", "vpc-x/idle")
    assert (code, out) == (2, "")
    assert err.endswith("  remedy: state one of: office, vpc-a/chat, vpc-x/sandbox\n")


def test_an_access_that_does_not_work_says_why(here: Call, tmp_path: Path) -> None:
    """The route to the endpoint set is gone: blocked, with the reason, and still answered."""
    kept = [
        one for one in items() if not (one["urn"].split("::")[2].endswith("ec2/route:Route") and "chat" in one["urn"])
    ]
    assert len(kept) < len(items())
    code, out, _ = here("access", "--state", state(tmp_path / "dev.json", kept), "--consumer", "vpc-a/chat")
    assert code == 0
    assert "blocked" in out
    assert "vpc-a/chat does not use bedrock-runtime (grant chat):" in out
    assert "0 accesses of 1 reachable." in out


def test_long_work_is_announced_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, here: Call, tmp_path: Path
) -> None:
    """Who waits is told; logs and pipes are not."""
    monkeypatch.setattr("transitctl.networks.LONG_FILE", 0)
    file = state(tmp_path / "dev.json", items())
    assert here("access", "--state", file)[2] == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert here("access", "--state", file)[2] == f"reading {file} (0 MB)\n"
