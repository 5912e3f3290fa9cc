"""Whether names of on-premises domains are resolved there: views forward them, queries get to the servers, answers come back.

That nothing else leaves by a link is compared in ``outside``; which rules may forward at all is a question of ``rules``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.links import ViewForwarder
from ..model.names import ResolverEndpoint
from ..model.ranges import Ranges, address_text, union
from ..model.services import DNS
from ..model.transit import Attachment
from ..model.vpcs import Id, Subnet
from .deviations import Deviation, missing
from .dns import Dns
from .ends import Disposition, End
from .filters import through_groups
from .index import Index
from .outside import Outside
from .packets import Packets, minus
from .reach import Reach, attachment_of


class Forwarding:
    """Comparisons of one network with what its forwarders state."""

    def __init__(self, index: Index, reach: Reach, outside: Outside, dns: Dns) -> None:
        self._index, self._network = index, index.network
        self._reach, self._outside, self._dns = reach, outside, dns

    def missing(self) -> Iterator[Deviation]:
        """Domains that a view does not forward, and servers that queries or answers of a forwarder do not get to and from."""
        carried: dict[Id, list[ResolverEndpoint]] = {}
        for endpoint in sorted(self._network.resolver_endpoints.values(), key=lambda e: e.id):
            if forwarder := self._index.forwarder_of(endpoint):
                carried.setdefault(forwarder.id, []).append(endpoint)
        for key, stated in sorted(self._network.view_forwarders.items()):
            if key not in carried:
                yield Deviation("missing", key, f"{self._index.name(key)} has no outbound Resolver endpoint")
            for endpoint in carried.get(key, ()):
                yield from self._unanswered(endpoint, stated)
                yield from self._unforwarded(endpoint, stated)

    # Names ------------------------------------------------------------------------------------------------------------

    def views(self, endpoint: ResolverEndpoint, forwarder: ViewForwarder) -> list[Id]:
        """The VPCs that a forwarder is for: the attached ones of its segment and Region, without its own."""
        own = self._outside.homes(endpoint)
        regions = {self._network.vpcs[vpc].region for vpc in own if vpc in self._network.vpcs}
        attached = {vpc for vpc, _ in self._index.vpc_attachments} - own
        return sorted(
            vpc.id
            for vpc in self._network.vpcs.values()
            if vpc.id in attached
            and vpc.region in regions
            and self._network.tags.get(vpc.id, {}).get("segment") == forwarder.segment
        )

    def _unforwarded(self, endpoint: ResolverEndpoint, forwarder: ViewForwarder) -> Iterator[Deviation]:
        for vpc in self.views(endpoint, forwarder):
            for name in (each for domain in sorted(forwarder.domains) for each in (domain, f"any.{domain}")):
                answer = self._dns.resolve(vpc, name)
                if answer.kind == "undecided":
                    thing = answer.doubts[0].thing if answer.doubts else vpc
                    message = f"whether {self._index.name(vpc)} forwards {name} is not known: {answer.reason}"
                    yield Deviation("undecided", thing, message)
                elif answer.kind != "forwarded":
                    message = f"{self._index.name(vpc)} does not forward {name} to {forwarder.segment}'s network"
                    yield Deviation("missing", endpoint.id, message, (f"{answer.kind}: {answer.reason}",))

    # Packets ----------------------------------------------------------------------------------------------------------

    def _unanswered(self, endpoint: ResolverEndpoint, forwarder: ViewForwarder) -> Iterator[Deviation]:
        subnets = [self._network.subnets[key] for key in endpoint.subnets if key in self._network.subnets]
        for name, servers in sorted(forwarder.servers.items()):
            links = self._outside.links(self._outside.homes(endpoint), name)
            if not links:
                message = f"queries are forwarded to {name}, and no link leads there from the Resolver endpoint"
                yield Deviation("missing", endpoint.id, message)
                continue
            for subnet in subnets:
                asked = Packets(subnet.ranges, servers, DNS)
                yield from self._unasked(endpoint, name, subnet, asked, links)
                for link in links:
                    yield from self._unheard(endpoint, name, subnet, asked.answered(), link)

    def _unasked(
        self, endpoint: ResolverEndpoint, name: str, subnet: Subnet, asked: Packets, links: list[Attachment]
    ) -> Iterator[Deviation]:
        """Queries that no security group lets out, or that leave by no link of the network."""
        where = f"DNS servers of {name} from {self._index.name(subnet.id)}"
        groups = [self._network.security_groups[g] for g in endpoint.groups if g in self._network.security_groups]
        rules = [rule for group in groups for rule in group.rules]
        doubts = self._index.doubts(endpoint.id, *endpoint.groups, *(rule.prefix_list for rule in rules))
        if doubts:
            message = f"whether queries are let out to the {where} is not known: {doubts[0]}"
            yield Deviation("undecided", doubts[0].thing, message)
        elif lost := minus(asked, through_groups(rules, asked, self._index.peers, egress=True)):
            message = f"no security group of the Resolver endpoint lets queries out to {_to(lost)}, the {where}"
            yield Deviation("missing", endpoint.id, message)
        ids = {link.id for link in links}
        homes = [source.id for source in self._reach.sources if subnet in source.subnets]
        ends = [end for home in homes for end in self._reach.ends[home]]
        gone = [e for e in ends if e.disposition is Disposition.EXITS and attachment_of(e) in ids]
        if lost := minus(asked, _anywhere(gone)):
            message = f"queries do not get to {_to(lost)}, the {where}"
            yield missing(self._index, endpoint.id, message, _stops(ends, gone, lost))

    def _unheard(
        self, endpoint: ResolverEndpoint, name: str, subnet: Subnet, answers: Packets, link: Attachment
    ) -> Iterator[Deviation]:
        """Answers that do not get back by one of the links, or whose way back nobody is told."""
        where = f"{self._index.name(subnet.id)} by {self._index.name(link.id)}"
        ends = self._reach.ends.get(link.id, [])
        back = [end for end in ends if end.disposition is Disposition.ACCEPTED and end.place == subnet.id]
        if lost := minus(answers, [end.packets for end in back]):
            message = f"answers of the DNS servers of {name} do not get back to {where}"
            yield missing(self._index, endpoint.id, message, _stops(ends, back, lost))
        elif not self._outside.advertised(link).covers(subnet.ranges):
            message = (
                f"{name} is not told the way back to {where}: no allowed prefix holds {address_text(subnet.ranges)}"
            )
            yield Deviation("missing", endpoint.id, message)


def _to(lost: list[Packets]) -> str:
    return address_text(union(packets.dst for packets in lost))


def _anywhere(ends: list[End]) -> list[Packets]:
    """Packets of one subnet, from any address: a source stands for subnets that behave alike."""
    everywhere: Ranges = Packets().src
    return [Packets(everywhere, end.packets.dst, end.packets.services) for end in ends]


def _stops(ends: list[End], fine: list[End], lost: list[Packets]) -> list[End]:
    """The ends of what is lost."""
    return [
        end
        for end in ends
        if end not in fine and any(end.packets.dst & part.dst and end.packets.services & part.services for part in lost)
    ]
