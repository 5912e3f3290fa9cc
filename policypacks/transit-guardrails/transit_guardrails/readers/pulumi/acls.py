"""Network ACLs and their rules.

Source: AWS provider documentation, ``aws_network_acl``, ``aws_network_acl_rule``, ``aws_default_network_acl`` (rules that
it does not state are removed); Amazon VPC user guide, "Network ACLs" (a custom one denies everything).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...model.network import Network
from ...model.ranges import Ranges
from ...model.services import ICMP, ICMPV6, TCP, UDP, protocol_number, service
from ...model.vpcs import AclEntry, Id, NetworkAcl
from .fields import Fields, whole
from .tokens import DEFAULT_NETWORK_ACL, NETWORK_ACL, SUBNET, VPC

_BLOCKS = ("cidrBlock", "ipv6CidrBlock")


def network_acl(fields: Fields, network: Network) -> None:
    """A network ACL with the rules that it states itself, and its subnets."""
    _acl(fields, network, fields.reference("vpcId", VPC))


def default_network_acl(fields: Fields, network: Network) -> None:
    """The managed default ACL of a VPC."""
    owner = fields.reference("defaultNetworkAclId", VPC)
    _acl(fields, network, owner)
    if owner:
        network.default_acls[owner] = fields.id


def _acl(fields: Fields, network: Network, owner: Id | None) -> None:
    network.network_acls[fields.id] = NetworkAcl(fields.id, owner, (), network.tags.get(fields.id, {}))
    for key, egress in (("ingress", False), ("egress", True)):
        for item in fields.records(key):
            _entry(fields, fields.id, item, key, egress, item.get("ruleNo"), item.get("action"))
    for subnet in fields.references("subnetIds", SUBNET):
        fields.pieces.subnet_acls[subnet].append(fields.id)


def rule(fields: Fields, _: Network) -> None:
    """A rule of its own."""
    acl = fields.reference("networkAclId", NETWORK_ACL, DEFAULT_NETWORK_ACL, VPC)
    if acl and fields.index.is_a(acl, VPC):
        fields.doubt("networkAclId", "rules of a default ACL that AWS made are not all known", acl)
        return
    touches = (acl,) if acl else ()
    egress = fields.flag("egress", False, touches)
    if acl and egress is not None:
        _entry(fields, acl, fields.inputs, "", egress, fields.inputs.get("ruleNumber"), fields.inputs.get("ruleAction"))


def association(fields: Fields, _: Network) -> None:
    """The subnet uses the ACL."""
    subnet = fields.reference("subnetId", SUBNET)
    acl = fields.reference("networkAclId", NETWORK_ACL, DEFAULT_NETWORK_ACL, touches=(subnet,) if subnet else ())
    if subnet and acl:
        fields.pieces.subnet_acls[subnet].append(acl)


def _entry(
    fields: Fields, acl: Id, stated: Mapping[str, Any], key: str, egress: bool, number: Any, action: Any
) -> None:
    """A rule that the resource states, as a whole or as an element of its property ``key``."""
    place = whole(number)
    if place is None or not isinstance(action, str) or action.lower() not in ("allow", "deny"):
        fields.doubt(key or "ruleNumber", "the number or the action of a rule is not known", acl)
        return
    services = _services(fields, acl, stated, key)
    blocks = [each for each in _BLOCKS if stated.get(each) not in (None, "")]
    if services is None or len(blocks) != 1:
        if len(blocks) != 1:
            fields.doubt(key or "cidrBlock", f"rule {place} states no block, or several", acl)
        return
    block = fields.as_prefix(key or blocks[0], stated[blocks[0]], (acl,))
    if block:
        fields.pieces.acl_entries[acl].append(AclEntry(place, egress, action.lower() == "allow", services, block))


def _services(fields: Fields, acl: Id, stated: Mapping[str, Any], key: str) -> Ranges | None:
    first, last = stated.get("fromPort"), stated.get("toPort")
    kind, code = stated.get("icmpType"), stated.get("icmpCode")
    found = services(stated.get("protocol"), first, last, kind, code)
    if found is None:
        fields.doubt(key or "protocol", "the protocol or the ports of a rule are not known", acl)
    return found


def services(protocol: Any, first: Any, last: Any, icmp_type: Any = None, icmp_code: Any = None) -> Ranges | None:
    """What a rule is about; None where that is not known.

    Ports count for TCP and UDP; for ICMP they are type and code, -1 for any. Other protocols have none (EC2 API reference,
    ``NetworkAclEntry``, ``IpPermission``).
    """
    try:
        number = protocol_number(str(whole(protocol)) if not isinstance(protocol, str) else protocol)
    except ValueError:
        return None
    if number in (ICMP, ICMPV6):
        kind, code = whole(0 if icmp_type is None else icmp_type), whole(0 if icmp_code is None else icmp_code)
        return icmp(number, kind, code)
    if number not in (TCP, UDP):
        return service(number)
    low, high = whole(first), whole(last)
    if low is None or high is None or not 0 <= low <= high <= 65535:
        return None
    return service(number, low, high)


def icmp(protocol: int, kind: int | None, code: int | None) -> Ranges | None:
    """An ICMP type and code, -1 for any of them; None where one is not known."""
    if kind is None or code is None or not -1 <= kind <= 255 or not -1 <= code <= 255:
        return None
    if kind == -1:
        return service(protocol)
    return service(protocol, kind * 256 + max(code, 0), kind * 256 + (255 if code == -1 else code))
