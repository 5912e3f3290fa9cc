"""What a run of the engine leaves behind, as plain data."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PROVIDER = "pulumi:providers:"
SAME = "same"


@dataclass(frozen=True)
class Step:
    """What the engine decided about one resource."""

    op: str
    urn: str
    type: str
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, order=True)
class Violation:
    """What a policy pack had to say, as the engine passed it on."""

    policy: str
    level: str
    urn: str
    message: str
    pack: str

    @property
    def rule(self) -> str:
        """The rule that the message names; empty where the pack speaks of something else than a finding."""
        named = re.search(r"^  rule: (\S+) \(", self.message, re.MULTILINE)
        return named.group(1) if named else ""


@dataclass(frozen=True)
class Run:
    """One preview, update or destroy."""

    steps: tuple[Step, ...]
    errors: tuple[str, ...] = ()
    goals: Mapping[str, "Goal"] = field(default_factory=dict)
    """What the engine registered, by URN. Previews only."""
    violations: tuple[Violation, ...] = ()
    """What policy packs reported, sorted."""

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that are not ``same``."""
        return tuple(step for step in self.steps if step.op != SAME)

    def urns(self, *ops: str) -> frozenset[str]:
        """The URNs of the steps of some operations."""
        return frozenset(step.urn for step in self.steps if step.op in ops)

    @property
    def found(self) -> dict[str, set[str]]:
        """Rule to the logical names of the resources that its findings name."""
        names: dict[str, set[str]] = defaultdict(set)
        for violation in self.violations:
            names[violation.rule].add(violation.urn.rpartition("::")[2])
        return dict(names)


@dataclass(frozen=True)
class Goal:
    """A resource as the engine was asked for it."""

    type: str
    inputs: Mapping[str, Any]
    property_dependencies: Mapping[str, frozenset[str]]
    parent: str


def goals_from_plan(plan: Mapping[str, Any]) -> dict[str, Goal]:
    """Read a saved plan of a stack that holds nothing yet: every goal is an addition."""
    goals = {}
    for urn, resource in plan["resourcePlans"].items():
        goal = resource["goal"]
        dependencies = goal.get("propertyDependencies") or {}
        goals[urn] = Goal(
            type=goal["type"],
            inputs=goal["inputDiff"].get("adds") or {},
            property_dependencies={key: frozenset(urns) for key, urns in dependencies.items() if urns},
            parent=goal.get("parent") or "",
        )
    return goals


@dataclass(frozen=True)
class State:
    """An exported state, without what differs from run to run."""

    resources: Mapping[str, Mapping[str, Any]]

    def custom(self) -> dict[str, Mapping[str, Any]]:
        """The resources that exist on the provider's side, by URN."""
        return {
            urn: resource
            for urn, resource in self.resources.items()
            if resource.get("custom") and not resource["type"].startswith(PROVIDER)
        }

    def needs(self, urn: str) -> frozenset[str]:
        """All URNs that a resource was registered to depend on."""
        resource = self.resources[urn]
        listed = set(resource.get("dependencies") or [])
        for urns in (resource.get("propertyDependencies") or {}).values():
            listed.update(urns)
        return frozenset(listed)


_OF_THE_RUN = frozenset({"created", "modified", "sourcePosition", "stackTrace"})


def state_from_export(deployment: Mapping[str, Any]) -> State:
    """Normalise an exported deployment: times go, the order of dependencies goes, the ids of providers go."""
    resources = deployment.get("resources") or []
    return State({record["urn"]: _normal(record) for record in resources})


def _normal(record: Mapping[str, Any]) -> dict[str, Any]:
    normal = {key: value for key, value in record.items() if key not in _OF_THE_RUN}
    if normal.get("dependencies"):
        normal["dependencies"] = sorted(normal["dependencies"])
    if normal.get("propertyDependencies"):
        normal["propertyDependencies"] = {
            key: sorted(urns or []) for key, urns in normal["propertyDependencies"].items()
        }
    if record["type"].startswith(PROVIDER):
        normal["id"] = record["urn"]
    if normal.get("provider"):
        normal["provider"] = normal["provider"].rpartition("::")[0]
    plain: dict[str, Any] = json.loads(json.dumps(normal))
    return plain
