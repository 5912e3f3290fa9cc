"""What becomes of granted consumers when zones, Regions and links fail."""

from __future__ import annotations

from random import Random

import pytest
from unit.guardrails.hybrid import DC as DC_BLOCK
from unit.guardrails.hybrid import RESOLVER_BLOCK, SET_BLOCK, carried, hybrid, lone, tunnelled
from unit.guardrails.networks import INVOKE, change, design, doubt
from unit.guardrails.peered import FAR, peered
from unit.guardrails.questions.behind import far
from unit.guardrails.questions.failing import damage, failure, fates, from_scratch, one, outcomes, plain, questions

from transit_guardrails.model.network import Network

API, NOTEBOOK, DC = ("payments/api", "bedrock-runtime"), ("lab/notebook", "bedrock-runtime"), ("dc", "bedrock-runtime")


@pytest.mark.parametrize("zone", ["az=z1", "az=z2"])
def test_two_zones_stand_in_for_each_other(zone: str) -> None:
    assert fates(design(), zone) == {}
    assert fates(hybrid(), zone) == {}


def test_a_consumer_whose_subnets_are_all_in_the_zone_is_gone_with_it() -> None:
    network = design()
    del network.subnets["api-2"]
    assert fates(network, "az=z1") == {API: "gone"}
    assert fates(network, "az=z2") == {}
    assert fates(network, "az=z1", "az=z2") == {API: "gone", NOTEBOOK: "gone"}


def test_an_endpoint_with_interfaces_in_one_zone_is_lost_with_it() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", subnets=("prod-door-1",))
    assert fates(network, "az=z2") == {}
    found = one(network, "payments/api", "az=z1")
    assert (found.fate, found.why) == ("lost", "no interface of prod-runtime is left")


def test_a_route_does_not_hold_where_the_attachment_has_no_subnet_left_in_the_zone_of_the_source() -> None:
    network = design()
    change(network.attachments, "payments-attachment", subnets=("payments-tgw-1",))
    del network.subnets["payments-tgw-2"]
    assert fates(network, "az=z1") == {API: "lost-before"}  # z2 never had a way, so that no failure is to blame


def test_what_entered_the_hub_in_the_zone_enters_elsewhere() -> None:
    """A consumer in a zone where the hub has no attachment subnet goes in by any of those that are left."""
    network = design()
    for key in ("api-1", "api-2", "payments-tgw-1", "payments-tgw-2"):
        change(network.subnets, key, zone=f"other-{key[-1]}")
    assert fates(network, "az=z1") == {}
    assert fates(network, "az=z1", "az=z2") == {API: "lost", NOTEBOOK: "gone"}


def test_the_first_hop_that_stops_it_is_shown() -> None:
    found = one(peered_alone(), "payments/api", "link=peering-us-east-1-us-west-2")
    assert found.fate == "lost"
    assert found.witness[-1] == "blackholed"
    assert found.witness[-2].startswith("transit-gateway-route-table prod-table: 10.50.1.0/27 blackhole")


def peered_alone() -> Network:
    """Granted in the far Region alone."""
    network = peered()
    change(network.endpoint_sets, "prod-set", grants=())
    return network


# Regions -----------------------------------------------------------------------------------------------------------------


def test_a_grant_fails_over_to_the_other_region_where_it_is_granted() -> None:
    found = one(peered(), "payments/api", "region=us-east-1")
    assert (found.fate, found.ways, found.lost) == ("fails-over", (FAR,), ("us-east-1",))
    assert fates(peered(), "region=us-east-1")[NOTEBOOK] == "lost"


def test_without_the_other_region_a_grant_holds_and_has_no_standby() -> None:
    found = one(peered(), "payments/api", f"region={FAR}")
    assert (found.fate, found.ways, found.lost) == ("standby-lost", ("us-east-1",), (FAR,))


@pytest.mark.parametrize("also", [f"region={FAR}", "link=peering-us-east-1-us-west-2"])
def test_both_together_lose_what_fails_over(also: str) -> None:
    assert fates(peered(), "region=us-east-1", also)[API] == "lost"


def test_a_peering_carries_what_fails_over() -> None:
    found = one(peered(), "payments/api", "link=peering-us-east-1-us-west-2")
    assert (found.fate, found.lost) == ("standby-lost", (FAR,))


def test_a_place_that_never_worked_is_no_way_to_fail_over() -> None:
    network = peered()
    network.records.pop("far-zone at")
    assert fates(network, "region=us-east-1")[API] == "lost"
    assert fates(network, f"region={FAR}") == {}


def test_a_policy_that_stops_the_calls_is_no_failure_of_the_network() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", policy=network.endpoints["prod-runtime"].policy.replace(INVOKE, "a:B"))  # type: ignore[union-attr]
    found = one(network, "payments/api", "az=z1")
    assert found.fate == "lost-before"
    assert "stops calls that grant api-models promises" in found.why


# Links -------------------------------------------------------------------------------------------------------------------


def test_one_virtual_interface_takes_over_from_the_other() -> None:
    found = one(hybrid(), "dc", "link=EqDC2")
    assert (found.fate, found.ways, found.lost) == ("fails-over", ("EqNY5", "vpn"), ("EqDC2",))


