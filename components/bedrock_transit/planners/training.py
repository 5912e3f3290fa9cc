"""Plans of training networks: what jobs reach, and how many addresses they take.

Sources: Amazon VPC PrivateLink guide, "Gateway endpoints for Amazon S3" (the policy bounds what is reached through the endpoint,
whoever calls); Amazon SageMaker AI developer guide, "Give SageMaker training jobs access to resources in your Amazon VPC".
"""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Any

from .. import catalogue
from ..spec.model import Network
from ..spec.problems import Problems
from ..spec.training import Training
from ..spec.training_names import account_of, bucket_names, deployers, job_roles
from ..training_plans import AddressBudgetPlan, TrainingNetworkPlan, TrainingPlan, UploadingNetworkPlan
from .context import Context
from .network_plan import NetworkPlan
from .policies import document
from .tags import tags
from .training_data import training_data
from .training_roles import training_roles

READ = ["s3:GetObject", "s3:GetObjectVersion"]
LIST = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"]
WRITE = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"]


def trainings(context: Context, spoke: str) -> dict[str, TrainingPlan]:
    """The training networks of a spoke, by application."""
    applications = context.network.spokes[spoke].applications
    found: dict[str, TrainingPlan] = {}
    for name, application in sorted(applications.items()):
        if application.training is not None:
            network = _network(context, f"{spoke}/{name}", application.training)
            data = training_data(network, deployers(context.network, f"{spoke}/{name}"))
            found[name] = {"network": network, "data": data, "roles": training_roles(network)}
    return found


def bucket_arns(network: Network, consumer: str, *uses: str) -> list[str]:
    """The ARNs of the buckets of those uses."""
    names, partition = bucket_names(network, consumer), _partition(network, consumer)
    return [f"arn:{partition}:s3:::{names[use]}" for use in uses]


def judge(plan: NetworkPlan, problems: Problems) -> None:
    """Reports training networks whose subnets are too small for the jobs that are stated."""
    for region in plan.regions.values():
        for spoke, found in region.trainings.items():
            for name, training in found.items():
                budget = training["network"]["budget"]
                if budget["needed"] > budget["usable"]:
                    path = ("spokes", spoke, "applications", name, "training", "jobs")
                    reason = f"need {budget['needed']} addresses in one subnet, and each has {budget['usable']}"
                    length = 32 - (budget["needed"] + catalogue.training().reserved_addresses - 1).bit_length()
                    remedy = (
                        f"state subnet_prefix_length: {length} or less for the application, or smaller or fewer jobs"
                    )
                    problems.add(path, reason, remedy)


def _network(context: Context, consumer: str, training: Training) -> TrainingNetworkPlan:
    network, (spoke, name) = context.network, consumer.split("/")
    stated = network.spokes[spoke]
    block = context.block(consumer)
    prefix = network.training_name(consumer)
    found: TrainingNetworkPlan = {
        "key": consumer,
        "name": prefix,
        "region": stated.region,
        "segment": stated.segment,
        "account_id": account_of(network, consumer),
        "block": str(block),
        "network_isolation": training.network_isolation,
        "efa": training.jobs.efa,
        "budget": _budget(training, block),
        "s3_service_name": catalogue.service("s3").service_name(stated.region),
        "s3_policy": document(_statements(context, consumer)),
        "buckets": bucket_names(network, consumer),
        "key_alias": f"alias/{prefix}",
        "roles": job_roles(network, consumer, training),
        "uploaders": {key: uploader.role for key, uploader in sorted(training.uploaders.items())},
        "tags": tags(
            network, stated.segment, spoke, stated.tags, stated.applications[name].tags, {"application": name}
        ),
    }
    if uploading := _uploading(network, training):
        found["uploading_networks"] = uploading
    return found


def _uploading(network: Network, training: Training) -> dict[str, UploadingNetworkPlan]:
    """The networks that uploaders are bound to: they call through the hub, which is the network account's."""
    names = {uploader.network for uploader in training.uploaders.values() if uploader.network is not None}
    return {
        name: {
            "uploaders": sorted(key for key, uploader in training.uploaders.items() if uploader.network == name),
            "prefixes": [str(prefix) for prefix in sorted(network.on_premises[name].prefixes)],
            "endpoint_account_id": network.accounts[network.network_account].id,
        }
        for name in sorted(names)
    }


def _budget(training: Training, block: IPv4Network) -> AddressBudgetPlan:
    """All instances of all jobs in one subnet: AWS chooses the zone, and may choose the same one for all."""
    known, jobs = catalogue.training(), training.jobs
    each = known.addresses_per_instance_efa if jobs.efa else known.addresses_per_instance
    taken = each * jobs.instances * jobs.concurrent
    return {
        "instances": jobs.instances,
        "concurrent": jobs.concurrent,
        "per_instance": each,
        "needed": -(-taken * (100 + known.headroom_percent) // 100),
        "usable": block.num_addresses // 4 - known.reserved_addresses,
    }


def _statements(context: Context, consumer: str) -> list[dict[str, Any]]:
    """The network's own buckets for principals of its account, and AWS's buckets that jobs read."""
    network, region = context.network, context.home(consumer)[0]
    account, partition = account_of(network, consumer), _partition(network, consumer)
    organization = {"aws:PrincipalOrgID": network.organization_id}
    own = {"StringEquals": {**organization, "aws:PrincipalAccount": account, "aws:ResourceAccount": account}}
    buckets = bucket_arns(network, consumer, "data", "models")
    aws = [name.format(region=region) for name in catalogue.training().aws_buckets.values()]
    return [
        _allow("OwnBuckets", LIST, buckets, own),
        _allow("OwnObjects", sorted(READ + WRITE), [f"{bucket}/*" for bucket in buckets], own),
        _allow("AwsObjects", ["s3:GetObject"], [f"arn:{partition}:s3:::{name}/*" for name in sorted(aws)]),
    ]


def _allow(sid: str, actions: list[str], resources: list[str], condition: Any = None) -> dict[str, Any]:
    found = {"Sid": sid, "Effect": "Allow", "Principal": "*", "Action": actions, "Resource": resources}
    return {**found, "Condition": condition} if condition else found


def _partition(network: Network, consumer: str) -> str:
    return catalogue.regions()[network.spokes[consumer.split("/", maxsplit=1)[0]].region].partition
