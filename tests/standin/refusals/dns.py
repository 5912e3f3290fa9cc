"""What Route 53 refuses: zones, records, Profiles, DNS Firewall."""

from ..errors import AwsError
from ..world import Thing, World

_ENDPOINT_DOMAIN = ".vpce.amazonaws.com"
_FIREWALL_PRIORITIES = range(101, 9900)
"""Priorities of rule group associations: the ends are Firewall Manager's."""


def zone_names_differ_in_a_vpc(world: World, thing: Thing) -> None:
    """A VPC is associated with one private zone of a name, whether at creation or later."""
    for name, vpc, zone in _associations(world, thing):
        for other in world.of("route53.Zone", "route53.ZoneAssociation", but=thing):
            for other_name, other_vpc, other_zone in _associations(world, other):
                if (name, vpc) == (other_name, other_vpc):
                    raise AwsError(
                        f"ConflictingDomainExists: The VPC {vpc} has already been associated with the hosted zone "
                        f"{other_zone} with the same domain name {name} ({zone})."
                    )


def vpc_is_in_the_named_region(world: World, thing: Thing) -> None:
    """Who names a VPC to Route 53 names its Region with it."""
    for place in thing["vpcs"] or [thing.inputs]:
        vpc = world.get("ec2.Vpc", place.get("vpcId", ""))
        if vpc and place.get("vpcRegion") not in (None, vpc.region):
            raise AwsError(f"InvalidVPCId: The VPC {vpc.id} in region {place['vpcRegion']} does not exist.")


def association_is_authorized(world: World, association: Thing) -> None:
    """A VPC of another account joins a zone only after the zone's owner authorized it."""
    zone = world.get("route53.Zone", association["zoneId"])
    vpc = world.get("ec2.Vpc", association["vpcId"])
    if zone is None or vpc is None or zone.account == vpc.account:
        return
    if vpc.account != association.account:
        raise AwsError(f"InvalidVPCId: The VPC ID {vpc.id} is not of account {association.account}.")
    for permit in world.of("route53.VpcAssociationAuthorization"):
        if (permit["zoneId"], permit["vpcId"]) == (zone.id, vpc.id):
            association.rely_on(permit)
            return
    raise AwsError(f"NotAuthorizedException: The VPC: {vpc.id} has not authorized to associate with your hosted zone.")


def record_is_in_its_zone(world: World, record: Thing) -> None:
    """A record's name ends in its zone's, and exists there once with its type."""
    zone = world.get("route53.Zone", record["zoneId"])
    name = full_name(record, zone)
    if zone and not record_under(name, str(zone["name"])):
        raise AwsError(f"InvalidChangeBatch: [RRSet with DNS name {name} is not permitted in zone {zone['name']}]")
    identity = (record["zoneId"], name, record["type"], record["setIdentifier"])
    for other in world.of("route53.Record", but=record):
        if (other["zoneId"], full_name(other, zone), other["type"], other["setIdentifier"]) == identity:
            raise AwsError(
                f"InvalidChangeBatch: [Tried to create resource record set [name='{name}', type='{record['type']}'] "
                "but it already exists]"
            )


def alias_names_one_endpoint(world: World, record: Thing) -> None:
    """An alias to an endpoint takes name and zone id from one of its DNS entries; an alias has no TTL."""
    aliases = record["aliases"] or []
    if bool(aliases) == bool(record["records"]) or (aliases and record["ttl"]):
        raise AwsError("InvalidInput: a record has values with a TTL, or an alias without one")
    for alias in aliases:
        if not alias["name"].endswith(_ENDPOINT_DOMAIN):
            continue
        wanted = {"dnsName": alias["name"], "hostedZoneId": alias["zoneId"]}
        owner = next((e for e in world.of("ec2.VpcEndpoint") if wanted in (e.outputs.get("dnsEntries") or [])), None)
        if owner is None:
            raise AwsError(
                f"InvalidChangeBatch: [Tried to create an alias that targets {alias['name']}, type {record['type']} in "
                f"zone {alias['zoneId']}, but the alias target name does not lie within the target zone]"
            )
        record.rely_on(owner)


def vpc_has_one_profile(world: World, association: Thing) -> None:
    """A VPC carries one Profile."""
    for other in world.of(association.kind, but=association):
        if other["resourceId"] == association["resourceId"]:
            raise AwsError(
                f"ConflictException: The VPC {association['resourceId']} is already associated with the Profile "
                f"{other['profileId']}."
            )


def profile_holds_once(world: World, association: Thing) -> None:
    """A Profile carries a resource once."""
    for other in world.of(association.kind, but=association):
        if (other["profileId"], other["resourceArn"]) == (association["profileId"], association["resourceArn"]):
            raise AwsError(f"ResourceExistsException: {other['resourceArn']} is already on the Profile as {other.id}.")


def profile_zone_is_private(world: World, association: Thing) -> None:
    """A Profile takes private zones only."""
    zone = world.find(("route53.Zone",), str(association["resourceArn"]))
    if zone and not zone["vpcs"]:
        raise AwsError(f"InvalidParameterException: The hosted zone {zone.id} is not private.")


def firewall_rule_is_new(world: World, rule: Thing) -> None:
    """A rule group uses a priority once and a domain list once."""
    for other in world.of(rule.kind, but=rule):
        if other["firewallRuleGroupId"] != rule["firewallRuleGroupId"]:
            continue
        for name in ("priority", "firewallDomainListId"):
            if other[name] == rule[name]:
                raise AwsError(f"ConflictException: The rule {other['name']} already has {name} {rule[name]}.")
    if rule["action"] == "BLOCK" and not rule["blockResponse"]:
        raise AwsError("ValidationException: A rule that blocks needs a block response.")


def firewall_association_is_new(world: World, association: Thing) -> None:
    """A VPC has a rule group once and a priority once, within the range that is free to use."""
    if association["priority"] not in _FIREWALL_PRIORITIES:
        raise AwsError(f"ValidationException: Priority {association['priority']} is not between 101 and 9899.")
    for other in world.of(association.kind, but=association):
        if other["vpcId"] != association["vpcId"]:
            continue
        for name in ("priority", "firewallRuleGroupId"):
            if other[name] == association[name]:
                raise AwsError(f"ConflictException: {other.id} already has {name} {association[name]} on the VPC.")


def full_name(record: Thing, zone: Thing | None) -> str:
    """Complete a record's name with its zone's, as Route 53 does."""
    name, domain = str(record["name"]).rstrip("."), str(zone["name"]).rstrip(".") if zone else ""
    return name if record_under(name, domain) else f"{name}.{domain}".strip(".")


def record_under(name: str, domain: str) -> bool:
    """Tell whether a name is a domain or lies under it."""
    domain = domain.rstrip(".")
    return name == domain or name.endswith(f".{domain}")


def _associations(world: World, thing: Thing) -> list[tuple[str, str, str]]:
    """List which zone name a thing puts into which VPC, and the zone's id."""
    if thing.kind == "route53.Zone":
        return [(_domain(thing), vpc["vpcId"], thing.id) for vpc in thing["vpcs"] or []]
    zone = world.get("route53.Zone", thing["zoneId"])
    return [(_domain(zone), thing["vpcId"], zone.id)] if zone else []


def _domain(zone: Thing) -> str:
    return str(zone["name"]).rstrip(".").lower()
