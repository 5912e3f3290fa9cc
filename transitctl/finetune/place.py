"""A training network as a stack holds it: its plan, the ids that exist, and which resources are its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bedrock_transit.catalogue import regions
from bedrock_transit.training_plans import TrainingNetworkPlan
from transit_guardrails.readers.resource import Resource
from transit_guardrails.rules.facts import Facts

TRAINING = "bedrock-transit:index:TrainingNetwork"
APPLICATION = "bedrock-transit:index:Application"
BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
ALIAS = "aws:kms/alias:Alias"
ROLE = "aws:iam/role:Role"


@dataclass(frozen=True, slots=True)
class Place:
    """Where jobs run. ``subnets`` is zone to AWS id, ``group`` the security group; None where an id is not known yet.

    ``key`` is the ARN of the key behind the alias. ``sizes`` are the addresses of each subnet, ``named`` which buckets,
    alias and roles the stack holds. ``own`` are the URNs whose findings concern its jobs.
    """

    plan: TrainingNetworkPlan
    subnets: Mapping[str, str | None]
    group: str | None
    key: str | None
    sizes: Mapping[str, int]
    named: frozenset[str]
    own: frozenset[str]

    @property
    def ready(self) -> bool:
        """Whether every id that a request needs is known."""
        return bool(self.subnets) and self.group is not None and None not in self.subnets.values()

    @property
    def partition(self) -> str:
        """The partition of its Region, such as aws."""
        return regions()[self.plan["region"]].partition

    def role_arn(self, service: str) -> str:
        """The role that jobs of a service run as."""
        return f"arn:{self.partition}:iam::{self.plan['account_id']}:role/{self.plan['roles'][service]}"

    @property
    def key_alias_arn(self) -> str:
        """The key, by its alias: known before it exists."""
        return f"arn:{self.partition}:kms:{self.plan['region']}:{self.plan['account_id']}:{self.plan['key_alias']}"

    def told(self, exports: Mapping[str, Any]) -> Place:
        """The same with ids from a stack's exports (docs/exports.md), where they hold them."""
        spoke, application = self.plan["key"].split("/")
        found: Any = exports
        for key in (self.plan["region"], "spokes", spoke, "applications", application):
            found = found.get(key) if isinstance(found, Mapping) else None
        if not isinstance(found, Mapping):
            return self
        stated = found.get("subnet_ids")
        subnets = {str(zone): each for zone, each in stated.items()} if isinstance(stated, Mapping) else {}
        group = found.get("security_group_id")
        return replace(
            self,
            subnets={zone: known or _text(subnets.get(zone)) for zone, known in self.subnets.items()},
            group=self.group or _text(group),
        )


def places(resources: Iterable[Resource], facts: Facts) -> dict[str, Place]:
    """The training networks of a stack, by ``<spoke>/<application>``."""
    by_urn = {one.urn: one for one in resources}
    around = _Around(by_urn)
    return {
        training.key: _place(by_urn, facts, around, training.id, by_urn[training.id].outputs["training"])
        for training in facts.trainings
    }


def _place(by_urn: Mapping[str, Resource], facts: Facts, around: _Around, urn: str, plan: TrainingNetworkPlan) -> Place:
    training = facts.network.trainings[urn]
    subnets = facts.training_subnets(training)
    groups = facts.training_groups(training)
    names = _names(by_urn.values(), plan)
    table = {facts.index.table_of(subnet) for subnet in subnets} - {None}
    core = {urn, *(s.id for s in subnets), *(g.id for g in groups), *names.values(), *map(str, table)}
    alias = by_urn[names[plan["key_alias"]]] if plan["key_alias"] in names else None
    return Place(
        plan=plan,
        subnets={subnet.zone or subnet.id: by_urn[subnet.id].id for subnet in subnets},
        group=by_urn[groups[0].id].id if len(groups) == 1 else None,
        key=_text(alias.outputs.get("targetKeyArn")) if alias else None,
        sizes={subnet.zone or subnet.id: subnet.ranges.size for subnet in subnets},
        named=frozenset(names),
        own=around.of(core, {subnet.vpc for subnet in subnets if subnet.vpc}),
    )


def _names(resources: Iterable[Resource], plan: TrainingNetworkPlan) -> dict[str, str]:
    """Those of the plan's buckets, alias and roles that there are, with their URNs."""
    wanted = {**dict.fromkeys(plan["buckets"].values(), "bucket"), **dict.fromkeys(plan["roles"].values(), "role")}
    wanted[plan["key_alias"]] = "alias"
    found = {}
    for one in resources:
        key, what = (
            ("bucket", "bucket") if one.type in BUCKETS else ("name", {ALIAS: "alias", ROLE: "role"}.get(one.type))
        )
        name = (one.inputs or {}).get(key) if what else None
        if isinstance(name, str) and wanted.get(name) == what:
            found[name] = one.urn
    return found


class _Around:
    """Which resources are about which: by reference and by parent."""

    def __init__(self, by_urn: Mapping[str, Resource]) -> None:
        self._by_urn = by_urn
        self._users: dict[str, set[str]] = defaultdict(set)
        for one in by_urn.values():
            for urn in {urn for urns in one.property_dependencies.values() for urn in urns}:
                self._users[urn].add(one.urn)

    def of(self, core: set[str], vpcs: set[str]) -> frozenset[str]:
        """What is the network's own, what refers to that, and what is about its whole VPC, but for other applications in it."""
        parents = {self._by_urn[urn].parent for urn in core if urn in self._by_urn}
        components = {urn for urn in parents if urn in self._by_urn and not self._is_stack(urn)}
        own = core | components | {one.urn for one in self._by_urn.values() if one.parent in components | core}
        beside = {urn for vpc in vpcs for urn in self._users[vpc] if not self._is_other(urn, components)}
        return frozenset(own | vpcs | beside | {user for urn in own for user in self._users[urn]})

    def _is_stack(self, urn: str) -> bool:
        return self._by_urn[urn].type == "pulumi:pulumi:Stack"

    def _is_other(self, urn: str, components: set[str]) -> bool:
        chain = (urn, self._by_urn[urn].parent)
        return any(
            self._by_urn[one].type in (APPLICATION, TRAINING)
            for one in chain
            if one in self._by_urn and one not in components
        )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
