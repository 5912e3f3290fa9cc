# ruff: noqa: PLC0415
"""The commands about what runs in AWS: ``list``, ``stop``, ``interfaces``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING

from ..commands import document, page_text
from ..exits import DONE, FOUND, BadInputError
from ..output import Output
from .opening import aws_in, aws_of, opened, same_region
from .running import running_document

if TYPE_CHECKING:
    from .aws import Aws
    from .place import Place
    from .running import Running
    from .services import Jobs

SERVICES = ("bedrock", "sagemaker")


def listed(arguments: argparse.Namespace, output: Output) -> int:
    """Prints the newest jobs of both services."""
    from .checking import chosen
    from .services import jobs_of
    from .text import listed_text

    place, region = None, arguments.region
    if arguments.network:
        every, known = opened(arguments)
        place = chosen(every, arguments.network, known)
        region = same_region(region, place)
    aws = aws_in(arguments, region)
    if place is not None:
        found = list(_jobs_in(place, aws, arguments.limit))
    else:
        found = [one for each in SERVICES for one in islice(jobs_of(each, aws).listed(), arguments.limit)]
    where = f"Jobs of {arguments.network}." if place else "Jobs of Amazon Bedrock and Amazon SageMaker AI."
    output.show(
        lambda: document({"jobs": [running_document(one) for one in found]}),
        lambda *look: page_text(where, listed_text(found), look),
    )
    return DONE


def stop(arguments: argparse.Namespace, output: Output) -> int:
    """Asks AWS to end a job."""
    name, aws = arguments.name, aws_in(arguments, arguments.region)
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
        lambda: document(running_document(running)),
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
    aws, region = aws_of(arguments, place, "nothing was looked for"), place.plan["region"]
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
        "jobs": [running_document(one) for one in jobs],
        "steps": to_do,
    }
    where = f"Interfaces in {arguments.network}, {region}, account {place.plan['account_id']}."
    output.show(lambda: document(content), lambda *look: page_text(where, interfaces_text(found, jobs, to_do), look))
    return FOUND if found or jobs else DONE


def _jobs_in(place: Place, aws: Aws, limit: int | None, status: str = "") -> Iterator[Running]:
    """Jobs that run as a training network's roles, of both services; the newest of each where there is a limit."""
    from .services import jobs_of

    for service in SERVICES:
        if service in place.plan["roles"]:
            yield from islice(_running_as(place.role_arn(service), jobs_of(service, aws), status), limit)


def _running_as(role: str, jobs: Jobs, status: str) -> Iterator[Running]:
    from .running import role_of

    for one in jobs.listed(status):
        whole = jobs.find(one.name)
        if whole is not None and role_of(whole) == role:
            yield one
