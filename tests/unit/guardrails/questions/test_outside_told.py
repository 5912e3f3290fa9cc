"""A data centre behind links that is not told the way, whose calls are stopped, or that cannot ask for names.

The network is that of ``hybrid``: ``dc`` behind ``dx`` and ``vpn``, its two name servers at the Resolver endpoint ``inbound``.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.hybrid import CALLERS, CLIENTS, DC, RESOLVER_BLOCK, SET_BLOCK, hybrid, lone
from unit.guardrails.networks import HOST, change, policy_of
from unit.guardrails.questions.behind import BOTH, HALF, OWN, PROD, Told
from unit.guardrails.questions.test_exactness import around, told

from transit_guardrails.model.ranges import prefix

NO_NAMES = ("missing", PROD, "dc is granted bedrock-runtime, and no Resolver endpoint of prod is there for it")


def untold(thing: str, message: str, *blocks: str) -> Told:
    """Ways that Direct Connect does not advertise, for each block of a subnet."""
    return {("missing", thing, message.format(n, block)) for n, block in enumerate(blocks, 1)}


# What the other side learns ----------------------------------------------------------------------------------------------


def test_direct_connect_that_does_not_advertise_the_set_is_missing_in_each_subnet_by_it_alone() -> None:
    network = hybrid()
    change(network.gateway_associations, "dx", allowed=(prefix(RESOLVER_BLOCK),))
    message = "dc is not told the way to bedrock-runtime in prod-door-{} by dx: no allowed prefix holds {}"
    assert told(network) == untold(PROD, message, "10.0.1.0/28", "10.0.1.16/28")


def test_direct_connect_that_does_not_advertise_the_resolver_is_missing_in_each_subnet() -> None:
    network = hybrid()
    change(network.gateway_associations, "dx", allowed=(prefix(SET_BLOCK),))
    message = "dc is not told the way to the Resolver endpoint in resolver-{} by dx: no allowed prefix holds {}"
    assert told(network) == untold("inbound", message, "10.9.0.0/28", "10.9.0.16/28")


def test_an_allowed_prefix_that_holds_a_subnet_tells_the_way_and_a_part_of_it_does_not() -> None:
    network = hybrid()
    change(network.gateway_associations, "dx", allowed=(prefix("10.0.0.0/8"),))
    assert told(network) == set()
    change(network.gateway_associations, "dx", allowed=(prefix("10.0.1.0/29"), prefix("10.0.1.16/28"), DC))
    assert {m for _, thing, m in told(network) if thing == PROD} == {
        "dc is not told the way to bedrock-runtime in prod-door-1 by dx: no allowed prefix holds 10.0.1.0/28"
    }


def test_an_association_that_nobody_states_advertises_nothing() -> None:
    network = lone()
    network.gateway_associations.clear()
    assert {(kind, thing) for kind, thing, _ in told(network)} == {("missing", PROD), ("missing", "inbound")}


def test_a_vpn_announces_what_its_table_leads_to_by_block_or_by_list() -> None:
    network = hybrid("vpn")
    network.transit_routes.pop(f"vpn-table {SET_BLOCK}")
    around(network).prefix_list("set", SET_BLOCK).transit_route("vpn-table", "set", "hub-attachment")
    assert told(network) == set()


# Policies and names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accounts", "blocks"),
    [(["1" * 12], [OWN, str(DC)]), (["1" * 12, CALLERS], [OWN, HALF])],
    ids=["without its account", "without a part of its prefix"],
)
def test_a_policy_that_stops_the_networks_calls_is_missing(accounts: list[str], blocks: list[str]) -> None:
    network = hybrid()
    condition = {"StringEquals": {"aws:PrincipalAccount": accounts}, "IpAddress": {"aws:VpcSourceIp": blocks}}
    change(network.endpoints, PROD, policy=policy_of("", "", Condition=condition))
    message = "the policy of bedrock-runtime stops calls that grant api-models promises"
    assert told(network) == {("missing", PROD, message)}


def test_a_network_that_no_resolver_of_its_segment_serves_is_missing() -> None:
    network = hybrid()
    change(network.view_resolvers, "prod-resolver", segment="nonprod")
    assert told(network) == {NO_NAMES}


@pytest.mark.parametrize("clients", [{}, {"dc": ()}, {"other": CLIENTS}], ids=["nobody", "no address", "another"])
def test_a_network_that_is_no_client_of_the_resolver_is_missing(clients: object) -> None:
    network = hybrid()
    change(network.view_resolvers, "prod-resolver", clients=clients)
    assert NO_NAMES in told(network)


def test_a_resolver_endpoint_that_sends_or_that_is_no_views_or_of_another_region_serves_nobody() -> None:
    for field, value in (("outbound", True), ("resolver", None)):
        network = hybrid()
        change(network.resolver_endpoints, "inbound", **{field: value})
        assert NO_NAMES in told(network)
    network = hybrid()
    change(network.vpcs, "prod-resolver-vpc", region="eu-west-1")
    assert told(network) == {NO_NAMES}


def test_a_resolver_that_is_not_attached_is_missing_there() -> None:
    network = hybrid()
    for link in BOTH:
        network.transit_routes.pop(f"{link}-table {RESOLVER_BLOCK}")
    network.attachments.pop("resolver-attachment")
    message = "dc may ask the Resolver endpoint, and no link leads from there to it"
    assert told(network) == {("missing", "inbound", message)}


def test_a_host_name_that_answers_with_something_else_in_the_resolvers_vpc_is_missing() -> None:
    message = f"dc is granted bedrock-runtime, but {HOST} does not lead there"
    network = hybrid()
    network.zone_associations.pop("prod-zone there")
    assert told(network) == {("missing", PROD, message)}
    build = around(network).zone("other-zone", HOST, "prod-resolver-vpc", at="nonprod-runtime")
    assert told(build.network) == {("missing", PROD, message)}
    change(network.firewall_rules, "prod-firewall 1", action="BLOCK")
    assert ("missing", PROD, message) in told(network)


def test_a_host_name_must_answer_in_the_vpc_of_each_resolver_endpoint_of_the_view() -> None:
    """The first one asks in a VPC that no zone serves."""
    network = hybrid()
    inbound = network.resolver_endpoints["inbound"]
    elsewhere = replace(inbound, id="a", subnets=("a-1",))
    around(network).vpc("a-vpc", "10.9.1.0/24").subnet("a-1", "a-vpc", "10.9.1.0/28", "z1")
    network.resolver_endpoints.clear()
    network.resolver_endpoints.update({"a": elsewhere, "inbound": inbound})
    assert ("missing", PROD, f"dc is granted bedrock-runtime, but {HOST} does not lead there") in told(network)
    network.resolver_endpoints.pop("a")
    assert told(network) == set()
