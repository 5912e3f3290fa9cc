"""Shares and their principals."""

from __future__ import annotations

from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import UNKNOWN, doubts, made, read, touching

from transit_guardrails.model.shares import ResourceShare, SharePrincipal

SHARE = made("ram:ResourceShare", "share", name="transit")


@pytest.mark.parametrize(
    ("stated", "external"),
    [({}, False), ({"allowExternalPrincipals": False}, False), ({"allowExternalPrincipals": True}, True)],
)
def test_a_share_is_for_the_organization_unless_it_says_otherwise(stated: dict[str, Any], external: bool) -> None:
    network = read(made("ram:ResourceShare", "share", name="transit", **stated))
    assert network.resource_shares == {SHARE.urn: ResourceShare(SHARE.urn, external)}
    assert network.doubts == []


def test_a_share_of_which_nothing_is_known_may_be_for_everybody() -> None:
    network = read(made("ram:ResourceShare", "share", name="transit", allowExternalPrincipals=UNKNOWN))
    assert network.resource_shares[SHARE.urn].external
    assert doubts(network) == touching("share", "allowExternalPrincipals")


def test_a_principal_is_text() -> None:
    one = made("ram:PrincipalAssociation", "with", principal="222233334444", resourceShareArn=SHARE)
    assert read(SHARE, one).share_principals == {one.urn: SharePrincipal(one.urn, "222233334444")}


def test_a_principal_that_is_not_known_is_a_doubt() -> None:
    one = made("ram:PrincipalAssociation", "with", principal=UNKNOWN, resourceShareArn=SHARE)
    assert doubts(read(SHARE, one)) == touching("with", "principal")
