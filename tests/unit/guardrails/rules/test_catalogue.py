"""All rules together: a correct network, findings in order, waivers, frozen records."""

from __future__ import annotations

from datetime import timedelta

import pytest
from unit.guardrails.networks import TODAY, change, design, doubt
from unit.guardrails.rules.asked import breaches

from transit_guardrails.model.network import Network
from transit_guardrails.proof import BY_ID, RULE_IDS, check_resource, prove, prove_network
from transit_guardrails.readers.resource import Resource
from transit_guardrails.rules.catalogue import RULES
from transit_guardrails.rules.finding import Finding
from transit_guardrails.settings import Settings
from transit_guardrails.settings.record import Waiver

IGW = Resource("urn:igw", "aws:ec2/internetGateway:InternetGateway", "igw", {})


def waiver(rule: str, resource: str, days: int = 1) -> Settings:
    return Settings(waivers=(Waiver(rule, resource, "because", TODAY + timedelta(days=days)),))


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_correct_network_breaches_no_rule(rule: str) -> None:
    assert breaches(rule, design()) == []


def test_an_empty_network_breaches_no_rule() -> None:
    assert prove_network(Network(), Settings(), TODAY).findings == ()
    assert prove([], Settings(), TODAY).findings == ()


def test_every_rule_has_its_own_id_and_says_what_must_hold_and_what_to_do() -> None:
    assert len(BY_ID) == len(RULES) == len(RULE_IDS)
    assert len({rule.check for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.check.__name__ == rule.id.replace("-", "_")
        assert rule.severity in {"critical", "high", "medium", "low"}
        assert rule.frameworks
        assert rule.sentence.endswith(".")
        assert rule.remedy.endswith(".")


def test_findings_carry_the_rules_remedy_and_come_sorted() -> None:
    network = design()
    change(network.transit_gateways, "tgw", auto_accept=True, default_propagation=True)
    found = prove_network(network, Settings(), TODAY).findings
    remedy = "Disable the default and associate or propagate explicitly."
    assert found == (
        Finding("transit-defaults-off", "tgw", "tgw accepts shared attachments by itself", (), remedy),
        Finding("transit-defaults-off", "tgw", "tgw propagates attachments by default", (), remedy),
    )


def test_advisory_breaches_are_findings_that_are_not_mandatory() -> None:
    network = design()
    change(network.prefix_lists, "prod-class", max_entries=900)
    settings = Settings(quotas={"routes_per_route_table": 9999, "rules_per_security_group": 9999})
    found = prove_network(network, settings, TODAY).findings
    assert [(f.rule, f.resource, f.mandatory) for f in found] == [("quotas-have-headroom", "prod-class", False)]


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        (waiver("transit-defaults-off", "tgw"), set()),
        (waiver("transit-defaults-off", "tgw", days=0), set()),
        (waiver("transit-defaults-off", "tgw", days=-1), {"transit-defaults-off", "exceptions-justified"}),
        (waiver("transit-defaults-off", "other"), {"transit-defaults-off"}),
        (waiver("no-internet", "tgw"), {"transit-defaults-off"}),
    ],
    ids=["waived", "last day", "expired", "other resource", "other rule"],
)
def test_a_waiver_holds_for_one_rule_and_one_resource_until_its_day(settings: Settings, left: set[str]) -> None:
    network = design()
    change(network.transit_gateways, "tgw", auto_accept=True)
    found = prove_network(network, settings, TODAY).findings
    assert {finding.rule for finding in found if finding.mandatory} == left


def test_what_is_waived_is_told_with_reason_and_day_and_stops_nothing() -> None:
    network = design()
    change(network.transit_gateways, "tgw", auto_accept=True)
    (found,) = prove_network(network, waiver("transit-defaults-off", "tgw"), TODAY).findings
    message = "waived until 2026-01-16 (because): tgw accepts shared attachments by itself"
    assert (found.rule, found.resource, found.message, found.mandatory) == (
        "transit-defaults-off",
        "tgw",
        message,
        False,
    )


def test_a_resource_alone_breaches_with_the_rules_remedy_unless_it_is_waived() -> None:
    remedy = "Remove the gateway or the public address; use an endpoint."
    wanted = [Finding("no-internet", "urn:igw", "an internet gateway", (), remedy)]
    assert check_resource(IGW, Settings(), TODAY) == wanted
    assert check_resource(IGW, waiver("no-internet", "urn:igw"), TODAY) == []
    assert check_resource(IGW, waiver("no-internet", "urn:igw", days=-1), TODAY) == wanted
    assert check_resource(IGW, waiver("no-side-doors", "urn:igw"), TODAY) == wanted


def test_a_proof_keeps_the_facts_that_it_comes_from() -> None:
    network = design()
    doubt(network, "batch-table")
    proof = prove_network(network, Settings(), TODAY)
    assert proof.facts.network is network
    assert {finding.rule for finding in proof.findings} == {"nothing-undecided"}
