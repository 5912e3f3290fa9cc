"""Network ACLs and security groups: which packets they let pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..model.ranges import Ranges
from ..model.vpcs import AclEntry, GroupRule, NetworkAcl
from .packets import Packets


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a filter decided about packets, and by which entry (none: nothing matched, which denies)."""

    packets: Packets
    allowed: bool
    entry: AclEntry | None


def through_acl(acl: NetworkAcl | None, packets: Packets, *, egress: bool) -> list[Filtered]:
    """Splits packets by the entry that decides: the lowest number that matches (Amazon VPC user guide, "Network ACL rules").

    Outbound entries match the destination, inbound ones the source. Without an ACL, AWS's own allows everything.
    """
    if acl is None:
        return [Filtered(packets, True, None)]
    found: list[Filtered] = []
    left = [packets]
    for entry in acl.entries:
        if entry.egress != egress:
            continue
        mask = _mask(entry, egress)
        rest: list[Packets] = []
        for each in left:
            if hit := each.within(mask):
                found.append(Filtered(hit, entry.allow, entry))
                rest.extend(each.without(mask))
            else:
                rest.append(each)
        left = rest
        if not left:
            break
    return [*found, *(Filtered(each, False, None) for each in left)]


def _mask(entry: AclEntry, egress: bool) -> Packets:
    peer = entry.prefix.ranges
    return Packets(dst=peer, services=entry.services) if egress else Packets(src=peer, services=entry.services)


def through_groups(
    rules: Iterable[GroupRule], packets: Packets, peers: Callable[[GroupRule], Ranges], *, egress: bool
) -> list[Packets]:
    """What any rule lets pass, as products that do not overlap (security groups only allow).

    ``peers`` gives the addresses that a rule admits.
    """
    found: list[Packets] = []
    left = [packets]
    for rule in rules:
        if rule.egress != egress:
            continue
        peer = peers(rule)
        mask = Packets(dst=peer, services=rule.services) if egress else Packets(src=peer, services=rule.services)
        rest: list[Packets] = []
        for each in left:
            if hit := each.within(mask):
                found.append(hit)
                rest.extend(each.without(mask))
            else:
                rest.append(each)
        left = rest
    return found
