"""What the parts of a spec say of each other: every name that is used exists, everything fits its Region.

Addresses and quotas are judged by the planners, which know the arithmetic.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from ..catalogue import quotas, regions, services
from .connect_checks import check_connects
from .custom_model_checks import check_custom_models
from .domain_checks import check_domains
from .grants import check_grants
from .interface_checks import check_interfaces
from .known import Known
from .link_checks import check_links
from .model import REQUIRED_TAGS, Network, Region
from .own_stack_checks import check_own_stacks
from .problems import Path, Problem, Problems
from .training_checks import check_training
from .transport_checks import check_transports
from .types import PRIVATE_ASNS
from .upload_checks import check_uploads

RESERVED = frozenset({"hub", "shared", "ungranted"})
"""The hub's table, the tag of what belongs to no single segment or spoke, the class of those without a grant."""
OWN_TAGS = frozenset({"network", "segment", "spoke", "application", "link", "link-location"})
"""The proof relies on them: nobody states them."""


def check(network: Network, today: datetime.date, set_aside: Collection[Path] = ()) -> list[Problem]:
    """Every problem of meaning. ``set_aside``: parts that exist but whose shape was wrong already."""
    problems = Problems()
    known = Known(network, set_aside)
    _accounts(network, known, set_aside, problems)
    for name, region in network.regions.items():
        _region(name, region, problems)
    _distinct_asns(network, problems)
    _one_partition(network, problems)
    _segments(network, known, problems)
    _spokes(network, known, problems)
    for collection in ("segments", "spokes", "grants"):
        for key in RESERVED.intersection(getattr(network, collection)):
            problems.add((collection, key), "is a name that the network uses itself", "choose another name", key)
    check_grants(network, known, problems)
    check_custom_models(network, known, problems)
    check_links(network, known, set_aside, problems)
    check_connects(network, known, problems)
    check_domains(network, problems)
    check_interfaces(network, problems)
    check_transports(network, known, set_aside, problems)
    check_training(network, problems)
    check_uploads(network, known, problems)
    _tags(network, set_aside, problems)
    for key in network.quotas:
        problems.one_of(("quotas", key), key, quotas(), "quota")
    for key, exception in network.exceptions.items():
        if exception.expires < today:
            remedy = "remove what it allows, or have it approved again and state a later date"
            problems.add(("exceptions", key, "expires"), f"expired on {exception.expires}", remedy, exception.expires)
    return problems.found


def _accounts(network: Network, known: Known, set_aside: Collection[Path], problems: Problems) -> None:
    if ("network_account",) not in set_aside:
        problems.one_of(("network_account",), network.network_account, known.accounts, "account of this spec")
    seen: dict[str, str] = {}
    for key, account in network.accounts.items():
        if account.id in seen:
            remedy = "use one name for the account"
            problems.add(("accounts", key, "id"), f"is the id of accounts.{seen[account.id]} too", remedy, account.id)
        seen.setdefault(account.id, key)
    without = [key for key, account in network.accounts.items() if account.role is None and network.enters(key)]
    for key in without if len(without) > 1 and ("network_account",) not in set_aside else ():
        others = ", ".join(f"accounts.{other}" for other in without if other != key)
        reason = f"has no role, like {others}: the credentials that Pulumi runs with are of one account"
        problems.add(("accounts", key), reason, "state a role in all of them but that one", key)


def _region(name: str, region: Region, problems: Problems) -> None:
    path = ("regions", name)
    if not problems.one_of(path, name, regions(), "AWS Region"):
        return
    prefix = regions()[name].zone_id_prefix
    seen: dict[str, str] = {}
    for letter, zone in region.zones.items():
        here = (*path, "zones", letter)
        if not zone.startswith(f"{prefix}-az"):
            problems.add(here, f"is not a zone of {name}", f"use a zone id that starts with {prefix}-az", zone)
        if zone in seen:
            problems.add(here, f"is zone '{seen[zone]}' too", "name each zone once", zone)
        seen.setdefault(zone, letter)
    if not any(region.amazon_side_asn in private for private in PRIVATE_ASNS):
        remedy = "use 64512-65534 or 4200000000-4294967294"
        problems.add((*path, "amazon_side_asn"), "is not a private BGP number", remedy, region.amazon_side_asn)
    topic = region.alarm_topic
    if topic is not None and topic.split(":")[3] != name:
        reason = f"is a topic of {topic.split(':')[3]}: an alarm notifies topics of its own Region only"
        problems.add((*path, "alarm_topic"), reason, f"state a topic of {name}", topic)
    _hub_services(name, region, problems)


