"""An AWS that answers as it is told: for what moto never does, such as throttling or expired credentials."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from unit.finetune.stacks import ACCOUNT

Answer = tuple[int, dict[str, Any]]
IDENTITY = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    "<Arn>arn:aws:iam::{0}:user/a</Arn><UserId>A</UserId><Account>{0}</Account></GetCallerIdentityResult>"
    "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
)
EC2_ERROR = "<Response><Errors><Error><Code>{__type}</Code><Message>{message}</Message></Error></Errors></Response>"
NONE: Answer = (404, {"__type": "ResourceNotFoundException", "message": "there is no such job"})


def error(status: int, code: str, message: str = "because") -> Answer:
    """An error as AWS answers it."""
    return status, {"__type": code, "message": message}


class ScriptedAws:
    """Answers the next of what is scripted for an operation, and its last for ever; keeps what was asked."""

    def __init__(self, **script: list[Answer]) -> None:
        self.script, self.asked, self.url = script, list[tuple[str, dict[str, Any]]](), ""

    def count(self, operation: str) -> int:
        """How often an operation was called."""
        return sum(1 for name, _ in self.asked if name == operation)

    def answer(self, operation: str, body: dict[str, Any]) -> Answer:
        """The answer to a call."""
        self.asked.append((operation, body))
        answers = self.script[operation]
        return answers.pop(0) if len(answers) > 1 else answers[0]


@contextmanager
def served(aws: ScriptedAws) -> Iterator[ScriptedAws]:
    """Serves it on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class has this name
            """Nothing is logged."""

        def do_GET(self) -> None:  # the base class has this name
            self._answer("get", {})

        def do_POST(self) -> None:  # the base class has this name
            text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            if "Action=GetCallerIdentity" in text:
                status, body = aws.answer("identity", {}) if "identity" in aws.script else (200, {})
                self._send(status, json.dumps(body) if body else IDENTITY.format(ACCOUNT), body)
            elif "Action=DescribeNetworkInterfaces" in text:
                status, body = aws.answer("interfaces", dict(parse_qsl(text)))
                self._send(status, body["xml"] if "xml" in body else EC2_ERROR.format(**body), body)
            else:
                self._answer("create", json.loads(text or "{}"))

        def _answer(self, operation: str, asked: dict[str, Any]) -> None:
            status, body = aws.answer(operation, asked)
            self._send(status, json.dumps(body), body)

        def _send(self, status: int, text: str, body: dict[str, Any]) -> None:
            self.send_response(status)
            if "__type" in body:
                self.send_header("x-amzn-ErrorType", body["__type"])
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    aws.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield aws
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
