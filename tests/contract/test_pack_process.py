"""The pack as a process over its real protocol: a published copy, the real shell and wiring, a stand-in for the proof.

What this does not prove: anything about the rules, and how the CLI finds an interpreter.
"""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from transitctl.exits import BadInputError
from transitctl.policy_pack import Diagnostic, run_pack
from transitctl.policy_process import PolicyPackError
from transitctl.recording import UNKNOWN, Recording, Resource

PACK = Path(__file__).parents[2] / "policypacks" / "transit-guardrails"
PROJECT = "urn:pulumi:dev::bedrock-transit::"
STACK = f"{PROJECT}pulumi:pulumi:Stack::bedrock-transit-dev"
PROVIDER = f"{PROJECT}pulumi:providers:aws::main"
PROVE = "What can be reached must be exactly what was granted."
ADVISE = "What deserves a look but stops nothing."
COLLECT = "What a resource is configured with must hold by itself."

# Tells what it was given: everything about each resource as advice, the settings as what must hold.
PROOF = """
from dataclasses import dataclass
import json
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError
from transit_guardrails.rules.finding import Finding

RULE_IDS = frozenset({"ipv4-only", "nothing-undecided"})

@dataclass
class Proof:
    findings: tuple

def text(value):
    return json.dumps(value, sort_keys=True, default=repr)

def check_resource(resource, settings, today):
    if resource.name == "alone":
        return [Finding("ipv4-only", resource.urn, f"alone {text(resource.inputs)}")]
    if resource.name == "breaks":
        raise UnknownValueError(UNKNOWN_STRING_VALUE, ["cidrBlock"])
    return []

def prove(resources, settings, today):
    names = {one.name for one in resources}
    if "raises" in names:
        raise UnknownValueError(UNKNOWN_STRING_VALUE, ["vpcId"])
    if "mute" in names:
        return Proof((Finding("ipv4-only", "x", "said", witness=7, mandatory=False),))
    seen = [
        Finding("ipv4-only", one.urn, " ".join([
            one.name, text(one.inputs and dict(one.inputs)), text(dict(one.outputs)), text(dict(one.property_dependencies)),
            one.parent.rsplit(":", 1)[-1], one.provider.rsplit(":", 1)[-1], str(one.id), str(one.custom),
        ]), mandatory=False) for one in resources
    ]
    return Proof((*seen, Finding("nothing-undecided", "", f"headroom {settings.headroom}")))
"""


def resource(name: str, inputs: Mapping[str, Any] | None = None, **rest: Any) -> Resource:
    """A VPC of the stack, unless ``rest`` says otherwise."""
    given: dict[str, Any] = {"type": "aws:ec2/vpc:Vpc", "custom": True, "provider": f"{PROVIDER}::{UNKNOWN}", **rest}
    references = given.pop("refers", {})
    outputs = given.pop("outputs", {})
    urn = f"{PROJECT}{given['type']}::{name}"
    return Resource(
        urn=urn,
        name=name,
        parent=STACK,
        inputs=inputs or {},
        property_dependencies=references,
        dependencies=(),
        outputs=outputs,
        **given,
    )


def recording(*resources: Resource) -> Recording:
    return Recording("dev", {one.urn: one for one in resources}, {})


PLAIN = recording(resource("a"))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the pack as publishing leaves it: its own folder only, under another name."""
    folder = tmp_path_factory.mktemp("published") / "0.1.0"
    shutil.copytree(PACK, folder, ignore=shutil.ignore_patterns("__pycache__", ".venv", ".mypy_cache"))
    (folder / "transit_guardrails" / "proof.py").write_text(PROOF)
    return folder


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Every process that the client started."""
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr("transitctl.policy_process.subprocess.Popen", start)
    yield started
    for process in started:
        process.kill()
        process.wait()


