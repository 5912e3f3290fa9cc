"""The stack file: YAML read strictly, and every problem with its line.

What the command line prints and its exit code are tested with the command line.
"""

import textwrap
from pathlib import Path

import pytest
import yaml
from specs import TODAY, Body, company

from bedrock_transit.spec import Network, Problem, SpecError, read_stack_file


def problems_of(file: Path) -> list[Problem]:
    with pytest.raises(SpecError) as caught:
        read_stack_file(file, today=TODAY)
    return caught.value.problems


def only_problem(text: str, folder: Path) -> Problem:
    """The one problem of a stack file with that text."""
    file = folder / "Pulumi.test.yaml"
    file.write_text(text, encoding="utf-8")
    (problem,) = problems_of(file)
    return problem


def stack(body: Body) -> str:
    """A stack file as text."""
    return yaml.safe_dump({"config": {"bedrock-transit:network": body}}, sort_keys=False)


def line_of(text: str, fragment: str) -> int:
    """The number of the first line that holds the fragment."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if fragment in line)


def test_a_stack_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.test.yaml"
    file.write_text(stack(company()), encoding="utf-8")
    network = read_stack_file(file, today=TODAY)
    assert isinstance(network, Network)
    assert sorted(network.spokes) == ["vpc-a", "vpc-b", "vpc-x"]


def test_a_file_reads_like_the_object_that_the_engine_hands_over(tmp_path: Path) -> None:
    """Other configuration beside the network does not matter."""
    file = tmp_path / "Pulumi.test.yaml"
    file.write_text(f"encryptionsalt: v1:abc\n{stack(company())}  aws:region: us-east-1\n", encoding="utf-8")
    assert read_stack_file(file, today=TODAY) == Network.model_validate(company())


def test_a_stack_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").touch()
    for name in ("prod", "dev"):
        (tmp_path / f"Pulumi.{name}.yaml").touch()
    (problem,) = problems_of(tmp_path / "Pulumi.prd.yaml")
    assert problem == Problem(("stack",), "Pulumi.prd.yaml", "there is no such stack file", "choose one of: dev, prod")


def test_a_stack_in_a_folder_without_stacks_is_refused_with_where_to_go(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").touch()
    (problem,) = problems_of(tmp_path / "Pulumi.dev.yaml")
    assert problem.remedy == "run from the project's folder"


def test_a_stack_name_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").mkdir()
    (problem,) = problems_of(tmp_path / "Pulumi.dev.yaml")
    assert "cannot be read" in problem.reason


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_bytes(b"\xff\xfe\x00config")
    (problem,) = problems_of(tmp_path / "Pulumi.dev.yaml")
    assert problem.path == ("stack",)
    assert "UTF-8" in problem.remedy


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n", "null\n"])
def test_an_empty_file_is_refused_with_what_to_write(text: str, tmp_path: Path) -> None:
    problem = only_problem(text, tmp_path)
    assert (problem.given, problem.reason) == ("Pulumi.test.yaml", "is empty")
    assert "config: bedrock-transit:network:" in problem.remedy


@pytest.mark.parametrize(
    "text", ["config: {}\n", "config:\n", "config: {aws:region: us-east-1}\n", "[]\n", "text\n", "7\n"]
)
def test_a_file_without_a_network_is_refused_with_what_to_write(text: str, tmp_path: Path) -> None:
    problem = only_problem(text, tmp_path)
    assert problem.reason == "has no config.bedrock-transit:network"
    assert "config: bedrock-transit:network:" in problem.remedy


def test_a_network_that_is_left_empty_is_refused(tmp_path: Path) -> None:
    problem = only_problem("config:\n  bedrock-transit:network:\n", tmp_path)
    assert problem.path == ()
    assert problem.line == 2


def test_a_duplicate_key_is_refused_with_both_lines(tmp_path: Path) -> None:
    """YAML keeps the last one silently: the first spoke would be gone."""
    twin = yaml.safe_dump({"vpc-b": company()["spokes"]["vpc-b"]}, sort_keys=False)
    text = stack(company())
    start = text.index("      vpc-x:")
    text = text[:start] + textwrap.indent(twin, " " * 6) + text[start:]
    first, second = [n for n, line in enumerate(text.splitlines(), 1) if line == "      vpc-b:"]
    problem = only_problem(text, tmp_path)
    assert (problem.path, problem.given, problem.line) == (("spokes", "vpc-b"), "vpc-b", second)
    assert problem.reason == f"is a duplicate key: it stands in line {first} too"
    assert "remove or rename" in problem.remedy


def test_a_duplicate_key_outside_of_the_network_is_refused_with_both_lines(tmp_path: Path) -> None:
    problem = only_problem(f"encryptionsalt: a\nencryptionsalt: b\n{stack(company())}", tmp_path)
    assert (problem.path, problem.line) == (("encryptionsalt",), 2)
    assert "line 1 too" in problem.reason


def test_a_duplicate_key_of_a_scalar_is_refused(tmp_path: Path) -> None:
    text = stack(company()).replace("owner: network-team@acme.example", "owner: a\n      owner: b")
    problem = only_problem(text, tmp_path)
    assert problem.path == ("tags", "owner")
    assert problem.line == line_of(text, "owner: b")


def test_a_date_without_quotes_is_refused_with_how_to_write_it(tmp_path: Path) -> None:
    """YAML makes a timestamp of it, which the engine hands over in another form."""
    body = company()
    body["exceptions"] = {
        "audit": {"kind": "waiver", "scope": "vpc-a", "reason": "until the audit is over", "expires": "2027-03-31"}
    }
    text = stack(body).replace("'2027-03-31'", "2027-03-31")
    problem = only_problem(text, tmp_path)
    assert (problem.path, problem.given) == (("exceptions", "audit", "expires"), "2027-03-31")
    assert problem.remedy == 'write it in quotes: "2027-03-31"'
    assert problem.line == line_of(text, "expires")


def test_an_account_id_without_quotes_is_refused_with_its_line(tmp_path: Path) -> None:
    text = stack(company()).replace("'444455556666'", "444455556666")
    problem = only_problem(text, tmp_path)
    assert (problem.path, problem.given) == (("accounts", "apps", "id"), "444455556666")
    assert problem.line == line_of(text, "444455556666")
    assert "in quotes" in problem.reason


@pytest.mark.parametrize(
    "text",
    [
        "config: &a\n  bedrock-transit:network: *a\n",
        "config:\n  bedrock-transit:network: &n\n    spokes: *n\n",
        "config:\n  bedrock-transit:network:\n    name: &l [*l]\n",
    ],
)
def test_an_alias_that_holds_itself_is_refused(text: str, tmp_path: Path) -> None:
    problem = only_problem(text, tmp_path)
    assert problem.reason == "refers to itself"
    assert "alias" in problem.remedy


def test_aliases_that_multiply_beyond_any_network_are_refused(tmp_path: Path) -> None:
    """Thirty lines, a thousand million values."""
    levels = "".join(f"  l{n}: &l{n} [*l{n - 1}, *l{n - 1}]\n" for n in range(1, 31))
    assert "expands to more than" in only_problem(f"config:\n  l0: &l0 [1]\n{levels}", tmp_path).reason


def test_an_alias_of_something_else_is_read(tmp_path: Path) -> None:
    text = (
        stack(company())
        .replace("owner: network-team@acme.example", "owner: &team network-team")
        .replace("'4711'", "*team")
    )
    file = tmp_path / "Pulumi.test.yaml"
    file.write_text(text, encoding="utf-8")
    assert read_stack_file(file, today=TODAY).tags["cost-center"] == "network-team"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("config:\n  a: [1, 2\n", 3),
        ("config:\n\tb: 1\n", 2),
        ("config:\n  a: 'open\n", 3),
        ("config: {a: b: c}\n", 1),
        ("config:\n  a: *nobody\n", 2),
        ("config:\n  a: !!python/name:os.system ''\n", 2),
        ("config:\n  a: !!int twelve\n", 2),
        ("config:\n  a: !unknown 1\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    problem = only_problem(text, tmp_path)
    assert "is not YAML" in problem.reason
    assert problem.line == line


def test_every_problem_has_its_line(tmp_path: Path) -> None:
    """A missing key has the line of what it is missing in."""
    body = company()
    body["spokes"]["vpc-b"]["segment"] = "prd"
    body["grants"]["chat"]["consumers"] = ["vpc-a/chta"]
    del body["grants"]["search"]["service"]
    text = stack(body)
    file = tmp_path / "Pulumi.test.yaml"
    file.write_text(text, encoding="utf-8")
    assert {(".".join(p.path), p.line) for p in problems_of(file)} == {
        ("spokes.vpc-b.segment", line_of(text, "segment: prd")),
        ("grants.chat.consumers.0", line_of(text, "- vpc-a/chta")),
        ("grants.search.service", line_of(text, "- vpc-a/search") - 2),
    }


def test_problems_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    body = company()
    body["spokes"]["vpc-x"]["segment"] = "lab"
    body["spokes"]["vpc-a"]["segment"] = "lab"
    body["accounts"]["apps"]["id"] = "111122223333"
    file = tmp_path / "Pulumi.test.yaml"
    file.write_text(stack(body), encoding="utf-8")
    lines = [p.line for p in problems_of(file)]
    assert lines == sorted(lines)
    assert len(lines) == 3


def test_the_report_names_file_line_place_and_way_out(tmp_path: Path) -> None:
    body = company()
    body["spokes"]["vpc-b"]["segment"] = "prd"
    text = stack(body)
    file = tmp_path / "Pulumi.test.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        read_stack_file(file, today=TODAY)
    line = line_of(text, "segment: prd")
    assert str(caught.value) == (
        "1 problem in the network spec Pulumi.test.yaml:\n"
        f"Pulumi.test.yaml:{line}: spokes.vpc-b.segment (given: prd): is not a known segment of this spec\n"
        "    remedy: did you mean 'prod'?"
    )
