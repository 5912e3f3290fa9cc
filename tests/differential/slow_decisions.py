"""The single decisions that the slow walker asks for: doubts, ACLs, security groups, route lookups. One address at a time.

Everything is a plain loop over records: this code is what the engine over sets is compared with, so it shares nothing with
it but the records, and prefers being obvious to being quick.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transit_guardrails.model.network import EVERYTHING, Network
from transit_guardrails.model.ranges import Prefix, Ranges
from transit_guardrails.model.transit import Attachment
from transit_guardrails.model.vpcs import Route, Subnet, Target

LOCAL = Target("local")

Candidate = tuple[int, int, Target]
"""Addresses of the route's block, its rank among equals (low wins), where it leads."""


class UndecidedError(Exception):
    """What is not known was needed. ``where`` is the id of the record that would have had to say it."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet. Addresses are numbers on the model's line; ``service`` is ``protocol * 65536 + destination port``."""

    src: int
    dst: int
    service: int


def consult(network: Network, thing: str | None, asked_by: str) -> str:
    """The id, for whoever is about to read that record.

    Raises ``UndecidedError`` where the reference is not known (at ``asked_by``), or a doubt touches the record.
    """
    if thing is None:
        raise UndecidedError(asked_by)
    for doubt in network.doubts:
        for touched in doubt.touches:
            if touched in (thing, EVERYTHING):
                raise UndecidedError(thing)
    return thing


def read_subnet(network: Network, subnet_id: str | None, asked_by: str) -> Subnet:
    """The subnet. Raises ``UndecidedError`` where it is not known."""
    known = consult(network, subnet_id, asked_by)
    if known not in network.subnets:
        raise UndecidedError(known)
    return network.subnets[known]


def read_attachment(network: Network, attachment_id: str | None, asked_by: str) -> Attachment:
    """The attachment. Raises ``UndecidedError`` where it is not known."""
    known = consult(network, attachment_id, asked_by)
    if known not in network.attachments:
        raise UndecidedError(known)
    return network.attachments[known]


def vpc_blocks(network: Network, vpc_id: str | None, asked_by: str) -> tuple[Prefix, ...]:
    """The blocks of a VPC. Raises ``UndecidedError`` where they are not known."""
    known = consult(network, vpc_id, asked_by)
    if known not in network.vpcs:
        raise UndecidedError(known)
    return network.vpcs[known].prefixes


def holds(prefixes: Iterable[Prefix], number: int) -> bool:
    """Whether an address is in one of the blocks."""
    return any(block.first <= number <= block.last for block in prefixes)


def is_in(numbers: Ranges, number: int) -> bool:
    """Whether a number is in the set, found by looking at every range."""
    return any(first <= number <= last for first, last in numbers.parts)


def acl_allows(network: Network, subnet: Subnet, egress: bool, address: int, service: int) -> bool:
    """Whether the subnet's network ACL lets a packet through.

    ``address`` is the destination on the way out and the source on the way in. The lowest number that matches decides,
    and what nothing matches is denied (Amazon VPC user guide, "Network ACL rules"). A subnet without an ACL of its own has
    its VPC's default one; where nobody manages that, it is AWS's and allows everything ("Default network ACL").
    """
    if subnet.id in network.subnet_acls:
        acl_id: str = network.subnet_acls[subnet.id]
    else:
        vpc_id = consult(network, subnet.vpc, subnet.id)
        if vpc_id not in network.default_acls:
            return True
        acl_id = network.default_acls[vpc_id]
    consult(network, acl_id, subnet.id)
    if acl_id not in network.network_acls:
        raise UndecidedError(acl_id)
    for entry in sorted(network.network_acls[acl_id].entries, key=lambda each: each.number):
        if entry.egress == egress and holds([entry.prefix], address) and is_in(entry.services, service):
            return entry.allow
    return False


