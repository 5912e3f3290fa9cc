"""What ``preview`` says of the pack that it runs as a process: findings, the matrix, accesses, the exit code."""

import dataclasses
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from transit_guardrails.rules.catalogue import RULES
from transitctl import commands
from transitctl.__main__ import main
from transitctl.program import recording_of
from transitctl.recording import UNKNOWN, Recording, Resource

PROJECT = Path(__file__).parents[2]
INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway"

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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project with its pack, for changes."""
    for file in ("__main__.py", "Pulumi.dev.yaml", "Pulumi.prod.yaml"):
        shutil.copy(PROJECT / file, tmp_path)
    ignored = shutil.ignore_patterns("__pycache__", ".venv")
    shutil.copytree(PROJECT / "policypacks", tmp_path / "policypacks", ignore=ignored)
    return tmp_path


@pytest.fixture
def doored(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program of ``dev`` with an internet gateway at the hub that nobody planned."""

    def record(root: Path, stack: str, references: tuple[str, ...]) -> Recording:
        found = recording_of(root, stack, references)
        (vpc,) = [one for one in found.resources.values() if one.name == "us-east-1-hub-vpc"]
        urn = vpc.urn.replace("aws:ec2/vpc:Vpc::us-east-1-hub-vpc", f"{INTERNET_GATEWAY}::hub-igw")
        tags = {**vpc.inputs["tags"], "Name": "hub-igw"}
        inputs = {"region": "us-east-1", "vpcId": UNKNOWN, "tags": tags}
        door = dataclasses.replace(
            vpc,
            urn=urn,
            type=INTERNET_GATEWAY,
            name="hub-igw",
            inputs=inputs,
            property_dependencies={"vpcId": (vpc.urn,)},
        )
        return dataclasses.replace(found, resources=_sorted({**found.resources, urn: door}))

    monkeypatch.setattr(commands, "recording_of", record)


def _sorted(resources: Mapping[str, Resource]) -> dict[str, Resource]:
    return dict(sorted(resources.items()))


def document(answer: Outcome) -> dict[str, Any]:
    """The JSON object that was printed."""
    found: dict[str, Any] = json.loads(answer[1])
    return found


@pytest.mark.parametrize(("stack", "grants", "consumers"), [("dev", 2, 3), ("prod", 11, 13)])
def test_both_stacks_are_proven_and_say_so_last(here: Call, stack: str, grants: int, consumers: int) -> None:
    """No finding, exit code 0, and a last line that says what was proven."""
    code, out, err = here("preview", "--stack", stack)
    assert (code, err) == (0, "")
    assert out.splitlines()[-2:] == [
        "0 mandatory findings, 0 advisory.",
        f"PROVEN: {grants} grants of {consumers} consumers: reachable equals granted, and all {len(RULES)} rules hold.",
    ]


def test_the_matrix_of_dev_is_what_was_granted(here: Call) -> None:
    """Applications and networks by endpoint sets, segments by segments, segments by the internet."""
    found = document(here("preview", "--stack", "dev", "--json", "-"))
    cells = {table: [tuple(cell.values()) for cell in found["matrix"][table]] for table in found["matrix"]}
    assert list(found["matrix"]["consumers"][0]) == ["goal", "granted", "reached", "source"]
    assert cells == {
        "consumers": [
            ("us-east-1-nonprod", False, "no", "vpc-a/chat"),
            ("us-east-1-prod", True, "yes", "vpc-a/chat"),
            ("us-east-1-nonprod", False, "no", "vpc-a/fine-tuning"),
            ("us-east-1-prod", False, "no", "vpc-a/fine-tuning"),
            ("us-east-1-nonprod", False, "no", "vpc-x/fine-tuning"),
            ("us-east-1-prod", False, "no", "vpc-x/fine-tuning"),
            ("us-east-1-nonprod", False, "no", "vpc-x/idle"),
            ("us-east-1-prod", False, "no", "vpc-x/idle"),
            ("us-east-1-nonprod", True, "yes", "vpc-x/sandbox"),
            ("us-east-1-prod", False, "no", "vpc-x/sandbox"),
            ("us-east-1-nonprod", False, "no", "office"),
            ("us-east-1-prod", True, "yes", "office"),
        ],
        "segments": [("prod", False, "no", "nonprod"), ("nonprod", False, "no", "prod")],
        "internet": [("other networks", False, "no", "nonprod"), ("other networks", False, "no", "prod")],
    }
    assert found["findings"] == []
    assert [(row["consumer"], row["verdict"]) for row in found["access"]] == [
        ("vpc-x/sandbox", "reachable"),
        ("office", "reachable"),
        ("vpc-a/chat", "reachable"),
    ]


def test_the_matrix_is_drawn_with_a_row_for_each_consumer(here: Call) -> None:
    """As the JSON says, for people."""
    lines = [line.split() for line in here("preview", "--stack", "dev")[1].splitlines()]
    assert ["Consumer", "us-east-1-nonprod", "us-east-1-prod"] in lines
    assert ["vpc-x/sandbox", "yes", "no"] in lines
    assert ["office", "no", "yes"] in lines
    assert ["Segment", "nonprod", "prod", "other", "networks"] in lines
    assert ["nonprod", "·", "no", "no"] in lines


