"""What gets in by a link, or out by one, that nobody granted: kind, thing and message.

The network is that of ``hybrid``, with ``branch`` (172.17.0.0/16) as one more network behind a link.
"""

from __future__ import annotations

import pytest
from unit.guardrails.hybrid import CLIENTS, DC, hybrid, lone
from unit.guardrails.networks import REPLIES, allow, change
from unit.guardrails.questions.behind import BRANCH, PROD, SERVERS, Told, admit, far, lost, unanswered, with_branch
from unit.guardrails.questions.test_exactness import around, deviations, told

from transit_guardrails.model.ranges import prefix

DOORS, RESOLVERS = ("prod-door-1", "prod-door-2"), ("resolver-1", "resolver-2")


def reaches(who: str) -> Told:
    message = "{} reaches bedrock-runtime in {}; segment prod grants it nothing there"
    return {("beyond", PROD, message.format(who, door)) for door in DOORS}


def asks(who: str) -> Told:
    message = "{} reaches the Resolver endpoint in {} and is none of its clients"
    return {("beyond", "inbound", message.format(who, subnet)) for subnet in RESOLVERS}


def leaves(to: str, *sources: str) -> Told:
    return {("beyond", source, f"{to} is reached from {source}, which nobody granted") for source in sources}


def test_another_network_behind_the_same_link_that_gets_through_is_beyond_and_so_are_its_answers() -> None:
    network = with_branch("dx")
    admit(network)
    assert told(network) == reaches(str(BRANCH)) | leaves(str(BRANCH), *DOORS)
    (first, _) = (d for d in deviations(network) if d.thing == PROD)
    assert (first.witness[0], first.witness[-1]) == ("172.17.0.0 to 10.0.1.0", "accepted")
    assert "network-acl prod-acl: inbound: entry 300 allows 172.17.0.0/16" in first.witness


def test_another_network_that_is_merely_behind_a_link_or_in_the_grant_class_reaches_nothing() -> None:
    network = with_branch("dx", "vpn")
    assert told(network) == set()
    around(network).prefix_list("prod-class", "10.1.1.0/24", str(DC), str(BRANCH), most=5)
    assert told(network) == set()


def test_a_prefix_that_a_link_states_and_no_grant_holds_is_beyond() -> None:
    network = hybrid()
    for link in ("dx", "vpn"):
        change(network.links, f"{link}-link", networks={"dc": (DC, BRANCH)})
    admit(network)
    assert told(network) == reaches(str(BRANCH)) | leaves(str(BRANCH), *DOORS)


def test_a_client_more_in_the_groups_list_than_declared_is_beyond() -> None:
    network = hybrid()
    around(network).prefix_list("clients", *map(str, CLIENTS), "172.16.2.53/32", most=10)
    assert told(network) == asks("172.16.2.53") | leaves("172.16.2.53", *RESOLVERS)
    assert {d.witness[0] for d in deviations(network) if d.thing == "inbound"} == {
        "172.16.2.53 to 10.9.0.0",
        "172.16.2.53 to 10.9.0.16",
    }
    assert {d.witness[0] for d in deviations(network) if d.thing in RESOLVERS} == {
        "10.9.0.0 to 172.16.2.53",
        "10.9.0.16 to 172.16.2.53",
    }


def test_a_client_of_a_network_behind_another_link_is_none_by_this_one() -> None:
    network = hybrid()
    change(network.view_resolvers, "prod-resolver", clients={"branch": CLIENTS})
    assert asks(SERVERS) | leaves(SERVERS, *RESOLVERS) <= told(network)


def test_a_spoke_that_reaches_the_resolver_is_beyond_and_so_are_its_answers() -> None:
    network = hybrid()
    build = around(network).route("batch-table", "10.9.0.0/26", "transit-gateway", "tgw")
    build.transit_route("prod-table", "10.9.0.0/26", "resolver-attachment")
    assert told(network) == set()
    build.prefix_list("clients", *map(str, CLIENTS), "10.1.2.0/24", most=10)
    back = "10.9.0.{}/28 to 10.1.2.0/24 everything is delivered in batch-1, which nobody granted"
    assert told(network) == asks("10.1.2.0/24") | {
        ("beyond", subnet, back.format(16 * n)) for n, subnet in enumerate(RESOLVERS)
    }


def test_a_resolver_endpoint_of_no_view_has_no_clients() -> None:
    network = hybrid()
    change(network.resolver_endpoints, "inbound", resolver=None)
    assert asks(SERVERS) | leaves(SERVERS, *RESOLVERS) <= told(network)


