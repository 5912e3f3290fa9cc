"""Which layers would stop a segment at another segment's endpoint, each looked at as if the others were not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ..model.endpoints import Endpoint
from ..model.ranges import Ranges, prefixes, union
from ..model.services import HTTPS
from ..model.transit import Propagation
from ..model.vpcs import Id, Subnet, Vpc
from ..policies.document import PolicyError, parse
from ..policies.evaluate import FULL_ACCESS
from ..policies.implied import CannotDecideError, allows_beyond
from ..policies.records import Policy
from .filters import through_acl, through_groups
from .index import Index
from .packets import Packets

TRANSIT, BACK, FILTER, POLICY = "transit route", "way back", "network filter", "endpoint policy"


@dataclass(frozen=True, slots=True)
class _Case:
    sources: Sequence[Vpc]
    endpoint: Endpoint
    doors: Sequence[Subnet]
    src: Ranges
    dst: Ranges


class Layers:
    """Layers of one network. What cannot be decided does not count as a layer that stops."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._network = index.network
        self._policies: dict[tuple[Id, Ranges], bool] = {}

    def that_stop(self, sources: Sequence[Vpc], endpoint: Endpoint) -> list[str]:
        """The layers that stop everything that the VPCs send to the endpoint, in the order in which packets meet them.

        A security group and a network ACL count once: whoever may edit one may often edit the other. DNS never counts: an
        endpoint answers at its address too.
        """
        doors = [self._network.subnets[key] for key in endpoint.subnets if key in self._network.subnets]
        if not sources:
            return [TRANSIT, BACK, FILTER, POLICY]
        if not doors:
            return []
        src, dst = union(vpc.ranges for vpc in sources), union(door.ranges for door in doors)
        case = _Case(sources, endpoint, doors, src, dst)
        checks = ((TRANSIT, self._transit), (BACK, self._back), (FILTER, self._filter), (POLICY, self._policy))
        return [layer for layer, stops in checks if stops(case)]

    def _transit(self, case: _Case) -> bool:
        """No table of theirs leads to the endpoint's subnets. A blackhole is hygiene and does not count, nor does it open."""
        tables = {
            table
            for vpc in case.sources
            for attachment in self._index.attachments_of_vpc.get(vpc.id, ())
            for table in self._index.tables_of.get(attachment.id, ())
        }
        if None in tables or self._index.doubts(*tables):
            return False
        return not any(self._leads(table, case.dst) for table in tables if table)

    def _leads(self, table: Id, wanted: Ranges) -> bool:
        found = self._index.transit_routes_of(table).split(wanted)
        routes = [route for values, _ in found for route in values]
        if any(not values for values, _ in found) and self._index.learning(table):
            return True
        return any(isinstance(r, Propagation) or not r.blackhole for r in routes)

    def _back(self, case: _Case) -> bool:
        """No route table of the endpoint's subnets has a way back to them."""
        for door in case.doors:
            table = self._index.table_of(door)
            if self._index.doubts(table, door.id):
                return False
            for routes, _ in self._index.routes_of(table, None).split(case.src):
                if any(route.target.kind != "blackhole" for route in routes):
                    return False
        return True

    def _filter(self, case: _Case) -> bool:
        """Network ACL or security group lets nothing of theirs in on port 443."""
        groups = [
            self._network.security_groups[key] for key in case.endpoint.groups if key in self._network.security_groups
        ]
        rules = [rule for group in groups for rule in group.rules]
        lists = [rule.prefix_list for rule in rules]
        for door in case.doors:
            acl = self._index.acl_of(door)
            if self._index.doubts(door.id, acl.id if acl else None, *case.endpoint.groups, *lists):
                return False
            packets, peers = Packets(case.src, door.ranges, HTTPS), partial(self._index.peers, vpc=door.vpc)
            passed = [f.packets for f in through_acl(acl, packets, egress=False) if f.allowed]
            if any(through_groups(rules, each, peers, egress=False) for each in passed):
                return False
        return True

    def _policy(self, case: _Case) -> bool:
        """The endpoint's policy allows no call from an address of theirs."""
        if self._index.doubts(case.endpoint.id):
            return False
        key = (case.endpoint.id, case.src)
        if key not in self._policies:
            self._policies[key] = stops_calls(case.endpoint.policy, case.src)
        return self._policies[key]


def stops_calls(text: str | None, wanted: Ranges) -> bool:
    """Whether no allowed call comes from the addresses: every one of them is allowed from elsewhere only."""
    try:
        policy = FULL_ACCESS if text is None else parse(text)
        return not allows_beyond(policy, _from_elsewhere(wanted), limit=1)
    except (PolicyError, CannotDecideError):
        return False


def _from_elsewhere(wanted: Ranges) -> Policy:
    """A policy that allows every call that does not come from the addresses."""
    blocks = prefixes(wanted)
    quoted = ", ".join(f'"{block}"' for block in blocks)
    return parse(
        '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",'
        ' "Condition": {"NotIpAddress": {"aws:VpcSourceIp": [' + quoted + "]}}}}"
    )