def tiny(folder: Path, program: str) -> Path:
    """A pack of one file that is not ours."""
    folder.mkdir()
    (folder / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (folder / "__main__.py").write_text(program)
    return folder


def first_lines(found: tuple[Diagnostic, ...], policy: str) -> list[tuple[str, str, str]]:
    """Level, resource and the first line after the policy's description, of all that one policy says."""
    return [
        (one.level, one.urn.rsplit(":", 1)[-1], one.message.splitlines()[1]) for one in found if one.policy == policy
    ]


# What the pack sees -----------------------------------------------------------------------------------------------------


def test_the_pack_sees_inputs_outputs_references_parents_and_providers(pack: Path) -> None:
    vpc = resource("vpc", {"cidrBlock": "10.0.0.0/16", "netmask": 16, "__defaults": []})
    subnet = resource(
        "subnet",
        {"vpcId": UNKNOWN, "ids": ["x", UNKNOWN], "all": UNKNOWN, "on": False},
        refers={"vpcId": (vpc.urn,)},
    )
    component = resource("hub", {"a": 1}, type="x:y:Hub", custom=False, provider="", outputs={"segment": "prod"})
    provider = resource("main", {"region": "us-east-1"}, type="pulumi:providers:aws", provider="")
    found = run_pack(pack, recording(vpc, subnet, component, provider))
    parent = "bedrock-transit-dev"
    assert sorted(first_lines(found, "advise"), key=lambda line: line[1]) == [
        ("advisory", "bedrock-transit-dev", "bedrock-transit-dev {} {} {}   None False"),
        ("advisory", "hub", f'hub {{"a": 1}} {{"segment": "prod"}} {{}} {parent}  None False'),
        ("advisory", "main", f'main {{"region": "us-east-1"}} {{"id": "UNKNOWN", "region": "us-east-1"}} {{}} {parent}  None True'),
        ("advisory", "subnet", 'subnet {"all": "UNKNOWN", "ids": ["x", "UNKNOWN"], "on": false, "vpcId": "UNKNOWN"} '
         '{"all": "UNKNOWN", "id": "UNKNOWN", "ids": ["x", "UNKNOWN"], "on": false, "vpcId": "UNKNOWN"} '
         f'{{"vpcId": ["{vpc.urn}"]}} {parent} main None True'),
        ("advisory", "vpc", 'vpc {"cidrBlock": "10.0.0.0/16", "netmask": 16} '
         f'{{"cidrBlock": "10.0.0.0/16", "id": "UNKNOWN", "netmask": 16}} {{}} {parent} main None True'),
    ]  # fmt: skip
    assert [one for one in found if one.policy != "advise"] == [
        Diagnostic(
            "prove",
            "mandatory",
            "",
            f"{PROVE}\nheadroom 0.8\n  rule: nothing-undecided (RULES.md#nothing-undecided)",
        )
    ]


def test_inputs_of_many_resources_at_a_time_are_all_collected(pack: Path) -> None:
    many = [resource(f"vpc-{number:03}", {"number": number}) for number in range(300)]
    seen = first_lines(run_pack(pack, recording(*many)), "advise")
    expected = [f'vpc-{number:03} {{"number": {number}}}' for number in range(300)]
    assert [line.split("} ", 1)[0] + "}" for _, name, line in seen if name.startswith("vpc-")] == expected


def test_a_single_resource_is_judged_with_its_inputs_and_mandatory(pack: Path) -> None:
    found = run_pack(pack, recording(resource("alone", {"port": 443, "vpcId": UNKNOWN})))
    assert first_lines(found, "collect") == [("mandatory", "alone", 'alone {"port": 443, "vpcId": "UNKNOWN"}')]


# What breaks is mandatory -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "policy", "where", "function", "said"),
    [
        ("breaks", "collect", "breaks", "check_resource", "string value at .cidrBlock can't be known during preview"),
        ("raises", "prove", "", "prove", "string value at .vpcId can't be known during preview"),
        ("mute", "prove", "", "finding", "'int' object is not iterable"),
    ],
)
def test_nothing_that_breaks_ends_as_advice(
    pack: Path, name: str, policy: str, where: str, function: str, said: str
) -> None:
    found = run_pack(pack, recording(resource(name)))
    broken = [one for one in found if "the pack broke while" in one.message]
    assert [(one.policy, one.level, one.urn.rsplit(":", 1)[-1]) for one in broken] == [(policy, "mandatory", where)]
    assert f"Error at {function}, line " in broken[0].message
    assert said in broken[0].message
    assert [one for one in found if "can't run policy" in one.message] == []


# What the configuration may not do --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "config",
    [
        {"prove": "disabled", "collect": "disabled"},
        {"all": "disabled"},
        {"all": "advisory", "prove": {"enforcementLevel": "disabled"}},
    ],
    ids=["each", "all", "both"],
)
def test_disabled_policies_still_run_as_mandatory_and_the_try_is_told(pack: Path, config: dict[str, Any]) -> None:
    found = run_pack(pack, recording(resource("alone")), config)
    assert [level for level, *_ in first_lines(found, "collect")] == ["mandatory"]
    said = first_lines(found, "prove")
    assert {level for level, *_ in said} == {"mandatory"}
    lines = [line.split(" (given")[0] for *_, line in said]
    assert lines == [
        "configuration of the policy pack: collect.enforcementLevel",
        "configuration of the policy pack: prove.enforcementLevel",
        "headroom 0.8",
    ]


