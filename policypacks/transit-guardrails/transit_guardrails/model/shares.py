"""What is shared with other accounts (AWS Resource Access Manager), and with whom."""

from __future__ import annotations

from dataclasses import dataclass

from .vpcs import Id


@dataclass(frozen=True, slots=True)
class ResourceShare:
    """A share. ``external`` says whether it may be taken by accounts outside of the organization."""

    id: Id
    external: bool


@dataclass(frozen=True, slots=True)
class SharePrincipal:
    """With whom something is shared: an account id, or the ARN of an organization, of a part of one, or of an identity."""

    id: Id
    principal: str
