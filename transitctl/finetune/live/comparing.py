"""Where an account is not as a state says: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transit_guardrails.policies.records import Statement

from .facts import Fact, Facts, Key, Refused, Statements, Unreadable

CHANGES: Mapping[str, str] = {
    "ec2:DescribeRouteTables": "CreateRoute, ReplaceRoute, DeleteRoute, ReplaceRouteTableAssociation",
    "ec2:DescribeSecurityGroupRules": "AuthorizeSecurityGroupIngress or Egress, RevokeSecurityGroupIngress or Egress, ModifySecurityGroupRules",
    "ec2:DescribeSecurityGroups": "CreateTags, DeleteTags, DeleteSecurityGroup",
    "ec2:DescribeSubnets": "CreateTags, DeleteTags, DeleteSubnet",
    "ec2:DescribeVpcEndpoints": "ModifyVpcEndpoint, DeleteVpcEndpoints",
    "iam:GetRole": "UpdateAssumeRolePolicy, PutRolePermissionsBoundary, DeleteRolePermissionsBoundary, DeleteRole",
    "iam:GetRolePolicy": "PutRolePolicy, DeleteRolePolicy",
    "iam:ListAttachedRolePolicies": "AttachRolePolicy, DetachRolePolicy",
    "kms:DescribeKey": "DisableKey, ScheduleKeyDeletion, UpdateAlias, DeleteAlias",
    "kms:GetKeyPolicy": "PutKeyPolicy",
    "s3:GetBucketLocation": "CreateBucket, DeleteBucket",
    "s3:GetBucketPolicy": "PutBucketPolicy, DeleteBucketPolicy",
    "s3:GetBucketPublicAccessBlock": "PutBucketPublicAccessBlock, DeleteBucketPublicAccessBlock",
    "s3:GetBucketVersioning": "PutBucketVersioning",
    "s3:GetEncryptionConfiguration": "PutBucketEncryption, DeleteBucketEncryption",
}
"""The events of AWS CloudTrail that tell who changed what an action asks for."""
BACK = "export the state again if it is older than the last update, else `pulumi up --refresh` puts it back"
MORE = (
    "export the state again if it is older than the last update; no update removes what the program did not make: remove it by "
    "hand, or state it in the program and update"
)
UNREAD = "write the policy in the program so that it can be read, and update; what nobody can read is not known to be the same"
ROOM = "wait for other jobs to end (`finetune list` shows them), ask for fewer instances, or state a shorter subnet_prefix_length"
MODEL = "state another base_model: `aws bedrock list-foundation-models --by-customization-type FINE_TUNING` lists them"
PRESENT = "present"
STANDS_FOR: Mapping[str, tuple[str, ...]] = {"iam:GetRolePolicy": ("iam:ListRolePolicies",)}
"""Actions without which nobody knows what else to ask by another one."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing that is not as stated, or that the caller may not ask. None where there is nothing, or nobody knows."""

    thing: str
    what: str
    stated: str | None
    there: str | None
    reason: str
    remedy: str
    action: str

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.thing}: {f'{self.what} ' if self.what else ''}{self.reason}"


def compare(stated: Facts, there: Facts, refused: Refused) -> list[Drift]:
    """Every difference, in the order of things; what was refused is no difference and stands for itself."""
    known = [key for key in stated.keys() | there.keys() if not _unseen(key, refused)]
    hidden = {key.thing for key in stated if _unseen(key, refused)}
    gone = {key.thing for key in known} - {key.thing for key in there} - hidden
    found = [_refused(action, thing, why) for (action, thing), why in refused.items()]
    for key in known:
        if key.thing not in gone and (drift := _drift(key, stated.get(key), there.get(key))):
            found.append(drift)
    for thing in gone:
        action = min(key.action for key in known if key.thing == thing)
        found.append(
            Drift(thing, "", PRESENT, None, "is not there, and the state has it", _remedy(action, PRESENT), action)
        )
    return sorted(found, key=lambda one: (one.thing, one.what, one.action))


def _drift(key: Key, stated: Fact | None, there: Fact | None) -> Drift | None:
    if stated == there or (isinstance(stated, int) and isinstance(there, int) and there >= stated):
        return None
    if stated is None:
        reason = f"is there{_shown(there or '')}, and the state has none"
    elif isinstance(stated, int):
        reason = f"are {there}, and the job takes {stated}"
    elif there is None:
        reason = f"is not there, and the state has it{_shown(stated)}"
    elif isinstance(stated, frozenset) and isinstance(there, frozenset):
        reason = f"is not as stated: {_between(stated, there)}"
    else:
        reason = f"is {_text(there)}, stated is {_text(stated)}"
    return Drift(key.thing, key.what, _told(stated), _told(there), reason, _remedy(key.action, stated), key.action)


def _unseen(key: Key, refused: Refused) -> bool:
    actions = (key.action, *STANDS_FOR.get(key.action, ()))
    return any((action, thing) in refused for action in actions for thing in (key.thing, ""))


def _refused(action: str, thing: str, why: str) -> Drift:
    reason = f"cannot be compared: {action} is not allowed ({why})"
    remedy = f"have {action} granted, or use a role that has it (--profile)"
    if action.startswith("s3:"):
        remedy += "; Amazon S3 refuses as well where the bucket is another account's"
    return Drift(thing or "the network", "", None, None, reason, remedy, action)


def _remedy(action: str, stated: Fact | None) -> str:
    if isinstance(stated, int):
        return ROOM
    if action not in CHANGES:
        return MODEL
    if isinstance(stated, Unreadable):
        return UNREAD
    back = BACK if stated is not None else MORE
    return f"{back}; AWS CloudTrail tells who changed it ({CHANGES[action]})"


def _between(stated: Statements, there: Statements) -> str:
    """Which statements differ, by Sid."""
    mine, theirs = _names(stated - there), _names(there - stated)
    told = (("changed", mine & theirs), ("missing", mine - theirs), ("added", theirs - mine))
    return "; ".join(f"{what} {', '.join(sorted(names))}" for what, names in told if names)


def _names(found: frozenset[Statement]) -> set[str]:
    return {one.sid or "a statement without Sid" for one in found}


def _told(fact: Fact | None) -> str | None:
    return None if fact is None else _text(fact) or PRESENT


def _text(fact: Fact) -> str:
    return ", ".join(sorted(_names(fact))) if isinstance(fact, frozenset) else str(fact)


def _shown(fact: Fact) -> str:
    return f" ({_text(fact)})" if _text(fact) else ""
