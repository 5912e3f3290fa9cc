"""Mistakes about tags, buckets, exceptions and quotas."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..program import Built, Edit, Properties
from .filters import rule
from .record import DEV, OFFICE, PROD, PROD_RUNTIME, REGION, Sabotage, names, put, tags

_BUCKET = "acme-dev-training-data"
_HOME = "us-east-1-hub-vpc"


def _without_tag(key: str) -> Edit:
    def edit(props: Properties) -> Properties:
        return {**props, "tags": {name: value for name, value in props["tags"].items() if name != key}}

    return lambda program: program.change("vpc-a-vpc", edit)


def _retagged(props: Properties) -> Properties:
    return {**props, "tags": {**props["tags"], "segment": "prod"}}


def _document(**statement: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def _tagger(built: Built) -> None:
    aws.iam.Policy(
        "tagger",
        policy=_document(Action=["ec2:CreateTags", "ec2:DescribeTags"], Resource="*"),
        tags=tags("tagger"),
        opts=built.beside(_HOME),
    )


def _administrator(built: Built) -> None:
    aws.iam.RolePolicy(
        "network-operators",
        role="network-operators",
        policy=_document(Action="ec2:*", Resource="*"),
        opts=built.beside(_HOME),
    )


def _bucket(built: Built) -> aws.s3.Bucket:
    return aws.s3.Bucket(
        "data", bucket=_BUCKET, region=REGION, tags=tags("data", "prod", "vpc-a"), opts=built.beside("vpc-a-vpc")
    )


def _block(built: Built, public_policy: bool = True) -> None:
    aws.s3.BucketPublicAccessBlock(
        "data-block",
        bucket=_bucket(built).id,
        region=REGION,
        block_public_acls=True,
        block_public_policy=public_policy,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=built.beside("vpc-a-vpc"),
    )


def _public_policy(built: Built) -> None:
    _block(built)
    aws.s3.BucketPolicy(
        "data-policy",
        bucket=built["data"].id,
        region=REGION,
        policy=_document(Principal="*", Action="s3:GetObject", Resource=f"arn:aws:s3:::{_BUCKET}/*"),
        opts=built.beside("vpc-a-vpc"),
    )


def _exception(**values: str) -> Edit:
    full = {
        "kind": "nat-gateway",
        "scope": "vpc-a",
        "reason": "Patching until the mirror works",
        "expires": "2099-12-31",
    }

    def export(_: Built) -> None:
        pulumi.export("exceptions", {"patching": {**full, **values}})

    return lambda program: program.after(export)


def _many_acl_rules(low: int, high: int) -> Sequence[Mapping[str, Any]]:
    many = [rule(100 + n, f"10.129.{8 * n}.0/21", low, high) for n in range(20)]
    return [*many, rule(200, OFFICE, low, high)]


def _long_policy(props: Properties) -> Properties:
    document = json.loads(props["policy"])
    first = document["Statement"][0]
    document["Statement"] = [{**first, "Sid": f"grantXchatS{n}"} for n in range(60)]
    return {**props, "policy": json.dumps(document)}


_TAGS = [
    Sabotage(
        "a VPC has no segment tag",
        DEV,
        _without_tag("segment"),
        "resources-tagged",
        names("vpc-a-vpc"),
        names(
            "dns-blocked",
            "names-resolve-to-own-segment",
            "network-acls-narrow",
            "one-association-per-attachment",
            "security-groups-narrow",
        ),
    ),
    Sabotage("a VPC has no owner tag", DEV, _without_tag("owner"), "resources-tagged", names("vpc-a-vpc")),
    Sabotage(
        "a nonprod VPC is tagged as prod",
        DEV,
        lambda program: program.change("vpc-x-vpc", _retagged),
        "resources-tagged",
        names("vpc-x-vpc"),
        names(
            "isolation-has-two-layers",
            "segments-isolated",
            "names-resolve-to-own-segment",
            "network-acls-narrow",
            "one-association-per-attachment",
            "security-groups-narrow",
        ),
    ),
    Sabotage(
        "a policy lets its holder tag everything",
        DEV,
        lambda program: program.after(_tagger),
        "tags-set-by-deployer",
        names("tagger"),
    ),
    Sabotage(
        "a role may do everything in EC2",
        DEV,
        lambda program: program.after(_administrator),
        "tags-set-by-deployer",
        names("network-operators"),
    ),
]

_BUCKETS = [
    Sabotage(
        "a bucket has no public access block",
        DEV,
        lambda program: program.after(_bucket),
        "public-access-blocked",
        names("data"),
        names("bucket-policies-sound"),
    ),
    Sabotage(
        "a bucket takes public policies",
        DEV,
        lambda program: program.after(lambda built: _block(built, public_policy=False)),
        "public-access-blocked",
        names("data-block"),
        names("bucket-policies-sound"),
    ),
    Sabotage(
        "a bucket's policy admits everybody",
        DEV,
        lambda program: program.after(_public_policy),
        "bucket-policies-sound",
        names("data-policy"),
        names("public-access-blocked"),
    ),
]

_EXCEPTIONS = [
    Sabotage(
        "an exception has expired",
        DEV,
        _exception(expires="2020-01-31"),
        "exceptions-justified",
        names("bedrock-transit-dev"),
    ),
    Sabotage(
        "an exception has no reason",
        DEV,
        _exception(reason=""),
        "exceptions-justified",
        names("bedrock-transit-dev"),
    ),
    Sabotage(
        "the transit gateway is shared with anybody",
        PROD,
        lambda program: program.change("us-east-1-transit-share", put(allow_external_principals=True)),
        "shares-inside-organization",
        names("us-east-1-transit-share"),
    ),
    Sabotage(
        "the transit gateway is shared with another organization",
        PROD,
        lambda program: program.change(
            "us-east-1-transit-share-with-222233334444",
            put(principal="arn:aws:organizations::999988887777:organization/o-zzzzzzzzzz"),
        ),
        "shares-inside-organization",
        names("us-east-1-transit-share-with-222233334444"),
    ),
    Sabotage(
        "a spoke is left to a stack of its own, and nobody declares it",
        PROD,
        lambda program: program.spec(lambda network: network["spokes"]["vpc-b-test"].update(own_stack={})),
        "other-stacks-declared",
        names("us-east-1-nonprod"),
    ),
]

_QUOTAS = [
    Sabotage(
        "a prefix list takes a thousand entries of a security group's rules",
        DEV,
        lambda program: program.change("us-east-1-prod.class-chat", put(max_entries=1000)),
        "quotas-have-headroom",
        names("us-east-1-prod-sg", "us-east-1-prod-rt", "us-east-1-prod.class-chat"),
    ),
    Sabotage(
        "a network ACL has more rules than AWS takes",
        DEV,
        lambda program: program.change(
            "us-east-1-prod-acl",
            put(ingress=_many_acl_rules(443, 443), egress=_many_acl_rules(1024, 65535)),
        ),
        "quotas-have-headroom",
        names("us-east-1-prod-acl"),
    ),
    Sabotage(
        "an endpoint policy is longer than AWS takes",
        DEV,
        lambda program: program.change(PROD_RUNTIME, _long_policy),
        "quotas-have-headroom",
        names(PROD_RUNTIME),
        names("endpoint-policies-sound"),
    ),
]


HYGIENE = [*_TAGS, *_BUCKETS, *_EXCEPTIONS, *_QUOTAS]
