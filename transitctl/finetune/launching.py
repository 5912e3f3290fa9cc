# ruff: noqa: PLC0415
"""The check of a job and its start: ``check`` as it is told, ``submit``, and the look at the account that both take."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from ..commands import document, page_text
from ..exits import DONE, FOUND, INTERRUPTED, BadInputError
from ..output import Output, say_aside
from .opening import aws_of
from .running import running_document

if TYPE_CHECKING:
    from .aws import Aws
    from .checking import Checked
    from .live.stated import Stated
    from .running import Running


def submit(arguments: argparse.Namespace, checked: Checked, output: Output) -> int:
    """Starts a job that has passed its check, once, and follows it. A job that is there already is followed whatever the account holds."""
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
    aws = aws_of(arguments, place, "nothing was started")
    jobs, progress, body = jobs_of(job.service, aws), Progress(), request(job, place)
    try:
        running = resumed(jobs, job.name, body)
        if running is None and arguments.live:
            checked = _compared(aws, checked, _stated(checked))
    except KeyboardInterrupt:
        say_aside("interrupted: nothing was started")
        return INTERRUPTED
    if not checked.passed:
        return tell(checked, output)
    known = running is not None
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
    content = {
        **running_document(running),
        "network": place.plan["key"],
        "region": place.plan["region"],
        "existed": known,
    }
    output.show(lambda: document(content), lambda *look: page_text(f"The job {job.name}.", running_text(running), look))
    return FOUND if running.ended and running.status != COMPLETED else DONE


def tell(found: Checked, output: Output) -> int:
    """Prints what stands in the way of the job."""
    from .checking import checked_document
    from .text import checked_text

    first = f"Check of the job {found.file.job.name} ({found.file.name})."
    output.show(lambda: document(checked_document(found)), lambda *look: page_text(first, checked_text(found), look))
    return DONE if found.passed else FOUND


def seen(arguments: argparse.Namespace, checked: Checked) -> Checked:
    """A check together with what the account holds now."""
    said = _stated(checked)
    return _compared(aws_of(arguments, checked.place, "nothing was compared"), checked, said)


def _stated(checked: Checked) -> Stated:
    """What the state says. Raises ``BadInputError`` where it does not know the ids itself."""
    from .live.stated import stated

    place = checked.place
    if not {*place.subnets.values(), place.group} <= {one.id for one in checked.resources if one.id}:
        raise BadInputError(
            f"the state has no ids of the subnets, or not of one security group, of {place.plan['key']}\n"
            "  remedy: state a state of after an update"
        )
    return stated(checked.resources, checked.file.job, place)


def _compared(aws: Aws, checked: Checked, said: Stated) -> Checked:
    from .live.asking import ask
    from .live.comparing import compare

    return replace(checked, live=tuple(compare(said.facts, *ask(aws, said))))


def _go_on(name: str, running: Running | None) -> str:
    """What becomes of the job when nobody follows it any more."""
    state = f"{name} goes on in AWS" if running else f"whether {name} was started is not known"
    more = f"; end it: transitctl finetune stop {name} --region {running.arn.split(':')[3]}" if running else ""
    return f"{state}. Follow it: the same command again, which starts no second one{more}"
