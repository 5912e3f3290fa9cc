"""What AWS refuses about security groups and prefix lists."""

from itertools import combinations

from ..errors import AwsError
from ..world import Thing, World
from .lookups import network

_RULES_PER_GROUP = 60
"""Rules of a security group each way, the default quota; a prefix list counts with its max entries."""
_ENTRIES_PER_LIST = 1000
_RULE_KINDS = ("vpc.SecurityGroupIngressRule", "vpc.SecurityGroupEgressRule")
_SOURCES = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
_IDENTITY = (*_SOURCES, "securityGroupId", "ipProtocol", "fromPort", "toPort")


def group_name_is_new(world: World, group: Thing) -> None:
    """A VPC holds a group name once, and no group may look like an id."""
    name = str(group["name"])
    if name.startswith("sg-") or name == "default":
        raise AwsError(f"InvalidParameterValue: Invalid security group name '{name}'.")
    for other in world.of("ec2.SecurityGroup", but=group):
        if (other["vpcId"], other["name"]) == (group["vpcId"], name):
            raise AwsError(
                f"InvalidGroup.Duplicate: The security group '{name}' already exists for VPC '{group['vpcId']}'"
            )


def rule_has_one_source(_world: World, rule: Thing) -> None:
    """A rule names exactly one peer."""
    given = [name for name in _SOURCES if rule[name]]
    if len(given) != 1:
        raise AwsError(f"InvalidParameterCombination: exactly one of {', '.join(_SOURCES)} is needed, given: {given}")


def rule_is_new(world: World, rule: Thing) -> None:
    """A group holds a rule once."""
    for other in world.of(rule.kind, but=rule):
        if all(other[name] == rule[name] for name in _IDENTITY):
            raise AwsError(f"InvalidPermission.Duplicate: the specified rule already exists as {other.id}")


def group_has_room(world: World, rule: Thing, grown: Thing | None = None) -> None:
    """A group's rules, prefix lists counted with their max entries, stay within the quota."""
    rules = [*world.of(rule.kind, but=rule), rule]
    weight = sum(_weight(world, each, grown) for each in rules if each["securityGroupId"] == rule["securityGroupId"])
    if weight > world.quotas.get("rules_per_security_group", _RULES_PER_GROUP):
        raise AwsError(
            "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached "
            f"({weight} in {rule['securityGroupId']})."
        )


def list_holds_its_entries(_world: World, prefixes: Thing) -> None:
    """A prefix list's entries fit its size, and none overlaps another."""
    entries = [entry["cidr"] for entry in prefixes["entries"] or []]
    if not 1 <= prefixes["maxEntries"] <= _ENTRIES_PER_LIST:
        raise AwsError(f"InvalidParameterValue: MaxEntries {prefixes['maxEntries']} is not between 1 and 1000.")
    if len(entries) > prefixes["maxEntries"]:
        raise AwsError(
            f"PrefixListMaxEntriesExceeded: {len(entries)} entries exceed the maximum of {prefixes['maxEntries']}."
        )
    for one, other in combinations(entries, 2):
        if network(one, _invalid(one)).overlaps(network(other, _invalid(other))):
            raise AwsError(f"InvalidParameterValue: The prefix list entries {one} and {other} overlap.")


def list_fits_where_it_is_used(world: World, prefixes: Thing) -> None:
    """A prefix list that grows must still fit into every group that names it."""
    for rule in world.of(*_RULE_KINDS):
        if rule["prefixListId"] == prefixes.id:
            group_has_room(world, rule, grown=prefixes)


def _invalid(cidr: str) -> str:
    return f"InvalidParameterValue: The CIDR {cidr} is invalid."


def _weight(world: World, rule: Thing, grown: Thing | None) -> int:
    if grown and rule["prefixListId"] == grown.id:
        return int(grown["maxEntries"])
    prefixes = world.get("ec2.ManagedPrefixList", str(rule["prefixListId"]))
    return int(prefixes["maxEntries"]) if prefixes else 1
