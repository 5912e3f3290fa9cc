"""Networks of other shapes than the two stacks, from spec to verdict: the real program proves clean for each of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from specs import (
    Body,
    company,
    connect,
    connect_accounts,
    connect_beside,
    failover,
    failover_zone_by_zone,
    forwarding,
    hybrid,
    hybrid_accounts,
    open_training,
    pooled,
    private_vpn,
    private_vpn_accounts,
    private_vpn_beside,
    trained,
    two_regions,
    workloads,
    zone_by_zone,
)

from transit_guardrails.proof import prove
from transit_guardrails.settings import Settings

from .program import Mode, Program, run

TODAY = date(2026, 11, 23)
SHAPES: list[Callable[[], Body]] = [
    company,
    two_regions,
    zone_by_zone,
    pooled,
    hybrid,
    hybrid_accounts,
    private_vpn,
    private_vpn_accounts,
    private_vpn_beside,
    connect,
    connect_accounts,
    connect_beside,
    failover,
    failover_zone_by_zone,
    workloads,
    forwarding,
    trained,
    open_training,
]


def mandatory(body: Body, mode: Mode) -> list[tuple[str, str, str]]:
    """Rule, resource and message of what does not hold."""

    def described(program: Program) -> None:
        program.spec(lambda network: _replace(network, body))

    quotas = {"vpcs_per_region": 50, **body.get("quotas", {})}
    elsewhere = tuple(key for key, spoke in body["spokes"].items() if "own_stack" in spoke)
    settings = Settings(
        quotas=quotas,
        single_links=("office",) if "on_premises" in body else (),
        other_stacks=elsewhere,
        deployer_roles=tuple(f"acme-{key}" for key in elsewhere),
    )
    found = prove(run("dev", mode, described), settings, TODAY).findings
    return [(each.rule, each.resource.rpartition("::")[2], each.message) for each in found if each.mandatory]


def _replace(network: dict[str, Any], body: Body) -> None:
    network.clear()
    network.update(body)
    network.setdefault("quotas", {})["vpcs_per_region"] = 50


@pytest.mark.parametrize("mode", ["unknown", "known"])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_what_the_components_build_of_a_spec_is_exactly_what_it_grants(shape: Callable[[], Body], mode: Mode) -> None:
    assert mandatory(shape(), mode) == []
