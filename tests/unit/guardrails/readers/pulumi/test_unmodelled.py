"""Types that the model does not know are in doubt; values that make no sense never stop the reading."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenario.program import untouched
from unit.guardrails.readers.pulumi.made import EVERYTHING, UNKNOWN, doubts, group, made, read, subnet, vpc, why

from transit_guardrails.readers.pulumi import harmless, network_of
from transit_guardrails.readers.pulumi.harmless import is_harmless
from transit_guardrails.readers.pulumi.read import READ_ELSEWHERE, READERS
from transit_guardrails.readers.resource import Resource

V = vpc()


def _aws_tokens() -> set[str]:
    spec = find_spec("pulumi_aws")
    assert spec
    assert spec.origin
    return set(re.findall(r'"(aws:[\w/]+:\w+)"', Path(spec.origin).read_text(encoding="utf-8")))


def test_every_type_that_is_named_exists_in_the_provider() -> None:
    named = {*READERS, *READ_ELSEWHERE, *harmless.TYPES}
    assert {token for token in named if token.startswith("aws:")} - _aws_tokens() == set()


def test_every_module_that_is_named_exists_in_the_provider() -> None:
    modules = {token.split(":")[1].split("/")[0] for token in _aws_tokens()}
    assert set(harmless.MODULES) - modules == set()


def test_no_type_is_both_read_and_harmless() -> None:
    assert {*READERS, *READ_ELSEWHERE} & set(harmless.TYPES) == set()


@pytest.mark.parametrize(
    "token",
    [
        "ec2:Instance",
        "ec2:NetworkInterface",
        "lambda:Function",
        "lb:LoadBalancer",
        "networkfirewall:Firewall",
        "rds:Cluster",
    ],
)
def test_what_may_carry_traffic_is_a_doubt_about_what_it_refers_to(token: str) -> None:
    inner, own = subnet(V), group(V)
    thing = made(token, "x", subnetIds=[inner], groups=[own], key=made("kms:Key", "k"))
    assert doubts(read(V, inner, own, thing)) == {("x", "type", frozenset({"x", "s", "g"}))}


def test_what_refers_to_nothing_is_a_doubt_about_everything() -> None:
    network = read(V, made("ec2:CarrierGateway", "x"))
    assert doubts(network) == {("x", "type", frozenset({EVERYTHING}))}
    assert why(network) == "aws:ec2/carrierGateway:CarrierGateway may carry traffic and is not modelled"


@pytest.mark.parametrize(
    "type_", ["gcp:compute/network:Network", "command:local:Command", "pulumi-python:dynamic:Resource"]
)
def test_another_providers_resources_are_a_doubt_about_everything(type_: str) -> None:
    other = Resource(f"urn:pulumi:dev::made::{type_}::x", type_, "x", {})
    assert doubts(read(other)) == {("x", "type", frozenset({EVERYTHING}))}


@pytest.mark.parametrize(
    "token", ["kms:Key", "iam:InstanceProfile", "cloudwatch:LogGroup", "ec2:FlowLog", "ram:ResourceShare"]
)
def test_what_is_listed_as_harmless_is_no_doubt(token: str) -> None:
    assert read(V, made(token, "x", vpcId=V)).doubts == []


def test_components_of_any_package_are_no_doubt_by_themselves() -> None:
    other = Resource("urn:pulumi:dev::made::other:index:Thing::x", "other:index:Thing", "x", {}, custom=False)
    assert read(other).doubts == []


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_odd_values_anywhere_are_doubts_and_never_an_error(data: st.DataObject) -> None:
    resources = list(untouched("dev"))
    for _ in range(12):
        place = data.draw(st.integers(0, len(resources) - 1))
        resource = resources[place]
        changes: dict[str, Any] = {}
        for part in ("inputs", "outputs"):
            values = dict(getattr(resource, part) or {})
            if values:
                values[data.draw(st.sampled_from(sorted(values)))] = data.draw(ODD)
                changes[part] = values
        resources[place] = replace(resource, **changes)
    network = network_of(resources)
    assert network == network_of(resources)
    assert {each.thing for each in network.doubts} <= {each.urn for each in resources}


def test_no_input_of_the_real_program_becomes_unknown_unnoticed() -> None:
    """But for those that say nothing about who reaches what."""
    resources = {each.urn: each for each in untouched("dev")}
    aws = [each for each in resources.values() if each.type.startswith("aws:") and not is_harmless(each.type)]
    first = {(each.type, key): each for each in reversed(aws) for key in each.inputs or {}}
    silent = set()
    for (type_, key), resource in first.items():
        depends = {k: urns for k, urns in resource.property_dependencies.items() if k != key}
        inputs = {**(resource.inputs or {}), key: UNKNOWN}
        broken = replace(resource, inputs=inputs, property_dependencies=depends)
        if not network_of(list({**resources, resource.urn: broken}.values())).doubts:
            silent.add(f"{type_.rpartition(':')[2]}.{key}")
    assert {each for each in silent if not each.endswith((".region", ".description", ".comment"))} == SILENT
    assert not {"Vpc.region", "TransitGateway.region"} & silent


SILENT = {
    "Bucket.bucket",  # the bucket that is made tells its name
    "CustomerGateway.ipAddress",  # where tunnels end outside says nothing about what is in them
    "CustomerGateway.type",
    "ResolverEndpoint.name",
    "ResolverEndpoint.protocols",  # the security group's rules say which ports are open
    "ResolverEndpoint.resolverEndpointType",  # the blocks of its subnets say it
    "ResolverFirewallRuleGroupAssociation.name",
    "VpnConnection.enableAcceleration",
    "VpnConnection.presharedKeyStorage",
    "VpnConnection.tunnelInsideIpVersion",  # the blocks that are routed say it
    "VpnConnection.type",
    "ManagedPrefixList.addressFamily",  # the entries say it
    "ProfilesAssociation.name",
    "ProfilesResourceAssociation.name",
    "ResolverFirewallDomainList.name",
    "ResolverFirewallRule.name",
    "ResolverFirewallRuleGroup.name",
    "SecurityGroup.name",
    "ResolverFirewallRule.blockResponse",  # what a blocked name answers, never an address of AWS
    "TransitGateway.dnsSupport",
    "TransitGateway.multicastSupport",  # a multicast domain is a doubt of its own
    "TransitGateway.securityGroupReferencingSupport",  # admits by group, which the groups' rules say
    "TransitGateway.vpnEcmpSupport",
    "VpcAttachment.dnsSupport",
    "VpcAttachment.securityGroupReferencingSupport",
    "VpcEndpoint.ipAddressType",  # the blocks of its subnets say it
}
