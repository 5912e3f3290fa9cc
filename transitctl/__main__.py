"""The command line: what can be asked. What is done about it is in ``commands``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import __version__, commands
from .exits import exit_code

ABOUT = """\
Shows what a bedrock-transit network would be, on a laptop, with neither an AWS account nor the Pulumi CLI.
`pulumi preview` and `pulumi up` remain what compares with reality and changes it."""
CODES = """\
exit codes: 0 done; 2 bad input, with every problem on standard error and nothing on standard output; 130 interrupted.
docs/transitctl.md tells more."""
PREVIEW = """\
Runs the real program for a stack with every id unknown, and prints what the stack would hold: resources by component
and type, addresses, routes per table, who is granted what, exports. Nothing is compared with what exists; no provider
and no AWS is asked. Problems of the spec are told all at once, each with its line in the stack file."""
SCHEMA = """\
Prints the JSON Schema (draft 2020-12) of a whole Pulumi.<stack>.yaml, for editors. docs/stack.schema.json is its output.
With --markdown, the reference of every key instead: the part of docs/spec.md that is not written by hand."""

KEPT = argparse.RawDescriptionHelpFormatter
"""Keeps the lines of the texts above."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code. Raises ``SystemExit`` for usage errors and for help, as argparse does."""
    arguments = _parser().parse_args(argv)
    return exit_code(lambda: _run(arguments))


def _run(arguments: argparse.Namespace) -> None:
    if arguments.command == "schema":
        commands.schema(markdown=arguments.markdown)
    else:
        commands.preview(arguments.root, arguments.stack, arguments.json, no_color=arguments.no_color)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("transitctl", description=ABOUT, epilog=CODES, formatter_class=KEPT)
    parser.add_argument("--version", action="version", version=f"transitctl {__version__}")
    known = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")

    preview = known.add_parser(
        "preview",
        help="what a stack would hold, worked out offline",
        description=PREVIEW,
        epilog=CODES,
        formatter_class=KEPT,
    )
    preview.add_argument("--stack", required=True, metavar="NAME", help="the stack: Pulumi.NAME.yaml describes it")
    preview.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the project's folder (default: the current one)"
    )
    preview.add_argument(
        "--json", metavar="FILE", help="write the same content as JSON to FILE; '-' prints it instead of the text"
    )
    preview.add_argument(
        "--no-color", action="store_true", help="no colour on a terminal either; NO_COLOR=1 does the same"
    )

    schema = known.add_parser(
        "schema",
        help="the JSON Schema of a stack file, for editors",
        description=SCHEMA,
        epilog=CODES,
        formatter_class=KEPT,
    )
    schema.add_argument("--markdown", action="store_true", help="print the reference of every key as Markdown")
    return parser


if __name__ == "__main__":
    sys.exit(main())
