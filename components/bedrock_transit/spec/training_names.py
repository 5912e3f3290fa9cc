"""The names of what belongs to a training network, all known before it exists: the checks and the planners must answer alike."""

from __future__ import annotations

from ..catalogue import regions
from .model import Network
from .training import Training

USES = ("data", "models", "logs")
"""What the buckets of a training network are for: what jobs read, what they write, who called those two."""


def bucket_names(network: Network, consumer: str) -> dict[str, str]:
    """The names of a training network's buckets, by use: known before they exist, and unlike those of other accounts."""
    name, account = network.training_name(consumer), account_of(network, consumer)
    return {use: f"{name}-{account}-{use}" for use in USES}


def account_of(network: Network, consumer: str) -> str:
    """The id of the account that a training network is in."""
    return network.accounts[network.spokes[consumer.split("/", maxsplit=1)[0]].account].id


def job_roles(network: Network, consumer: str, training: Training) -> dict[str, str]:
    """The names of the roles that a training network's jobs run as, by service."""
    name = network.training_name(consumer)
    return {service: f"{name}-{service}" for service in sorted(training.services)}


def deployers(network: Network, consumer: str) -> list[str]:
    """The ARNs of the roles that build a training network, of its account and of its team. Nothing where neither is known."""
    spoke = network.spokes[consumer.split("/", maxsplit=1)[0]]
    account, region = network.accounts.get(spoke.account), regions().get(spoke.region)
    found = []
    if account is not None and account.role is not None and region is not None:
        found.append(f"arn:{region.partition}:iam::{account.id}:role/{account.role}")
    if spoke.own_stack is not None and spoke.own_stack.deployer is not None:
        found.append(spoke.own_stack.deployer)
    return sorted(found)
