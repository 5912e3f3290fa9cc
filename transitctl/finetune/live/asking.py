"""Asks AWS about exactly the resources of a training network. Reads only; what the caller may not ask is kept apart.

Sources: the API references of Amazon EC2, Amazon S3, AWS KMS, IAM and Amazon Bedrock; the actions of ``GetBucketEncryption``
(``s3:GetEncryptionConfiguration``) and ``GetPublicAccessBlock`` (``s3:GetBucketPublicAccessBlock``) have names of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from ..aws import DENIED, UNREADABLE, Aws, code_of, message_of, told, unreadable
from .answers import DESTINATIONS, LOCAL, Answer, blocks_of, encryption_of, region_of, rule_of, target_of, versions_of
from .facts import Fact, Facts, Key, Refused, first, statements
from .stated import Stated

ABSENT = frozenset(
    (
        *("NoSuchBucket", "NoSuchBucketPolicy", "NoSuchPublicAccessBlockConfiguration"),
        *("ServerSideEncryptionConfigurationNotFoundError", "NoSuchEntity", "NotFoundException"),
        "InvalidVpcEndpointId.NotFound",
    )
)
"""What Amazon S3, IAM, AWS KMS and Amazon EC2 answer where there is no such thing."""


def ask(aws: Aws, wanted: Stated) -> tuple[Facts, Refused]:
    """What AWS answers about what a state says, and what it refuses to answer. Raises ``BadInputError`` where it does not answer at all."""
    account = _Account(wanted)
    try:
        account.network(aws.client("ec2"))
        account.buckets(aws.client("s3"))
        account.key(aws.client("kms"))
        if wanted.role is not None:
            account.role(aws.client("iam"), wanted.role)
        if wanted.model is not None:
            account.model(aws.client("bedrock"), wanted.model)
    except UNREADABLE as error:
        raise unreadable(account.doing, error) from None
    return account.facts, account.refused


class _Account:
    """The answers of one account."""

    def __init__(self, wanted: Stated) -> None:
        self._wanted, self._place = wanted, wanted.place
        self.facts: Facts = {}
        self.refused: Refused = {}
        self.doing = ""
        """What was asked last, and is read now."""

    def network(self, ec2: Any) -> None:
        """Subnets, security group, routes and endpoint."""
        subnets = sorted(map(str, self._place.subnets.values()))
        group, tables = str(self._place.group), list(self._wanted.tables)
        for row in self._rows(ec2, "describe_subnets", "Subnets", "subnet-id", subnets):
            told = {
                "VPC": row["VpcId"],
                "zone": row["AvailabilityZoneId"],
                "block": row["CidrBlock"],
                "state": row["State"],
                "free addresses": row["AvailableIpAddressCount"],
            }
            self._keep("ec2:DescribeSubnets", f"subnet {row['SubnetId']}", told, row)
        for row in self._rows(ec2, "describe_security_groups", "SecurityGroups", "group-id", [group]):
            self._keep("ec2:DescribeSecurityGroups", f"security group {group}", {"VPC": row["VpcId"]}, row)
        for row in self._rows(ec2, "describe_security_group_rules", "SecurityGroupRules", "group-id", [group]):
            self._keep("ec2:DescribeSecurityGroupRules", f"security group {group}", {rule_of(row): ""})
        for row in self._rows(ec2, "describe_route_tables", "RouteTables", "route-table-id", tables):
            self._table(row, subnets)
        for endpoint in self._wanted.endpoints:
            self._endpoint(ec2, endpoint)

    def _endpoint(self, ec2: Any, endpoint: str) -> None:
        action, thing = "ec2:DescribeVpcEndpoints", f"endpoint {endpoint}"
        answer = self._ask(action, thing, ec2.describe_vpc_endpoints, VpcEndpointIds=[endpoint])
        for row in answer.get("VpcEndpoints", ()):
            told = {
                "VPC": row["VpcId"],
                "service": row["ServiceName"],
                "state": row["State"].lower(),
                "policy": statements(row["PolicyDocument"]),
                **{f"route table {table}": "" for table in row["RouteTableIds"]},
            }
            self._keep(action, thing, told)

    def _table(self, row: Answer, subnets: Iterable[str]) -> None:
        action, table = "ec2:DescribeRouteTables", row["RouteTableId"]
        self._keep(action, f"route table {table}", {"VPC": row["VpcId"]})
        for one in row["Associations"]:
            if one.get("SubnetId") in subnets:
                self._keep(action, f"subnet {one['SubnetId']}", {"route table": table})
        for route in row["Routes"]:
            if (target := target_of(route)) != LOCAL:
                self._keep(action, f"route table {table}", {f"route to {first(route, DESTINATIONS)}": target})

    def buckets(self, s3: Any) -> None:
        """The network's buckets: of the account, else Amazon S3 refuses."""
        asked: tuple[tuple[str, str, Callable[..., Answer], Callable[[Answer], Fact]], ...] = (
            ("s3:GetBucketLocation", "Region", s3.get_bucket_location, region_of),
            ("s3:GetBucketPolicy", "policy", s3.get_bucket_policy, lambda answer: statements(answer["Policy"])),
            ("s3:GetEncryptionConfiguration", "encryption", s3.get_bucket_encryption, encryption_of),
            ("s3:GetBucketVersioning", "versioning", s3.get_bucket_versioning, versions_of),
            ("s3:GetBucketPublicAccessBlock", "public access block", s3.get_public_access_block, blocks_of),
        )
        owner = self._place.plan["account_id"]
        for name in self._place.plan["buckets"].values():
            thing = f"bucket {name}"
            for action, what, call, read in asked:
                if answer := self._ask(action, thing, call, Bucket=name, ExpectedBucketOwner=owner):
                    self._keep(action, thing, {what: read(answer)})

    def key(self, kms: Any) -> None:
        """The key that the alias leads to, and the policy of the one that it shall lead to."""
        action, thing, key = "kms:DescribeKey", f"key {self._place.plan['key_alias']}", self._place.key
        if answer := self._ask(action, thing, kms.describe_key, KeyId=self._place.key_alias_arn):
            self._keep(action, thing, {"ARN": answer["KeyMetadata"]["Arn"], "state": answer["KeyMetadata"]["KeyState"]})
        action, thing = "kms:GetKeyPolicy", f"key {key}"
        if key and (answer := self._ask(action, thing, kms.get_key_policy, KeyId=key, PolicyName="default")):
            self._keep(action, thing, {"policy": statements(answer["Policy"])})

    def role(self, iam: Any, name: str) -> None:
        """The role of the job, and all of its policies."""
        thing = f"role {name}"
        if answer := self._ask("iam:GetRole", thing, iam.get_role, RoleName=name):
            role = answer["Role"]
            told = {"ARN": role["Arn"], "trust": statements(role["AssumeRolePolicyDocument"], resource=False)}
            if bound := role.get("PermissionsBoundary"):
                told["permissions boundary"] = bound["PermissionsBoundaryArn"]
            self._keep("iam:GetRole", thing, told)
        action, operation = "iam:ListRolePolicies", "list_role_policies"
        for policy in self._list(action, thing, iam, operation, "PolicyNames", RoleName=name):
            asked = {"RoleName": name, "PolicyName": policy}
            if answer := self._ask("iam:GetRolePolicy", thing, iam.get_role_policy, **asked):
                fact = statements(answer["PolicyDocument"], principal=False)
                self._keep("iam:GetRolePolicy", thing, {f"policy {policy}": fact})
        action, operation = "iam:ListAttachedRolePolicies", "list_attached_role_policies"
        for row in self._list(action, thing, iam, operation, "AttachedPolicies", RoleName=name):
            self._keep(action, thing, {f"managed policy {row['PolicyArn']}": ""})

    def model(self, bedrock: Any, model: str) -> None:
        """Whether the Region fine-tunes it still."""
        action, thing = "bedrock:ListFoundationModels", f"model {model}"
        answer = self._ask(action, thing, bedrock.list_foundation_models, byCustomizationType="FINE_TUNING")
        if answer:
            rows = answer["modelSummaries"]
            known = {row["modelId"]: row.get("modelLifecycle", {}).get("status", "?") for row in rows}
            self._keep(action, thing, {"fine-tuning": known.get(model, "not offered")})

    def _keep(self, action: str, thing: str, told: Mapping[str, Fact], tagged: Answer | None = None) -> None:
        """Keeps facts. Of tags those alone that the state has: others may be added by whoever tags."""
        tags = {f"tag {tag['Key']}": tag["Value"] for tag in (tagged or {}).get("Tags", ())}
        for what, fact in {**told, **tags}.items():
            key = Key(action, thing, what)
            if what not in tags or key in self._wanted.facts:
                self.facts[key] = fact

    def _rows(self, ec2: Any, operation: str, rows: str, name: str, values: list[str]) -> list[Any]:
        """What Amazon EC2 describes. By a filter, since an id that does not exist would hide the others."""
        action, filters = f"ec2:{operation.title().replace('_', '')}", [{"Name": name, "Values": values}]
        return self._list(action, "", ec2, operation, rows, Filters=filters) if values else []

    def _list(self, action: str, thing: str, client: Any, operation: str, rows: str, **asked: Any) -> list[Any]:
        pages = client.get_paginator(operation)
        return list(self._ask(action, thing, lambda: pages.paginate(**asked).build_full_result()).get(rows, []))

    def _ask(self, action: str, thing: str, call: Callable[..., Answer], **asked: Any) -> Answer:
        """The answer; nothing where there is no such thing, or where it is refused. Raises ``BadInputError`` for the rest."""
        self.doing = f"asking about {thing or 'the network'} ({action})"
        with told(self.doing):
            try:
                return call(**asked)
            except ClientError as error:
                if code_of(error) in DENIED:
                    self.refused[action, thing] = message_of(error)
                elif code_of(error) not in ABSENT:
                    raise
        return {}
