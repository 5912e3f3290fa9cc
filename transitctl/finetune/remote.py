# ruff: noqa: PLC0415
"""The commands that speak to AWS: ``submit``, ``list``, ``stop``, ``interfaces``, and the look of ``check`` at the account."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from ..commands import document, page_text
from ..exits import DONE, FOUND, INTERRUPTED, BadInputError
from ..output import Output, say_aside
from .opening import opened

if TYPE_CHECKING:
    from .aws import Aws
    from .checking import Checked
    from .place import Place
    from .running import Running

SERVICES = ("bedrock", "sagemaker")


def submit(arguments: argparse.Namespace, checked: Checked, output: Output) -> int:
    """Starts a job that has passed its check, once, and follows it. A job that is there already is followed whatever the account holds."""
    from .commands import check
    from .request import request
    from .running import COMPLETED
    from .services import jobs_of
    from .submitting import Progress, begin, follow, resumed
    from .text import running_text

    job, place = checked.file.job, checked.place
    if checked.later:
        raise BadInputError(
            f"{', '.join(checked.later)}: not known before the network exists\n"
            "  remedy: update the stack, then state its state with --state, or its exports with --outputs"
        )
    aws = _aws_of(arguments, place, "nothing was started")
    jobs, progress, body = jobs_of(job.service, aws), Progress(), request(job, place)
    running = resumed(jobs, job.name, body)
    known = running is not None
    if running is None and arguments.live:
        checked = _compared(aws, checked)
        if not checked.passed:
            return check(checked, output)
    try:
        running = running or begin(jobs, job.name, body)
        say_aside(f"{job.name} {'exists already: following it' if known else 'was started'}: {running.arn}")
        if not arguments.detach:
            for latest in follow(jobs, running, lambda: time.sleep(arguments.poll_seconds)):
                running = latest
                progress.tell(latest)
    except KeyboardInterrupt:
        progress.end()
        say_aside(_go_on(job.name, running))
        return INTERRUPTED
    except BadInputError as error:
        progress.end()
        raise BadInputError(f"{error}\n{_go_on(job.name, running)}" if running else str(error)) from None
    progress.end()
    content = {**_running(running), "network": place.plan["key"], "region": place.plan["region"], "existed": known}
    output.show(lambda: document(content), lambda *look: page_text(f"The job {job.name}.", running_text(running), look))
    return FOUND if running.ended and running.status != COMPLETED else DONE


def seen(arguments: argparse.Namespace, checked: Checked) -> Checked:
    """A check together with what the account holds now."""
    if not checked.place.ready:
        raise BadInputError(
            f"the state has no ids of the subnets, or not of one security group, of {checked.place.plan['key']}\n"
            "  remedy: state a state of after an update"
        )
    return _compared(_aws_of(arguments, checked.place, "nothing was compared"), checked)


def listed(arguments: argparse.Namespace, output: Output) -> int:
    """Prints the newest jobs of both services."""
    from .checking import chosen
    from .services import jobs_of
    from .text import listed_text

    place, region = None, arguments.region
    if arguments.network:
        every, known = opened(arguments)
        place = chosen(every, arguments.network, known)
        region = _same_region(region, place)
    aws = _aws(arguments, region)
    if place is not None:
        found = list(_jobs_in(place, aws, arguments.limit))
    else:
        found = [one for service in SERVICES for one in jobs_of(service, aws).listed(arguments.limit)]
    where = f"Jobs of {arguments.network}." if place else "Jobs of Amazon Bedrock and Amazon SageMaker AI."
    output.show(
        lambda: document({"jobs": [_running(one) for one in found]}),
        lambda *look: page_text(where, listed_text(found), look),
    )
    return DONE


def stop(arguments: argparse.Namespace, output: Output) -> int:
    """Asks AWS to end a job."""
    name, aws = arguments.name, _aws(arguments, arguments.region)
    from .services import jobs_of
    from .text import running_text

    both = {service: jobs_of(service, aws) for service in SERVICES}
    found = {service: running for service, jobs in both.items() if (running := jobs.find(name)) is not None}
    alive = {service: running for service, running in found.items() if not running.ended} or found
    if len(alive) != 1:
        what = f"there is no job {name}" if not found else f"both services have a job {name}"
        remedy = (
            "`finetune list` shows those that there are" if not found else "stop it in AWS: nobody knows which is meant"
        )
        raise BadInputError(f"{what}\n  remedy: {remedy}; state its Region with --region")
    ((service, running),) = alive.items()
    if not running.ended and running.status != "Stopping":
        both[service].stop(name)
        running = both[service].find(name) or running
    output.show(
        lambda: document(_running(running)),
        lambda *look: page_text(f"The job {name}.", running_text(running), look),
    )
    return DONE


def interfaces(arguments: argparse.Namespace, output: Output) -> int:
    """Prints what is left in a training network's subnets, and what is to be done before they can be deleted."""
    from .checking import chosen
    from .interfaces import interfaces_in, steps
    from .running import ALIVE
    from .text import interfaces_text

    every, known = opened(arguments)
    try:
        place = chosen(every, arguments.network, known)
    except BadInputError as error:
        raise BadInputError(f"{error}\n  after a destroy that failed: state what was exported before it") from None
    subnets = {zone: each for zone, each in place.subnets.items() if each is not None}
    if not subnets or len(subnets) < len(place.subnets):
        raise BadInputError(
            f"the subnets of {arguments.network} are not known\n"
            "  remedy: state the stack's state with --state, or its exports with --outputs"
        )
    aws, region = _aws_of(arguments, place, "nothing was looked for"), place.plan["region"]
    # First the jobs: one that ends in between leaves its interfaces, which are seen then.
    jobs = [one for status in ALIVE for one in _jobs_in(place, aws, None, status)]
    found = interfaces_in(aws, subnets)
    to_do = list(steps(found, jobs, region))
    content = {
        "network": arguments.network,
        "region": region,
        "account": place.plan["account_id"],
        "subnets": subnets,
        "interfaces": [asdict(one) for one in found],
        "jobs": [_running(one) for one in jobs],
        "steps": to_do,
    }
    where = f"Interfaces in {arguments.network}, {region}, account {place.plan['account_id']}."
    output.show(lambda: document(content), lambda *look: page_text(where, interfaces_text(found, jobs, to_do), look))
    return FOUND if found or jobs else DONE


