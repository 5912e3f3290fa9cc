"""The harness itself: it records what the program registers, in both modes, and every sabotage changes that record."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi_aws as aws
import pytest

from transit_guardrails.readers.resource import UNKNOWN, Resource
from transitctl.offline import run_program
from transitctl.stack import checked_network

from .monitor import STACK
from .program import ROOT, Built, Mode, Program, Properties, run, untouched
from .sabotages import SABOTAGES, Sabotage, recorded

MODES: tuple[Mode, ...] = ("unknown", "known")
RULES = frozenset(
    [
        "granted-is-reachable",
        "reachable-is-granted",
        "segments-isolated",
        "isolation-has-two-layers",
        "no-internet",
        "no-side-doors",
        "endpoints-only-in-hub",
        "models-within-bounds",
        "names-resolve-to-own-segment",
        "transit-defaults-off",
        "one-association-per-attachment",
        "propagation-only-to-hub",
        "transit-routes-exact",
        "attachments-lead-nowhere",
        "routes-lead-to-endpoints",
        "networks-within-bounds",
        "links-lead-to-grants",
        "peerings-lead-to-grants",
        "advertised-prefixes-minimal",
        "learned-prefixes-apart",
        "links-redundant",
        "bgp-numbers-distinct",
        "vpn-tunnels-modern",
        "addresses-disjoint",
        "zones-line-up",
        "zones-redundant",
        "security-groups-narrow",
        "network-acls-narrow",
        "endpoint-policies-sound",
        "bucket-policies-sound",
        "custom-models-in-their-segment",
        "public-access-blocked",
        "quotas-have-headroom",
        "resources-tagged",
        "tags-set-by-deployer",
        "dns-blocked",
        "exceptions-justified",
        "ipv4-only",
        "nothing-undecided",
        "other-stacks-declared",
        "partners-apart",
        "partners-never-propagate",
        "shares-inside-organization",
        "training-data-bound",
        "training-has-room",
        "training-keys-sound",
        "training-networks-apart",
        "training-reaches-its-buckets-alone",
        "training-roles-narrow",
    ]
)


OF_GRANTS = frozenset({"networks-within-bounds", "other-stacks-declared"})
"""Rules that judge the grants themselves: only their mistakes are made in the spec's intent."""
OF_BOTH = frozenset({"custom-models-in-their-segment"})
"""Rules that judge grants and what is built of them: their mistakes are made in either."""


def named(resources: tuple[Resource, ...] | list[Resource], noun: str, name: str) -> Resource:
    """The one resource of that type and name."""
    (found,) = [r for r in resources if r.name == name and r.type.rpartition(":")[2] == noun]
    return found


