"""One flow, there and back, hop by hop, as a person would draw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ..model.ranges import Ranges, union
from ..model.transit import Attachment
from ..model.vpcs import Id, Subnet
from .ends import Disposition, End, Hop
from .exactness import Exactness
from .filters import through_acl, through_groups
from .layers import stops_calls
from .packets import Packets
from .reach import attachment_of, led_home
from .walk import Walker
from .whereabouts import Goal, Origin


@dataclass(frozen=True, slots=True)
class Trace:
    """What becomes of a flow.

    ``disposition`` is that of the first leg that fails, or ``accepted``. ``stopped_by`` names the layers that stop it, the
    one that did first; ``assumptions`` what was taken for granted.
    """

    disposition: Disposition
    hops: tuple[Hop, ...]
    return_hops: tuple[Hop, ...]
    stopped_by: tuple[str, ...]
    assumptions: tuple[str, ...]


def trace(exactness: Exactness, origin: Origin, goal: Goal, services: Ranges) -> Trace:
    """Follows one flow from its origin to its goal and back."""
    tracer = _Tracer(exactness, origin, goal, services)
    there = tracer.there()
    back = tracer.back()
    ends = [end for end in (there, back) if end]
    failed = next((end for end in ends if end.disposition is not Disposition.ACCEPTED), None)
    if there.disposition is Disposition.EXITS:
        failed = there
    disposition = failed.disposition if failed else Disposition.ACCEPTED
    stopped = tuple(tracer.layers()) if failed and disposition is not Disposition.EXITS else ()
    reached = there.disposition is Disposition.ACCEPTED
    return Trace(
        disposition, there.hops, back.hops if back and reached else (), stopped, tracer.assumptions(there, back)
    )


class _Tracer:
    def __init__(self, exactness: Exactness, origin: Origin, goal: Goal, services: Ranges) -> None:
        self._exactness, self._index = exactness, exactness.index
        self._network = exactness.network
        self._origin, self._goal = origin, goal
        self._packets = Packets(origin.src, goal.dst, services)
        self._walker = Walker(self._index)

    def there(self) -> End:
        """The way there, the groups at both ends included."""
        if not self._packets:
            hop = Hop("name", self._goal.host or self._goal.text, "; ".join(self._goal.notes) or "leads to no address")
            return End(self._packets, Disposition.NO_ROUTE, hop.id, (hop,))
        sender = self._group_hop(self._origin.groups, egress=True)
        if sender and not self._passes(self._origin.groups, True):
            start = Hop("subnet", self._origin.subnet.id if self._origin.subnet else "", f"sends {self._packets}")
            return End(self._packets, Disposition.DENIED_OUT, sender.id, (start, sender))
        end = self._worst(self._start())
        if end.disposition is not Disposition.ACCEPTED:
            return end
        guard = self._group_hop(self._goal.groups, egress=False)
        if guard is None:
            return end
        if not self._passes(self._goal.groups, False):
            return end._replace(disposition=Disposition.DENIED_IN, place=guard.id, hops=(*end.hops, guard))
        endpoint = (
            (Hop("endpoint", self._goal.endpoint.id, self._goal.endpoint.service),) if self._goal.endpoint else ()
        )
        return end._replace(hops=(*end.hops, guard, *endpoint))

    def back(self) -> End | None:
        """The way of the answer, from where the goal's address is, whatever became of the question."""
        at = self._subnet_at(self._goal.dst)
        if at is None or not self._packets:
            return None
        end = self._worst(self._walker.leave_subnet(at, self._packets.answered()))
        home = self._origin.subnet
        if self._origin.attachment and end.disposition is Disposition.EXITS:
            return self._home(self._origin.attachment, end)
        if home and end.disposition is Disposition.ACCEPTED and end.place != home.id:
            hop = Hop("subnet", end.place, f"is not {self._index.name(home.id)}, where the flow started")
            return end._replace(disposition=Disposition.BLACKHOLED, hops=(*end.hops, hop))
        return end

    def layers(self) -> Iterator[str]:
        """Every layer that would stop the flow by itself, in the order in which packets meet them."""
        if self._packets and not self._passes(self._origin.groups, True):
            yield "security group of the sender"
        for stops, name in (
            (self._stopped_on_the_way, "way there"),
            (self._stopped_at_acl, "network ACL of the destination"),
            (lambda: not self._passes(self._goal.groups, False), "security group of the destination"),
            (self._no_answer, "way back"),
            (self._no_call, "endpoint policy"),
        ):
            if self._packets and stops():
                yield name

    def assumptions(self, there: End, back: End | None) -> tuple[str, ...]:
        """What is taken for granted."""
        found = [*there.assumptions, *(back.assumptions if back else ())]
        if self._origin.subnet and self._origin.groups is None:
            found.append("the sender's security group lets it out")
        if there.disposition is Disposition.ACCEPTED and self._goal.groups is None:
            found.append("something answers at the destination, and its security group lets it in")
        if self._origin.attachment:
            found.append(f"what is behind {self._origin.text} sends from an address of no VPC")
        if self._goal.endpoint and not self._network.live and there.disposition is Disposition.ACCEPTED:
            found.append("the endpoint's interface gets an address of its subnet like the one that was traced")
        return tuple(dict.fromkeys((*found, *self._goal.notes)))

    # Parts --------------------------------------------------------------------------------------------------------------

    def _home(self, asked: Attachment, end: End) -> End:
        """The answer that has left: at home where the question came from, or behind another link of the same network."""
        by = self._network.attachments.get(attachment_of(end) or "")
        if by and led_home(self._index, asked, by).covers(end.packets.dst):
            return end._replace(disposition=Disposition.ACCEPTED)
        hop = Hop(end.hops[-1].kind, end.place, f"does not lead back to {self._origin.text}")
        return end._replace(disposition=Disposition.BLACKHOLED, hops=(*end.hops, hop))

    def _start(self) -> Iterator[End]:
        if self._origin.attachment:
            return self._from_outside(self._origin.attachment)
        return self._walker.leave_subnet(self._origin.subnet, self._packets) if self._origin.subnet else iter(())

    def _from_outside(self, attachment: Attachment) -> Iterator[End]:
        """By an attachment; over Direct Connect only to what its gateway advertises."""
        name = self._origin.outside or attachment.id
        allowed = self._allowed(attachment.id, attachment.resource)
        hop = Hop("direct-connect-gateway" if allowed is not None else attachment.kind, name, "sends it")
        if allowed is not None and not allowed.covers(self._packets.dst):
            lost = Hop(hop.kind, name, "advertises no prefix of the destination")
            yield End(self._packets, Disposition.NO_ROUTE, name, (lost,))
            return
        for end in self._walker.enter_transit(attachment, self._packets):
            yield end._replace(hops=(hop, *end.hops))

    def _allowed(self, attachment: Id, resource: Id | None) -> Ranges | None:
        """What a Direct Connect gateway advertises over the attachment; None for other attachments."""
        found = [
            a
            for a in self._network.gateway_associations.values()
            if attachment in (a.attachment, a.id) or (a.attachment is None and a.direct_connect_gateway == resource)
        ]
        return union(p.ranges for a in found for p in a.allowed) if found else None

    def _worst(self, ends: Iterable[End]) -> End:
        """The end that counts where packets may end in several ways: the first that is no delivery."""
        found = list(ends)
        return next((end for end in found if end.disposition is not Disposition.ACCEPTED), found[0])

    def _subnet_at(self, addresses: Ranges) -> Subnet | None:
        found = [s for s in self._network.subnets.values() if s.ranges.covers(addresses)] if addresses else []
        goal = [s for s in found if self._goal.endpoint and s.id in self._goal.endpoint.subnets]
        return min(goal or found, key=lambda s: s.id, default=None)

    def _group_hop(self, groups: tuple[Id, ...] | None, *, egress: bool) -> Hop | None:
        if groups is None:
            return None
        names = ", ".join(groups) or "no security group"
        verb = "lets it out" if egress else "lets it in"
        return Hop("security-group", names, verb if self._passes(groups, egress) else f"no rule {verb}")

    def _passes(self, groups: tuple[Id, ...] | None, egress: bool) -> bool:
        if groups is None:
            return True
        known = (self._network.security_groups[key] for key in groups if key in self._network.security_groups)
        rules = [rule for group in known for rule in group.rules]
        at = self._origin.subnet if egress else self._subnet_at(self._goal.dst)
        peers = partial(self._index.peers, vpc=at.vpc if at else None)
        return bool(through_groups(rules, self._packets, peers, egress=egress))

    def _stopped_on_the_way(self) -> bool:
        end = self._worst(self._start())
        return end.disposition is not Disposition.ACCEPTED and end.hops[-1].kind != "network-acl"

    def _stopped_at_acl(self) -> bool:
        at = self._subnet_at(self._goal.dst)
        if at is None or (self._origin.subnet and at.id == self._origin.subnet.id):
            return False
        return not all(f.allowed for f in through_acl(self._index.acl_of(at), self._packets, egress=False))

    def _no_answer(self) -> bool:
        back = self.back()
        return back is not None and back.disposition is not Disposition.ACCEPTED

    def _no_call(self) -> bool:
        endpoint = self._goal.endpoint
        return endpoint is not None and stops_calls(endpoint.policy, self._packets.src)