def test_the_vpn_takes_over_when_direct_connect_has_no_interface_left() -> None:
    found = one(hybrid(), "dc", "link=EqDC2", "link=EqNY5")
    assert (found.fate, found.ways, found.lost) == ("fails-over", ("vpn",), ("EqDC2", "EqNY5"))


def test_without_the_vpn_direct_connect_has_no_standby() -> None:
    found = one(hybrid(), "dc", "link=vpn")
    assert (found.fate, found.ways, found.lost) == ("standby-lost", ("EqDC2", "EqNY5"), ("vpn",))


def test_a_network_is_lost_with_its_last_link() -> None:
    assert fates(lone(), "link=EqDC2", "link=EqNY5") == {DC: "lost"}
    assert fates(hybrid("vpn"), "link=vpn") == {DC: "lost"}
    assert fates(hybrid(), "link=vpn", "link=EqDC2", "link=EqNY5") == {DC: "lost"}


def test_a_direct_connect_gateway_without_stated_interfaces_is_one_link() -> None:
    network = lone()
    network.virtual_interfaces.clear()
    assert fates(network, "link=dxgw") == {DC: "lost"}


def test_a_backup_that_leads_astray_does_not_take_over() -> None:
    """It is told as it is: each link must work by itself, so that the grant is not reachable to begin with."""
    network = hybrid()
    del network.transit_routes["vpn-table 10.0.1.0/27"]
    assert fates(network, "link=EqDC2", "link=EqNY5") == {DC: "lost-before"}


def test_a_resolver_with_all_its_interfaces_in_one_zone_takes_the_names_along() -> None:
    network = hybrid()
    change(network.resolver_endpoints, "inbound", subnets=("resolver-1",))
    found = one(network, "dc", "az=z1")
    assert found.fate == "lost"
    assert found.why == "dc is granted bedrock-runtime, and no Resolver endpoint of prod is there for it"
    assert fates(network, "az=z2") == {}


# What is not known, and what was broken before ---------------------------------------------------------------------------


def test_what_is_not_reachable_to_begin_with_is_not_blamed_on_the_failure() -> None:
    network = design()
    change(network.network_acls, "prod-acl", entries=())
    for text in ("az=z1", "region=us-east-1"):
        assert fates(network, text)[API] == "lost-before"


def test_what_is_not_known_is_undecided() -> None:
    network = design()
    doubt(network, "prod-guard")
    assert fates(network, "az=z1") == {API: "undecided"}


def test_a_grant_without_an_endpoint_was_lost_before() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", endpoint_set=None)
    assert fates(network, "az=z1") == {API: "lost-before"}


# Against from scratch ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_what_is_left_of_a_damaged_network_is_what_is_found_from_scratch(seed: int) -> None:
    rng = Random(seed)
    network = rng.choice((design, hybrid, lone, carried, peered))()
    for _ in range(rng.randrange(1, 4)):
        damage(rng, network)
    asked = questions(network)
    groups = [[each] for each in asked.failures] + [rng.sample(asked.failures, 2) for _ in range(3)]
    for failed in groups:
        assert plain(asked.outcomes(failed)) == from_scratch(asked, failed), [str(each) for each in failed]


def test_outcomes_are_in_a_fixed_order() -> None:
    asked = questions(hybrid())
    found = asked.outcomes([failure(asked, "az=z1")])
    assert [(o.segment, o.consumer) for o in found] == [
        ("nonprod", "lab/notebook"),
        ("prod", "dc"),
        ("prod", "payments/api"),
    ]
    assert outcomes(hybrid(), "az=z1") == found


# VPNs over Direct Connect ------------------------------------------------------------------------------------------------


def test_a_vpn_is_lost_with_the_direct_connect_that_it_runs_over() -> None:
    assert fates(carried(), "link=EqDC2") == {}
    assert fates(carried(), "link=EqDC2", "link=EqNY5") == {DC: "lost"}
    assert fates(carried(), "link=vpn") == {DC: "lost"}


@pytest.mark.parametrize("over", ["dx", "elsewhere"])
def test_a_vpn_is_preferred_over_direct_connect_and_lost_with_that_alone(over: str) -> None:
    network = carried()
    build = far(network, "dc", str(DC_BLOCK))
    build.transit_route("far-table", SET_BLOCK, "hub-attachment")
    build.transit_route("far-table", RESOLVER_BLOCK, "resolver-attachment")
    change(network.attachments, "vpn", transport=over)
    found = one(network, "dc", "link=EqDC2", "link=EqNY5")
    expected = ("fails-over", ("far",), ("vpn",)) if over == "dx" else ("holds", (), ())
    assert (found.fate, found.ways, found.lost) == expected


def test_connect_is_lost_with_the_direct_connect_that_it_runs_over() -> None:
    assert fates(tunnelled(), "link=EqDC2") == {}
    assert fates(tunnelled(), "link=EqDC2", "link=EqNY5") == {DC: "lost"}
    assert fates(tunnelled(), "link=vpn") == {DC: "lost"}


def test_a_backup_that_runs_over_what_it_backs_up_is_lost_with_it() -> None:
    network = hybrid()
    change(network.attachments, "vpn", transport="dx")
    assert fates(network, "link=EqDC2", "link=EqNY5") == {DC: "lost"}
