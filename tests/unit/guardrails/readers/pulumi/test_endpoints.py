"""VPC endpoints, endpoint sets, buckets, identity policies, exceptions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import (
    EVERYTHING,
    UNKNOWN,
    doubts,
    group,
    made,
    prefix,
    provider,
    read,
    subnet,
    vpc,
    why,
)

from transit_guardrails.model.endpoints import Endpoint, Grant
from transit_guardrails.readers.pulumi import network_of
from transit_guardrails.readers.resource import Resource

V = vpc()
INNER = subnet(V)
G = group(V)
DEFAULT = made("ec2:DefaultSecurityGroup", "d", vpcId=V, ingress=[], egress=[])
SERVICE = "com.amazonaws.eu-west-1.bedrock"
CUSTOM = "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc"
SET = "urn:pulumi:dev::made::bedrock-transit:index:EndpointSet::set"


def endpoint(name: str = "e", **more: Any) -> Resource:
    stated = {
        "vpcId": V,
        "vpcEndpointType": "Interface",
        "serviceName": SERVICE,
        "subnetIds": [INNER],
        "securityGroupIds": [G],
        "policy": "{}",
    }
    return made("ec2:VpcEndpoint", name, **{**stated, **more})


E = endpoint()


def test_an_interface_endpoint_with_all_that_it_states() -> None:
    assert read(V, INNER, G, E).endpoints == {
        E.urn: Endpoint(E.urn, V.urn, "interface", SERVICE, (INNER.urn,), (G.urn,), (), "{}")
    }


def test_an_endpoint_that_states_little_is_a_gateway_endpoint_with_full_access() -> None:
    bare = made("ec2:VpcEndpoint", "e", vpcId=V, serviceName=SERVICE)
    found = read(V, bare).endpoints[bare.urn]
    assert (found.kind, found.policy, found.private_dns) == ("gateway", None, False)


def test_an_interface_endpoint_without_groups_has_its_vpcs_default_group() -> None:
    network = read(V, INNER, DEFAULT, endpoint(securityGroupIds=None))
    assert network.endpoints[E.urn].groups == (DEFAULT.urn,)


def test_without_a_managed_default_group_that_is_a_doubt() -> None:
    assert doubts(read(V, INNER, endpoint(securityGroupIds=None))) == {("e", "securityGroupIds", frozenset({"e"}))}


@pytest.mark.parametrize(
    ("broken", "key", "touches"),
    [
        ({"policy": UNKNOWN}, "policy", {"e"}),
        ({"policy": {"Statement": [UNKNOWN]}}, "policy", {"e"}),
        ({"serviceName": UNKNOWN}, "serviceName", {"e"}),
        ({"subnetIds": []}, "subnetIds", {"e"}),
        ({"securityGroupIds": UNKNOWN}, "securityGroupIds", {"e", "g", "v"}),
        ({"vpcEndpointType": "Resource"}, "vpcEndpointType", {"e", "v"}),
        ({"privateDnsEnabled": UNKNOWN}, "privateDnsEnabled", {"e"}),
    ],
)
def test_what_is_not_known_of_an_endpoint_is_a_doubt_about_it(
    broken: dict[str, Any], key: str, touches: set[str]
) -> None:
    found = doubts(read(V, INNER, G, endpoint(**broken)))
    assert (("e", key, frozenset(touches))) in found


def test_a_policy_that_is_an_object_becomes_its_text() -> None:
    found = read(V, INNER, G, endpoint(policy={"b": [1], "a": "x"})).endpoints[E.urn]
    assert found.policy == '{"a": "x", "b": [1]}'


def test_what_is_associated_apart_belongs_to_the_endpoint() -> None:
    bare = made("ec2:VpcEndpoint", "e", vpcId=V, vpcEndpointType="Interface", serviceName=SERVICE)
    table = made("ec2:RouteTable", "rt", vpcId=V)
    parts = [
        made("ec2:VpcEndpointSubnetAssociation", "1", vpcEndpointId=bare, subnetId=INNER),
        made(
            "ec2:SecurityGroupAssociation", "2", vpcEndpointId=bare, securityGroupId=G, replaceDefaultAssociation=True
        ),
        made("ec2:VpcEndpointRouteTableAssociation", "3", vpcEndpointId=bare, routeTableId=table),
        made("ec2:VpcEndpointPolicy", "4", vpcEndpointId=bare, policy="{}"),
    ]
    network = read(V, INNER, G, bare, table, *parts)
    found = network.endpoints[bare.urn]
    assert (found.subnets, found.groups, found.tables, found.policy) == ((INNER.urn,), (G.urn,), (table.urn,), "{}")
    assert network.doubts == []


def test_a_group_that_does_not_replace_the_default_one_joins_it() -> None:
    joined = made("ec2:SecurityGroupAssociation", "2", vpcEndpointId=E, securityGroupId=G)
    found = read(V, INNER, G, DEFAULT, endpoint(securityGroupIds=None), joined).endpoints[E.urn]
    assert set(found.groups) == {G.urn, DEFAULT.urn}


def test_two_policies_of_one_endpoint_are_a_doubt() -> None:
    second = made("ec2:VpcEndpointPolicy", "p", vpcEndpointId=E, policy='{"a": 1}')
    assert doubts(read(V, INNER, G, E, second)) == {("e", "policy", frozenset({"e"}))}


def endpoint_set(**outputs: Any) -> Resource:
    stated = {"segment": "prod", "grants": [grant()], "custom_models": [CUSTOM], **outputs}
    return Resource(SET, "bedrock-transit:index:EndpointSet", "set", {}, stated, custom=False)


def grant(**more: Any) -> dict[str, Any]:
    return {
        "key": "chat",
        "service": "bedrock-runtime",
        "consumers": {"vpc-a/chat": "10.1.0.0/24"},
        "models": ["m"],
        "objects": [],
        "uses": [],
        "actions": ["bedrock:InvokeModel"],
        **more,
    }


def test_an_endpoint_set_registers_its_segment_and_grants_and_owns_its_endpoints() -> None:
    network = read(V, INNER, G, endpoint_set(), replace(E, parent=SET))
    (found,) = network.endpoint_sets[SET].grants
    consumers = {"vpc-a/chat": prefix("10.1.0.0/24")}
    assert found == Grant("chat", "bedrock-runtime", consumers, ("m",), (), (), ("bedrock:InvokeModel",))
    assert network.endpoint_sets[SET].segment == "prod"
    assert network.endpoint_sets[SET].custom_models == (CUSTOM,)
    assert network.endpoints[E.urn].endpoint_set == SET


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        ({"segment": UNKNOWN}, "segment"),
        ({"segment": ""}, "segment"),
        ({"grants": UNKNOWN}, "grants"),
        ({"grants": None}, "grants"),
        ({"grants": [UNKNOWN]}, "grants"),
        ({"grants": ["chat"]}, "grants"),
        ({"grants": [grant(key=None)]}, "grants"),
        ({"grants": [grant(models="m")]}, "grants"),
        ({"grants": [grant(actions=[1])]}, "grants"),
        ({"grants": [grant(consumers={"x": "10.0.0.0/99"})]}, "grants"),
        ({"grants": [grant(consumers=["x"])]}, "grants"),
        ({"grants": [grant(consumers={"x": UNKNOWN})]}, "grants"),
        ({"custom_models": UNKNOWN}, "custom_models"),
        ({"custom_models": None}, "custom_models"),
        ({"custom_models": [CUSTOM, UNKNOWN]}, "custom_models"),
        ({"custom_models": ["abc"]}, "custom_models"),
    ],
)
def test_an_endpoint_set_that_does_not_say_what_is_granted_is_a_doubt_about_everything(
    broken: dict[str, Any], key: str
) -> None:
    assert doubts(read(endpoint_set(**broken))) == {("set", key, frozenset({EVERYTHING}))}


def _stack(exceptions: Any) -> Resource:
    urn = "urn:pulumi:dev::made::pulumi:pulumi:Stack::made-dev"
    return Resource(urn, "pulumi:pulumi:Stack", "made-dev", {}, {"exceptions": exceptions}, custom=False)


def test_exceptions_come_with_their_keys() -> None:
    stated = {"lab": {"kind": "nat-gateway", "scope": "vpc-a", "reason": "a trial of it", "expires": "2030-01-01"}}
    stack = _stack(stated)
    assert read(stack).exceptions == ({"key": "lab", "stack": stack.urn, **stated["lab"]},)


@pytest.mark.parametrize("broken", [UNKNOWN, {"lab": {"expires": UNKNOWN}}, {"lab": 1}, []])
def test_exceptions_that_are_not_known_except_nothing(broken: object) -> None:
    network = read(_stack(broken))
    assert network.exceptions == ()
    assert {key for _, key, _ in doubts(network)} == {"exceptions"}


BUCKET = made("s3:Bucket", "b", bucket="data")


def test_a_bucket_with_its_policy_and_the_settings_that_are_on() -> None:
    rule = made("s3:BucketPolicy", "p", bucket="data", policy="{}")
    block = made("s3:BucketPublicAccessBlock", "x", bucket=BUCKET, blockPublicAcls=True, restrictPublicBuckets=True)
    found = read(BUCKET, rule, block).buckets[BUCKET.urn]
    assert (found.name, found.policies, found.block) == ("data", ((rule.urn, "{}"),), block.urn)
    assert found.blocked == {"BlockPublicAcls", "RestrictPublicBuckets"}


@pytest.mark.parametrize("policy", [UNKNOWN, None, 7])
def test_a_bucket_policy_that_is_not_known_is_a_doubt_about_the_bucket(policy: object) -> None:
    rule = made("s3:BucketPolicy", "p", bucket=BUCKET, policy=policy)
    assert doubts(read(BUCKET, rule)) == {("p", "policy", frozenset({"p", "b"}))}


def test_two_policies_of_one_bucket_are_a_doubt() -> None:
    network = read(
        made("s3:Bucket", "b", bucket="data", policy="[]"), made("s3:BucketPolicy", "p", bucket="data", policy="{}")
    )
    assert why(network) == "several resources state the bucket's policy"


@pytest.mark.parametrize("noun", ["RolePolicy", "Policy", "UserPolicy", "GroupPolicy"])
def test_identity_policies_of_every_kind_are_read(noun: str) -> None:
    found = made(f"iam:{noun}", "p", policy="{}")
    assert read(found).identity_policies[found.urn].policy == "{}"
    assert doubts(read(made(f"iam:{noun}", "p", policy=UNKNOWN))) == {("p", "policy", frozenset({"p"}))}


def test_a_roles_inline_policies_are_identity_policies() -> None:
    found = made("iam:Role", "r", inlinePolicies=[{"name": "one", "policy": "{}"}, {"name": "two", "policy": UNKNOWN}])
    network = read(found)
    assert set(network.identity_policies) == {f"{found.urn}#one"}
    assert doubts(network) == {("r", "inlinePolicies", frozenset({"r"}))}


def test_tags_are_those_of_every_resource_that_takes_them() -> None:
    bare = vpc("bare", "10.1.0.0/16", outputs={"tags": None, "tagsAll": UNKNOWN})
    network = read(vpc(tags={"segment": "prod"}), bare, made("iam:AccessKey", "no", user="x"))
    assert network.tags == {V.urn: {"segment": "prod"}, bare.urn: {}}


@pytest.mark.parametrize("tags", [UNKNOWN, "x", {"segment": UNKNOWN}])
def test_tags_that_are_not_known_are_a_doubt_about_the_resource(tags: object) -> None:
    assert doubts(read(vpc(tags=tags))) == {("v", "tags", frozenset({"v"}))}


def test_a_resource_whose_inputs_nobody_collected_is_a_doubt_about_everything() -> None:
    network = network_of([provider(), made("ec2:Vpc", "v", collected=False)])
    assert doubts(network) == {("v", "inputs", frozenset({EVERYTHING}))}
    assert why(network) == "nobody collected its inputs"
