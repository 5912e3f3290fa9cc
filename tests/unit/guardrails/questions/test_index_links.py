"""What links state, as routes and as ways home: who is behind which attachment, and what a table learns from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.hybrid import CLIENTS, DC, FORWARDER, carried, hybrid, lone, partnered
from unit.guardrails.networks import change, cut
from unit.guardrails.questions.behind import BRANCH, far, with_branch
from unit.guardrails.questions.test_exactness import around
from unit.guardrails.questions.test_index import takes

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import EVERYWHERE, NOTHING, prefix, union
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.reach import led_home
from transit_guardrails.questions.sources import sources
from transit_guardrails.questions.transit_index import preferred

SERVER = str(CLIENTS[0])


def taken(network: Network, at: str = SERVER) -> list[str]:
    """What takes an address in the hub's table."""
    return takes(Index(network), "hub-table", at)


# Learned routes ----------------------------------------------------------------------------------------------------------


def test_what_is_stated_behind_links_is_learned_from_direct_connect_before_a_vpn() -> None:
    assert taken(hybrid()) == ["dx into hub-table"]
    assert taken(hybrid("vpn")) == ["vpn into hub-table"]
    assert taken(hybrid(), "172.17.0.0/32") == []


def test_the_longer_prefix_of_a_vpn_beats_direct_connect() -> None:
    network = hybrid()
    change(network.links, "vpn-link", networks={"dc": (DC, prefix("172.16.0.0/24"))})
    assert taken(network) == ["vpn into hub-table"]
    assert taken(network, "172.16.1.53/32") == ["dx into hub-table"]


def test_static_and_listed_routes_beat_what_is_learned_of_the_same_length() -> None:
    build = around(hybrid()).prefix_list("list", str(DC)).transit_route("hub-table", "list", "vpn")
    assert taken(build.network) == ["hub-table list"]
    build.transit_route("hub-table", str(DC), None)
    assert taken(build.network) == [f"hub-table {DC}"]


def test_a_vpcs_own_blocks_beat_what_is_behind_a_link() -> None:
    network = hybrid()
    change(network.links, "dx-link", networks={"dc": (prefix("10.1.0.0/16"),)})
    assert taken(network, "10.1.0.0/32") == ["payments-attachment into hub-table"]


def test_equal_prefixes_of_two_vpns_are_both_there() -> None:
    network = hybrid("vpn")
    far(network, "dc", str(DC))
    assert taken(network) == ["far into hub-table", "vpn into hub-table"]


def test_a_connect_link_stands_between_direct_connect_and_vpn() -> None:
    for other, winner in (("dx", "dx"), ("vpn", "far")):
        network = hybrid(other)
        far(network, "dc", str(DC))
        change(network.attachments, "far", kind="connect")
        assert taken(network) == [f"{winner} into hub-table"]


def test_a_vpn_over_direct_connect_stands_between_connect_and_a_vpn_over_the_internet() -> None:
    network = hybrid("vpn")
    far(network, "dc", str(DC))
    change(network.attachments, "far", transport="elsewhere")
    assert taken(network) == ["far into hub-table"]
    change(network.attachments, "vpn", kind="connect")
    assert taken(network) == ["vpn into hub-table"]


def test_what_runs_over_an_attachment_is_known_from_there() -> None:
    index = Index(carried())
    assert {key: [a.id for a in found] for key, found in index.carried.items()} == {"dx": ["vpn"]}
    assert [a.id for a in index.network.attachments.values() if index.only_carries(a)] == ["dx"]


def test_a_vpn_without_bgp_brings_its_static_routes_and_not_what_its_link_states() -> None:
    network = hybrid("vpn")
    change(network.vpns, "vpn", bgp=False)
    assert taken(network) == []
    change(network.vpns, "vpn", static=(prefix("172.16.0.0/24"),))
    assert taken(network) == ["vpn into hub-table"]
    assert taken(network, "172.16.1.53/32") == []


def test_a_prefix_that_two_networks_state_is_one_route() -> None:
    network = lone()
    change(network.links, "dx-link", networks={"dc": (DC,), "branch": (DC,)})
    assert taken(network) == ["dx into hub-table"]


def test_a_table_learns_something_unstated_only_from_attachments_of_no_link_that_is_known() -> None:
    network = hybrid()
    assert Index(network).learning("hub-table") == []
    network.links.pop("vpn-link")
    assert [a.id for a in Index(network).learning("hub-table")] == ["vpn"]
    change(network.attachments, "dx", link=None)
    assert [a.id for a in Index(network).learning("hub-table")] == ["dx", "vpn"]


