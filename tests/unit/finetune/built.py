"""The training network of a state, built in moto: what an update would have made, under the ids that moto gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import requests
from unit.finetune.stacks import NETWORK, REGION, items, job
from unit.states import Item, state

from transit_guardrails.rules.facts import Facts
from transit_guardrails.settings import Settings
from transitctl.finetune.aws import Aws
from transitctl.finetune.job import read_job
from transitctl.finetune.live.asking import ask
from transitctl.finetune.live.comparing import Drift, compare
from transitctl.finetune.live.stated import stated
from transitctl.finetune.place import places
from transitctl.networks import of_states


class Built:
    """Clients of moto, with the network in it, and the state with moto's ids in place of its own."""

    def __init__(self, url: str) -> None:
        requests.post(f"{url}/moto-api/reset", timeout=10)
        self._url = url
        self.ec2, self.s3, self.kms, self.iam = _clients(url)
        self._ids: dict[str, str] = {}
        self._vpc()
        self._subnets()
        self._routes()
        self._group()
        self._key()
        self._buckets()
        self._roles()

    def look(self, folder: Path, like: dict[str, Any]) -> list[Drift]:
        """Where the account differs from the state for a job, without its proof."""
        known = of_states([Path(self.state(folder))])
        place = places(known.resources, Facts(known.network, Settings(), date.today()))["vpc-c/fine-tuning"]
        said = stated(known.resources, read_job(Path(job(folder, like))).job, place)
        return compare(said.facts, *ask(_aws(self._url), said))

    def state(self, folder: Path) -> str:
        """A state file of the whole stack; its path."""
        return state(folder / "live.state.json", self._now(list(items())))

    def id(self, name: str) -> str:
        """The id in moto of what has that logical name."""
        return next(self._ids.get(one["id"], one["id"]) for one in items() if one["urn"].endswith(f"::{name}"))

    def move(self, subnet: str, table: str) -> None:
        """Gives a subnet another route table."""
        (found,) = self.ec2.describe_route_tables(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])[
            "RouteTables"
        ]
        (one,) = (each for each in found["Associations"] if each.get("SubnetId") == subnet)
        self.ec2.replace_route_table_association(AssociationId=one["RouteTableAssociationId"], RouteTableId=table)

    def fill(self, subnet: str, but: int) -> None:
        """Leaves that many addresses of a subnet free."""
        (row,) = self.ec2.describe_subnets(SubnetIds=[subnet])["Subnets"]
        taken = row["AvailableIpAddressCount"] - but
        self.ec2.create_network_interface(SubnetId=subnet, SecondaryPrivateIpAddressCount=taken - 1)

    def _of(self, kind: str) -> Iterator[tuple[Item, Any]]:
        """The network's resources of a type, and their inputs with the ids so far."""
        for one in items():
            if one["type"] == f"aws:{kind}" and one["urn"].rpartition("::")[2].startswith(NETWORK):
                yield one, self._now(one["inputs"])

    def _now(self, found: Any) -> Any:
        text = json.dumps(found)
        for old, new in self._ids.items():
            text = text.replace(old, new)
        return json.loads(text)

    def _vpc(self) -> None:
        (one,) = (one for one in items() if one["urn"].endswith("::vpc-c-vpc"))
        self._ids[one["id"]] = self.ec2.create_vpc(CidrBlock=one["inputs"]["cidrBlock"])["Vpc"]["VpcId"]

    def _subnets(self) -> None:
        for one, values in self._of("ec2/subnet:Subnet"):
            made = self.ec2.create_subnet(
                VpcId=values["vpcId"],
                CidrBlock=values["cidrBlock"],
                AvailabilityZoneId=values["availabilityZoneId"],
                TagSpecifications=_tags("subnet", values),
            )
            self._ids[one["id"]] = made["Subnet"]["SubnetId"]

    def _routes(self) -> None:
        for one, values in self._of("ec2/routeTable:RouteTable"):
            made = self.ec2.create_route_table(VpcId=values["vpcId"])
            self._ids[one["id"]] = made["RouteTable"]["RouteTableId"]
        for _, values in self._of("ec2/routeTableAssociation:RouteTableAssociation"):
            self.ec2.associate_route_table(RouteTableId=values["routeTableId"], SubnetId=values["subnetId"])
        for one, values in self._of("ec2/vpcEndpoint:VpcEndpoint"):
            made = self.ec2.create_vpc_endpoint(
                VpcId=values["vpcId"],
                ServiceName=values["serviceName"],
                VpcEndpointType="Gateway",
                RouteTableIds=values["routeTableIds"],
                PolicyDocument=values["policy"],
            )
            self._ids[one["id"]] = made["VpcEndpoint"]["VpcEndpointId"]
            (table,) = self.ec2.describe_route_tables(RouteTableIds=values["routeTableIds"])["RouteTables"]
            (self.prefix_list,) = (
                route["DestinationPrefixListId"] for route in table["Routes"] if "DestinationPrefixListId" in route
            )
            self._ids[one["outputs"]["prefixListId"]] = self.prefix_list

    def _group(self) -> None:
        for one, values in self._of("ec2/securityGroup:SecurityGroup"):
            made = self.ec2.create_security_group(
                GroupName=values["name"],
                Description=values["description"],
                VpcId=values["vpcId"],
                TagSpecifications=_tags("security-group", values),
            )
            self._ids[one["id"]] = made["GroupId"]
            self.ec2.revoke_security_group_egress(GroupId=made["GroupId"], IpPermissions=[EVERYTHING])
        for way in ("Ingress", "Egress"):
            for _, values in self._of(f"vpc/securityGroup{way}Rule:SecurityGroup{way}Rule"):
                low, high = values.get("fromPort", -1), values.get("toPort", -1)
                permission: dict[str, Any] = {"IpProtocol": values["ipProtocol"], "FromPort": low, "ToPort": high}
                if "prefixListId" in values:
                    permission["PrefixListIds"] = [{"PrefixListId": values["prefixListId"]}]
                else:
                    permission["UserIdGroupPairs"] = [{"GroupId": values["referencedSecurityGroupId"]}]
                add = getattr(self.ec2, f"authorize_security_group_{way.lower()}")
                add(GroupId=values["securityGroupId"], IpPermissions=[permission])

    def _key(self) -> None:
        for one, values in self._of("kms/key:Key"):
            self._ids[one["id"]] = self.kms.create_key(Policy=values["policy"])["KeyMetadata"]["KeyId"]
        for _, values in self._of("kms/alias:Alias"):
            self.kms.create_alias(AliasName=values["name"], TargetKeyId=values["targetKeyId"])

    def _buckets(self) -> None:
        for _, values in self._of("s3/bucket:Bucket"):
            self.s3.create_bucket(Bucket=values["bucket"])
        for _, values in self._of("s3/bucketVersioning:BucketVersioning"):
            self.s3.put_bucket_versioning(Bucket=values["bucket"], VersioningConfiguration={"Status": "Enabled"})
        kind = "erverSideEncryptionConfiguration"
        for _, values in self._of(f"s3/bucketS{kind}:BucketS{kind}"):
            default = values["rules"][0]["applyServerSideEncryptionByDefault"]
            rule = {
                "ApplyServerSideEncryptionByDefault": {
                    "SSEAlgorithm": default["sseAlgorithm"],
                    **({"KMSMasterKeyID": default["kmsMasterKeyId"]} if "kmsMasterKeyId" in default else {}),
                },
                "BucketKeyEnabled": values["rules"][0].get("bucketKeyEnabled", False),
            }
            self.s3.put_bucket_encryption(Bucket=values["bucket"], ServerSideEncryptionConfiguration={"Rules": [rule]})
        for _, values in self._of("s3/bucketPublicAccessBlock:BucketPublicAccessBlock"):
            self.s3.put_public_access_block(Bucket=values["bucket"], PublicAccessBlockConfiguration=BLOCKED)
        for _, values in self._of("s3/bucketPolicy:BucketPolicy"):
            self.s3.put_bucket_policy(Bucket=values["bucket"], Policy=values["policy"])

    def _roles(self) -> None:
        for _, values in self._of("iam/role:Role"):
            self.iam.create_role(RoleName=values["name"], AssumeRolePolicyDocument=values["assumeRolePolicy"])
        for _, values in self._of("iam/rolePolicy:RolePolicy"):
            self.iam.put_role_policy(
                RoleName=values["role"], PolicyName=values["name"], PolicyDocument=values["policy"]
            )


@cache
def _aws(url: str) -> Aws:
    return Aws(REGION, endpoint_url=url)


@cache
def _clients(url: str) -> tuple[Any, ...]:
    return tuple(boto3.client(name, region_name=REGION, endpoint_url=url) for name in ("ec2", "s3", "kms", "iam"))


EVERYTHING = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
BLOCKED = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


def _tags(kind: str, values: Any) -> list[dict[str, Any]]:
    tags = [{"Key": key, "Value": value} for key, value in values["tags"].items()]
    return [{"ResourceType": kind, "Tags": tags}]
