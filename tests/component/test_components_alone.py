"""Each component by itself, with arguments written by hand: what it registers, without planners and without the others."""

import inspect
from collections.abc import Callable
from typing import Any, get_type_hints

import pulumi
import pulumi_aws
import pytest
from component.arguments import ARGUMENTS, HOST
from component.graph import UNKNOWN, aws, kind, names, target
from specs import company, planned

from bedrock_transit.accounts import providers
from bedrock_transit.application import Application
from bedrock_transit.dns_view import DnsView
from bedrock_transit.endpoint_set import EndpointSet
from bedrock_transit.segment_membership import SegmentMembership
from bedrock_transit.spoke_vpc import SpokeVpc
from bedrock_transit.transit_gateway import TransitGateway
from transitctl.offline import Recording, Resource, record

TGW = "ec2transitgateway"
COMPONENTS = pytest.mark.parametrize("component", list(ARGUMENTS), ids=lambda c: c.__name__)


def alone(component: Callable[..., Any], **changes: Any) -> Recording:
    """What the component registers by itself; ``changes`` to its plan, or to its other arguments."""
    args = dict(ARGUMENTS[component])
    plan = next((key for key, value in args.items() if isinstance(value, dict) and "region" in value), "")
    for key, value in changes.items():
        if plan and key in args[plan]:
            args[plan] = {**args[plan], key: value}
        else:
            args[key] = value
    args = {key: value for key, value in args.items() if value is not None}
    return record("test", {}, lambda: component("it", args))


