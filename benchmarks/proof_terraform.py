"""A recording of the program as a Terraform plan (``terraform show -json``), for tools that read those.

Covered are the types in ``TYPES``; components and providers have no counterpart. Unknown values are left out of ``values`` and
marked in ``after_unknown``; what they refer to stands in ``configuration``, as Terraform writes it. Sources: Terraform
documentation, "JSON Output Format"; pages of the AWS provider for the names of types and arguments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from transitctl.recording import UNKNOWN, Recording, Resource

PROVIDER = "registry.terraform.io/hashicorp/aws"
TYPES = {
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "aws_default_security_group",
    "aws:ec2/managedPrefixList:ManagedPrefixList": "aws_ec2_managed_prefix_list",
    "aws:ec2/networkAcl:NetworkAcl": "aws_network_acl",
    "aws:ec2/route:Route": "aws_route",
    "aws:ec2/routeTable:RouteTable": "aws_route_table",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "aws_route_table_association",
    "aws:ec2/securityGroup:SecurityGroup": "aws_security_group",
    "aws:ec2/subnet:Subnet": "aws_subnet",
    "aws:ec2/vpc:Vpc": "aws_vpc",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "aws_vpc_endpoint",
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": "aws_vpc_ipv4_cidr_block_association",
    "aws:ec2transitgateway/route:Route": "aws_ec2_transit_gateway_route",
    "aws:ec2transitgateway/routeTable:RouteTable": "aws_ec2_transit_gateway_route_table",
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": (
        "aws_ec2_transit_gateway_route_table_association"
    ),
    "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": (
        "aws_ec2_transit_gateway_route_table_propagation"
    ),
    "aws:ec2transitgateway/transitGateway:TransitGateway": "aws_ec2_transit_gateway",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "aws_ec2_transit_gateway_vpc_attachment",
    "aws:route53/profilesAssociation:ProfilesAssociation": "aws_route53profiles_association",
    "aws:route53/profilesProfile:ProfilesProfile": "aws_route53profiles_profile",
    "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation": "aws_route53profiles_resource_association",
    "aws:route53/record:Record": "aws_route53_record",
    "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": "aws_route53_resolver_firewall_domain_list",
    "aws:route53/resolverFirewallRule:ResolverFirewallRule": "aws_route53_resolver_firewall_rule",
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": "aws_route53_resolver_firewall_rule_group",
    "aws:route53/zone:Zone": "aws_route53_zone",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "aws_vpc_security_group_egress_rule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "aws_vpc_security_group_ingress_rule",
}
"""Type token of Pulumi to type of Terraform: what the measured networks consist of."""
BLOCKS = {"aliases": "alias", "entries": "entry", "vpcs": "vpc"}
"""Lists of nested blocks that Pulumi names in the plural."""
TAGS = "tags"
"""An argument whose keys are the user's, not the provider's."""

Json = dict[str, Any]


def plan(recording: Recording) -> Json:
    """The plan. Raises ``ValueError`` for a custom resource of a type that is not covered."""
    kept = [one for one in recording.resources.values() if one.custom and not one.type.startswith("pulumi:")]
    if unknown := sorted({one.type for one in kept} - set(TYPES)):
        raise ValueError(f"no Terraform type is known for {', '.join(unknown)}")
    addresses = _addresses(kept)
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": [_planned(one, addresses) for one in kept]}},
        "resource_changes": [_change(one, addresses) for one in kept],
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "full_name": PROVIDER}},
            "root_module": {"resources": [_configured(one, addresses) for one in kept]},
        },
    }


def _addresses(kept: list[Resource]) -> dict[str, str]:
    """URN to address. Names of Terraform hold letters, digits and dashes; equal ones of a type get a number."""
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for one in kept:
        address = f"{TYPES[one.type]}.{re.sub(r'[^A-Za-z0-9_-]', '_', one.name)}"
        seen[address] += 1
        found[one.urn] = address if seen[address] == 1 else f"{address}_{seen[address]}"
    return found


def _common(one: Resource, addresses: Mapping[str, str]) -> Json:
    address = addresses[one.urn]
    return {"address": address, "mode": "managed", "type": TYPES[one.type], "name": address.partition(".")[2]}


def _planned(one: Resource, addresses: Mapping[str, str]) -> Json:
    return {**_common(one, addresses), "provider_name": PROVIDER, "schema_version": 0, "values": _known(one.inputs)}


def _change(one: Resource, addresses: Mapping[str, str]) -> Json:
    change = {
        "actions": ["create"],
        "before": None,
        "after": _known(one.inputs),
        "after_unknown": {"id": True, **_unknown(one.inputs)},
        "before_sensitive": False,
        "after_sensitive": {},
    }
    return {**_common(one, addresses), "provider_name": PROVIDER, "change": change}


def _configured(one: Resource, addresses: Mapping[str, str]) -> Json:
    expressions: Json = {}
    for key, value in one.inputs.items():
        targets = [addresses[urn] for urn in one.property_dependencies.get(key, ()) if urn in addresses]
        named = {"references": [text for each in targets for text in (f"{each}.id", each)]}
        expressions[_argument(key)] = named if targets else {"constant_value": _known({key: value}).get(_argument(key))}
    return {**_common(one, addresses), "provider_config_key": "aws", "expressions": expressions, "schema_version": 0}


def _known(value: Any) -> Any:
    """What is known, under Terraform's names."""
    if isinstance(value, Mapping):
        return {
            _argument(key): dict(item) if key == TAGS else _known(item)
            for key, item in value.items()
            if item != UNKNOWN
        }
    if isinstance(value, list):
        return [_known(item) for item in value if item != UNKNOWN]
    return value


def _unknown(value: Mapping[str, Any]) -> Json:
    return {_argument(key): True for key, item in value.items() if _holds_unknown(item)}


def _holds_unknown(value: Any) -> bool:
    if isinstance(value, (Mapping, list)):
        return any(_holds_unknown(item) for item in (value.values() if isinstance(value, Mapping) else value))
    return bool(value == UNKNOWN)


def _argument(key: str) -> str:
    return BLOCKS.get(key) or re.sub(r"(?<!^)([A-Z])", lambda found: "_" + found[1].lower(), key)
