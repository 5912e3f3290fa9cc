"""What AWS answers inside of a VPC."""

from collections.abc import Callable

from ..geography import zone_name
from ..refusals.lookups import zone_of
from ..values import Properties
from ..world import Thing, World
from .draw import digits

_ALLOW_ALL = '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}'
_ENDPOINT_ZONES = "Z7HUB22UULQXV"
"""The hosted zone of interface endpoints' own names in us-east-1."""


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


def _block_public_access(options: Thing) -> Properties:
    return {"awsAccountId": options.account, "awsRegion": options.region}


def _exclusion(exclusion: Thing) -> Properties:
    noun = f"vpc/{exclusion['vpcId']}" if exclusion["vpcId"] else f"subnet/{exclusion['subnetId']}"
    return {"resourceArn": f"arn:aws:ec2:{exclusion.region}:{exclusion.account}:{noun}"}


_NO_RULES: Properties = {"routes": [], "propagatingVgws": [], "ingress": [], "egress": [], "subnetIds": []}
"""The empty collections of a resource whose rules or routes live in resources of their own."""

VPC_FIXED: dict[str, Properties] = {
    "ec2.DefaultSecurityGroup": {**_NO_RULES, "name": "default", "description": "default VPC security group"},
    "ec2.RouteTable": _NO_RULES,
    "ec2.NetworkAcl": _NO_RULES,
    "ec2.SecurityGroup": _NO_RULES,
    "ec2.Route": {"origin": "CreateRoute", "state": "active"},
}

VPC_OWN: dict[str, Callable[[Thing], Properties]] = {
    "ec2.Vpc": _vpc,
    "ec2.Subnet": _subnet,
    "vpc.SecurityGroupIngressRule": _group_rule,
    "vpc.SecurityGroupEgressRule": _group_rule,
    "ec2.VpcBlockPublicAccessOptions": _block_public_access,
    "ec2.VpcBlockPublicAccessExclusion": _exclusion,
}

VPC_WITH_WORLD: dict[str, Callable[[World, Thing], Properties]] = {
    "ec2.ManagedPrefixList": _prefix_list,
    "ec2.VpcEndpoint": _endpoint,
}
