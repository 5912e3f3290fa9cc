"""The roles that a training network's jobs run as, and what whoever launches jobs may never do."""

from typing import Dict, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, named
from .training_plans import TrainingRolesPlan


class TrainingRolesArgs(TypedDict):
    """Arguments of ``TrainingRoles``."""

    roles: TrainingRolesPlan
    """Names, trust and policies, by service."""


class TrainingRoles(pulumi.ComponentResource):
    """An IAM role for each service whose jobs run in the network, which that service alone assumes.

    The launch boundary is a document and no resource: it belongs into the permissions boundary or the service control policy of
    whoever launches jobs, which are not this stack's.

    Sources: Amazon Bedrock user guide, "Create a service role for model customization"; Amazon SageMaker AI developer guide,
    "How to use SageMaker AI execution roles".
    """

    role_arns: pulumi.Output[Dict[str, str]]
    """By service."""
    launch_boundary: pulumi.Output[str]
    """A policy document as JSON: always known."""

    def __init__(self, name: str, args: TrainingRolesArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:TrainingRoles", name, dict(args), opts)
        plan = args["roles"]
        self.roles: Dict[str, aws.iam.Role] = {}
        for service, role in plan["roles"].items():
            self.roles[service] = aws.iam.Role(
                f"{name}-{service}",
                name=role["name"],
                path="/",
                description=f"Fine-tuning jobs of {service} in {plan['tags']['spoke']}/{plan['tags']['application']}",
                assume_role_policy=role["trust"],
                tags=named(plan["tags"], f"{name}-{service}"),
                opts=child(self),
            )
            aws.iam.RolePolicy(
                f"{name}-{service}-policy",
                name="jobs",
                role=self.roles[service].id,
                policy=role["policy"],
                opts=child(self),
            )
        self.role_arns = pulumi.Output.all(**{service: role.arn for service, role in self.roles.items()})
        self.launch_boundary = pulumi.Output.from_input(plan["launch_boundary"])
        self.register_outputs({"role_arns": self.role_arns, "launch_boundary": plan["launch_boundary"]})
