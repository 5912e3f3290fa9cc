"""Rules about what is shared with other accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .facts import Facts
from .rule import Breach

ORGANIZATION = re.compile(r"arn:aws[a-z-]*:organizations::\d{12}:(?:organization|ou)/(o-[a-z0-9]+)(?:/.*)?")
"""ARN of an organization or of one of its units (Service Authorization Reference, AWS Organizations)."""


def shares_inside_organization(facts: Facts) -> Iterator[Breach]:
    """No share may be taken outside of the organization, and none names another one.

    Source: AWS RAM user guide, "Sharing your AWS resources" (a share that allows external principals can be offered to
    any account; one that does not, to accounts of the own organization alone).
    """
    network, own = facts.network, facts.settings.organization
    for share in sorted(network.resource_shares.values(), key=lambda s: s.id):
        if share.external:
            yield Breach(share.id, f"{facts.name(share.id)} may be taken by accounts outside of the organization")
    for principal in sorted(network.share_principals.values(), key=lambda p: p.id):
        named = ORGANIZATION.fullmatch(principal.principal)
        if own and named and named[1] != own:
            yield Breach(
                principal.id, f"{facts.name(principal.id)} shares with {named[1]}, and the organization is {own}"
            )
