"""The forwarder of a DNS view: what carries its VPCs' queries for on-premises domains to the servers there."""

from typing import Dict, Mapping, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, named, profile_name
from .link_plans import ForwardedDomainPlan, ViewForwarderPlan

DNS = 53


class ViewForwarderArgs(TypedDict):
    """Arguments of ``ViewForwarder``."""

    forwarder: ViewForwarderPlan
    """Segment, addresses, domains with the servers that answer."""
    vpc_id: pulumi.Input[str]
    """The view's anchor VPC."""
    subnet_ids: Mapping[str, pulumi.Input[str]]
    """The subnet of the view's resolver in each zone: the forwarder stands beside it."""
    route_table_id: pulumi.Input[str]
    """The route table of those subnets, which gets the route to the servers."""
    transit_gateway_id: pulumi.Input[str]
    """The Region's transit gateway."""
    profile_id: pulumi.Input[str]
    """The segment's Profile, which hands the rules to its VPCs, those of other accounts too."""


class ViewForwarder(pulumi.ComponentResource):
    """An outbound Resolver endpoint with fixed addresses beside the view's inbound one, and a rule for each domain.

    The servers stand in one prefix list, which the route and the security group refer to; nothing comes in. What asks the
    view's inbound endpoint is not sent back to where it came from: there an empty private zone says that AWS has no such
    name, since a rule on the VPC of an inbound endpoint may make a loop and public DNS is not to be asked. Put what
    the route waits for, the anchor's association, into ``depends_on``.

    Source: Amazon Route 53 developer guide, "Forwarding outbound DNS queries to your network", "Values that you specify
    when you create or edit outbound endpoints", "Best practices for Resolver" (loops); Route 53 Profiles API reference,
    "AssociateResourceToProfile" (a Profile takes Resolver rules).
    """

    segment: pulumi.Output[str]
    domains: pulumi.Output[Dict[str, ForwardedDomainPlan]]
    """Domain to who answers for it, known before anything exists."""
    addresses: pulumi.Output[Dict[str, str]]
    """The address in each zone that queries come from: what the servers must let in."""
    endpoint_id: pulumi.Output[str]

    def __init__(self, name: str, args: ViewForwarderArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:ViewForwarder", name, dict(args), opts)
        self._name, self._args = name, args
        self._plan, self._region = args["forwarder"], args["forwarder"]["region"]
        self._servers = self._server_list()
        aws.ec2.Route(
            f"{name}-route",
            region=self._region,
            route_table_id=args["route_table_id"],
            destination_prefix_list_id=self._servers.id,
            transit_gateway_id=args["transit_gateway_id"],
            opts=child(self, opts),
        )
        self.endpoint = self._endpoint(self._group())
        for domain, forwarded in self._plan["domains"].items():
            self._forward(domain, forwarded)
        self.segment = pulumi.Output.from_input(self._plan["segment"])
        self.domains = pulumi.Output.from_input(self._plan["domains"])
        self.addresses = pulumi.Output.from_input(self._plan["addresses"])
        self.endpoint_id = self.endpoint.id
        self.register_outputs(
            {
                "segment": self.segment,
                "domains": self.domains,
                "addresses": self.addresses,
                "endpoint_id": self.endpoint_id,
            }
        )

    def _server_list(self) -> aws.ec2.ManagedPrefixList:
        name = f"{self._name}-servers"
        servers = [(network, cidr) for network, cidrs in self._plan["servers"].items() for cidr in cidrs]
        return aws.ec2.ManagedPrefixList(
            name,
            region=self._region,
            address_family="IPv4",
            max_entries=self._plan["max_entries"],
            entries=[{"cidr": cidr, "description": network} for network, cidr in servers],
            tags=named(self._plan["tags"], name),
            opts=child(self),
        )

    def _group(self) -> aws.ec2.SecurityGroup:
        """Lets DNS out to the servers and admits nothing."""
        name, tags = f"{self._name}-sg", self._plan["tags"]
        group = aws.ec2.SecurityGroup(
            name,
            region=self._region,
            vpc_id=self._args["vpc_id"],
            description=f"Forwarder of segment {self._plan['segment']}: DNS to on-premises servers",
            tags=named(tags, name),
            opts=child(self),
        )
        for protocol in ("tcp", "udp"):
            aws.vpc.SecurityGroupEgressRule(
                f"{self._name}-ask-{protocol}",
                region=self._region,
                security_group_id=group.id,
                description="DNS servers of on-premises domains",
                ip_protocol=protocol,
                from_port=DNS,
                to_port=DNS,
                prefix_list_id=self._servers.id,
                tags=named(tags, f"{self._name}-ask-{protocol}"),
                opts=child(self),
            )
        return group

    def _endpoint(self, group: aws.ec2.SecurityGroup) -> aws.route53.ResolverEndpoint:
        name, subnets = f"{self._name}-endpoint", self._args["subnet_ids"]
        return aws.route53.ResolverEndpoint(
            name,
            region=self._region,
            direction="OUTBOUND",
            resolver_endpoint_type="IPV4",
            protocols=["Do53"],
            ip_addresses=[{"subnet_id": subnets[zone], "ip": ip} for zone, ip in self._plan["addresses"].items()],
            security_group_ids=[group.id],
            tags=named(self._plan["tags"], name),
            opts=child(self),
        )

    def _forward(self, domain: str, forwarded: ForwardedDomainPlan) -> None:
        """A domain's rule on the Profile, and the zone that answers who asks from outside."""
        name, tags, region = self._name, self._plan["tags"], self._region
        rule = aws.route53.ResolverRule(
            f"{name}-rule-{domain}",
            name=profile_name(domain),
            region=region,
            domain_name=domain,
            rule_type="FORWARD",
            resolver_endpoint_id=self.endpoint.id,
            target_ips=[{"ip": server.partition("/")[0], "port": DNS} for server in forwarded["servers"]],
            tags=named(tags, f"{name}-rule-{domain}"),
            opts=child(self),
        )
        aws.route53.ProfilesResourceAssociation(
            f"{name}-profile-{domain}",
            name=profile_name(domain),
            region=region,
            profile_id=self._args["profile_id"],
            resource_arn=rule.arn,
            opts=child(self),
        )
        aws.route53.Zone(
            f"{name}-zone-{domain}",
            name=domain,
            comment=f"bedrock-transit {tags['network']}: names of {forwarded['network']}, which AWS does not answer for",
            vpcs=[{"vpc_id": self._args["vpc_id"], "vpc_region": region}],
            tags=named(tags, f"{name}-zone-{domain}"),
            opts=child(self),
        )
