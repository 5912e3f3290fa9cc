"""Endpoint policies: an allow-list per endpoint, made only of values that are known before anything exists.

Sources: Amazon VPC PrivateLink guide, "Control access to VPC endpoints using endpoint policies" (Principal is required,
20,480 characters with white space); IAM user guide, "AWS global condition context keys" (``aws:VpcSourceIp`` is the
caller's own address; with a central endpoint ``aws:SourceVpc`` would always name the hub; ``aws:ResourceAccount`` is the account of
the bucket, whose ARN has none).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, collapse_addresses
from typing import Any

from ..catalogue import Service
from ..spec.model import Grant, InferenceProfile
from .grants import bounds

DENY_ALL = {"Sid": "NothingIsGranted", "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}


@dataclass(frozen=True)
class Granted:
    """A grant with what the policy matches its callers on: their accounts and the blocks they call from."""

    key: str
    grant: Grant
    applications: tuple[str, ...]
    networks: tuple[str, ...]
    accounts: tuple[str, ...]
    blocks: tuple[IPv4Network, ...]
    owners: tuple[str, ...] = ()
    """The accounts of the granted buckets, where they are known: whoever has a name first has the bucket."""


def endpoint_policy(
    service: Service,
    region: str,
    organization_id: str,
    granted: Sequence[Granted],
    profiles: Mapping[str, InferenceProfile],
) -> str:
    """The policy of one endpoint as compact JSON, the same text for the same input.

    Empty where the service supports no endpoint policy. Denies everything where nothing is granted.
    """
    if not service.policy_support:
        return ""
    statements = [s for g in granted for s in _statements(g, service, region, organization_id, profiles)]
    return document(statements or [DENY_ALL])


def document(statements: Sequence[Mapping[str, Any]]) -> str:
    """A policy document as compact JSON, the same text for the same statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))


def condition_keys(policy: str) -> set[str]:
    """The condition keys that a policy text uses."""
    statements = json.loads(policy)["Statement"] if policy else []
    return {key for s in statements for keys in s.get("Condition", {}).values() for key in keys}


def _statements(
    granted: Granted, service: Service, region: str, organization_id: str, profiles: Mapping[str, InferenceProfile]
) -> Iterable[dict[str, Any]]:
    found = bounds(granted.grant, service, region, granted.accounts, profiles)
    for i, bound in enumerate(found):
        equals: dict[str, str | list[str]] = {
            "aws:PrincipalOrgID": organization_id,
            "aws:PrincipalAccount": _one_or_list(granted.accounts),
        }
        if granted.owners:
            equals["aws:ResourceAccount"] = _one_or_list(granted.owners)
        if bound.condition_key:
            equals[bound.condition_key] = _one_or_list(bound.values)
        if bound.through:
            equals["bedrock:InferenceProfileArn"] = _one_or_list(bound.through)
        blocks = [str(block) for block in collapse_addresses(granted.blocks)]
        yield {
            "Sid": statement_id(granted.key, i + 1),
            "Effect": "Allow",
            "Principal": "*",
            "Action": _one_or_list(bound.actions),
            "Resource": _one_or_list(bound.resources),
            "Condition": {"StringEquals": equals, "IpAddress": {"aws:VpcSourceIp": _one_or_list(blocks)}},
        }


def statement_id(key: str, number: int) -> str:
    """A statement's id from its grant's key: ``chat-2`` becomes ``grantXchatX2S1``.

    Ids take letters and digits only and must be unique; keys have no capital letters, so no two grants meet.
    """
    return f"grant-{key}".replace("-", "X") + f"S{number}"


def _one_or_list(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
