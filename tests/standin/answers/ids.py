"""How things get their ids: composed where AWS or the provider composes them, drawn otherwise."""

from collections.abc import Callable

from ..kinds import KINDS
from ..refusals.lookups import associated_gateway
from ..world import Thing, World
from .draw import digits, unique

_COMPOSED: dict[str, str] = {
    # An alarm's id is its name, and two Regions may have one each. A world finds things by id, so it says where, too.
    "cloudwatch.MetricAlarm": "{name}@{region}@{account}",
    "directconnect.HostedTransitVirtualInterfaceAcceptor": "{virtualInterfaceId}",
    "ec2.VpcBlockPublicAccessOptions": "{region}@{account}",
    "ec2.VpnConnectionRoute": "{destinationCidrBlock}:{vpnConnectionId}",
    "ec2transitgateway.PeeringAttachmentAccepter": "{transitGatewayAttachmentId}",
    "ec2transitgateway.Route": "{transitGatewayRouteTableId}_{destinationCidrBlock}",
    "ec2transitgateway.RouteTableAssociation": "{transitGatewayRouteTableId}_{transitGatewayAttachmentId}",
    "ec2transitgateway.RouteTablePropagation": "{transitGatewayRouteTableId}_{transitGatewayAttachmentId}",
    "ec2transitgateway.VpcAttachmentAccepter": "{transitGatewayAttachmentId}",
    "iam.Role": "{name}",
    "iam.RolePolicy": "{role}:{name}",
    "kms.Alias": "{name}",
    "ram.PrincipalAssociation": "{resourceShareArn},{principal}",
    "ram.ResourceAssociation": "{resourceShareArn},{resourceArn}",
    "route53.Record": "{zoneId}_{name}_{type}",
    "route53.ResolverFirewallRule": "{firewallRuleGroupId}:{firewallDomainListId}",
    "route53.VpcAssociationAuthorization": "{zoneId}:{vpcId}",
    "route53.ZoneAssociation": "{zoneId}:{vpcId}",
    **{
        f"s3.Bucket{setting}": "{bucket}"
        for setting in (
            *("LifecycleConfiguration", "Logging", "OwnershipControls", "Policy", "PublicAccessBlock"),
            *("ServerSideEncryptionConfiguration", "Versioning"),
        )
    },
}


def make_id(world: World, thing: Thing) -> str:
    """Give a new thing its id; one that is drawn follows from the URN and the birth."""
    if thing.kind in _COMPOSED:
        return _COMPOSED[thing.kind].format_map({**thing.inputs, "region": thing.region, "account": thing.account})
    seed = f"{thing.urn}#{world.births.get(thing.urn, 0)}"
    if thing.kind in _PECULIAR:
        return _PECULIAR[thing.kind](world, thing, seed)
    return KINDS[thing.kind].prefix + digits(seed)


def _default_group(world: World, group: Thing, _seed: str) -> str:
    vpc = world.get("ec2.Vpc", group["vpcId"])
    return str(vpc.outputs["defaultSecurityGroupId"]) if vpc else "sg-missing"


def _association(world: World, association: Thing, _seed: str) -> str:
    gateway = associated_gateway(world, association)
    return f"ga-{association['dxGatewayId']}{gateway.id if gateway else association['associatedGatewayId']}"


_PECULIAR: dict[str, Callable[[World, Thing, str], str]] = {
    "directconnect.Gateway": lambda _world, _gateway, seed: unique(seed),
    "directconnect.GatewayAssociation": _association,
    "directconnect.GatewayAssociationProposal": lambda _world, _proposal, seed: unique(seed),
    "ec2.DefaultSecurityGroup": _default_group,
    "ec2.Route": lambda _world, route, seed: f"r-{route['routeTableId']}{int(digits(seed, 8), 16)}",
    "s3.Bucket": lambda _world, bucket, seed: bucket["bucket"] or f"bucket-{digits(seed)}",
    "kms.Key": lambda _world, _key, seed: unique(seed),
    "ram.ResourceShare": lambda _world, share, seed: (
        f"arn:aws:ram:{share.region}:{share.account}:resource-share/{unique(seed)}"
    ),
    "route53.ResolverEndpoint": lambda _world, endpoint, seed: (
        f"rslvr-{'out' if endpoint['direction'] == 'OUTBOUND' else 'in'}-{digits(seed)}"
    ),
    "route53.Zone": lambda _world, _zone, seed: "Z" + digits(seed, 20).upper(),
}
