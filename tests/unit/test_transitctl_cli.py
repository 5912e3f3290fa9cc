"""The command line as a user meets it: exit codes, what is said on which stream, the same bytes for the same input."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from transitctl import __version__
from transitctl.__main__ import main

PROJECT = Path(__file__).parents[2]
NETWORK = "bedrock-transit:network"
FIRST_LINE = (
    "Offline preview of the stack dev: the real program on the Pulumi SDK's test monitor, every id unknown; "
    "not compared with what exists, no provider and no AWS asked."
)
TERMINAL = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)"
"""Runs its arguments on a terminal of their own."""

Outcome = tuple[int, str, str]
"""Exit code, standard output, standard error."""


def run(
    *arguments: str, root: Path = PROJECT, before: tuple[str, ...] = (), **environment: str
) -> tuple[int, str, str]:
    """Runs ``python -m transitctl`` in a process of its own, with no path set but the project's folder."""
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "NO_COLOR", "COLUMNS")}
    command = [*before, sys.executable, "-m", "transitctl", *arguments]
    done = subprocess.run(
        command,
        cwd=root,
        env={**clean, "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def dev() -> str:
    """The text of the preview of ``dev``."""
    code, out, err = run("preview", "--stack", "dev")
    assert (code, err) == (0, "")
    return out


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Runs a command in this process, for what ends before the program would run."""

    def call(*arguments: str) -> Outcome:
        code = main(arguments)
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the real program and the stack ``dev``, for changes."""
    shutil.copy(PROJECT / "__main__.py", tmp_path)
    shutil.copy(PROJECT / "Pulumi.dev.yaml", tmp_path)
    return tmp_path


def replace(file: Path, old: str, new: str) -> None:
    """Replaces text that the file has."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# What a preview says ------------------------------------------------------------------------------------------------


def test_the_first_line_says_what_a_preview_is_and_is_not(dev: str) -> None:
    """Nobody takes an offline preview for a comparison with what exists."""
    assert dev.splitlines()[0] == FIRST_LINE


def test_a_preview_has_its_sections_in_order(dev: str) -> None:
    """What the stack would hold, then who would reach what, then what is wrong: nearest to where the reader looks last."""
    heads = [line.split()[0] for line in dev.splitlines() if line.endswith("───")]
    own = ["Resources", "Addresses", "Routes", "Grants", "Exports"]
    assert [head for head in heads if head.isalpha()] == [*own, "Reachability", "Findings"]


@pytest.mark.parametrize(
    "said",
    [
        "supernet          10.128.0.0/12",
        "segment prod      10.129.0.0/16",
        "us-east-1-prod            10.128.1.0/24       10.128.1.0/26       10.128.1.64/26",
        "chat                      10.129.0.0/24       10.129.0.0/26       10.129.0.64/26",
        "10.128.0.0/12 → blackhole",
        "10.128.1.0/24 → us-east-1-hub-attachment",
        "10.129.0.0/20 → vpc-a-attachment (propagated)",
        "us-east-1-prod.class-chat → us-east-1-transit-tgw",
        "10.129.0.0/24 vpc-a/chat",
        "chat: bedrock-runtime",
        "bedrock:InvokeModel, bedrock:InvokeModelWithResponseStream",
        "Applications that are granted nothing: vpc-a/fine-tuning, vpc-x/fine-tuning, vpc-x/idle.",
        "us-east-1.transit_gateway_id   ?",
    ],
)
def test_a_preview_of_dev_says(dev: str, said: str) -> None:
    """Addresses down to the subnet, routes as who → where, grants, exports."""
    assert said in dev


def test_a_preview_names_every_granted_model(dev: str) -> None:
    """Each model of each grant of the stack file stands in a line of its own."""
    network = yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text(encoding="utf-8"))["config"][NETWORK]
    granted = {model for grant in network["grants"].values() for model in grant.get("models", [])}
    assert granted
    assert granted - {line.split()[-1] for line in dev.splitlines() if line} == set()


def test_piped_text_is_at_most_as_wide_as_promised(dev: str) -> None:
    """120 columns, but for the first line."""
    assert max(len(line) for line in dev.splitlines()[1:]) <= 120


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_the_same_input_gives_the_same_bytes(stack: str) -> None:
    """Neither the seed of hashes nor the locale nor the width of a terminal elsewhere changes a byte."""
    first = run("preview", "--stack", stack, "--json", "-", PYTHONHASHSEED="1", LC_ALL="C")
    assert first[0] == 0
    assert run("preview", "--stack", stack, "--json", "-", PYTHONHASHSEED="2", COLUMNS="60") == first


def test_the_text_is_the_same_in_every_run(dev: str) -> None:
    """The text, too, depends on nothing but the input."""
    assert run("preview", "--stack", "dev", PYTHONHASHSEED="7", LC_ALL="C", COLUMNS="60")[1] == dev


# JSON ---------------------------------------------------------------------------------------------------------------


def test_json_to_standard_output_replaces_the_text() -> None:
    """One JSON object and nothing else, its keys sorted."""
    code, out, err = run("preview", "--stack", "dev", "--json", "-")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n" == out
    assert (document["format"], document["stack"], document["preview"]) == (1, "dev", FIRST_LINE)


def test_json_to_a_file_comes_with_the_text(dev: str, tmp_path: Path) -> None:
    """The file holds what standard output would, and the text is printed as well."""
    code, out, _ = run("preview", "--stack", "dev", "--json", str(tmp_path / "report.json"))
    assert (code, out) == (0, dev)
    expected = run("preview", "--stack", "dev", "--json", "-")[1]
    assert (tmp_path / "report.json").read_text(encoding="utf-8") == expected


def test_a_file_that_cannot_be_written_is_bad_input(tmp_path: Path) -> None:
    """The message names the file; nothing is printed as if all were well."""
    target = tmp_path / "nowhere" / "report.json"
    assert run("preview", "--stack", "dev", "--json", str(target)) == (
        2,
        "",
        f"{target} cannot be written: No such file or directory\n",
    )


def test_a_problem_leaves_the_old_file_as_it_was(here: Callable[..., Outcome], project: Path) -> None:
    """A failed preview does not touch the report of the last good one."""
    replace(project / "Pulumi.dev.yaml", "segment: nonprod", "segment: prd")
    (project / "report.json").write_text("old")
    target = str(project / "report.json")
    assert here("preview", "--stack", "dev", "--json", target, "--root", str(project))[0] == 2
    assert {file.name: file.read_text() for file in project.glob("*.json*")} == {"report.json": "old"}


# Colour -------------------------------------------------------------------------------------------------------------


def test_a_terminal_gets_colour() -> None:
    """On a terminal headings are coloured."""
    _, out, _ = run("preview", "--stack", "dev", before=(sys.executable, "-c", TERMINAL), TERM="xterm")
    assert "\x1b[" in out


def test_a_terminal_gets_no_colour_with_no_color() -> None:
    """Not one escape sequence."""
    before = (sys.executable, "-c", TERMINAL)
    code, out, _ = run("preview", "--stack", "dev", "--no-color", before=before, TERM="xterm")
    assert (code, "\x1b" in out) == (0, False)


def test_piped_text_has_no_colour(dev: str) -> None:
    """A pipe is no terminal."""
    assert "\x1b" not in dev


# Bad input ----------------------------------------------------------------------------------------------------------


def test_a_stack_that_does_not_exist_is_bad_input(here: Callable[..., Outcome], project: Path) -> None:
    """The stacks that exist are named."""
    code, out, err = here("preview", "--stack", "nope", "--root", str(project))
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "1 problem in the network spec:",
        "stack (given: Pulumi.nope.yaml): there is no such stack file",
        "    remedy: choose one of: dev",
    ]


def test_a_stack_name_is_no_path(here: Callable[..., Outcome], project: Path) -> None:
    """What would lead to another folder is refused as a name."""
    (project / "inner").mkdir()
    shutil.copy(project / "__main__.py", project / "inner")
    code, out, err = here("preview", "--stack", "x/../../Pulumi.dev", "--root", str(project / "inner"))
    assert (code, out) == (2, "")
    assert "is no name of a stack" in err


def test_a_folder_without_the_program_is_bad_input(here: Callable[..., Outcome], tmp_path: Path) -> None:
    """The way out is --root."""
    message = f"{tmp_path} holds no program (__main__.py): state the project's folder with --root\n"
    assert here("preview", "--stack", "dev", "--root", str(tmp_path)) == (2, "", message)


def test_problems_of_spec_and_plan_are_told_at_once_with_their_lines(
    here: Callable[..., Outcome], project: Path
) -> None:
    """A wrong name and an overlap: both in one run, each where it stands, in the order of lines."""
    file = project / "Pulumi.dev.yaml"
    replace(file, "[vpc-a/chat, office]", "[vpc-a/caht, office] # wrong")
    replace(
        file, "        number: 0\n        applications", "        cidr: 10.128.0.0/20 # wrong\n        applications"
    )
    places = [n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if "# wrong" in line]
    code, out, err = here("preview", "--stack", "dev", "--root", str(project))
    assert (code, out) == (2, "")
    told = [line for line in err.splitlines() if not line.startswith("    remedy: ")]
    assert told[0] == "2 problems in the network spec Pulumi.dev.yaml:"
    assert told[1].startswith(f"Pulumi.dev.yaml:{places[0]}: spokes.vpc-a.cidr (given: 10.128.0.0/20): lies outside")
    assert told[2].startswith(f"Pulumi.dev.yaml:{places[1]}: grants.chat.consumers[0] (given: vpc-a/caht): ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("config: [", "is not YAML"),
        ("config: {}", "has no config.bedrock-transit:network"),
        ("config: {bedrock-transit:network: 3}", "write a mapping"),
        ("config:\n  bedrock-transit:network:\n    name: a\n    name: b\n", "Pulumi.dev.yaml:4: name (given: name)"),
    ],
)
def test_a_file_that_holds_no_network_is_bad_input(
    here: Callable[..., Outcome], project: Path, text: str, said: str
) -> None:
    """No YAML, no network, a duplicate key: said in words."""
    (project / "Pulumi.dev.yaml").write_text(text)
    code, out, err = here("preview", "--stack", "dev", "--root", str(project))
    assert (code, out) == (2, "")
    assert said in err


def test_a_problem_ends_without_a_traceback(project: Path) -> None:
    """The same in a process of its own, as a user has it: the problems and nothing else."""
    replace(project / "Pulumi.dev.yaml", "segment: nonprod", "segment: prd")
    code, out, err = run("preview", "--stack", "dev", "--root", str(project))
    assert (code, out) == (2, "")
    assert err.startswith("1 problem in the network spec Pulumi.dev.yaml:\nPulumi.dev.yaml:")
    assert len(err.splitlines()) == 3


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("raise pulumi.RunError('first\\nsecond')", "first\nsecond\n"),
        ("pulumi.runtime.invoke('a:b:c', {}).value", "the program invokes a:b:c: a preview without an account cannot"),
    ],
)
def test_what_the_program_refuses_is_bad_input(project: Path, program: str, said: str) -> None:
    """A RunError of the program is told as it is; so is a question that only a provider could answer."""
    (project / "__main__.py").write_text(f"import pulumi\n{program}\n")
    code, out, err = run("preview", "--stack", "dev", root=project)
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert "Traceback" not in err


def test_a_mistake_of_the_program_is_not_hidden(project: Path) -> None:
    """What no user can mend ends with a traceback and exit code 1."""
    (project / "__main__.py").write_text("1 / 0\n")
    code, out, err = run("preview", "--stack", "dev", root=project)
    assert (code, out) == (1, "")
    assert "ZeroDivisionError" in err


# Endings ------------------------------------------------------------------------------------------------------------


def test_an_interrupt_ends_quietly(project: Path) -> None:
    """Ctrl-C while the program runs: 130, a word, no traceback."""
    (project / "__main__.py").write_text("raise KeyboardInterrupt\n")
    assert run("preview", "--stack", "dev", root=project) == (130, "", "interrupted\n")


def test_a_reader_that_stops_reading_is_no_error() -> None:
    """The other end of the pipe is closed before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "transitctl", "schema"]
    done = subprocess.run(command, cwd=PROJECT, stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


# Help ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [[], ["preview"], ["prove"], ["trace"], ["access"], ["whatif"], ["schema"]])
def test_every_level_explains_itself(level: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Help ends with 0, tells the exit codes, and of a command shows examples."""
    with pytest.raises(SystemExit) as ended:
        main([*level, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "exit codes: 0 done; 1 a mandatory rule does not hold; 2 bad input" in said
    assert not level or f"  python -m transitctl {level[0]} " in said


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["preview"],
        ["review"],
        ["preview", "--stack", "dev", "--jsn", "x"],
        ["prove"],
        ["trace", "--stack", "dev", "--snapshot", "x", "--from", "a", "--to", "b"],
        ["trace", "--state", "s", "--snapshot", "x", "--from", "a", "--to", "b"],
        ["prove", "--state", "s", "--reference", "a/b/c=x"],
        ["trace", "--stack", "dev", "--from", "a"],
        ["trace", "--stack", "dev", "--from", "a", "--to", "b", "--port", "https"],
        ["access", "--snapshot", "x"],
        ["access", "--stack", "dev", "--consumer", "a/b", "--bucket", "c"],
        ["access", "--stack", "dev", "--config", "x"],
        ["whatif", "--snapshot", "x", "--all"],
        ["whatif", "--stack", "dev"],
        ["whatif", "--stack", "dev", "--all", "--without", "az=use1-az1"],
    ],
)
def test_wrong_usage_is_bad_input(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No command, a missing option, sources that exclude each other, an unknown command or option: 2, with the usage."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: transitctl")


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    """One version: pyproject.toml's."""
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"transitctl {__version__}\n"
    assert f'version = "{__version__}"' in (PROJECT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [("--help",), ("preview", "--stack", "nope")])
def test_help_and_a_wrong_spec_wait_for_no_sdk(arguments: tuple[str, ...]) -> None:
    """Neither imports pulumi: the first answer comes at once."""
    code, _, err = run(*arguments, PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition("|")[2].strip() for line in err.splitlines() if line.startswith("import time:")}
    assert code in (0, 2)
    assert "argparse" in imported
    assert imported.isdisjoint({"pulumi", "pulumi_aws", "rich"})
