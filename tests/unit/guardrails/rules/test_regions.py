"""Rules about peerings of gateways: what crosses Regions is what was granted across them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.networks import REPLIES, TODAY, allow, change, labels
from unit.guardrails.peered import CONSUMER, SET, peered
from unit.guardrails.rules.asked import around, told

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import HTTPS
from transit_guardrails.model.transit import Association, Attachment, TransitGateway
from transit_guardrails.proof import prove_network
from transit_guardrails.settings import Settings

RULE = "peerings-lead-to-grants"


def routed(table: str, to: str, attachment: str) -> Network:
    """The peered network with one more route."""
    return around(peered()).transit_route(table, to, attachment).network


def test_a_grant_across_regions_with_all_its_ways_breaches_no_rule() -> None:
    assert prove_network(peered(), Settings(), TODAY).findings == ()


@pytest.mark.parametrize(
    ("table", "to", "attachment", "beyond"),
    [
        ("nonprod-table", SET, "peering", "10.50.1.0/27"),
        ("prod-table", "10.50.0.0/16", "peering", "10.50.0.16-10.50.0.47"),
        ("far-peering-table", "10.50.0.16/28", "far-hub-attachment", "10.50.0.16/28"),
        ("peering-table", "10.2.1.0/24", "lab-attachment", "10.2.1.0/24"),
        ("far-hub-table", "10.2.1.0/24", "peering-far", "10.2.1.0/24"),
        ("hub-table", CONSUMER, "peering", "10.1.1.0/24"),
    ],
    ids=[
        "a segment that is granted nothing there",
        "more than the set",
        "what is no endpoint",
        "a spoke that is granted nothing beyond",
        "back to whom nothing is granted",
        "the hub that serves nobody beyond",
    ],
)
def test_a_route_over_or_of_a_peering_that_no_grant_needs_breaches(
    table: str, to: str, attachment: str, beyond: str
) -> None:
    key = f"{table} {to}"
    message = f"{table} leads {to} to {attachment}: nobody is granted anything between the two at {beyond}"
    assert told(RULE, routed(table, to, attachment)) == {(key, message)}


def test_routes_over_a_peering_are_not_judged_a_second_time() -> None:
    assert told("transit-routes-exact", peered()) == set()
    assert told("transit-routes-exact", routed("nonprod-table", SET, "peering")) == set()


def test_a_peering_whose_other_side_is_not_known_is_a_side_door_and_a_known_one_is_none() -> None:
    network = peered()
    assert told("no-side-doors", network) == set()
    change(network.attachments, "peering", twin=None)
    assert told("no-side-doors", network) == {("peering", "peering leads out of the network (peering)")}


def test_each_side_of_a_peering_has_the_table_of_its_kind() -> None:
    network = peered()
    network.associations.pop("peering in peering-table")
    around(network).transit_table("hub-table", "peering", **labels("shared", "shared"))
    message = "the link peering is associated with the table of shared"
    assert told("one-association-per-attachment", network) == {("peering", message)}


def test_what_propagates_over_a_peering_breaches() -> None:
    network = (
        around(peered()).transit_table("far-hub-table", learns=["peering-far"], **labels("shared", "shared")).network
    )
    change(network.transit_tables, "far-hub-table", gateway="far-tgw")
    message = "the peering peering-far propagates"
    assert told("propagation-only-to-hub", network) == {("peering-far into far-hub-table", message)}


# What exactness makes of it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "route",
    [f"prod-table {SET}", f"far-peering-table {SET}", f"far-hub-table {CONSUMER}", f"peering-table {CONSUMER}"],
)
def test_without_one_of_its_four_routes_the_far_endpoint_is_not_reached(route: str) -> None:
    network = peered()
    del network.transit_routes[route]
    things = {resource for resource, _ in told("granted-is-reachable", network)}
    assert things == {"far-runtime"}


def test_a_far_host_name_must_lead_to_the_far_endpoint_in_the_near_vpc() -> None:
    network = peered()
    network.profile_resources.pop("far-zone on prod-profile")
    message = "payments/api is granted bedrock-runtime, but bedrock-runtime.us-west-2.amazonaws.com does not lead there"
    assert ("far-runtime", message) in told("granted-is-reachable", network)


def test_whoever_else_gets_over_the_peering_to_the_far_endpoint_is_beyond_the_grants() -> None:
    network = routed("nonprod-table", SET, "peering")
    build = around(network).route("notebook-table", SET, "transit-gateway", "tgw")
    build.route("far-doors-table", "10.2.1.0/24", "transit-gateway", "far-tgw")
    build.transit_route("far-hub-table", "10.2.1.0/24", "peering-far")
    build.transit_route("peering-table", "10.2.1.0/24", "lab-attachment")
    build.prefix_list("far-class", CONSUMER, "10.2.1.0/24", most=5)
    more = (allow(101, "10.2.1.0/24", services=HTTPS), allow(101, "10.2.1.0/24", egress=True, services=REPLIES))
    change(network.network_acls, "far-acl", entries=(*network.network_acls["far-acl"].entries, *more))
    messages = {message for resource, message in told("reachable-is-granted", network) if resource == "far-runtime"}
    assert messages == {
        f"{half} reaches bedrock-runtime in {door}; segment prod grants it nothing there"
        for half in ("10.2.1.0/25", "10.2.1.128/25")
        for door in ("far-door-1", "far-door-2")
    }


def test_far_names_pass_the_firewall_where_somebody_is_granted_them_only() -> None:
    network = peered()
    assert told("dns-blocked", network) == set()
    (grant,) = network.endpoint_sets["far-set"].grants
    nobody = replace(grant, consumers={"nobody/there": prefix("10.9.9.0/24")})
    change(network.endpoint_sets, "far-set", grants=(nobody,))
    message = "prod-firewall 1 lets bedrock-runtime.us-west-2.amazonaws.com pass"
    assert told("dns-blocked", network) == {("prod-firewall 1", message)}


def test_answers_by_a_third_region_breach_where_they_leave_it() -> None:
    """A path that is not symmetric: there over the peering of the two, back by a third one. Everything arrives, so that no
    other rule speaks; the third one's route serves no grant between it and the consumer."""
    network = peered()
    network.transit_gateways["third-tgw"] = TransitGateway("third-tgw", "eu-west-1", 64514, False, False)
    for key, of, other, twin in (
        ("far-third", "far-tgw", "third-tgw", "third-far"),
        ("third-far", "third-tgw", "far-tgw", "far-third"),
        ("third-near", "third-tgw", "tgw", "near-third"),
        ("near-third", "tgw", "third-tgw", "third-near"),
    ):
        network.attachments[key] = Attachment(key, of, "peering", other, twin=twin)
    build = around(network).transit_table(
        "third-table", "third-far", "third-near", **labels("shared", "shared", link="peering")
    )
    change(network.transit_tables, "third-table", gateway="third-tgw")
    for attachment, table in (("far-third", "far-peering-table"), ("near-third", "peering-table")):
        key = f"{attachment} in {table}"
        network.associations[key] = Association(key, attachment, table)
    change(network.transit_routes, f"far-hub-table {CONSUMER}", attachment="far-third")
    build.transit_route("third-table", CONSUMER, "third-near")
    found = {(finding.rule, finding.resource) for finding in prove_network(network, Settings(), TODAY).findings}
    assert found == {(RULE, f"far-hub-table {CONSUMER}"), (RULE, f"third-table {CONSUMER}")}
