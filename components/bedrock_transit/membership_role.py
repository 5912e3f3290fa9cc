"""The role of the network account by which a team lets its own spoke in."""

from typing import Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, named
from .plans import MembershipRolePlan


class MembershipRoleArgs(TypedDict):
    """Arguments of ``MembershipRole``."""

    role: MembershipRolePlan
    """Name, who may assume it, and what it may do."""


class MembershipRole(pulumi.ComponentResource):
    """An IAM role for what ``SegmentMembership`` does to one spoke, and for nothing else.

    The team's deployer assumes it. It accepts attachments that nobody has let in yet, marks one as its spoke's, and ties
    what is so marked to the spoke's segment and to the hub: the tags of the tables bound it, which it cannot change.

    Source: IAM user guide, "Creating a role to delegate permissions to an IAM user"; Service Authorization Reference, Amazon EC2.
    """

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: MembershipRoleArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:MembershipRole", name, dict(args), opts)
        plan = args["role"]
        self.role = aws.iam.Role(
            f"{name}-role",
            name=plan["name"],
            path="/bedrock-transit/",
            description=f"Lets spoke {plan['tags']['spoke']} of network {plan['tags']['network']} in",
            assume_role_policy=plan["trust"],
            tags=named(plan["tags"], f"{name}-role"),
            opts=child(self),
        )
        aws.iam.RolePolicy(
            f"{name}-policy", name="membership", role=self.role.id, policy=plan["policy"], opts=child(self)
        )
        self.role_arn = self.role.arn
        self.register_outputs({"role_arn": self.role_arn})