def leaves(value: Any) -> Iterator[Any]:
    """All values inside of plain data, keys of mappings too."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_a_record_holds_what_the_offline_run_registers_and_the_stack(stack: str, mode: Mode) -> None:
    resources = untouched(stack, mode)
    urns = [resource.urn for resource in resources]
    offline = run_program(stack, ROOT, checked_network(ROOT, stack))
    (root,) = [resource for resource in resources if resource.type == STACK]
    assert urns == sorted({*offline.resources, root.urn})
    assert set(root.outputs) == set(offline.exports)
    for resource in resources:
        if resource.type != STACK:
            assert resource.property_dependencies == offline.resources[resource.urn].property_dependencies
            assert resource.parent == offline.resources[resource.urn].parent


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_nothing_is_unknown_once_ids_are_known(stack: str) -> None:
    for resource in untouched(stack, "known"):
        assert not [value for value in leaves([resource.inputs, resource.outputs]) if value is UNKNOWN], resource.urn
        assert (resource.id is not None) == resource.custom
        assert resource.outputs.get("id") == resource.id or not resource.custom


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_no_id_is_known_at_a_preview_of_a_create(stack: str) -> None:
    for resource in untouched(stack):
        assert resource.id is None
        assert not resource.custom or resource.outputs["id"] is UNKNOWN


@pytest.mark.parametrize("mode", MODES)
def test_values_are_plain_and_without_bookkeeping(mode: Mode) -> None:
    for resource in untouched("dev", mode):
        found = list(leaves([resource.inputs, resource.outputs]))
        assert {type(value) for value in found} <= {str, int, bool, type(None), type(UNKNOWN)}, resource.urn
        assert not [value for value in found if isinstance(value, str) and value.startswith("__")], resource.urn


def test_both_modes_agree_on_all_that_is_known_at_a_preview() -> None:
    after = {resource.urn: resource for resource in untouched("dev", "known")}
    for resource in untouched("dev"):
        there = after[resource.urn].inputs
        assert resource.inputs is not None
        assert there is not None
        assert set(there) == set(resource.inputs)
        known = {key: v for key, v in resource.inputs.items() if UNKNOWN not in list(leaves(v))}
        assert known == {key: there[key] for key in known}


def test_a_preview_answers_with_what_the_provider_knows_by_then() -> None:
    endpoint = named(untouched("dev"), "VpcEndpoint", "us-east-1-prod-bedrock-runtime")
    table = named(untouched("dev"), "RouteTable", "vpc-a.chat-rt")
    assert endpoint.outputs["privateDnsEnabled"] is False
    assert endpoint.outputs["subnetIds"] is UNKNOWN, "a list is unknown as a whole when an element is"
    assert endpoint.outputs["dnsEntries"] is UNKNOWN, "computed"
    assert table.outputs["routes"] is UNKNOWN, "optional and computed, and not given"
    assert endpoint.outputs["autoAccept"] is None, "neither given nor computed"


def test_an_endpoint_set_says_what_is_granted_at_a_preview() -> None:
    outputs = named(untouched("dev"), "EndpointSet", "us-east-1-prod").outputs
    assert outputs["segment"] == "prod"
    assert outputs["grants"][0]["consumers"] == {"vpc-a/chat": "10.129.0.0/24"}
    assert outputs["endpoint_ids"] is UNKNOWN


def test_references_hold_the_ids_of_what_they_depend_on() -> None:
    resources = {resource.urn: resource for resource in untouched("dev", "known")}
    route = named(untouched("dev", "known"), "Route", "vpc-a.chat-route")
    assert route.inputs is not None
    for key in ("routeTableId", "transitGatewayId"):
        (urn,) = route.property_dependencies[key]
        assert route.inputs[key] == resources[urn].id


def test_a_provider_is_named_without_its_id() -> None:
    for mode in MODES:
        provider = named(untouched("dev", mode), "aws", "rehearsal")
        assert named(untouched("dev", mode), "Vpc", "vpc-a-vpc").provider == provider.urn
        assert provider.inputs is not None
        assert provider.inputs["allowedAccountIds"] == '["210987654321"]'


@pytest.mark.parametrize("mode", MODES)
def test_a_run_can_be_repeated(mode: Mode) -> None:
    assert tuple(run("dev", mode)) == untouched("dev", mode)


def test_a_pointed_reference_depends_on_its_new_target() -> None:
    edit = lambda program: program.point("us-east-1-prod-route", transit_gateway_route_table_id="us-east-1-transit-table-nonprod")  # noqa: E731  # fmt: skip
    resources = run("dev", "unknown", edit)
    target = named(resources, "RouteTable", "us-east-1-transit-table-nonprod").urn
    route = named(resources, "Route", "us-east-1-prod-route")
    assert route.property_dependencies["transitGatewayRouteTableId"] == (target,)


def test_a_dropped_resource_is_not_in_the_record() -> None:
    kept = {resource.urn for resource in run("dev", "unknown", lambda program: program.drop("vpc-a.chat-route"))}
    gone = {resource.urn for resource in untouched("dev")} - kept
    assert gone == {named(untouched("dev"), "Route", "vpc-a.chat-route").urn}


def test_what_others_refer_to_cannot_be_dropped() -> None:
    with pytest.raises(AssertionError, match=r"refers to .*RouteTable::vpc-a\.chat-rt"):
        run("dev", "unknown", lambda program: program.drop("vpc-a.chat-rt"))


def test_what_does_not_exist_cannot_be_dropped() -> None:
    with pytest.raises(AssertionError, match="vpc-q: 0 resources to drop"):
        run("dev", "unknown", lambda program: program.drop("vpc-q"))


def test_a_change_that_finds_nothing_is_an_error() -> None:
    with pytest.raises(AssertionError, match="nothing to change"):
        run("dev", "unknown", lambda program: program.change("vpc-q-vpc", dict))


@pytest.mark.parametrize("mode", MODES)
def test_a_resource_can_be_added_in_the_account_of_another(mode: Mode) -> None:
    def add(built: Built) -> None:
        vpc = built["vpc-a-vpc"]
        aws.ec2.InternetGateway("door", region="us-east-1", vpc_id=vpc.id, opts=built.beside("vpc-a-vpc"))

    resources = run("dev", mode, lambda program: program.after(add))
    door, vpc = named(resources, "InternetGateway", "door"), named(resources, "Vpc", "vpc-a-vpc")
    assert door.property_dependencies == {"vpcId": (vpc.urn,)}
    assert door.provider == vpc.provider
    assert door.outputs["arn"] is UNKNOWN or ":210987654321:" in door.outputs["arn"]


def test_a_spec_can_be_changed_before_it_is_planned() -> None:
    def rename(network: Any) -> None:
        network["tags"]["owner"] = "somebody@acme.example"

    resources = run("dev", "unknown", lambda program: program.spec(rename))
    vpc = named(resources, "Vpc", "vpc-a-vpc")
    assert vpc.inputs is not None
    assert vpc.inputs["tags"]["owner"] == "somebody@acme.example"
    assert len(resources) == len(untouched("dev"))


def test_a_sabotage_does_not_change_what_is_granted() -> None:
    def close(props: Properties) -> Properties:
        return {**props, "policy": None}

    def edit(program: Program) -> None:
        program.change("us-east-1-prod-bedrock-runtime", close)

    before, after = untouched("dev"), run("dev", "unknown", edit)
    for segment in ("prod", "nonprod"):
        name = f"us-east-1-{segment}"
        assert named(after, "EndpointSet", name) == named(before, "EndpointSet", name)


def intent(resources: tuple[Resource, ...]) -> dict[str, Any]:
    """The registered grants of each endpoint set."""
    return {r.name: r.outputs["grants"] for r in resources if r.type == "bedrock-transit:index:EndpointSet"}


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.name)
def test_a_sabotage_changes_the_record_and_names_what_is_in_it(sabotage: Sabotage) -> None:
    before, after = untouched(sabotage.stack), recorded(sabotage)
    assert after != before
    assert sabotage.resources
    assert sabotage.resources <= {resource.name for resource in after}
    if sabotage.rule not in OF_BOTH:
        assert (intent(after) == intent(before)) is (sabotage.rule not in OF_GRANTS)


@pytest.mark.parametrize("sabotage", SABOTAGES[::8], ids=lambda sabotage: sabotage.name)
def test_a_sabotage_is_known_where_the_program_is(sabotage: Sabotage) -> None:
    after = recorded(sabotage, "known")
    assert after != untouched(sabotage.stack, "known")
    assert {resource.urn for resource in after} == {resource.urn for resource in recorded(sabotage)}
    assert not [r.urn for r in after if UNKNOWN in list(leaves([r.inputs, r.outputs]))]


def test_the_table_covers_every_rule_once_at_least() -> None:
    assert len(SABOTAGES) >= 70
    assert len({sabotage.name for sabotage in SABOTAGES}) == len(SABOTAGES)
    assert {sabotage.rule for sabotage in SABOTAGES} == RULES
    for sabotage in SABOTAGES:
        assert sabotage.also <= RULES, sabotage.name
        assert sabotage.stack in {"dev", "prod"}
        assert dataclasses.replace(sabotage) == sabotage
