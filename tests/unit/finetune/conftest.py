"""A state, credentials that mean nothing, and a moto server that plays AWS."""

from collections.abc import Callable, Iterator

import pytest
from unit.finetune.stacks import ACCOUNT, PROD, REGION, stated

from transitctl.__main__ import main

Outcome = tuple[int, str, str]
Run = Callable[..., Outcome]


@pytest.fixture(scope="session")
def prod(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The state of ``prod`` with everything that jobs need."""
    return stated(tmp_path_factory.mktemp("state"))


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials of nobody, and no configuration of whoever runs the tests."""
    for name in ("AWS_PROFILE", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATESTTESTTEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent/config")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a moto server in whose account the jobs run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTO_ACCOUNT_ID", ACCOUNT)
        from moto.server import ThreadedMotoServer  # noqa: PLC0415  # reads the account when it is imported

        started = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
        started.start()
        host, port = started.get_host_and_port()
        yield f"http://{host}:{port}"
        started.stop()


@pytest.fixture
def aws(server: str) -> str:
    """The same, with nothing in it."""
    import requests  # noqa: PLC0415  # comes with moto

    requests.post(f"{server}/moto-api/reset", timeout=10)
    return server


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], prod: str) -> Run:
    """Runs a command of ``finetune``. ``submit`` gets the state, asks AWS often, and not whether the network is as stated."""

    def call(what: str, *arguments: str, url: str) -> Outcome:
        more = (
            ["--state", prod, "--config", str(PROD), "--poll-seconds", "0.02", "--no-live"] if what == "submit" else []
        )
        region = ["--region", REGION] if what == "stop" or (what == "list" and "--network" not in arguments) else []
        code = main(["finetune", what, *arguments, *more, *region, "--endpoint-url", url])
        return code, *capsys.readouterr()

    return call
