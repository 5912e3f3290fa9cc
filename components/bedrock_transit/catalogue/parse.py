"""From strictly read YAML to records: Regions, quotas, model ids, services.

Actions have a module of their own. Every problem names the file and the place in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .actions import ActionFile
from .records import Action, ArnType, CatalogueError, ModelVendor, Quota, Region, Service, Training
from .strict import Fields

_QUOTA_CODE = re.compile(r"L-[0-9A-F]{8}")
_ZONE_ID = re.compile(r"([a-z]+\d+)-az\d+")


def regions(top: Fields) -> Mapping[str, Region]:
    """`regions.yaml`."""
    top.about()
    suffixes = {str(key): str(value) for key, value in top.table("partitions").items()}
    found: dict[str, Region] = {}
    for name, fields in top.tables("regions").items():
        partition = fields.one_of("partition", tuple(suffixes))
        found[name] = Region(name, partition, fields.text("zones"), suffixes[partition])
        fields.done()
    top.done()
    return MappingProxyType(found)


def quotas(top: Fields) -> Mapping[str, Quota]:
    """`quotas.yaml`."""
    top.about()
    found: dict[str, Quota] = {}
    for key, fields in top.tables("quotas").items():
        code = fields.optional("code")
        if code is not None and not _QUOTA_CODE.fullmatch(code):
            raise CatalogueError(f"{fields.where}.code: {code!r} is no Service Quotas code")
        found[key] = Quota(
            key=key,
            value=fields.number("value"),
            adjustable=fields.flag("adjustable"),
            unit=fields.text("unit"),
            code=code,
            source=fields.text("source"),
            date=fields.date("date"),
            note=fields.text("note", ""),
        )
        fields.done()
    top.done()
    return MappingProxyType(found)


@dataclass(frozen=True)
class Models:
    """What `models.yaml` holds."""

    vendors: Mapping[str, ModelVendor]
    profile_geographies: frozenset[str]
    arn_types: Mapping[str, ArnType]


def training(top: Fields) -> Training:
    """`training.yaml`."""
    top.about()
    found = Training(
        MappingProxyType({key: str(name) for key, name in top.table("aws_buckets").items()}),
        top.number("addresses_per_instance"),
        top.number("addresses_per_instance_efa"),
        top.number("reserved_addresses"),
        top.number("headroom_percent"),
    )
    top.done()
    return found


def models(top: Fields) -> Models:
    """`models.yaml`."""
    top.about()
    vendors = {key: ModelVendor(key, str(name)) for key, name in top.table("vendors").items()}
    geographies = frozenset(top.texts("profile_geographies"))
    types: dict[str, ArnType] = {}
    for prefix, group in top.tables("arn_types").items():
        for key, fields in group.every():
            is_model = fields.flag("model", False)
            types[f"{prefix}:{key}"] = ArnType(
                key=key,
                iam_prefix=prefix,
                arn=fields.text("arn"),
                is_model=is_model,
                runs_models=fields.flag("runs_models", False),
            )
            fields.done()
    top.done()
    return Models(MappingProxyType(vendors), geographies, MappingProxyType(types))


def services(top: Fields, known: Mapping[str, Region], files: Iterable[ActionFile]) -> Mapping[str, Service]:
    """`services.yaml`, joined with the actions of the other files."""
    top.about()
    by_endpoint = {key: found for file in files for key, found in file.endpoints.items()}
    key_sets = {name: frozenset(map(str, keys)) for name, keys in top.table("key_sets").items()}
    found: dict[str, Service] = {}
    used: set[str] = set()
    for key, fields in top.tables("services").items():
        of = fields.text("actions_of", key)
        if of not in by_endpoint:
            raise CatalogueError(f"{fields.where}: no file holds the actions of {of!r}")
        used.add(of)
        unsupported = key_sets[fields.one_of("unsupported_keys", tuple(key_sets))]
        found[key] = _service(key, fields, unsupported, by_endpoint[of], known)
        fields.done()
    top.done()
    if set(by_endpoint) - used:
        raise CatalogueError(f"{top.where}: no service takes the actions of {set(by_endpoint) - used}")
    return MappingProxyType(found)


def _service(
    key: str,
    fields: Fields,
    unsupported: frozenset[str],
    endpoint: tuple[Mapping[str, Action], Mapping[str, tuple[str, ...]]],
    known: Mapping[str, Region],
) -> Service:
    templates = {
        "service_name": (fields.text("service_name"),),
        "hosts": fields.texts("hosts"),
        "wildcard_hosts": fields.texts("wildcard_hosts"),
    }
    _check_templates(templates, fields.where)
    zones = Fields(fields.table("zone_ids"), f"{fields.where}.zone_ids").every_texts()
    only_in = frozenset(fields.texts("only_in"))
    _check_places(zones, only_in, known, fields.where)
    return Service(
        key=key,
        iam_prefix=fields.text("iam_prefix"),
        policy_support=fields.flag("policy_support"),
        unsupported_condition_keys=unsupported,
        actions=endpoint[0],
        client=fields.optional("client"),
        operations=endpoint[1],
        partitions=frozenset(fields.texts("partitions")),
        templates=MappingProxyType(templates),
        zones=MappingProxyType({name: frozenset(ids) for name, ids in zones.items()}),
        only_in=only_in or None,
        note=fields.text("note", ""),
        own_names=fields.flag("own_names", False),
        regions=known,
    )


def _check_templates(templates: Mapping[str, tuple[str, ...]], where: str) -> None:
    """Every name carries the Region, a wildcard leads its name, and some name is there."""
    if not templates["hosts"] and not templates["wildcard_hosts"]:
        raise CatalogueError(f"{where}: neither `hosts` nor `wildcard_hosts`")
    for kind, names in templates.items():
        for name in names:
            wrong_star = name.count("*") != (kind == "wildcard_hosts") or name[1:].count("*") > 0
            if "{region}" not in name or wrong_star:
                raise CatalogueError(f"{where}.{kind}: {name!r} is not a name of this kind")


def _check_places(
    zones: Mapping[str, tuple[str, ...]],
    only_in: frozenset[str],
    known: Mapping[str, Region],
    where: str,
) -> None:
    unknown = (set(zones) | only_in) - set(known)
    if unknown:
        raise CatalogueError(f"{where}: unknown Regions {sorted(unknown)}")
    for region, ids in zones.items():
        for zone in ids:
            match = _ZONE_ID.fullmatch(zone)
            if match is None or match[1] != known[region].zone_id_prefix:
                raise CatalogueError(f"{where}.zone_ids: {zone!r} is no zone id of {region}")
