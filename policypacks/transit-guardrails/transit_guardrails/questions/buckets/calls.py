"""What becomes of calls to a bucket: the policies of endpoint, bucket, caller and key together.

Sources: IAM user guide, "Policy evaluation logic" (within an account what the resource's or the caller's policy allows is
allowed, across accounts both must); Amazon S3 user guide, "Blocking public access to your Amazon S3 storage".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.endpoints import Bucket
from ...policies.records import Principals
from ...policies.request import Principal, Request
from ..index import Index
from .answers import Answer, best, worst
from .callers import Caller
from .documents import Documents, What
from .keys import Keys
from .places import Place
from .requests import Ask, Requests


class Calls:
    """The calls to one bucket, asked for one caller after another."""

    def __init__(
        self, index: Index, bucket: Bucket, documents: Documents, callers: Sequence[Caller], places: Sequence[Place]
    ) -> None:
        self._bucket, self._own, self._doors = bucket, documents.own, documents.doors
        self._places = sorted((p for p in places if p.way == "open"), key=lambda place: place.endpoint is not None)
        self._unsure = [place for place in places if place.way == "undecided"]
        identities = [caller.own.policy for caller in callers if caller.own]
        self._keys = Keys(index, bucket, documents.key, identities)
        self._requests = Requests(bucket, documents.about(bucket, identities), places)

    def answer(self, what: What, caller: Caller, place: Place) -> Answer:
        """Over TLS from one place."""
        if place.way == "undecided":
            return _unsure(place)
        return self._answer(what, caller, [place], tls=True)

    def without_tls(self, what: What, caller: Caller) -> Answer:
        """Without TLS from any place; from one whose way is not known what is denied whatever the way is."""
        found = self._answer(what, caller, self._places, tls=False)
        if found.verdict == "denied" and self._unsure:
            there = self._answer(what, caller, self._unsure, tls=False)
            return found if there.verdict == "denied" else _unsure(self._unsure[0])
        return found

    def _answer(self, what: What, caller: Caller, places: Sequence[Place], *, tls: bool) -> Answer:
        found = best(part for who in caller.principals for part in self._parts(what, caller, who, places, tls))
        if found.verdict == "denied" and self._requests.gaps:
            return Answer("undecided", self._requests.gaps[0])
        return found

    def _parts(
        self, what: What, caller: Caller, principal: Principal, places: Sequence[Place], tls: bool
    ) -> Iterator[Answer]:
        """One for the calls for which Amazon S3 asks the bucket's key, one for the others."""
        for action, asks in self._requests.asks[what].items():
            found = best(self._calls(asks, caller, principal, places, tls))
            if action and found.verdict != "denied":
                found = worst((found, self._keys.answer(action, caller, principal)))
            yield found

    def _calls(
        self, asks: Sequence[Ask], caller: Caller, principal: Principal, places: Sequence[Place], tls: bool
    ) -> Iterator[Answer]:
        for place in places:
            for context in self._requests.of(place, tls=tls):
                for action, resource, more in asks:
                    keys = {**more, **context, **caller.context}
                    yield worst(self._needed(Request(action, resource, principal, keys), caller, place))

    def _needed(self, request: Request, caller: Caller, place: Place) -> Iterator[Answer]:
        door = self._doors[place.endpoint.id] if place.endpoint else None
        if door and (through := door.says(request)).verdict != "allowed":
            yield through
        yield from self._own.denials(request)
        yield from caller.denials(request)
        yield self._granted(request, caller)

    def _granted(self, request: Request, caller: Caller) -> Answer:
        """Whether somebody allows what nobody denies."""
        theirs = self._own.says(request)
        account = request.principal.account
        if theirs.verdict == "allowed" and self._restricted(caller, account):
            return Answer("denied", "RestrictPublicBuckets")
        if caller.kind in ("service", "unsigned"):
            return theirs
        mine = caller.mine(request)
        if self._bucket.account is None and theirs.verdict != mine.verdict:
            return Answer("undecided", "the account of the bucket is not known")
        told = (theirs, mine) if caller.own is None else (mine, theirs)
        return best(told) if account == self._bucket.account else worst((theirs, mine))

    def _restricted(self, caller: Caller, account: str) -> bool:
        """Whether the policy is public for sure, and public policies are restricted to the account and AWS services."""
        if caller.kind == "service" or self._bucket.account in (None, account):
            return False
        admits = (s for s in self._own.policy.statements if s.allow and s.principals == Principals(everyone=True))
        return "RestrictPublicBuckets" in self._bucket.blocked and any(not s.conditions for s in admits)


def _unsure(place: Place) -> Answer:
    return Answer("undecided", f"{place.name}: {place.hops[-1].reason}")
