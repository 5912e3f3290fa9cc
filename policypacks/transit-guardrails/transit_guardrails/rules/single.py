"""What a resource alone says: told while it is registered, so that on an update nothing is created before it.

Each check is a part of a rule of the catalogue, and that rule finds the same again over the whole network. What is not
known here is left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..readers.resource import Resource

Check = Callable[[Mapping[str, Any]], str]
"""From a resource's inputs to what is wrong with them; empty when nothing is."""

ANYWHERE = frozenset({"0.0.0.0/0", "::/0"})


def breaches(resource: Resource) -> list[tuple[str, str]]:
    """Rule ids with what is wrong, in the order of the table."""
    inputs = resource.inputs or {}
    found = ((rule, check(inputs)) for rule, check in CHECKS.get(resource.type, ()))
    return [(rule, message) for rule, message in found if message]


def _is(message: str) -> Check:
    return lambda _: message


def _nat(inputs: Mapping[str, Any]) -> str:
    kind = inputs.get("connectivityType")
    return "a NAT gateway leads to the internet" if kind in (None, "public") else ""


def _on(key: str, off: object, message: str) -> Check:
    """Wrong unless the value is ``off``: the provider's default is on. An unknown value is left to the proof."""
    return lambda inputs: message if inputs.get(key) is None or _differs(inputs[key], off) else ""


def _differs(value: object, off: object) -> bool:
    return isinstance(value, (str, bool)) and value != off


def _public_subnet(inputs: Mapping[str, Any]) -> str:
    return "a subnet gives public addresses" if inputs.get("mapPublicIpOnLaunch") is True else ""


def _accepts(inputs: Mapping[str, Any]) -> str:
    return (
        "a gateway accepts shared attachments by itself"
        if inputs.get("autoAcceptSharedAttachments") == "enable"
        else ""
    )


def _external(inputs: Mapping[str, Any]) -> str:
    return "a share may be taken outside of the organization" if inputs.get("allowExternalPrincipals") is True else ""


def _anywhere(inputs: Mapping[str, Any]) -> str:
    stated = [inputs.get(key) for key in ("cidrIpv4", "cidrIpv6")]
    open_ = [cidr for cidr in stated if isinstance(cidr, str) and cidr in ANYWHERE]
    return f"a security group admits {', '.join(open_)}" if open_ else ""


def _no_policy(inputs: Mapping[str, Any]) -> str:
    is_interface = inputs.get("vpcEndpointType") == "Interface"
    return (
        "an endpoint without a policy allows everything" if is_interface and inputs.get("policy") in (None, "") else ""
    )


CHECKS: Mapping[str, tuple[tuple[str, Check], ...]] = {
    "aws:ec2/internetGateway:InternetGateway": (("no-internet", _is("an internet gateway")),),
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": (("no-internet", _is("an egress-only gateway")),),
    "aws:ec2/natGateway:NatGateway": (("no-internet", _nat),),
    "aws:ec2/subnet:Subnet": (("no-internet", _public_subnet),),
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": (("no-side-doors", _is("a VPC peering")),),
    "aws:ec2/vpnGateway:VpnGateway": (("no-side-doors", _is("a VPN gateway")),),
    "aws:ec2transitgateway/transitGateway:TransitGateway": (
        (
            "transit-defaults-off",
            _on("defaultRouteTableAssociation", "disable", "a gateway associates attachments by default"),
        ),
        (
            "transit-defaults-off",
            _on("defaultRouteTablePropagation", "disable", "a gateway propagates attachments by default"),
        ),
        ("transit-defaults-off", _accepts),
    ),
    "aws:ram/resourceShare:ResourceShare": (("shares-inside-organization", _external),),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (("security-groups-narrow", _anywhere),),
    "aws:ec2/vpcEndpoint:VpcEndpoint": (("endpoint-policies-sound", _no_policy),),
}
"""Type token to the rules that it can break alone."""
