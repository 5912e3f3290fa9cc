"""The options of ``finetune``: what is refused before anything is read, and that every help text shows how it is used."""

import pytest

from transitctl.__main__ import main
from transitctl.finetune.line import EXAMPLES


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["plan", "job.yaml"], "finetune plan: state --stack or --state"),
        (["check", "job.yaml", "--state", "s", "--reference", "a=b"], "argument --reference: only with --stack"),
        (["list", "--network", "vpc-c/fine-tuning"], "finetune list: --network goes with --stack or --state"),
        (["list", "--stack", "prod"], "finetune list: --network goes with --stack or --state"),
        (["interfaces", "--network", "vpc-c/fine-tuning"], "finetune interfaces: state --stack or --state"),
        (["interfaces", "--state", "s"], "the following arguments are required: --network"),
        (["list", "--limit", "many"], "argument --limit: must be a whole number from 1 to 1000"),
        (["submit", "job.yaml", "--state", "s", "--poll-seconds", "0"], "must be a number from 0.001 to 3600"),
        (["list", "--endpoint-url", "foo"], "argument --endpoint-url: must be http://HOST or https://HOST"),
        (["list", "--endpoint-url", "localhost:99"], "argument --endpoint-url: must be http://HOST or https://HOST"),
        (["list", "--endpoint-url", "http://"], "argument --endpoint-url: must be http://HOST or https://HOST"),
        (["list", "--endpoint-url", "http://a:port"], "argument --endpoint-url: must be http://HOST or https://HOST"),
        ([], "the following arguments are required: COMMAND"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["finetune", *arguments])
    assert ended.value.code == 2
    assert why in capsys.readouterr().err


@pytest.mark.parametrize("command", sorted(EXAMPLES))
def test_every_command_shows_examples_and_exit_codes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["finetune", command, "--help"])
    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"  python -m transitctl finetune {EXAMPLES[command][0]}\n" in out
    assert "130 interrupted: a job that was started goes on." in out
