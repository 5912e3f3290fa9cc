"""An application: the subnets, route table and security group that access is granted to."""

from typing import Dict, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, ids, named
from .plans import ApplicationPlan
from .vpcs import private_subnet

HTTPS = 443


class ApplicationArgs(TypedDict):
    """Arguments of ``Application``. Pass the spoke's ``SegmentMembership`` in ``depends_on``: the route waits for it."""

    application: ApplicationPlan
    """Block, subnets, and the endpoint sets that it may reach."""
    vpc_id: pulumi.Input[str]
    """The spoke's VPC."""
    transit_gateway_id: pulumi.Input[str]
    """The Region's transit gateway."""


class Application(pulumi.ComponentResource):
    """Subnets of one block, on a route table that leads to the segment's endpoint set when something is granted.

    The security group admits nothing and lets 443 out to the endpoint set only; where a grant fails over, another route
    and rule lead to the set of the same segment in the other Region. An application that is granted nothing has none.

    Source: Amazon VPC user guide, "Route tables" (a subnet is associated with one table).
    """

    subnet_ids: pulumi.Output[Dict[str, str]]
    """Subnet of each zone."""
    security_group_id: pulumi.Output[str]
    """Put it on whatever the application runs."""

    def __init__(self, name: str, args: ApplicationArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:Application", name, dict(args), opts)
        self._name, self._args, self._opts = name, args, opts
        plan, vpc_id = args["application"], args["vpc_id"]
        region, tags = plan["region"], plan["tags"]
        secondary: Optional[pulumi.Resource] = None
        if plan["secondary"]:
            secondary = aws.ec2.VpcIpv4CidrBlockAssociation(
                f"{name}-block", region=region, vpc_id=vpc_id, cidr_block=plan["block"], opts=child(self)
            )
        self.table = table = aws.ec2.RouteTable(
            f"{name}-rt", region=region, vpc_id=vpc_id, tags=named(tags, f"{name}-rt"), opts=child(self)
        )
        self.subnets = {
            zone: private_subnet(self, f"{name}-{zone}", region, vpc_id, zone, cidr, table, tags, after=secondary)
            for zone, cidr in plan["subnets"].items()
        }
        self.group = aws.ec2.SecurityGroup(
            f"{name}-sg",
            region=region,
            vpc_id=vpc_id,
            description=f"Application {plan['key']}: 443 to its endpoint set",
            tags=named(tags, f"{name}-sg"),
            opts=child(self),
        )
        if plan["endpoint_block"]:
            self._reach("", plan["endpoint_block"], "Endpoint set of the segment")
        for other, block in plan["failover_blocks"].items():
            self._reach(f"-{other}", block, f"Endpoint set of the segment in {other}")
        self.subnet_ids = ids(self.subnets)
        self.security_group_id = self.group.id
        self.register_outputs({"subnet_ids": self.subnet_ids, "security_group_id": self.security_group_id})

    def _reach(self, suffix: str, block: str, what: str) -> None:
        """The way to an endpoint set: a route, and the one rule that lets something out."""
        plan = self._args["application"]
        aws.ec2.Route(
            f"{self._name}-route{suffix}",
            region=plan["region"],
            route_table_id=self.table.id,
            destination_cidr_block=block,
            transit_gateway_id=self._args["transit_gateway_id"],
            opts=child(self, self._opts),
        )
        aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-egress{suffix}",
            region=plan["region"],
            security_group_id=self.group.id,
            description=what,
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            cidr_ipv4=block,
            tags=named(plan["tags"], f"{self._name}-egress{suffix}"),
            opts=child(self),
        )
