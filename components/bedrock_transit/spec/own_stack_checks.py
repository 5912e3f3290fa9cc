"""Checks of spokes that stacks of their teams build.

Source: IAM user guide, "AWS JSON policy elements: Principal" (a trust policy names a role by its ARN).
"""

from __future__ import annotations

from .model import Network
from .problems import Path, Problems


def check_own_stacks(network: Network, problems: Problems) -> None:
    """Reports deployers of other accounts, and deployers of spokes that fail over."""
    failing_over = {c.split("/")[0] for grant in network.grants.values() if grant.failover for c in grant.consumers}
    for key, spoke in network.spokes.items():
        if spoke.own_stack is None or spoke.own_stack.deployer is None:
            continue
        path = ("spokes", key, "own_stack", "deployer")
        _deployer(path, spoke.own_stack.deployer, spoke.account, network, problems)
        if key in failing_over:
            reason = "lets the spoke in, and its grants fail over: routes of the peerings' table are for no team's role"
            remedy = "leave it out: the network's team then lets the spoke in, and writes those routes"
            problems.add(path, reason, remedy, spoke.own_stack.deployer)


def _deployer(path: Path, deployer: str, account: str, network: Network, problems: Problems) -> None:
    owner = network.accounts.get(account)
    if owner is not None and deployer.split(":")[4] != owner.id:
        reason = f"is a role of account {deployer.split(':')[4]}, and the spoke's account {account} is {owner.id}"
        problems.add(path, reason, "state the role of that account by which the team deploys", deployer)
