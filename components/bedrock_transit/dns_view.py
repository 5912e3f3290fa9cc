"""The DNS view of a segment: the endpoint host names, answered by the segment's own endpoints and by no other."""

from typing import Dict, List, Mapping, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired, TypedDict

from .children import FIREWALL_PRIORITY, child, ids, named, profile_name
from .plans import DnsViewPlan, HostedZonePlan
from .vpcs import private_vpc

ALLOW_PRIORITY = 100
BLOCK_PRIORITY = 200


class DnsViewArgs(TypedDict):
    """Arguments of ``DnsView``. Names and zone ids by service, both of the same endpoint."""

    view: DnsViewPlan
    """Segment, anchor block, hosted zones, names that pass the firewall."""
    dns_names: Mapping[str, pulumi.Input[str]]
    """Regional DNS name of each service's endpoint."""
    dns_zone_ids: Mapping[str, pulumi.Input[str]]
    """Hosted zone of that name."""
    share_arn: NotRequired[pulumi.Input[str]]
    """RAM share through which other accounts may use the Profile."""


class DnsView(pulumi.ComponentResource):
    """Private hosted zones of a segment's endpoint names, handed out by a Route 53 Profile or zone by zone.

    Two private zones of one name cannot be associated with one VPC, so every segment has zones of its own, each made
    against an empty anchor VPC that outlives every spoke. A DNS Firewall rule group passes the catalogue's names and
    the stated ones and blocks the rest: DNS is a way out that no security group sees.

    Source: Amazon Route 53 developer guide, "Considerations when working with a private hosted zone", "What are
    Amazon Route 53 Profiles", "Route 53 Resolver DNS Firewall".
    """

    profile_id: pulumi.Output[Optional[str]]
    """The Profile; none when the view is handed out zone by zone."""
    zone_ids: pulumi.Output[Dict[str, str]]
    """Hosted zone of each endpoint host name."""
    firewall_rule_group_id: pulumi.Output[str]

    def __init__(self, name: str, args: DnsViewArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:DnsView", name, dict(args), opts)
        self._name, self._args = name, args
        plan = args["view"]
        # A private zone needs a VPC when it is made. This one has no subnet, no attachment and no charge.
        self.anchor = private_vpc(self, f"{name}-anchor", plan["region"], plan["anchor_cidr"], plan["tags"])
        self.zones = {zone["host"]: self._zone(zone) for zone in plan["zones"]}
        self.firewall = self._firewall()
        self.profile: Optional[aws.route53.ProfilesProfile] = None
        self.shared: List[pulumi.Resource] = []
        if plan["distribution"] == "profile":
            self.profile = self._profile()
        self.profile_id = self.profile.id if self.profile else pulumi.Output.from_input(None)
        self.zone_ids = ids(self.zones)
        self.firewall_rule_group_id = self.firewall.id
        self.register_outputs(
            {
                "profile_id": self.profile_id,
                "zone_ids": self.zone_ids,
                "firewall_rule_group_id": self.firewall_rule_group_id,
            }
        )

    def _zone(self, plan: HostedZonePlan) -> aws.route53.Zone:
        view, host, service = self._args["view"], plan["host"], plan["service"]
        options = child(self)
        if view["distribution"] == "zone-associations":
            # The provider would take associations that ZoneAssociation made for drift of this list.
            options.ignore_changes = ["vpcs"]
        zone = aws.route53.Zone(
            f"{self._name}-{host}",
            name=host,
            comment=f"bedrock-transit {view['tags']['network']}: {service} of segment {view['segment']}",
            vpcs=[{"vpc_id": self.anchor.id, "vpc_region": view["region"]}],
            tags=named(view["tags"], host),
            opts=options,
        )
        for record in ([host] if plan["apex"] else []) + ([f"*.{host}"] if plan["wildcard"] else []):
            aws.route53.Record(
                f"{self._name}-{record}",
                zone_id=zone.id,
                name=record,
                type="A",
                aliases=[
                    {
                        "name": self._args["dns_names"][service],
                        "zone_id": self._args["dns_zone_ids"][service],
                        "evaluate_target_health": False,
                    }
                ],
                opts=child(self),
            )
        return zone

    def _firewall(self) -> aws.route53.ResolverFirewallRuleGroup:
        plan = self._args["view"]
        region = plan["region"]
        group = aws.route53.ResolverFirewallRuleGroup(
            f"{self._name}-firewall",
            region=region,
            tags=named(plan["tags"], f"{self._name}-firewall"),
            opts=child(self),
        )
        rules = (
            ("allow", ALLOW_PRIORITY, plan["allowed_names"], None),
            ("block", BLOCK_PRIORITY, ["*."], "NXDOMAIN"),
        )
        for key, priority, domains, response in rules:
            names = aws.route53.ResolverFirewallDomainList(
                f"{self._name}-{key}",
                region=region,
                domains=domains,
                tags=named(plan["tags"], f"{self._name}-{key}"),
                opts=child(self),
            )
            aws.route53.ResolverFirewallRule(
                f"{self._name}-{key}",
                region=region,
                firewall_rule_group_id=group.id,
                firewall_domain_list_id=names.id,
                priority=priority,
                action=key.upper(),
                block_response=response,
                opts=child(self),
            )
        return group

    def _profile(self) -> aws.route53.ProfilesProfile:
        """The Profile with every zone and the firewall on it, and shared where another account takes part."""
        plan = self._args["view"]
        region, name = plan["region"], f"{self._name}-profile"
        profile = aws.route53.ProfilesProfile(name, region=region, tags=named(plan["tags"], name), opts=child(self))
        for host, zone in self.zones.items():
            aws.route53.ProfilesResourceAssociation(
                f"{name}-{host}",
                name=profile_name(host),
                region=region,
                profile_id=profile.id,
                resource_arn=zone.arn,
                opts=child(self),
            )
        aws.route53.ProfilesResourceAssociation(
            f"{name}-firewall",
            region=region,
            profile_id=profile.id,
            resource_arn=self.firewall.arn,
            resource_properties=f'{{"priority":{FIREWALL_PRIORITY}}}',
            opts=child(self),
        )
        if "share_arn" in self._args:
            shared = aws.ram.ResourceAssociation(
                f"{name}-share",
                region=region,
                resource_share_arn=self._args["share_arn"],
                resource_arn=profile.arn,
                opts=child(self),
            )
            self.shared = [shared]
        return profile
