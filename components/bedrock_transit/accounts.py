"""The way into each account, and what an account has once: its providers and its public-access block."""

from typing import Dict

import pulumi
import pulumi_aws as aws

from .planners import NetworkPlan


def providers(network: NetworkPlan) -> Dict[str, aws.Provider]:
    """An AWS provider for each account of the network, by the account's key.

    A provider refuses every other account (``allowed_account_ids``), so that a wrong credential changes nothing. One serves
    all Regions: each resource states its own.
    """
    first = min(network.regions)
    found = {}
    for key, account in network.accounts.items():
        role = aws.ProviderAssumeRoleArgs(role_arn=account.role_arn, session_name=f"bedrock-transit-{network.name}")
        found[key] = aws.Provider(
            key,
            region=first,
            allowed_account_ids=[account.id],
            assume_roles=[role] if account.role_arn else None,
        )
        for region, mode in account.block_public_access.items():
            # A singleton per account and Region. Deleting it would switch the block off, so it stays on destroy.
            aws.ec2.VpcBlockPublicAccessOptions(
                f"{key}-{region}-block-public-access",
                region=region,
                internet_gateway_block_mode=mode,
                opts=pulumi.ResourceOptions(provider=found[key], retain_on_delete=True),
            )
    return found
