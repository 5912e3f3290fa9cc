"""What the catalogue's files hold, as frozen records.

Nothing here reads a file: `actions` and `parse` build these records from what `strict` has read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

BOUNDED_BY = ("resource", "condition-key", "object", "none", "no-model")
ACCESS = ("invoke", "read", "list", "write", "permissions", "tagging")
_VARIABLE = re.compile(r"\$\{\w+\}")
BEARER_ACTION = "CallWithBearerToken"


class CatalogueError(ValueError):
    """A catalogue file, or a question put to the catalogue, that does not hold."""


@dataclass(frozen=True)
class Action:
    """One IAM action, and what an endpoint policy can hold it to.

    `bounded_by` is one of
      resource       authorised on ARNs of models (`resource_types` are model types)
      condition-key  authorised with a condition key that carries the model (`condition_key`)
      object         authorised on the ARN of an object that is not a model (`resource_types`)
      none           reaches, admits or reconfigures models, and no ARN or key says which
      no-model       reaches no model
    """

    name: str
    bounded_by: str
    resource_types: tuple[str, ...]
    condition_key: str | None
    access: str
    bearer_token: bool
    other_resource_types: tuple[str, ...] = ()
    """ARN types that are not models and that the action is, or may be, authorised on as well."""
    names_model: bool = False
    """The request itself names a model that neither ARN nor condition key holds it to."""
    permission_only: str = ""
    """Why the action exists although no API operation has its name; empty for an operation."""
    note: str = ""


@dataclass(frozen=True)
class Region:
    """A Region: `zone_id_prefix` is "use1" for use1-az1, `dns_suffix` that of host names."""

    name: str
    partition: str
    zone_id_prefix: str
    dns_suffix: str


@dataclass(frozen=True)
class Quota:
    """A quota or a fixed limit, with where and when it was read."""

    key: str
    value: int
    adjustable: bool
    unit: str
    code: str | None
    source: str
    date: str
    note: str


@dataclass(frozen=True)
class Training:
    """What training jobs need of their network.

    `aws_buckets` are templates of the names of AWS's own buckets that jobs read, by what they hold.
    """

    aws_buckets: Mapping[str, str]
    addresses_per_instance: int
    addresses_per_instance_efa: int
    reserved_addresses: int
    headroom_percent: int


@dataclass(frozen=True)
class ArnType:
    """A resource type of the Service Authorization Reference with its ARN pattern."""

    key: str
    iam_prefix: str
    arn: str
    is_model: bool
    runs_models: bool
    """Whether a call on an object of this type may have a model answer."""

    @property
    def literal_length(self) -> int:
        """How much of the pattern is fixed text."""
        return len(_VARIABLE.sub("", self.arn))

    def fits(self, arn: str) -> bool:
        """Whether the ARN, with or without wildcards, is of this type."""
        tail = self.arn.split(":", 5)[-1]
        fixed = [re.escape(text) for text in _VARIABLE.split(tail)]
        parts = arn.split(":", 5)
        same_service = parts[:1] == ["arn"] and parts[2:3] == [self.iam_prefix]
        return same_service and re.fullmatch(".+".join(fixed), parts[-1]) is not None


@dataclass(frozen=True)
class ModelVendor:
    """The first part of foundation-model ids, with the vendor's name."""

    key: str
    name: str


@dataclass(frozen=True)
class Service:
    """An endpoint service: its names, what its policy can say, and its IAM actions."""

    key: str
    iam_prefix: str
    policy_support: bool
    unsupported_condition_keys: frozenset[str]
    actions: Mapping[str, Action] = field(repr=False)
    client: str | None
    """The SDK's name of the API behind the endpoint; None where the SDKs have none."""
    operations: Mapping[str, tuple[str, ...]] = field(repr=False)
    """API operations whose permission has another name, with the actions that they need."""
    partitions: frozenset[str]
    templates: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Templates by kind: service_name, hosts, wildcard_hosts."""
    zones: Mapping[str, frozenset[str]] = field(repr=False)
    only_in: frozenset[str] | None
    """The only Regions that offer the service, where a page says so; None where it is not known."""
    note: str
    own_names: bool
    """Whether it is called by its endpoint's own names alone: no private zone answers for its host names."""
    regions: Mapping[str, Region] = field(repr=False, compare=False)

    def service_name(self, region: str) -> str:
        """The name that `CreateVpcEndpoint` takes."""
        return self._filled("service_name", region)[0]

    def hosts(self, region: str) -> tuple[str, ...]:
        """The exact host names that private DNS answers for."""
        return self._filled("hosts", region)

    def wildcard_hosts(self, region: str) -> tuple[str, ...]:
        """The wildcard names, each as `*.` and the name of the zone that holds it."""
        return self._filled("wildcard_hosts", region)

    def zone_ids(self, region: str) -> frozenset[str] | None:
        """The AZ ids that offer the service in the Region; None where no limit is known."""
        self._region(region)
        return self.zones.get(region)

    def offered(self, region: str) -> bool | None:
        """Whether the Region offers the service; None where that is not known."""
        if self._region(region) and self.only_in is None:
            return None
        return region in (self.only_in or ())

    def _region(self, region: str) -> Region:
        known = self.regions.get(region)
        if known is None:
            raise CatalogueError(f"{self.key}: Region {region!r} is not in the catalogue")
        if known.partition not in self.partitions:
            offered = ", ".join(sorted(self.partitions))
            raise CatalogueError(
                f"{self.key}: {region} is in partition {known.partition}; the names of this "
                f"service are known for {offered} only"
            )
        return known

    def _filled(self, kind: str, region: str) -> tuple[str, ...]:
        known = self._region(region)
        return tuple(
            template.format(region=known.name, dns_suffix=known.dns_suffix) for template in self.templates[kind]
        )
