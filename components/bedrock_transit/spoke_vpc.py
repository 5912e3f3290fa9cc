"""A spoke: a VPC of a workload account, attached to the transit gateway, with its segment's DNS view."""

from typing import List, Mapping, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired, TypedDict

from .children import FIREWALL_PRIORITY, child, named
from .plans import SpokePlan
from .subnets import attachment_subnets


class SpokeVpcArgs(TypedDict):
    """Arguments of ``SpokeVpc``. State either ``profile_id``, or ``zone_ids`` with ``firewall_rule_group_id``.

    Pass what shares the transit gateway and the Profile in ``depends_on``: attachment and association wait for it.
    """

    spoke: SpokePlan
    transit_gateway_id: pulumi.Input[str]
    profile_id: NotRequired[pulumi.Input[str]]
    """Route 53 Profile of the segment."""
    zone_ids: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Private zones of the segment by host name, where it has no Profile."""
    firewall_rule_group_id: NotRequired[pulumi.Input[str]]


class SpokeVpc(pulumi.ComponentResource):
    """A VPC without a way to the internet, attached in subnets of their own.

    The default security group admits nothing. Nobody is let through: the attachment subnets' route table is empty.
    Applications are components of their own (``Application``), and so is what the transit gateway's owner does to let
    the VPC in (``SegmentMembership``).

    Source: Amazon VPC Transit Gateways guide, "Amazon VPC attachments"; AWS Well-Architected Generative AI Lens, GENSEC01.
    """

    vpc_id: pulumi.Output[str]
    attachment_id: pulumi.Output[str]

    def __init__(self, name: str, args: SpokeVpcArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:SpokeVpc", name, dict(args), opts)
        self._name, self._args = name, args
        plan = args["spoke"]
        region = plan["region"]
        self.vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            region=region,
            cidr_block=plan["cidr"],
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=named(plan["tags"], f"{name}-vpc"),
            opts=child(self),
        )
        aws.ec2.DefaultSecurityGroup(
            f"{name}-default-sg",
            region=region,
            vpc_id=self.vpc.id,
            ingress=[],
            egress=[],
            tags=named(plan["tags"], f"{name}-default-sg"),
            opts=child(self),
        )
        subnets = attachment_subnets(self, name, region, self.vpc.id, plan["attachment_subnets"], plan["tags"])
        self.attachment = self._attachment(subnets, opts)
        self._names(opts)
        self.vpc_id = self.vpc.id
        self.attachment_id = self.attachment.id
        self.register_outputs({"vpc_id": self.vpc_id, "attachment_id": self.attachment_id})

    def _attachment(
        self, subnets: List[aws.ec2.Subnet], opts: Optional[pulumi.ResourceOptions]
    ) -> aws.ec2transitgateway.VpcAttachment:
        plan = self._args["spoke"]
        # With a gateway that another account shares, these two are the accepter's to say (provider documentation).
        defaults = False if plan["own_account"] else None
        return aws.ec2transitgateway.VpcAttachment(
            f"{self._name}-attachment",
            region=plan["region"],
            transit_gateway_id=self._args["transit_gateway_id"],
            vpc_id=self.vpc.id,
            subnet_ids=[subnet.id for subnet in subnets],
            appliance_mode_support="disable",
            dns_support="enable",
            ipv6_support="disable",
            security_group_referencing_support="disable",
            transit_gateway_default_route_table_association=defaults,
            transit_gateway_default_route_table_propagation=defaults,
            tags=named(plan["tags"], f"{self._name}-attachment"),
            opts=child(self, opts),
        )

    def _names(self, opts: Optional[pulumi.ResourceOptions]) -> None:
        """The VPC's view of DNS: its segment's Profile, or the segment's zones one by one."""
        plan = self._args["spoke"]
        region = plan["region"]
        if "profile_id" in self._args:
            aws.route53.ProfilesAssociation(
                f"{self._name}-profile",
                region=region,
                profile_id=self._args["profile_id"],
                resource_id=self.vpc.id,
                tags=named(plan["tags"], f"{self._name}-profile"),
                opts=child(self, opts),
            )
        for host, zone_id in self._args.get("zone_ids", {}).items():
            aws.route53.ZoneAssociation(
                f"{self._name}-{host}", zone_id=zone_id, vpc_id=self.vpc.id, vpc_region=region, opts=child(self)
            )
        if "firewall_rule_group_id" in self._args:
            aws.route53.ResolverFirewallRuleGroupAssociation(
                f"{self._name}-firewall",
                region=region,
                firewall_rule_group_id=self._args["firewall_rule_group_id"],
                vpc_id=self.vpc.id,
                priority=FIREWALL_PRIORITY,
                tags=named(plan["tags"], f"{self._name}-firewall"),
                opts=child(self),
            )
