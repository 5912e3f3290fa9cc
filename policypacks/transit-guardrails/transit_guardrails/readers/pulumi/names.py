"""Hosted zones, records and Route 53 Profiles."""

from __future__ import annotations

import json

from ...model.names import ProfileAssociation, ProfileResource, ProfileResourceKind, Record, Zone, ZoneAssociation
from ...model.network import Network
from ...model.vpcs import Id
from .fields import Fields, whole
from .index import dns_names
from .tokens import ENDPOINT, FIREWALL_GROUP, PROFILE, RESOLVER_RULE, VPC, ZONE

_KINDS: dict[str, ProfileResourceKind] = {
    ZONE: "zone",
    FIREWALL_GROUP: "firewall",
    RESOLVER_RULE: "rule",
    ENDPOINT: "endpoint",
}
_ROUTING = (
    "cidrRoutingPolicy",
    "failoverRoutingPolicies",
    "geolocationRoutingPolicies",
    "geoproximityRoutingPolicy",
    "latencyRoutingPolicies",
    "multivalueAnswerRoutingPolicy",
    "weightedRoutingPolicies",
)


def domain(text: str) -> str:
    """A name as the model writes it: lower case, no final dot."""
    return text.rstrip(".").lower()


def zone(fields: Fields, network: Network) -> None:
    """A hosted zone, private when it states VPCs, and its associations with them."""
    name = fields.text("name")
    network.zones[fields.id] = Zone(
        fields.id, domain(name or ""), fields.inputs.get("vpcs") not in (None, [], ()), network.tags.get(fields.id, {})
    )
    for vpc in fields.inner_references("vpcs", "vpcId", VPC):
        urn = f"{fields.id}>{vpc}"
        network.zone_associations[urn] = ZoneAssociation(urn, fields.id, vpc)


def zone_association(fields: Fields, network: Network) -> None:
    """The zone answers in one more VPC."""
    found = fields.reference("zoneId", ZONE)
    vpc = fields.reference("vpcId", VPC, touches=(found,) if found else ())
    network.zone_associations[fields.id] = ZoneAssociation(fields.id, found, vpc)


def record(fields: Fields, network: Network) -> None:
    """A record, an alias of an endpoint where it is one."""
    found = fields.reference("zoneId", ZONE)
    touches = (found,) if found else ()
    name, kind = fields.text("name", touches=touches), fields.text("type", touches=touches)
    for key in _ROUTING:
        if fields.inputs.get(key) not in (None, [], (), False):
            fields.doubt(key, "the record answers by a routing policy, which is not modelled", *touches)
    endpoint, values = _alias(fields, touches)
    network.records[fields.id] = Record(
        id=fields.id,
        zone=found,
        name=_full(fields, found, domain(name or "")),
        type=(kind or "").upper(),
        endpoint=endpoint,
        values=(*values, *fields.texts("records", touches)),
    )


def _full(fields: Fields, zone_id: Id | None, name: str) -> str:
    """The full name: the provider puts the zone's behind a name that does not end in it (``aws_route53_record``)."""
    stated = (fields.index.resources[zone_id].inputs or {}).get("name") if zone_id else None
    zone_name = domain(stated) if isinstance(stated, str) else ""
    if not zone_name or name == zone_name or name.endswith("." + zone_name):
        return name
    return f"{name}.{zone_name}" if name else zone_name


def _alias(fields: Fields, touches: tuple[Id, ...]) -> tuple[Id | None, tuple[str, ...]]:
    """The endpoint that an alias leads to, or the stated name where it leads elsewhere."""
    items = fields.records("aliases", touches)
    if not items:
        return None, ()
    if len(items) > 1:
        fields.doubt("aliases", "states several aliases", *touches)
        return None, ()
    names = tuple(domain(each) for item in items if isinstance(each := item.get("name"), str))
    depends = fields.resource.property_dependencies.get("aliases", ())
    found = [urn for urn in depends if fields.index.is_a(urn, ENDPOINT)]
    known = fields.index.endpoint_names.get(names[0], []) if names else []
    if len(known) == 1:
        return known[0], ()
    if len(found) == 1 and len(depends) == 1 and not (names and dns_names(fields.index.resources[found[0]])):
        return found[0], ()
    if names and not found:
        return None, names
    why = f"may be any of {len(found)} endpoints" if len(found) > 1 else "leads to something that is not known"
    fields.doubt("aliases", why, *touches, *found)
    return None, names


def profile(fields: Fields, network: Network) -> None:
    """A Route 53 Profile."""
    network.profiles[fields.id] = fields.text("name", fields.resource.name) or ""


def profile_association(fields: Fields, network: Network) -> None:
    """The Profile serves the VPC."""
    found = fields.reference("profileId", PROFILE)
    vpc = fields.reference("resourceId", VPC, touches=(found,) if found else ())
    network.profile_associations[fields.id] = ProfileAssociation(fields.id, found, vpc)


def profile_resource(fields: Fields, network: Network) -> None:
    """Something on a Profile."""
    found = fields.reference("profileId", PROFILE)
    touches = (found,) if found else ()
    resource = fields.reference("resourceArn", *_KINDS, touches=touches)
    kind: ProfileResourceKind = _KINDS[fields.index.resources[resource].type] if resource else "unknown"
    network.profile_resources[fields.id] = ProfileResource(
        fields.id, found, kind, resource, _priority(fields, touches) if kind == "firewall" else None
    )


def _priority(fields: Fields, touches: tuple[Id, ...]) -> int | None:
    """The place of a firewall rule group, in the JSON of the association's properties."""
    text = fields.text("resourceProperties", touches=touches)
    try:
        stated = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        stated = {}
    priority = whole(stated.get("priority")) if isinstance(stated, dict) else None
    if text and priority is None:
        fields.doubt("resourceProperties", "states no priority", *touches)
    return priority
