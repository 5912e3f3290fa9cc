"""A training network: what makes of an application's subnets a place that fine-tuning jobs run in."""

from typing import Any, Dict, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, named
from .training_plans import TrainingNetworkPlan

HTTPS = 443
IKE = 500
"""UDP port of the key exchange (RFC 7296)."""
ESP = "50"
"""Protocol number of IPsec's encrypted packets (RFC 4303)."""


class TrainingNetworkArgs(TypedDict):
    """Arguments of ``TrainingNetwork``."""

    training: TrainingNetworkPlan
    """Region, policy of the S3 endpoint, and whether the instances use EFA."""
    vpc_id: pulumi.Input[str]
    """The spoke's VPC."""
    route_table_id: pulumi.Input[str]
    """The application's route table, which gets the routes to S3."""
    security_group_id: pulumi.Input[str]
    """The application's security group, which jobs put on their interfaces."""


class TrainingNetwork(pulumi.ComponentResource):
    """An S3 gateway endpoint of the application's own, and what its security group admits between instances.

    Encrypted traffic between containers takes UDP 500 and protocol 50 within the group; with EFA everything within it is
    admitted. Out of the group goes 443 to Amazon S3 in this Region, beside what the application is granted.

    Sources: Amazon SageMaker AI developer guide, "Protect communications between ML compute instances in a distributed
    training job" and "Run training with EFA"; Amazon VPC PrivateLink guide, "Gateway endpoints for Amazon S3".
    """

    endpoint_id: pulumi.Output[str]
    """The S3 gateway endpoint."""
    training: pulumi.Output[Dict[str, Any]]
    """What was planned, for the proof: always known."""

    def __init__(self, name: str, args: TrainingNetworkArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:TrainingNetwork", name, dict(args), opts)
        self._name, self._args = name, args
        plan = args["training"]
        self.endpoint = aws.ec2.VpcEndpoint(
            f"{name}-s3",
            region=plan["region"],
            vpc_id=args["vpc_id"],
            service_name=plan["s3_service_name"],
            vpc_endpoint_type="Gateway",
            route_table_ids=[args["route_table_id"]],
            policy=plan["s3_policy"],
            tags=named(plan["tags"], f"{name}-s3"),
            opts=child(self),
        )
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-egress-s3",
            region=plan["region"],
            security_group_id=args["security_group_id"],
            description="Amazon S3",
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            prefix_list_id=self.endpoint.prefix_list_id,
            tags=named(plan["tags"], f"{name}-egress-s3"),
            opts=child(self),
        )
        if plan["efa"]:
            self._within("all", "-1", None, "EFA between instances")
        else:
            self._within("ike", "udp", IKE, "Key exchange between instances")
            self._within("esp", ESP, None, "Encrypted traffic between instances")
        self.endpoint_id = self.endpoint.id
        self.training = pulumi.Output.from_input(dict(plan))
        self.register_outputs({"endpoint_id": self.endpoint_id, "training": self.training})

    def _within(self, key: str, protocol: str, port: Optional[int], what: str) -> None:
        """Admits traffic of the group's own members, both ways."""
        for way, rule in (
            ("ingress", aws.vpc.SecurityGroupIngressRule),
            ("egress", aws.vpc.SecurityGroupEgressRule),
        ):
            rule(
                f"{self._name}-{way}-{key}",
                region=self._args["training"]["region"],
                security_group_id=self._args["security_group_id"],
                description=what,
                ip_protocol=protocol,
                from_port=port,
                to_port=port,
                referenced_security_group_id=self._args["security_group_id"],
                tags=named(self._args["training"]["tags"], f"{self._name}-{way}-{key}"),
                opts=child(self),
            )
