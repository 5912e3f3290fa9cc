"""Everything that is looked up across resources, indexed once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ..resource import Resource, Urn
from .tokens import DEFAULT_ROUTE_TABLE, DEFAULT_SECURITY_GROUP, ENDPOINT, OTHER_IDS, VPC

AMBIGUOUS = ""
"""Stands for a URN where two resources of one type have the same id."""


class Index:
    """Resources by URN, by type, by type and id."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources: dict[Urn, Resource] = {}
        self.by_type: dict[str, list[Urn]] = {}
        for resource in sorted(resources, key=_by_urn):
            self.resources[resource.urn] = resource
            self.by_type.setdefault(resource.type, []).append(resource.urn)
        self._places: dict[Urn, tuple[str | None, str | None]] = {}
        self._of_types: dict[tuple[str, ...], tuple[Urn, ...]] = {}

    @cached_property
    def by_id(self) -> Mapping[tuple[str, str], Urn]:
        """Type and AWS id (or ARN) to URN, ``AMBIGUOUS`` where that is not one resource."""
        found: dict[tuple[str, str], Urn] = {}
        for urn, resource in self.resources.items():
            outputs = resource.outputs
            others = [outputs.get(key) for key in ("arn", *OTHER_IDS.get(resource.type, ()))]
            for text in {known_id(resource), *(each for each in others if isinstance(each, str))}:
                if text:
                    key = (resource.type, text)
                    found[key] = urn if key not in found else AMBIGUOUS
        return found

    @cached_property
    def endpoint_names(self) -> Mapping[str, list[Urn]]:
        """DNS names of the endpoints that exist, lower case and without final dot, to the endpoints."""
        found: dict[str, list[Urn]] = {}
        for urn in self.by_type.get(ENDPOINT, ()):
            for name in dns_names(self.resources[urn]):
                found.setdefault(name, []).append(urn)
        return found

    def of_types(self, types: tuple[str, ...]) -> tuple[Urn, ...]:
        """All resources of those types."""
        if types not in self._of_types:
            self._of_types[types] = tuple(urn for each in types for urn in self.by_type.get(each, ()))
        return self._of_types[types]

    @cached_property
    def default_groups(self) -> Mapping[Urn, Urn]:
        """VPC to its managed default security group."""
        return self._by_vpc(DEFAULT_SECURITY_GROUP, "vpcId")

    @cached_property
    def default_tables(self) -> Mapping[Urn, Urn]:
        """VPC to its managed default route table."""
        return self._by_vpc(DEFAULT_ROUTE_TABLE, "defaultRouteTableId")

    def place(self, provider: Urn) -> tuple[str | None, str | None]:
        """Account and Region of a provider resource, None where they are not known."""
        if provider not in self._places:
            resource = self.resources.get(provider)
            # The engine itself echoes a provider's inputs, so its outputs say the same where inputs were not collected.
            stated = {} if resource is None else (resource.outputs if resource.inputs is None else resource.inputs)
            region = stated.get("region")
            self._places[provider] = _account(stated), region if isinstance(region, str) else None
        return self._places[provider]

    def role(self, provider: Urn) -> str:
        """ARN of the role that a provider resource assumes last; empty where it uses the caller's own credentials."""
        resource = self.resources.get(provider)
        stated = {} if resource is None else (resource.outputs if resource.inputs is None else resource.inputs)
        return _role(stated)

    def _by_vpc(self, type_: str, key: str) -> Mapping[Urn, Urn]:
        found: dict[Urn, Urn] = {}
        for urn in self.by_type.get(type_, ()):
            resource = self.resources[urn]
            vpcs = [each for each in resource.property_dependencies.get(key, ()) if self.is_a(each, VPC)]
            stated = (resource.inputs or {}).get(key)
            if not vpcs and isinstance(stated, str):
                vpcs = [self.by_id[VPC, stated]] if self.by_id.get((VPC, stated)) else []
            if len(vpcs) == 1:
                found.setdefault(vpcs[0], urn)
        return found

    def is_a(self, urn: Urn, *types: str) -> bool:
        """Whether the URN is a resource of one of the types."""
        resource = self.resources.get(urn)
        return resource is not None and resource.type in types


def known_id(resource: Resource) -> str | None:
    """The AWS id, where it is known."""
    if resource.id:
        return resource.id
    found = resource.outputs.get("id")
    return found if isinstance(found, str) and found else None


def dns_names(resource: Resource) -> tuple[str, ...]:
    """The DNS names of an endpoint that exists, lower case, without final dot; none where they are not known."""
    entries = resource.outputs.get("dnsEntries")
    if not isinstance(entries, (list, tuple)):
        return ()
    found = [each.get("dnsName") for each in entries if isinstance(each, Mapping)]
    return tuple(sorted(each.rstrip(".").lower() for each in found if isinstance(each, str) and each))


def _by_urn(resource: Resource) -> Urn:
    return resource.urn


def _account(stated: Mapping[str, Any]) -> str | None:
    """The only account that the provider allows, else that of the last role that it assumes.

    Source: AWS provider documentation, ``allowed_account_ids``, ``assume_role``; IAM user guide, "IAM ARNs".
    """
    allowed = _plain(stated.get("allowedAccountIds"))
    if isinstance(allowed, list) and len(allowed) == 1 and isinstance(allowed[0], str):
        return allowed[0]
    parts = _role(stated).split(":")
    return parts[4] if len(parts) == 6 and parts[4].isdigit() else None


def _role(stated: Mapping[str, Any]) -> str:
    roles = _plain(stated.get("assumeRoles"))
    if isinstance(roles, list) and roles and isinstance(roles[-1], dict):
        return str(roles[-1].get("roleArn", ""))
    return ""


def _plain(value: Any) -> Any:
    """A provider's input: JSON text, as the SDK sends it, or plain data."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None