def _jobs_in(place: Place, aws: Aws, limit: int | None, status: str = "") -> Iterator[Running]:
    """Jobs that run as a training network's roles, of both services."""
    from .running import role_of
    from .services import jobs_of

    for service in SERVICES:
        if service in place.plan["roles"]:
            jobs = jobs_of(service, aws)
            for one in jobs.listed(limit, status):
                whole = jobs.find(one.name)
                if whole is not None and role_of(whole) == place.role_arn(service):
                    yield one


def _aws(arguments: argparse.Namespace, region: str | None) -> Aws:
    from .aws import Aws

    return Aws(region, arguments.profile, arguments.endpoint_url)


def _aws_of(arguments: argparse.Namespace, place: Place, undone: str) -> Aws:
    """AWS in the network's Region and account; ``undone`` is told where the credentials are another account's."""
    aws = _aws(arguments, _same_region(arguments.region, place))
    account, wanted = aws.account(), place.plan["account_id"]
    if account != wanted:
        raise BadInputError(
            f"the credentials are of account {account}, and {place.plan['key']} is in {wanted}: {undone}\n"
            f"  remedy: use credentials of {wanted} (--profile)"
        )
    return aws


def _compared(aws: Aws, checked: Checked) -> Checked:
    from .live.asking import ask
    from .live.comparing import compare
    from .live.stated import stated

    said = stated(checked.resources, checked.file.job, checked.place)
    return replace(checked, live=tuple(compare(said.facts, *ask(aws, said))))


def _same_region(stated: str | None, place: Place) -> str:
    region = place.plan["region"]
    if stated not in (None, region):
        raise BadInputError(f"--region {stated}: {place.plan['key']} is in {region}\n  remedy: leave --region out")
    return region


def _go_on(name: str, running: Running | None) -> str:
    """What becomes of the job when nobody follows it any more."""
    state = f"{name} goes on in AWS" if running else f"whether {name} was started is not known"
    more = f"; end it: transitctl finetune stop {name} --region {running.arn.split(':')[3]}" if running else ""
    return f"{state}. Follow it: the same command again, which starts no second one{more}"


def _running(running: Running) -> dict[str, Any]:
    kept = ("name", "service", "arn", "status", "detail", "reason", "model")
    created = running.created.isoformat() if running.created else None
    return {**{key: getattr(running, key) for key in kept}, "created": created}