def group_allows(
    network: Network, group_ids: Iterable[str], egress: bool, peer_address: int, protocol: int, port: int
) -> bool:
    """Whether any rule of any of the groups admits the peer (Amazon VPC user guide, "Security group rules").

    A rule that names a group admits the addresses of the interfaces that are in that group. Raises ``UndecidedError`` for a
    group or prefix list that is not known, and for a rule that says nothing of the peer.
    """
    service = protocol * 65536 + port
    for group_id in group_ids:
        consult(network, group_id, group_id)
        if group_id not in network.security_groups:
            raise UndecidedError(group_id)
        for rule in network.security_groups[group_id].rules:
            if rule.egress != egress or not is_in(rule.services, service):
                continue
            if rule.prefix is not None:
                admitted = holds([rule.prefix], peer_address)
            elif rule.prefix_list is not None:
                admitted = holds(list_blocks(network, rule.prefix_list, rule.id), peer_address)
            else:
                admitted = _is_member(network, consult(network, rule.group, rule.id), peer_address)
            if admitted:
                return True
    return False


def _is_member(network: Network, group_id: str, address: int) -> bool:
    for interface in network.interfaces.values():
        if group_id in interface.groups and is_in(interface.addresses, address):
            return True
    return False


def list_blocks(network: Network, list_id: str | None, asked_by: str) -> tuple[Prefix, ...]:
    """The entries of a prefix list. Raises ``UndecidedError`` where they are not known."""
    known = consult(network, list_id, asked_by)
    if known not in network.prefix_lists:
        raise UndecidedError(known)
    return network.prefix_lists[known].prefixes


def best(candidates: Iterable[Candidate], asked_by: str) -> Target | None:
    """The target of the longest prefix, of the lowest rank among equals; None where there is no candidate.

    Raises ``UndecidedError`` where equals lead to different places.
    """
    winner: Candidate | None = None
    rival: Candidate | None = None
    for candidate in candidates:
        if winner is None or candidate[:2] < winner[:2]:
            winner, rival = candidate, None
        elif candidate[:2] == winner[:2] and candidate[2] != winner[2]:
            rival = candidate
    if rival is not None:
        raise UndecidedError(asked_by)
    return winner[2] if winner is not None else None


def vpc_route(network: Network, subnet: Subnet, dst: int) -> tuple[Target | None, str]:
    """Where the subnet's route table sends an address (None: nowhere), and the id of the table or of the VPC without one.

    Longest prefix, then local, static, prefix list, propagated (Amazon VPC user guide, "Route priority"; local routes are
    beaten by more specific ones only, "Route tables", "Local route").
    """
    vpc_id = consult(network, subnet.vpc, subnet.id)
    candidates: list[Candidate] = []
    for block in vpc_blocks(network, vpc_id, subnet.id):
        if holds([block], dst):
            candidates.append((block.last - block.first, 0, LOCAL))
    table_id = network.subnet_tables.get(subnet.id, network.main_tables.get(vpc_id))
    if table_id is None:
        return best(candidates, vpc_id), vpc_id
    consult(network, table_id, subnet.id)
    if table_id not in network.route_tables:
        raise UndecidedError(table_id)
    for route in network.route_tables[table_id].routes:
        for block in stated_blocks(network, route.to, route.to_list, table_id):
            if holds([block], dst):
                candidates.append((block.last - block.first, _rank(route), _target(route)))
    return best(candidates, table_id), table_id


def _rank(route: Route) -> int:
    if route.target.kind == "local":
        return 0
    if route.propagated:
        return 3
    return 1 if route.to is not None else 2


def _target(route: Route) -> Target:
    return LOCAL if route.target.kind == "local" else route.target


def stated_blocks(network: Network, to: Prefix | None, to_list: str | None, table_id: str) -> tuple[Prefix, ...]:
    """The blocks that a route is for: its own, or the entries of its prefix list."""
    return (to,) if to is not None else list_blocks(network, to_list, table_id)
