"""Checks of uploads from on-premises: who may call Amazon S3 through the hub, and what uploaders are bound to.

Sources: Amazon S3 user guide, "AWS PrivateLink for Amazon S3" (a gateway endpoint serves its own VPC and no network outside, an
interface endpoint both), "Required permissions for Amazon S3 API operations" (the operations on buckets and objects); IAM user
guide, "IAM identifiers" (ARNs of roles have the partition, and a name is taken once in an account whatever the path).
"""

from __future__ import annotations

from ..catalogue import regions, services
from .known import Known
from .model import Network
from .problems import Path, Problems
from .training import Training, Uploader
from .training_names import deployers, job_roles

S3 = "s3"
"""The endpoint service that uploads go through."""


def upload_grant(name: str) -> str:
    """The key of the grant that the uploaders of a network make."""
    return f"uploads-{name}"


def check_uploads(network: Network, known: Known, problems: Problems) -> None:
    """Reports grants that are too wide or to whom no name of the endpoint is told, roles that are no uploader's, and uploaders
    bound to what they cannot upload from."""
    _granted(network, problems)
    jobs = _jobs(network)
    for consumer, training in network.trainings.items():
        spoke, application = consumer.split("/")
        path = ("spokes", spoke, "applications", application, "training", "uploaders")
        _roles(path, training, problems)
        for key, uploader in training.uploaders.items():
            _role((*path, key, "role"), consumer, uploader, network, jobs, problems)
            here = (*path, key, "network")
            if uploader.network is not None and problems.one_of(
                here, uploader.network, known.networks, "on-premises network"
            ):
                _bound(here, consumer, uploader, uploader.network, network, problems)
    for name in network.uploading:
        if (key := upload_grant(name)) in network.grants:
            reason = f"is the name of the grant that uploaders of on_premises.{name} make"
            problems.add(("grants", key), reason, "choose another name", key)


def _granted(network: Network, problems: Problems) -> None:
    """The endpoint's own names are for on-premises networks: nobody leads a spoke to them, or trusts a partner with data."""
    for key, grant in network.grants.items():
        if grant.service not in services() or not services()[grant.service].own_names:
            continue
        if not grant.objects:
            reason = "is not stated: the grant would be of every bucket that there is"
            problems.add(("grants", key, "objects"), reason, "state the ARNs of buckets and of their objects")
        for i, consumer in enumerate(grant.consumers):
            if consumer not in network.on_premises and network.caller(consumer) is not None:
                what = "a partner" if consumer in network.partners else "an application of a spoke"
                reason = f"is {what}, and {grant.service} in the hub is for on-premises networks alone"
                remedy = "remove it: spokes reach Amazon S3 by gateway endpoints of their own"
                problems.add(("grants", key, "consumers", str(i)), reason, remedy, consumer)


def _roles(path: Path, training: Training, problems: Problems) -> None:
    """A role that uploads from one network alone cannot be let in from anywhere, or from another one, too."""
    bound: dict[str, tuple[str, str | None]] = {}
    for key, uploader in training.uploaders.items():
        other, network = bound.setdefault(uploader.role, (key, uploader.network))
        if network != uploader.network:
            reason = f"is the role of {other} too, and the two upload from different places"
            problems.add((*path, key, "role"), reason, "give each a role of its own", uploader.role)


def _jobs(network: Network) -> dict[tuple[str, str], str]:
    """All roles of jobs, by account id and name, with the training network that they are of."""
    found: dict[tuple[str, str], str] = {}
    for consumer, training in network.trainings.items():
        account = network.accounts.get(network.spokes[consumer.split("/", maxsplit=1)[0]].account)
        if account is not None:
            found |= {(account.id, name): consumer for name in job_roles(network, consumer, training).values()}
    return found


def _role(
    here: Path,
    consumer: str,
    uploader: Uploader,
    network: Network,
    jobs: dict[tuple[str, str], str],
    problems: Problems,
) -> None:
    """Uploaders are let in from outside: no role of jobs is, and no deployer may be closed out."""
    _, partition, _, _, account, resource = uploader.role.split(":")
    region = network.spokes[consumer.split("/", maxsplit=1)[0]].region
    own = regions()[region].partition if region in regions() else partition
    if own != partition:
        reason = f"is of the partition {partition}, and {consumer} is in {region}, of {own}"
        problems.add(here, reason, f"state a role of {own}", uploader.role)
    elif other := jobs.get((account, resource.rpartition("/")[2])):
        remedy = "state another role: jobs read and write from within alone"
        problems.add(here, f"is the role of jobs of {other}", remedy, uploader.role)
    elif uploader.network is not None and uploader.role in deployers(network, consumer):
        reason = f"builds the buckets of {consumer}, and could ask for them from {uploader.network} alone"
        problems.add(here, reason, "state another role, or leave network out", uploader.role)


def _bound(here: Path, consumer: str, uploader: Uploader, name: str, network: Network, problems: Problems) -> None:
    """The network calls the endpoints of the training network's own segment and Region, with principals of the role's account."""
    spoke, stated = network.spokes[consumer.split("/", maxsplit=1)[0]], network.on_premises.get(name)
    place = network.regions.get(spoke.region)
    if stated is None:
        return
    if (stated.segment, stated.region) != (spoke.segment, spoke.region):
        reason = f"is of {stated.segment} in {stated.region}, and {consumer} of {spoke.segment} in {spoke.region}"
        remedy = "bind it to a network of that segment and Region, or leave the key out: it then calls from anywhere"
        problems.add(here, reason, remedy, name)
    elif place is not None and S3 not in place.hub.services:
        reason = f"uploads to {consumer} through the hub of {spoke.region}, which has no endpoint of {S3}"
        problems.add(here, reason, f"add {S3} to regions.{spoke.region}.hub.services", name)
    account, ids = (
        uploader.role.split(":")[4],
        {network.accounts[k].id for k in stated.accounts if k in network.accounts},
    )
    if ids and account not in ids:
        reason = f"is where principals of {', '.join(stated.accounts)} call from, and the role is of account {account}"
        problems.add(here, reason, f"name that account in on_premises.{name}.accounts", name)
