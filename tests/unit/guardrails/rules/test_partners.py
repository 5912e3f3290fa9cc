"""Rules about partners: they propagate nowhere, share no link and no table, and nothing leads from or to another network."""

from __future__ import annotations

import pytest
from unit.guardrails.hybrid import CLOUD, DC, partnered
from unit.guardrails.networks import TODAY, change, labels
from unit.guardrails.rules.asked import around, told

from transit_guardrails.model.links import Link
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.proof import BY_ID
from transit_guardrails.rules.facts import Facts
from transit_guardrails.settings import Settings

NEVER, APART, HUB_ONLY, EXACT = (
    "partners-never-propagate",
    "partners-apart",
    "propagation-only-to-hub",
    "transit-routes-exact",
)


def broken(network: Network) -> set[str]:
    """Every rule that finds something."""
    facts = Facts(network, Settings(), TODAY)
    return {rule.id for rule in BY_ID.values() if any(not b.advisory for b in rule.check(facts))}


def test_a_partner_as_it_is_meant_breaks_nothing_that_the_network_without_it_holds() -> None:
    """Exactness included: it reaches its endpoints and its resolver, and answers find the static route."""
    rules = {NEVER, APART, HUB_ONLY, EXACT, "granted-is-reachable", "reachable-is-granted", "links-redundant"}
    rules |= {"links-lead-to-grants", "learned-prefixes-apart", "one-association-per-attachment", "no-side-doors"}
    assert broken(partnered()) & rules == set()


# partners-never-propagate ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["hub-table", "prod-table", "cloud-table", "vpn-table"])
def test_a_partner_that_propagates_is_told_wherever_it_does(table: str) -> None:
    network = around(partnered()).transit_table(table, learns=["partner"]).network
    (propagation,) = [p.id for p in network.propagations.values() if p.attachment == "partner"]
    assert told(NEVER, network) == {(propagation, f"partner of partner cloud propagates into {table}")}
    assert told(HUB_ONLY, network) == set()


def test_a_partner_that_propagates_into_the_hub_breaks_this_rule_alone() -> None:
    """What it may announce is not known: the picture says what it states, and that is what static routes say already."""
    learns = [p.attachment for p in partnered().propagations.values() if p.table == "hub-table" and p.attachment]
    network = around(partnered()).transit_table("hub-table", learns=[*learns, "partner"]).network
    change(network.transit_tables, "hub-table", tags=dict(labels("shared", "shared")))
    assert told(NEVER, network) == {("partner into hub-table", "partner of partner cloud propagates into hub-table")}
    assert broken(network) - broken(partnered()) == {NEVER}


def test_an_on_premises_network_may_propagate() -> None:
    assert told(NEVER, partnered()) == set()


# transit-routes-exact ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", ["172.24.0.0/15", "172.24.0.0/17", "10.7.0.0/16"])
def test_the_hub_leads_to_a_partner_by_its_stated_prefixes_alone(block: str) -> None:
    network = around(partnered()).transit_route("hub-table", block, "partner").network
    message = f"hub-table has the static route {block} to partner, and partner cloud has no such prefix"
    assert told(EXACT, network) == {(f"hub-table {block}", message)}


def test_the_hub_has_no_static_route_to_on_premises_and_none_that_drops() -> None:
    build = around(partnered()).transit_route("hub-table", "172.16.0.0/24", "vpn")
    build.transit_route("hub-table", "172.24.0.0/20", None)
    assert told(EXACT, build.network) == {
        (f"hub-table {block}", f"hub-table has the static route {block}; its routes are propagated")
        for block in ("172.16.0.0/24", "172.24.0.0/20")
    }


def test_answers_to_a_partner_that_nothing_leads_to_are_missed() -> None:
    network = partnered()
    network.transit_routes.pop(f"hub-table {CLOUD}")
    assert {resource for resource, _ in told("granted-is-reachable", network)} == {"prod-runtime", "inbound"}


