"""The rule about the keys of training networks. Sources: AWS KMS developer guide, "Default key policy", "Condition keys for AWS KMS",
"Rotating AWS KMS keys"; Amazon S3 user guide, "Using server-side encryption with AWS KMS keys"."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.identities import Key
from ...model.trainings import TrainingNetwork
from ...policies.document import PolicyError, parse
from ...policies.lint_data import NETWORK
from ...policies.records import Policy
from ...policies.request import Principal, Value
from ...questions.asking import (
    ANYBODY,
    alike,
    asked,
    callers,
    contexts,
    kinds,
    name,
    partition,
    role_arns,
    told_apart,
    witness,
)
from ..facts import Facts
from ..rule import Breach
from .outsiders import outsiders

KNOWN = ("kms:ViaService", "kms:GrantIsForAWSResource", *ANYBODY, "aws:PrincipalServiceName")
CRYPT = (
    *("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair"),
    *("kms:GenerateDataKeyPairWithoutPlaintext", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom"),
    "kms:ReEncryptTo",
)
"""What yields plaintext, or another ciphertext of it."""
USE = ("kms:Decrypt", "kms:GenerateDataKey*")
"""What uploaders of other accounts are let do, through Amazon S3."""
BOUND = frozenset({"aws:principalarn", "aws:principalaccount", "kms:calleraccount", "aws:principalorgid"})


def training_keys_sound(facts: Facts) -> Iterator[Breach]:
    """The key of a training network rotates, its account can always administer it, and it lets the declared principals decrypt data.

    Those are the jobs' roles and the uploaders, through Amazon S3; grants are for AWS's own resources alone. No statement asks
    from where: Amazon S3 calls AWS KMS without an endpoint, and jobs would be locked out. No statement admits everybody, or
    another account to anything but what its uploaders do, or an AWS service but for the network's account.
    """
    for training in facts.trainings:
        keys = [
            k for _, k in sorted(facts.network.keys.items()) if training.alias in k.aliases and _is_its(training, k)
        ]
        if not keys:
            yield Breach(training.id, f"{training.key} has no key {training.alias}")
        for key in keys:
            yield from _key(facts, training, key)


def _is_its(training: TrainingNetwork, key: Key) -> bool:
    return key.account in (None, training.account) and key.region in (None, training.region)


def _key(facts: Facts, training: TrainingNetwork, key: Key) -> Iterator[Breach]:
    who = facts.name(key.id)
    if not key.rotates:
        yield Breach(key.id, f"{who} does not rotate")
    if key.lockout:
        yield Breach(key.id, f"{who} bypasses the check that keeps its account able to administer it")
    if key.policy is None:
        if not facts.index.doubts(key.id):
            yield Breach(key.id, f"{who} has AWS's own policy: every identity policy of the account may let decrypt")
        return
    try:
        policy = parse(key.policy)
    except PolicyError as error:
        yield Breach(key.id, f"the policy of {who} is none", error.problems)
        return
    yield from (Breach(key.id, message) for message in _statements(policy, who))
    for message, lines in (
        (f"{who} can be administered by nobody of its account", _administered(policy, training)),
        (f"{who} does not let decrypt whom it is for", _closed(policy, training)),
        (f"{who} lets others decrypt, or grant", _open(policy, training)),
        (f"{who} is open to whom it is not for", outsiders(policy, training, set(training.uploaders.values()), USE)),
    ):
        if found := witness(lines):
            yield Breach(key.id, message, found)


def _statements(policy: Policy, who: str) -> Iterator[str]:
    for statement in policy.statements:
        asks = {condition.key.lower() for condition in statement.conditions}
        if asks & NETWORK:
            yield f"{statement.name} of {who} asks from where: {', '.join(sorted(asks & NETWORK))}"
        if statement.allow and (statement.principals.everyone or statement.principals.negated) and not asks & BOUND:
            yield f"{statement.name} of {who} admits everybody"


def _arn(training: TrainingNetwork) -> str:
    return f"arn:{partition(training)}:kms:{training.region}:{training.account}:key/x"


def _through(service: str, region: str, grant: str = "false") -> dict[str, Value]:
    return {"kms:ViaService": (f"{service}.{region}.amazonaws.com",), "kms:GrantIsForAWSResource": (grant,)}


def _administered(policy: Policy, training: TrainingNetwork) -> Iterator[str]:
    root = Principal(training.account, None, f"arn:{partition(training)}:iam::{training.account}:role/unlisted")
    for rest in contexts(told_apart(policy, training, ()), KNOWN):
        found = asked(
            policy, "kms:PutKeyPolicy", _arn(training), root, {**rest, **_through("unlisted", training.region)}
        )
        if found.outcome != "allowed":
            yield f"kms:PutKeyPolicy: {found.why}"


def _principals(training: TrainingNetwork) -> set[str]:
    return {*role_arns(training), *training.uploaders.values()}


def _closed(policy: Policy, training: TrainingNetwork) -> Iterator[str]:
    wanted = _principals(training)
    apart = told_apart(policy, training, wanted)
    for who in callers(apart):
        for rest in contexts(apart, KNOWN) if who.arn in wanted else ():
            for action in ("kms:Decrypt", "kms:GenerateDataKey"):
                found = asked(policy, action, _arn(training), who, {**rest, **_through("s3", training.region)})
                if found.outcome != "allowed":
                    yield f"{action} by {name(who)}: {found.why}"


def _open(policy: Policy, training: TrainingNetwork) -> Iterator[str]:
    """Who else may decrypt through Amazon S3, or any way but Bedrock's for models; who may grant the key to others."""
    wanted = _principals(training)
    apart = told_apart(policy, training, wanted)
    yield from apart.gaps
    asking = [
        *(("s3", action) for action in kinds(CRYPT, policy)),
        *(("unlisted", action) for action in kinds(CRYPT, policy)),
        *((service, "kms:CreateGrant") for service in ("s3", "bedrock", "unlisted")),
    ]
    for who in alike(callers(apart), policy, lambda who: who.arn in wanted):
        for service, action in asking:
            if who.arn in wanted and service == "s3" and action in CRYPT:
                continue
            for rest in contexts(apart, KNOWN):
                found = asked(policy, action, _arn(training), who, {**rest, **_through(service, training.region)})
                if found.outcome in ("allowed", "undecided"):
                    way = (
                        "Amazon S3" if service == "s3" else "Amazon Bedrock" if service == "bedrock" else "any service"
                    )
                    yield f"{action} by {name(who)} through {way}: {found.why}"
