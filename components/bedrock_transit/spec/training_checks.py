"""Checks of training networks: what their names become, and that isolated jobs are granted nothing.

Sources: Amazon S3 user guide, "Bucket naming rules" (63 characters); IAM and AWS STS quotas (role names, 64 characters).
"""

from __future__ import annotations

from .model import Network
from .problems import Path, Problems

LONGEST = 42
"""Characters of a name: a bucket's takes the account's id, the longest use and two hyphens beside it."""


def check_training(network: Network, problems: Problems) -> None:
    """Reports names that are too long or taken, services twice, deployers that are not known, and grants to isolated jobs."""
    taken: dict[tuple[str, str], str] = {}
    for consumer, training in network.trainings.items():
        spoke, application = consumer.split("/")
        path = ("spokes", spoke, "applications", application, "training")
        name, account = network.training_name(consumer), network.spokes[spoke].account
        if len(name) > LONGEST:
            reason = (
                f"makes the name {name}, of {len(name)} characters: buckets are named after it, which take {LONGEST}"
            )
            problems.add(path, reason, f"state {'.'.join(path)}.name")
        elif (account, name) in taken:
            reason = f"has the name {name}, like {taken[account, name]}: its buckets, key and roles would be the same"
            problems.add((*path, "name"), reason, "give each training network a name of its own", name)
        taken.setdefault((account, name), consumer)
        for i, service in enumerate(training.services):
            if service in training.services[:i]:
                problems.add((*path, "services", str(i)), "stands in the list twice", "name each service once", service)
        _deployed(network, consumer, path, problems)
    _granted(network, problems)


def _deployed(network: Network, consumer: str, path: Path, problems: Problems) -> None:
    """Bucket policies let listed only who builds the buckets: whoever that is must be known."""
    spoke = network.spokes[consumer.split("/", maxsplit=1)[0]]
    account, own = network.accounts.get(spoke.account), spoke.own_stack
    if account is not None and account.role is None and (own is None or own.deployer is None):
        reason = f"is in the account {spoke.account}, whose deployer is not stated: its buckets would be closed to it"
        problems.add(path, reason, f"state accounts.{spoke.account}.role")


def _granted(network: Network, problems: Problems) -> None:
    """Nothing can be granted to jobs that reach nothing but S3."""
    isolated = {consumer for consumer, training in network.trainings.items() if training.network_isolation}
    for key, grant in network.grants.items():
        for i, consumer in enumerate(grant.consumers):
            if consumer in isolated:
                reason = "is a training network whose jobs are isolated: they reach nothing but S3"
                where = f"spokes.{consumer.replace('/', '.applications.')}.training.network_isolation"
                remedy = f"grant it to an application of clients, or state {where}: false"
                problems.add(("grants", key, "consumers", str(i)), reason, remedy, consumer)
