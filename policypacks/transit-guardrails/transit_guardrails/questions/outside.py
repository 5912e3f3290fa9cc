"""What is behind links, compared with the grants: on-premises networks as consumers, their names, and what reaches them.

A granted network must get through by each of its links, whichever its routers prefer; a Direct Connect gateway must
advertise the way. Its name servers must reach the Resolver endpoints of its view. Nothing else comes in, and nothing
leaves but answers, and queries of a view's forwarder (``forwarding``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..model.endpoints import Endpoint
from ..model.names import ResolverEndpoint
from ..model.ranges import NOTHING, Ranges, address_text, union
from ..model.services import DNS, HTTPS
from ..model.transit import Attachment, GatewayAssociation
from ..model.vpcs import Id
from .consumers import Consumer, Consumers
from .deviations import Deviation, about, missing, path, short
from .ends import End
from .index import Index
from .reach import Reach, attachment_of
from .sources import Source


class Outside:
    """Comparisons of one network."""

    def __init__(self, index: Index, consumers: Consumers, reach: Reach) -> None:
        self._index, self._network = index, index.network
        self._consumers, self._reach = consumers, reach

    def granted(self, endpoint_set: Id, attachment: Attachment) -> Ranges:
        """The addresses behind an attachment that an endpoint set grants something."""
        granted = self._consumers.granted_networks.get(endpoint_set, {})
        return union(granted.get(name, NOTHING) for name in self._index.behind(attachment))

    # Missing ----------------------------------------------------------------------------------------------------------

    def missing(self, segment: str, endpoint: Endpoint, consumer: Consumer, asked_in: set[Id]) -> Iterator[Deviation]:
        """Connections of a granted network that do not work over one of its links, and names that nobody tells it."""
        what, links = short(endpoint), self.links({endpoint.vpc}, consumer.name)
        if not links:
            message = f"{consumer.name} is granted {what}, and no link leads from there to the endpoint"
            yield Deviation("missing", endpoint.id, message)
        if not asked_in:
            message = f"{consumer.name} is granted {what}, and no Resolver endpoint of {segment} is there for it"
            yield Deviation("missing", endpoint.id, message)
        for link in links:
            for key in endpoint.subnets:
                yield from self._lost(endpoint.id, what, key, consumer.name, consumer.src, link, HTTPS)

    def asked_in(self, segment: str, endpoint: Endpoint, consumer: Consumer) -> set[Id]:
        """The VPCs in whose view a network asks for names: those of its segment's Resolver endpoints in the endpoint's Region."""
        vpc = self._network.vpcs.get(endpoint.vpc or "")
        found: set[Id] = set()
        for each in self._network.resolver_endpoints.values():
            resolver = self._index.view_of(each)
            if each.outbound or resolver is None or resolver.segment != segment:
                continue
            if resolver.clients.get(consumer.name):
                homes = (self._network.vpcs[home] for home in self.homes(each) if home in self._network.vpcs)
                found |= {home.id for home in homes if vpc and home.region == vpc.region}
        return found

    def names_missing(self, asking_for: str | None = None) -> Iterator[Deviation]:
        """Queries of declared name servers, or of one network's, that do not get through over one of their links."""
        for endpoint in sorted(self._network.resolver_endpoints.values(), key=lambda e: e.id):
            resolver = self._index.view_of(endpoint)
            if resolver is None or endpoint.outbound:
                continue
            for name, addresses in resolver.clients.items():
                if asking_for not in (None, name):
                    continue
                asking, links = union(prefix.ranges for prefix in addresses), self.links(self.homes(endpoint), name)
                if not links:
                    message = f"{name} may ask the Resolver endpoint, and no link leads from there to it"
                    yield Deviation("missing", endpoint.id, message)
                for link in links:
                    for key in endpoint.subnets:
                        yield from self._lost(endpoint.id, "the Resolver endpoint", key, name, asking, link, DNS)

    def _lost(
        self, endpoint: Id, what: str, key: Id, name: str, wanted: Ranges, link: Attachment, service: Ranges
    ) -> Iterator[Deviation]:
        """What does not work for sure from a network to an endpoint in one subnet by one link, with one way of it."""
        door = self._network.subnets.get(key)
        reached = [
            r for r in self._reach.doors.get(endpoint, ()) if r.source.attachment == link and r.door.subnet.id == key
        ]
        where = f"{what} in {self._index.name(key)} by {self._index.name(link.id)}"
        if lost := wanted - union(r.sure for r in reached):
            message = f"{name} ({address_text(lost)}) does not reach {where}"
            stops = [*self._reach.blocked.get((link.id, key), ()), *(end for r in reached for end in r.stops)]
            found = [part for end in stops if (part := about(end, key, lost, service))]
            yield missing(self._index, endpoint, message, found)
        elif door and not self.advertised(link).covers(door.ranges):
            message = f"{name} is not told the way to {where}: no allowed prefix holds {address_text(door.ranges)}"
            doubts = self._index.doubts(*(association.id for association in self._associations(link)))
            yield Deviation("undecided" if doubts else "missing", doubts[0].thing if doubts else endpoint, message)

    def advertised(self, link: Attachment) -> Ranges:
        """What the other side learns by a link: the allowed prefixes of Direct Connect, else what its table leads to.

        Source: AWS Direct Connect user guide, "Allowed prefixes interactions"; AWS Site-to-Site VPN user guide, "Route tables
        and route priority" (BGP announces the routes of the attachment's table).
        """
        if link.kind == "direct-connect-gateway":
            return union(prefix.ranges for association in self._associations(link) for prefix in association.allowed)
        tables = [table for table in self._index.tables_of.get(link.id, ()) if table]
        return union(to for table in tables for to in self._index.led_to(table))

    # Beyond -----------------------------------------------------------------------------------------------------------

    def beyond(self) -> Iterator[Deviation]:
        """Whoever reaches a Resolver endpoint without being its client, and whatever leaves by a link that is neither an
        answer nor a query of a forwarder."""
        for endpoint in sorted(self._network.resolver_endpoints.values(), key=lambda e: e.id):
            for reached in self._reach.doors.get(endpoint.id, ()):
                if extra := reached.may - self._clients(endpoint, reached.source.attachment):
                    where = self._index.name(reached.door.subnet.id)
                    message = (
                        f"{address_text(extra)} reaches the Resolver endpoint in {where} and is none of its clients"
                    )
                    yield Deviation("beyond", endpoint.id, message, path(self._index, reached.way(extra)))
        for source, end in self._reach.exits:
            by = self._network.attachments.get(attachment_of(end) or "")
            if by and self._index.behind(by) and (extra := self.unanswered(source, end)):
                message = f"{address_text(extra)} is reached from {self._index.name(source.id)}, which nobody granted"
                left = end._replace(packets=end.packets.to(extra))
                yield Deviation("beyond", source.id, message, path(self._index, left))

    def unanswered(self, source: Source, end: End) -> Ranges:
        """Where packets that leave the network go without being answers, or queries of a forwarder."""
        by = self._network.attachments.get(attachment_of(end) or "")
        return end.packets.dst - self._answered(source, by) if by else end.packets.dst

    def _clients(self, endpoint: ResolverEndpoint, attachment: Attachment | None) -> Ranges:
        """The addresses behind an attachment that may ask the endpoint."""
        if attachment is None or endpoint.outbound:
            return NOTHING
        return self._index.clients(endpoint, self._index.behind(attachment))

    def _asked(self, endpoint: ResolverEndpoint, attachment: Attachment) -> Ranges:
        """The DNS servers behind an attachment that an outbound endpoint may ask."""
        forwarder = self._index.forwarder_of(endpoint)
        behind = self._index.behind(attachment)
        return union(asked for name, asked in (forwarder.servers if forwarder else {}).items() if name in behind)

    def _answered(self, source: Source, attachment: Attachment) -> Ranges:
        """Where the source's packets may go by an attachment: answers to those whom all its subnets' endpoints serve, and
        queries to the servers that a forwarder there asks."""
        homes = {subnet.id for subnet in source.subnets}
        found: list[Ranges] = []
        for key, endpoints in self._consumers.endpoints_of.items():
            if homes and homes <= {subnet for endpoint in endpoints for subnet in endpoint.subnets}:
                found.append(self.granted(key, attachment))
        for each in self._network.resolver_endpoints.values():
            if homes and homes <= set(each.subnets):
                found += [self._clients(each, attachment), self._asked(each, attachment)]
        return union(found)

    # Who is where -----------------------------------------------------------------------------------------------------

    def links(self, vpcs: Collection[Id | None], name: str) -> list[Attachment]:
        """The links of a network that end where one of the VPCs is attached."""
        gateways = {gateway for vpc, gateway in self._index.vpc_attachments if vpc in vpcs}
        return [link for link in self._index.carriers.get(name, ()) if link.gateway in gateways]

    def _associations(self, link: Attachment) -> list[GatewayAssociation]:
        return [a for a in self._network.gateway_associations.values() if a.attachment == link.id]

    def homes(self, endpoint: ResolverEndpoint) -> set[Id | None]:
        """The VPCs that hold a Resolver endpoint: one, where it is known."""
        return {subnet.vpc for key in endpoint.subnets if (subnet := self._network.subnets.get(key))}
