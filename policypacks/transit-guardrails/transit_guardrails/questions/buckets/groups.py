"""Whether the security groups of an application let out to Amazon S3.

Source: AWS PrivateLink guide, "Gateway endpoints for Amazon S3" (security groups must let out to Amazon S3, too).
"""

from __future__ import annotations

from collections import defaultdict

from ...model.ranges import Ranges
from ...model.services import HTTPS
from ...model.vpcs import Id, SecurityGroup, Subnet
from ..ends import Disposition, End, Hop
from ..index import Index


class Groups:
    """Which group an interface carries nobody says: one of its application, or one of its VPC that belongs to none."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._own: dict[tuple[str | None, str | None], list[SecurityGroup]] = defaultdict(list)
        self._common: dict[Id | None, list[SecurityGroup]] = defaultdict(list)
        for _, group in sorted(index.network.security_groups.items()):
            if "application" in group.tags:
                self._own[group.tags.get("spoke"), group.tags["application"]].append(group)
            else:
                self._common[group.vpc].append(group)

    def held(self, subnet: Subnet, end: End, to: Ranges) -> End:
        """The end of a packet, or that the groups hold it before. Where the application has none of its own nothing is held."""
        own = self._own.get((subnet.tags.get("spoke"), subnet.tags.get("application")), [])
        groups = [*own, *self._common.get(subnet.vpc, []), *self._common.get(None, [])] if own else []
        passing = end.disposition in (Disposition.ACCEPTED, Disposition.EXITS)
        if not passing or not groups or any(self._lets_out(group, to) for group in groups):
            return end
        lists = [rule.prefix_list for group in groups for rule in group.rules or ()]
        if doubts := self._index.doubts(*(group.id for group in groups), *lists):
            hop = Hop("security-group", doubts[0].thing, str(doubts[0]))
            return End(end.packets, Disposition.UNDECIDED, hop.id, (*end.hops[:1], hop))
        hop = Hop("security-group", ", ".join(group.id for group in groups), "no rule lets 443 out to Amazon S3")
        return End(end.packets, Disposition.DENIED_OUT, hop.id, (*end.hops[:1], hop))

    def _lets_out(self, group: SecurityGroup, to: Ranges) -> bool:
        """Whether some rule lets 443 out to some of the addresses, for all that is known."""
        rules = (rule for rule in group.rules or () if rule.egress and HTTPS & rule.services)
        return any(self._index.peers(rule) & to and not self._index.doubts(rule.prefix_list) for rule in rules)
