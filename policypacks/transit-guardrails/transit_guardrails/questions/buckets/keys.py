"""What AWS KMS says when Amazon S3 asks it for a caller: to decrypt what is read, to encrypt what is written.

Sources: AWS KMS developer guide, "Default key policy" (a key policy that names an account lets the account's identity policies
decide), "Key policies in AWS KMS" (one that names a principal of the key's account is enough); Amazon S3 user guide, "Using
server-side encryption with AWS KMS keys" (reading takes ``kms:Decrypt``, writing ``kms:GenerateDataKey``, both asked by Amazon S3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...data import partition_of
from ...model.endpoints import Bucket
from ...policies.lint_data import NETWORK
from ...policies.records import Policy, Statement
from ...policies.representatives import representatives
from ...policies.request import ABSENT, UNKNOWN, Principal, Request, Value
from ..index import Index
from .answers import Answer, Document, best, worst
from .callers import Caller
from .documents import about
from .requests import CALLER, KeyAction, rest

KMS = (
    *(*NETWORK, *CALLER, "aws:resourceaccount", "kms:calleraccount", "kms:grantisforawsresource"),
    *("kms:resourcealiases", "kms:viaservice"),
)
"""Condition keys of what Amazon S3 asks that follow from who calls and of what key."""


class Keys:
    """Questions to the key of one bucket. Amazon S3 asks without an endpoint, wherever the caller is."""

    def __init__(self, index: Index, bucket: Bucket, own: Document, identities: Iterable[Policy]) -> None:
        self._own, self._key = own, index.network.keys.get(bucket.key or "")
        self._named = Document(own.name, Policy(tuple(map(_without_accounts, own.policy.statements))), own.doubt)
        self._policies, self._found = (own.policy, *identities), dict[tuple[str, str, Principal], Answer]()
        key, region = self._key, (self._key.region if self._key else None) or bucket.region
        self._arn = f"arn:{partition_of(region or '')}:kms:{region or 'x'}:{(key and key.account) or 'x'}:key/x"
        self._fixed: dict[str, Value] = {
            **dict.fromkeys(NETWORK, ABSENT),
            "aws:sourceip": UNKNOWN,
            "aws:resourceaccount": (key.account,) if key and key.account else UNKNOWN,
            "kms:viaservice": (f"s3.{region}.amazonaws.com",) if region else UNKNOWN,
            "kms:grantisforawsresource": ("false",),
            "kms:resourcealiases": key.aliases if key else UNKNOWN,
        }

    def answer(self, action: KeyAction, caller: Caller, principal: Principal) -> Answer:
        """Whether Amazon S3 may use the key for the caller, as one of those who it may be."""
        if caller.kind == "unsigned":
            return Answer("denied", "key: AWS KMS takes no unsigned calls")
        asked = (action, caller.name, principal)
        if asked not in self._found:
            self._found[asked] = self._answer(action, caller, principal)
        return self._found[asked]

    def _answer(self, action: KeyAction, caller: Caller, principal: Principal) -> Answer:
        policy = about(self._policies, [action])
        apart = representatives([policy])
        contexts, gaps = rest(apart, KMS, policy, action)
        found = best(self._call(Request(action, self._arn, principal, context), caller) for context in contexts)
        if found.verdict != "denied":
            return found
        named = [arn for arn in apart.resources if ":key/" in arn]
        others = best(self._call(Request(action, arn, principal, c), caller) for c in contexts for arn in named)
        if named and others.verdict != "denied":
            gaps = (f"{others.by}, and whether that is the bucket's key is not known", *gaps)
        told = (*apart.gaps, *gaps)
        return Answer("undecided", told[0]) if told else found

    def _call(self, asked: Request, caller: Caller) -> Answer:
        account = (asked.principal.account,)
        context = {**asked.context, **self._fixed, "kms:calleraccount": account, **caller.context}
        request = replace(asked, context=context)
        return worst((*self._own.denials(request), *caller.denials(request), self._granted(request, caller)))

    def _granted(self, request: Request, caller: Caller) -> Answer:
        """Whether the key's policy allows it to the caller itself, or to its account and that account's policies too."""
        theirs = self._own.says(request)
        if caller.kind == "service":
            return theirs
        own = self._key is None or self._key.account == request.principal.account
        if own and (named := self._named.says(request)).verdict == "allowed":
            return named
        both = worst((theirs, caller.mine(request)))
        return best((both, named)) if own else both


def _without_accounts(statement: Statement) -> Statement:
    """A statement as it is to those whom it names, and not to all of an account."""
    principals = statement.principals
    if not statement.allow or principals.negated:
        return statement
    named = tuple(each for each in principals.aws if not each.isdigit() and not each.endswith(":root"))
    return replace(statement, principals=replace(principals, aws=named))
