"""Run the stand-in as a process: ``python -m standin``, with tests/ on the import path.

The first line on stdout is the port. After that, each line on stdin is a command as JSON and each line on stdout its
answer; the process ends when stdin does, so none outlives its test run.
"""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TextIO

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from .cloud import Cloud
from .faults import Fault
from .kinds import KINDS, properties_of
from .leftovers import leave, take_away, upload
from .provider import Provider

_THREADS = 128
"""Late operations hold one each while they wait."""


def main() -> None:
    """Serve until stdin ends."""
    for kind in KINDS:
        properties_of(kind)  # the SDK imports its modules lazily, and not safely from several threads
    cloud, server = Cloud(), grpc.server(ThreadPoolExecutor(_THREADS))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Provider(cloud), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    _say(sys.stdout, port)
    for line in sys.stdin:
        command = json.loads(line)
        with cloud.lock:
            _say(sys.stdout, obey(cloud, command.pop("do"), command))
    server.stop(grace=None)


def obey(cloud: Cloud, what: str, arguments: dict[str, Any]) -> Any:
    """Carry out one command of the harness."""
    commands: dict[str, Callable[..., Any]] = {
        "fail": lambda **fault: cloud.faults.add(Fault(**fault)),
        "calm": cloud.faults.clear,
        "dawdle": cloud.dawdle,
        "forget": cloud.journal.clear,
        "operations": cloud.journal.operations,
        "inputs": cloud.journal.inputs,
        "snapshot": cloud.world.snapshot,
        "restore": cloud.world.restore,
        "raise": lambda quotas: setattr(cloud.world, "quotas", quotas),
        "leave": lambda **where: leave(cloud.world, **where),
        "upload": lambda bucket: upload(cloud.world, bucket),
        "take_away": lambda: take_away(cloud.world),
    }
    return commands[what](**arguments)


def _say(stream: TextIO, answer: Any) -> None:
    print(json.dumps(answer), file=stream, flush=True)


if __name__ == "__main__":
    main()
