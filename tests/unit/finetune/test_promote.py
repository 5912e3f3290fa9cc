"""``promote``: only the right network's model gets into a grant, and the file stays as it is otherwise."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from unit.finetune.stacks import ACCOUNT, PROJECT

from transitctl.__main__ import main
from transitctl.finetune.stack_edit import EditError, with_model

ARN = f"arn:aws:bedrock:us-east-1:{ACCOUNT}:provisioned-model/zz11yy22xx33"
DEPLOYMENT = f"arn:aws:bedrock:us-east-1:{ACCOUNT}:custom-model-deployment/zz11yy22xx33"
Outcome = tuple[int, str, str]
Promote = Callable[..., Outcome]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project's program and the stack ``prod``, for changes."""
    for name in ("__main__.py", "Pulumi.yaml", "Pulumi.prod.yaml"):
        shutil.copy(PROJECT / name, tmp_path)
    return tmp_path / "Pulumi.prod.yaml"


@pytest.fixture
def promote(project: Path, capsys: pytest.CaptureFixture[str]) -> Promote:
    """Promotes a model of prod's training network."""

    def call(arn: str = ARN, *more: str, network: str = "vpc-c/fine-tuning", grant: str = "claims-model") -> Outcome:
        command = ["promote", arn, "--network", network, "--grant", grant, "--stack", "prod"]
        code = main(["finetune", *command, "--root", str(project.parent), *more])
        return code, *capsys.readouterr()

    return call


def declaration(arn: str) -> str:
    return f'"{arn}": {{trained_in: vpc-c/fine-tuning}}'


def test_without_write_the_lines_are_printed_and_nothing_written(promote: Promote, project: Path) -> None:
    before = project.read_bytes()
    code, out, err = promote()
    assert (code, err) == (0, "")
    assert out.endswith(f'custom_models:\n  {declaration(ARN)}\ngrants.claims-model.models:\n  - "{ARN}"\n')
    assert project.read_bytes() == before


@pytest.mark.parametrize("arn", [ARN, DEPLOYMENT])
def test_written_the_file_has_the_model_and_every_other_byte(promote: Promote, project: Path, arn: str) -> None:
    before = project.read_text()
    assert promote(arn, "--write")[0] == 0
    after = project.read_text()
    assert after.replace(f', "{arn}"', "").replace(f"      {declaration(arn)}\n", "") == before
    network = yaml.safe_load(after)["config"]["bedrock-transit:network"]
    assert network["grants"]["claims-model"]["models"][-1] == arn
    assert network["custom_models"][arn] == {"trained_in": "vpc-c/fine-tuning"}


def test_a_model_of_another_grant_is_declared_once(promote: Promote, project: Path) -> None:
    assert promote(ARN, "--write")[0] == 0
    before = project.read_text()
    out = promote(ARN, grant="evaluation")[1]
    assert out.endswith(f'\n\ngrants.evaluation.models:\n  - "{ARN}"\n')
    assert promote(ARN, "--write", grant="evaluation")[0] == 0
    assert project.read_text().replace(f', "{ARN}"]\n      identity:', "]\n      identity:") == before


@pytest.mark.parametrize("stated", ["trained_in: vpc-c-test/fine-tuning", "segment: nonprod"])
def test_a_model_that_is_declared_otherwise_is_refused(promote: Promote, project: Path, stated: str) -> None:
    text = project.read_text()
    project.write_text(text.replace("    custom_models:\n", f'    custom_models:\n      "{ARN}": {{{stated}}}\n'))
    before = project.read_bytes()
    code, out, err = promote(ARN, "--write")
    assert (code, out) == (2, "")
    assert f"is declared already, with {stated.replace(':', '')}\n" in err
    assert f"mend custom_models.{ARN}" in err
    assert project.read_bytes() == before


def test_a_model_that_is_there_already_changes_nothing(promote: Promote, project: Path) -> None:
    assert promote(ARN, "--write")[0] == 0
    before = project.read_bytes()
    code, out, _ = promote(ARN, "--write")
    assert (code, out.strip()) == (0, "The grant claims-model has the model already.")
    assert project.read_bytes() == before


@pytest.mark.parametrize(
    ("arn", "why"),
    [
        (ARN.replace(ACCOUNT, "444455556666"), "is of account 444455556666, and vpc-c/fine-tuning of 333344445555"),
        (ARN.replace("us-east-1", "us-west-2"), "is of Region us-west-2, and vpc-c/fine-tuning of us-east-1"),
        (ARN.replace("provisioned-model/zz11", "custom-model/zz11"), "is neither a provisioned throughput nor"),
        (ARN.replace("zz11yy22xx33", "*"), "is neither a provisioned throughput nor"),
        ("arn:aws:s3:::bucket", "is neither a provisioned throughput nor"),
    ],
)
def test_what_the_network_did_not_train_is_refused(promote: Promote, project: Path, arn: str, why: str) -> None:
    before = project.read_bytes()
    code, out, err = promote(arn, "--write")
    assert (code, out) == (2, "")
    assert why in err
    assert project.read_bytes() == before


