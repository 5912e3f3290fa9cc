"""Who may read, write and administer a bucket, from where, and what decides: network, policies and key together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...model.endpoints import Bucket
from ...policies.representatives import representatives
from ..index import Index
from .answers import Answer, Verdict
from .callers import Caller, callers, training_of
from .calls import Calls
from .documents import ACTIONS, What, about, documents
from .places import Place, places
from .requests import ASKED

WITHOUT_TLS = Place("without TLS")
ASSUMED = (
    "Identity policies of principals outside of the stack are taken to allow everything, those of the stack are asked.",
    "Service control policies, permissions boundaries, access points and ACLs are not seen: the first two only take away.",
    "Objects are taken to be encrypted by the bucket's key; endpoints outside of the stack are taken to let calls through.",
    "Nobody outside of the stack has addresses of its VPCs and links behind an S3 endpoint of the stack's accounts.",
    "Interfaces of an application carry its security groups (by tags), or such of its VPC that belong to no application.",
    "The root user of the bucket's account is not told apart: it may always get, put and delete the bucket's policy.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A caller at a place, with what becomes of each thing that it may want to do."""

    caller: Caller
    place: Place
    answers: Mapping[What, Answer]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What becomes of each, without why."""
        return tuple(answer.verdict for answer in self.answers.values())


@dataclass(frozen=True, slots=True)
class BucketAccess:
    """Everybody's access to a bucket. ``places`` are all of them: those without a way to Amazon S3 have no rows.
    ``training`` is the key of the training network that declares the bucket, empty without one."""

    bucket: Bucket
    training: str
    rows: tuple[Row, ...]
    places: tuple[Place, ...]

    @property
    def undeclared(self) -> tuple[Row, ...]:
        """Who reads, or may, although no training network says so."""
        return tuple(r for r in self.rows if not r.caller.declared and r.answers["read"].verdict != "denied")


def bucket_access(index: Index, bucket: Bucket, deployers: Iterable[str] = ()) -> BucketAccess:
    """The rows by caller and place. ``deployers`` are ARNs of roles that the configuration names beside the bucket's own."""
    found = places(index, bucket)
    reached = [place for place in found if place.way != "closed"]
    deciding = documents(index, bucket, reached)
    accounts = [bucket.account] if bucket.account else []
    told = [deciding.about(bucket), about([deciding.key.policy], sorted(set(ASKED.values())))]
    apart = representatives(told, more_values={"aws:PrincipalAccount": accounts})
    who = callers(index, bucket, apart, deployers)
    calls = Calls(index, bucket, deciding, who, reached)
    rows = [_rows(calls, caller, reached) for caller in who]
    training = training_of(index, bucket)
    return BucketAccess(bucket, training.key if training else "", tuple(_alike(rows)), (*found, WITHOUT_TLS))


def _rows(calls: Calls, caller: Caller, reached: Sequence[Place]) -> list[Row]:
    found = [Row(caller, place, {what: calls.answer(what, caller, place) for what in ACTIONS}) for place in reached]
    return [*found, Row(caller, WITHOUT_TLS, {what: calls.without_tls(what, caller) for what in ACTIONS})]


def _alike(found: Sequence[list[Row]]) -> Iterator[Row]:
    """The rows of all callers. Variants of one name that are answered alike are one; else the name says which it is."""
    by_name: dict[str, list[list[Row]]] = defaultdict(list)
    for rows in found:
        by_name[rows[0].caller.name].append(rows)
    for variants in by_name.values():
        if all([row.verdicts for row in rows] == [row.verdicts for row in variants[0]] for rows in variants):
            yield from variants[0]
            continue
        for row in (row for rows in variants for row in rows):
            yield replace(row, caller=replace(row.caller, name=f"{row.caller.name} {row.caller.variant}".rstrip()))
