"""A team's own stack: the spoke that the network's stack planned for it, as that stack exports it (docs/workload-stacks.md)."""

import sys
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "components"))

from bedrock_transit.spokes import build_spoke, membership

config = pulumi.Config()
ROLE = config.get("role")
"""The role by which this stack is deployed; without one, whatever Pulumi runs with."""


async def main() -> pulumi.Inputs:
    """Builds the spoke; or, in a stack of the network's team, lets it in."""
    handoff = await _handoff(config.require("network"), config.require("spoke"))
    attached_by = config.get("lets-in")
    if attached_by:
        attachment_id = pulumi.StackReference(attached_by).require_output("attachment_id")
        network = _provider("network", handoff, handoff["network_account_id"], [ROLE])
        membership(handoff, attachment_id, pulumi.ResourceOptions(provider=network))
        return {}
    workload = _provider("workload", handoff, handoff["account_id"], [ROLE])
    let_in_by = handoff.get("membership_role_arn")
    network = _provider("network", handoff, handoff["network_account_id"], [ROLE, let_in_by]) if let_in_by else None
    spoke = build_spoke(
        handoff,
        pulumi.ResourceOptions(provider=workload),
        pulumi.ResourceOptions(provider=network) if network else None,
        let_in=bool(network) or bool(config.get_bool("let-in")),
    )
    return {**spoke.exports(), "attachment_id": spoke.vpc.attachment.id}


async def _handoff(network: str, spoke: str) -> Any:
    """What the network's stack says of the spoke: plain data, known at preview."""
    workloads = (await pulumi.StackReference(network).get_output_details("workloads")).value or {}
    if spoke not in workloads:
        listed = ", ".join(sorted(workloads)) or "none"
        raise pulumi.RunError(
            f"the stack {network} exports no spoke '{spoke}' that another stack builds (it exports: {listed})\n"
            f"    remedy: state own_stack at spokes.{spoke} in that stack's spec, and update it"
        )
    return workloads[spoke]


def _provider(name: str, handoff: Any, account_id: str, roles: list[str | None]) -> aws.Provider:
    """A provider that refuses every other account. Roles are assumed one after the other."""
    assumed = [{"role_arn": role, "session_name": "workload-spoke"} for role in roles if role]
    return aws.Provider(
        name,
        region=handoff["spoke"]["region"],
        allowed_account_ids=[account_id],
        assume_roles=[aws.ProviderAssumeRoleArgs(**role) for role in assumed] or None,
    )


pulumi.run(main)
