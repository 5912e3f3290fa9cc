"""Rules about where the tables of links lead, what links advertise and what is behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.hybrid import CLIENTS, DC, RESOLVER_BLOCK, SET_BLOCK, hybrid, lone
from unit.guardrails.networks import change
from unit.guardrails.rules.asked import Told, around, told

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.settings import Settings

LEAD, MINIMAL, APART = "links-lead-to-grants", "advertised-prefixes-minimal", "learned-prefixes-apart"
BRANCH = prefix("172.16.8.0/24")


def ungrant(network: Network) -> Network:
    """Nothing is granted to the data centre any more; all else stays."""
    (grant,) = network.endpoint_sets["prod-set"].grants
    change(network.endpoint_sets, "prod-set", grants=(replace(grant, networks={}),))
    return network


# links-lead-to-grants ----------------------------------------------------------------------------------------------------


def led(to: str, beyond: str, *tables: str) -> Told:
    return {(f"{t} {to}", f"{t} leads {to} on: {beyond} is granted to nobody behind it") for t in tables}


@pytest.mark.parametrize(
    ("block", "attachment", "beyond"),
    [
        ("10.0.2.0/27", "hub-attachment", "10.0.2.0/27"),
        ("10.0.9.0/24", "hub-attachment", "10.0.9.0/24"),
        ("10.0.0.0/16", "hub-attachment", "10.0.0.16-10.0.0.47, 10.0.2.0/27"),
        ("10.0.0.0/15", "hub-attachment", "10.0.0.16-10.0.0.47, 10.0.2.0/27, 10.1.0.0/16"),
        ("10.1.0.0/16", "payments-attachment", "10.1.0.0/16"),
        ("10.9.0.64/26", "resolver-attachment", "10.9.0.64/26"),
    ],
    ids=["another set", "nothing of the hub", "the whole hub", "beyond the hub", "a spoke", "attachment subnets"],
)
def test_a_links_table_leads_to_what_is_granted_behind_it_and_no_further(
    block: str, attachment: str, beyond: str
) -> None:
    network = around(hybrid()).transit_route("dx-table", block, attachment).network
    assert told(LEAD, network) == led(block, beyond, "dx-table")


@pytest.mark.parametrize("block", ["10.0.1.0/28", "10.0.1.0/24", "10.9.0.0/27"])
def test_a_route_to_a_part_of_a_set_or_to_its_block_with_room_to_grow_is_narrow_enough(block: str) -> None:
    network = around(hybrid()).transit_route("dx-table", block, "hub-attachment").network
    assert told(LEAD, network) == set()


def test_a_route_to_a_list_is_judged_by_its_entries_and_told_by_its_name() -> None:
    build = around(hybrid()).prefix_list("list", SET_BLOCK, "10.1.0.0/16").transit_route("dx-table", "list", None)
    change(build.network.transit_routes, "dx-table list", attachment="hub-attachment", blackhole=False)
    assert told(LEAD, build.network) == led("list", "10.1.0.0/16", "dx-table")
    build.prefix_list("list", SET_BLOCK)
    assert told(LEAD, build.network) == set()


def test_a_set_that_grants_the_networks_behind_a_link_nothing_is_none_of_its_goals() -> None:
    assert told(LEAD, ungrant(hybrid())) == led(SET_BLOCK, SET_BLOCK, "dx-table", "vpn-table")


@pytest.mark.parametrize("field", ["clients", "outbound", "resolver"])
def test_a_resolver_that_does_not_serve_the_networks_behind_a_link_is_none_of_its_goals(field: str) -> None:
    network = hybrid()
    if field == "clients":
        change(network.view_resolvers, "prod-resolver", clients={"other": CLIENTS})
    else:
        change(network.resolver_endpoints, "inbound", **{field: True if field == "outbound" else None})
    assert told(LEAD, network) == led(RESOLVER_BLOCK, RESOLVER_BLOCK, "dx-table", "vpn-table")


def test_a_set_on_another_gateway_than_the_link_is_none_of_its_goals() -> None:
    network = hybrid()
    change(network.attachments, "hub-attachment", gateway="tgw-2")
    assert told(LEAD, network) == led(SET_BLOCK, SET_BLOCK, "dx-table", "vpn-table")


def test_a_links_table_that_no_link_is_looked_up_in_leads_nowhere() -> None:
    network = hybrid()
    network.associations.pop("dx in dx-table")
    assert told(LEAD, network) == led(SET_BLOCK, SET_BLOCK, "dx-table") | led(
        RESOLVER_BLOCK, RESOLVER_BLOCK, "dx-table"
    )


def test_a_blackhole_must_not_drop_what_is_granted_and_may_drop_the_rest() -> None:
    network = around(hybrid()).transit_route("dx-table", "10.0.1.16/28", None).network
    message = "dx-table drops 10.0.1.16/28, which is granted"
    assert told(LEAD, network) == {("dx-table 10.0.1.16/28", message)}
    network = around(hybrid()).transit_route("dx-table", "10.1.0.0/16", None).network
    assert told(LEAD, network) == set()


def test_tables_of_segments_and_of_the_hub_are_no_business_of_the_rule() -> None:
    build = around(hybrid()).transit_route("hub-table", "10.1.0.0/16", "payments-attachment")
    build.transit_route("prod-table", "10.2.0.0/16", "lab-attachment")
    assert told(LEAD, build.network) == set()


# advertised-prefixes-minimal ---------------------------------------------------------------------------------------------


def advertising(*allowed: str, network: Network | None = None) -> Network:
    network = network or lone()
    change(network.gateway_associations, "dx", allowed=tuple(map(prefix, allowed)))
    return network


@pytest.mark.parametrize(
    ("block", "beyond"),
    [
        ("10.0.2.0/27", "10.0.2.0/27"),
        ("10.1.0.0/16", "10.1.0.0/16"),
        ("10.0.0.0/16", "10.0.0.16-10.0.0.47, 10.0.2.0/27"),
    ],
    ids=["another set", "a spoke", "the whole hub"],
)
def test_a_prefix_that_nobody_behind_the_gateway_was_granted_is_not_advertised(block: str, beyond: str) -> None:
    message = f"dx advertises {block}: {beyond} is granted to nobody behind it"
    assert told(MINIMAL, advertising(SET_BLOCK, RESOLVER_BLOCK, block)) == {("dx", message)}


def test_blocks_with_room_to_grow_and_parts_of_them_may_be_advertised() -> None:
    assert told(MINIMAL, advertising("10.0.1.0/24", RESOLVER_BLOCK)) == set()
    assert told(MINIMAL, advertising("10.0.1.0/28", "10.0.1.16/28", RESOLVER_BLOCK)) == set()


def test_a_gateway_that_advertises_nothing_carries_nothing() -> None:
    assert told(MINIMAL, advertising()) == {("dx", "dx advertises nothing: no traffic passes")}


def test_more_prefixes_than_aws_takes_are_told_by_the_raised_quota_where_there_is_one() -> None:
    blocks = [f"10.0.1.{n}/32" for n in range(27)]
    assert told(MINIMAL, advertising(*blocks)) == set()
    message = "dx advertises 27 prefixes; AWS takes 26"
    assert told(MINIMAL, advertising(*blocks), Settings(quotas={"dx_prefixes_out": 26})) == {("dx", message)}
    assert told(MINIMAL, advertising(*blocks), Settings(quotas={"dx_prefixes_out": 27})) == set()


def test_a_set_that_grants_nothing_behind_the_gateway_is_not_advertised() -> None:
    message = f"dx advertises {SET_BLOCK}: {SET_BLOCK} is granted to nobody behind it"
    assert told(MINIMAL, ungrant(lone())) == {("dx", message)}


def test_an_association_of_no_link_is_no_business_of_the_rule() -> None:
    network = advertising()
    change(network.attachments, "dx", link=None)
    assert told(MINIMAL, network) == set()
    change(network.gateway_associations, "dx", attachment=None)
    assert told(MINIMAL, network) == set()


def test_a_vpn_beside_direct_connect_announces_the_same_prefixes() -> None:
    network = hybrid()
    network.transit_routes.pop(f"vpn-table {SET_BLOCK}")
    lacks = ("vpn", f"dx advertises {SET_BLOCK}, and vpn beside it does not")
    assert told(MINIMAL, network) == {lacks}
    build = around(network).transit_route("vpn-table", SET_BLOCK, None)
    assert told(MINIMAL, network) == {lacks}
    build.prefix_list("set", SET_BLOCK).transit_route("vpn-table", "set", "hub-attachment")
    assert told(MINIMAL, network) == set()


def test_a_vpn_beside_direct_connect_announces_nothing_more_specific() -> None:
    network = around(hybrid()).transit_route("vpn-table", "10.0.1.16/28", "hub-attachment").network
    message = "vpn announces 10.0.1.16/28, which is more specific than what dx advertises"
    assert told(MINIMAL, network) == {("vpn", message)}
    network = advertising("10.0.1.0/28", "10.0.1.16/28", RESOLVER_BLOCK, network=hybrid())
    lacks = "dx advertises {}, and vpn beside it does not"
    assert told(MINIMAL, network) == {("vpn", lacks.format(block)) for block in ("10.0.1.0/28", "10.0.1.16/28")}


def test_a_vpn_on_another_gateway_or_to_another_network_is_not_beside_it() -> None:
    network = hybrid()
    network.transit_routes.pop(f"vpn-table {SET_BLOCK}")
    change(network.attachments, "vpn", gateway="tgw-2")
    assert told(MINIMAL, network) == set()
    change(network.attachments, "vpn", gateway="tgw")
    change(network.links, "vpn-link", networks={"branch": (BRANCH,)})
    assert told(MINIMAL, network) == set()


def test_a_vpn_need_not_announce_what_only_other_networks_behind_direct_connect_need() -> None:
    network = ungrant(hybrid())
    (grant,) = network.endpoint_sets["prod-set"].grants
    caller = hybrid().endpoint_sets["prod-set"].grants[0].networks["dc"]
    change(network.endpoint_sets, "prod-set", grants=(replace(grant, networks={"branch": caller}),))
    change(network.links, "dx-link", networks={"dc": (DC,), "branch": (BRANCH,)})
    network.transit_routes.pop(f"vpn-table {SET_BLOCK}")
    assert told(MINIMAL, network) == set()


# learned-prefixes-apart --------------------------------------------------------------------------------------------------


def test_what_is_behind_a_link_shares_no_address_with_a_vpc() -> None:
    network = hybrid()
    change(network.links, "dx-link", networks={"dc": (DC, prefix("10.1.2.0/24"), prefix("10.2.0.0/24"))})
    message = "dc behind dx-link has {} of {}"
    assert told(APART, network) == {
        ("dx-link", message.format("10.1.2.0/24", "payments")),
        ("dx-link", message.format("10.2.0.0/24", "lab")),
    }


def test_two_networks_share_no_address_behind_one_link_or_two() -> None:
    network = lone()
    change(network.links, "dx-link", networks={"dc": (DC,), "branch": (BRANCH,)})
    both = {
        ("dx-link", "dc behind dx-link has 172.16.8.0/24 of branch"),
        ("dx-link", "branch behind dx-link has 172.16.8.0/24 of dc"),
    }
    assert told(APART, network) == both
    network = hybrid()
    change(network.links, "vpn-link", networks={"branch": (BRANCH,)})
    assert told(APART, network) == {
        ("dx-link", "dc behind dx-link has 172.16.8.0/24 of branch"),
        ("vpn-link", "branch behind vpn-link has 172.16.8.0/24 of dc"),
    }


@pytest.mark.parametrize(
    ("block", "attachment"), [("172.16.0.0/16", "vpn"), ("172.16.4.0/24", "vpn"), ("172.16.4.0/24", None)]
)
def test_a_static_route_that_is_as_long_as_what_is_learned_or_longer_takes_its_place(
    block: str, attachment: str | None
) -> None:
    network = around(hybrid()).transit_route("hub-table", block, attachment).network
    message = f"hub-table has the static route {block}, which takes {block} from its link"
    assert told(APART, network) == {(f"hub-table {block}", message)}


def test_a_shorter_static_route_takes_nothing_and_neither_does_one_of_a_table_that_does_not_learn() -> None:
    assert told(APART, around(hybrid()).transit_route("hub-table", "172.0.0.0/8", "vpn").network) == set()
    assert told(APART, around(hybrid()).transit_route("prod-table", "172.16.4.0/24", None).network) == set()


def test_a_static_route_to_a_list_takes_what_its_entries_take() -> None:
    build = (
        around(hybrid()).prefix_list("list", "172.16.4.0/24", "172.0.0.0/8").transit_route("hub-table", "list", None)
    )
    message = "hub-table has the static route list, which takes 172.16.4.0/24 from its link"
    assert told(APART, build.network) == {("hub-table list", message)}


def test_what_a_table_learns_from_no_link_is_not_known_and_takes_no_place() -> None:
    network = around(hybrid()).transit_route("hub-table", "172.16.4.0/24", "vpn").network
    for link in ("dx", "vpn"):
        change(network.attachments, link, link=None)
    assert told(APART, network) == set()
