"""The stand-in's process, held by a test run."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

_TESTS = Path(__file__).parent.parent


class StandIn:
    """Start the process, send it commands, end it."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(_TESTS)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "standin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        self.port: int = self._answer()

    def __enter__(self) -> "StandIn":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def do(self, command: str, **arguments: Any) -> Any:
        """Send a command and wait for its answer (the commands are in ``standin.__main__``)."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": command, **arguments}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def stop(self) -> None:
        """End the process by ending its input."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        if self._process.stdout:
            self._process.stdout.close()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the stand-in ended with {self._process.wait()}")
        return json.loads(line)
