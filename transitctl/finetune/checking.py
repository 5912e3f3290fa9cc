"""The check of a job: of its own words, of what the stack holds, and the proof of what its subnets reach."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bedrock_transit.spec.problems import Problem
from transit_guardrails.model.network import EVERYTHING
from transit_guardrails.proof import prove_network
from transit_guardrails.readers.resource import Resource

from .. import findings
from ..exits import BadInputError
from ..findings import Told
from ..networks import Known
from ..pack_config import Judged
from .job import JobFile
from .judge import judge, lacking, not_ready
from .live.comparing import Drift
from .place import Place, places

ASSUMED = ("What the images and base models do inside their containers is not known; isolation is what keeps it in.",)
UNSEEN = (
    "The account was not asked (--live): it is as the stack says, and other jobs and interfaces hold no addresses.",
    "Whether AWS still fine-tunes the model in this Region is as of the catalogue's date.",
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: ``problems`` of the job and the stack, ``told`` findings that concern its network, mandatory ones among
    them; ``elsewhere`` counts mandatory findings about the rest of the network; ``later`` are fields known after an update. ``live`` is where
    the account differs from ``resources``; None where it was not asked."""

    file: JobFile
    place: Place
    resources: tuple[Resource, ...]
    problems: tuple[Problem, ...]
    told: tuple[Told, ...]
    elsewhere: int
    later: tuple[str, ...]
    live: tuple[Drift, ...] | None = None

    @property
    def passed(self) -> bool:
        """Whether nothing stands in the way of the job."""
        return not self.problems and not any(one.mandatory for one in self.told) and not self.live

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What is taken for granted."""
        return ASSUMED if self.live is not None else (*ASSUMED, *UNSEEN)


def check(file: JobFile, known: Known, judged: Judged, today: date, exports: Mapping[str, Any]) -> Checked:
    """Checks a job. Raises ``BadInputError`` where its network does not exist."""
    proof = prove_network(known.network, judged.settings, today)
    every = places(known.resources, proof.facts)
    place = chosen(every, file.job.network, known).told(exports)
    told = findings.of_proof(proof.findings, judged.advice)
    about = place.own | {doubt.thing for doubt in known.network.doubts if EVERYTHING in doubt.touches}
    ours = tuple(one for one in told if one.resource in about)
    found = judge(file.job, place, every)
    found.found += lacking(file.job, place).found
    return Checked(
        file=file,
        place=place,
        resources=known.resources,
        problems=tuple(file.placed(found)),
        told=ours,
        elsewhere=sum(1 for one in told if one.mandatory) - sum(1 for one in ours if one.mandatory),
        later=tuple(not_ready(file.job, place)),
    )


def chosen(every: Mapping[str, Place], key: str, known: Known) -> Place:
    """The training network of that name. Raises ``BadInputError`` with those that there are."""
    if key not in every:
        listed = ", ".join(sorted(every)) or "there is none"
        raise BadInputError(f"no training network '{key}' in {known.text}\n  remedy: state one of: {listed}")
    return every[key]


def checked_document(checked: Checked) -> dict[str, Any]:
    """The object that ``finetune check --json`` prints."""
    plan, job = checked.place.plan, checked.file.job
    return {
        "job": job.name,
        "service": job.service,
        "network": plan["key"],
        "region": plan["region"],
        "account": plan["account_id"],
        "passed": checked.passed,
        "problems": [problem_document(problem) for problem in checked.problems],
        "findings": [dataclasses.asdict(one) for one in checked.told],
        "findings_elsewhere": checked.elsewhere,
        "known_after_update": list(checked.later),
        "live": None if checked.live is None else [dataclasses.asdict(one) for one in checked.live],
        "assumptions": list(checked.assumptions),
    }


def problem_document(problem: Problem) -> dict[str, Any]:
    """A problem as plain data."""
    return {**dataclasses.asdict(problem), "path": list(problem.path)}
