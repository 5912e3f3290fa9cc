"""What becomes of calls to a bucket: the policies of endpoint, bucket, caller and key together.

Sources: IAM user guide, "Policy evaluation logic" (an explicit deny wins; within an account what the resource's or the
caller's policy allows is allowed, across accounts both must); Amazon S3 user guide, "Blocking public access to your Amazon S3
storage", "Using server-side encryption with AWS KMS keys" (to read takes ``kms:Decrypt``, asked by Amazon S3); AWS KMS
developer guide, "Default key policy" (a key policy that names an account lets the account's identity policies decide).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..model.endpoints import Bucket
from ..policies.evaluate import FULL_ACCESS, Decision, decide
from ..policies.lint_data import NETWORK
from ..policies.records import Policy, Principals
from ..policies.representatives import representatives
from ..policies.request import ABSENT, UNKNOWN, Request, Value
from .bucket_callers import Caller
from .bucket_documents import ACTIONS, DECRYPT, KMS, Document, Documents, Requests, What, about, bucket_arn, rest
from .bucket_places import Place
from .index import Index

Verdict = Literal["allowed", "denied", "undecided"]
OBJECTS: tuple[What, ...] = ("read", "write", "delete")
RANK: Mapping[Verdict, int] = {"denied": 0, "undecided": 1, "allowed": 2}


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of it, and the statement, setting or hop that decides."""

    verdict: Verdict
    by: str


def worst(answers: Iterable[Answer]) -> Answer:
    """What holds where all are needed: the first one of the lowest rank."""
    return min(answers, key=lambda each: RANK[each.verdict])


def best(answers: Iterable[Answer]) -> Answer:
    """What holds where one is enough: the first that allows, else the first that is undecided, else the first."""
    found: Answer | None = None
    for each in answers:
        if found is None or RANK[each.verdict] > RANK[found.verdict]:
            found = each
        if found.verdict == "allowed":
            break
    return found or Answer("undecided", "there is no request to ask about")