def test_what_leaves_by_a_link_and_is_no_answer_is_beyond_at_its_source() -> None:
    network = hybrid()
    build = around(network).route("batch-table", str(DC), "transit-gateway", "tgw")
    build.transit_route("prod-table", str(DC), "dx")
    assert told(network) == leaves(str(DC), "batch-1")
    assert deviations(network)[0].witness[-1] == "exits-network"


def test_what_comes_by_one_link_and_leaves_by_another_is_beyond_at_the_first() -> None:
    network = hybrid()
    around(network).transit_route("dx-table", str(DC), "vpn")
    assert told(network) == leaves(str(DC), "dx")


def test_a_resolver_answers_its_clients_and_no_one_else_behind_the_link() -> None:
    network = hybrid()
    around(network).route("resolver-table", "172.16.0.0/24", "transit-gateway", "tgw")
    rest = "172.16.0.0-172.16.0.52, 172.16.0.54-172.16.0.255"
    assert told(network) == leaves(rest, *RESOLVERS)


def test_a_set_answers_the_networks_that_it_grants_something_and_no_others() -> None:
    network = hybrid()
    around(network).route("nonprod-doors-table", str(DC), "transit-gateway", "tgw")
    more = allow(200, str(DC), egress=True, services=REPLIES)
    change(network.network_acls, "nonprod-acl", entries=(*network.network_acls["nonprod-acl"].entries, more))
    assert told(network) == leaves(str(DC), "nonprod-door-1", "nonprod-door-2")


@pytest.mark.parametrize("link", ["dx", "vpn"])
def test_a_link_whose_packets_are_delivered_in_a_spoke_is_beyond(link: str) -> None:
    network = hybrid()
    around(network).transit_route(f"{link}-table", "10.1.2.0/24", "payments-attachment")
    message = "0.0.0.0/0, ::/0 to 10.1.2.0/24 everything is delivered in batch-1, which nobody granted"
    assert told(network) == {("beyond", link, message)}


# Answers by the wrong link -----------------------------------------------------------------------------------------------


def test_answers_that_leave_by_the_link_of_another_network_are_beyond_and_do_not_count() -> None:
    network = lone()
    build = far(network, "branch", str(BRANCH))
    assert told(network) == set()
    build.transit_route("hub-table", str(DC), "far")
    assert told(network) == lost("dx") | unanswered("dx") | leaves(str(DC), *DOORS) | leaves(SERVERS, *RESOLVERS)


def test_a_link_that_shares_another_network_alone_brings_no_answers_home() -> None:
    network = lone()
    far(network, "branch", str(BRANCH)).transit_route("hub-table", str(DC), "far")
    change(network.links, "dx-link", networks={"dc": (DC,), "branch": (BRANCH,)})
    assert told(network) == lost("dx") | unanswered("dx") | leaves(str(DC), *DOORS) | leaves(SERVERS, *RESOLVERS)


def test_what_another_network_announces_more_specifically_takes_the_answers_of_that_part() -> None:
    network = lone()
    far(network, "branch", "172.16.128.0/17")
    half = "172.16.128.0/17"
    assert told(network) == lost("dx", who=half) | leaves(half, *DOORS)


def test_where_two_equal_links_lead_to_different_networks_no_answer_is_sure_of_its_way() -> None:
    network = hybrid("vpn")
    far(network, "branch", str(DC))
    assert told(network) == lost("vpn") | unanswered("vpn") | leaves(str(DC), *DOORS) | leaves(SERVERS, *RESOLVERS)


def test_two_equal_links_to_the_same_network_both_bring_answers_home() -> None:
    network = hybrid("vpn")
    build = far(network, "dc", str(DC))
    for to, attachment in (("10.0.1.0/27", "hub-attachment"), ("10.9.0.0/26", "resolver-attachment")):
        build.transit_route("far-table", to, attachment)
    assert told(network) == set()
    change(network.attachments, "far", accepted=False)
    assert told(network) == lost("vpn", "far") | unanswered("vpn", "far")


def test_deviations_by_two_links_come_in_a_fixed_order() -> None:
    network = hybrid()
    around(network).prefix_list("clients", *map(str, CLIENTS), "172.16.2.53/32", most=10)
    found = [d.witness[1] for d in deviations(network) if d.thing == "inbound"]
    assert found == ["attachment dx: into tgw", "attachment vpn: into tgw"] * 2


def test_links_that_state_other_networks_bring_a_granted_one_nothing_and_let_nobody_in() -> None:
    network = hybrid()
    change(network.links, "dx-link", networks={})
    change(network.links, "vpn-link", networks={"other": (prefix("192.168.0.0/24"),)})
    found = {(kind, thing) for kind, thing, _ in told(network)}
    assert found == {("missing", PROD), ("missing", "inbound")}
