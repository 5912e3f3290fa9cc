# ruff: noqa: PLC0415
"""What the commands of ``finetune`` do. Each returns the exit code, and raises ``BadInputError`` before anything is printed."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from ..commands import document, page_text
from ..exits import DONE, FOUND, BadInputError
from ..files import read_text
from ..output import Output, write_whole
from ..program import find_packages, plan_of
from .opening import checked, opened


def run(arguments: argparse.Namespace, output: Output) -> int:
    """Runs one command of ``finetune``."""
    find_packages(arguments.root)
    from . import launching, remote

    known: Mapping[str, Callable[[argparse.Namespace, Output], int]] = {
        "list": remote.listed,
        "stop": remote.stop,
        "interfaces": remote.interfaces,
        "promote": promote,
        "plan": plan,
    }
    if arguments.what in known:
        return known[arguments.what](arguments, output)
    found = checked(arguments)
    if arguments.what == "check" and arguments.live and (found.place.ready or found.passed):
        found = launching.seen(arguments, found)
    if arguments.what == "check" or not found.passed:
        return launching.tell(found, output)
    return launching.submit(arguments, found, output)


def plan(arguments: argparse.Namespace, output: Output) -> int:
    """Prints the request that would start the job, and what is wrong with the job in its network."""
    from .checking import chosen, problem_document
    from .job import read_job
    from .judge import judge, not_ready
    from .request import OPERATIONS, request
    from .text import problems_text, request_text

    file = read_job(arguments.job)
    every, known = opened(arguments)
    place = chosen(every, file.job.network, known)
    problems = file.placed(judge(file.job, place, every))
    if file.job.service not in place.plan["roles"]:
        raise BadInputError("\n".join(problem.text(file.name) for problem in problems))
    body, later = request(file.job, place), not_ready(file.job, place)
    content = {
        "operation": OPERATIONS[file.job.service],
        "region": place.plan["region"],
        "request": body,
        "known_after_update": later,
        "problems": [problem_document(problem) for problem in problems],
    }
    output.show(
        lambda: document(content),
        lambda *look: page_text(
            f"The job {file.job.name} in {place.plan['key']}, {place.plan['region']}, account {place.plan['account_id']}.",
            [*request_text(file.job.service, body, later), *problems_text(file.name, problems)],
            look,
        ),
    )
    return FOUND if problems else DONE


def promote(arguments: argparse.Namespace, output: Output) -> int:
    """Prints the lines that declare and grant a trained model, or writes them."""
    from .promotion import judge_promotion, trainings
    from .rehearsal import network_of, rehearse
    from .stack_edit import EditError, with_model

    path = arguments.root / f"Pulumi.{arguments.stack}.yaml"
    known = trainings(plan_of(arguments.root, arguments.stack))
    text = read_text(path, "the file of a stack", "state the stack with --stack")
    body = network_of(path)
    problems = judge_promotion(arguments.arn, arguments.network, arguments.grant, known, body)
    if problems:
        raise BadInputError("\n".join(problem.text() for problem in problems))
    present = arguments.arn in body["grants"][arguments.grant].get("models", [])
    lines, written = "", False
    if not present:
        try:
            edited, lines = with_model(text, arguments.grant, arguments.arn, arguments.network)
        except EditError as error:
            raise BadInputError(
                f'{path}: {error}\n  remedy: add "{arguments.arn}" to grants.{arguments.grant}.models by hand, and declare it '
                f"in custom_models with trained_in: {arguments.network}"
            ) from None
        rehearse(edited, path, arguments.stack)
        if arguments.write:
            write_whole(path, edited)
            written = True
    content = {"grant": arguments.grant, "model": arguments.arn, "present": present, "written": written, "lines": lines}
    first = (
        f"The grant {arguments.grant} has the model already."
        if present
        else f"{path} now grants the model: `transitctl preview --stack {arguments.stack}` shows what that changes."
        if written
        else f"Add to {path}, or run this again with --write:"
    )
    output.show(lambda: document(content), lambda *look: page_text(first, [] if present or written else [lines], look))
    return DONE
