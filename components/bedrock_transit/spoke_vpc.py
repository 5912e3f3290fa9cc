"""A spoke: a VPC of a workload account, attached to the transit gateway, with its segment's DNS view."""

from typing import Mapping, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired, TypedDict

from .children import FIREWALL_PRIORITY, child, named
from .plans import SpokePlan
from .vpcs import attachment, attachment_subnets, private_vpc


class SpokeVpcArgs(TypedDict):
    """Arguments of ``SpokeVpc``. State either ``profile_id``, or ``zone_ids`` with ``firewall_rule_group_id``.

    Pass what shares the transit gateway and the Profile in ``depends_on``: attachment and association wait for it.
    """

    spoke: SpokePlan
    """Region, segment, block and attachment subnets."""
    transit_gateway_id: pulumi.Input[str]
    """The Region's transit gateway."""
    profile_id: NotRequired[pulumi.Input[str]]
    """Route 53 Profile of the segment."""
    zone_ids: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Private zones of the segment by host name, where it has no Profile; those of other Regions that it fails over to too."""
    firewall_rule_group_id: NotRequired[pulumi.Input[str]]
    """DNS Firewall rule group of the segment, where it has no Profile."""


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
        self.vpc = private_vpc(self, name, region, plan["cidr"], plan["tags"])
        subnets = attachment_subnets(self, name, region, self.vpc.id, plan["attachment_subnets"], plan["tags"])
        gateway, own = args["transit_gateway_id"], plan["own_account"]
        self.attachment = attachment(self, name, region, gateway, self.vpc.id, subnets, plan["tags"], own, opts)
        self._names(opts)
        self.vpc_id = self.vpc.id
        self.attachment_id = self.attachment.id
        self.register_outputs({"vpc_id": self.vpc_id, "attachment_id": self.attachment_id})

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
