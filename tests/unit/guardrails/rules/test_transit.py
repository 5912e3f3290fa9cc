"""Rules about transit gateways."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import change, design, labels
from unit.guardrails.rules.asked import around, told

# transit-defaults-off ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("default_association", "associates attachments with a table by default"),
        ("default_propagation", "propagates attachments by default"),
        ("auto_accept", "accepts shared attachments by itself"),
    ],
)
def test_a_gateway_does_nothing_by_default(field: str, what: str) -> None:
    network = design()
    change(network.transit_gateways, "tgw", **{field: True})
    assert told("transit-defaults-off", network) == {("tgw", f"tgw {what}")}


@pytest.mark.parametrize("kind", ["association", "propagation"])
def test_an_attachment_asks_for_no_default(kind: str) -> None:
    network = design()
    change(network.attachments, "lab-attachment", **{f"default_{kind}": False})
    assert told("transit-defaults-off", network) == set()
    change(network.attachments, "lab-attachment", **{f"default_{kind}": True})
    message = f"lab-attachment asks for the default {kind}"
    assert told("transit-defaults-off", network) == {("lab-attachment", message)}


# one-association-per-attachment ------------------------------------------------------------------------------------------

ONE = "one-association-per-attachment"


def test_an_attachment_without_a_table_breaches() -> None:
    network = design()
    network.associations.pop("lab-attachment in nonprod-table")
    message = "lab-attachment is associated with no table"
    assert told(ONE, network) == {("lab-attachment", message)}


def test_an_attachment_with_two_tables_breaches_with_both() -> None:
    network = around(design()).transit_table("hub-table", "lab-attachment", **labels("shared", "shared")).network
    message = "lab-attachment is associated with 2 tables: hub-table, nonprod-table"
    assert told(ONE, network) == {("lab-attachment", message)}


def test_an_attachment_with_the_table_of_another_segment_breaches() -> None:
    network = design()
    change(network.associations, "lab-attachment in nonprod-table", table="prod-table")
    message = "lab-attachment of segment nonprod is associated with the table of prod"
    assert told(ONE, network) == {("lab-attachment", message)}


def test_what_has_no_segment_is_told_as_such() -> None:
    network = design()
    network.tags.pop("nonprod-table")
    message = "lab-attachment of segment nonprod is associated with the table of (none)"
    assert told(ONE, network) == {("lab-attachment", message)}
    network.tags.pop("lab")
    assert told(ONE, network) == set()
    network.tags["nonprod-table"] = labels("nonprod", "shared")
    message = "lab-attachment of segment (none) is associated with the table of nonprod"
    assert told(ONE, network) == {("lab-attachment", message)}


def test_associations_of_what_is_not_known_do_not_count_and_outside_attachments_need_one_table() -> None:
    network = around(design()).outside("vpn", "vpn", "office").network
    change(network.associations, "hub-attachment in hub-table", attachment=None)
    change(network.associations, "lab-attachment in nonprod-table", table=None)
    assert told(ONE, network) == {
        (key, f"{key} is associated with no table") for key in ("vpn", "hub-attachment", "lab-attachment")
    }
    around(network).transit_table("prod-table", "vpn", **labels("prod", "shared"))
    assert ("vpn", "vpn is associated with no table") not in told(ONE, network)


# propagation-only-to-hub -------------------------------------------------------------------------------------------------

HUB = "propagation-only-to-hub"


def test_nothing_propagates_into_a_segments_table() -> None:
    network = (
        around(design()).transit_table("prod-table", learns=["lab-attachment"], **labels("prod", "shared")).network
    )
    message = "lab-attachment propagates into prod-table"
    assert told(HUB, network) == {("lab-attachment into prod-table", message)}


def test_the_hub_does_not_propagate() -> None:
    network = (
        around(design()).transit_table("hub-table", learns=["hub-attachment"], **labels("shared", "shared")).network
    )
    message = "the hub's hub-attachment propagates"
    assert told(HUB, network) == {("hub-attachment into hub-table", message)}


def test_a_spoke_that_does_not_propagate_into_the_hubs_table_breaches() -> None:
    network = design()
    change(network.propagations, "lab-attachment into hub-table", attachment=None)
    message = "lab-attachment does not propagate into the hub's table: no answer finds it"
    assert told(HUB, network) == {("lab-attachment", message)}


# transit-routes-exact ----------------------------------------------------------------------------------------------------

EXACT = "transit-routes-exact"


def test_the_hubs_table_has_no_static_route() -> None:
    network = around(design()).transit_route("hub-table", "10.1.0.0/16", "payments-attachment").network
    message = "hub-table has the static route 10.1.0.0/16; its routes are propagated"
    assert told(EXACT, network) == {("hub-table 10.1.0.0/16", message)}


def test_a_segments_table_does_not_lead_to_what_is_no_hub() -> None:
    network = around(design()).transit_route("prod-table", "10.2.0.0/16", "lab-attachment").network
    message = "prod-table leads 10.2.0.0/16 to lab-attachment, which is no hub"
    assert told(EXACT, network) == {("prod-table 10.2.0.0/16", message)}
    change(network.transit_routes, "prod-table 10.2.0.0/16", attachment="stranger")
    message = "prod-table leads 10.2.0.0/16 to stranger, which is no hub"
    assert told(EXACT, network) == {("prod-table 10.2.0.0/16", message)}


@pytest.mark.parametrize("block", ["10.0.2.0/28", "10.0.0.0/16", "10.0.9.0/24", "10.0.0.0/15"])
def test_a_segments_table_leads_to_its_own_endpoint_set_alone(block: str) -> None:
    network = around(design()).transit_route("prod-table", block, "hub-attachment").network
    message = f"prod-table leads {block} to the hub; prod needs its own endpoint set alone"
    assert told(EXACT, network) == {(f"prod-table {block}", message)}


def test_a_route_to_the_sets_block_with_room_to_grow_leads_nowhere_else() -> None:
    network = around(design()).transit_route("prod-table", "10.0.1.0/24", "hub-attachment").network
    assert told(EXACT, network) == set()


def test_a_blackhole_must_not_drop_what_the_segment_needs() -> None:
    network = around(design()).transit_route("prod-table", "10.0.1.16/28", None).network
    message = "prod-table drops 10.0.1.16/28, which prod needs"
    assert told(EXACT, network) == {("prod-table 10.0.1.16/28", message)}
    network = around(design()).transit_route("prod-table", "10.0.2.0/28", None).network
    assert told(EXACT, network) == set()
    assert told(EXACT, around(design()).transit_route("prod-table", "10.99.0.0/16", None).network) == set()


def test_a_blackhole_for_a_list_is_judged_by_its_entries_and_told_by_its_name() -> None:
    build = around(design()).prefix_list("list", "10.0.1.0/28").transit_route("prod-table", "list", None)
    assert told(EXACT, build.network) == {("prod-table list", "prod-table drops list, which prod needs")}
    build.prefix_list("list")
    assert told(EXACT, build.network) == set()


def test_a_table_without_a_blackhole_for_all_attached_vpcs_breaches() -> None:
    network = design()
    message = "prod-table has no blackhole for the network's addresses: a wide route would lead on"
    network.transit_routes.pop("prod-table 10.0.0.0/8")
    assert told(EXACT, network) == {("prod-table", message)}
    build = around(network).transit_route("prod-table", "10.0.0.0/15", None)
    assert told(EXACT, network) == {("prod-table", message)}
    build.transit_route("prod-table", "10.2.0.0/16", None)
    assert told(EXACT, network) == set()


def test_vpcs_of_other_gateways_need_no_blackhole() -> None:
    network = around(design()).vpc("far", "172.16.0.0/16").attachment("of-far", "far", gateway="tgw-2").network
    assert told(EXACT, network) == set()
    change(network.attachments, "of-far", gateway="tgw")
    assert {resource for resource, _ in told(EXACT, network)} == {"prod-table", "nonprod-table"}


@pytest.mark.parametrize("field", ["default_association_table", "default_propagation_table"])
def test_a_gateways_default_table_is_no_segments(field: str) -> None:
    build = around(design()).transit_table("usual")
    assert {resource for resource, _ in told(EXACT, build.network)} == {"usual"}
    change(build.network.transit_gateways, "tgw", **{field: "usual"})
    assert told(EXACT, build.network) == set()


def test_a_route_of_no_table_is_nobodys() -> None:
    network = around(design()).transit_route("prod-table", "10.2.0.0/16", "lab-attachment").network
    change(network.transit_routes, "prod-table 10.2.0.0/16", table=None)
    assert told(EXACT, network) == set()
