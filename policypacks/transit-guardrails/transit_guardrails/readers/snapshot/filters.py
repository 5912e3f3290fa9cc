"""Network ACLs, security groups and prefix lists."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.ranges import Ranges
from ...model.services import EVERY_SERVICE, ICMP, ICMPV6, TCP, UDP, protocol_number, service, service_text
from ...model.vpcs import AclEntry, GroupRule, NetworkAcl, PrefixList, SecurityGroup
from .context import Context, Place
from .item import Item

DEFAULT_DENY = (32767, 32768)
"""Numbers of the entries that deny what no other entry matches, IPv4 and IPv6; the model denies by itself."""


def _protocol(item: Item, key: str) -> int:
    try:
        return protocol_number(item.text(key))
    except ValueError as error:
        raise item.bad(key, str(error)) from error


def _icmp(protocol: int, kind: int, code: int) -> Ranges:
    """ICMP by type and code, -1 for all (Amazon EC2 API reference, ``IcmpTypeCode``)."""
    if kind < 0:
        return service(protocol)
    return service(protocol, kind * 256 + max(code, 0), kind * 256 + (255 if code < 0 else code))


def _ports(item: Item, protocol: int, first: str, last: str) -> Ranges:
    low, high = item.number(first, -1, 65535), item.number(last, -1, 65535)
    if (low, high) == (-1, -1):
        return service(protocol)
    if not 0 <= low <= high:
        raise item.bad(first, f"{low} to {high} is no port range")
    return service(protocol, low, high)


def _entry_services(item: Item) -> Ranges:
    protocol = _protocol(item, "Protocol")
    if protocol < 0:
        return EVERY_SERVICE
    if protocol in (TCP, UDP):
        return _ports(item.item("PortRange"), protocol, "From", "To")
    if protocol in (ICMP, ICMPV6):
        code = item.item("IcmpTypeCode")
        return _icmp(protocol, code.number("Type", -1, 255), code.number("Code", -1, 255))
    return service(protocol)


def _entry(item: Item) -> AclEntry:
    action = item.text("RuleAction")
    if action not in ("allow", "deny"):
        raise item.bad("RuleAction", f"'{action}' is neither allow nor deny")
    block = item.maybe_block("CidrBlock") or item.block("Ipv6CidrBlock")
    number = item.number("RuleNumber", 1, 65535)
    return AclEntry(number, item.flag("Egress"), action == "allow", _entry_services(item), block)


def _order(entry: AclEntry) -> tuple[bool, int, bool, int]:
    return entry.egress, entry.number, entry.prefix.is_ipv6, entry.prefix.first


def read_acl(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``NetworkAcl``."""
    acl, vpc = item.text("NetworkAclId"), item.text("VpcId")
    entries = [_entry(each) for each in item.items("Entries", required=True)]
    stated = tuple(sorted((e for e in entries if e.number not in DEFAULT_DENY), key=_order))
    ctx.put(ctx.network.network_acls, NetworkAcl(acl, vpc, stated, tags=item.tags()))
    if item.flag("IsDefault"):
        ctx.same(ctx.network.default_acls, vpc, acl, "default network ACL")
    for each in item.items("Associations", required=True):
        ctx.same(ctx.network.subnet_acls, each.text("SubnetId"), acl, "network ACL")


def _group_services(item: Item) -> Ranges:
    """What a permission admits. Other protocols than TCP, UDP and ICMP are admitted whole, whatever ports are given."""
    protocol = _protocol(item, "IpProtocol")
    if protocol < 0:
        return EVERY_SERVICE
    if protocol in (TCP, UDP):
        return _ports(item, protocol, "FromPort", "ToPort")
    if protocol == ICMPV6 and not item.has("FromPort"):
        return service(protocol)
    if protocol in (ICMP, ICMPV6):
        return _icmp(protocol, item.number("FromPort", -1, 255), item.number("ToPort", -1, 255))
    return service(protocol)


def _rules(group: str, item: Item, egress: bool) -> Iterator[GroupRule]:
    services = _group_services(item)
    start = f"{group}/{'egress' if egress else 'ingress'}/{service_text(services)}"
    for key, block in (("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6")):
        for each in item.items(key):
            found = each.block(block)
            yield GroupRule(f"{start}/{found}", egress, services, prefix=found)
    for each in item.items("PrefixListIds"):
        listed = each.text("PrefixListId")
        yield GroupRule(f"{start}/{listed}", egress, services, prefix_list=listed)
    for each in item.items("UserIdGroupPairs"):
        other = each.text("GroupId")
        yield GroupRule(f"{start}/{other}", egress, services, group=other)


def read_group(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``SecurityGroup`` and ``IpPermission``."""
    name = item.text("GroupId")
    rules: set[GroupRule] = set()
    for key, egress in (("IpPermissions", False), ("IpPermissionsEgress", True)):
        for each in item.items(key, required=True):
            rules.update(_rules(name, each, egress))
    ordered = tuple(sorted(rules, key=lambda rule: rule.id))
    default = item.text("GroupName") == "default"
    group = SecurityGroup(name, item.text("VpcId"), ordered, default, tags=item.tags())
    ctx.put(ctx.network.security_groups, group, item.tags().get("Name") or item.text("GroupName"))


def read_aws_list(ctx: Context, _: Place, item: Item) -> None:
    """A list that AWS manages, for gateway endpoints (Amazon EC2 API reference, ``PrefixList``)."""
    name, blocks = item.text("PrefixListId"), item.blocks("Cidrs", required=True)
    ctx.put(ctx.network.prefix_lists, PrefixList(name, blocks, name=item.text("PrefixListName"), weight=1))


def read_entries(ctx: Context, _: Place, item: Item) -> None:
    """The entries of a managed list, a page or all (``get-managed-prefix-list-entries``)."""
    found = {entry.block("Cidr") for entry in item.items("Entries", required=True)}
    ctx.entries.setdefault(item.text("PrefixListId"), set()).update(found)


def read_managed_list(ctx: Context, _: Place, item: Item) -> None:
    """A managed prefix list; read after its entries and the lists of AWS (API reference, ``ManagedPrefixList``)."""
    name, label = item.text("PrefixListId"), item.text("PrefixListName")
    known = ctx.network.prefix_lists.get(name)
    entries = tuple(sorted(ctx.entries[name])) if name in ctx.entries else None
    if (item.maybe_text("State") or "") == "delete-complete":
        ctx.idle.add(name)
    elif entries is None and known is None:
        ctx.doubt(name, "Entries", "ManagedPrefixListEntries.json has no element for this list", (name,))
        ctx.idle.add(name)
    elif entries is not None:
        size = item.maybe_number("MaxEntries", 0, 100_000) or 0
        ctx.put(ctx.network.prefix_lists, PrefixList(name, entries, size, label, tags=item.tags()), label)
