"""Rules about the route tables of VPCs."""

from __future__ import annotations

from dataclasses import replace

from unit.guardrails.networks import change, design
from unit.guardrails.rules.asked import around, breaches, told

NOWHERE, NARROW = "attachments-lead-nowhere", "routes-lead-to-endpoints"


def test_a_route_of_an_attachment_subnets_table_breaches_whatever_it_leads_to() -> None:
    build = around(design()).route("lab-tgw-table", "10.0.0.0/8", "transit-gateway", "tgw")
    build.prefix_list("list").route("lab-tgw-table", "list", "blackhole")
    message = "lab-tgw-table of attachment subnets has a route to {} by {}"
    assert told(NOWHERE, build.network) == {
        ("lab-tgw-table 10.0.0.0/8", message.format("10.0.0.0/8", "transit-gateway")),
        ("lab-tgw-table list", message.format("list", "blackhole")),
    }
    assert told(NARROW, build.network) == set()


def test_an_attachment_subnet_that_uses_the_main_table_breaches() -> None:
    network = design()
    network.subnet_tables.pop("hub-tgw-2")
    message = "hub-tgw-2 has no route table of its own: the VPC's main table holds for it"
    assert told(NOWHERE, network) == {("hub-tgw-2", message)}
    change(network.attachments, "hub-attachment", subnets=("hub-tgw-1", "stranger"))
    assert told(NOWHERE, network) == set()


def test_a_main_table_with_routes_breaches_where_an_attachment_subnet_uses_it() -> None:
    network = around(design()).route("hub-main", "10.9.0.0/16", "blackhole").network
    assert told(NOWHERE, network) == set()
    network.subnet_tables.pop("hub-tgw-2")
    assert {resource for resource, _ in told(NOWHERE, network)} == {"hub-main 10.9.0.0/16", "hub-tgw-2"}


# routes-lead-to-endpoints ------------------------------------------------------------------------------------------------


def led(table: str, to: str, why: str) -> set[tuple[str, str]]:
    return {(f"{table} {to}", f"{table} leads {to} to the transit gateway: {why}")}


def test_a_subnet_that_is_granted_nothing_leads_nowhere() -> None:
    network = around(design()).route("batch-table", "10.0.1.0/27", "transit-gateway", "tgw").network
    assert told(NARROW, network) == led("batch-table", "10.0.1.0/27", "batch-1 is granted nothing")


def test_a_consumer_leads_to_its_own_set_and_no_wider() -> None:
    for block in ("10.0.0.0/16", "10.0.2.0/27", "10.2.0.0/16"):
        network = around(design()).route("api-table", block, "transit-gateway", "tgw").network
        assert told(NARROW, network) == led("api-table", block, "the endpoint set is smaller")
    assert told(NARROW, around(design()).route("api-table", "10.0.1.0/24", "transit-gateway", "tgw").network) == set()


def test_a_set_leads_back_to_its_consumers_and_no_wider() -> None:
    for block in ("10.1.0.0/16", "10.2.1.0/24"):
        network = around(design()).route("prod-doors-table", block, "transit-gateway", "tgw").network
        assert told(NARROW, network) == led("prod-doors-table", block, "the set's consumers are fewer")


def test_a_set_may_lead_to_addresses_of_the_network_that_nobody_has() -> None:
    for block, spare in (("10.99.0.0/16", True), ("11.0.0.0/16", False)):
        network = around(design()).route("prod-doors-table", block, "transit-gateway", "tgw").network
        why = "the set's consumers are fewer"
        assert told(NARROW, network) == (set() if spare else led("prod-doors-table", block, why))


def test_a_table_that_no_subnet_uses_leads_nowhere() -> None:
    build = around(design()).table("idle", "lab", ("10.0.2.0/27", "transit-gateway", "tgw"))
    assert told(NARROW, build.network) == led("idle", "10.0.2.0/27", "no subnet uses the table")


def test_a_table_may_lead_only_where_all_of_its_subnets_need() -> None:
    network = design()
    network.subnet_tables["batch-1"] = "api-table"
    assert told(NARROW, network) == led("api-table", "10.0.1.0/27", "api-1 is granted nothing")
    network = design()
    network.subnet_tables["notebook-1"] = "api-table"
    assert told(NARROW, network) == led("api-table", "10.0.1.0/27", "the endpoint set is smaller")


def test_a_consumer_of_two_sets_may_lead_to_both() -> None:
    network = around(design()).route("api-table", "10.0.2.0/27", "transit-gateway", "tgw").network
    (grant,) = network.endpoint_sets["nonprod-set"].grants
    (own,) = network.endpoint_sets["prod-set"].grants
    both = replace(grant, consumers={**grant.consumers, **own.consumers})
    change(network.endpoint_sets, "nonprod-set", grants=(both,))
    assert told(NARROW, network) == set()


def test_a_subnet_with_awss_own_table_or_one_that_nobody_states_has_no_routes_to_judge() -> None:
    network = design()
    network.subnet_tables.pop("batch-1")
    assert told(NARROW, network) == told(NOWHERE, network) == set()
    network.main_tables["payments"] = "stranger"
    assert told(NOWHERE, network) == set()


def test_a_route_to_a_list_is_judged_by_its_entries() -> None:
    build = around(design()).prefix_list("list", "10.0.1.0/28").route("api-table", "list", "transit-gateway", "tgw")
    assert told(NARROW, build.network) == set()
    build.prefix_list("list", "10.0.1.0/28", "10.9.0.0/16")
    assert told(NARROW, build.network) == led("api-table", "list", "the endpoint set is smaller")


def test_routes_to_other_targets_are_no_business_of_the_rule() -> None:
    for kind in ("blackhole", "internet-gateway", "local"):
        build = around(design()).route("batch-table", "10.9.0.0/16", kind, "x")
        assert breaches(NARROW, build.network) == []
