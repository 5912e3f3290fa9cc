"""What is known of AWS services: host names, how actions are bounded, quotas. Dated data, not code (services.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Service:
    """An endpoint service. Sets hold IAM action names (``bedrock:InvokeModel``)."""

    key: str
    iam_prefix: str
    hosts: tuple[str, ...]
    """Host names in the Region, ``*.`` in front where any name below answers."""
    own_names: bool
    """Whether it is called by its endpoint's own names alone."""
    policy_support: bool
    unsupported_condition_keys: frozenset[str]
    invoke: frozenset[str]
    """Inference on models, which every granted model must allow."""
    by_model: frozenset[str]
    """Actions that the ARN of a model bounds."""
    by_object: frozenset[str]
    """Actions that the ARN of an object bounds (an agent, a guardrail)."""
    by_key: Mapping[str, str]
    """Actions that a condition key with the model's name bounds, and the key."""
    unbounded: frozenset[str]
    """Actions that reach a model, and nothing says which."""

    @property
    def private_hosts(self) -> tuple[str, ...]:
        """The host names that a segment's private zones answer for."""
        return () if self.own_names else self.hosts


@cache
def _document() -> dict[str, Any]:
    text = (files(__package__) / "services.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def service_of(name: str, region: str) -> Service | None:
    """The service of an endpoint by its full name (``com.amazonaws.us-east-1.sts``); None where it is not known."""
    place = _document()["regions"].get(region)
    for key, entry in _document()["services"].items() if place else ():
        if entry["service_name"].format(region=region) == name:
            return _service(key, entry, region, place["dns_suffix"])
    return None


@cache
def amazon_names() -> frozenset[str]:
    """Names that AWS answers for: host names of its services in all Regions, and the domains that are all AWS's.

    Source: Amazon Route 53 developer guide, "Domain names that VPC Resolver creates autodefined system rules for".
    """
    document, found = _document(), {"aws", "compute.internal", "ec2.internal"}
    for region, place in document["regions"].items():
        hosts = (host for entry in document["services"].values() for host in entry["hosts"])
        found |= {host.format(region=region, dns_suffix=place["dns_suffix"]).removeprefix("*.") for host in hosts}
        found.add(place["dns_suffix"])
    return frozenset(found)


def _service(key: str, entry: Mapping[str, Any], region: str, suffix: str) -> Service:
    bounded = entry["bounded_by"]
    return Service(
        key,
        entry["iam_prefix"],
        tuple(host.format(region=region, dns_suffix=suffix) for host in entry["hosts"]),
        entry["own_names"],
        entry["policy_support"],
        frozenset(entry["unsupported_condition_keys"]),
        frozenset(entry["invoke"]),
        frozenset(bounded["resource"]),
        frozenset(bounded["object"]),
        dict(entry["condition_keys"]),
        frozenset(bounded["none"]),
    )


def partition_of(region: str) -> str:
    """``aws``, ``aws-us-gov`` …; ``aws`` where the Region is not known."""
    found = _document()["regions"].get(region)
    return str(found["partition"]) if found else "aws"


def aws_buckets(region: str) -> frozenset[str]:
    """The buckets of AWS's own that training jobs read: ARNs of all their objects."""
    names = _document()["aws_buckets"]
    return frozenset(f"arn:{partition_of(region)}:s3:::{name.format(region=region)}/*" for name in names)


def quota(key: str) -> int:
    """The default value of a quota. Raises ``KeyError`` for one that is not known."""
    return int(_document()["quotas"][key]["value"])


@cache
def quota_keys() -> tuple[str, ...]:
    """The quotas that are known."""
    return tuple(sorted(_document()["quotas"]))


def profile_geographies() -> frozenset[str]:
    """The first parts of the ids of inference profiles (``us``, ``global``)."""
    return frozenset(_document()["profile_geographies"])
