"""The finitely many requests that the documents about a bucket tell apart.

Source: Amazon S3 user guide, "Setting default server-side encryption behavior for Amazon S3 buckets" (an upload that states
no encryption is encrypted as the bucket says).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import Literal

from ...model.endpoints import Bucket
from ...model.ranges import EVERY_IPV4, prefix, prefixes
from ...policies.evaluate import actions_match
from ...policies.keys import address_atoms
from ...policies.lint_data import NETWORK
from ...policies.records import Policy
from ...policies.representatives import Representatives, representatives
from ...policies.request import ABSENT, UNKNOWN, Value
from ..asking import ANYBODY, Context, contexts, kinds
from .documents import ACTIONS, What, bucket_arn
from .places import Place

KeyAction = Literal["", "kms:Decrypt", "kms:GenerateDataKey"]
ASKED: Mapping[str, KeyAction] = {
    **dict.fromkeys(ACTIONS["read"], "kms:Decrypt"),
    "s3:PutObject": "kms:GenerateDataKey",
}
"""What Amazon S3 asks the bucket's key for."""
HEADERS = (
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:x-amz-server-side-encryption-customer-algorithm",
)
"""Without any of them an upload is encrypted with the bucket's key."""
OBJECTS: tuple[What, ...] = ("read", "write", "delete")
MOST = 256
"""Combinations of condition keys that are tried."""
CALLER = (*(key.lower() for key in ANYBODY), "aws:principalservicename")
KNOWN = (*NETWORK, *CALLER, "aws:securetransport", "aws:resourceaccount")
"""Condition keys of a call that follow from who calls, from where and what."""
Ask = tuple[str, str, Context]
"""Action, resource, and the condition keys that the caller chooses."""


class Requests:
    """What is asked: by thing to do and what the bucket's key is asked for then, and the condition keys of a call from a place.

    ``gaps`` tell what could not be told apart.
    """

    def __init__(self, bucket: Bucket, policy: Policy, places: Sequence[Place]) -> None:
        self._bucket, self._policy, arn = bucket, policy, bucket_arn(bucket)
        known = sorted({bucket.account or "", *(place.account or "" for place in places)} - {""})
        blocks = [str(block) for place in places for block in _blocks(place)]
        more = {"aws:VpceAccount": known, "aws:VpcSourceIp": blocks}
        self._apart = representatives([policy], more_resources=[arn, f"{arn}/*"], more_values=more)
        self.gaps = self._apart.gaps
        if bucket.region is None:
            self.gaps += ("the Region of the bucket is not known, nor its partition",)
        self.asks = {what: self._asks(what) for what in ACTIONS}
        self._addresses = [text for text in self._apart.addresses if ":" not in text]
        owners = self._apart.values["aws:vpceaccount"]
        self._accounts = [v for v in owners if isinstance(v, tuple) and v[0] not in known]
        tested = [c for s in policy.statements for c in s.conditions if c.key.lower() == "aws:sourceip"]
        self._public: list[Value] = [(text,) for text in address_atoms(v for c in tested for v in c.values)]

    def _asks(self, what: What) -> Mapping[KeyAction, Sequence[Ask]]:
        """Those that need the key first: what it denies is told."""
        arn = bucket_arn(self._bucket)
        objects = dict.fromkeys((f"{arn}/x", *(r for r in self._apart.resources if r.startswith(f"{arn}/"))))
        found: dict[KeyAction, list[Ask]] = defaultdict(list)
        for asked in sorted({ASKED.get(action, "") for action in ACTIONS[what]}):
            same = (action for action in ACTIONS[what] if ASKED.get(action, "") == asked)
            for action in kinds(same, self._policy):
                combined, gaps = rest(self._apart, KNOWN, self._policy, action)
                self.gaps += gaps
                for context in combined:
                    needed = asked if self._encrypts(what, context) else ""
                    found[needed] += [(action, each, context) for each in (objects if what in OBJECTS else (arn,))]
        return {needed: found[needed] for needed in sorted(found, reverse=True)}

    def _encrypts(self, what: What, context: Context) -> bool:
        """Whether the bucket's key is used: to read it is, to write where no other encryption is stated, for all that is known."""
        stated = what == "write" and not all(context.get(header) is ABSENT for header in HEADERS)
        return self._bucket.key is not None and not stated

    def of(self, place: Place, *, tls: bool) -> Iterator[Context]:
        """The network's keys: one request for each kind of address that calls come from; none is known where the way is not."""
        account: Value = (self._bucket.account,) if self._bucket.account else UNKNOWN
        base: dict[str, Value] = {"aws:securetransport": ("true" if tls else "false",), "aws:resourceaccount": account}
        if place.way == "undecided":
            yield {**base, **dict.fromkeys(NETWORK, UNKNOWN)}
            return
        if not place.addresses:
            yield from ({**base, **dict.fromkeys(NETWORK, ABSENT), "aws:sourceip": public} for public in self._public)
            return
        through = {**base, **dict.fromkeys(NETWORK, UNKNOWN), "aws:sourceip": ABSENT}
        for text in self._addresses:
            if place.addresses.has(prefix(text).first):
                for owner in self._owners(place):
                    yield {**through, "aws:vpcsourceip": (text,), "aws:vpceaccount": owner}

    def _owners(self, place: Place) -> Sequence[Value]:
        if place.account:
            return [(place.account,)]
        return [UNKNOWN] if place.endpoint else self._accounts


def _blocks(place: Place) -> Iterator[object]:
    """The blocks that tell a place's addresses from others: its own, or those that a place outside does not have."""
    return iter(prefixes(place.addresses if place.endpoint or not place.addresses else EVERY_IPV4 - place.addresses))


def rest(
    apart: Representatives, known: Iterable[str], policy: Policy, action: str
) -> tuple[list[Context], tuple[str, ...]]:
    """Every combination of the other keys that are tested for an action; with too many none is known, and that is a gap."""
    about = (s for s in policy.statements if actions_match(s.actions, action))
    tested = {condition.key.lower() for statement in about for condition in statement.conditions}
    skip = {*known, *(key for key in apart.values if key not in tested)}
    if prod(len(values) for key, values in apart.values.items() if key not in skip) > MOST:
        return [{}], ("policies test more condition keys together than can be tried",)
    return contexts(apart, skip), ()
