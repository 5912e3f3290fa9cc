"""What AWS refuses or delays: told clearly, retried where that helps, and nothing half-started."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from unit.finetune.conftest import Run
from unit.finetune.scripted_aws import NONE, Answer, ScriptedAws, error, served
from unit.finetune.stacks import ACCOUNT, REGION, job

from transitctl.exits import BadInputError
from transitctl.finetune.aws import Aws
from transitctl.finetune.running import Running
from transitctl.finetune.submitting import Progress

ARN = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:model-customization-job/claims-1"
THROTTLED = error(429, "ThrottlingException")
CREATED: Answer = (201, {"jobArn": ARN})


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The backoff between tries takes no time here; how often it is tried stays."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)


def told(status: str, token: str = "") -> Answer:
    """A job as AWS describes it."""
    return 200, {"jobArn": ARN, "jobName": "claims-1", "status": status, "clientRequestToken": token}


def once_created(aws: ScriptedAws, *statuses: str) -> Callable[[str, dict[str, object]], Answer]:
    """Answers that know the token only once the job was created, as AWS does."""
    left = list(statuses)

    def answer(operation: str, body: dict[str, object]) -> Answer:
        aws.asked.append((operation, body))
        tokens = [str(asked["clientRequestToken"]) for name, asked in aws.asked if name == "create"]
        if operation == "create":
            return aws.script["create"].pop(0) if aws.script["create"] else CREATED
        return told(left.pop(0) if len(left) > 1 else left[0], tokens[-1]) if tokens else NONE

    return answer


def test_throttled_calls_are_tried_again_and_start_one_job(run: Run, tmp_path: Path) -> None:
    with served(ScriptedAws(create=[THROTTLED, THROTTLED])) as aws:
        aws.answer = once_created(aws, "InProgress", "Completed")  # type: ignore[method-assign]
        code, out, _ = run("submit", job(tmp_path), url=aws.url)
    assert code == 0
    assert "status  Completed" in out
    tokens = {body["clientRequestToken"] for name, body in aws.asked if name == "create"}
    assert (aws.count("create"), len(tokens)) == (3, 1)


def test_throttling_without_end_is_told_with_the_number_of_tries(run: Run, tmp_path: Path) -> None:
    with served(ScriptedAws(get=[THROTTLED])) as aws:
        code, out, err = run("submit", job(tmp_path), url=aws.url)
    assert (code, out, aws.count("get"), aws.count("create")) == (2, "", 8, 0)
    assert "AWS still throttles after 8 tries (ThrottlingException)" in err


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (error(403, "ExpiredTokenException"), "the credentials have expired (ExpiredTokenException)"),
        (error(403, "UnrecognizedClientException"), "AWS does not know the credentials (UnrecognizedClientException)"),
        (error(403, "AccessDeniedException", "no iam:PassRole"), "it is not allowed: no iam:PassRole"),
        (error(400, "ValidationException", "no such role"), "ValidationException: no such role"),
        (error(400, "ServiceQuotaExceededException", "too many"), "ServiceQuotaExceededException: too many"),
    ],
)
def test_a_start_that_is_refused_is_told_with_the_way_out(run: Run, tmp_path: Path, answer: Answer, why: str) -> None:
    with served(ScriptedAws(get=[NONE], create=[answer])) as aws:
        code, out, err = run("submit", job(tmp_path), url=aws.url)
    assert (code, out, aws.count("create")) == (2, "", 1)
    lines = err.splitlines()
    assert lines[0] == f"starting the job claims-1 (bedrock:CreateModelCustomizationJob): {why}"
    assert lines[1].startswith("  remedy: ")
    assert lines[2] == "  `submit` again tells whether it was started, and starts no second one"


@pytest.mark.parametrize(
    "answer", [error(403, "ExpiredTokenException"), error(403, "AccessDeniedException", "no"), (200, {})]
)
def test_a_job_that_cannot_be_seen_after_its_start_is_told_as_started(run: Run, tmp_path: Path, answer: Answer) -> None:
    with served(ScriptedAws(get=[NONE, answer], create=[CREATED])) as aws:
        code, out, err = run("submit", job(tmp_path), url=aws.url)
    assert (code, out, aws.count("create")) == (2, "", 1)
    lines = err.splitlines()
    assert lines[0].startswith("looking for the job claims-1 (bedrock:GetModelCustomizationJob): ")
    assert lines[1].startswith("  remedy: ")
    assert lines[2:] == ["  claims-1 was started; the same command again follows it and starts no second one"]


def test_an_answer_that_lacks_something_is_told_and_nothing_is_started(run: Run, tmp_path: Path) -> None:
    with served(ScriptedAws(get=[(200, {})])) as aws:
        code, out, err = run("submit", job(tmp_path), url=aws.url)
    assert (code, out, aws.count("create")) == (2, "", 0)
    assert err.startswith(
        "looking for the job claims-1 (bedrock:GetModelCustomizationJob): the answer lacks jobName\n  remedy: "
    )
    with served(ScriptedAws(get=[(200, {"modelCustomizationJobSummaries": [{}]})])) as aws:
        code, out, err = run("list", url=aws.url)
    assert (code, out) == (2, "")
    assert err.startswith("listing jobs (bedrock:ListModelCustomizationJobs): the answer lacks jobName\n")


def test_an_address_in_the_environment_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 reads it by itself."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "foo")
    with pytest.raises(BadInputError) as raised:
        Aws(REGION).account()
    assert str(raised.value).startswith("making a client of sts: Invalid endpoint: foo\n  remedy: check the network, ")


def test_credentials_that_expire_while_a_job_is_followed_leave_it_running(run: Run, tmp_path: Path) -> None:
    with served(ScriptedAws(create=[])) as aws:
        known = once_created(aws, "InProgress")

        def answer(operation: str, body: dict[str, object]) -> Answer:
            return error(403, "ExpiredTokenException") if aws.count("get") >= 3 else known(operation, body)

        aws.answer = answer  # type: ignore[method-assign]
        code, out, err = run("submit", job(tmp_path), url=aws.url)
    assert (code, out) == (2, "")
    assert "the credentials have expired" in err
    assert "claims-1 goes on in AWS. Follow it: the same command again" in err


def test_without_credentials_nothing_is_started(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    code, _, err = run("submit", job(tmp_path), url="http://127.0.0.1:9")
    assert code == 2
    assert "Unable to locate credentials\n  remedy: sign in again" in err
    code, _, err = run("submit", job(tmp_path), "--profile", "nobody", url="http://127.0.0.1:9")
    assert code == 2
    assert "The config profile (nobody) could not be found" in err


def test_credentials_of_another_account_start_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unit.finetune.scripted_aws.ACCOUNT", "999988887777")
    with served(ScriptedAws(get=[NONE])) as aws:
        code, _, err = run("submit", job(tmp_path), url=aws.url)
    assert (code, aws.asked) == (2, [])
    assert err.startswith(
        "the credentials are of account 999988887777, and vpc-c/fine-tuning is in 333344445555: nothing was started\n"
    )


def test_a_job_that_somebody_else_starts_in_between_is_refused(run: Run, tmp_path: Path) -> None:
    with served(ScriptedAws(get=[NONE, told("InProgress", "theirs")], create=[error(409, "ConflictException")])) as aws:
        code, _, err = run("submit", job(tmp_path), url=aws.url)
    assert (code, aws.count("create")) == (2, 1)
    assert "a job claims-1 exists already (InProgress), and is another one:" in err


def test_a_job_that_fails_is_told_with_its_reason(run: Run, tmp_path: Path) -> None:
    with served(ScriptedAws(create=[])) as aws:
        known = once_created(aws, "InProgress", "Failed")

        def answer(operation: str, body: dict[str, object]) -> Answer:
            status, found = known(operation, body)
            return status, {**found, "failureMessage": "no such file"} if operation == "get" else found

        aws.answer = answer  # type: ignore[method-assign]
        code, out, _ = run("submit", job(tmp_path), url=aws.url)
    assert code == 1
    assert "why     no such file" in out


def test_progress_is_one_line_on_a_terminal_and_a_line_for_each_change_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    states = [Running("j", "sagemaker", "a", "InProgress", detail) for detail in ("Starting", "Starting", "Training")]
    for stream, lines in ((io.StringIO(), 2), (Terminal(), 1)):
        monkeypatch.setattr(sys, "stderr", stream)
        progress = Progress()
        for state in states:
            progress.tell(state)
        progress.end()
        assert stream.getvalue().count("\n") == lines
        assert ("\r\x1b[Kj: InProgress, Training (0:00:00)" in stream.getvalue()) is stream.isatty()