# partners-apart ----------------------------------------------------------------------------------------------------------


def test_an_on_premises_link_in_a_partners_table_is_told() -> None:
    network = partnered()
    change(network.associations, "vpn in vpn-table", table="cloud-table")
    assert told(APART, network) == {("vpn", "vpn is looked up in the table of partner cloud")}
    assert told("one-association-per-attachment", network) == set()


@pytest.mark.parametrize("table", ["vpn-table", "hub-table"])
def test_a_partner_in_another_table_than_its_own_is_told(table: str) -> None:
    network = partnered()
    change(network.associations, "partner in cloud-table", table=table)
    message = f"partner of partner cloud is looked up in {table}, which is not its own"
    assert told(APART, network) == {("partner", message)}


def test_a_partner_in_another_partners_table_is_told() -> None:
    network = partnered()
    change(network.transit_tables, "cloud-table", tags=labels("shared", "shared", link="partner-other"))
    network.tags["cloud-table"] = labels("shared", "shared", link="partner-other")
    assert told(APART, network) == {("partner", "partner of partner cloud is looked up in the table of partner other")}


@pytest.mark.parametrize(
    ("to", "attachment"), [("172.16.0.0/16", "vpn"), ("172.16.0.0/16", "dx"), ("10.1.0.0/16", "payments-attachment")]
)
def test_a_partners_table_that_leads_to_another_link_or_a_spoke_is_told(to: str, attachment: str) -> None:
    network = around(partnered()).transit_route("cloud-table", to, attachment).network
    message = f"cloud-table leads {to} to {attachment}, which is no endpoint of partner cloud"
    assert told(APART, network) == {(f"cloud-table {to}", message)}


@pytest.mark.parametrize("table", ["dx-table", "vpn-table"])
def test_a_links_table_that_leads_to_a_partner_is_told(table: str) -> None:
    network = around(partnered()).transit_route(table, str(CLOUD), "partner").network
    message = f"{table} leads {CLOUD} to partner cloud"
    assert told(APART, network) == {(f"{table} {CLOUD}", message)}


def test_a_partners_table_that_drops_something_is_no_way() -> None:
    assert told(APART, around(partnered()).transit_route("cloud-table", "10.1.0.0/16", None).network) == set()


@pytest.mark.parametrize("attachment", ["vpn", "payments-attachment"])
def test_a_partners_table_that_learns_from_others_is_told(attachment: str) -> None:
    network = partnered()
    build = around(network)
    build.transit_table("cloud-table", learns=[attachment], **labels("shared", "shared", link="partner-cloud"))
    message = f"cloud-table learns the way to {attachment}, which is no endpoint of partner cloud"
    assert told(APART, network) == {(f"{attachment} into cloud-table", message)}


@pytest.mark.parametrize("link", ["dx-link", "vpn-link"])
def test_a_link_of_on_premises_that_carries_a_partner_is_told(link: str) -> None:
    network = partnered()
    change(network.links, link, networks={"dc": (DC,), "cloud": (CLOUD,)})
    assert told(APART, network) == {(link, f"{link} of on-premises networks carries partner cloud")}


def test_a_partners_link_carries_nobody_else_and_states_itself() -> None:
    network = partnered()
    network.links["partner-link"] = Link("partner-link", {"other": (prefix("172.25.0.0/16"),)}, "cloud")
    told_of = "partner-link is the link of partner cloud and"
    assert told(APART, network) == {
        ("partner-link", f"{told_of} carries beside it other"),
        ("partner-link", f"{told_of} does not state cloud"),
    }


def test_two_tunnels_of_a_partners_vpn_suffice() -> None:
    """Nothing would lead to a second VPN; an on-premises network of one VPN still is told."""
    assert told("links-redundant", partnered("vpn")) == {
        ("vpn", "dc comes by vpn alone, at one place: its failure cuts it off")
    }
