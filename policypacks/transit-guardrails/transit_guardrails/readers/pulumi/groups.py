"""Security groups, their rules, and prefix lists.

Source: AWS provider documentation. ``aws_security_group``, "NOTE on Egress rules": AWS allows all egress by default and the
provider removes that rule when it creates a group, so what is not stated is not there. ``aws_default_security_group``: all
rules that it does not state are removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...model.network import Network
from ...model.ranges import Ranges
from ...model.services import ICMP, ICMPV6, protocol_number
from ...model.vpcs import GroupRule, Id, PrefixList, SecurityGroup
from .acls import icmp, services
from .fields import Fields, whole
from .routes import list_of
from .tokens import DEFAULT_SECURITY_GROUP, GROUPS, PREFIX_LIST, VPC


def security_group(fields: Fields, network: Network) -> None:
    """A security group with the rules that it states itself. Without a VPC it is in the Region's default VPC: a doubt."""
    default = fields.resource.type == DEFAULT_SECURITY_GROUP
    network.security_groups[fields.id] = SecurityGroup(
        fields.id, fields.reference("vpcId", VPC), (), default, network.tags.get(fields.id, {})
    )
    for key, egress in (("ingress", False), ("egress", True)):
        for item in fields.records(key):
            _inline(fields, item, key, egress)


def _inline(fields: Fields, item: Mapping[str, Any], key: str, egress: bool) -> None:
    what = _services(fields, fields.id, item, item.get("protocol"), key)
    if what is None:
        return
    add = _Adder(fields, fields.id, egress, what, key)
    for name in ("cidrBlocks", "ipv6CidrBlocks"):
        add.blocks(item.get(name))
    for name, adder in (("prefixListIds", add.prefix_list), ("securityGroups", add.group)):
        for value in _elements(item.get(name)):
            adder(value)
    if item.get("self") is True:
        add.itself()
    elif item.get("self") not in (None, False):
        fields.doubt(key, "whether a rule admits its own group is not known")


def rule(fields: Fields, _: Network) -> None:
    """``SecurityGroupRule``: one rule, possibly with several sources."""
    group = group_of(fields, "securityGroupId")
    direction = fields.text("type", touches=(group,) if group else ())
    if not group or not direction:
        return
    if direction not in ("ingress", "egress"):
        fields.doubt("type", f"is '{direction[:80]}', neither ingress nor egress", group)
        return
    what = _services(fields, group, fields.inputs, fields.inputs.get("protocol"), "protocol")
    if what is None:
        return
    add = _Adder(fields, group, direction == "egress", what, "")
    for name in ("cidrBlocks", "ipv6CidrBlocks"):
        add.key = name
        add.blocks(fields.inputs.get(name))
    add.key = "prefixListIds"
    for value in _elements(fields.inputs.get("prefixListIds")):
        add.prefix_list(value)
    add.key = "sourceSecurityGroupId"
    if fields.has("sourceSecurityGroupId"):
        add.group(fields.inputs["sourceSecurityGroupId"])
    if fields.flag("self", False, (group,)):
        add.itself()


def ingress_rule(fields: Fields, _: Network) -> None:
    """``SecurityGroupIngressRule``: one rule, one source."""
    _single(fields, egress=False)


def egress_rule(fields: Fields, _: Network) -> None:
    """``SecurityGroupEgressRule``: one rule, one destination."""
    _single(fields, egress=True)


def _single(fields: Fields, egress: bool) -> None:
    group = group_of(fields, "securityGroupId")
    if not group:
        return
    stated = fields.inputs
    what = _services(fields, group, stated, stated.get("ipProtocol"), "ipProtocol")
    if what is None:
        return
    add = _Adder(fields, group, egress, what, "")
    sources = (
        ("cidrIpv4", add.block),
        ("cidrIpv6", add.block),
        ("prefixListId", add.prefix_list),
        ("referencedSecurityGroupId", add.group),
    )
    given = [(key, adder) for key, adder in sources if stated.get(key) not in (None, "")]
    if len(given) != 1:
        fields.doubt("cidrIpv4", "the rule states nobody whom it admits, or several", group)
        return
    add.key = given[0][0]
    given[0][1](stated[add.key])


