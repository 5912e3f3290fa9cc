"""S3 buckets with their policies, keys and settings.

Defaults: AWS provider documentation, ``aws_s3_bucket_public_access_block`` (all four settings off).
"""

from __future__ import annotations

from collections.abc import Mapping

from ...model.endpoints import Bucket
from ...model.network import Network
from ...model.vpcs import Id
from .fields import Fields
from .tokens import BUCKET, BUCKET_V2, KEY

_BLOCKS = {
    "blockPublicAcls": "BlockPublicAcls",
    "blockPublicPolicy": "BlockPublicPolicy",
    "ignorePublicAcls": "IgnorePublicAcls",
    "restrictPublicBuckets": "RestrictPublicBuckets",
}
"""Input to the name in the S3 API (``PublicAccessBlockConfiguration``)."""


def bucket(fields: Fields, network: Network) -> None:
    """A bucket. Where the program gives no name the provider does, and only the finished bucket tells it."""
    stated = fields.inputs.get("bucket")
    name = stated if isinstance(stated, str) and stated else fields.output("bucket")
    if not isinstance(name, str):
        fields.doubt("bucket", "the name is not known")
        name = ""
    account, region = fields.index.place(fields.resource.provider)
    at = fields.inputs.get("region")
    network.buckets[fields.id] = Bucket(
        fields.id,
        name,
        tags=network.tags.get(fields.id, {}),
        deployer=fields.index.role(fields.resource.provider),
        account=account,
        region=at if isinstance(at, str) else region,
    )
    if fields.inputs.get("policy") not in (None, ""):
        document = fields.document("policy")
        if document is not None:
            fields.pieces.bucket_policies[fields.id].append((fields.id, document))


def bucket_policy(fields: Fields, _: Network) -> None:
    """The policy of a bucket."""
    found = _bucket(fields)
    document = fields.document("policy", (found,) if found else ())
    if found and document is not None:
        fields.pieces.bucket_policies[found].append((fields.id, document))


def public_access_block(fields: Fields, _: Network) -> None:
    """The bucket's public access settings."""
    found = _bucket(fields)
    if not found:
        return
    fields.pieces.bucket_block[found] = fields.id
    for key, name in _BLOCKS.items():
        if fields.flag(key, False, (found,)):
            fields.pieces.bucket_blocks[found].add(name)


def versioning(fields: Fields, _: Network) -> None:
    """Whether the bucket keeps what is replaced."""
    found, stated = _bucket(fields), fields.inputs.get("versioningConfiguration")
    status = stated.get("status") if isinstance(stated, Mapping) else stated
    if not isinstance(status, str):
        fields.doubt("versioningConfiguration", "the status is not known", *((found,) if found else ()))
    elif found and status == "Enabled":
        fields.pieces.bucket_versioned.add(found)


def encryption(fields: Fields, _: Network) -> None:
    """The key that encrypts the bucket, where it is one of the customer's; S3 encrypts by itself otherwise."""
    found = _bucket(fields)
    touches = (found,) if found else ()
    for rule in fields.records("rules", touches):
        stated = rule.get("applyServerSideEncryptionByDefault")
        named = stated.get("kmsMasterKeyId") if isinstance(stated, Mapping) else None
        key = fields.resolve("rules", named, KEY, touches=touches) if named is not None else None
        if found:
            fields.pieces.bucket_keys[found] = (fields.id, key)


def _bucket(fields: Fields) -> Id | None:
    """The bucket, which is referred to by its name: that is known before it exists."""
    value = fields.inputs.get("bucket")
    types = (BUCKET, BUCKET_V2)
    depends = any(fields.index.is_a(each, *types) for each in fields.resource.property_dependencies.get("bucket", ()))
    if isinstance(value, str) and not depends:
        urns = fields.index.of_types(types)
        found = [urn for urn in urns if (fields.index.resources[urn].inputs or {}).get("bucket") == value]
        if len(found) == 1:
            return found[0]
    return fields.reference("bucket", *types)
