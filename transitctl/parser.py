"""The options of every command, and what ``--help`` says about them."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import __version__
from .finetune import line as finetune
from .options import Commands, command, output, reference, source

ABOUT = """\
Shows what a bedrock-transit network would be and proves who reaches what in it: on a laptop, with neither an AWS account
nor the Pulumi CLI. `pulumi preview` and `pulumi up` remain what compares with reality and changes it."""
CODES = """\
exit codes: 0 done; 1 a mandatory rule does not hold; 2 bad input, with every problem on standard error and nothing on
standard output; 130 interrupted. docs/transitctl.md tells more."""
PREVIEW = """\
Runs the real program for a stack with every id unknown, and prints what the stack would hold: resources by component
and type, addresses, routes per table, who is granted what, exports; then, from the project's policy pack, run as a
process as the engine runs it, who would reach what, and every finding. Nothing is compared with what exists; no provider
and no AWS is asked. Problems of the spec are told all at once, each with its line in the stack file.
policypacks/NAME.json configures the pack where it is there."""
PROVE = """\
Proves that what can be reached is exactly what was granted, and that every other rule of the pack holds: of a stack's
program, of what a state says, or, without grants, of what AWS answered. A snapshot beside a program or a state adds what
the links of the live network announced, to be compared with what is stated behind them."""
TRACE = """\
Follows one flow there and back and draws its hops, each with the rule that let it pass or stopped it.
Ends are: an address; an application (<spoke>/<application>); a subnet, interface, instance, endpoint or gateway by its
AWS id, URN or logical name; as the end also a service of the endpoint catalogue (bedrock-runtime), which is where its
host name leads at the start. Answered is 0, whatever becomes of the flow."""
ACCESS = """\
Lists who may call which model over which host name, and whether the network, DNS and the endpoint's policy let it.
With --bucket, who may read, write, delete, list and administer an S3 bucket of the stack, from where and over which path:
routes, the policies of endpoint, bucket, roles and key together, each answer with the statement or hop that decides.
Answered is 0, whatever the verdicts are; prove decides."""
ONPREM = """\
Prints what the other side of each link must configure, a note for each on-premises network: prefixes to announce and to
accept, BGP sessions, tunnels, name servers and the names to forward to them, and what to mind. It is worked out from the
stack's file alone, so it can be sent before anything exists; what AWS chooses (tunnel addresses, keys) is said to be
exported or kept where."""
WHATIF = """\
Says what becomes of each granted consumer when something fails: a zone with all that is in it; the endpoints of a Region,
while its VPCs, gateways and links still work; a link, which is a Direct Connect virtual interface, a VPN connection or a
peering of transit gateways. A grant holds, fails over (to what), loses only its standby, is lost (with the hop that stops
it), or is gone with its consumer; what is lost before anything fails is told as such. --list prints what can fail.
Answered is 0, whatever is lost; the pack's rules decide."""
SCHEMA = """\
Prints the JSON Schema (draft 2020-12) of a whole Pulumi.<stack>.yaml, for editors. docs/stack.schema.json is its output.
With --markdown, the reference of every key instead: the part of docs/spec.md that is not written by hand."""
EXAMPLES = {
    "preview": ("preview --stack dev", "preview --stack prod --json - | jq .findings"),
    "prove": (
        "prove --stack prod",
        "prove --state prod.state.json --config policypacks/prod.json",
        "prove --state network.json --state teams.json --json -",
        "prove --state network.json --root examples/workload-spoke --stack team --reference acme/bedrock-transit/prod=out.json",
        "prove --snapshot answers/",
        "prove --state prod.state.json --snapshot answers/",
    ),
    "trace": (
        "trace --stack dev --from vpc-a/chat --to bedrock-runtime",
        "trace --state prod.state.json --from 10.65.0.10 --to 10.64.1.20 --port 443",
        "trace --snapshot answers/ --from i-0a0fbd0cfa774970f --to 10.1.101.97 --json -",
    ),
    "access": (
        "access --stack dev",
        "access --state prod.state.json --consumer vpc-a/assistant",
        "access --stack dev --bucket acme-dev-vpc-a-fine-tuning-210987654321-data",
    ),
    "whatif": (
        "whatif --stack prod --all",
        "whatif --stack prod --without az=use1-az1",
        "whatif --state prod.state.json --without link=dx-ashburn --without link=dx-newark --json -",
        "whatif --stack prod --without region=us-east-1 --consumer vpc-a/assistant",
        "whatif --stack prod --list",
    ),
    "onprem": ("onprem --stack dev", "onprem --stack prod --network datacenter --json -"),
    "schema": ("schema > docs/stack.schema.json", "schema --markdown"),
}


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    made = argparse.ArgumentParser(
        "transitctl", description=ABOUT, epilog=CODES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--version", action="version", version=f"transitctl {__version__}")
    known = made.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    preview = _command(
        known, "preview", "what a stack would hold and who would reach what, worked out offline", PREVIEW
    )
    preview.add_argument("--stack", required=True, metavar="NAME", help="the stack: Pulumi.NAME.yaml describes it")
    reference(preview)
    prove = _command(known, "prove", "whether what can be reached is exactly what was granted", PROVE)
    source(prove, snapshot=True)
    _config(prove)
    trace = _command(known, "trace", "what becomes of one flow, hop by hop", TRACE)
    source(trace, snapshot=True)
    trace.add_argument("--from", required=True, dest="start", metavar="END", help="where the flow starts")
    trace.add_argument("--to", required=True, dest="goal", metavar="END", help="where it goes")
    trace.add_argument("--port", type=int, metavar="PORT", help="destination port of tcp or udp (default: 443)")
    trace.add_argument(
        "--protocol", default="tcp", metavar="PROTOCOL", help="tcp, udp, icmp, a number, or all (default: tcp)"
    )
    access = _command(known, "access", "who may call which model over which host name", ACCESS)
    source(access, snapshot=False)
    one = access.add_mutually_exclusive_group()
    one.add_argument("--consumer", metavar="NAME", help="only <spoke>/<application>, and its paths too")
    one.add_argument("--bucket", metavar="NAME", help="who has access to this bucket of the stack instead")
    _config(access, "with --bucket: ")
    access.add_argument("--all", action="store_true", help="with --bucket: what is denied too, and what denies it")
    whatif = _command(known, "whatif", "what becomes of grants when a zone, a Region or a link fails", WHATIF)
    source(whatif, snapshot=False)
    asked = whatif.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "--without",
        action="append",
        metavar="KIND=NAME",
        help="what fails: az=, region= or link=; several fail together",
    )
    asked.add_argument("--all", action="store_true", help="each single failure, one after another")
    asked.add_argument("--list", action="store_true", help="print the failures that there are")
    whatif.add_argument(
        "--consumer", metavar="NAME", help="only <spoke>/<application> or an on-premises network, what holds too"
    )
    onprem = _command(known, "onprem", "what the other side of each link must configure", ONPREM)
    onprem.add_argument("--stack", required=True, metavar="NAME", help="the stack: Pulumi.NAME.yaml describes it")
    onprem.add_argument("--network", metavar="NAME", help="only this on-premises network")
    for each in (preview, prove, trace, access, whatif, onprem):
        output(each)
    finetune.add(known)
    schema = _command(known, "schema", "the JSON Schema of a stack file, for editors", SCHEMA)
    schema.add_argument("--markdown", action="store_true", help="print the reference of every key as Markdown")
    return made