@pytest.mark.usefixtures("doored")
def test_a_mandatory_finding_is_shown_once_and_ends_with_1(here: Call) -> None:
    """``collect`` and ``prove`` both find the gateway; the reader finds it once, with its remedy."""
    code, out, err = here("preview", "--stack", "dev")
    assert (code, err) == (1, "")
    part = out[out.index("\nFindings ─") :]
    assert part.count("us-east-1-hub-vpc has the internet-gateway hub-igw") == 1
    assert part.count("hub-igw\n") == 2  # the sentence and the URN
    assert part.count("remedy: Remove the gateway or the public address; use an endpoint.") == 1
    assert part.splitlines()[-1] == "NOT PROVEN: 1 mandatory finding."


@pytest.mark.usefixtures("doored")
def test_a_finding_has_stable_keys(here: Call) -> None:
    """What a machine reads of it."""
    code, out, _ = here("preview", "--stack", "dev", "--json", "-")
    (found,) = json.loads(out)["findings"]
    assert code == 1
    assert found == {
        "rule": "no-internet",
        "severity": "critical",
        "mandatory": True,
        "resource": f"urn:pulumi:dev::bedrock-transit::bedrock-transit:index:Hub${INTERNET_GATEWAY}::hub-igw",
        "message": "us-east-1-hub-vpc has the internet-gateway hub-igw",
        "witness": [],
        "remedy": "Remove the gateway or the public address; use an endpoint.",
    }


def test_a_model_that_the_configuration_does_not_allow_is_a_finding(here: Call, project: Path) -> None:
    """The configuration beside the pack is the one that counts, and the waivable finding names the endpoint set."""
    file = project / "policypacks" / "dev.json"
    config = json.loads(file.read_text())
    config["prove"]["models"]["prod"] = ["amazon.titan-*"]
    file.write_text(json.dumps(config))
    code, out, _ = here("preview", "--stack", "dev", "--json", "-", "--root", str(project))
    assert code == 1
    assert {(one["rule"], one["resource"].rpartition("::")[2]) for one in json.loads(out)["findings"]} == {
        ("models-within-bounds", "us-east-1-prod"),
        ("models-within-bounds", "us-east-1-prod-bedrock-runtime"),
    }


def test_without_a_configuration_the_strict_defaults_hold(here: Call, project: Path) -> None:
    """A stack without a file of its own is proven all the same."""
    (project / "policypacks" / "dev.json").unlink()
    code, out, _ = here("preview", "--stack", "dev", "--root", str(project))
    assert (code, out.splitlines()[-1].split(":")[0]) == (0, "PROVEN")


def test_without_the_pack_nothing_is_previewed(here: Call, project: Path) -> None:
    """There is no preview without proof: the way out is said."""
    folder = project / "policypacks" / "transit-guardrails"
    shutil.rmtree(folder)
    assert here("preview", "--stack", "dev", "--root", str(project)) == (
        2,
        "",
        f"{folder} holds no policy pack (PulumiPolicy.yaml), without which nothing is proven\n"
        "  remedy: restore policypacks/transit-guardrails in the project's folder, or state that folder with --root\n",
    )


def test_a_pack_that_breaks_is_bad_input_with_its_words(here: Call, project: Path) -> None:
    """A pack that does not start proves nothing, and the preview does not look as if all were well."""
    (project / "policypacks" / "transit-guardrails" / "__main__.py").write_text("raise SystemExit('no pack today')\n")
    code, out, err = here("preview", "--stack", "dev", "--root", str(project))
    assert (code, out) == (2, "")
    assert "no pack today" in err
    assert "Traceback" not in err


def test_a_configuration_with_a_problem_is_bad_input(here: Call, project: Path) -> None:
    """Before anything is printed."""
    file = project / "policypacks" / "dev.json"
    file.write_text('{"prove": {"headrom": 1}}')
    code, out, err = here("preview", "--stack", "dev", "--root", str(project))
    assert (code, out) == (2, "")
    assert "prove.headrom: is not a known key" in err


@pytest.mark.usefixtures("doored")
def test_a_reader_that_stops_reading_does_not_hide_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``transitctl preview | head`` with pipefail: the exit code is that of the finding."""
    monkeypatch.chdir(PROJECT)
    with (tmp_path / "out").open("w") as file:
        monkeypatch.setattr("sys.stdout", _Broken(file.fileno()))
        assert main(["preview", "--stack", "dev"]) == 1


class _Broken:
    """A standard output whose reader has gone."""

    def __init__(self, number: int) -> None:
        self._number = number

    def write(self, _: str) -> None:
        raise BrokenPipeError

    def flush(self) -> None:
        """Nothing is left to write."""

    def fileno(self) -> int:
        """The descriptor that Python flushes at its end."""
        return self._number

    def isatty(self) -> bool:
        """It is no terminal."""
        return False
