"""What AWS answers after a create or an update: ids, ARNs, DNS names, defaults. Plausible, and the same in every run."""

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from .bridge import echo
from .geography import zone_name
from .kinds import KINDS, properties_of
from .refusals.dns import full_name
from .refusals.lookups import zone_of
from .values import Properties
from .world import Thing, World

_ALLOW_ALL = '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}'
_ENDPOINT_ZONES = "Z7HUB22UULQXV"
"""The hosted zone of interface endpoints' own names in us-east-1."""

_COMPOSED_IDS: dict[str, str] = {
    "ec2.VpcBlockPublicAccessOptions": "{region}@{account}",
    "ec2transitgateway.Route": "{transitGatewayRouteTableId}_{destinationCidrBlock}",
    "ec2transitgateway.RouteTableAssociation": "{transitGatewayRouteTableId}_{transitGatewayAttachmentId}",
    "ec2transitgateway.RouteTablePropagation": "{transitGatewayRouteTableId}_{transitGatewayAttachmentId}",
    "ec2transitgateway.VpcAttachmentAccepter": "{transitGatewayAttachmentId}",
    "ram.PrincipalAssociation": "{resourceShareArn},{principal}",
    "ram.ResourceAssociation": "{resourceShareArn},{resourceArn}",
    "route53.Record": "{zoneId}_{name}_{type}",
    "route53.ResolverFirewallRule": "{firewallRuleGroupId}:{firewallDomainListId}",
    "route53.VpcAssociationAuthorization": "{zoneId}:{vpcId}",
    "route53.ZoneAssociation": "{zoneId}:{vpcId}",
}


def digits(seed: str, length: int = 17) -> str:
    """Draw hex digits from a seed."""
    return hashlib.sha256(seed.encode()).hexdigest()[:length]


def make_id(world: World, thing: Thing) -> str:
    """Give a new thing its id: composed where AWS or the provider composes it, drawn from URN and birth otherwise."""
    if thing.kind in _COMPOSED_IDS:
        return _COMPOSED_IDS[thing.kind].format_map({"region": thing.region, "account": thing.account, **thing.inputs})
    seed = f"{thing.urn}#{world.births.get(thing.urn, 0)}"
    if thing.kind == "ec2.DefaultSecurityGroup":
        vpc = world.get("ec2.Vpc", thing["vpcId"])
        return str(vpc.outputs["defaultSecurityGroupId"]) if vpc else "sg-missing"
    if thing.kind == "ec2.Route":
        return f"r-{thing['routeTableId']}{int(digits(seed, 8), 16)}"
    if thing.kind == "ram.ResourceShare":
        return f"arn:aws:ram:{thing.region}:{thing.account}:resource-share/{uuid.UUID(digits(seed, 32))}"
    if thing.kind == "route53.Zone":
        return "Z" + digits(seed, 20).upper()
    return KINDS[thing.kind].prefix + digits(seed)


def answer(world: World, thing: Thing) -> Properties:
    """Compose all output properties of a thing that exists."""
    facts = properties_of(thing.kind)
    outputs: Properties = dict.fromkeys(facts.every)
    outputs |= {
        "arn": _arn(thing),
        "ownerId": thing.account,
        "region": thing.region,
        "tagsAll": thing["tags"] or {},
    }
    outputs |= _FIXED.get(thing.kind, {})
    if thing.kind in _OWN:
        outputs |= _OWN[thing.kind](thing)
    if thing.kind in _WITH_WORLD:
        outputs |= _WITH_WORLD[thing.kind](world, thing)
    outputs = {key: value for key, value in outputs.items() if key in facts.every}
    return {**outputs, **echo(thing.kind, thing.inputs), "id": thing.id}


def half_an_answer(thing: Thing) -> Properties:
    """Compose what is known of a thing whose creation failed after it came into being."""
    every: Properties = dict.fromkeys(properties_of(thing.kind).every)
    known = {"arn": _arn(thing)} if "arn" in every else {}
    return {**every, **known, **echo(thing.kind, thing.inputs), "id": thing.id}