def test_a_model_of_non_production_is_not_granted_to_production(promote: Promote) -> None:
    arn = ARN.replace(ACCOUNT, "444455556666")
    code, _, err = promote(arn, "--write", network="vpc-c-test/fine-tuning")
    assert code == 2
    assert "has consumers of prod (vpc-b/claims), and the model was trained in nonprod" in err


def test_unknown_names_are_told_together(promote: Promote) -> None:
    code, _, err = promote(network="vpc-c/fine-tunin", grant="claims-modl")
    assert code == 2
    assert "did you mean 'vpc-c/fine-tuning'?" in err
    assert "did you mean 'claims-model'?" in err


GRANT = "config:\n  bedrock-transit:network:\n    grants:\n      g:\n{}    # the end\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "        models:  # called\n          - a  # first\n          - b  # last\n        service: s\n",
            "        models:  # called\n          - a  # first\n          - b  # last\n          - {}\n        service: s\n",
        ),
        ("        models: [a, b]  # both\n", "        models: [a, b, {}]  # both\n"),
        ("        models: []\n", "        models: [{}]\n"),
        ("        models: [\n          a,\n        ]\n", "        models: [\n          a, {},\n        ]\n"),
        ("        # why\n        service: s\n", "        # why\n        models: [{}]\n        service: s\n"),
    ],
)
def test_each_layout_gets_its_line(before: str, after: str) -> None:
    edited, _ = with_model(GRANT.format(before), "g", ARN, "vpc-c/fine-tuning")
    declared = f"    custom_models:\n      {declaration(ARN)}\n    grants:\n"
    assert edited == GRANT.format(after.format(f'"{ARN}"')).replace("    grants:\n", declared)
    assert yaml.safe_load(edited)["config"]["bedrock-transit:network"]["grants"]["g"]["models"][-1] == ARN


NETWORK = "config:\n  bedrock-transit:network:\n    name: n\n{}      g: {{models: [a]}}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    grants:\n", "    custom_models:\n      {}\n    grants:\n"),
        (
            "\n    # who may call\n    # what\n    grants:  # all\n",
            "\n    custom_models:\n      {}\n\n    # who may call\n    # what\n    grants:  # all\n",
        ),
        ("    custom_models: {{}}\n    grants:\n", "    custom_models: {{{}}}\n    grants:\n"),
        (
            "    custom_models: {{x: {{segment: s}}}}  # one\n    grants:\n",
            "    custom_models: {{x: {{segment: s}}, {}}}  # one\n    grants:\n",
        ),
        (
            "    custom_models:  # called\n        # first\n        x: {{segment: s}}  # last\n\n    grants:\n",
            "    custom_models:  # called\n        # first\n        x: {{segment: s}}  # last\n        {}\n\n    grants:\n",
        ),
        (
            "    custom_models:\n      x:\n        segment: s  # last\n    # who\n    grants:\n",
            "    custom_models:\n      x:\n        segment: s  # last\n      {}\n    # who\n    grants:\n",
        ),
    ],
)
def test_each_layout_gets_its_declaration(before: str, after: str) -> None:
    edited, _ = with_model(NETWORK.format(before.format()), "g", ARN, "vpc-c/fine-tuning")
    assert edited == NETWORK.format(after.format(declaration(ARN))).replace("[a]", f'[a, "{ARN}"]')


def test_the_ends_of_lines_stay() -> None:
    text = GRANT.format("        models: [a]\n")
    edited, lines = with_model(text.replace("\n", "\r\n"), "g", ARN, "vpc-c/fine-tuning")
    assert (edited.replace("\r\n", "\n"), lines) == with_model(text, "g", ARN, "vpc-c/fine-tuning")
    assert edited.count("\r\n") == edited.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        GRANT.format("        {service: s, actions: [x]}\n"),
        GRANT.format("        models: &all [a]\n        uses: *all\n"),
        NETWORK.format("    custom_models: [x]\n    grants:\n"),
        "config:\n  bedrock-transit:network:\n    grants:\n      h: &one {models: [a]}\n      g: *one\n",
        'config: {"bedrock-transit:network": {grants: {g: {models: [a]}}}}\n',
    ],
)
def test_a_layout_that_cannot_be_edited_safely_is_left_alone(text: str) -> None:
    """An anchor that is used elsewhere would change more than the grant's models."""
    with pytest.raises(EditError):
        with_model(text, "g", ARN, "vpc-c/fine-tuning")
