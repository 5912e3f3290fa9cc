"""Options that mean the same in every command that has them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

Commands = argparse._SubParsersAction  # the only name that argparse has for what add_subparsers returns


def command(
    known: Commands[argparse.ArgumentParser], name: str, short: str, about: str, examples: Iterable[str], codes: str
) -> argparse.ArgumentParser:
    """A command with its description, examples (as they are typed after ``python -m``) and exit codes."""
    lines = "\n".join(f"  python -m {line}" for line in examples)
    return known.add_parser(
        name,
        help=short,
        description=about,
        epilog=f"examples:\n{lines}\n\n{codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def source(command: argparse.ArgumentParser, *, snapshot: bool) -> None:
    """Where the network comes from: a stack's program, states, or both; or else a snapshot."""
    command.add_argument(
        "--stack", metavar="NAME", help="a stack's program, run offline: Pulumi.NAME.yaml describes it"
    )
    reference(command)
    command.add_argument(
        "--state",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="what `pulumi stack export` printed, or a state file; several make up one network, with --stack too",
    )
    if snapshot:
        command.add_argument(
            "--snapshot",
            type=Path,
            metavar="DIR",
            help="a folder with the answers of AWS describe calls, by itself; with prove, beside the others too",
        )


def reference(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--reference",
        action="append",
        default=[],
        metavar="STACK=FILE",
        help="what another stack exports, to which the program of --stack refers: `pulumi stack output --json`",
    )


def output(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the project's folder (default: the current one)"
    )
    command.add_argument(
        "--json", metavar="FILE", help="write the answer as JSON to FILE too; '-' prints it instead of the text"
    )
    command.add_argument(
        "--no-color", action="store_true", help="no colour on a terminal either; NO_COLOR=1 does the same"
    )