def _arn(thing: Thing) -> str | None:
    if thing.kind == "ram.ResourceShare":
        return thing.id
    service, _, noun = KINDS[thing.kind].arn.partition(":")
    place = ":" if service == "route53" else f"{thing.region}:{thing.account}"
    return f"arn:aws:{service}:{place}:{noun.format(id=thing.id)}" if service else None


def _vpc(vpc: Thing) -> Properties:
    table = "rtb-" + digits(vpc.id + "main")
    return {
        "defaultNetworkAclId": "acl-" + digits(vpc.id + "acl"),
        "defaultRouteTableId": table,
        "defaultSecurityGroupId": "sg-" + digits(vpc.id + "default"),
        "dhcpOptionsId": "dopt-" + digits(vpc.account + vpc.region),
        "enableDnsHostnames": False,
        "enableNetworkAddressUsageMetrics": False,
        "mainRouteTableId": table,
    }


def _subnet(subnet: Thing) -> Properties:
    zone = zone_of(subnet)
    return {
        "availabilityZone": zone_name(subnet.region, zone),
        "availabilityZoneId": zone,
        "privateDnsHostnameTypeOnLaunch": "ip-name",
    }


def _group_rule(rule: Thing) -> Properties:
    return {"securityGroupRuleId": rule.id}


def _prefix_list(world: World, prefixes: Thing) -> Properties:
    before = world.get(prefixes.kind, prefixes.id)
    if before is None:
        return {"version": 1}
    same = before["entries"] == prefixes["entries"]
    return {"version": (before.outputs.get("version") or 1) + (0 if same else 1)}


def _endpoint(world: World, endpoint: Thing) -> Properties:
    gateway = endpoint["vpcEndpointType"] != "Interface"
    subnets = [world.get("ec2.Subnet", reference) for reference in endpoint["subnetIds"] or []]
    zones = sorted(zone_name(endpoint.region, zone_of(subnet)) for subnet in subnets if subnet)
    return {
        "cidrBlocks": ["52.216.0.0/15", "3.5.0.0/19"] if gateway else [],
        "dnsEntries": [] if gateway else _dns_entries(endpoint, zones),
        "dnsOptions": {"dnsRecordIpType": "service-defined" if gateway else "ipv4"},
        "ipAddressType": "ipv4",
        "networkInterfaceIds": ["eni-" + digits(endpoint.id + zone) for zone in zones],
        "policy": _ALLOW_ALL,
        "prefixListId": "pl-" + digits(f"{endpoint.region}{endpoint['serviceName']}", 8) if gateway else None,
        "privateDnsEnabled": False,
        "requesterManaged": False,
        "routeTableIds": [],
        "securityGroupIds": [],
        "serviceRegion": endpoint.region,
        "state": "available",
        "subnetConfigurations": [],
        "subnetIds": [],
    }


def _dns_entries(endpoint: Thing, zones: list[str]) -> list[dict[str, str]]:
    """Name an interface endpoint: the Regional name first, then one name for each zone."""
    service = ".".join(str(endpoint["serviceName"]).removeprefix("com.amazonaws.").split(".")[1:])
    base = f"{endpoint.id}-{digits(endpoint.id, 8)}"
    hosts = [base, *(f"{base}-{zone}" for zone in zones)]
    names = [f"{host}.{service}.{endpoint.region}.vpce.amazonaws.com" for host in hosts]
    return [{"dnsName": name, "hostedZoneId": _ENDPOINT_ZONES} for name in names]


def _gateway(gateway: Thing) -> Properties:
    table = "tgw-rtb-" + digits(gateway.id + "default")
    return {
        "associationDefaultRouteTableId": None if gateway["defaultRouteTableAssociation"] == "disable" else table,
        "propagationDefaultRouteTableId": None if gateway["defaultRouteTablePropagation"] == "disable" else table,
    }


def _attachment(attachment: Thing) -> Properties:
    return {
        "securityGroupReferencingSupport": "disable",
        "transitGatewayDefaultRouteTableAssociation": True,
        "transitGatewayDefaultRouteTablePropagation": True,
        "vpcOwnerId": attachment.account,
    }


