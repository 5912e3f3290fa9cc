"""Follows packets as AWS does, one step per hop, all packets of a set at once.

Every step splits its packets; nothing is sampled and nothing is merged, so the ends of a walk are exactly the packets that
went in (several times where AWS may choose among attachment subnets). Sources: Amazon VPC user guide, "Route tables",
"Network ACLs"; Amazon VPC Transit Gateways guide, "How transit gateways work", "Network ACLs for transit gateways";
Amazon VPC peering guide, "Unsupported VPC peering configurations".
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.ranges import NOTHING, Ranges
from ..model.transit import Attachment
from ..model.vpcs import Id, Route, Subnet
from .ends import Disposition, End, Hop
from .index import LOCAL, Index
from .packets import Packets
from .steps import State, screened
from .transit import Transit


class Walker:
    """Walks over one network."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._network = index.network
        self._transit = Transit(index, self.out_of)

    def leave_subnet(self, subnet: Subnet, packets: Packets, *, local: bool = True) -> Iterator[End]:
        """Ends of packets that an interface in the subnet sends.

        With ``local=False`` the subnet stands for all that behave alike, in any VPC: nothing is local to it.
        """
        start = State(packets, subnet.zone, (Hop("subnet", subnet.id, f"sent as {packets}"),))
        if doubts := self._index.doubts(subnet.id):
            yield start.undecided(doubts, Hop("subnet", subnet.id, str(doubts[0])))
            return
        own = packets.to(packets.dst & subnet.ranges) if local else Packets(NOTHING)
        if own:
            yield start.on(own).end(Disposition.ACCEPTED, Hop("subnet", subnet.id, "same subnet"))
        rest = packets.to(packets.dst - own.dst) if local else packets
        if rest:
            yield from self.out_of(subnet, start.on(rest), local=local)

    def local(self, subnet: Subnet) -> Ranges:
        """The addresses that are local to a subnet: its VPC's."""
        vpc = self._network.vpcs.get(subnet.vpc or "")
        return vpc.ranges if vpc else subnet.ranges

    def enter_transit(self, attachment: Attachment, packets: Packets) -> Iterator[End]:
        """Ends of packets that come into the transit gateway by an attachment from outside of the network."""
        yield from self._transit.enter(attachment, State(packets, None))

    # Subnets ----------------------------------------------------------------------------------------------------------

    def out_of(self, subnet: Subnet, state: State, *, local: bool = True) -> Iterator[End]:
        """Out of a subnet: its ACL by destination, then its route table."""
        for step in screened(self._index, subnet, state, egress=True, denied=Disposition.DENIED_OUT):
            if isinstance(step, End):
                yield step
            else:
                yield from self._route(subnet, step, local=local)

    def _into(self, subnet: Subnet, state: State) -> Iterator[End]:
        """Into a subnet from another: its ACL by source, then delivery."""
        if doubts := self._index.doubts(subnet.id):
            yield state.undecided(doubts, Hop("subnet", subnet.id, str(doubts[0])))
            return
        for step in screened(self._index, subnet, state, egress=False, denied=Disposition.DENIED_IN):
            yield (
                step if isinstance(step, End) else step.end(Disposition.ACCEPTED, Hop("subnet", subnet.id, "delivered"))
            )

    def _local(self, vpc: Id, at: Subnet | None, state: State) -> Iterator[End]:
        """Inside a VPC, to the subnet that has the address. ``at`` is where the packets are now."""
        for subnets, dst in self._index.subnets_in(vpc).split(state.packets.dst):
            part = state.on(state.packets.to(dst))
            if not subnets:
                yield part.end(Disposition.NO_ROUTE, Hop("vpc", vpc, "no subnet has the address"))
            elif len(subnets) > 1:
                yield part.undecided((), Hop("vpc", vpc, "several subnets have the address"))
            elif at and subnets[0].id == at.id:
                yield part.end(Disposition.ACCEPTED, Hop("subnet", at.id, "delivered"))
            else:
                yield from self._into(subnets[0], part)

    # Route tables -----------------------------------------------------------------------------------------------------

    def _route(self, subnet: Subnet, state: State, *, local: bool = True) -> Iterator[End]:
        """By the subnet's route table: longest prefix, then wherever the route leads."""
        table = self._index.table_of(subnet)
        lists = [r.to_list for r in self._network.route_tables[table].routes] if table else []
        name = table or f"main table of {subnet.vpc}"
        if doubts := self._index.doubts(subnet.vpc, table, *lists):
            yield state.undecided(doubts, Hop("route-table", name, str(doubts[0])))
            return
        for routes, dst in self._index.routes_of(table, subnet.vpc if local else None).split(state.packets.dst):
            part = state.on(state.packets.to(dst))
            if not routes:
                yield part.end(Disposition.NO_ROUTE, Hop("route-table", name, "no route"))
            elif len({LOCAL if r is LOCAL else r.target for r in routes}) > 1:
                yield part.undecided((), Hop("route-table", name, "equal routes lead to several targets"))
            else:
                yield from self._follow(subnet, routes[0], name, part)

    def _follow(self, subnet: Subnet, route: Route, table: Id, state: State) -> Iterator[End]:
        if route is LOCAL:
            yield from self._local(
                subnet.vpc or "", subnet, state.on(state.packets, Hop("route-table", table, "local"))
            )
            return
        target = route.target
        to = str(route.to or self._index.name(route.to_list))
        hop = Hop(
            "route-table", table, f"{to} to {target.kind} {self._index.name(target.id) if target.id else ''}".rstrip()
        )
        if doubts := self._index.doubts(route.id, target.id):
            yield state.undecided(doubts, Hop("route-table", table, str(doubts[0])))
            return
        match target.kind:
            case "local":
                yield from self._local(subnet.vpc or "", subnet, state.on(state.packets, hop))
            case "transit-gateway":
                yield from self._transit.attach(subnet, target.id or "", state.on(state.packets, hop))
            case "peering":
                yield from self._peer(subnet, target.id or "", state.on(state.packets, hop))
            case "internet-gateway" | "egress-only-gateway" | "vpn-gateway":
                leaving = state.on(state.packets, hop)
                yield leaving.end(Disposition.EXITS, Hop("gateway", target.id or "", f"leaves by {target.kind}"))
            case "nat-gateway":
                yield from self._translate(target.id or "", state.on(state.packets, hop))
            case "gateway-endpoint":
                arriving = state.on(state.packets, hop)
                yield arriving.end(Disposition.ACCEPTED, Hop("endpoint", target.id or "", "gateway endpoint"))
            case "blackhole":
                yield state.end(Disposition.BLACKHOLED, hop)
            case _:
                yield state.undecided(
                    (), Hop("route-table", table, f"{hop.reason}: what happens there is not modelled")
                )

    def _translate(self, gateway: Id, state: State) -> Iterator[End]:
        """By a NAT gateway: to the internet; inside the network the new source address is not modelled."""
        inside = self._index.inside & state.packets.dst
        if inside:
            hop = Hop("gateway", gateway, "translates the source address on the way inside, which is not modelled")
            yield state.on(state.packets.to(inside)).undecided((), hop)
        if outside := state.packets.to(state.packets.dst - inside):
            yield state.on(outside).end(Disposition.EXITS, Hop("gateway", gateway, "leaves by nat-gateway"))

    def _peer(self, subnet: Subnet, key: Id, state: State) -> Iterator[End]:
        """By a VPC peering, which is not transitive: only the other VPC's own addresses."""
        peering = self._network.peerings.get(key)
        sides = (peering.requester, peering.accepter) if peering else ()
        if peering is None or None in sides:
            yield state.undecided((), Hop("peering", key, "its VPCs are not known"))
            return
        other = next((side for side in sides if side != subnet.vpc), None)
        if subnet.vpc not in sides or other not in self._network.vpcs:
            yield state.undecided((), Hop("peering", key, "its other VPC is not known"))
            return
        if doubts := self._index.doubts(other):
            yield state.undecided(doubts, Hop("peering", key, str(doubts[0])))
            return
        there = state.packets.dst & self._network.vpcs[other].ranges if peering.active else NOTHING
        if beyond := state.packets.to(state.packets.dst - there):
            hop = Hop("peering", key, "the other VPC does not have the address" if peering.active else "is not active")
            yield state.on(beyond).end(Disposition.BLACKHOLED, hop)
        if there:
            yield from self._local(
                other,
                None,
                state.on(
                    state.packets.to(there),
                    Hop("peering", key, f"to {self._index.name(other)}"),
                    Hop("vpc", other, "entered by the peering"),
                ),
            )
