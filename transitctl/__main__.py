"""The command line: what can be asked. What is done about it is in ``commands``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import commands
from .exits import exit_code
from .finetune import commands as finetune
from .output import Output
from .parser import parser, usage_problem
from .source import Source


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code. Raises ``SystemExit`` for usage errors and for help, as argparse does."""
    line = parser()
    arguments = line.parse_args(argv)
    if problem := usage_problem(arguments):
        line.error(problem)
    return exit_code(lambda: _run(arguments))


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command == "schema":
        return commands.schema(markdown=arguments.markdown)
    output = Output(arguments.json, arguments.no_color)
    if arguments.command == "preview":
        return commands.preview(arguments.root, arguments.stack, tuple(arguments.reference), output)
    if arguments.command == "onprem":
        return commands.onprem(arguments.root, arguments.stack, arguments.network, output)
    if arguments.command == "finetune":
        return finetune.run(arguments, output)
    states, references = tuple(arguments.state), tuple(arguments.reference)
    source = Source(arguments.root, arguments.stack, states, _snapshot(arguments), references)
    return _ask(source, arguments, output)


def _ask(source: Source, arguments: argparse.Namespace, output: Output) -> int:
    """Commands about a network, wherever it comes from."""
    if arguments.command == "prove":
        return commands.prove(source, arguments.config, output)
    if arguments.command == "access" and arguments.bucket is not None:
        return commands.bucket_access(source, arguments.bucket, arguments.config, output, whole=arguments.all)
    if arguments.command == "access":
        return commands.access(source, arguments.consumer, output)
    if arguments.command == "whatif":
        asked = commands.Asked(tuple(arguments.without or ()), arguments.list, arguments.consumer)
        return commands.whatif(source, asked, output)
    return commands.trace(source, arguments.start, arguments.goal, arguments.protocol, arguments.port, output)


def _snapshot(arguments: argparse.Namespace) -> Path | None:
    """``access`` and ``whatif`` have no such option: AWS's answers do not say what is granted."""
    found: Path | None = getattr(arguments, "snapshot", None)
    return found


if __name__ == "__main__":
    sys.exit(main())
