"""Rules about DNS."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.networks import HOST, Build, change, design, doubt, labels
from unit.guardrails.rules.asked import Told, around, breaches, told

from transit_guardrails.model.names import (
    FirewallAssociation,
    ResolverEndpoint,
    ResolverRule,
    ResolverRuleAssociation,
    ZoneAssociation,
)
from transit_guardrails.model.network import Network
from transit_guardrails.settings import Settings

OWN, DNS = "names-resolve-to-own-segment", "dns-blocked"
WRONG = f"{HOST} in payments does not answer with its segment's endpoint: "


def forward(network: Network, domain: str, *, forwards: bool = True) -> Build:
    network.resolver_rules["rule"] = ResolverRule("rule", domain, forwards)
    network.resolver_rule_associations["on"] = ResolverRuleAssociation("on", "rule", "payments")
    return around(network)


# Records -----------------------------------------------------------------------------------------------------------------


def test_a_record_that_leads_to_another_segments_endpoint_breaches_alone() -> None:
    network = design()
    change(network.records, "prod-zone at", endpoint="nonprod-runtime")
    message = f"{HOST} of segment prod leads to nonprod-runtime"
    assert told(OWN, network) == {("prod-zone at", message)}


@pytest.mark.parametrize(("values", "leads"), [((), "nowhere"), (("10.0.0.1", "10.0.0.2"), "10.0.0.1, 10.0.0.2")])
def test_a_record_that_leads_elsewhere_is_told_by_what_it_says(values: tuple[str, ...], leads: str) -> None:
    network = design()
    change(network.records, "prod-zone at", endpoint=None, values=values)
    assert told(OWN, network) == {("prod-zone at", f"{HOST} of segment prod leads to {leads}")}


def test_a_record_may_name_the_endpoint_by_its_own_dns_names_and_by_nothing_else() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", dns_names=("Vpce-1.example.",))
    change(network.records, "prod-zone at", endpoint=None, values=("vpce-1.EXAMPLE",), type="CNAME")
    assert told(OWN, network) == set()
    change(network.records, "prod-zone at", values=("vpce-1.example", "10.0.0.1"))
    assert {resource for resource, _ in told(OWN, network)} == {"prod-zone at"}


def test_a_record_in_a_zone_without_segment_is_told_as_such() -> None:
    network = around(design()).zone("free", HOST, at="prod-runtime").network
    assert told(OWN, network) == {("free at", f"{HOST} of segment (none) leads to prod-runtime")}


def test_other_names_and_other_types_are_no_business_of_the_rule() -> None:
    build = around(design()).record("a", "prod-zone", f"x.{HOST}", "10.0.0.1")
    build.record("b", "prod-zone", HOST, "mail", kind="MX")
    assert told(OWN, build.network) == set()


# Zones and Profiles ------------------------------------------------------------------------------------------------------


def test_a_zone_on_another_segments_profile_breaches_alone() -> None:
    network = around(design()).profile("nonprod-profile", zones=["prod-zone"]).network
    message = "prod-zone of prod is on nonprod-profile of nonprod"
    assert told(OWN, network) == {("prod-zone on nonprod-profile", message)}
    change(network.profile_resources, "prod-zone on nonprod-profile", resource=None)
    assert told(OWN, network) == set()


def test_a_zone_in_another_segments_vpc_breaches_alone() -> None:
    network = design()
    key = "prod-zone in lab"
    network.zone_associations[key] = ZoneAssociation(key, "prod-zone", "lab")
    assert told(OWN, network) == {(key, "prod-zone of prod answers in lab of nonprod")}
    for field in ("zone", "vpc"):
        network.zone_associations[key] = ZoneAssociation(key, "prod-zone", "lab")
        change(network.zone_associations, key, **{field: None})
        assert told(OWN, network) == set()


def test_a_vpc_with_another_segments_profile_breaches_alone() -> None:
    network = design()
    change(network.profile_associations, "lab has nonprod-profile", profile="prod-profile")
    key, message = "lab has nonprod-profile", "lab of nonprod has prod-profile of prod"
    assert told(OWN, network) == {(key, message)}
    change(network.profile_associations, key, profile=None)
    assert [b.resource for b in breaches(OWN, network)] == ["lab"]
    change(network.profile_associations, key, profile="prod-profile", vpc=None)
    assert [b.resource for b in breaches(OWN, network)] == ["lab"]


# What spokes resolve -----------------------------------------------------------------------------------------------------


def answered(network: Network) -> Told:
    return told(OWN, network)


def test_a_spoke_without_its_profile_breaches_itself() -> None:
    network = design()
    network.profile_associations.pop("payments has prod-profile")
    assert answered(network) == {("payments", f"{WRONG}no private zone has {HOST}")}


def test_a_breach_elsewhere_does_not_keep_a_spokes_own_from_being_told() -> None:
    network = design()
    build = around(network).zone("aside", "aside.example").profile("nonprod-profile", zones=["aside"])
    build.tag("aside", labels("prod", "shared"))
    network.profile_associations.pop("payments has prod-profile")
    assert {resource for resource, _ in answered(network)} == {"aside on nonprod-profile", "payments"}


def test_a_spoke_without_dns_support_breaches_itself() -> None:
    network = design()
    change(network.vpcs, "payments", dns_support=False)
    assert answered(network) == {("payments", f"{WRONG}the VPC has no DNS support")}


def test_a_zone_without_its_record_breaches_at_the_zone() -> None:
    network = design()
    network.records.pop("prod-zone at")
    assert answered(network) == {("prod-zone", f"{WRONG}the zone has no record for {HOST}")}


def test_a_firewall_rule_that_blocks_the_name_breaches() -> None:
    network = design()
    change(network.firewall_rules, "prod-firewall 1", action="BLOCK")
    reason = f"DNS Firewall blocks {HOST} ({HOST})"
    assert answered(network) == {("prod-firewall 1", f"{WRONG}{reason}")}


def test_a_rule_that_forwards_the_name_breaches_at_its_association() -> None:
    network = forward(design(), HOST).network
    assert answered(network) == {("on", f"{WRONG}a Resolver rule forwards {HOST}")}


def test_a_record_of_a_more_specific_zone_that_answers_otherwise_breaches_at_the_record() -> None:
    network = design()
    change(network.zones, "prod-zone", name="us-east-1.amazonaws.com")
    around(network).zone("mine", HOST, "payments").tag("mine", labels("prod", "shared"))
    around(network).record("wild", "mine", f"*.{HOST}", "10.0.0.1")
    assert answered(network) == {("mine", f"{WRONG}the zone has no record for {HOST}")}


def test_what_is_not_known_is_told_elsewhere() -> None:
    network = design()
    doubt(network, "prod-zone")
    assert answered(network) == set()


def test_hosts_of_another_region_or_of_unknown_services_are_not_asked() -> None:
    network = design()
    change(network.vpcs, "payments", region="eu-west-1")
    network.profile_associations.pop("payments has prod-profile")
    assert answered(network) == set()
    network = design()
    change(network.endpoints, "prod-runtime", service="com.amazonaws.us-east-1.odd")
    network.profile_associations.pop("payments has prod-profile")
    network.records.pop("prod-zone at")
    assert answered(network) == set()


# dns-blocked -------------------------------------------------------------------------------------------------------------


def test_a_firewall_without_a_last_block_breaches_at_the_group_once() -> None:
    network = design()
    network.firewall_rules.pop("prod-firewall 2")
    message = "prod-firewall does not block every other name in payments"
    assert told(DNS, network) == {("prod-firewall", message)}
    around(network).vpc("second", "10.44.0.0/16", **labels("prod", "second")).attachment("of-second", "second")
    around(network).profile("prod-profile", "second")
    assert told(DNS, network) == {("prod-firewall", message)}


def test_a_block_of_some_names_is_no_last_block_and_a_dot_after_the_star_is_none_either() -> None:
    network = design()
    change(network.firewall_rules, "prod-firewall 2", domains=("*.example", "*."))
    assert told(DNS, network) == set()
    change(network.firewall_rules, "prod-firewall 2", domains=("*.example",))
    assert {resource for resource, _ in told(DNS, network)} == {"prod-firewall"}
    change(network.firewall_rules, "prod-firewall 2", domains=("*",), action="ALERT")
    assert {resource for resource, _ in told(DNS, network)} == {"prod-firewall"}


def test_of_several_groups_the_last_one_is_blamed() -> None:
    network = design()
    network.firewall_rules.pop("prod-firewall 2")
    association = FirewallAssociation("more", "another", "payments", 9)
    network.firewall_associations["more"] = association
    message = "another does not block every other name in payments"
    assert told(DNS, network) == {("another", message)}


def test_a_view_without_firewall_breaches_at_the_profile_or_the_vpc() -> None:
    network = design()
    network.profile_resources.pop("prod-firewall on prod-profile")
    assert told(DNS, network) == {("prod-profile", "prod-profile has no DNS Firewall")}
    network.profile_associations.pop("payments has prod-profile")
    assert told(DNS, network) == {("payments", "payments has no DNS Firewall")}


def test_names_that_pass_are_those_of_the_segments_endpoints_and_of_the_settings() -> None:
    network = design()
    change(network.firewall_rules, "prod-firewall 1", domains=(f"{HOST}.", "b.example", "A.Example.", "*.c.example"))
    message = "prod-firewall 1 lets *.c.example, a.example, b.example pass"
    assert told(DNS, network) == {("prod-firewall 1", message)}
    settings = Settings(allowed_names=("a.example.", "B.example", "*.c.example"))
    assert told(DNS, network, settings) == set()


def test_an_alert_passes_too_and_a_block_of_some_names_is_not_the_last_word_and_what_follows_that_does_not_pass() -> (
    None
):
    network = design()
    change(network.firewall_rules, "prod-firewall 1", domains=(HOST, "w.example"))
    build = around(network).firewall("prod-firewall", -1, "ALERT", "x.example")
    build.firewall("prod-firewall", 0, "BLOCK", "z.example").firewall("prod-firewall", 3, "ALLOW", "y.example")
    assert told(DNS, network) == {
        ("prod-firewall -1", "prod-firewall -1 lets x.example pass"),
        ("prod-firewall 1", "prod-firewall 1 lets w.example pass"),
    }


def test_names_below_a_wildcard_host_pass_as_that_wildcard() -> None:
    network = design()
    network.endpoints["images"] = replace(
        network.endpoints["prod-runtime"], id="images", service="com.amazonaws.us-east-1.ecr.dkr"
    )
    below = "*.dkr.ecr.us-east-1.amazonaws.com"
    change(network.firewall_rules, "prod-firewall 1", domains=(HOST, below))
    assert told(DNS, network) == set()
    change(network.firewall_rules, "prod-firewall 1", domains=(HOST, below.replace("*", "any")))
    assert {resource for resource, _ in told(DNS, network)} == {"prod-firewall 1"}


def test_no_vpc_forwards_queries_out() -> None:
    assert told(DNS, forward(design(), "corp.example").network) == {
        ("on", "payments forwards queries for corp.example out of the network")
    }
    assert told(DNS, forward(design(), "").network) == {
        ("on", "payments forwards queries for everything out of the network")
    }
    assert told(DNS, forward(design(), "corp.example", forwards=False).network) == set()
    network = forward(design(), "corp.example").network
    change(network.resolver_rule_associations, "on", rule=None)
    assert told(DNS, network) == set()


def test_no_resolver_endpoint_carries_queries_out() -> None:
    network = design()
    network.resolver_endpoints["in"] = ResolverEndpoint("in", False, ())
    network.resolver_endpoints["out"] = ResolverEndpoint("out", True, ())
    assert told(DNS, network) == {("out", "out carries queries out of the network")}
