"""Shares: inside of the organization, by what they allow and by whom they name."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import design
from unit.guardrails.rules.asked import told

from transit_guardrails.model.network import Network
from transit_guardrails.model.shares import ResourceShare, SharePrincipal
from transit_guardrails.settings import Settings

INSIDE = "shares-inside-organization"
OWN = "o-a1b2c3d4e5"
ORGANIZATION = "arn:aws:organizations::111122223333:{}"


def shared(principal: str, *, external: bool = False) -> Network:
    network = design()
    network.resource_shares["share"] = ResourceShare("share", external)
    network.share_principals["with"] = SharePrincipal("with", principal)
    return network


@pytest.mark.parametrize("organization", [OWN, None])
def test_a_share_that_others_may_take_breaches(organization: str | None) -> None:
    message = "share may be taken by accounts outside of the organization"
    settings = Settings(organization=organization)
    assert told(INSIDE, shared("222233334444", external=True), settings) == {("share", message)}


@pytest.mark.parametrize(
    "principal",
    [
        "222233334444",
        ORGANIZATION.format(f"organization/{OWN}"),
        ORGANIZATION.format(f"ou/{OWN}/ou-ab12-34567890"),
        "arn:aws:iam::222233334444:role/deployer",
    ],
)
def test_accounts_and_the_own_organization_are_inside(principal: str) -> None:
    assert told(INSIDE, shared(principal), Settings(organization=OWN)) == set()


@pytest.mark.parametrize("path", ["organization/o-zzzzzzzzzz", "ou/o-zzzzzzzzzz/ou-ab12-34567890"])
def test_another_organization_is_outside_where_the_own_one_is_stated(path: str) -> None:
    network = shared(ORGANIZATION.format(path))
    message = f"with shares with o-zzzzzzzzzz, and the organization is {OWN}"
    assert told(INSIDE, network, Settings(organization=OWN)) == {("with", message)}
    assert told(INSIDE, network, Settings()) == set()
