"""The pack's configuration, read and judged before anything runs: as strictly as the pack itself would, by the same code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2

from transit_guardrails.adapter.guard import ADVISE, NAMES, Guard
from transit_guardrails.proof import RULE_IDS
from transit_guardrails.settings import Settings

from .exits import BadInputError
from .files import read_object
from .policy_pack import PackConfig, configuration
from .source import Source

WHAT = "the configuration of the policy pack"
REMEDY = 'state a JSON file as for --policy-pack-config, such as {"prove": {"isolated": [["nonprod", "prod"]]}}'


@dataclass(frozen=True, slots=True)
class Judged:
    """A configuration that is sound: as it is written, what it says, and how much advice counts (a level of the engine)."""

    written: PackConfig
    settings: Settings
    advice: str


def read_config(path: Path | None, today: date) -> Judged:
    """The configuration in a file; without one the pack's strict defaults. Raises ``BadInputError`` with every problem."""
    written = read_object(path, WHAT, REMEDY) if path else {}
    guard = Guard(RULE_IDS, lambda: today)
    policies = [
        analyzer_pb2.PolicyInfo(
            name=name, enforcementLevel=analyzer_pb2.ADVISORY if name == ADVISE else analyzer_pb2.MANDATORY
        )
        for name in NAMES
    ]
    try:
        heeded = guard.heed(configuration(policies, written))
    except (BadInputError, json_format.ParseError) as error:
        raise BadInputError(f"{path}: {error}") from None
    settings, problems = guard.now()
    if problems:
        raise BadInputError("\n".join(f"{path}: {problem.message}" for problem in problems))
    level = analyzer_pb2.EnforcementLevel.Name(heeded.policyConfig[ADVISE].enforcementLevel).lower()
    return Judged(written, settings, level)


def config_of_stack(root: Path, stack: str, today: date) -> Judged:
    """What ``policypacks/<stack>.json`` says; the strict defaults where there is no such file."""
    path = root / "policypacks" / f"{stack}.json"
    return read_config(path if path.exists() else None, today)


def judged_of(source: Source, config: Path | None, today: date) -> Judged:
    """What the stated file says; without one what stands beside the stack, if there is one."""
    own = config is None and source.stack is not None
    return config_of_stack(source.root, source.stack or "", today) if own else read_config(config, today)