def test_every_slip_of_a_configuration_is_mandatory_and_told_at_once(pack: Path) -> None:
    config = {
        "prove": {
            "headrom": 0.9,
            "waivers": [{"rule": "ipv4only", "resource": "a", "reason": "r", "expires": "never"}],
        },
        "prover": {"enforcementLevel": "mandatory"},
        "collect": {"headroom": 0.9},
    }
    assert first_lines(run_pack(pack, PLAIN, config), "prove") == [
        ("mandatory", "", f"configuration of the policy pack: {line}" if line != "headroom 0.8" else line)
        for line in (
            "collect.headroom: has no effect here",
            "prove.headrom: is not a known key",
            "prove.waivers[0].expires (given: never): is not a day",
            "prove.waivers[0].rule (given: ipv4only): is not a rule of this pack",
            "prover: is not a policy of this pack",
            "headroom 0.8",
        )
    ]


def test_sound_settings_arrive_and_advice_may_be_silenced(pack: Path) -> None:
    found = run_pack(pack, PLAIN, {"prove": {"headroom": 0.5}, "advise": "disabled"})
    assert [(one.policy, one.level, one.message.splitlines()[1]) for one in found] == [
        ("prove", "mandatory", "headroom 0.5")
    ]


# The client -------------------------------------------------------------------------------------------------------------


def test_the_process_has_ended_when_the_answer_is_there(pack: Path, processes: list[subprocess.Popen[bytes]]) -> None:
    run_pack(pack, PLAIN)
    assert [process.poll() is not None for process in processes] == [True]


def test_the_same_recording_gives_the_same_answer(pack: Path) -> None:
    one = recording(resource("a"), resource("b"), resource("alone"))
    assert run_pack(pack, one) == run_pack(pack, one)


def test_a_pack_that_dies_is_told_with_its_last_words(tmp_path: Path) -> None:
    folder = tiny(tmp_path / "dies", "raise RuntimeError('no engine oil')\n")
    with pytest.raises(PolicyPackError, match=r"failed \(exit code 1\): it ended before it served(.|\n)*no engine oil"):
        run_pack(folder, PLAIN)


def test_a_pack_that_dies_while_it_works_is_told_with_its_last_words(pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(pack, folder)
    dies = "\ndef prove(*_):\n    import os, sys\n    sys.stderr.write('out of oil')\n    sys.stderr.flush()\n    os._exit(9)\n"
    (folder / "transit_guardrails" / "proof.py").write_text(PROOF + dies)
    with pytest.raises(PolicyPackError, match=r"failed \(exit code 9\): (.|\n)*out of oil"):
        run_pack(folder, PLAIN)


def test_a_pack_that_prints_something_else_first_is_refused(tmp_path: Path) -> None:
    folder = tiny(tmp_path / "talks", "print('hello')\nimport time\ntime.sleep(60)\n")
    with pytest.raises(PolicyPackError, match="its first line is not a port: 'hello'"):
        run_pack(folder, PLAIN)


def test_a_pack_that_hangs_is_ended(tmp_path: Path, processes: list[subprocess.Popen[bytes]]) -> None:
    folder = tiny(tmp_path / "hangs", "import time\ntime.sleep(60)\n")
    with pytest.raises(PolicyPackError, match=r"it did not start within 0\.5 seconds"):
        run_pack(folder, PLAIN, boot_seconds=0.5)
    assert [process.poll() is not None for process in processes] == [True]


def test_a_proof_that_hangs_is_ended(pack: Path, tmp_path: Path, processes: list[subprocess.Popen[bytes]]) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(pack, folder)
    (folder / "transit_guardrails" / "proof.py").write_text(
        f"{PROOF}\ndef prove(*_):\n    import time\n    time.sleep(60)\n"
    )
    with pytest.raises(PolicyPackError, match="DEADLINE_EXCEEDED"):
        run_pack(folder, PLAIN, call_seconds=2)
    assert [process.poll() is not None for process in processes] == [True]


def test_a_folder_without_a_pack_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="holds no policy pack"):
        run_pack(tmp_path, PLAIN)


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"prove": "mandatry"}, "prove: 'mandatry' is none of advisory, disabled, mandatory, remediate"),
        ({"prove": 7}, "prove is neither a level nor an object"),
        ({"proof": {"headroom": 1}}, "'proof' is no policy of the pack"),
    ],
)
def test_a_configuration_that_the_engine_refuses_is_bad_input(pack: Path, config: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        run_pack(pack, PLAIN, config)