def _accepter(world: World, accepter: Thing) -> Properties:
    attachment = world.get("ec2transitgateway.VpcAttachment", accepter.id)
    copied = properties_of(accepter.kind).computed
    outputs: dict[str, Any] = attachment.outputs if attachment else {}
    return {key: value for key, value in outputs.items() if key in copied} | {
        "transitGatewayDefaultRouteTableAssociation": True,
        "transitGatewayDefaultRouteTablePropagation": True,
    }


def _attached_vpc(world: World, thing: Thing) -> Properties:
    attachment = world.get("ec2transitgateway.VpcAttachment", thing["transitGatewayAttachmentId"])
    return {"resourceId": attachment["vpcId"] if attachment else None, "resourceType": "vpc"}


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


def _block_public_access(options: Thing) -> Properties:
    return {"awsAccountId": options.account, "awsRegion": options.region}


def _exclusion(exclusion: Thing) -> Properties:
    noun = f"vpc/{exclusion['vpcId']}" if exclusion["vpcId"] else f"subnet/{exclusion['subnetId']}"
    return {"resourceArn": f"arn:aws:ec2:{exclusion.region}:{exclusion.account}:{noun}"}


_NO_RULES: Properties = {"routes": [], "propagatingVgws": [], "ingress": [], "egress": [], "subnetIds": []}
"""The empty collections of a resource whose rules or routes live in resources of their own."""
_PROFILE: Properties = {"shareStatus": "NOT_SHARED", "status": "COMPLETE", "statusMessage": ""}
_FIREWALL: Properties = {"mutationProtection": "DISABLED", "shareStatus": "NOT_SHARED"}

_FIXED: dict[str, Properties] = {
    "ec2.DefaultSecurityGroup": {**_NO_RULES, "name": "default", "description": "default VPC security group"},
    "ec2.RouteTable": _NO_RULES,
    "ec2.NetworkAcl": _NO_RULES,
    "ec2.SecurityGroup": _NO_RULES,
    "ec2.Route": {"origin": "CreateRoute", "state": "active"},
    "ec2transitgateway.RouteTable": {"defaultAssociationRouteTable": False, "defaultPropagationRouteTable": False},
    "route53.ProfilesProfile": _PROFILE,
    "route53.ProfilesAssociation": _PROFILE,
    "route53.ResolverFirewallDomainList": _FIREWALL,
    "route53.ResolverFirewallRuleGroup": _FIREWALL,
    "route53.ResolverFirewallRuleGroupAssociation": _FIREWALL,
}
"""Answers that are the same for all."""

_OWN: dict[str, Callable[[Thing], Properties]] = {
    "ec2.Vpc": _vpc,
    "ec2.Subnet": _subnet,
    "vpc.SecurityGroupIngressRule": _group_rule,
    "vpc.SecurityGroupEgressRule": _group_rule,
    "ec2.VpcBlockPublicAccessOptions": _block_public_access,
    "ec2.VpcBlockPublicAccessExclusion": _exclusion,
    "ec2transitgateway.TransitGateway": _gateway,
    "ec2transitgateway.VpcAttachment": _attachment,
    "route53.Zone": _zone,
    "route53.ProfilesResourceAssociation": _profile_resource,
}
"""Answers that follow from the thing itself."""

_WITH_WORLD: dict[str, Callable[[World, Thing], Properties]] = {
    "ec2.ManagedPrefixList": _prefix_list,
    "ec2.VpcEndpoint": _endpoint,
    "ec2transitgateway.RouteTableAssociation": _attached_vpc,
    "ec2transitgateway.RouteTablePropagation": _attached_vpc,
    "ec2transitgateway.VpcAttachmentAccepter": _accepter,
    "route53.Record": _record,
    "route53.VpcAssociationAuthorization": _zone_association,
    "route53.ZoneAssociation": _zone_association,
}
"""Answers that follow from other things too."""
