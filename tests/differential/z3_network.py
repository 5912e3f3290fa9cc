"""Route lookups, ACLs and security groups as bit-vector formulas, to refute a claimed partition of all headers.

Each function takes records and a claim (result to the headers that are said to get it) and returns a header for which the
claim is wrong, or None where z3 proves that there is none. Blocks are compared by their leading bits and precedence is
stated, not computed: a route wins if it matches and nothing that precedes it matches.

Doubts are not part of it; a record that is referred to and not there raises ``KeyError``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import z3  # type: ignore[import-untyped]

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import Prefix, Ranges
from transit_guardrails.model.vpcs import AclEntry, GroupRule, NetworkAcl, RouteTable, Target

NO_ROUTE, UNDECIDED, BLACKHOLE = "no-route", "undecided", "blackhole"
ADDRESS_BITS = 129
"""The model's line of addresses: 32 low bits of IPv4, or bit 128 set and an IPv6 address below."""
Formula = Any
"""A z3 Boolean; z3 has no types."""
Box = tuple[Ranges, Ranges]
"""Addresses and services (``protocol * 65536 + port``), each combined with each."""
R = TypeVar("R", bound=Hashable)
Ranked = tuple[Formula, tuple[int, int], R]
"""When a route matches, its precedence (low wins), its result."""


@dataclass(frozen=True, slots=True)
class Header:
    """The variables: two addresses of 129 bits, 8 bits of protocol, 16 of port."""

    src: Any
    dst: Any
    protocol: Any
    port: Any

    @property
    def service(self) -> Formula:
        """Protocol and port as one number."""
        return z3.Concat(self.protocol, self.port)


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A header, the results that it has, and those that were claimed for it."""

    src: int
    dst: int
    protocol: int
    port: int
    right: tuple[Hashable, ...]
    claimed: tuple[Hashable, ...]


HEADER = Header(
    z3.BitVec("src", ADDRESS_BITS), z3.BitVec("dst", ADDRESS_BITS), z3.BitVec("protocol", 8), z3.BitVec("port", 16)
)


def vpc_lookup_counterexample(
    network: Network, vpc_id: str, table: RouteTable | None, claim: Mapping[Target | str, Ranges]
) -> Counterexample | None:
    """A destination that a VPC's route table (None: local routes alone) does not treat as claimed.

    Results are targets (``Target("local")`` for every local route), ``"no-route"`` and ``"undecided"``.
    """
    routes: list[Ranked[Target | str]] = []
    for block in network.vpcs[vpc_id].prefixes:
        routes.append((_in_block(HEADER.dst, block), (_size(block), 0), Target("local")))
    for route in table.routes if table else ():
        local = route.target.kind == "local"
        rank = 0 if local else 3 if route.propagated else 1 if route.to is not None else 2
        for block in _blocks(network, route.to, route.to_list):
            result = Target("local") if local else route.target
            routes.append((_in_block(HEADER.dst, block), (_size(block), rank), result))
    return _refute(_lookup(routes), _over_destinations(claim))


def transit_lookup_counterexample(
    network: Network, table_id: str, claim: Mapping[str, Ranges]
) -> Counterexample | None:
    """A destination that a transit gateway's table does not treat as claimed, learned routes left aside.

    Results are attachment ids, ``"blackhole"``, ``"no-route"`` and ``"undecided"``. Propagations are the stated ones.
    """
    routes: list[Ranked[str]] = []
    for route in network.transit_routes.values():
        if route.table == table_id:
            result = BLACKHOLE if route.blackhole else route.attachment or UNDECIDED
            for block in _blocks(network, route.to, route.to_list):
                rank = 1 if route.to is not None else 2
                routes.append((_in_block(HEADER.dst, block), (_size(block), rank), result))
    for propagation in network.propagations.values():
        attachment = network.attachments[propagation.attachment or ""]
        if propagation.table == table_id and attachment.kind == "vpc":
            for block in network.vpcs[attachment.resource or ""].prefixes:
                routes.append((_in_block(HEADER.dst, block), (_size(block), 3), attachment.id))
    return _refute(_lookup(routes), _over_destinations(claim))


def acl_counterexample(acl: NetworkAcl, egress: bool, claim: Mapping[bool, Sequence[Box]]) -> Counterexample | None:
    """A packet that the ACL does not allow (True) or deny (False) as claimed; boxes hold destinations on the way out,
    sources on the way in."""
    address = HEADER.dst if egress else HEADER.src
    mine = [entry for entry in acl.entries if entry.egress == egress]
    passes = []
    for entry in mine:
        earlier = [_entry(address, other) for other in mine if other.number < entry.number]
        if entry.allow:
            passes.append(z3.And(_entry(address, entry), z3.Not(z3.Or(earlier))))
    return _refute(_yes_or_no(z3.Or(passes)), _over_boxes(address, claim))


def group_counterexample(
    network: Network, group_ids: Iterable[str], egress: bool, claim: Mapping[bool, Sequence[Box]]
) -> Counterexample | None:
    """A peer and service that the groups together do not admit (True) or keep away (False) as claimed."""
    address = HEADER.dst if egress else HEADER.src
    rules = [rule for each in group_ids for rule in network.security_groups[each].rules if rule.egress == egress]
    admits = [z3.And(_peer(network, address, rule), _in_ranges(HEADER.service, rule.services)) for rule in rules]
    return _refute(_yes_or_no(z3.Or(admits)), _over_boxes(address, claim))


def _blocks(network: Network, to: Prefix | None, to_list: str | None) -> tuple[Prefix, ...]:
    return (to,) if to is not None else network.prefix_lists[to_list or ""].prefixes


def _entry(address: Formula, entry: AclEntry) -> Formula:
    return z3.And(_in_block(address, entry.prefix), _in_ranges(HEADER.service, entry.services))


def _peer(network: Network, address: Formula, rule: GroupRule) -> Formula:
    if rule.group is None:
        return z3.Or([_in_block(address, block) for block in _blocks(network, rule.prefix, rule.prefix_list)])
    members = [each for each in network.interfaces.values() if rule.group in each.groups]
    return z3.Or([_in_ranges(address, member.addresses) for member in members])


def _size(block: Prefix) -> int:
    return block.last - block.first


def _in_block(address: Formula, block: Prefix) -> Formula:
    """The leading bits are the block's; its size is a power of two and its start a multiple of that."""
    free = _size(block).bit_length()
    return z3.Extract(ADDRESS_BITS - 1, free, address) == block.first >> free