def _command(known: Commands[argparse.ArgumentParser], name: str, short: str, about: str) -> argparse.ArgumentParser:
    return command(known, name, short, about, (f"transitctl {line}" for line in EXAMPLES[name]), CODES)


def _config(made: argparse.ArgumentParser, only: str = "") -> None:
    said = (
        "the pack's configuration, as for --policy-pack-config (default: policypacks/NAME.json with --stack, else none)"
    )
    made.add_argument("--config", type=Path, metavar="FILE", help=f"{only}{said}")


def usage_problem(arguments: argparse.Namespace) -> str:
    """What is wrong with how the options are combined, which argparse cannot say; empty when nothing is."""
    if arguments.command == "finetune":
        return finetune.usage_problem(arguments)
    if not hasattr(arguments, "state"):
        return ""
    snapshot = getattr(arguments, "snapshot", None)
    if snapshot is not None and (arguments.stack or arguments.state) and arguments.command != "prove":
        return "argument --snapshot: not allowed with --stack or --state"
    if snapshot is None and not arguments.stack and not arguments.state:
        return f"{arguments.command}: state --stack, --state" + (
            " or --snapshot" if hasattr(arguments, "snapshot") else ""
        )
    if arguments.reference and not arguments.stack:
        return "argument --reference: only with --stack"
    alone = ("config", "all") if arguments.command == "access" and arguments.bucket is None else ()
    return next((f"argument --{name}: only with --bucket" for name in alone if getattr(arguments, name)), "")