def _hub_services(name: str, region: Region, problems: Problems) -> None:
    path, names = ("regions", name), region.hub.services
    for i, service in enumerate(names):
        here = (*path, "hub", "services", str(i))
        if problems.one_of(here, service, services(), "service of the endpoint catalogue") and service in names[:i]:
            problems.add(here, "stands in the list twice", "name each service once", service)
        elif service in services() and not _offered(service, name):
            problems.add(here, f"is not offered in {name}", "remove it, or use a Region that offers it", service)
    for service, letters in region.hub.service_zones.items():
        here = (*path, "hub", "service_zones", service)
        if problems.one_of(here, service, names, "service of this hub"):
            for letter in letters:
                problems.one_of(here, letter, region.zones, "zone of this Region")
            if len(set(letters)) < 2:
                problems.add(here, "leaves fewer than two zones", "state two zones or more", ", ".join(letters))


def _offered(service: str, region: str) -> bool:
    """Whether the service may be offered in the Region: what the catalogue does not know counts as offered."""
    entry = services()[service]
    return regions()[region].partition in entry.partitions and entry.offered(region) is not False


def _distinct_asns(network: Network, problems: Problems) -> None:
    seen: dict[int, str] = {}
    for name, region in network.regions.items():
        asn = region.amazon_side_asn
        if asn in seen:
            path = ("regions", name, "amazon_side_asn")
            problems.add(path, f"is the number of {seen[asn]} too", "give each Region a number of its own", asn)
        seen.setdefault(asn, name)


def _one_partition(network: Network, problems: Problems) -> None:
    """Accounts, roles and an organization belong to one partition."""
    found: dict[str, str] = {}
    for name in (name for name in network.regions if name in regions()):
        partition = regions()[name].partition
        if found and partition not in found:
            other, region = next(iter(found.items()))
            reason = f"is in the partition {partition}, and {region} is in {other}"
            problems.add(("regions", name), reason, "describe each partition in a stack of its own", name)
        found.setdefault(partition, name)


def _segments(network: Network, known: Known, problems: Problems) -> None:
    numbers: dict[int, str] = {}
    for key, segment in network.segments.items():
        path = ("segments", key)
        for part, named in (("blocks", segment.blocks), ("pools", segment.pools)):
            for region in named:
                problems.one_of((*path, part, region), region, known.regions, "Region of this spec")
        if segment.number is not None and segment.number in numbers:
            reason = f"is the number of segments.{numbers[segment.number]} too"
            problems.add((*path, "number"), reason, "give each segment a number of its own", segment.number)
        if segment.number is not None:
            numbers.setdefault(segment.number, key)


def _spokes(network: Network, known: Known, problems: Problems) -> None:
    for key, spoke in network.spokes.items():
        path = ("spokes", key)
        problems.one_of((*path, "account"), spoke.account, known.accounts, "account of this spec")
        problems.one_of((*path, "region"), spoke.region, known.regions, "Region of this spec")
        problems.one_of((*path, "segment"), spoke.segment, known.segments, "segment of this spec")
        segment = network.segments.get(spoke.segment)
        elsewhere = network.network_account and spoke.account != network.network_account
        if segment and segment.dns.distribution == "zone-associations" and elsewhere:
            reason = "is not in the network account, and its segment hands names out by zone associations"
            remedy = f"set segments.{spoke.segment}.dns.distribution: profile"
            problems.add((*path, "account"), reason, remedy, spoke.account)
    check_own_stacks(network, problems)


def _tags(network: Network, set_aside: Collection[Path], problems: Problems) -> None:
    for tag in REQUIRED_TAGS:
        if tag not in network.tags and not {("tags",), ("tags", tag)}.intersection(set_aside):
            problems.add(("tags", tag), "is required on every resource", f"state tags.{tag}")
    stated: dict[Path, Collection[str]] = {("tags",): network.tags}
    for key, spoke in network.spokes.items():
        stated["spokes", key, "tags"] = spoke.tags
        for name, application in spoke.applications.items():
            stated["spokes", key, "applications", name, "tags"] = application.tags
    for path, tags in stated.items():
        for tag in OWN_TAGS.intersection(tags):
            problems.add((*path, tag), "is a tag that the network sets itself", "remove it, or choose another name")