def test_a_table_leads_to_its_static_and_learned_prefixes_and_not_into_blackholes() -> None:
    index = Index(hybrid())
    assert union(index.led_to("dx-table")) == cut("10.0.1.0/27", "10.9.0.0/26")
    assert union(index.led_to("hub-table")) == cut("10.1.0.0/16", "10.2.0.0/16", str(DC))
    assert union(index.led_to("prod-table")) == cut("10.0.1.0/27")
    network = (
        around(hybrid()).prefix_list("list", "10.0.9.0/28").transit_route("dx-table", "list", "hub-attachment").network
    )
    assert union(Index(network).led_to("dx-table")) == cut("10.0.1.0/27", "10.0.9.0/28", "10.9.0.0/26")
    assert union(Index(network).led_to("stranger")) == NOTHING


# Who is behind -----------------------------------------------------------------------------------------------------------


def test_a_network_is_carried_by_every_attachment_whose_link_states_it() -> None:
    index = Index(with_branch("vpn"))
    found = {name: [a.id for a in attachments] for name, attachments in index.carriers.items()}
    assert found == {"dc": ["dx", "vpn"], "branch": ["vpn"]}
    attachments = index.network.attachments
    assert index.behind(attachments["vpn"]) == {"dc": (DC,), "branch": (BRANCH,)}
    assert index.behind(attachments["payments-attachment"]) == {}


@pytest.mark.parametrize(("came", "beside"), [("dx", ["dx", "vpn"]), ("vpn", ["vpn", "dx"]), ("far", ["far"])])
def test_beside_an_attachment_is_every_other_one_to_a_network_behind_it(came: str, beside: list[str]) -> None:
    network = hybrid()
    far(network, "branch", str(BRANCH))
    index = Index(network)
    assert [a.id for a in index.beside(network.attachments[came])] == beside


def test_an_attachment_of_no_link_is_beside_itself_alone() -> None:
    network = hybrid()
    change(network.attachments, "vpn", link=None)
    assert [a.id for a in Index(network).beside(network.attachments["vpn"])] == ["vpn"]


def test_answers_go_home_by_their_own_link_whatever_their_address_and_by_others_to_networks_behind_both() -> None:
    network = with_branch("vpn")
    index, dx, vpn = Index(network), network.attachments["dx"], network.attachments["vpn"]
    assert led_home(index, dx, dx) == EVERYWHERE
    assert led_home(index, dx, vpn) == led_home(index, vpn, dx) == cut(str(DC))
    assert led_home(index, dx, network.attachments["payments-attachment"]) == NOTHING


def test_what_the_other_link_states_of_a_network_is_what_it_brings_home() -> None:
    network = hybrid()
    change(network.links, "vpn-link", networks={"dc": (prefix("172.16.0.0/24"),)})
    index, dx, vpn = Index(network), network.attachments["dx"], network.attachments["vpn"]
    assert led_home(index, dx, vpn) == cut("172.16.0.0/24")
    assert led_home(index, vpn, dx) == cut(str(DC))


def test_links_are_preferred_by_kind_and_then_by_id() -> None:
    network = hybrid()
    far(network, "dc", str(DC))
    outside = [network.attachments[key] for key in ("vpn", "far", "dx")]
    assert [a.id for a in sorted(outside, key=preferred)] == ["dx", "far", "vpn"]


def test_what_comes_by_a_link_may_come_from_any_address() -> None:
    found = {s.id: s.src for s in sources(Index(hybrid())) if s.attachment}
    assert found == {"dx": EVERYWHERE, "vpn": EVERYWHERE}


def test_a_vpc_with_a_resolver_endpoint_is_one_with_doors() -> None:
    assert Index(hybrid()).door_vpcs == {"hub", "prod-resolver-vpc"}


def test_the_clients_of_a_resolver_endpoint_are_those_of_its_view_of_all_networks_or_of_the_named() -> None:
    network = partnered()
    index, inbound = Index(network), network.resolver_endpoints["inbound"]
    assert index.clients(inbound, {"dc"}) == union(each.ranges for each in CLIENTS)
    assert index.clients(inbound, {"cloud", "another"}) == FORWARDER.ranges
    assert index.clients(inbound) == union(each.ranges for each in (*CLIENTS, FORWARDER))
    assert index.clients(replace(inbound, resolver=None)) == NOTHING
