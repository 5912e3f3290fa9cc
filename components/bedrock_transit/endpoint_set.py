"""The endpoint set of a segment: its own endpoints in the hub, and everything that guards them."""

from typing import Dict, List, Mapping, Optional, Sequence, Tuple

import pulumi
import pulumi_aws as aws
from pulumi_aws.ec2.outputs import VpcEndpointDnsEntry as DnsEntry
from typing_extensions import NotRequired, TypedDict

from .children import child, ids, named
from .plans import ClassPlan, EndpointPlan, EndpointSetPlan, GrantPlan, PrefixPlan
from .vpcs import private_subnet

HTTPS = 443
EPHEMERAL = (1024, 65535)
"""Ports that answers go back to, Amazon VPC user guide "Ephemeral ports"."""


class EndpointSetArgs(TypedDict):
    """Arguments of ``EndpointSet``. Pass what accepts the hub's attachment in ``depends_on``: routes wait for it."""

    endpoint_set: EndpointSetPlan
    """Segment, subnets, grant classes, endpoints with their policies, grants."""
    vpc_id: pulumi.Input[str]
    """The hub VPC."""
    attachment_id: pulumi.Input[str]
    """The hub's transit gateway attachment, which the segment's route leads to."""
    transit_gateway_id: pulumi.Input[str]
    """The Region's transit gateway, for the routes back."""
    segment_table_id: pulumi.Input[str]
    """The segment's transit gateway route table."""
    share_arn: NotRequired[pulumi.Input[str]]
    """RAM share through which other accounts may refer to the set's own prefix list."""
    link_table_ids: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Transit gateway route table of each kind of link whose networks, or whose Regions' consumers, are granted something
    here."""


class EndpointSet(pulumi.ComponentResource):
    """Interface endpoints for one segment, with four layers that keep every other segment out.

    The segment's transit table alone has a route to the set, beside those of links whose networks are granted something
    on it, and of peerings where consumers of other Regions fail over to it; the set's subnets return to that segment's
    granted consumers alone; network ACL and security group admit 443 from them alone; each endpoint policy is an allow-list of
    actions, models, accounts, organization and source addresses. Private DNS is off: a VPC cannot hold it for two
    endpoints of one service (see ``DnsView``).

    Source: Amazon VPC PrivateLink guide, "Access an AWS service using an interface VPC endpoint".
    """

    segment: pulumi.Output[str]
    endpoint_ids: pulumi.Output[Dict[str, str]]
    """Endpoint of each service."""
    prefix_list_ids: pulumi.Output[Dict[str, str]]
    """Prefix list of each grant class."""
    destinations_id: pulumi.Output[str]
    """Prefix list that holds the set's own block, for security groups of the segment's applications."""
    grants: pulumi.Output[List[GrantPlan]]
    """What is granted on this set, known before anything exists: what the proof compares the resources with."""
    custom_models: pulumi.Output[List[str]]
    """The custom models that belong to the segment, by ARN: no other segment's set may let them be called."""

    def __init__(self, name: str, args: EndpointSetArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:EndpointSet", name, dict(args), opts)
        self._name, self._args, self._opts = name, args, opts
        plan = args["endpoint_set"]
        region, tags = plan["region"], plan["tags"]
        self._route(f"{name}-route", args["segment_table_id"])
        for kind in plan["links"]:
            self._route(f"{name}-route-{kind}", args["link_table_ids"][kind])
        self.group = aws.ec2.SecurityGroup(
            f"{name}-sg",
            region=region,
            vpc_id=args["vpc_id"],
            description=f"Endpoints of segment {plan['segment']}: 443 from its granted consumers",
            tags=named(tags, f"{name}-sg"),
            opts=child(self),
        )
        table = aws.ec2.RouteTable(
            f"{name}-rt", region=region, vpc_id=args["vpc_id"], tags=named(tags, f"{name}-rt"), opts=child(self)
        )
        self.subnets = {
            zone: private_subnet(self, f"{name}-{zone}", region, args["vpc_id"], zone, cidr, table, tags)
            for zone, cidr in plan["subnets"].items()
        }
        self._network_acl()
        block: List[PrefixPlan] = [{"cidr": plan["block"], "description": plan["segment"]}]
        self.destinations = self._prefix_list(f"{self._name}-destinations", block, 1, tags)
        self._share()
        self.classes = {grant_class["key"]: self._grant_class(grant_class, table) for grant_class in plan["classes"]}
        self.endpoints = {endpoint["service"]: self._endpoint(endpoint) for endpoint in plan["endpoints"]}
        self._register()

    def _route(self, name: str, table_id: pulumi.Input[str]) -> None:
        """Leads a transit gateway table to the set, and to nothing else of the hub."""
        plan = self._args["endpoint_set"]
        aws.ec2transitgateway.Route(
            name,
            region=plan["region"],
            transit_gateway_route_table_id=table_id,
            transit_gateway_attachment_id=self._args["attachment_id"],
            destination_cidr_block=plan["block"],
            opts=child(self, self._opts),
        )

    def _network_acl(self) -> None:
        """443 in from the segment's blocks and the granted networks, answers out to them.

        A network ACL is stateless and takes CIDRs only.
        """
        plan = self._args["endpoint_set"]
        rules = [(100 + i, cidr) for i, cidr in enumerate(plan["acl_blocks"])]
        rules += [(200 + i, cidr) for i, cidr in enumerate(plan["acl_networks"])]
        low, high = EPHEMERAL
        aws.ec2.NetworkAcl(
            f"{self._name}-acl",
            region=plan["region"],
            vpc_id=self._args["vpc_id"],
            subnet_ids=[subnet.id for subnet in self.subnets.values()],
            ingress=[
                {
                    "rule_no": n,
                    "action": "allow",
                    "protocol": "tcp",
                    "cidr_block": c,
                    "from_port": HTTPS,
                    "to_port": HTTPS,
                }
                for n, c in rules
            ],
            egress=[
                {"rule_no": n, "action": "allow", "protocol": "tcp", "cidr_block": c, "from_port": low, "to_port": high}
                for n, c in rules
            ],
            tags=named(plan["tags"], f"{self._name}-acl"),
            opts=child(self),
        )

    def _prefix_list(
        self, name: str, entries: Sequence[PrefixPlan], max_entries: int, tags: Dict[str, str]
    ) -> aws.ec2.ManagedPrefixList:
        return aws.ec2.ManagedPrefixList(
            name,
            region=self._args["endpoint_set"]["region"],
            address_family="IPv4",
            max_entries=max_entries,
            entries=[{"cidr": entry["cidr"], "description": entry["description"]} for entry in entries],
            tags=named(tags, name),
            opts=child(self),
        )

    def _share(self) -> None:
        if "share_arn" in self._args:
            aws.ram.ResourceAssociation(
                f"{self._name}-share",
                region=self._args["endpoint_set"]["region"],
                resource_share_arn=self._args["share_arn"],
                resource_arn=self.destinations.arn,
                opts=child(self),
            )

    def _grant_class(self, plan: ClassPlan, table: aws.ec2.RouteTable) -> aws.ec2.ManagedPrefixList:
        """The class's prefix list, its way back and its way in. A class's key may hold any word: a dot sets it apart."""
        region, key = self._args["endpoint_set"]["region"], plan["key"]
        name = f"{self._name}.class-{key}"
        prefix_list = self._prefix_list(name, plan["entries"], plan["max_entries"], plan["tags"])
        aws.ec2.Route(
            f"{self._name}.return-{key}",
            region=region,
            route_table_id=table.id,
            destination_prefix_list_id=prefix_list.id,
            transit_gateway_id=self._args["transit_gateway_id"],
            opts=child(self, self._opts),
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{self._name}.admit-{key}",
            region=region,
            security_group_id=self.group.id,
            description=f"Grant class {key}",
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            prefix_list_id=prefix_list.id,
            tags=named(plan["tags"], f"{self._name}.admit-{key}"),
            opts=child(self),
        )
        return prefix_list

    def _endpoint(self, plan: EndpointPlan) -> aws.ec2.VpcEndpoint:
        name = f"{self._name}-{plan['service']}"
        return aws.ec2.VpcEndpoint(
            name,
            region=self._args["endpoint_set"]["region"],
            vpc_id=self._args["vpc_id"],
            vpc_endpoint_type="Interface",
            service_name=plan["service_name"],
            subnet_ids=[self.subnets[zone].id for zone in plan["zones"]],
            security_group_ids=[self.group.id],
            private_dns_enabled=False,
            ip_address_type="ipv4",
            policy=plan["policy"] or None,
            tags=named(plan["tags"], name),
            opts=child(self),
        )

    def dns_name(self, service: str) -> pulumi.Output[str]:
        """The endpoint's own Regional name, which the segment's zones point to."""
        return self.endpoints[service].dns_entries.apply(lambda entries: _regional(entries)[0])

    def dns_zone_id(self, service: str) -> pulumi.Output[str]:
        """The hosted zone of that name, as an alias record needs it."""
        return self.endpoints[service].dns_entries.apply(lambda entries: _regional(entries)[1])

    def _register(self) -> None:
        plan = self._args["endpoint_set"]
        self.segment = pulumi.Output.from_input(plan["segment"])
        self.endpoint_ids = ids(self.endpoints)
        self.prefix_list_ids = ids(self.classes)
        self.destinations_id = self.destinations.id
        self.grants = pulumi.Output.from_input(plan["grants"])
        self.custom_models = pulumi.Output.from_input(plan["custom_models"])
        self.register_outputs(
            {
                "segment": self.segment,
                "endpoint_ids": self.endpoint_ids,
                "prefix_list_ids": self.prefix_list_ids,
                "destinations_id": self.destinations_id,
                "grants": self.grants,
                "custom_models": self.custom_models,
            }
        )


def _regional(entries: Sequence[DnsEntry]) -> Tuple[str, str]:
    """Name and zone of the Regional entry: the others carry a zone's name in addition, so it is the shortest."""
    return min(((str(e.dns_name), str(e.hosted_zone_id)) for e in entries), key=lambda entry: (len(entry[0]), entry))
