"""Packets in a transit gateway: in by an attachment, through its table, out by another attachment."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace

from ..model.ranges import EVERYWHERE
from ..model.transit import Attachment, Propagation, TransitRoute
from ..model.vpcs import Id, Subnet
from .ends import Disposition, End, Hop
from .index import Index
from .packets import Packets
from .steps import State, screened

Leave = Callable[[Subnet, State], Iterator[End]]
"""What packets do that leave a subnet; the part of the walk inside VPCs."""
Behaviour = tuple[Id | None, Id | None, str | None]
"""Route table, network ACL and, where it counts, the zone of a subnet that packets enter by."""


class Transit:
    """The steps of one network's transit gateways."""

    def __init__(self, index: Index, leave: Leave) -> None:
        self._index = index
        self._network = index.network
        self._leave = leave
        self._ends: dict[Hashable, list[End]] = {}

    def attach(self, subnet: Subnet, gateway: Id, state: State) -> Iterator[End]:
        """From a VPC to its attachment: an attachment subnet in the zone must exist, whose ACL looks at the source."""
        hop = Hop("transit-gateway", gateway, "")
        found = [a for a in self._index.vpc_attachments.get((subnet.vpc or "", gateway), ()) if a.accepted]
        if len(found) != 1:
            if not found:
                yield state.end(
                    Disposition.BLACKHOLED,
                    replace(hop, reason=f"{self._index.name(subnet.vpc)} has no attachment there"),
                )
            else:
                yield state.undecided(
                    (), replace(hop, reason=f"{self._index.name(subnet.vpc)} has several attachments there")
                )
            return
        attachment = found[0]
        if doubts := self._index.doubts(attachment.id, gateway, *attachment.subnets):
            yield state.undecided(doubts, Hop("attachment", attachment.id, str(doubts[0])))
            return
        doors = self._doors(attachment, subnet.zone)
        if not doors:
            table = state.hops[-1].id
            reason = (
                f"{self._index.name(attachment.id)} has no subnet in zone {subnet.zone}: the route does not hold there"
            )
            yield state.end(Disposition.NO_ROUTE, Hop("route-table", table, reason))
            return
        yield from self._through(doors[0], attachment, state._replace(zone=subnet.zone))

    def _doors(self, attachment: Attachment, zone: str | None) -> list[Subnet]:
        """The attachment's subnets in a zone."""
        subnets = (self._network.subnets.get(key) for key in attachment.subnets)
        return [subnet for subnet in subnets if subnet and subnet.zone == zone]

    def _through(self, door: Subnet, attachment: Attachment, state: State) -> Iterator[End]:
        for step in screened(self._index, door, state, egress=False, denied=Disposition.DENIED_IN):
            if isinstance(step, End):
                yield step
            else:
                yield from self.enter(attachment, step)

    def enter(self, attachment: Attachment, state: State) -> Iterator[End]:
        """In a transit gateway: the table of the attachment, then the attachment that the route leads to."""
        here = Hop("attachment", attachment.id, f"into {self._index.name(attachment.gateway)}")
        if attachment.id in state.entered:
            yield state.end(Disposition.LOOP, replace(here, reason="enters the transit gateway a second time"))
            return
        if doubts := self._index.doubts(attachment.id):
            yield state.undecided(doubts, replace(here, reason=str(doubts[0])))
            return
        gateway = Hop("transit-gateway", attachment.gateway or "", "looks up the attachment's table")
        state = state.on(state.packets, here, gateway)._replace(entered=(*state.entered, attachment.id))
        tables = self._index.tables_of.get(attachment.id, ())
        if not tables:
            hop = Hop("transit-gateway", attachment.gateway or "", "the attachment is associated with no table")
            yield state.end(Disposition.BLACKHOLED, hop)
            return
        table = tables[0]
        if len(tables) > 1 or table is None:
            reason = "the attachment is associated with several tables" if table else "its default table is not known"
            yield state.undecided((), Hop("transit-gateway", attachment.gateway or "", reason))
            return
        if doubts := self._index.doubts(table, attachment.gateway, *self._index.lists_of(table)):
            yield state.undecided(doubts, Hop("transit-gateway-route-table", table, str(doubts[0])))
            return
        for routes, dst in self._index.transit_routes_of(table).split(state.packets.dst):
            yield from self._switch(table, routes, state.on(state.packets.to(dst)))

    def _switch(self, table: Id, routes: tuple[TransitRoute | Propagation, ...], state: State) -> Iterator[End]:
        hop = Hop("transit-gateway-route-table", table, "no route")
        if not routes:
            yield from self._learned(table, state)
            return
        if len({(r.attachment, isinstance(r, TransitRoute) and r.blackhole) for r in routes}) > 1:
            if not all(self._is_learned(r) for r in routes):
                yield state.undecided((), replace(hop, reason="equal routes lead to several attachments"))
                return
            for each in routes:  # AWS may choose any of them, or all (equal cost)
                yield from self._take(each, hop, state)
            return
        yield from self._take(routes[0], hop, state)

    def _is_learned(self, route: TransitRoute | Propagation) -> bool:
        found = self._network.attachments.get(route.attachment or "")
        return isinstance(route, Propagation) and found is not None and found.kind != "vpc"

    def _take(self, route: TransitRoute | Propagation, hop: Hop, state: State) -> Iterator[End]:
        """By one route of a table."""
        if isinstance(route, TransitRoute):
            if route.blackhole:
                yield state.end(Disposition.BLACKHOLED, replace(hop, reason=f"{self._to(route)} blackhole"))
                return
            reason = f"{self._to(route)} static to {self._index.name(route.attachment)}"
        else:
            reason = f"propagated by {self._index.name(route.attachment)}"
        target = self._network.attachments.get(route.attachment or "")
        doubts = self._index.doubts(route.id, route.attachment)
        if target is None or doubts:
            why = str(doubts[0]) if doubts else f"{reason}, which is not known"
            yield state.undecided(doubts, replace(hop, reason=why))
        else:
            yield from self._out_by(target, state.on(state.packets, replace(hop, reason=reason)))

    def _to(self, route: TransitRoute) -> str:
        return str(route.to or self._index.name(route.to_list))

    def _learned(self, table: Id, state: State) -> Iterator[End]:
        """No stated route: what the other side announces may have one, which no configuration tells.

        That nobody announces addresses of the network's own VPCs is taken for granted, and said.
        """
        none = Hop("transit-gateway-route-table", table, "no route")
        learning = self._index.learning(table)
        inside = state.packets.dst & self._index.inside if learning else state.packets.dst
        if own := state.packets.to(inside):
            end = state.on(own).end(Disposition.NO_ROUTE, none)
            said = ("nobody outside announces addresses of the network's own VPCs",) if learning else ()
            yield end._replace(assumptions=said)
        if rest := state.packets.to(state.packets.dst - inside):
            by = learning[0]
            for end in self._out_by(by, state.on(rest, replace(none, reason="learned"))):
                said = (f"the other side of {self._index.name(by.id)} announces a route to the address",)
                yield end._replace(assumptions=said)

    def _out_by(self, attachment: Attachment, state: State) -> Iterator[End]:
        """Out of the transit gateway by an attachment."""
        hop = Hop("attachment", attachment.id, "leaves the transit gateway")
        if not attachment.accepted:
            yield state.end(Disposition.BLACKHOLED, replace(hop, reason="is not accepted"))
        elif twin := self._network.attachments.get(attachment.twin or ""):
            yield from self._across(twin, state.on(state.packets, hop))
        elif attachment.kind != "vpc":
            yield self._outside(attachment, state.on(state.packets, hop))
        elif attachment.resource not in self._network.vpcs:
            yield state.undecided((), replace(hop, reason="its VPC is not known"))
        elif doubts := self._index.doubts(attachment.resource, *attachment.subnets):
            yield state.undecided(doubts, replace(hop, reason=str(doubts[0])))
        else:
            doors = self._entrances(attachment, state)
            if not doors:
                yield state.end(Disposition.BLACKHOLED, replace(hop, reason="has no attachment subnet"))
            vpc = Hop("vpc", attachment.resource, f"entered by {self._index.name(attachment.id)}")
            for door in doors:
                yield from self._enter(door, state.on(state.packets, hop, vpc)._replace(zone=door.zone))

    def _across(self, twin: Attachment, state: State) -> Iterator[End]:
        """Over a peering into the other gateway, where zones have other names."""
        if doubts := self._index.doubts(twin.id):
            yield state.undecided(doubts, Hop("attachment", twin.id, str(doubts[0])))
        else:
            key = (twin.id, state.entered, state.packets.dst, state.packets.services)
            yield from self._share(key, state._replace(zone=None), lambda everyone: self.enter(twin, everyone))

    def _outside(self, attachment: Attachment, state: State) -> End:
        kind = {"direct-connect-gateway": "direct-connect-gateway", "vpn": "vpn"}.get(attachment.kind, "attachment")
        end = state.end(
            Disposition.EXITS, Hop(kind, attachment.resource or attachment.id, f"leaves by {attachment.kind}")
        )
        if not self._index.behind(attachment) or self._index.partner(attachment):
            return end  # to a partner lead static routes: what it announces counts nothing
        said = f"the other side of {self._index.name(attachment.id)} announces what its link states, and nothing else"
        return end._replace(assumptions=(said,))

    def _entrances(self, attachment: Attachment, state: State) -> list[Subnet]:
        """The attachment subnets by which packets may come in: that of their zone, else any. Those that behave alike once."""
        same = [] if attachment.appliance_mode else self._doors(attachment, state.zone)
        found = same[:1] or [s for key in sorted(attachment.subnets) if (s := self._network.subnets.get(key))]
        if len(found) < 2 or any(s.ranges & state.packets.dst for s in found):
            return found
        return list({self._behaviour(s): s for s in reversed(found)}.values())

    def _behaviour(self, door: Subnet) -> Behaviour:
        """What decides about packets that enter by a subnet; its zone too where they may go on to a gateway from there."""
        table, acl = self._index.table_of(door), self._index.acl_of(door)
        return (table, acl.id if acl else None, door.zone if self._leads_on(door) else None)

    def _enter(self, door: Subnet, state: State) -> Iterator[End]:
        """Into a VPC through an attachment subnet: its ACL by destination, then its route table."""
        own = state.packets.dst & door.ranges
        if own:
            yield state.on(state.packets.to(own)).end(Disposition.ACCEPTED, Hop("subnet", door.id, "delivered"))
        if rest := state.packets.to(state.packets.dst - own):
            going = state.on(rest, Hop("subnet", door.id, "enters the VPC by the attachment subnet"))
            yield from self._leave(door, going) if self._leads_on(door) else self._inside(door, going)

    def _leads_on(self, door: Subnet) -> bool:
        """Whether packets that enter by a subnet may go on from there: its table holds more than local routes."""
        table = self._index.table_of(door)
        return table is not None and bool(self._network.route_tables[table].routes)

    def _inside(self, door: Subnet, state: State) -> Iterator[End]:
        """From a subnet that holds local routes alone, to wherever in its VPC packets end.

        No earlier step decides there, nor which of the subnets that behave alike it was.
        """
        key = (door.vpc, self._behaviour(door), state.packets.dst, state.packets.services)
        return self._share(key, state, lambda everyone: self._leave(door, everyone))

    def _share(self, key: Hashable, state: State, walk: Callable[[State], Iterator[End]]) -> Iterator[End]:
        """The ends of a walk that many senders make, each with other sources: done once, and each takes its share.

        Sources count for network ACLs alone, which split sets of them. So the ends of packets from everywhere, cut to the
        sources of some, are the ends of these. ``key`` is all else that the walk depends on.
        """
        sent = state.packets
        if key not in self._ends:
            everyone = state._replace(packets=sent._replace(src=EVERYWHERE), hops=())
            self._ends[key] = list(walk(everyone))
        for end in self._ends[key]:
            if src := end.packets.src & sent.src:
                packets = Packets(src, end.packets.dst, end.packets.services)
                yield End(packets, end.disposition, end.place, state.hops + end.hops, end.doubts, end.assumptions)
