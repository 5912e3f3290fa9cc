"""S3 buckets with their policies, and the identity policies that the program writes.

Defaults: AWS provider documentation, ``aws_s3_bucket_public_access_block`` (all four settings off).
"""

from __future__ import annotations

from ...model.endpoints import Bucket, IdentityPolicy
from ...model.network import Network
from ...model.vpcs import Id
from .fields import Fields
from .tokens import BUCKET, BUCKET_V2

_BLOCKS = {
    "blockPublicAcls": "BlockPublicAcls",
    "blockPublicPolicy": "BlockPublicPolicy",
    "ignorePublicAcls": "IgnorePublicAcls",
    "restrictPublicBuckets": "RestrictPublicBuckets",
}
"""Input to the name in the S3 API (``PublicAccessBlockConfiguration``)."""


def bucket(fields: Fields, network: Network) -> None:
    """A bucket. Where the program gives no name the provider does, and only the finished bucket tells it."""
    name = fields.inputs.get("bucket") or fields.output("bucket")
    if not isinstance(name, str):
        fields.doubt("bucket", "the name is not known")
        name = ""
    network.buckets[fields.id] = Bucket(fields.id, name, tags=network.tags.get(fields.id, {}))
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


def identity_policy(fields: Fields, network: Network) -> None:
    """A policy of a role, a user or a group, or one of its own."""
    document = fields.document("policy")
    if document is not None:
        network.identity_policies[fields.id] = IdentityPolicy(fields.id, document, _holder(fields))


def role(fields: Fields, network: Network) -> None:
    """The policies that a role states itself, each by the role's URN and its name."""
    for item in fields.records("inlinePolicies"):
        name, document = item.get("name"), item.get("policy")
        if document in (None, ""):
            continue
        if not isinstance(document, str):
            fields.doubt("inlinePolicies", "a policy is not known")
            continue
        urn = f"{fields.id}#{name if isinstance(name, str) else ''}"
        stated = fields.inputs.get("name")
        network.identity_policies[urn] = IdentityPolicy(urn, document, stated if isinstance(stated, str) else "")


def _holder(fields: Fields) -> str:
    """Whose policy it is, by name: as stated, or as the resource that it refers to states it."""
    for key in ("role", "user", "group"):
        for urn in fields.resource.property_dependencies.get(key, ()):
            found = fields.index.resources.get(urn)
            name = (found.inputs or {}).get("name") if found else None
            if isinstance(name, str):
                return name
        if isinstance(value := fields.inputs.get(key), str):
            return value
    return ""
