"""Rules about what the other sides of links announced, on the data centre with Direct Connect and a VPN as backup."""

from __future__ import annotations

import pytest
from unit.guardrails.hybrid import hybrid, partnered
from unit.guardrails.networks import change
from unit.guardrails.rules.asked import around, breaches, told

from transit_guardrails.model.links import Link
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.transit import LearnedRoute

STATED = "learned-routes-stated"
ALL = ("hub-table", "dx", "vpn")


def hearing(network: Network, *routes: tuple[str, str], heard: tuple[str, ...] = ALL) -> Network:
    """The hub's table learned prefixes by links, by the order of the routes."""
    for number, (to, by) in enumerate(routes):
        network.learned_routes[f"r{number}"] = LearnedRoute(f"r{number}", "hub-table", prefix(to), by)
    network.heard = frozenset(heard)
    return network


def test_before_anything_exists_nothing_is_learned_and_nothing_is_missing() -> None:
    assert told(STATED, hybrid()) == set()


@pytest.mark.parametrize(
    ("routes", "silent"),
    [
        ((), {"dx", "vpn"}),
        ((("172.16.0.0/16", "dx"),), set()),
        ((("172.16.0.0/16", "vpn"),), {"dx"}),
        ((("172.16.0.0/17", "dx"), ("172.16.128.0/17", "dx")), set()),
        ((("172.16.0.0/17", "dx"), ("172.16.128.0/17", "vpn")), {"dx"}),
        ((("0.0.0.0/0", "dx"),), {"vpn"}),
        ((("0.0.0.0/0", "vpn"),), {"dx"}),
    ],
)
def test_a_stated_prefix_is_missing_where_no_equal_or_preferred_route_hides_it(
    routes: tuple[tuple[str, str], ...], silent: set[str]
) -> None:
    """A wider route of another link hides nothing: AWS would show the stated prefix beside it."""
    found = {b.resource for b in breaches(STATED, hearing(hybrid(), *routes)) if "did not learn" in b.message}
    assert found == silent


def test_a_link_of_the_same_kind_hides_an_equal_route() -> None:
    """Of two VPNs AWS shows the one with the shorter path."""
    network = hybrid("vpn")
    build = around(network)
    build.outside("second", "vpn", "second")
    change(network.attachments, "second", link="second-link")
    network.links["second-link"] = Link("second-link", network.links["vpn-link"].networks)
    build.transit_table("hub-table", learns=["second"])
    heard = ("hub-table", "vpn", "second")
    assert told(STATED, hearing(network, ("172.16.0.0/16", "second"), heard=heard)) == set()
    network.learned_routes.clear()
    assert {b.resource for b in breaches(STATED, network)} == {"vpn", "second"}


@pytest.mark.parametrize("unheard", ALL)
def test_of_whom_nobody_heard_nothing_is_missing(unheard: str) -> None:
    """That is a doubt already, and no more than that."""
    heard = tuple(key for key in ALL if key != unheard)
    found = {breach.resource for breach in breaches(STATED, hearing(hybrid(), heard=heard))}
    assert found == ({"dx", "vpn"} - {unheard} if unheard != "hub-table" else set())


def test_what_is_stated_behind_another_link_alone_is_not_stated_behind_this_one() -> None:
    """Each link is held to its own statement."""
    network = hybrid()
    change(network.links, "vpn-link", networks={"dc": (prefix("172.16.0.0/17"),)})
    hearing(network, ("172.16.0.0/16", "dx"), ("172.16.0.0/17", "vpn"), ("172.16.128.0/17", "vpn"))
    assert told(STATED, network) == {("r2", "hub-table learned 172.16.128.0/17 by vpn; stated is 172.16.0.0/17")}


def test_the_preferred_of_routes_that_share_addresses_comes_first() -> None:
    """The longest prefix, then Direct Connect before a VPN."""
    routes = (("172.16.0.0/16", "vpn"), ("172.16.0.0/16", "dx"), ("172.0.0.0/8", "dx"), ("172.16.1.0/24", "vpn"))
    found = {b.resource: b for b in breaches(STATED, hearing(hybrid(), *routes))}
    assert set(found) == {"r2", "r3"}
    assert found["r2"].witness == (
        "what shares these addresses, the preferred route first:",
        "1. 172.16.1.0/24 by vpn",
        "2. 172.16.0.0/16 by dx",
        "3. 172.16.0.0/16 by vpn",
        "4. 172.0.0.0/8 by dx",
    )
    assert (found["r2"].advisory, found["r3"].advisory) == (False, True)


def test_from_a_partner_nothing_is_to_be_learned_and_nothing_is_missed() -> None:
    network = hearing(partnered(), ("172.16.0.0/16", "dx"), heard=(*ALL, "partner"))
    assert told(STATED, network) == set()
    hearing(network, ("172.24.0.0/16", "partner"), ("172.16.0.0/16", "dx"))
    message = "hub-table learned 172.24.0.0/16 by partner, which does not propagate there"
    assert told(STATED, network) == {("r0", message)}
    around(network).transit_table("hub-table", learns=["partner"])
    assert told(STATED, network) == {("r0", "hub-table learned 172.24.0.0/16 by partner; stated is nothing")}
