"""What a state says of a training network's resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from transit_guardrails.readers.resource import Resource

from ..job import BedrockJob, SagemakerJob
from ..place import ROLE, Place
from .facts import BLOCKS, Fact, Facts, Key, encryption, first, public_access_block, rule, statements

DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
TARGETS = (
    "gatewayId",
    "natGatewayId",
    "transitGatewayId",
    "vpcPeeringConnectionId",
    "networkInterfaceId",
    "vpcEndpointId",
)
PEERS = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
Said = Iterator[tuple[Key, Fact]]


@dataclass(frozen=True, slots=True)
class Stated:
    """The facts, and what AWS is asked for them: ids, and names that the network's plan has."""

    place: Place
    facts: Facts
    tables: tuple[str, ...]
    endpoints: tuple[str, ...]
    role: str | None
    model: str | None


def stated(resources: Iterable[Resource], job: BedrockJob | SagemakerJob, place: Place) -> Stated:
    """What a state says of what a job meets. The network's ids are known (``Place.ready``)."""
    told = _Told(resources, place)
    role = place.plan["roles"].get(job.service)
    model = job.base_model if isinstance(job, BedrockJob) else None
    needed = place.plan["budget"]["per_instance"] * (
        job.instances if isinstance(job, SagemakerJob) else place.plan["budget"]["instances"]
    )
    facts: Facts = {}
    for said in (told.subnets(needed), told.group(), told.routes(), told.endpoint(), told.buckets(), told.key()):
        facts.update(said)
    if role is not None:
        facts.update(told.role(role))
    if model is not None:
        facts[Key("bedrock:ListFoundationModels", f"model {model}", "fine-tuning")] = "ACTIVE"
    return Stated(place, facts, told.tables, tuple(str(one.id) for one in told.endpoints), role, model)


