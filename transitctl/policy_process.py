"""The process of a CrossGuard policy pack: booted as the CLI boots it, ended whatever becomes of it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import grpc  # type: ignore[import-untyped]  # it ships no types

from .exits import BadInputError

ENGINE_ADDRESS = "127.0.0.1:1"
"""The SDK wants the engine's address as an argument and never dials it; nothing listens at this one."""
_MESSAGE_SIZE = 400 * 1024 * 1024
"""Bytes: what the SDK and the engine allow for one message."""


class PolicyPackError(BadInputError):
    """The pack did not start, ended, hung or refused. The text ends with what it wrote to its standard error."""


@contextmanager
def running(folder: Path, stack: str, boot_seconds: float) -> Iterator[grpc.Channel]:
    """A channel to the pack in the folder. Whatever fails becomes a ``PolicyPackError``; always ends the process."""
    if not (folder / "PulumiPolicy.yaml").is_file():
        raise PolicyPackError(f"{folder} holds no policy pack (PulumiPolicy.yaml)")
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
            [sys.executable, "-u", "-m", "pulumi.policy", ENGINE_ADDRESS, "."],
            cwd=folder,
            env=_environment(stack),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        try:
            port = _port(process, boot_seconds)
            with grpc.insecure_channel(f"127.0.0.1:{port}", options=_channel_options()) as channel:
                yield channel
        except grpc.RpcError as error:
            _settle(process)
            raise _failure(folder, f"{error.code().name}: {error.details()}", process, errors) from None
        except _BootError as error:
            raise _failure(folder, str(error), process, errors) from None
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


class _BootError(Exception):
    """The pack gave no port; the text says what happened instead."""


def _environment(stack: str) -> dict[str, str]:
    """What the CLI hands over. No import path of ours: a pack that needs it would die where it is published."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH" and not key.startswith("PULUMI_")}
    return {**kept, "PULUMI_PROJECT": "bedrock-transit", "PULUMI_STACK": stack, "PULUMI_DRY_RUN": "true"}


def _port(process: subprocess.Popen[bytes], seconds: float) -> int:
    """The first line that the pack prints. Reads on a thread of its own: a pack that hangs must not hang us."""
    lines: queue.Queue[bytes] = queue.Queue()

    def read(stream: IO[bytes]) -> None:
        lines.put(stream.readline())

    if process.stdout:
        threading.Thread(target=read, args=(process.stdout,), daemon=True).start()
    try:
        line = lines.get(timeout=seconds)
    except queue.Empty:
        process.kill()
        raise _BootError(f"it did not start within {seconds:g} seconds") from None
    if not line:
        _settle(process)
        raise _BootError("it ended before it served")
    text = line.decode(errors="replace").strip()
    if not text.isdigit():
        raise _BootError(f"its first line is not a port: {text[:200]!r}")
    return int(text)


def _settle(process: subprocess.Popen[bytes]) -> None:
    """Gives a dying process a moment, so that its last words and its exit code are there."""
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        return


def _failure(folder: Path, what: str, process: subprocess.Popen[bytes], errors: IO[bytes]) -> PolicyPackError:
    code = process.poll()
    ended = f" (exit code {code})" if code is not None else ""
    errors.seek(0)
    said = errors.read().decode(errors="replace").strip()
    return PolicyPackError(f"the policy pack {folder} failed{ended}: {what}" + (f"\n{said}" if said else ""))


def _channel_options() -> list[tuple[str, int]]:
    """No proxy: the pack is on this machine, whatever the environment says about the way out."""
    return [
        ("grpc.max_receive_message_length", _MESSAGE_SIZE),
        ("grpc.max_send_message_length", _MESSAGE_SIZE),
        ("grpc.enable_http_proxy", 0),
    ]
