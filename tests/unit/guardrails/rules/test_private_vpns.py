"""Rules about VPNs over Direct Connect, and about Direct Connect that carries them and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.hybrid import ENDS, RESOLVER_BLOCK, SET_BLOCK, carried, hybrid, partnered
from unit.guardrails.networks import TODAY, change, labels
from unit.guardrails.rules.asked import around, told

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.proof import BY_ID
from transit_guardrails.rules.facts import Facts
from transit_guardrails.settings import Settings

MINIMAL, REDUNDANT, APART = "advertised-prefixes-minimal", "links-redundant", "partners-apart"
CLEARLY = "learned-prefixes-apart"
ONE_TABLE, HUB_ONLY, SIDE_DOORS = "one-association-per-attachment", "propagation-only-to-hub", "no-side-doors"


def broken(network: Network) -> set[str]:
    facts = Facts(network, Settings(), TODAY)
    return {rule.id for rule in BY_ID.values() if any(not b.advisory for b in rule.check(facts))}


def test_a_vpn_over_direct_connect_breaks_what_the_vpn_alone_breaks() -> None:
    """Exactness included: the data centre reaches its endpoints and its resolver through the tunnels, and nobody else does."""
    assert broken(carried()) == broken(hybrid("vpn"))
    assert broken(carried()) - broken(hybrid()) == {REDUNDANT}


# advertised-prefixes-minimal ---------------------------------------------------------------------------------------------


def advertising(network: Network, *blocks: str) -> Network:
    change(network.gateway_associations, "dx", allowed=tuple(sorted(map(prefix, blocks))))
    return network


def test_the_block_of_awss_ends_is_advertised() -> None:
    assert told(MINIMAL, carried()) == set()
    untold = "dx does not advertise {}, where AWS's ends of vpn are"
    assert told(MINIMAL, advertising(carried(), "10.250.0.0/25")) == {("dx", untold.format("10.250.0.128/25"))}
    assert told(MINIMAL, advertising(carried())) == {
        ("dx", "dx advertises nothing: no traffic passes"),
        ("dx", untold.format(ENDS)),
    }


def test_every_block_of_the_gateway_is_advertised_since_aws_takes_any() -> None:
    network = carried()
    change(network.transit_gateways, "tgw", blocks=(ENDS, prefix("10.251.0.0/24")))
    assert told(MINIMAL, network) == {("dx", "dx does not advertise 10.251.0.0/24, where AWS's ends of vpn are")}
    assert told(MINIMAL, advertising(network, str(ENDS), "10.251.0.0/24")) == set()


def test_the_block_is_not_advertised_where_no_vpn_runs_over_the_gateway() -> None:
    network = advertising(hybrid(), SET_BLOCK, RESOLVER_BLOCK, str(ENDS))
    change(network.transit_gateways, "tgw", blocks=(ENDS,))
    message = f"dx advertises {ENDS}: {ENDS} is granted to nobody behind it"
    assert told(MINIMAL, network) == {("dx", message)}


@pytest.mark.parametrize(("block", "beyond"), [("10.250.0.0/23", "10.250.1.0/24"), (SET_BLOCK, SET_BLOCK)])
def test_nothing_beside_the_block_is_advertised_where_no_network_is_in_the_clear(block: str, beyond: str) -> None:
    blocks = (block,) if prefix(block).ranges & ENDS.ranges else (block, str(ENDS))
    message = f"dx advertises {block}: {beyond} is granted to nobody behind it"
    assert told(MINIMAL, advertising(carried(), *blocks)) == {("dx", message)}


# links-redundant ---------------------------------------------------------------------------------------------------------


def alone(link: str, where: str) -> set[tuple[str, str]]:
    return {(link, f"dc comes by {link} alone, at {where}: its failure cuts it off")}


def one_location(network: Network) -> Network:
    change(network.virtual_interfaces, "EqNY5", location="EqDC2")
    return network


def second_vpn(network: Network, transport: str | None) -> Network:
    around(network).outside("vpn-2", "vpn", "vpn-2")
    change(network.attachments, "vpn-2", link="vpn-link", transport=transport)
    network.vpns["vpn-2"] = replace(network.vpns["vpn"], id="vpn-2")
    return network


def test_a_vpn_alone_is_one_place_whatever_it_runs_over() -> None:
    assert told(REDUNDANT, carried()) == alone("vpn", "one place")
    assert told(REDUNDANT, one_location(carried())) == alone("vpn", "one place")


def test_a_vpn_is_no_backup_of_the_direct_connect_that_it_runs_over() -> None:
    network = one_location(hybrid())
    assert told(REDUNDANT, network) == set()
    change(network.attachments, "vpn", transport="dx")
    assert told(REDUNDANT, network) == alone("dx", "EqDC2")


def test_two_vpns_over_direct_connect_need_it_at_two_locations() -> None:
    assert told(REDUNDANT, second_vpn(carried(), "dx")) == set()
    assert told(REDUNDANT, second_vpn(one_location(carried()), "dx")) == alone("dx", "EqDC2")


def test_a_vpn_over_the_internet_backs_up_one_over_direct_connect() -> None:
    assert told(REDUNDANT, second_vpn(one_location(carried()), None)) == set()


# learned-prefixes-apart --------------------------------------------------------------------------------------------------


def clear(blocks: str) -> set[tuple[str, str]]:
    return {("vpn", f"dc behind vpn has {blocks} that dx under it leads to outside of its tunnels")}


@pytest.mark.parametrize(
    ("over_dx", "in_tunnels", "taken"),
    [
        ("172.16.0.0/16", "172.16.0.0/16", "172.16.0.0/16"),
        ("172.16.8.0/24", "172.16.0.0/16", "172.16.8.0/24"),
        ("172.16.0.0/16", "172.16.8.0/24", ""),
        ("172.17.0.0/16", "172.16.0.0/16", ""),
    ],
    ids=["the same", "a part", "more than it", "something else"],
)
def test_direct_connect_does_not_take_what_comes_through_tunnels_over_it(
    over_dx: str, in_tunnels: str, taken: str
) -> None:
    network = hybrid()
    change(network.attachments, "vpn", transport="dx")
    change(network.links, "dx-link", networks={"dc": (prefix(over_dx),)})
    change(network.links, "vpn-link", networks={"dc": (prefix(in_tunnels),)})
    assert told(CLEARLY, network) == (clear(taken) if taken else set())


def test_what_runs_over_something_that_is_not_there_is_taken_by_nothing() -> None:
    network = hybrid()
    change(network.attachments, "vpn", transport="gone")
    assert told(CLEARLY, network) == set()


# Direct Connect that carries VPNs alone ----------------------------------------------------------------------------------


def test_what_comes_in_the_clear_is_looked_up_in_no_table() -> None:
    network = (
        around(carried()).transit_table("vpn-table", "vpn", "dx", **labels("shared", "shared", link="vpn")).network
    )
    message = "dx carries vpn and nothing else, and is looked up in vpn-table"
    assert told(ONE_TABLE, network) == {("dx", message)}


def test_what_is_announced_in_the_clear_is_learned_nowhere() -> None:
    """It would beat what comes through the tunnels."""
    learns = [p.attachment for p in carried().propagations.values() if p.table == "hub-table" and p.attachment]
    build = around(carried()).transit_table("hub-table", learns=[*learns, "dx"], **labels("shared", "shared"))
    assert told(HUB_ONLY, build.network) == {("dx into hub-table", "the transport dx propagates")}


def test_direct_connect_that_carries_nothing_and_states_nobody_leads_out() -> None:
    network = carried()
    change(network.attachments, "vpn", transport=None)
    assert told(SIDE_DOORS, network) == {("dx", "dx leads out of the network (direct-connect-gateway)")}
    assert told(ONE_TABLE, network) == {("dx", "dx is associated with no table")}


def test_direct_connect_of_no_known_link_is_not_taken_for_one_that_carries_vpns_alone() -> None:
    network = carried()
    change(network.attachments, "dx", link=None)
    assert told(SIDE_DOORS, network) == {("dx", "dx leads out of the network (direct-connect-gateway)")}


# partners-apart ----------------------------------------------------------------------------------------------------------


def test_a_partner_does_not_run_over_direct_connect_of_on_premises() -> None:
    network = partnered()
    change(network.attachments, "partner", transport="dx")
    assert told(APART, network) == {("partner", "partner of partner cloud runs over dx")}