class _Told:
    """A state's resources of one training network."""

    def __init__(self, resources: Iterable[Resource], place: Place) -> None:
        self._all, self._place = tuple(one for one in resources if one.id), place
        self._subnets = frozenset(map(str, place.subnets.values()))
        self._table_of = {
            str(one.inputs["subnetId"]): _text(one.inputs, "routeTableId")
            for one in self._of("aws:ec2/routeTableAssociation")
            if one.inputs and one.inputs.get("subnetId") in self._subnets
        }
        self.tables = tuple(sorted(set(self._table_of.values())))
        self.endpoints = tuple(
            one
            for one in self._of("aws:ec2/vpcEndpoint:", serviceName=place.plan["s3_service_name"])
            if set((one.inputs or {}).get("routeTableIds") or ()) & set(self.tables)
        )

    def subnets(self, needed: int) -> Said:
        """Where they are, their tags, and how many addresses the job takes in the one that AWS chooses."""
        for one in self._of("aws:ec2/subnet:"):
            if one.id not in self._subnets:
                continue
            values = {**one.outputs, **(one.inputs or {})}
            told: dict[str, Fact] = {
                "VPC": _text(values, "vpcId"),
                "zone": _text(values, "availabilityZoneId"),
                "block": _text(values, "cidrBlock"),
                "state": "available",
                "free addresses": needed,
            }
            yield from _keyed("ec2:DescribeSubnets", f"subnet {one.id}", {**told, **_tags(values)})

    def group(self) -> Said:
        """Where it is, its tags and its rules."""
        group = self._place.group
        for one in self._of("aws:ec2/securityGroup:"):
            if one.id == group:
                values = one.inputs or {}
                told = {"VPC": _text(values, "vpcId"), **_tags(values)}
                yield from _keyed("ec2:DescribeSecurityGroups", f"security group {group}", told)
        for way in ("ingress", "egress"):
            for one in self._of(f"aws:vpc/securityGroup{way.title()}Rule:", securityGroupId=group):
                values = one.inputs or {}
                ports = (values.get("fromPort"), values.get("toPort"))
                what = rule(way, values.get("ipProtocol"), ports, first(values, PEERS))
                yield Key("ec2:DescribeSecurityGroupRules", f"security group {group}", what), ""

    def routes(self) -> Said:
        """Which table each subnet has, and its routes but for the local ones."""
        action = "ec2:DescribeRouteTables"
        for subnet, table in self._table_of.items():
            yield Key(action, f"subnet {subnet}", "route table"), table
        for one in self._of("aws:ec2/routeTable:"):
            if one.id in self.tables:
                yield Key(action, f"route table {one.id}", "VPC"), _text(one.inputs or {}, "vpcId")
        for one in self.endpoints:
            for table in self.tables:
                yield Key(action, f"route table {table}", f"route to {_text(one.outputs, 'prefixListId')}"), str(one.id)
        for one in self._of("aws:ec2/route:"):
            values = one.inputs or {}
            if values.get("routeTableId") in self.tables:
                what = f"route to {first(values, DESTINATIONS)}"
                yield Key(action, f"route table {values['routeTableId']}", what), str(first(values, TARGETS) or "?")

    def endpoint(self) -> Said:
        """The gateway endpoint of Amazon S3."""
        for one in self.endpoints:
            values = one.inputs or {}
            told: dict[str, Fact] = {
                "VPC": _text(values, "vpcId"),
                "service": _text(values, "serviceName"),
                "state": "available",
                "policy": statements(_text(values, "policy")),
                **{f"route table {table}": "" for table in values["routeTableIds"]},
            }
            yield from _keyed("ec2:DescribeVpcEndpoints", f"endpoint {one.id}", told)

    def buckets(self) -> Said:
        """Region, policy, encryption, versions and public access of each bucket."""
        for name in self._place.plan["buckets"].values():
            thing = f"bucket {name}"
            yield Key("s3:GetBucketLocation", thing, "Region"), self._place.plan["region"]
            for one in self._of("aws:s3/bucketPolicy:", bucket=name):
                yield Key("s3:GetBucketPolicy", thing, "policy"), statements(_text(one.inputs or {}, "policy"))
            for one in self._of("aws:s3/bucketServerSideEncryptionConfiguration", bucket=name):
                first = ((one.inputs or {}).get("rules") or [{}])[0]
                default = first.get("applyServerSideEncryptionByDefault") or {}
                value = encryption(
                    default.get("sseAlgorithm"), default.get("kmsMasterKeyId"), first.get("bucketKeyEnabled")
                )
                yield Key("s3:GetEncryptionConfiguration", thing, "encryption"), value
            for one in self._of("aws:s3/bucketVersioning", bucket=name):
                status = _text((one.inputs or {}).get("versioningConfiguration") or {}, "status")
                yield Key("s3:GetBucketVersioning", thing, "versioning"), status
            for one in self._of("aws:s3/bucketPublicAccessBlock:", bucket=name):
                values = one.inputs or {}
                on = public_access_block(block for block in BLOCKS if values.get(f"{block[0].lower()}{block[1:]}"))
                yield Key("s3:GetBucketPublicAccessBlock", thing, "public access block"), on

    def key(self) -> Said:
        """The key behind the alias, and its policy."""
        told: dict[str, Fact] = {"ARN": self._place.key or "?", "state": "Enabled"}
        yield from _keyed("kms:DescribeKey", f"key {self._place.plan['key_alias']}", told)
        for one in self._of("aws:kms/key:"):
            if one.outputs.get("arn") == self._place.key:
                thing = f"key {self._place.key}"
                yield Key("kms:GetKeyPolicy", thing, "policy"), statements(_text(one.inputs or {}, "policy"))

    def role(self, name: str) -> Said:
        """Who assumes it, and what it may do."""
        thing = f"role {name}"
        for one in self._of(ROLE, name=name):
            values = one.inputs or {}
            told: dict[str, Fact] = {
                "ARN": _text(one.outputs, "arn"),
                "trust": statements(_text(values, "assumeRolePolicy"), resource=False),
            }
            if values.get("permissionsBoundary"):
                told["permissions boundary"] = _text(values, "permissionsBoundary")
            yield from _keyed("iam:GetRole", thing, told)
        for one in self._of("aws:iam/rolePolicy:", role=name):
            values = one.inputs or {}
            fact = statements(_text(values, "policy"), principal=False)
            yield Key("iam:GetRolePolicy", thing, f"policy {_text(values, 'name')}"), fact
        for one in self._of("aws:iam/rolePolicyAttachment:", role=name):
            what = f"managed policy {_text(one.inputs or {}, 'policyArn')}"
            yield Key("iam:ListAttachedRolePolicies", thing, what), ""

    def _of(self, kind: str, **inputs: Any) -> list[Resource]:
        """The resources whose type begins with ``kind`` and whose inputs have these values."""
        return [
            one
            for one in self._all
            if one.type.startswith(kind) and all((one.inputs or {}).get(key) == value for key, value in inputs.items())
        ]


def _keyed(action: str, thing: str, told: Mapping[str, Fact]) -> Said:
    return ((Key(action, thing, what), fact) for what, fact in told.items())


def _tags(values: Mapping[str, Any]) -> dict[str, Fact]:
    return {f"tag {name}": str(value) for name, value in (values.get("tags") or {}).items()}


def _text(values: Mapping[str, Any], name: str) -> str:
    """A text; a question mark, which nothing in AWS equals, where the state has none."""
    value = values.get(name)
    return value if isinstance(value, str) and value else "?"
