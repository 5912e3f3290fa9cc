# ruff: noqa: PLC0415
"""What the commands do. Each imports what it needs when it needs it: ``--help`` and a wrong spec wait for no SDK.

Each returns the exit code, and raises ``BadInputError`` before anything is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .exits import DONE, FOUND, BadInputError
from .output import Output, progress, say
from .program import PROJECT, find_packages, pack_of, plan_of, recording_of
from .source import Source

if TYPE_CHECKING:
    from rich.console import RenderableType

    from transit_guardrails.questions.failures import Failure

    from .networks import Known

MANY_SUBNETS = 2_000
"""Subnets from which on a proof takes seconds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A what-if question: what fails together, or each single failure, or which there are; of all consumers or of one."""

    without: tuple[str, ...]
    list_only: bool
    consumer: str | None


def preview(root: Path, stack: str, references: tuple[str, ...], output: Output) -> int:
    """Prints what the stack would hold, who would reach what, and the findings of the pack, run as a process."""
    recording = recording_of(root, stack, references)
    pack = pack_of(root)
    from transit_guardrails.readers.pulumi import network_of
    from transit_guardrails.rules.facts import Facts

    from . import findings, proof_report
    from .networks import states_of
    from .pack_config import config_of_stack
    from .policy_pack import run_pack
    from .report import as_json, build
    from .resources import resources_of
    from .scope import scope_of
    from .text import render
    from .text.findings import findings as findings_text
    from .text.matrix import reachability

    today = date.today()
    config = config_of_stack(root, stack, today)
    others = states_of([Path(state) for state in config.settings.states])
    report = build(recording)
    told = findings.of_pack(run_pack(pack, recording, config.written))
    facts = Facts(network_of([*others, *resources_of(recording)]), config.settings, today)
    scope, matrix = scope_of(facts.network, config.settings, today), proof_report.matrix_of(facts.exactness)

    def document() -> str:
        return as_json(
            report,
            {
                "findings": proof_report.findings_document(told),
                "matrix": proof_report.matrix_document(matrix),
                "access": proof_report.access_document(proof_report.accesses(facts)),
            },
        )

    def text(width: int, colour: bool) -> str:
        more = [("Reachability", reachability(matrix)), ("Findings", findings_text(told, scope))]
        return render(report, more, width=width, colour=colour)

    output.show(document, text)
    return FOUND if any(one.mandatory for one in told) else DONE


def prove(source: Source, config: Path | None, output: Output) -> int:
    """Prints what does not hold in a network, and whether what can be reached is what was granted."""
    find_packages(source.root)
    from transit_guardrails.proof import prove_network

    from . import findings, proof_report
    from .pack_config import judged_of
    from .scope import scope_of
    from .text.findings import findings as findings_text

    today = date.today()
    judged = judged_of(source, config, today)
    known = source.beside(judged.settings.states).open()
    if known.kind != "snapshot":
        known.must_hold_grants()
    if len(known.network.subnets) > MANY_SUBNETS:
        progress(f"proving {len(known.network.subnets):,} subnets in {len(known.network.vpcs):,} VPCs")
    scope = scope_of(known.network, judged.settings, today)
    found = prove_network(known.network, judged.settings, today).findings
    told = findings.of_proof((one for one in found if one.rule in scope.rules), judged.advice)
    output.show(
        lambda: document(proof_report.proof_document(known, scope, told)),
        lambda *look: page_text(f"Proof of {known.text}.", findings_text(told, scope), look),
    )
    return FOUND if any(one.mandatory for one in told) else DONE


def trace(source: Source, start: str, goal: str, protocol: str, port: int | None, output: Output) -> int:
    """Prints what becomes of one flow, hop by hop."""
    find_packages(source.root)
    from . import tracing
    from .text.trace import drawing, verdict

    asked = tracing.flow(start, goal, protocol, port)
    known = source.open()
    found, exactness = tracing.follow(known.network, asked)
    output.show(
        lambda: document(tracing.trace_document(asked, found)),
        lambda *look: page_text(
            f"{asked}, in {known.text}", (verdict(found), "", *drawing(found, exactness.index.name)), look
        ),
    )
    return DONE


def access(source: Source, consumer: str | None, output: Output) -> int:
    """Prints who may call which model over which host name, and whether it works."""
    known = source.open()
    from transit_guardrails.rules.facts import Facts
    from transit_guardrails.settings import Settings

    from . import proof_report
    from .text.access import access_table, paths

    known.must_hold_grants()
    facts = Facts(known.network, Settings(), date.today())
    rows = proof_report.accesses(facts)
    _must_be_granted(consumer, {row.consumer for row in rows}, known)
    rows = [row for row in rows if consumer in (None, row.consumer)]
    ways = paths(rows, facts.index.name) if consumer is not None else ()
    output.show(
        lambda: document({"access": proof_report.access_document(rows)}),
        lambda *look: page_text(f"Access to Bedrock in {known.text}.", (*access_table(rows), "", *ways), look),
    )
    return DONE


def bucket_access(source: Source, name: str, config: Path | None, output: Output, *, whole: bool) -> int:
    """Prints who may do what with a bucket, from where, and what decides."""
    find_packages(source.root)
    from transit_guardrails.questions.buckets.access import bucket_access as asked
    from transit_guardrails.questions.index import Index

    from .buckets import access_document, named
    from .pack_config import judged_of
    from .text.buckets import bucket_text

    settings = judged_of(source, config, date.today()).settings
    known = source.beside(settings.states).open()
    index = Index(known.network)
    found = asked(index, named(known, name), [role for role in settings.deployer_roles if role.startswith("arn:")])
    output.show(
        lambda: document(access_document(found)),
        lambda *look: page_text(
            f"Access to a bucket in {known.text}.", bucket_text(found, index.name, whole=whole), look
        ),
    )
    return DONE


def whatif(source: Source, asked: Asked, output: Output) -> int:
    """Prints what becomes of each grant when something fails, alone or together."""
    known = source.open()
    from transit_guardrails.questions.exactness import Exactness
    from transit_guardrails.questions.index import Index
    from transit_guardrails.questions.whatif import WhatIf

    from .text.whatif import answers_text, known_text
    from .whatif import Answer, known_document, stated, whatif_document

    known.must_hold_grants()
    question = WhatIf(Exactness(Index(known.network)))
    if asked.list_only:
        output.show(
            lambda: document(known_document(question.failures)),
            lambda *look: page_text(f"What can fail in {known.text}.", known_text(question.failures), look),
        )
        return DONE
    groups: list[tuple[Failure, ...]] = [(one,) for one in question.failures]
    if asked.without:
        groups = [stated(asked.without, question.failures, known.text)]
    _must_be_granted(asked.consumer, {use.consumer.name for use in question.uses}, known)
    if len(known.network.subnets) > MANY_SUBNETS:
        progress(f"trying {len(groups)} failures of {len(known.network.subnets):,} subnets")
    found = [(failed, question.outcomes(failed)) for failed in groups]
    answers = [Answer(failed, tuple(o for o in told if asked.consumer in (None, o.consumer))) for failed, told in found]
    parts = answers_text(answers, whole=asked.consumer is not None)
    output.show(
        lambda: document(whatif_document(answers)),
        lambda *look: page_text(f"What if, in {known.text}.", parts, look),
    )
    return DONE


def onprem(root: Path, stack: str, network: str | None, output: Output) -> int:
    """Prints what each on-premises network has to configure on its side."""
    plan = plan_of(root, stack)
    from .onprem import notes
    from .text.onprem import note

    found = notes(plan)
    if network is not None and network not in found:
        listed = ", ".join(found) or "there is none"
        raise BadInputError(
            f"no on-premises network '{network}' in the stack {stack}\n  remedy: state one of: {listed}"
        )
    chosen = {name: told for name, told in found.items() if network in (None, name)}
    first = f"What the other side of the stack {stack} configures." if chosen else f"The stack {stack} has no links."
    output.show(
        lambda: document({"networks": chosen}),
        lambda *look: page_text(first, [part for name, told in chosen.items() for part in note(name, told)], look),
    )
    return DONE


def schema(*, markdown: bool) -> int:
    """Prints the JSON Schema of a stack file, or the reference of every key."""
    find_packages(PROJECT)
    from bedrock_transit.spec.schema import schema_text

    from .reference import reference

    say(reference() if markdown else schema_text())
    return DONE


def _must_be_granted(consumer: str | None, names: set[str], known: Known) -> None:
    """Raises ``BadInputError`` where a consumer is asked about that is granted nothing."""
    if consumer is not None and consumer not in names:
        listed = ", ".join(sorted(names)) or "there is none"
        raise BadInputError(f"'{consumer}' is granted nothing in {known.text}\n  remedy: state one of: {listed}")


def document(content: Mapping[str, Any]) -> str:
    """An answer as JSON text."""
    from .report.document import json_text

    return json_text(content)


def page_text(first: str, parts: Iterable[RenderableType], look: tuple[Any, ...]) -> str:
    """An answer as text: a first line, and parts below it."""
    from .text import page

    width, colour = look
    return page(first, [("", parts)], width=width, colour=colour)
