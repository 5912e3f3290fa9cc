"""The options of ``finetune``, and what its help texts say."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from ..options import Commands, command, output, source

ABOUT = """\
Runs fine-tuning jobs in a training network of the stack (docs/finetune.md). A job file describes one job; the network's
subnets, security group, role, key and buckets come from the stack. Only submit, list, stop, interfaces and check --live speak
to AWS."""
CODES = """\
exit codes: 0 done, or the job completed; 1 something stands in the way of the job, or it failed or was stopped, or
interfaces are left; 2 bad input, AWS refused, or another job has the name; 130 interrupted: a job that was started goes on."""
PLAN = (
    "Prints the whole request that would start the job. An id that does not exist yet is '?'. Nothing is asked of AWS."
)
CHECK = """\
Proves from the stack that the job's subnets reach their own buckets and, where jobs are isolated, nothing else, or else nothing
that is not granted; and that the job fits its network: data in its bucket, a model that its Region fine-tunes, hyperparameters
of the right types, addresses for its instances, buckets, key and role that exist. With --live the account is asked about the
network's own resources, and each difference from the state is a problem too. Every problem is told with its remedy. Without
--live nothing is asked of AWS."""
SUBMIT = """\
Checks the job as `check --live` does, starts it, and follows it to its end. Submitted again, the same job is followed and
not started twice; a job of that name that is another one is refused. Ctrl-C leaves the job running. With --detach it is not
followed."""
LIST = "Lists the newest jobs of both services in a Region; with --network the newest that run as the roles of that training network."
STOP = "Asks AWS to end a job, found by its name in either service. One that has ended already is left as it is."
INTERFACES = """\
Lists the network interfaces that are in a training network's subnets and the jobs that run as its roles, and what is to be
done with them, in order. While one is there AWS refuses to delete the subnets: ask before `pulumi destroy`, and after one that
failed. Changes nothing. Exits 1 while an interface is left or a job runs."""
PROMOTE = """\
Adds the provisioned throughput or deployment of a custom model to a grant of the stack's file: of the training network's
account and Region, for consumers of its segment alone. Without --write the line to add is printed. `preview` follows."""
EXAMPLES = {
    "plan": ("plan job.yaml --stack prod", "plan job.yaml --state prod.state.json --json -"),
    "check": (
        "check job.yaml --stack prod",
        "check job.yaml --state prod.state.json --config policypacks/prod.json --live --profile ml-prod",
    ),
    "submit": (
        "submit job.yaml --state prod.state.json --config policypacks/prod.json --profile ml-prod",
        "submit job.yaml --stack prod --outputs outputs.json --no-live --detach",
    ),
    "list": ("list --region us-east-1", "list --network vpc-c/fine-tuning --state prod.state.json --json -"),
    "stop": ("stop claims-2026-11 --region us-east-1",),
    "interfaces": (
        "interfaces --network vpc-c/fine-tuning --state prod.state.json",
        "interfaces --network vpc-c/fine-tuning --stack prod --outputs outputs.json --json -",
    ),
    "promote": (
        "promote arn:aws:bedrock:us-east-1:333344445555:provisioned-model/a1b2c3d4e5f6 "
        "--network vpc-c/fine-tuning --grant claims-model --stack prod --write",
    ),
}

Number = TypeVar("Number", int, float)


def add(known: Commands[argparse.ArgumentParser]) -> None:
    """Adds ``finetune`` and its commands."""
    shape = argparse.RawDescriptionHelpFormatter
    made = known.add_parser(
        "finetune",
        help="fine-tuning jobs: plan, check, submit, list, stop, interfaces, promote",
        description=ABOUT,
        epilog=CODES,
        formatter_class=shape,
    )
    below = made.add_subparsers(dest="what", metavar="COMMAND", required=True, title="commands")
    plan = _command(below, "plan", "the request that would start a job", PLAN)
    check = _command(below, "check", "whether a job fits its network, and what that reaches", CHECK)
    submit = _command(below, "submit", "check a job, start it, follow it", SUBMIT)
    listed = _command(below, "list", "the newest jobs", LIST)
    stop = _command(below, "stop", "end a job", STOP)
    interfaces = _command(below, "interfaces", "what holds a training network's subnets", INTERFACES)
    promote = _command(below, "promote", "grant a trained model", PROMOTE)
    for each in (plan, check, submit):
        each.add_argument("job", type=Path, metavar="JOB", help="the job file")
    for each in (plan, check, submit, listed, interfaces):
        source(each, snapshot=False)
        each.add_argument(
            "--outputs",
            type=Path,
            metavar="FILE",
            help="`pulumi stack output --json` of the stack, for ids that --stack does not know",
        )
    for each in (check, submit):
        each.add_argument(
            "--config",
            type=Path,
            metavar="FILE",
            help="the pack's configuration (default: policypacks/NAME.json with --stack, else none)",
        )
    check.add_argument(
        "--live", action="store_true", help="ask the account too: what is not as the state says stands in the way"
    )
    submit.add_argument(
        "--no-live",
        dest="live",
        action="store_false",
        help="start the job without asking the account whether it is as the state says",
    )
    for each in (check, submit, listed, stop, interfaces):
        _aws(each)
    submit.add_argument("--detach", action="store_true", help="start the job and do not follow it")
    submit.add_argument(
        "--poll-seconds", type=_seconds, default=30.0, metavar="SECONDS", help="how often AWS is asked (default: 30)"
    )
    listed.add_argument("--network", metavar="NAME", help="only jobs of this training network: <spoke>/<application>")
    listed.add_argument(
        "--limit", type=_count, default=100, metavar="N", help="the newest N of each service (default: 100)"
    )
    stop.add_argument("name", metavar="NAME", help="the job's name")
    interfaces.add_argument(
        "--network", required=True, metavar="NAME", help="the training network: <spoke>/<application>"
    )
    promote.add_argument("arn", metavar="ARN", help="of the provisioned throughput or the deployment")
    promote.add_argument("--network", required=True, metavar="NAME", help="the training network that trained the model")
    promote.add_argument("--grant", required=True, metavar="KEY", help="the grant that gets the model")
    promote.add_argument("--stack", required=True, metavar="NAME", help="the stack: Pulumi.NAME.yaml describes it")
    promote.add_argument("--write", action="store_true", help="write the stack's file")
    for each in (plan, check, submit, listed, stop, interfaces, promote):
        output(each)


def usage_problem(arguments: argparse.Namespace) -> str:
    """What is wrong with how the options are combined; empty when nothing is."""
    stated = bool(getattr(arguments, "stack", None) or getattr(arguments, "state", None))
    if arguments.what in ("plan", "check", "submit", "interfaces") and not stated:
        return f"finetune {arguments.what}: state --stack or --state"
    if getattr(arguments, "live", False) and (arguments.stack or not arguments.state):
        way_out = ", or --no-live" if arguments.what == "submit" else ""
        return f"finetune {arguments.what}: state --state without --stack{way_out}: the account is compared with what a state says"
    if (
        arguments.what == "check"
        and not arguments.live
        and (arguments.region or arguments.profile or arguments.endpoint_url)
    ):
        return "finetune check: --region, --profile and --endpoint-url go with --live"
    if arguments.what == "list" and bool(arguments.network) != stated:
        return "finetune list: --network goes with --stack or --state, which say whose roles those are"
    if getattr(arguments, "reference", None) and not arguments.stack:
        return "argument --reference: only with --stack"
    return ""


def _command(known: Commands[argparse.ArgumentParser], name: str, short: str, about: str) -> argparse.ArgumentParser:
    return command(known, name, short, about, (f"transitctl finetune {line}" for line in EXAMPLES[name]), CODES)


def _aws(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--region", metavar="REGION", help="the AWS Region (default: the training network's, or the profile's)"
    )
    command.add_argument("--profile", metavar="NAME", help="the profile of the credentials")
    command.add_argument(
        "--endpoint-url", type=_address, metavar="URL", help="where AWS answers, for interface endpoints and tests"
    )


def _address(text: str) -> str:
    try:
        found = urlsplit(text)
        usable = found.scheme in ("http", "https") and found.hostname and found.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise argparse.ArgumentTypeError("must be http://HOST or https://HOST")
    return text


def _seconds(text: str) -> float:
    return _between(text, float, 0.001, 3600, "a number from 0.001 to 3600")


def _count(text: str) -> int:
    return _between(text, int, 1, 1000, "a whole number from 1 to 1000")


def _between(text: str, kind: Callable[[str], Number], low: Number, high: Number, what: str) -> Number:
    try:
        value = kind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be {what}") from None
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"must be {what}")
    return value
