"""What Route 53 answers."""

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

from ..refusals.dns import full_name
from ..values import Properties
from ..world import Thing, World
from .draw import digits


def _zone(zone: Thing) -> Properties:
    servers = [f"ns-{number}.awsdns-{number:02d}.com" for number in (0, 512, 1024, 1536)]
    return {"nameServers": servers, "primaryNameServer": servers[0], "zoneId": zone.id}


def _record(world: World, record: Thing) -> Properties:
    return {"fqdn": full_name(record, world.get("route53.Zone", record["zoneId"])), "allowOverwrite": False}


def _zone_association(world: World, association: Thing) -> Properties:
    zone = world.get("route53.Zone", association["zoneId"])
    return {"owningAccount": zone.account if zone else None, "vpcRegion": association.region}


def _profile_resource(association: Thing) -> Properties:
    kinds = {"hostedzone": "PRIVATE_HOSTED_ZONE", "firewall-rule-group": "FIREWALL_RULE_GROUP"}
    noun = str(association["resourceArn"]).rpartition(":")[2].partition("/")[0]
    return {"resourceType": kinds.get(noun, "VPC_ENDPOINT"), "status": "COMPLETE", "statusMessage": ""}


def _resolver_endpoint(world: World, endpoint: Thing) -> Properties:
    places = [world.get("ec2.Subnet", place["subnetId"]) for place in endpoint["ipAddresses"] or []]
    return {
        "hostVpcId": next((subnet["vpcId"] for subnet in places if subnet), None),
        "ipAddresses": [_address(endpoint, place, places[i]) for i, place in enumerate(endpoint["ipAddresses"] or [])],
        "protocols": ["Do53"],
        "resolverEndpointType": "IPV4",
        "rniEnhancedMetricsEnabled": False,
        "targetNameServerMetricsEnabled": False,
    }


def _address(endpoint: Thing, place: dict[str, Any], subnet: Thing | None) -> dict[str, Any]:
    """Complete an address: AWS picks a free one of the subnet; its first four and its last are never free."""
    seed = digits(f"{endpoint.id}{sorted(place.items())}")
    block = ip_network(subnet["cidrBlock"] if subnet else "192.0.2.0/24")
    picked = str(block[4 + int(seed[:8], 16) % (block.num_addresses - 5)])
    return {"ip": picked, "ipId": f"rni-{seed}", "ipv6": None, **place}


_PROFILE: Properties = {"shareStatus": "NOT_SHARED", "status": "COMPLETE", "statusMessage": ""}
_FIREWALL: Properties = {"mutationProtection": "DISABLED", "shareStatus": "NOT_SHARED"}

NAMES_FIXED: dict[str, Properties] = {
    "route53.ProfilesProfile": _PROFILE,
    "route53.ProfilesAssociation": _PROFILE,
    "route53.ResolverFirewallDomainList": _FIREWALL,
    "route53.ResolverFirewallRuleGroup": _FIREWALL,
    "route53.ResolverFirewallRuleGroupAssociation": _FIREWALL,
    "route53.ResolverRule": {"shareStatus": "NOT_SHARED"},
}

NAMES_OWN: dict[str, Callable[[Thing], Properties]] = {
    "route53.Zone": _zone,
    "route53.ProfilesResourceAssociation": _profile_resource,
}

NAMES_WITH_WORLD: dict[str, Callable[[World, Thing], Properties]] = {
    "route53.Record": _record,
    "route53.ResolverEndpoint": _resolver_endpoint,
    "route53.VpcAssociationAuthorization": _zone_association,
    "route53.ZoneAssociation": _zone_association,
}
