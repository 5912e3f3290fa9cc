"""What the SDK hands over becomes plain data, through the SDK's own proxies."""

import threading
from typing import Any

import pulumi
import pytest
from pulumi_policy import (
    PolicyCustomTimeouts,
    PolicyProviderResource,
    PolicyResource,
    PolicyResourceOptions,
    ResourceValidationArgs,
)
from pulumi_policy.proxy import UNKNOWN_ARRAY_VALUE, UNKNOWN_BOOLEAN_VALUE, UNKNOWN_STRING_VALUE, unknown_checking_proxy

from transit_guardrails.adapter.collected import MARKERS, from_inputs, from_stack, plain, properties
from transit_guardrails.adapter.collector import Collector, ResourceError
from transit_guardrails.readers.resource import UNKNOWN, Resource

STACK = "urn:pulumi:dev::bedrock-transit::pulumi:pulumi:Stack::bedrock-transit-dev"
PROVIDER = "urn:pulumi:dev::bedrock-transit::pulumi:providers:aws::main"
VPC = "urn:pulumi:dev::bedrock-transit::aws:ec2/vpc:Vpc::a"
SUBNET = "urn:pulumi:dev::bedrock-transit::aws:ec2/subnet:Subnet::a"


def options(parent: str | None = STACK) -> PolicyResourceOptions:
    return PolicyResourceOptions(False, [], None, [], PolicyCustomTimeouts(0, 0, 0), [], parent)


def proxied(props: dict[str, Any]) -> Any:
    return unknown_checking_proxy(props)


def provider() -> PolicyProviderResource:
    return PolicyProviderResource("pulumi:providers:aws", proxied({}), PROVIDER, "main")


def stack_resource(type_: str, urn: str, props: dict[str, Any], custom: bool = True, **rest: Any) -> PolicyResource:
    resource = PolicyResource(
        type_, proxied(props), urn, urn.rsplit("::", 1)[-1], options(), provider() if custom else None, None, [], {}
    )
    for key, value in rest.items():
        setattr(resource, key, value)
    return resource


def resource_args(props: dict[str, Any], urn: str = VPC, type_: str = "aws:ec2/vpc:Vpc") -> ResourceValidationArgs:
    return ResourceValidationArgs(
        type_, proxied(props), urn, urn.rsplit("::", 1)[-1], options(), provider(), None, None
    )


def test_every_marker_of_the_sdk_is_unknown_at_any_depth() -> None:
    assert len(MARKERS) == 7
    for marker in MARKERS:
        value = plain(proxied({"a": marker, "b": [1.0, marker], "c": {"d": [{"e": marker}]}}))
        assert value == {"a": UNKNOWN, "b": [1, UNKNOWN], "c": {"d": [{"e": UNKNOWN}]}}


def test_no_slice_of_a_list_shows_a_marker() -> None:
    value = plain(proxied({"ids": [UNKNOWN_STRING_VALUE, "subnet-1", UNKNOWN_ARRAY_VALUE]}))
    assert value["ids"][:] == [UNKNOWN, "subnet-1", UNKNOWN]


def test_an_unknown_is_neither_true_nor_false() -> None:
    value = plain(proxied({"flag": UNKNOWN_BOOLEAN_VALUE}))
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(value["flag"])


def test_whole_floats_are_ints_and_booleans_stay_what_they_are() -> None:
    value = plain(proxied({"port": 443.0, "share": 0.5, "on": True, "none": None, "text": "443.0"}))
    assert value == {"port": 443, "share": 0.5, "on": True, "none": None, "text": "443.0"}
    assert {key: type(item) for key, item in value.items()} == {
        "port": int,
        "share": float,
        "on": bool,
        "none": type(None),
        "text": str,
    }


def test_keys_of_bridge_and_engine_are_dropped_and_tags_are_not() -> None:
    given = {"__defaults": [], "__meta": "{}", "rules": [{"__defaults": ["a"], "x": 1.0}], "tags": {"__mine": "1"}}
    assert properties(proxied(given)) == {"rules": [{"x": 1}], "tags": {"__mine": "1"}}


