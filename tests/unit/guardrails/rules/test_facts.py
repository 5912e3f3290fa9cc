"""What rules look at: segments, hubs, spokes, doors and their addresses."""

from __future__ import annotations

from dataclasses import replace

from unit.guardrails.hybrid import hybrid
from unit.guardrails.networks import TODAY, change, cut, design, labels
from unit.guardrails.rules.asked import around

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.vpcs import Id
from transit_guardrails.rules.facts import SHARED, Facts
from transit_guardrails.settings import Settings


def facts(network: Network | None = None, settings: Settings | None = None) -> Facts:
    return Facts(network or design(), settings or Settings(), TODAY)


def test_segments_are_those_of_endpoint_sets_and_things_say_theirs_by_tags() -> None:
    found = facts()
    assert found.segments == ("nonprod", "prod")
    assert [found.segment(key) for key in ("payments", "hub", "api-table", "stranger", None)] == [
        "prod",
        SHARED,
        *[""] * 3,
    ]
    assert found.tags("payments")["owner"] == "team"
    assert found.tags(None) == {}


def test_hubs_hold_endpoint_sets_and_spokes_are_attached_and_no_hubs() -> None:
    network = around(design()).vpc("adrift", "10.77.0.0/16", **labels("prod", "adrift")).network
    network.endpoints["stray"] = replace(network.endpoints["prod-runtime"], id="stray", vpc="lab", endpoint_set=None)
    network.endpoints["lost"] = replace(network.endpoints["prod-runtime"], id="lost", vpc=None)
    found = facts(network)
    assert found.hubs == {"hub"}
    assert [vpc.id for vpc in found.spokes] == ["lab", "payments"]


def test_sets_endpoints_and_doors_are_told_in_order() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", subnets=("prod-door-2", "prod-door-1", "stranger"))
    found = facts(network)
    assert [s.id for s in found.sets] == ["nonprod-set", "prod-set"]
    assert [e.id for e in found.endpoints(network.endpoint_sets["prod-set"])] == ["prod-runtime"]
    assert [d.id for d in found.doors(network.endpoint_sets["prod-set"])] == ["prod-door-1", "prod-door-2"]
    assert found.all_doors == {f"{segment}-door-{n}" for segment in ("prod", "nonprod") for n in (1, 2)}
    empty = replace(network.endpoint_sets["prod-set"], id="empty")
    assert (found.endpoints(empty), found.doors(empty)) == ([], [])


def test_addresses_are_told_by_segment() -> None:
    found = facts()
    assert found.door_ranges == {"prod": cut("10.0.1.0/27"), "nonprod": cut("10.0.2.0/27")}
    assert found.segment_ranges == {"prod": cut("10.1.0.0/16"), "nonprod": cut("10.2.0.0/16")}


def test_the_block_of_a_set_is_the_hub_without_what_others_have_there() -> None:
    others = cut("10.0.0.16/28", "10.0.0.32/28")
    found = facts()
    assert found.set_block("prod") == cut("10.0.0.0/16") - others - cut("10.0.2.0/27")
    assert found.set_block("else") == cut("10.0.0.0/16") - others - cut("10.0.2.0/27") - cut("10.0.1.0/27")


def test_attachment_subnets_and_hub_tables_and_attachments_are_told() -> None:
    network = around(design()).outside("vpn", "vpn", "hub").network
    network.attachments["odd"] = replace(network.attachments["lab-attachment"], id="odd", resource="stranger")
    found = facts(network)
    assert found.attachment_subnets == {f"{vpc}-tgw-{n}" for vpc in ("hub", "lab", "payments") for n in (1, 2)}
    assert found.hub_tables == {"hub-table"}
    pairs: list[tuple[Id, Id]] = [(a.id, vpc.id) for a, vpc in found.vpc_attachments()]
    assert pairs == [("hub-attachment", "hub"), ("lab-attachment", "lab"), ("payments-attachment", "payments")]


def test_tables_of_links_are_told_by_kind_and_are_no_hubs() -> None:
    found = facts(hybrid())
    assert found.link_tables == {"dx-table": "direct-connect-gateway", "vpn-table": "vpn"}
    assert found.hub_tables == {"hub-table"}
    network = hybrid()
    network.tags["vpn-table"] = labels("shared", "shared", link="partner")
    assert (facts(network).link_tables, facts(network).hub_tables) == (
        {"dx-table": "direct-connect-gateway"},
        {"hub-table", "vpn-table"},
    )


def test_links_and_the_networks_behind_them_are_told() -> None:
    network = hybrid()
    change(
        network.links, "vpn-link", networks={"dc": (prefix("172.17.0.0/16"),), "branch": (prefix("192.168.0.0/24"),)}
    )
    found = facts(network)
    assert found.networks == {"dc": cut("172.16.0.0/15"), "branch": cut("192.168.0.0/24")}
    assert [link.id for link in found.links()] == ["dx", "vpn"]


def test_a_resolvers_vpc_is_that_of_a_views_inbound_endpoint_and_a_spoke_too() -> None:
    found = facts(hybrid())
    assert found.resolver_vpcs == {"prod-resolver-vpc"}
    assert [vpc.id for vpc in found.spokes] == ["lab", "payments", "prod-resolver-vpc"]
    for field, value in (("outbound", True), ("resolver", None), ("subnets", ("stranger",))):
        network = hybrid()
        change(network.resolver_endpoints, "inbound", **{field: value})
        assert facts(network).resolver_vpcs == frozenset()


def test_every_pair_of_segments_is_isolated_unless_the_settings_say_which() -> None:
    assert facts().isolated == {("prod", "nonprod"), ("nonprod", "prod")}
    assert facts(settings=Settings(isolated=())).isolated == frozenset()
    assert facts(settings=Settings(isolated=(("a", "b"),))).isolated == {("a", "b"), ("b", "a")}


def test_each_question_is_asked_once() -> None:
    found = facts()
    assert found.exactness is found.exactness
    assert found.deviations is found.deviations == []
