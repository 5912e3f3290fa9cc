"""A small world for the stand-in's own tests: each method makes one thing, with defaults that AWS would accept."""

from typing import Any

from .accounts import Caller
from .cloud import Cloud
from .world import Thing

REGION = "us-east-1"
OWNER, OTHER = "111111111111", "222222222222"
RUNTIME = "com.amazonaws.us-east-1.bedrock-runtime"
S3 = "com.amazonaws.us-east-1.s3"

_TRANSIT = "ec2transitgateway"


class Scene:
    """Makes things in a cloud of its own; keyword arguments are inputs and override the defaults."""

    def __init__(self) -> None:
        self.cloud = Cloud()
        self._count = 0

    def make(self, kind: str, account: str = OWNER, region: str = REGION, **inputs: Any) -> Thing:
        """Create a thing of any kind."""
        self._count += 1
        urn = f"urn:pulumi:test::scene::{kind}::thing-{self._count}"
        given = {name: value for name, value in inputs.items() if value is not None}
        return self.cloud.create(kind, urn, Caller(account, region), given)

    def change(self, thing: Thing, **inputs: Any) -> Thing:
        """Update a thing."""
        return self.cloud.update(thing.kind, thing.id, thing.urn, {**thing.inputs, **inputs})

    def delete(self, thing: Thing) -> None:
        """Delete a thing."""
        self.cloud.delete(thing.kind, thing.id, thing.urn)

    def vpc(self, **inputs: Any) -> Thing:
        """A VPC with both DNS attributes."""
        return self.make(
            "ec2.Vpc", **{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": True, "enableDnsHostnames": True, **inputs}
        )

    def subnet(self, vpc: Thing, number: int = 0, zone: str = "use1-az1", **inputs: Any) -> Thing:
        """The numbered /24 of a VPC."""
        given = {"cidrBlock": f"10.0.{number}.0/24", "availabilityZoneId": zone, "vpcId": vpc.id, **inputs}
        return self.make("ec2.Subnet", **{"account": vpc.account, **given})

    def table(self, vpc: Thing, **inputs: Any) -> Thing:
        """A route table."""
        return self.make("ec2.RouteTable", account=vpc.account, vpcId=vpc.id, **inputs)

    def group(self, vpc: Thing, name: str = "group") -> Thing:
        """A security group."""
        return self.make("ec2.SecurityGroup", account=vpc.account, vpcId=vpc.id, name=name, description="test")

    def rule(self, group: Thing, **inputs: Any) -> Thing:
        """An ingress rule."""
        given = {"cidrIpv4": "10.9.0.0/16", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, **inputs}
        return self.make("vpc.SecurityGroupIngressRule", securityGroupId=group.id, **given)

    def prefixes(self, *cidrs: str, size: int = 5, **inputs: Any) -> Thing:
        """A prefix list."""
        entries = [{"cidr": cidr} for cidr in cidrs]
        given = {"name": "list", "addressFamily": "IPv4", "entries": entries, "maxEntries": size, **inputs}
        return self.make("ec2.ManagedPrefixList", **given)

    def endpoint(self, vpc: Thing, *subnets: Thing, **inputs: Any) -> Thing:
        """An interface endpoint."""
        places = [subnet.id for subnet in subnets] or None
        given = {"serviceName": RUNTIME, "vpcEndpointType": "Interface", "subnetIds": places, **inputs}
        return self.make("ec2.VpcEndpoint", vpcId=vpc.id, **given)

    def gateway_endpoint(self, vpc: Thing, *tables: Thing, **inputs: Any) -> Thing:
        """A gateway endpoint."""
        given = {"serviceName": S3, "vpcEndpointType": "Gateway", "routeTableIds": [table.id for table in tables]}
        return self.make("ec2.VpcEndpoint", vpcId=vpc.id, **{**given, **inputs})

    def transit(self, **inputs: Any) -> Thing:
        """A Transit Gateway without default association and propagation."""
        off = {"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}
        return self.make(f"{_TRANSIT}.TransitGateway", **{**off, **inputs})

    def transit_table(self, transit: Thing) -> Thing:
        """A Transit Gateway route table."""
        return self.make(
            f"{_TRANSIT}.RouteTable", account=transit.account, region=transit.region, transitGatewayId=transit.id
        )

    def attachment(self, transit: Thing, vpc: Thing, *subnets: Thing) -> Thing:
        """A VPC's attachment, made by the VPC's account."""
        places = [subnet.id for subnet in subnets]
        return self.make(
            f"{_TRANSIT}.VpcAttachment",
            account=vpc.account,
            transitGatewayId=transit.id,
            vpcId=vpc.id,
            subnetIds=places,
        )

    def attached(self) -> tuple[Thing, Thing, Thing]:
        """A Transit Gateway, a table of it, and an attachment of a VPC of the same account."""
        transit, vpc = self.transit(), self.vpc()
        return transit, self.transit_table(transit), self.attachment(transit, vpc, self.subnet(vpc))

    def pending(self) -> tuple[Thing, Thing, Thing]:
        """A shared Transit Gateway, a VPC of another account, and its attachment that nobody has accepted."""
        transit = self.transit(autoAcceptSharedAttachments="disable")
        self.share(transit)
        vpc = self.vpc(account=OTHER)
        return transit, vpc, self.attachment(transit, vpc, self.subnet(vpc))

    def join(self, kind: str, table: Thing, attachment: Thing | None, **inputs: Any) -> Thing:
        """An association, a propagation or a route of a Transit Gateway's table."""
        given = {"transitGatewayAttachmentId": attachment.id} if attachment else {}
        place = {"account": table.account, "region": table.region}
        return self.make(f"{_TRANSIT}.{kind}", transitGatewayRouteTableId=table.id, **{**place, **given, **inputs})

    def accept(self, attachment: Thing, account: str = OWNER) -> Thing:
        """The acceptance of an attachment."""
        kind = f"{_TRANSIT}.VpcAttachmentAccepter"
        return self.make(kind, account=account, transitGatewayAttachmentId=attachment.id)

    def share(self, thing: Thing, principal: str = OTHER) -> tuple[Thing, Thing, Thing]:
        """A resource share of one thing with one principal."""
        share = self.make("ram.ResourceShare", name="share")
        offered = self.make(
            "ram.ResourceAssociation", resourceArn=thing.outputs["arn"], resourceShareArn=share.outputs["arn"]
        )
        return share, offered, self.invite(share, principal)

    def invite(self, share: Thing, principal: str) -> Thing:
        """One more principal of a share."""
        return self.make("ram.PrincipalAssociation", principal=principal, resourceShareArn=share.outputs["arn"])

    def zone(self, vpc: Thing, name: str = "example.com", **inputs: Any) -> Thing:
        """A private zone of one VPC."""
        return self.make("route53.Zone", name=name, vpcs=[{"vpcId": vpc.id, "vpcRegion": REGION}], **inputs)

    def record(self, zone: Thing, name: str = "example.com", **inputs: Any) -> Thing:
        """A record with a value."""
        given = {"type": "A", "records": ["10.0.0.4"], "ttl": 60, **inputs}
        return self.make("route53.Record", zoneId=zone.id, name=name, **given)

    def profile(self) -> Thing:
        """A Route 53 Profile."""
        return self.make("route53.ProfilesProfile", name="profile")

    def on_profile(self, profile: Thing, thing: Thing) -> Thing:
        """A resource on a Profile."""
        arn = thing.outputs["arn"]
        return self.make("route53.ProfilesResourceAssociation", name="on", profileId=profile.id, resourceArn=arn)

    def with_profile(self, vpc: Thing, profile: Thing) -> Thing:
        """A VPC with a Profile."""
        given = {"name": "with", "profileId": profile.id, "resourceId": vpc.id}
        return self.make("route53.ProfilesAssociation", account=vpc.account, **given)

    def firewall(self) -> tuple[Thing, Thing]:
        """A DNS Firewall rule group and a domain list."""
        group = self.make("route53.ResolverFirewallRuleGroup", name="firewall")
        return group, self.domains()

    def domains(self) -> Thing:
        """A domain list."""
        return self.make("route53.ResolverFirewallDomainList", name="names", domains=["example.com."])

    def firewall_rule(self, group: Thing, domains: Thing, priority: int = 1, **inputs: Any) -> Thing:
        """A rule that lets names pass."""
        given = {"name": "pass", "action": "ALLOW", "priority": priority, **inputs}
        return self.make(
            "route53.ResolverFirewallRule", firewallRuleGroupId=group.id, firewallDomainListId=domains.id, **given
        )

    def guard(self, vpc: Thing, group: Thing, priority: int = 200, **inputs: Any) -> Thing:
        """A rule group on a VPC."""
        given = {"name": "guard", "firewallRuleGroupId": group.id, "vpcId": vpc.id, "priority": priority, **inputs}
        return self.make("route53.ResolverFirewallRuleGroupAssociation", **given)
