"""What ``finetune`` prints for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from bedrock_transit.spec.problems import Problem

from ..findings import Told
from ..text.findings import BAD, GOOD, rule_findings
from ..text.table import plain, plural, table, terms
from .checking import Checked
from .interfaces import Interface
from .request import OPERATIONS, Body
from .running import Running


def request_text(service: str, body: Body, later: Iterable[str]) -> Iterator[RenderableType]:
    """The request as JSON, and what of it is not known."""
    yield plain(f"{OPERATIONS[service]}:")
    yield plain(json.dumps(body, indent=2))
    unknown = list(later)
    if unknown:
        yield plain("")
        yield plain(f"Known after an update: {', '.join(unknown)}. State --state or --outputs then.")


def problems_text(file: str, problems: Iterable[Problem]) -> Iterator[RenderableType]:
    """Each problem with its line and the way out."""
    for problem in problems:
        where, remedy = problem.text(file).split("\n")
        yield Text(f"✗ {where}", BAD)
        yield Padding(plain(remedy.strip()), (0, 0, 0, 2))


def checked_text(checked: Checked) -> Iterator[RenderableType]:
    """What stands in the way of the job, and whether anything does."""
    plan, job = checked.place.plan, checked.file.job
    yield terms(
        [
            ("network", [f"{plan['key']}, segment {plan['segment']}, {plan['region']}, account {plan['account_id']}"]),
            ("subnets", [f"{zone}: {known or '?'}" for zone, known in sorted(checked.place.subnets.items())]),
            ("group, key", [f"{checked.place.group or '?'}, {plan['key_alias']}"]),
            ("role", [plan["roles"].get(job.service, "none for this service")]),
        ]
    )
    yield plain("")
    yield from problems_text(checked.file.name, checked.problems)
    yield from _findings(checked.told)
    if checked.elsewhere:
        yield plain(
            f"{plural(checked.elsewhere, 'mandatory finding')} about other parts of the network: `transitctl prove` tells them."
        )
    for drift in checked.live or ():
        yield Text(f"✗ {drift.text}", BAD)
        yield Padding(plain(f"remedy: {drift.remedy}"), (0, 0, 0, 2))
    if checked.live == ():
        yield plain("What was asked of the account is as the state says.")
    for line in checked.assumptions:
        yield plain(f"assumed: {line}")
    if checked.passed:
        more = "nothing else" if plan["network_isolation"] else "nothing that is not granted"
        yield Text(f"PASSED: its subnets reach their buckets and {more}, and the job fits.", GOOD)
    else:
        mandatory = sum(1 for one in checked.told if one.mandatory)
        counts = [plural(len(checked.problems), "problem"), plural(mandatory, "mandatory finding")]
        if checked.live is not None:
            counts.append(f"{plural(len(checked.live), 'difference')} in the account")
        yield Text(f"NOT PASSED: {', '.join(counts)}.", BAD)


def _findings(told: Iterable[Told]) -> Iterator[RenderableType]:
    for rule, group in groupby(told, key=lambda one: one.rule):
        yield from rule_findings(rule, list(group))


def running_text(running: Running) -> Iterator[RenderableType]:
    """A job as it is."""
    rows = [("job", [f"{running.name} ({running.service})"]), ("status", [running.status]), ("ARN", [running.arn])]
    for label, text in (("why", running.reason), ("model", running.model)):
        if text:
            rows.append((label, [text]))
    yield terms(rows)


def listed_text(found: Iterable[Running]) -> Iterator[RenderableType]:
    """Jobs, newest first in each service."""
    rows = list(found)
    made = table("Job", "Service", "Status", "Started")
    for one in rows:
        when = one.created.strftime("%Y-%m-%d %H:%M") if one.created else "?"
        made.add_row(plain(one.name), plain(one.service), plain(one.status), plain(when))
    if rows:
        yield made
    yield plain(f"{plural(len(rows), 'job')}.")


def interfaces_text(
    found: Sequence[Interface], jobs: Sequence[Running], steps: Iterable[str]
) -> Iterator[RenderableType]:
    """Interfaces that are left, jobs that run, and what is to be done."""
    yield terms(
        (
            one.id,
            [
                f"{one.zone}, {one.subnet}",
                f"{one.status}, attached to {one.attached_to or 'nothing'}",
                f"made by {one.requester or '?'}{', a service that manages it' if one.managed else ''}",
                one.job or one.description or "it does not say what for",
            ],
        )
        for one in found
    )
    if jobs:
        yield plain("")
        yield from listed_text(jobs)
    if found or jobs:
        yield plain("")
    for number, step in enumerate(steps, start=1):
        yield plain(f"{number}. {step}.")
    if found or jobs:
        yield Text(f"NOT EMPTY: {plural(len(found), 'interface')}, {plural(len(jobs), 'job')} running.", BAD)
    else:
        yield Text("EMPTY: no interface is left and no job runs. Nothing of jobs holds the subnets.", GOOD)
