"""Bucket policies. ``BucketPolicies.json`` is this project's own gathering of two S3 calls per bucket."""

from __future__ import annotations

from ...model.endpoints import Bucket
from .context import Context, Place
from .item import Item

SETTINGS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
"""The four of Amazon S3 API reference, ``PublicAccessBlockConfiguration``."""


def read_bucket(ctx: Context, _: Place, item: Item) -> None:
    """``Bucket`` is the name; no ``Policy`` or no configuration means that S3 answered that there is none."""
    name, policy = item.text("Bucket"), item.maybe_text("Policy")
    block = item.maybe_item("PublicAccessBlockConfiguration")
    on = frozenset(key for key in SETTINGS if block and block.maybe_flag(key))
    ctx.put(ctx.network.buckets, Bucket(name, name, ((name, policy),) if policy else (), on), name)
