"""The real program's stacks: read without any doubt, and alike before and after they exist."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from scenario.program import untouched

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.readers.pulumi import network_of

STACKS = ("dev", "prod")
ACCOUNTS = {
    "shared": {"111122223333"},
    "prod": {"111122223333", "222233334444", "333344445555", "555566667777"},
    "nonprod": {"111122223333", "444455556666", "555566667777"},
}
"""Accounts of the prod stack's VPCs by segment: the network account holds the hub and the anchors of the DNS views."""


@pytest.mark.parametrize("mode", ["unknown", "known"])
@pytest.mark.parametrize("stack", STACKS)
def test_nothing_is_in_doubt(stack: str, mode: str) -> None:
    assert network_of(untouched(stack, mode)).doubts == []  # type: ignore[arg-type]


@pytest.mark.parametrize("stack", STACKS)
def test_the_network_is_the_same_before_and_after_it_exists(stack: str) -> None:
    before, after = network_of(untouched(stack)), network_of(untouched(stack, "known"))
    # Names that AWS makes up are all that is new afterwards.
    after.endpoints = {urn: replace(each, dns_names=()) for urn, each in after.endpoints.items()}
    assert before == after


@pytest.mark.parametrize("stack", STACKS)
def test_the_order_of_the_resources_changes_nothing(stack: str) -> None:
    resources = untouched(stack)
    assert network_of(resources) == network_of(resources[::-1])


@pytest.mark.parametrize("stack", STACKS)
def test_every_reference_leads_to_a_record(stack: str) -> None:
    network = network_of(untouched(stack))
    assert {each.vpc for each in network.subnets.values()} <= set(network.vpcs)
    assert set(network.subnet_tables) == set(network.subnets)
    assert set(network.subnet_tables.values()) == set(network.route_tables)
    assert {each.attachment for each in network.associations.values()} == set(network.attachments)
    in_hub = {key: each for key, each in network.endpoints.items() if each.kind == "interface"}
    by_own_names = {key for key, each in in_hub.items() if each.service.endswith(".s3")}
    assert {each.endpoint for each in network.records.values()} == set(in_hub) - by_own_names
    assert {each.endpoint_set for each in in_hub.values()} == set(network.endpoint_sets)
    assert {table for each in network.endpoints.values() for table in each.tables} <= set(network.route_tables)
    assert {each.zone for each in network.zone_associations.values()} == set(network.zones)


@pytest.mark.parametrize("mode", ["unknown", "known"])
def test_each_segments_custom_models_are_known_before_anything_exists(mode: str) -> None:
    """What components register, as the pack reads it: the contract of components/README.md."""
    sets = network_of(untouched("prod", mode)).endpoint_sets.values()  # type: ignore[arg-type]
    claims = "arn:aws:bedrock:us-east-1:222233334444:provisioned-model/a1b2c3d4e5f6"
    assert {(each.segment, each.custom_models) for each in sets} == {("prod", (claims,)), ("nonprod", ())}


def _counts(network: Network) -> dict[str, int]:
    found = {field.name: getattr(network, field.name) for field in fields(network)}
    return {name: len(value) for name, value in found.items() if isinstance(value, (dict, list, tuple)) and value}


def test_the_dev_stack_has_exactly_these_records() -> None:
    assert _counts(network_of(untouched("dev"))) == {
        "vpcs": 5,
        "subnets": 24,
        "route_tables": 12,
        "subnet_tables": 24,
        "network_acls": 2,
        "subnet_acls": 4,
        "security_groups": 13,
        "prefix_lists": 7,
        "transit_gateways": 1,
        "attachments": 6,
        "transit_tables": 4,
        "associations": 6,
        "propagations": 4,
        "transit_routes": 6,
        "vpns": 2,
        "customer_gateways": 2,
        "links": 2,
        "view_resolvers": 1,
        "endpoints": 10,
        "endpoint_sets": 2,
        "buckets": 6,
        "identity_policies": 4,
        "roles": 4,
        "keys": 2,
        "trainings": 2,
        "zones": 8,
        "zone_associations": 8,
        "records": 8,
        "profiles": 2,
        "profile_associations": 2,
        "profile_resources": 10,
        "resolver_endpoints": 1,
        "firewall_rules": 4,
        "firewall_associations": 1,
        "tags": 136,
        "names": 277,
    }


def test_attachments_of_other_accounts_are_accepted_and_take_no_defaults() -> None:
    attachments = network_of(untouched("prod")).attachments.values()
    of_vpcs = [each for each in attachments if each.kind == "vpc"]
    assert {(each.accepted, each.default_association, each.default_propagation) for each in of_vpcs} == {
        (True, False, False)
    }


def test_links_say_what_is_behind_their_attachments() -> None:
    network = network_of(untouched("prod"))
    links = [(each.kind, network.links[each.link]) for each in network.attachments.values() if each.link]
    found = {(kind, link.partner): link.networks for kind, link in links}
    behind = {"datacenter": tuple(map(prefix, ("172.16.0.0/16", "172.17.0.0/16")))}
    partner = {"azure-analytics": (prefix("172.24.0.0/16"),)}
    assert found == {
        ("direct-connect-gateway", ""): behind,
        ("vpn", ""): behind,
        ("vpn", "azure-analytics"): partner,
    }


def test_the_resolver_says_who_may_ask_and_its_endpoint_knows_it() -> None:
    network = network_of(untouched("prod"))
    ((key, resolver),) = network.view_resolvers.items()
    assert (resolver.segment, sorted(resolver.clients)) == ("prod", ["azure-analytics", "datacenter"])
    assert {each.resolver for each in network.resolver_endpoints.values() if not each.outbound} == {key}


def test_the_forwarder_says_what_it_forwards_and_its_endpoint_and_rule_know_it() -> None:
    network = network_of(untouched("prod"))
    ((key, forwarder),) = network.view_forwarders.items()
    assert (forwarder.segment, list(forwarder.domains)) == ("prod", ["corp.acme.example"])
    (endpoint,) = [each for each in network.resolver_endpoints.values() if each.outbound]
    (rule,) = network.resolver_rules.values()
    assert (endpoint.forwarder, rule.forwarder, rule.endpoint) == (key, key, endpoint.id)
    assert tuple(address for address, _ in rule.targets) == forwarder.domains[rule.domain].servers


def test_vpcs_are_in_the_account_and_region_of_their_providers() -> None:
    found: dict[str, set[str]] = {}
    for each in network_of(untouched("prod")).vpcs.values():
        found.setdefault(each.tags["segment"], set()).add(each.account)
    assert found == ACCOUNTS
    assert {each.region for each in network_of(untouched("prod")).vpcs.values()} == {"us-east-1", "us-west-2"}


def test_grants_are_those_that_the_endpoint_sets_registered() -> None:
    found = network_of(untouched("dev")).endpoint_sets.values()
    assert {
        (each.segment, grant.key, *map(str, grant.consumers.values()), *grant.networks)
        for each in found
        for grant in each.grants
    } == {
        ("nonprod", "sandbox", "10.130.215.128/25"),
        ("prod", "chat", "10.129.0.0/24", "office"),
    }