def _in_ranges(number: Formula, ranges: Ranges) -> Formula:
    return z3.Or([z3.And(z3.UGE(number, first), z3.ULE(number, last)) for first, last in ranges.parts])


def _lookup(routes: Sequence[Ranked[R]]) -> dict[Hashable, Formula]:
    """When each result holds: a route wins that matches unless one of higher precedence does; rivals are undecided."""
    wins: list[tuple[R, Formula]] = []
    for matches, precedence, result in routes:
        before = [other for other, earlier, _ in routes if earlier < precedence]
        wins.append((result, z3.And(matches, z3.Not(z3.Or(before)))))
    holds: dict[Hashable, Formula] = {NO_ROUTE: z3.Not(z3.Or([matches for matches, _, _ in routes]))}
    clashes: list[Formula] = []
    for result in dict.fromkeys(result for result, _ in wins):
        mine = z3.Or([wins_if for other, wins_if in wins if other == result])
        others = z3.Or([wins_if for other, wins_if in wins if other != result])
        holds[result] = z3.And(mine, z3.Not(others))
        clashes.append(z3.And(mine, others))
    holds[UNDECIDED] = z3.Or([*clashes, holds.get(UNDECIDED, z3.BoolVal(False))])
    return holds


def _yes_or_no(formula: Formula) -> dict[Hashable, Formula]:
    return {True: formula, False: z3.Not(formula)}


def _over_destinations(claim: Mapping[R, Ranges]) -> dict[Hashable, Formula]:
    return {result: _in_ranges(HEADER.dst, ranges) for result, ranges in claim.items()}


def _over_boxes(address: Formula, claim: Mapping[bool, Sequence[Box]]) -> dict[Hashable, Formula]:
    return {
        result: z3.Or([z3.And(_in_ranges(address, one), _in_ranges(HEADER.service, two)) for one, two in boxes])
        for result, boxes in claim.items()
    }


def _refute(right: Mapping[Hashable, Formula], claimed: Mapping[Hashable, Formula]) -> Counterexample | None:
    """A header whose results differ from the claimed ones. The right ones exclude each other and leave nothing out, so
    that a claim that overlaps or has gaps is refuted as well."""
    nothing = z3.BoolVal(False)
    results = list(dict.fromkeys([*right, *claimed]))
    solver = z3.Solver()
    for address in (HEADER.src, HEADER.dst):
        is_ipv4 = z3.Extract(ADDRESS_BITS - 1, 32, address) == 0
        solver.add(z3.Or(is_ipv4, z3.Extract(128, 128, address) == 1))
    solver.add(z3.Or([right.get(each, nothing) != claimed.get(each, nothing) for each in results]))
    outcome = solver.check()
    if outcome == z3.unsat:
        return None
    if outcome != z3.sat:
        raise RuntimeError(f"z3 gave up: {solver.reason_unknown()}")
    return _read(solver.model(), right, claimed)


def _read(model: Any, right: Mapping[Hashable, Formula], claimed: Mapping[Hashable, Formula]) -> Counterexample:
    """The counterexample that a model of z3 stands for."""

    def value(variable: Formula) -> int:
        return int(model.eval(variable, model_completion=True).as_long())

    def true_ones(formulas: Mapping[Hashable, Formula]) -> tuple[Hashable, ...]:
        return tuple(each for each in formulas if z3.is_true(model.eval(formulas[each], model_completion=True)))

    return Counterexample(
        value(HEADER.src),
        value(HEADER.dst),
        value(HEADER.protocol),
        value(HEADER.port),
        true_ones(right),
        true_ones(claimed),
    )
