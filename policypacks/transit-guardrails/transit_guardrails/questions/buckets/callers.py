"""Who may call a bucket: one caller of each kind that the stack or the policies tell apart.

Source: IAM user guide, "AWS global condition context keys" (``aws:PrincipalArn`` is the role's ARN in a session too).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ...data import partition_of
from ...model.endpoints import Bucket
from ...model.identities import Role
from ...model.trainings import TrainingNetwork
from ...policies.document import PolicyError, parse
from ...policies.records import Policy, Statement
from ...policies.representatives import Representatives
from ...policies.request import ABSENT, UNKNOWN, Principal, Request, Value
from ..asking import ANYBODY, role_arns
from ..index import Index
from .answers import Answer, Document

Kind = Literal["job", "uploader", "deployer", "role", "account", "other account", "service", "unsigned"]
UNLISTED = "unlisted"
"""In the names of what stands for all that no policy names."""
ANY_ACCOUNT = ("000000000000", UNLISTED)
"""Accounts that stand for those that no policy names."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. ``principals`` is one, or several where nobody knows which of them it is. ``own`` are the identity policies
    of a role of the stack, None where nobody sees them and they are taken to allow. ``declared``: the training network says
    that it uses the bucket. ``variant`` tells apart those of one name."""

    kind: Kind
    name: str
    principals: tuple[Principal, ...]
    context: Mapping[str, Value] = field(default_factory=dict)
    variant: str = ""
    own: Document | None = None
    declared: bool = False

    @property
    def arn(self) -> str | None:
        """Its ARN, where it has one and that is known."""
        return self.principals[0].arn

    def mine(self, request: Request) -> Answer:
        """What its own policies allow; those that nobody sees are taken to allow it."""
        return self.own.says(request) if self.own else Answer("allowed", "own policies, not seen")

    def denials(self, request: Request) -> Iterator[Answer]:
        """What its own policies deny, or may."""
        return self.own.denials(request) if self.own else iter(())


def training_of(index: Index, bucket: Bucket) -> TrainingNetwork | None:
    """The training network that names the bucket."""
    found = (t for _, t in sorted(index.network.trainings.items()) if bucket.name in t.buckets.values())
    return next(found, None)


def callers(index: Index, bucket: Bucket, apart: Representatives, deployers: Iterable[str]) -> list[Caller]:
    """Jobs, uploaders, deployers and other roles by name; then those that stand for everybody else."""
    members = _Members(index, bucket, apart)
    found = [*_named(index, bucket, members, deployers)]
    known = {caller.arn for caller in found}
    found += [each for each in _others(bucket, apart, members) if each.arn not in known]
    services = sorted(p.service for p in apart.principals if p.service and UNLISTED not in p.service)
    for service in (*services, f"{UNLISTED}.amazonaws.com"):
        name = "other AWS services" if UNLISTED in service else service
        found.append(Caller("service", name, (Principal("", service=service),), {"aws:PrincipalArn": ABSENT}))
    return [*found, Caller("unsigned", "anybody unsigned", (Principal("", None, None),), ANYBODY)]


class _Members:
    """Principals by ARN. Accounts of the network may be members of the one organization that policies name, or of none."""

    def __init__(self, index: Index, bucket: Bucket, apart: Representatives) -> None:
        network = index.network
        accounts = {*(vpc.account for vpc in network.vpcs.values()), *(key.account for key in network.keys.values())}
        self._accounts = {*accounts, *(training.account for training in network.trainings.values()), bucket.account}
        self.named = [each for each in apart.organizations if each and UNLISTED not in each]

    def principals(self, account: str, arn: str | None) -> tuple[tuple[Principal, ...], Mapping[str, Value]]:
        """Whom it may be, and what of it is not known."""
        nobodys = Principal(account, None, arn)
        if not self.named:
            return (nobodys,), {}
        if account in self._accounts and len(self.named) == 1:
            return (Principal(account, self.named[0], arn), nobodys), {}
        return (nobodys,), {"aws:PrincipalOrgID": UNKNOWN}


def _named(index: Index, bucket: Bucket, members: _Members, deployers: Iterable[str]) -> Iterator[Caller]:
    training = training_of(index, bucket)
    use = next((use for use, name in training.buckets.items() if name == bucket.name), "") if training else ""
    roles = {_arn(role, bucket): role for _, role in sorted(index.network.roles.items()) if role.name and role.account}
    made = {(role.account, role.name): arn for arn, role in roles.items()}
    kinds: dict[str, tuple[Kind, str, bool]] = {}
    for network in sorted(index.network.trainings.values(), key=lambda each: (each is not training, each.id)):
        for service, stated in zip(
            sorted(network.roles, key=network.roles.__getitem__), role_arns(network), strict=True
        ):
            arn = made.get((network.account, network.roles[service]), stated)
            kinds[arn] = ("job", f"{network.key} {service}", network is training and use in ("data", "models"))
    if training:
        for name, arn in training.uploaders.items():
            kinds.setdefault(arn, ("uploader", name, use == "data"))
    for arn in sorted({*deployers, *([bucket.deployer] if bucket.deployer else [])}):
        kinds.setdefault(arn, ("deployer", arn.rpartition("/")[2], False))
    for arn, role in sorted(roles.items()):
        kinds.setdefault(arn, ("role", role.name, False))
    for arn, (kind, name, declared) in kinds.items():
        own = _policies(index, roles[arn]) if arn in roles else None
        known = arn not in roles or roles[arn].path is not None
        principals, context = members.principals(arn.split(":")[4], arn if known else None)
        yield Caller(kind, name, principals, context, own=own, declared=declared)


def _arn(role: Role, bucket: Bucket) -> str:
    """IAM user guide, "IAM identifiers": the path is a part of it. One that is not known stands for itself here."""
    path = "/?/" if role.path is None else role.path
    return f"arn:{partition_of(bucket.region or '')}:iam::{role.account}:role{path}{role.name}"


def _policies(index: Index, role: Role) -> Document:
    """All statements of a role's own policies, and why there may be others."""
    statements: list[Statement] = []
    doubt = ""
    if role.attached:
        doubt = f"a managed policy of {role.name} is not read"
    for _, identity in sorted(index.network.identity_policies.items()):
        if not role.has(identity):
            continue
        try:
            statements += parse(identity.policy, principal=False).statements
        except PolicyError as error:
            doubt = f"a policy of {role.name} is none: {error}"
    if found := index.doubts(role.id):
        doubt = str(found[0])
    return Document("own policies", Policy(tuple(statements)), doubt)


def _others(bucket: Bucket, apart: Representatives, members: _Members) -> Iterator[Caller]:
    """Who is nobody in particular, of the bucket's account and of others, and whom the policies name beside."""
    seen: set[Principal] = set()
    for each in apart.principals:
        if each.service or each.arn is None or each.arn.startswith(f"arn:aws:{UNLISTED}"):
            continue
        own = each.account == bucket.account
        principals, context = members.principals(each.arn.split(":")[4], each.arn) if own else ((each,), {})
        if principals[0] in seen:
            continue
        seen.add(principals[0])
        name, variant = each.arn, "" if own else f"in {each.organization or 'no organization'}"
        if each.arn.endswith(":root"):
            variant = f"as root user {variant}".rstrip()
        if each.arn.endswith(":root") or f":role/{UNLISTED}" in each.arn:
            whose = "other accounts" if each.account in ANY_ACCOUNT else each.account
            name = f"other principals of {whose}" if own else f"principals of {whose}"
        yield Caller("account" if own else "other account", name, principals, context, variant)
