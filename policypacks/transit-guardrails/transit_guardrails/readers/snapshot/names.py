"""Hosted zones and records, Route 53 Profiles, what makes a VPC use them."""

from __future__ import annotations

import json
import re

from ...model.names import ProfileAssociation, ProfileResource, ProfileResourceKind, Record, Zone, ZoneAssociation
from ...model.vpcs import Id
from .context import Context, Place
from .item import Item

ESCAPE = re.compile(r"\\([0-7]{3})")
RESOURCES: dict[str, ProfileResourceKind] = {
    "hostedzone": "zone",
    "firewall-rule-group": "firewall",
    "resolver-rule": "rule",
    "vpc-endpoint": "endpoint",
}
"""The part of an ARN before the last slash, and the kind of resource on a Profile."""


def host(text: str) -> str:
    """A name as the model has it: lower case, no final dot, Route 53's octal escapes undone."""
    plain = ESCAPE.sub(lambda match: chr(int(match[1], 8) % 256), text)
    return plain.rstrip(".").lower()


def zone_id(text: str) -> Id:
    """A zone's id without the path that the API puts before it."""
    return text.rsplit("/", 1)[-1]


def read_zone(ctx: Context, _: Place, item: Item) -> None:
    """A ``get-hosted-zone`` answer (``HostedZone`` and ``VPCs``), or the zone itself with ``VPCs``."""
    zone = item.item("HostedZone") if item.has("HostedZone") else item
    name = zone_id(zone.text("Id"))
    private = zone.item("Config").flag("PrivateZone")
    ctx.put(ctx.network.zones, Zone(name, host(zone.text("Name")), private), host(zone.text("Name")))
    vpcs = [vpc.text("VPCId") for vpc in item.items("VPCs")]
    for vpc in vpcs:
        key = f"{name}/{vpc}"
        ctx.put(ctx.network.zone_associations, ZoneAssociation(key, name, vpc))
    if private and not vpcs:
        ctx.doubt(name, "VPCs", "a private zone has at least one VPC; none is named", (name,))


def read_records(ctx: Context, _: Place, item: Item) -> None:
    """One element per zone (``list-resource-record-sets``); an alias to an endpoint's own name is that endpoint."""
    zone = zone_id(item.text("HostedZoneId"))
    owners = {name: each.id for each in ctx.network.endpoints.values() for name in each.dns_names}
    for each in item.items("ResourceRecordSets", required=True):
        name, kind, part = host(each.text("Name")), each.text("Type"), each.maybe_text("SetIdentifier")
        key = "/".join([zone, name, kind, *([part] if part else [])])
        alias = each.maybe_item("AliasTarget")
        if alias is None:
            values = sorted(value.text("Value") for value in each.items("ResourceRecords"))
            if not values:
                ctx.doubt(key, "ResourceRecords", "the record has neither values nor an alias", (key, zone))
            ctx.put(ctx.network.records, Record(key, zone, name, kind, None, tuple(values)))
            continue
        target = host(alias.text("DNSName"))
        owner = owners.get(target)
        ctx.put(ctx.network.records, Record(key, zone, name, kind, owner, () if owner else (target,)))


def _current(ctx: Context, item: Item, name: Id, *touches: Id) -> bool:
    """Whether an association is in force; one that is changing counts, and is in doubt."""
    state = item.text("Status")
    if state in ("DELETED", "FAILED"):
        return False
    if state != "COMPLETE":
        ctx.doubt(name, "Status", f"is '{state}'", (name, *touches))
    return True


def read_profile(ctx: Context, _: Place, item: Item) -> None:
    """Route 53 Profiles API reference, ``ProfileSummary``."""
    name = item.text("Id")
    ctx.network.profiles[name] = ctx.network.names[name] = item.maybe_text("Name") or name


def read_profile_association(ctx: Context, _: Place, item: Item) -> None:
    """Route 53 Profiles API reference, ``ProfileAssociation``: ``ResourceId`` is the VPC."""
    name, profile, vpc = item.text("Id"), item.text("ProfileId"), item.text("ResourceId")
    if _current(ctx, item, name, profile):
        ctx.put(ctx.network.profile_associations, ProfileAssociation(name, profile, vpc))


def read_profile_resource(ctx: Context, _: Place, item: Item) -> None:
    """Route 53 Profiles API reference, ``ProfileResourceAssociation``."""
    name, profile, arn = item.text("Id"), item.text("ProfileId"), item.text("ResourceArn")
    if not _current(ctx, item, name, profile):
        return
    path, _slash, resource = arn.rpartition("/")
    kind = RESOURCES.get(path.rpartition(":")[2].rpartition("/")[2], "unknown")
    if kind == "unknown":
        ctx.doubt(name, "ResourceArn", f"{arn} is of no kind that is known on a Profile", (name, profile))
    ctx.put(ctx.network.profile_resources, ProfileResource(name, profile, kind, resource or arn, _priority(item)))


def _priority(item: Item) -> int | None:
    """The priority of a firewall rule group, in JSON inside of the JSON."""
    text = item.maybe_text("ResourceProperties")
    if text is None:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise item.bad("ResourceProperties", "is no JSON") from error
    return Item(found, item.where).maybe_number("priority", 0, 2**31)


def read_attribute(ctx: Context, _: Place, item: Item) -> None:
    """``describe-vpc-attribute`` answers: one element per VPC, or per VPC and attribute. Read before the VPCs."""
    for key in ("EnableDnsSupport", "EnableDnsHostnames"):
        value = item.maybe_item(key)
        if value is not None:
            ctx.dns.setdefault(item.text("VpcId"), {})[key] = value.flag("Value")


def read_options(ctx: Context, _: Place, item: Item) -> None:
    """DHCP options say which name server a VPC's instances ask (Amazon EC2 API reference, ``DhcpOptions``)."""
    servers = {
        value.text("Value")
        for each in item.items("DhcpConfigurations", required=True)
        if each.text("Key") == "domain-name-servers"
        for value in each.items("Values", required=True)
    }
    ctx.servers[item.text("DhcpOptionsId")] = tuple(sorted(servers))
