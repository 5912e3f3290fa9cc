"""KMS keys and IAM roles: who decrypts, and what may act as whom."""

from __future__ import annotations

from dataclasses import dataclass

from .endpoints import IdentityPolicy
from .vpcs import Id


@dataclass(frozen=True, slots=True)
class Key:
    """A KMS key. ``policy`` is its document; None is AWS's default, or one that is not known (then there is a doubt).

    ``aliases`` are names with ``alias/`` in front; ``rotates`` whether AWS replaces its material each year; ``lockout`` whether
    the check was bypassed that keeps somebody able to change the policy.
    """

    id: Id
    account: str | None
    region: str | None
    policy: str | None = None
    aliases: tuple[str, ...] = ()
    rotates: bool = False
    lockout: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """An IAM role by its name, with its trust policy. Its own identity policies are records, by their holder.

    ``attached`` is what attaches managed policies to it, whose documents nobody reads here; ``path`` is a part of its ARN, None
    where it is not known.
    """

    id: Id
    name: str
    account: str | None
    trust: str | None = None
    attached: tuple[Id, ...] = ()
    path: str | None = "/"

    def has(self, policy: IdentityPolicy) -> bool:
        """Whether an identity policy is one of its own."""
        return (policy.kind, policy.holder, policy.account) == ("role", self.name, self.account)
