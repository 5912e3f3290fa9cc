"""Network interfaces in a training network's subnets, and what is to be done before the network can be destroyed.

Sources: Amazon EC2 user guide, "Requester-managed network interfaces"; Amazon EC2 API reference, DescribeNetworkInterfaces and
CreateNetworkInterface; Amazon Bedrock user guide, "Protect model customization jobs using a VPC", for the tag that names the job.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .aws import Aws, told
from .running import Running

JOB_TAG = "BedrockModelCustomizationJobArn"
AVAILABLE = "available"
"""The status of an interface that is attached to nothing."""
OF_JOBS = ("", "interface", "efa", "efa-only")
"""The types that CreateNetworkInterface makes, by which a job's role gets its own, but for trunks; empty where AWS tells none."""
PAGE = 1000
"""As many as AWS tells at once."""


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface as AWS tells it. ``requester`` made it, ``managed`` where that is a service that manages it for itself;
    ``attached_to`` is an instance of the account, else whoever owns the instance; ``job`` is the ARN that Amazon Bedrock's tag names."""

    id: str
    subnet: str
    zone: str
    status: str
    type: str
    description: str
    requester: str
    managed: bool
    attached_to: str
    job: str

    @property
    def detached(self) -> bool:
        """Whether nothing holds it, so that it may be deleted by hand."""
        return self.status == AVAILABLE

    @property
    def instance(self) -> str:
        """The account's own instance that holds it; empty where a service does."""
        return self.attached_to if self.attached_to.startswith("i-") and not self.managed else ""

    @property
    def foreign(self) -> bool:
        """Whether its type tells that it is no job's: an endpoint's, a gateway's and the like."""
        return self.type not in OF_JOBS


def interfaces_in(aws: Aws, subnets: Mapping[str, str]) -> list[Interface]:
    """What is in subnets, which are given as zone to id; sorted by zone and id."""
    zones = {known: zone for zone, known in subnets.items()}
    chosen = [{"Name": "subnet-id", "Values": sorted(subnets.values())}]
    pages = aws.client("ec2").get_paginator("describe_network_interfaces")
    with told("listing network interfaces (ec2:DescribeNetworkInterfaces)"):
        found = [
            _interface(row, zones)
            for page in pages.paginate(Filters=chosen, PaginationConfig={"PageSize": PAGE})
            for row in page["NetworkInterfaces"]
        ]
    return sorted(found, key=lambda one: (one.zone, one.id))


def _interface(row: Mapping[str, Any], zones: Mapping[str, str]) -> Interface:
    attachment = row.get("Attachment") or {}
    tags = {tag["Key"]: tag["Value"] for tag in row.get("TagSet", ())}
    return Interface(
        id=row["NetworkInterfaceId"],
        subnet=row["SubnetId"],
        zone=zones[row["SubnetId"]],
        status=row["Status"],
        type=row.get("InterfaceType", ""),
        description=row.get("Description", ""),
        requester=row.get("RequesterId", ""),
        managed=bool(row.get("RequesterManaged")),
        attached_to=attachment.get("InstanceId") or attachment.get("InstanceOwnerId") or "",
        job=tags.get(JOB_TAG, ""),
    )


def steps(found: Sequence[Interface], jobs: Sequence[Running], region: str) -> Iterator[str]:
    """What is to be done, in this order. Nothing may be deleted while a job runs: its interfaces are detached before they are attached."""
    for job in jobs:
        yield f"stop the job, or wait for its end: transitctl finetune stop {job.name} --region {region}"
    for one in found:
        if one.instance:
            yield f"end the instance {one.instance} of the account, which is no job's: {one.id} goes with it or can be detached"
        elif one.foreign and not one.detached:
            what = one.description or "it does not say what for"
            yield f"delete what holds {one.id}, which is no job's: its type is {one.type} ({what})"
    own = [one for one in found if not one.instance and not one.foreign]
    held = ", ".join(one.id for one in own if jobs or not one.detached)
    if held:
        yield f"wait, and ask again: when no job needs them AWS detaches and deletes {held}, and nobody else can detach them"
    if held and not jobs:
        yield f"where they stay although no job runs: ask AWS Support in {region}, with these ids and with who made them"
    for one in found:
        if one.detached and (one.foreign or not jobs):
            yield f"delete what is left: aws ec2 delete-network-interface --region {region} --network-interface-id {one.id}"
    if found or jobs:
        yield "then destroy or update the stack; after one that failed, the same command again goes on"