def watch(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[pulumi.ResourceOptions]:
    """The options of every resource of that class, which a recording does not keep."""
    seen: list[pulumi.ResourceOptions] = []
    original = getattr(module, name)

    def make(*args: Any, opts: pulumi.ResourceOptions, **inputs: Any) -> Any:
        seen.append(opts)
        return original(*args, opts=opts, **inputs)

    monkeypatch.setattr(module, name, make)
    return seen


def itself(found: Recording) -> Resource:
    """The component among what was registered."""
    (only,) = [r for r in found.resources.values() if not r.custom]
    return only


@COMPONENTS
def test_the_type_token_is_that_of_the_package(component: type[pulumi.ComponentResource]) -> None:
    """Nothing in Pulumi checks it: another token would make another resource of it in every program that uses the package."""
    assert itself(alone(component)).type == f"bedrock-transit:index:{component.__name__}"


@COMPONENTS
def test_the_annotated_outputs_are_registered(component: type[pulumi.ComponentResource]) -> None:
    assert set(itself(alone(component)).outputs) == set(inspect.get_annotations(component))


@COMPONENTS
def test_the_arguments_are_registered_as_inputs(component: type[pulumi.ComponentResource]) -> None:
    assert itself(alone(component)).inputs == ARGUMENTS[component]


@COMPONENTS
def test_every_child_has_the_component_as_parent_and_its_name_in_front(
    component: type[pulumi.ComponentResource],
) -> None:
    found = alone(component)
    parent = itself(found).urn
    assert aws(found) != []
    assert {r.parent for r in aws(found)} == {parent}
    assert {r.name[:3] for r in aws(found)} <= {"it-", "it."}


@COMPONENTS
def test_an_id_that_is_known_is_taken_as_it_is(component: type[pulumi.ComponentResource]) -> None:
    """Whoever brings a gateway of their own passes its id as text."""
    found = alone(component)
    for argument in ("transit_gateway_id", "vpc_id"):
        given = ARGUMENTS[component].get(argument)
        if given:
            assert given in {text for r in aws(found) for text in r.inputs.values() if isinstance(text, str)}


@COMPONENTS
def test_whole_numbers_may_arrive_as_floats(component: type[pulumi.ComponentResource]) -> None:
    """As they do when the component runs as a package."""

    def floats(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: floats(item) for key, item in value.items()}
        if isinstance(value, list):
            return [floats(item) for item in value]
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    args = floats(ARGUMENTS[component])
    found = record("test", {}, lambda: component("it", args))
    assert found.resources == alone(component).resources


@COMPONENTS
def test_the_hints_of_the_arguments_are_a_flat_typed_dict(component: type[pulumi.ComponentResource]) -> None:
    """Others arrive as plain dicts when the component runs as a package."""
    hint = get_type_hints(component.__init__)["args"]
    assert hint.__name__ == f"{component.__name__}Args"
    assert set(hint.__required_keys__) == set(ARGUMENTS[component]) - set(hint.__optional_keys__)


def test_a_gateway_that_is_shared_with_nobody_has_no_share() -> None:
    found = alone(TransitGateway, share_with=[])
    assert {kind(r) for r in aws(found)} == {f"{TGW}.TransitGateway", f"{TGW}.RouteTable", f"{TGW}.Route"}
    assert itself(found).outputs.get("share_arn") is None


def test_a_gateway_is_shared_with_each_stated_account() -> None:
    found = alone(TransitGateway, share_with=["444455556666", "555566667777"])
    assert names(aws(found, "ram.PrincipalAssociation")) == [
        "it-share-with-444455556666",
        "it-share-with-555566667777",
    ]
    assert itself(found).outputs["share_arn"] == UNKNOWN


def test_an_endpoint_stands_in_the_zones_of_its_plan() -> None:
    found = alone(EndpointSet)
    (runtime,) = [r for r in aws(found, "ec2.VpcEndpoint") if r.name == "it-bedrock-runtime"]
    assert target(found, runtime, "subnetIds").name == "it-use1-az2"


def test_an_endpoint_of_a_service_without_policies_states_none() -> None:
    """An empty text would be refused; left out it is full access, which the planner demands an exception for."""
    found = alone(EndpointSet)
    assert {r.name: r.inputs.get("policy") for r in aws(found, "ec2.VpcEndpoint")} == {
        "it-bedrock-runtime": '{"Version":"2012-10-17","Statement":[]}',
        "it-old": None,
    }


def test_an_endpoint_set_without_grants_admits_nobody() -> None:
    found = alone(EndpointSet, classes=[])
    assert aws(found, "vpc.SecurityGroupIngressRule", "ec2.Route") == []
    assert names(aws(found, "ec2.ManagedPrefixList")) == ["it-destinations"]


def test_a_view_with_a_profile_hands_its_zones_and_its_firewall_out() -> None:
    found = alone(DnsView)
    handed = {kind(target(found, r, "resourceArn")) for r in aws(found, "route53.ProfilesResourceAssociation")}
    assert handed == {"route53.Zone", "route53.ResolverFirewallRuleGroup"}
    assert itself(found).outputs["profile_id"] == UNKNOWN


def test_a_view_without_a_profile_leaves_the_associations_to_the_spokes() -> None:
    found = alone(DnsView, distribution="zone-associations")
    assert aws(found, "route53.ProfilesProfile", "route53.ProfilesResourceAssociation") == []
    assert itself(found).outputs.get("profile_id") is None


@pytest.mark.parametrize(("distribution", "ignored"), [("profile", None), ("zone-associations", ["vpcs"])])
def test_a_zone_ignores_the_associations_that_spokes_make(
    distribution: str, ignored: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider would take them for drift, and take them away."""
    options = watch(monkeypatch, pulumi_aws.route53, "Zone")
    alone(DnsView, distribution=distribution)
    assert [o.ignore_changes for o in options] == [ignored]


@pytest.mark.parametrize(
    ("apex", "wildcard", "records"),
    [(True, False, [HOST]), (False, True, [f"*.{HOST}"]), (True, True, [f"*.{HOST}", HOST])],
)
def test_a_zone_answers_at_its_name_below_it_or_both(apex: bool, wildcard: bool, records: list[str]) -> None:
    zone = {"host": HOST, "service": "bedrock-runtime", "wildcard": wildcard, "apex": apex}
    found = alone(DnsView, zones=[zone])
    assert sorted(r.inputs["name"] for r in aws(found, "route53.Record")) == records
    assert {r.inputs["type"] for r in aws(found, "route53.Record")} == {"A"}


def test_a_spoke_takes_its_names_zone_by_zone_where_there_is_no_profile() -> None:
    found = alone(SpokeVpc, profile_id=None, zone_ids={HOST: "Z1"}, firewall_rule_group_id="rslvr-frg-1")
    (association,) = aws(found, "route53.ZoneAssociation")
    assert (association.inputs["zoneId"], target(found, association, "vpcId").name) == ("Z1", "it-vpc")
    (firewall,) = aws(found, "route53.ResolverFirewallRuleGroupAssociation")
    assert firewall.inputs["firewallRuleGroupId"] == "rslvr-frg-1"
    assert aws(found, "route53.ProfilesAssociation") == []


def test_a_membership_of_the_own_account_accepts_nothing() -> None:
    assert {kind(r) for r in aws(alone(SegmentMembership, accept=False))} == {
        f"{TGW}.RouteTableAssociation",
        f"{TGW}.RouteTablePropagation",
    }


def test_an_application_that_is_granted_nothing_has_neither_route_nor_rule() -> None:
    found = alone(Application, endpoint_block="")
    assert {kind(r) for r in aws(found)} == {
        "ec2.RouteTable",
        "ec2.RouteTableAssociation",
        "ec2.SecurityGroup",
        "ec2.Subnet",
    }


def test_an_application_from_a_pool_brings_its_block_into_the_vpc() -> None:
    found = alone(Application, secondary=True)
    (block,) = aws(found, "ec2.VpcIpv4CidrBlockAssociation")
    assert (block.inputs["vpcId"], block.inputs["cidrBlock"]) == ("vpc-1", "10.1.0.0/24")


def test_the_block_of_public_access_stays_when_the_stack_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a singleton of account and Region: to delete it would open everybody's VPCs."""
    options = watch(monkeypatch, pulumi_aws.ec2, "VpcBlockPublicAccessOptions")
    body = company()
    body["accounts"]["network"]["block_public_access"] = "block-bidirectional"
    record("test", {}, lambda: providers(planned(body)))
    assert [o.retain_on_delete for o in options] == [True]
