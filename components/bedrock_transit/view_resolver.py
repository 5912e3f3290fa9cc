"""The resolver of a DNS view: where networks outside of AWS ask for the names of their segment's endpoints."""

from typing import Dict, List, Mapping, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import FIREWALL_PRIORITY, child, named
from .link_plans import ViewResolverPlan
from .vpcs import attachment, attachment_subnets, private_subnet

DNS = 53


class ViewResolverArgs(TypedDict):
    """Arguments of ``ViewResolver``."""

    resolver: ViewResolverPlan
    """Segment, subnets, addresses, and the servers that may ask."""
    vpc_id: pulumi.Input[str]
    """The view's anchor VPC, whose zones the resolver answers from."""
    transit_gateway_id: pulumi.Input[str]
    """The Region's transit gateway."""
    hub_table_id: pulumi.Input[str]
    """Transit gateway route table of the hub, where the networks' prefixes are learned: the way back."""
    link_table_ids: Mapping[str, pulumi.Input[str]]
    """Transit gateway route table of each kind of link that leads here."""
    firewall_rule_group_id: pulumi.Input[str]
    """The view's DNS Firewall rule group."""


class ViewResolver(pulumi.ComponentResource):
    """An inbound endpoint in a view's anchor VPC, with fixed addresses, for the stated servers only.

    The servers stand in one prefix list, which the way back and the security group refer to. The anchor VPC is attached in
    subnets of its own with an empty table, so that nobody passes through it; it propagates nowhere. The view's DNS
    Firewall holds for it too, so that the endpoint resolves no other name.

    Source: Amazon Route 53 developer guide, "Forwarding inbound DNS queries to your VPCs", "Values that you specify when
    you create or edit inbound endpoints".
    """

    segment: pulumi.Output[str]
    clients: pulumi.Output[Dict[str, List[str]]]
    """Each network's DNS servers as /32 blocks, known before anything exists."""
    addresses: pulumi.Output[Dict[str, str]]
    """The endpoint's address in each zone: what those servers forward to."""
    endpoint_id: pulumi.Output[str]
    attachment_id: pulumi.Output[str]

    def __init__(self, name: str, args: ViewResolverArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:ViewResolver", name, dict(args), opts)
        self._name, self._args = name, args
        self._plan, self._region = args["resolver"], args["resolver"]["region"]
        self._attach()
        self._clients = self._client_list()
        self.table = self._table()
        self.subnets = self._subnets()
        self.endpoint = self._endpoint(self.subnets, self._group())
        aws.route53.ResolverFirewallRuleGroupAssociation(
            f"{name}-firewall",
            region=self._region,
            firewall_rule_group_id=args["firewall_rule_group_id"],
            vpc_id=args["vpc_id"],
            priority=FIREWALL_PRIORITY,
            tags=named(self._plan["tags"], f"{name}-firewall"),
            opts=child(self),
        )
        self.segment = pulumi.Output.from_input(self._plan["segment"])
        self.clients = pulumi.Output.from_input(self._plan["clients"])
        self.addresses = pulumi.Output.from_input(self._plan["addresses"])
        self.endpoint_id = self.endpoint.id
        self.attachment_id = self.attachment.id
        self.register_outputs(
            {
                "segment": self.segment,
                "clients": self.clients,
                "addresses": self.addresses,
                "endpoint_id": self.endpoint_id,
                "attachment_id": self.attachment_id,
            }
        )

    def _attach(self) -> None:
        """The VPC's attachment: looked up in the hub's table, reached from the tables of links."""
        name, args, region, tags = self._name, self._args, self._region, self._plan["tags"]
        subnets = attachment_subnets(self, name, region, args["vpc_id"], self._plan["attachment_subnets"], tags)
        self.attachment = attachment(self, name, region, args["transit_gateway_id"], args["vpc_id"], subnets, tags)
        self.association = aws.ec2transitgateway.RouteTableAssociation(
            f"{name}-association",
            region=region,
            transit_gateway_attachment_id=self.attachment.id,
            transit_gateway_route_table_id=args["hub_table_id"],
            opts=child(self),
        )
        for kind in self._plan["links"]:
            aws.ec2transitgateway.Route(
                f"{name}-route-{kind}",
                region=region,
                transit_gateway_route_table_id=args["link_table_ids"][kind],
                transit_gateway_attachment_id=self.attachment.id,
                destination_cidr_block=self._plan["block"],
                opts=child(self, after=self.association),
            )

    def _client_list(self) -> aws.ec2.ManagedPrefixList:
        name = f"{self._name}-clients"
        servers = [(network, cidr) for network, cidrs in self._plan["clients"].items() for cidr in cidrs]
        return aws.ec2.ManagedPrefixList(
            name,
            region=self._region,
            address_family="IPv4",
            max_entries=self._plan["max_entries"],
            entries=[{"cidr": cidr, "description": network} for network, cidr in servers],
            tags=named(self._plan["tags"], name),
            opts=child(self),
        )

    def _table(self) -> aws.ec2.RouteTable:
        """The table of the endpoint's subnets, which leads back to the clients alone."""
        name, region, vpc_id, tags = self._name, self._region, self._args["vpc_id"], self._plan["tags"]
        table = aws.ec2.RouteTable(
            f"{name}-rt", region=region, vpc_id=vpc_id, tags=named(tags, f"{name}-rt"), opts=child(self)
        )
        aws.ec2.Route(
            f"{name}-return",
            region=region,
            route_table_id=table.id,
            destination_prefix_list_id=self._clients.id,
            transit_gateway_id=self._args["transit_gateway_id"],
            opts=child(self, after=self.association),
        )
        return table

    def _subnets(self) -> Dict[str, aws.ec2.Subnet]:
        name, region, vpc_id, tags = self._name, self._region, self._args["vpc_id"], self._plan["tags"]
        return {
            zone: private_subnet(self, f"{name}-{zone}", region, vpc_id, zone, cidr, self.table, tags)
            for zone, cidr in self._plan["subnets"].items()
        }

    def _group(self) -> aws.ec2.SecurityGroup:
        """Admits DNS from the clients and lets nothing out."""
        name, tags = f"{self._name}-sg", self._plan["tags"]
        group = aws.ec2.SecurityGroup(
            name,
            region=self._region,
            vpc_id=self._args["vpc_id"],
            description=f"Resolver of segment {self._plan['segment']}: DNS from its networks' servers",
            tags=named(tags, name),
            opts=child(self),
        )
        for protocol in ("tcp", "udp"):
            aws.vpc.SecurityGroupIngressRule(
                f"{self._name}-admit-{protocol}",
                region=self._region,
                security_group_id=group.id,
                description="DNS servers of the segment's networks",
                ip_protocol=protocol,
                from_port=DNS,
                to_port=DNS,
                prefix_list_id=self._clients.id,
                tags=named(tags, f"{self._name}-admit-{protocol}"),
                opts=child(self),
            )
        return group

    def _endpoint(
        self, subnets: Mapping[str, aws.ec2.Subnet], group: aws.ec2.SecurityGroup
    ) -> aws.route53.ResolverEndpoint:
        name, addresses = f"{self._name}-endpoint", self._plan["addresses"]
        return aws.route53.ResolverEndpoint(
            name,
            region=self._region,
            direction="INBOUND",
            resolver_endpoint_type="IPV4",
            protocols=["Do53"],
            ip_addresses=[{"subnet_id": subnet.id, "ip": addresses[zone]} for zone, subnet in subnets.items()],
            security_group_ids=[group.id],
            tags=named(self._plan["tags"], name),
            opts=child(self),
        )