class Calls:
    """The calls to one bucket, asked for one caller after another."""

    def __init__(
        self, index: Index, bucket: Bucket, documents: Documents, callers: Sequence[Caller], places: Sequence[Place]
    ) -> None:
        self._index, self._bucket = index, bucket
        self._places = sorted((p for p in places if p.way == "open"), key=lambda place: place.endpoint is not None)
        self._own, self._doors, self._key = documents.own, documents.doors, documents.key
        self._identities = [caller.policy for caller in callers if caller.policy]
        self._requests = Requests(bucket, documents.about(bucket, self._identities), places)

    def answer(self, what: What, caller: Caller, place: Place) -> Answer:
        """Over TLS from one place."""
        if place.way == "undecided":
            return Answer("undecided", f"{place.name}: {place.hops[-1].reason}")
        return self._answer(what, caller, [place], tls=True)

    def without_tls(self, what: What, caller: Caller) -> Answer:
        """Without TLS from any place."""
        return self._answer(what, caller, self._places, tls=False)

    def _answer(self, what: What, caller: Caller, places: Sequence[Place], *, tls: bool) -> Answer:
        found = best(self._answers(what, caller, places, tls))
        if found.verdict == "denied" and self._requests.gaps:
            return Answer("undecided", self._requests.gaps[0])
        if found.verdict == "denied" or what != "read" or self._bucket.key is None:
            return found
        return worst((found, self.key(caller)))

    def _answers(self, what: What, caller: Caller, places: Sequence[Place], tls: bool) -> Iterator[Answer]:
        resources = self._requests.objects if what in OBJECTS else (bucket_arn(self._bucket),)
        for action in ACTIONS[what]:
            for place in places:
                for context in self._requests.of(place, tls=tls):
                    for more in self._requests.rest:
                        for resource in resources:
                            keys = {**more, **context, **caller.context}
                            yield self._call(Request(action, resource, caller.principal, keys), caller, place)

    def _call(self, request: Request, caller: Caller, place: Place) -> Answer:
        door = self._doors[place.endpoint.id] if place.endpoint else None
        if door and (through := _told(door, decide(door.policy, request))).verdict == "denied":
            return through
        held = [through] if door and through.verdict == "undecided" else []
        return worst((*held, *_denials((self._own, _own_policies(caller)), request), self._granted(request, caller)))

    def _granted(self, request: Request, caller: Caller) -> Answer:
        """Whether somebody allows what nobody denies."""
        theirs = _told(self._own, decide(self._own.policy, request))
        if theirs.verdict == "allowed" and self._restricted(caller):
            return Answer("denied", "RestrictPublicBuckets")
        if caller.kind in ("service", "unsigned"):
            return theirs
        mine = _mine(request, caller)
        if self._bucket.account is None and theirs.verdict != mine.verdict:
            return Answer("undecided", "the account of the bucket is not known")
        told = (theirs, mine) if caller.policy is None else (mine, theirs)
        return best(told) if caller.principal.account == self._bucket.account else worst((theirs, mine))

    def _restricted(self, caller: Caller) -> bool:
        """Whether the policy is public for sure, and public policies are restricted to the account and AWS services."""
        if caller.kind == "service" or self._bucket.account in (None, caller.principal.account):
            return False
        admits = (s for s in self._own.policy.statements if s.allow and s.principals == Principals(everyone=True))
        return "RestrictPublicBuckets" in self._bucket.blocked and any(not s.conditions for s in admits)

    # Keys -------------------------------------------------------------------------------------------------------------

    @cached_property
    def _asked_of_keys(self) -> tuple[list[Mapping[str, Value]], tuple[str, ...]]:
        apart = representatives([about([self._key.policy, *self._identities], [DECRYPT])])
        found, gaps = rest(apart, KMS)
        key = self._index.network.keys.get(self._bucket.key or "")
        region = (key.region if key else None) or self._bucket.region
        fixed: dict[str, Value] = {
            **dict.fromkeys(NETWORK, ABSENT),
            "aws:sourceip": UNKNOWN,
            "aws:resourceaccount": (key.account,) if key and key.account else UNKNOWN,
            "kms:viaservice": (f"s3.{region}.amazonaws.com",) if region else UNKNOWN,
            "kms:grantisforawsresource": ("false",),
            "kms:resourcealiases": key.aliases if key else UNKNOWN,
        }
        return [{**each, **fixed} for each in found], (*apart.gaps, *gaps)

    def key(self, caller: Caller) -> Answer:
        """Whether Amazon S3 may decrypt objects for the caller. It asks without an endpoint, wherever the caller is."""
        if caller.kind == "unsigned":
            return Answer("denied", "key: AWS KMS takes no unsigned calls")
        asked, gaps = self._asked_of_keys
        found = best(self._decrypt(caller, context) for context in asked)
        return Answer("undecided", gaps[0]) if found.verdict == "denied" and gaps else found

    def _decrypt(self, caller: Caller, context: Mapping[str, Value]) -> Answer:
        key = self._index.network.keys.get(self._bucket.key or "")
        account = (key.account if key else None) or "000000000000"
        arn = f"{bucket_arn(self._bucket).partition(':s3:')[0]}:kms:{(key and key.region) or 'x'}:{account}:key/x"
        keys = {**context, "kms:calleraccount": (caller.principal.account,), **caller.context}
        request = Request(DECRYPT, arn, caller.principal, keys)
        theirs = decide(self._key.policy, request)
        answers = [*_denials((self._key, _own_policies(caller)), request), _told(self._key, theirs)]
        if caller.kind != "service" and not (key and self._named(theirs, caller, key.account)):
            answers.append(_mine(request, caller))
        return worst(answers)

    def _named(self, theirs: Decision, caller: Caller, account: str | None) -> bool:
        """Whether the key's policy allows the caller itself and not its account's identity policies: then those need not."""
        return caller.principal.account == account and any(
            s.principals.everyone or caller.principal.arn in s.principals.aws
            for s in self._key.policy.statements
            if s.name == theirs.statement
        )


def _own_policies(caller: Caller) -> Document:
    return Document("own policies", caller.policy or Policy(()))


def _told(document: Document, found: Decision) -> Answer:
    """What a document says, in one of three words; what is not known of it may say otherwise."""
    by = f"{document.name}: {found.statement or 'nothing allows it'}"
    if document.doubt and found.outcome != "denied":
        return Answer("undecided", f"{document.name}: {document.doubt}")
    if found.outcome == "undecided":
        return Answer("undecided", f"{document.name}: {found.why}")
    return Answer("allowed" if found.outcome == "allowed" else "denied", by)


def _denials(documents: Iterable[Document], request: Request) -> Iterator[Answer]:
    """What the documents deny, or may: each is asked as if it allowed everything else."""
    for document in documents:
        everything = Policy((*document.policy.statements, *FULL_ACCESS.statements))
        if (found := _told(document, decide(everything, request))).verdict != "allowed":
            yield found


def _mine(request: Request, caller: Caller) -> Answer:
    """What the caller's own policies allow; those that nobody sees are taken to allow it."""
    if caller.policy is None:
        return Answer("allowed", "own policies, not seen")
    return _told(Document("own policies", caller.policy, caller.doubt), decide(caller.policy, request))
