"""Rules about the whole network, asked about links: tables, propagations, side doors, filters, routes, settings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.hybrid import CLIENTS, DC, hybrid
from unit.guardrails.networks import HTTPS, REPLIES, allow, change, design, labels
from unit.guardrails.rules.asked import around, told

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import DNS, EVERY_SERVICE
from transit_guardrails.model.vpcs import GroupRule
from transit_guardrails.settings import Settings

ONE, HUB, SIDE = "one-association-per-attachment", "propagation-only-to-hub", "no-side-doors"
GROUPS, ACLS, ROUTES, EXACT = (
    "security-groups-narrow",
    "network-acls-narrow",
    "routes-lead-to-endpoints",
    "transit-routes-exact",
)
BRANCH = prefix("172.17.0.0/16")
REST = "172.16.0.0-172.16.0.52, 172.16.0.54-172.16.1.52, 172.16.1.54-172.16.255.255"

# Tables ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "of"), [("hub-table", "shared"), ("prod-table", "prod"), ("vpn-table", "vpn")], ids=str
)
def test_a_link_is_associated_with_the_table_of_its_own_kind(table: str, of: str) -> None:
    network = hybrid()
    change(network.associations, "dx in dx-table", table=table)
    assert told(ONE, network) == {("dx", f"the link dx is associated with the table of {of}")}


@pytest.mark.parametrize(("tags", "of"), [({}, "shared"), ({"link": "partner"}, "partner")])
def test_a_table_that_does_not_say_the_links_kind_is_not_its_own(tags: dict[str, str], of: str) -> None:
    network = hybrid()
    network.tags["vpn-table"] = labels("shared", "shared", **tags)
    assert told(ONE, network) == {("vpn", f"the link vpn is associated with the table of {of}")}


def test_an_attachment_outside_that_belongs_to_no_link_has_no_table_of_its_own() -> None:
    network = hybrid()
    change(network.attachments, "dx", link=None)
    change(network.associations, "dx in dx-table", table="hub-table")
    assert told(ONE, network) == set()


@pytest.mark.parametrize(("table", "of"), [("prod-table", "prod"), ("dx-table", "direct-connect")])
def test_a_resolvers_vpc_is_associated_with_the_hubs_table(table: str, of: str) -> None:
    network = hybrid()
    change(network.associations, "resolver-attachment in hub-table", table=table)
    message = f"the resolver's resolver-attachment is associated with the table of {of}"
    assert told(ONE, network) == {("resolver-attachment", message)}


@pytest.mark.parametrize(
    ("attachment", "table", "segment"),
    [("payments-attachment", "prod-table", "prod"), ("hub-attachment", "hub-table", "shared")],
)
def test_neither_spoke_nor_hub_is_associated_with_the_table_of_a_link(
    attachment: str, table: str, segment: str
) -> None:
    network = hybrid()
    change(network.associations, f"{attachment} in {table}", table="vpn-table")
    message = f"{attachment} of segment {segment} is associated with the table of vpn"
    assert told(ONE, network) == {(attachment, message)}


def test_a_link_without_a_table_breaches() -> None:
    network = hybrid()
    network.associations.pop("vpn in vpn-table")
    assert told(ONE, network) == {("vpn", "vpn is associated with no table")}


# Propagations ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "tags"),
    [("prod-table", labels("prod", "shared")), ("vpn-table", labels("shared", "shared", link="vpn"))],
    ids=["of a segment", "of links"],
)
def test_a_link_propagates_into_no_other_table_than_the_hubs(table: str, tags: dict[str, str]) -> None:
    network = around(hybrid()).transit_table(table, learns=["dx"], **tags).network
    assert told(HUB, network) == {(f"dx into {table}", f"dx propagates into {table}")}


def test_a_link_that_does_not_propagate_into_the_hubs_table_breaches_though_another_link_does() -> None:
    network = hybrid()
    network.propagations.pop("dx into hub-table")
    message = "dx does not propagate into the hub's table: no answer finds it"
    assert told(HUB, network) == {("dx", message)}
    change(network.attachments, "dx", link=None)
    assert told(HUB, network) == set()


def test_a_resolvers_vpc_does_not_propagate_and_need_not() -> None:
    assert told(HUB, hybrid()) == set()
    hub = labels("shared", "shared")
    network = around(hybrid()).transit_table("hub-table", learns=["resolver-attachment"], **hub).network
    message = "the resolver's resolver-attachment propagates"
    assert told(HUB, network) == {("resolver-attachment into hub-table", message)}


def test_tables_of_links_need_no_blackhole_and_are_no_segments() -> None:
    network = hybrid()
    assert told(EXACT, network) == set()
    network.tags["vpn-table"] = labels("shared", "shared")
    message = "vpn-table has the static route {}; its routes are propagated"
    assert told(EXACT, network) == {(f"vpn-table {to}", message.format(to)) for to in ("10.0.1.0/27", "10.9.0.0/26")}


def test_a_segments_table_does_not_lead_to_a_link_or_a_resolver() -> None:
    build = around(hybrid()).transit_route("prod-table", str(DC), "dx")
    build.transit_route("prod-table", "10.9.0.0/26", "resolver-attachment")
    message = "prod-table leads {} to {}, which is no hub"
    assert told(EXACT, build.network) == {
        (f"prod-table {to}", message.format(to, attachment))
        for to, attachment in ((str(DC), "dx"), ("10.9.0.0/26", "resolver-attachment"))
    }


# Side doors --------------------------------------------------------------------------------------------------------------


def test_a_link_that_says_what_is_behind_it_is_no_side_door() -> None:
    assert told(SIDE, hybrid()) == set()


def test_a_link_that_nobody_declares_or_that_says_nothing_is_a_side_door() -> None:
    network = hybrid()
    change(network.attachments, "dx", link=None)
    change(network.links, "vpn-link", networks={})
    kinds = {"dx": "direct-connect-gateway", "vpn": "vpn"}
    expected = {(key, f"{key} leads out of the network ({kind})") for key, kind in kinds.items()}
    assert told(SIDE, network) == expected
    network.links.pop("vpn-link")
    assert told(SIDE, network) == expected


# Security groups ---------------------------------------------------------------------------------------------------------


def with_rule(group: str, rule: GroupRule) -> Network:
    network = hybrid()
    change(network.security_groups, group, rules=(*network.security_groups[group].rules, rule))
    return network


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (GroupRule("more", False, HTTPS, prefix=CLIENTS[0]), "lets in tcp/443; the network needs port 53"),
        (GroupRule("more", False, EVERY_SERVICE, prefix=CLIENTS[0]), "lets in everything; the network needs port 53"),
        (GroupRule("more", False, DNS, prefix=DC), f"lets in {REST} beyond what is granted"),
        (GroupRule("more", False, DNS, prefix=prefix("10.1.0.0/16")), "lets in 10.1.0.0/16 beyond what is granted"),
        (GroupRule("more", True, DNS, prefix=CLIENTS[0]), "lets out 172.16.0.53 beyond what is granted"),
    ],
    ids=["port", "everything", "the whole network", "a spoke", "outbound"],
)
def test_a_resolvers_group_admits_its_clients_on_port_53_and_sends_nothing(rule: GroupRule, problem: str) -> None:
    assert told(GROUPS, with_rule("resolver-guard", rule)) == {("more", f"more of resolver-guard {problem}")}


def test_a_resolvers_group_may_admit_each_client_by_its_address() -> None:
    assert told(GROUPS, with_rule("resolver-guard", GroupRule("more", False, DNS, prefix=CLIENTS[1]))) == set()


def test_the_group_of_a_resolver_endpoint_that_serves_no_view_admits_nobody() -> None:
    network = hybrid()
    change(network.resolver_endpoints, "inbound", resolver=None)
    message = "resolver-in of resolver-guard lets in 172.16.0.53, 172.16.1.53 beyond what is granted"
    assert told(GROUPS, network) == {("resolver-in", message)}


def test_an_endpoints_group_admits_granted_networks_and_no_others() -> None:
    rule = GroupRule("more", False, HTTPS, prefix=DC)
    assert told(GROUPS, with_rule("prod-guard", rule)) == set()
    message = "more of {} lets in {} beyond what is granted"
    assert told(GROUPS, with_rule("nonprod-guard", rule)) == {("more", message.format("nonprod-guard", DC))}
    other = replace(rule, prefix=BRANCH)
    assert told(GROUPS, with_rule("prod-guard", other)) == {("more", message.format("prod-guard", BRANCH))}


def test_a_grant_class_that_holds_an_ungranted_network_breaches() -> None:
    network = around(hybrid()).prefix_list("prod-class", "10.1.1.0/24", str(DC), str(BRANCH), most=5).network
    message = f"prod-in of prod-guard lets in {BRANCH} beyond what is granted"
    assert told(GROUPS, network) == {("prod-in", message)}


# Network ACLs ------------------------------------------------------------------------------------------------------------


def with_entry(acl: str, *entries: object) -> Network:
    network = hybrid()
    change(network.network_acls, acl, entries=(*network.network_acls[acl].entries, *entries))
    return network


def test_an_acl_of_another_segment_holds_no_granted_networks() -> None:
    message = f"inbound entry 7 of nonprod-acl allows {DC}, which holds {DC} of others"
    assert told(ACLS, with_entry("nonprod-acl", allow(7, str(DC), services=HTTPS))) == {("nonprod-acl", message)}


def test_an_acl_allows_a_granted_network_443_in_and_answers_out_alone() -> None:
    text = "{} entry 7 of prod-acl allows everything"
    assert told(ACLS, with_entry("prod-acl", allow(7, str(DC)))) == {("prod-acl", text.format("inbound"))}
    outbound = allow(7, str(DC), egress=True)
    assert told(ACLS, with_entry("prod-acl", outbound)) == {("prod-acl", text.format("outbound"))}
    assert told(ACLS, with_entry("prod-acl", allow(7, str(DC), egress=True, services=REPLIES))) == set()


def test_an_acl_does_not_hold_a_network_that_a_link_states_and_no_grant_names() -> None:
    network = with_entry("prod-acl", allow(7, str(BRANCH), services=HTTPS))
    assert told(ACLS, network) == set()
    change(network.links, "dx-link", networks={"dc": (DC,), "branch": (BRANCH,)})
    message = f"inbound entry 7 of prod-acl allows {BRANCH}, which holds {BRANCH} of others"
    assert told(ACLS, network) == {("prod-acl", message)}


def test_the_entries_of_a_network_that_is_granted_nothing_any_more_breach() -> None:
    network = hybrid()
    (grant,) = network.endpoint_sets["prod-set"].grants
    change(network.endpoint_sets, "prod-set", grants=(replace(grant, networks={}),))
    message = "{} entry 200 of prod-acl allows 172.16.0.0/16, which holds 172.16.0.0/16 of others"
    assert told(ACLS, network) == {("prod-acl", message.format(way)) for way in ("inbound", "outbound")}


# Routes of VPCs ----------------------------------------------------------------------------------------------------------


def led(table: str, to: str, why: str) -> set[tuple[str, str]]:
    return {(f"{table} {to}", f"{table} leads {to} to the transit gateway: {why}")}


def test_a_resolver_leads_back_to_its_clients_and_no_wider() -> None:
    build = around(hybrid()).route("resolver-table", "172.16.0.53/32", "transit-gateway", "tgw")
    assert told(ROUTES, build.network) == set()
    build.route("resolver-table", str(DC), "transit-gateway", "tgw")
    assert told(ROUTES, build.network) == led("resolver-table", str(DC), "the resolver's clients are fewer")


def test_a_resolver_of_which_fewer_may_ask_than_its_route_leads_to_breaches() -> None:
    network = hybrid()
    change(network.view_resolvers, "prod-resolver", clients={"dc": CLIENTS[:1]})
    assert told(ROUTES, network) == led("resolver-table", "clients", "the resolver's clients are fewer")


def test_another_subnet_of_the_resolvers_vpc_leads_nowhere() -> None:
    network = around(hybrid()).subnet("more", "prod-resolver-vpc", "10.9.0.32/28", table="resolver-table").network
    assert told(ROUTES, network) == led("resolver-table", "clients", "the resolver's clients are fewer")


def test_a_set_leads_back_to_its_granted_networks_and_to_no_others() -> None:
    network = around(hybrid()).route("prod-doors-table", str(BRANCH), "transit-gateway", "tgw").network
    assert told(ROUTES, network) == led("prod-doors-table", str(BRANCH), "the set's consumers are fewer")
    network = around(hybrid()).route("nonprod-doors-table", str(DC), "transit-gateway", "tgw").network
    assert told(ROUTES, network) == led("nonprod-doors-table", str(DC), "the set's consumers are fewer")


# Settings ----------------------------------------------------------------------------------------------------------------


def test_a_network_that_may_hang_on_a_single_link_is_one_that_there_is() -> None:
    assert told("settings-fit", hybrid(), Settings(single_links=("dc",))) == set()
    message = "network {} is configured, and no link leads to such a network"
    for network, name in ((hybrid(), "cd"), (design(), "dc")):
        found = told("settings-fit", network, Settings(single_links=(name,)))
        assert found == {("the pack's configuration", message.format(name))}


# networks-within-bounds ---------------------------------------------------------------------------------------------------


def test_a_network_may_be_granted_what_the_configuration_allows_it() -> None:
    for stated in (None, {"dc": ("prod",)}, {"dc": ("nonprod", "prod"), "other": ()}):
        assert told("networks-within-bounds", hybrid(), Settings(networks=stated)) == set()


def test_a_network_that_is_granted_another_segment_breaches() -> None:
    message = "dc is granted endpoints of segment prod; it may use nonprod"
    assert told("networks-within-bounds", hybrid(), Settings(networks={"dc": ("nonprod",)})) == {("prod-set", message)}


def test_a_network_that_the_configuration_does_not_name_may_use_none() -> None:
    message = "dc is granted endpoints of segment prod; it may use none"
    assert told("networks-within-bounds", hybrid(), Settings(networks={})) == {("prod-set", message)}


def test_a_network_or_segment_of_the_configuration_must_exist() -> None:
    stated = Settings(networks={"dc": ("prdo",), "branch": ("prod",)})
    assert told("settings-fit", hybrid(), stated) == {
        ("the pack's configuration", "segment prdo is configured; the network has nonprod, prod"),
        ("the pack's configuration", "network branch is configured, and no link leads to such a network"),
    }
