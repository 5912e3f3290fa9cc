"""The roles around a training network: a question that the checks and the planners must answer alike."""

from __future__ import annotations

from ..catalogue import regions
from .model import Network
from .training import Training


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
