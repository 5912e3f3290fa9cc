"""Each layer that keeps a segment from another's endpoint, by itself."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import Build, admits, allow, change, cut, design, doubt, policy_of

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import EVERY_SERVICE
from transit_guardrails.model.vpcs import GroupRule
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.layers import BACK, FILTER, POLICY, TRANSIT, Layers

ALL = [TRANSIT, BACK, FILTER, POLICY]


def around(network: Network) -> Build:
    build = Build()
    build.network = network
    return build


def stop(network: Network, *sources: str, endpoint: str = "prod-runtime") -> list[str]:
    """The layers that keep VPCs (``lab`` without any) from an endpoint."""
    vpcs = [network.vpcs[key] for key in sources or ("lab",)]
    return Layers(Index(network)).that_stop(vpcs, network.endpoints[endpoint])


def without(*layers: str) -> list[str]:
    return [layer for layer in ALL if layer not in layers]


def test_all_four_layers_keep_the_segments_of_a_correct_network_apart() -> None:
    assert ALL == ["transit route", "way back", "network filter", "endpoint policy"]
    assert stop(design()) == stop(design(), "payments", endpoint="nonprod-runtime") == ALL


def test_no_layer_keeps_a_consumer_from_its_own_endpoint() -> None:
    assert stop(design(), "payments") == []
    assert stop(design(), "lab", "payments") == []


def test_nobody_is_kept_away_by_all_layers_and_an_endpoint_nowhere_by_none() -> None:
    network = design()
    assert Layers(Index(network)).that_stop([], network.endpoints["prod-runtime"]) == ALL
    change(network.endpoints, "prod-runtime", subnets=("stranger",))
    assert stop(network) == []


# Transit route -----------------------------------------------------------------------------------------------------------


def test_a_static_route_to_any_of_the_doors_opens_the_transit_layer() -> None:
    network = around(design()).transit_route("nonprod-table", "10.0.1.16/28", "hub-attachment").network
    assert stop(network) == without(TRANSIT)


def test_a_propagation_of_the_hub_opens_the_transit_layer() -> None:
    network = around(design()).transit_table("nonprod-table", learns=["hub-attachment"]).network
    assert stop(network) == without(TRANSIT)


def test_blackholes_neither_count_nor_open_and_without_them_the_layer_holds() -> None:
    network = design()
    network.transit_routes.pop("nonprod-table 10.0.0.0/8")
    assert stop(network) == ALL


def test_what_may_be_learned_opens_the_transit_layer_where_nothing_is_stated() -> None:
    build = around(design()).outside("vpn", "vpn", "office").transit_table("nonprod-table", learns=["vpn"])
    assert stop(build.network) == ALL
    build.network.transit_routes.pop("nonprod-table 10.0.0.0/8")
    assert stop(build.network) == without(TRANSIT)


@pytest.mark.parametrize("touched", ["nonprod-table"])
def test_a_doubtful_transit_table_does_not_count(touched: str) -> None:
    network = design()
    doubt(network, touched)
    assert stop(network) == without(TRANSIT)


def test_a_default_table_that_nobody_knows_does_not_count() -> None:
    network = design()
    network.associations.pop("lab-attachment in nonprod-table")
    assert stop(network) == ALL
    change(network.transit_gateways, "tgw", default_association=True)
    assert stop(network) == without(TRANSIT)


# Way back ----------------------------------------------------------------------------------------------------------------


def test_a_route_back_to_a_part_of_them_from_one_door_opens_the_way_back() -> None:
    network = around(design()).route("prod-doors-table", "10.2.5.0/24", "transit-gateway", "tgw").network
    assert stop(network) == without(BACK)
    network = around(design()).table("one", "hub", ("10.2.0.0/16", "peering", "pcx")).network
    network.subnet_tables["prod-door-2"] = "one"
    assert stop(network) == without(BACK)


def test_a_blackhole_back_keeps_the_way_closed() -> None:
    assert stop(around(design()).route("prod-doors-table", "10.2.0.0/16", "blackhole").network) == ALL


@pytest.mark.parametrize("touched", ["prod-doors-table"])
def test_a_doubtful_table_of_the_doors_does_not_count_as_no_way_back(touched: str) -> None:
    network = design()
    doubt(network, touched)
    assert stop(network) == without(BACK)


# Network filter ----------------------------------------------------------------------------------------------------------


def test_acl_and_group_are_one_layer_that_either_of_them_holds() -> None:
    network = design()
    change(network.network_acls, "prod-acl", entries=(allow(1, "0.0.0.0/0"),))
    assert stop(network) == ALL
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.0.0.0/8"),))
    assert stop(network) == without(FILTER)
    change(network.network_acls, "prod-acl", entries=(allow(1, "10.1.0.0/16"),))
    assert stop(network) == ALL


def test_a_filter_that_lets_other_ports_in_still_counts() -> None:
    network = design()
    change(network.network_acls, "prod-acl", entries=(allow(1, "0.0.0.0/0"),))
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.0.0.0/8"),))
    change(network.security_groups, "prod-guard", rules=(admits("in", "prod-class", EVERY_SERVICE - cut("0.6.1.187")),))
    assert stop(network) == ALL


def test_outbound_rules_and_groups_of_other_vpcs_let_nobody_in() -> None:
    network = design()
    change(network.network_acls, "prod-acl", entries=(allow(1, "0.0.0.0/0"),))
    out = GroupRule("out", True, EVERY_SERVICE, prefix=prefix("0.0.0.0/0"))
    other = GroupRule("in", False, EVERY_SERVICE, group="notebook-group")
    change(network.security_groups, "prod-guard", rules=(out, other))
    assert stop(network) == ALL
    network.security_groups.pop("prod-guard")
    assert stop(network) == ALL


def test_one_open_door_of_two_opens_the_filter() -> None:
    network = design()
    network.subnet_acls.pop("prod-door-2")
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.0.0.0/8"),))
    assert stop(network) == without(FILTER)


@pytest.mark.parametrize("touched", ["prod-acl", "prod-guard", "prod-class"])
def test_a_doubtful_filter_does_not_count(touched: str) -> None:
    network = design()
    doubt(network, touched)
    assert stop(network) == without(FILTER)


def test_a_doubtful_door_counts_neither_for_the_way_back_nor_for_the_filter() -> None:
    network = design()
    doubt(network, "prod-door-2")
    assert stop(network) == without(BACK, FILTER)


# Endpoint policy ---------------------------------------------------------------------------------------------------------


def test_a_policy_that_allows_any_call_from_them_opens_the_policy_layer() -> None:
    for policy in (policy_of("111111111111", "10.2.9.0/24"), policy_of("1", "", Condition={}), None, "nonsense"):
        network = design()
        change(network.endpoints, "prod-runtime", policy=policy)
        assert stop(network) == without(POLICY)


def test_a_doubtful_policy_does_not_count() -> None:
    network = design()
    doubt(network, "prod-runtime")
    assert stop(network) == without(POLICY)


def test_a_policy_is_judged_once_for_the_same_endpoint_and_sources_alone() -> None:
    network = design()
    layers = Layers(Index(network))
    prod, nonprod = network.endpoints["prod-runtime"], network.endpoints["nonprod-runtime"]
    found = [
        POLICY in layers.that_stop([network.vpcs[vpc]], endpoint)
        for vpc, endpoint in (("lab", prod), ("payments", prod), ("lab", nonprod), ("lab", prod))
    ]
    assert found == [True, False, False, True]