class _Adder:
    """Adds rules of one direction and service to a group."""

    def __init__(self, fields: Fields, group: Id, egress: bool, what: Ranges, key: str) -> None:
        self.fields, self.owner, self.egress, self.what, self.key = fields, group, egress, what, key
        self.rules = fields.pieces.group_rules[group]

    def blocks(self, values: Any) -> None:
        for value in _elements(values):
            self.block(value)

    def block(self, value: Any) -> None:
        found = self.fields.as_prefix(self.key, value, (self.owner,))
        if found:
            self.rules.append(GroupRule(self.fields.id, self.egress, self.what, prefix=found))

    def prefix_list(self, value: Any) -> None:
        found = list_of(self.fields, self.key, value, (self.owner,))
        if found:
            self.rules.append(GroupRule(self.fields.id, self.egress, self.what, prefix_list=found))

    def group(self, value: Any) -> None:
        found = as_group(self.fields, self.key, value, (self.owner,))
        if found:
            self.rules.append(GroupRule(self.fields.id, self.egress, self.what, group=found))

    def itself(self) -> None:
        self.rules.append(GroupRule(self.fields.id, self.egress, self.what, group=self.owner))


def group_of(fields: Fields, key: str, touches: tuple[Id, ...] = ()) -> Id | None:
    """The security group that a property refers to; that of a VPC's default where it is managed."""
    return as_group(fields, key, fields.inputs.get(key), touches)


def as_group(fields: Fields, key: str, value: Any, touches: tuple[Id, ...] = ()) -> Id | None:
    """The security group that a value refers to."""
    found = fields.resolve(key, value, *GROUPS, VPC, touches=touches)
    if found and fields.index.is_a(found, VPC):
        default = fields.index.default_groups.get(found)
        if default is None:
            fields.doubt(key, "the VPC's default security group is not managed here", found, *touches)
        return default
    return found


def prefix_list(fields: Fields, network: Network) -> None:
    """A customer-managed prefix list with the entries that it states itself."""
    network.prefix_lists[fields.id] = PrefixList(
        id=fields.id,
        prefixes=(),
        max_entries=fields.number("maxEntries") or 0,
        name=fields.text("name", fields.resource.name) or "",
        tags=network.tags.get(fields.id, {}),
    )
    for item in fields.records("entries"):
        found = fields.as_prefix("entries", item.get("cidr"))
        if found:
            fields.pieces.list_entries[fields.id].append(found)


def prefix_list_entry(fields: Fields, _: Network) -> None:
    """An entry of its own."""
    owner = fields.reference("prefixListId", PREFIX_LIST)
    found = fields.prefix("cidr", (owner,) if owner else ())
    if owner and found:
        fields.pieces.list_entries[owner].append(found)


def _services(fields: Fields, group: Id, stated: Mapping[str, Any], protocol: Any, key: str) -> Ranges | None:
    """Protocol and ports; for ICMP the ports are type and code (EC2 API reference, ``IpPermission``)."""
    first, last = stated.get("fromPort"), stated.get("toPort")
    found = _icmp(protocol, first, last) if _is_icmp(protocol) else services(protocol, first, last)
    if found is None:
        fields.doubt(key, "the protocol or the ports of a rule are not known", group)
    return found


def _is_icmp(protocol: Any) -> bool:
    try:
        return protocol_number(str(protocol)) in (ICMP, ICMPV6) if isinstance(protocol, (str, int)) else False
    except ValueError:
        return False


def _icmp(protocol: Any, first: Any, last: Any) -> Ranges | None:
    kind, code = whole(first), whole(-1 if last is None else last)
    return icmp(protocol_number(str(protocol)), kind, code)


def _elements(value: Any) -> list[Any]:
    """A list's elements; an unknown list counts as one unknown element, so that it becomes a doubt or its dependency."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]