def test_what_is_in_a_file_is_unknown() -> None:
    assert plain(proxied({"code": pulumi.StringAsset("x"), "zip": pulumi.FileArchive("y")})) == {
        "code": UNKNOWN,
        "zip": UNKNOWN,
    }


def test_a_value_of_no_known_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="a value of type object"):
        plain({"x": object()})


def test_inputs_become_a_record_without_references() -> None:
    assert from_inputs(resource_args({"cidrBlock": "10.0.0.0/16", "ipamPoolId": UNKNOWN_STRING_VALUE})) == Resource(
        urn=VPC,
        type="aws:ec2/vpc:Vpc",
        name="a",
        inputs={"cidrBlock": "10.0.0.0/16", "ipamPoolId": UNKNOWN},
        parent=STACK,
        provider=PROVIDER,
        custom=True,
    )


def test_outputs_are_joined_with_inputs_references_and_the_id() -> None:
    vpc = stack_resource("aws:ec2/vpc:Vpc", VPC, {"id": "vpc-1"})
    component = stack_resource("x:y:Z", "urn:pulumi:dev::p::x:y:Z::z", {}, custom=False)
    subnet = stack_resource(
        "aws:ec2/subnet:Subnet",
        SUBNET,
        {"vpcId": UNKNOWN_STRING_VALUE, "id": UNKNOWN_STRING_VALUE, "mapPublicIpOnLaunch": False},
        property_dependencies={"vpcId": [vpc, vpc], "cidrBlock": []},
        parent=component,
    )
    assert from_stack(subnet, {"vpcId": UNKNOWN}) == Resource(
        urn=SUBNET,
        type="aws:ec2/subnet:Subnet",
        name="a",
        inputs={"vpcId": UNKNOWN},
        outputs={"id": UNKNOWN, "mapPublicIpOnLaunch": False, "vpcId": UNKNOWN},
        property_dependencies={"vpcId": (VPC,)},
        parent="urn:pulumi:dev::p::x:y:Z::z",
        provider=PROVIDER,
        id=None,
        custom=True,
    )
    assert from_stack(vpc, None).id == "vpc-1"


def test_components_are_what_has_no_provider_and_is_none() -> None:
    assert from_stack(stack_resource("x:y:Z", "urn:z", {}, custom=False), None).custom is False
    assert from_stack(stack_resource("pulumi:providers:aws", PROVIDER, {}, custom=False), None).custom is True


def test_the_collector_keeps_all_that_many_threads_add() -> None:
    collector = Collector()
    urns = [f"{VPC}-{number:03}" for number in range(400)]

    def add(part: list[str]) -> None:
        for urn in part:
            collector.add(Resource(urn, "t", "n", {"urn": urn}))

    threads = [threading.Thread(target=add, args=(urns[start::8],)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    joined = collector.join([stack_resource("t", urn, {}) for urn in reversed(urns)])
    assert [(one.urn, one.inputs) for one in joined] == [(urn, {"urn": urn}) for urn in urns]


def test_a_resource_without_collected_inputs_has_none() -> None:
    collector = Collector()
    collector.add(Resource(VPC, "t", "n", {}))
    collector.add(Resource(SUBNET, "t", "n", {}))
    collector.forget(SUBNET)
    joined = collector.join([stack_resource("t", urn, {}) for urn in (VPC, SUBNET)])
    assert [(one.urn, one.inputs) for one in joined] == [(SUBNET, None), (VPC, {})]


def test_an_unreadable_resource_is_named() -> None:
    with pytest.raises(ResourceError) as caught:
        Collector().join([stack_resource("t", VPC, {}), stack_resource("t", SUBNET, {"x": object()})])
    assert caught.value.urn == SUBNET
    assert isinstance(caught.value.__cause__, TypeError)
