"""What one resource says by itself."""

from __future__ import annotations

from typing import Any

import pytest

from transit_guardrails.readers.resource import UNKNOWN, Resource
from transit_guardrails.rules.single import breaches

TGW = "aws:ec2transitgateway/transitGateway:TransitGateway"
OFF = {"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}
ASSOCIATES = ("transit-defaults-off", "a gateway associates attachments by default")
PROPAGATES = ("transit-defaults-off", "a gateway propagates attachments by default")
ACCEPTS = ("transit-defaults-off", "a gateway accepts shared attachments by itself")
INTERNET = ("no-internet", "a NAT gateway leads to the internet")
PUBLIC = ("no-internet", "a subnet gives public addresses")
EXTERNAL = ("shares-inside-organization", "a share may be taken outside of the organization")
NO_POLICY = ("endpoint-policies-sound", "an endpoint without a policy allows everything")


def single(token: str, **inputs: Any) -> list[tuple[str, str]]:
    return breaches(Resource("urn", token, "name", inputs))


@pytest.mark.parametrize(
    ("token", "breach"),
    [
        ("aws:ec2/internetGateway:InternetGateway", ("no-internet", "an internet gateway")),
        ("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", ("no-internet", "an egress-only gateway")),
        ("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", ("no-side-doors", "a VPC peering")),
        ("aws:ec2/vpnGateway:VpnGateway", ("no-side-doors", "a VPN gateway")),
    ],
)
def test_what_must_not_be_there_is_told_whatever_its_inputs(token: str, breach: tuple[str, str]) -> None:
    assert single(token) == single(token, tags={}) == [breach]
    assert breaches(Resource("urn", token, "name", None)) == [breach]


@pytest.mark.parametrize(
    ("kind", "wanted"), [(None, [INTERNET]), ("public", [INTERNET]), ("private", []), (UNKNOWN, [])]
)
def test_a_nat_gateway_is_public_unless_it_says_otherwise(kind: object, wanted: list[object]) -> None:
    inputs = {} if kind is None else {"connectivityType": kind}
    assert single("aws:ec2/natGateway:NatGateway", **inputs) == wanted


@pytest.mark.parametrize(("value", "wanted"), [(True, [PUBLIC]), (False, []), (None, []), (UNKNOWN, [])])
def test_a_subnet_must_not_give_public_addresses(value: object, wanted: list[object]) -> None:
    assert single("aws:ec2/subnet:Subnet", mapPublicIpOnLaunch=value) == wanted


def test_a_gateways_defaults_are_on_unless_they_are_off() -> None:
    assert single(TGW) == [ASSOCIATES, PROPAGATES]
    assert single(TGW, **OFF) == []
    assert single(TGW, **{**OFF, "defaultRouteTableAssociation": "enable"}) == [ASSOCIATES]
    assert single(TGW, **{**OFF, "defaultRouteTablePropagation": True}) == [PROPAGATES]
    assert single(TGW, **{**OFF, "defaultRouteTablePropagation": UNKNOWN}) == []


@pytest.mark.parametrize(("value", "wanted"), [("enable", [ACCEPTS]), ("disable", []), (None, []), (UNKNOWN, [])])
def test_a_gateway_must_not_accept_by_itself(value: object, wanted: list[object]) -> None:
    assert single(TGW, **OFF, autoAcceptSharedAttachments=value) == wanted


@pytest.mark.parametrize(
    ("inputs", "which"),
    [
        ({"cidrIpv4": "0.0.0.0/0"}, "0.0.0.0/0"),
        ({"cidrIpv6": "::/0"}, "::/0"),
        ({"cidrIpv4": "0.0.0.0/0", "cidrIpv6": "::/0"}, "0.0.0.0/0, ::/0"),
        ({"cidrIpv4": "10.0.0.0/8"}, ""),
        ({"cidrIpv4": UNKNOWN}, ""),
        ({}, ""),
    ],
)
def test_a_security_group_must_not_admit_everybody(inputs: dict[str, Any], which: str) -> None:
    found = single("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", **inputs)
    assert found == ([("security-groups-narrow", f"a security group admits {which}")] if which else [])


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        ({"vpcEndpointType": "Interface"}, [NO_POLICY]),
        ({"vpcEndpointType": "Interface", "policy": ""}, [NO_POLICY]),
        ({"vpcEndpointType": "Interface", "policy": "{}"}, []),
        ({"vpcEndpointType": "Interface", "policy": UNKNOWN}, []),
        ({"vpcEndpointType": "Gateway"}, []),
        ({}, []),
    ],
)
def test_an_interface_endpoint_must_have_a_policy(inputs: dict[str, Any], wanted: list[object]) -> None:
    assert single("aws:ec2/vpcEndpoint:VpcEndpoint", **inputs) == wanted


@pytest.mark.parametrize(("value", "wanted"), [(True, [EXTERNAL]), (False, []), (None, []), (UNKNOWN, [])])
def test_a_share_must_not_be_for_everybody(value: object, wanted: list[object]) -> None:
    assert single("aws:ram/resourceShare:ResourceShare", allowExternalPrincipals=value) == wanted


def test_other_types_say_nothing_by_themselves() -> None:
    assert single("aws:ec2/vpc:Vpc", policy=None) == []
