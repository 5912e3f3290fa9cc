"""Rules about several things: what is passed over hides nothing, and what is told is told in the order of ids."""

from __future__ import annotations

import json

from unit.guardrails.networks import change, design
from unit.guardrails.rules.asked import around, breaches, told

from transit_guardrails.model.endpoints import IdentityPolicy
from transit_guardrails.model.names import ResolverRule, ResolverRuleAssociation
from transit_guardrails.model.vpcs import Gateway
from transit_guardrails.rules.finding import Finding


def test_an_endpoint_without_a_policy_does_not_hide_the_next_one() -> None:
    network = design()
    for key in ("nonprod-runtime", "prod-runtime"):
        change(network.endpoints, key, policy=None)
    assert [breach.resource for breach in breaches("endpoint-policies-sound", network)] == [
        "nonprod-runtime",
        "prod-runtime",
    ]


def test_a_route_that_is_no_business_of_the_rule_does_not_hide_the_next_one() -> None:
    build = around(design()).route("batch-table", "10.9.0.0/16", "internet-gateway", "igw")
    build.route("batch-table", "10.0.1.0/27", "transit-gateway", "tgw")
    assert {resource for resource, _ in told("routes-lead-to-endpoints", build.network)} == {"batch-table 10.0.1.0/27"}


def test_a_table_of_two_subnets_may_lead_only_where_both_need() -> None:
    build = around(design()).table("both", "payments", ("10.0.1.0/27", "transit-gateway", "tgw"))
    build.network.subnet_tables.update({"api-1": "both", "batch-1": "both"})
    assert {resource for resource, _ in told("routes-lead-to-endpoints", build.network)} == {"both 10.0.1.0/27"}


def test_gateways_identities_and_forwarding_are_told_in_the_order_of_ids() -> None:
    network = design()
    statement = {"Sid": "S", "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    network.resolver_rules["rule"] = ResolverRule("rule", "corp.example", True)
    for key in ("b", "a", "c"):
        network.gateways[key] = Gateway(key, "internet-gateway", "payments")
        network.identity_policies[key] = IdentityPolicy(key, document, "holder")
        network.resolver_rule_associations[key] = ResolverRuleAssociation(key, "rule", "payments")
    for rule in ("no-internet", "tags-set-by-deployer", "dns-blocked"):
        assert [breach.resource for breach in breaches(rule, network)] == ["a", "b", "c"]


def test_a_finding_without_more_has_no_witness_and_no_remedy_and_stops_the_update() -> None:
    found = Finding("rule", "urn", "message")
    assert (found.witness, found.remedy, found.mandatory) == ((), "", True)
