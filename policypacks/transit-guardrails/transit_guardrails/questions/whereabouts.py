"""What people mean by the ends of a flow: an address, an application, a service, an id."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model.endpoints import Endpoint
from ..model.ranges import EVERYWHERE, NOTHING, Ranges, address, prefix
from ..model.transit import Attachment
from ..model.vpcs import Id, Interface, Subnet
from .exactness import Exactness
from .transit_index import preferred


class WhereError(ValueError):
    """Nothing, or more than one thing, is meant. The text says what was asked and what could be said instead."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where packets start: a subnet with the sender's groups (None: not known), or an attachment from outside."""

    text: str
    src: Ranges
    subnet: Subnet | None = None
    groups: tuple[Id, ...] | None = None
    attachment: Attachment | None = None
    outside: Id | None = None
    """The Direct Connect gateway or VPN that they come by."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Where packets go: addresses, with what answers there where that is known."""

    text: str
    dst: Ranges
    endpoint: Endpoint | None = None
    groups: tuple[Id, ...] | None = None
    host: str = ""
    notes: tuple[str, ...] = field(default=())


class Whereabouts:
    """Finds ends of flows in one network."""

    def __init__(self, exactness: Exactness) -> None:
        self._exactness = exactness
        self._network = exactness.network
        self._index = exactness.index

    def origin(self, text: str) -> Origin:
        """What ``text`` means as a start: an address, ``spoke/application``, a subnet, an interface, an instance, a gateway,
        an on-premises network (by its preferred link).

        Raises ``WhereError``.
        """
        if outside := self._from_outside(text):
            return outside
        if (number := _address(text)) is not None:
            subnet = self._subnet_of(number, text)
            interface = self._interface_at(number, subnet)
            return Origin(text, _one(number), subnet, interface.groups if interface else None)
        for interface in sorted(self._network.interfaces.values(), key=lambda i: i.id):
            if text in (interface.id, interface.owner):
                found = self._network.subnets.get(interface.subnet)
                if found:
                    return Origin(text, _one(interface.addresses.first), found, interface.groups)
        if subnets := self._application(text):
            groups = tuple(g.id for g in self._network.security_groups.values() if self._names_application(g.id, text))
            return Origin(text, _usable(subnets[0]), subnets[0], tuple(sorted(groups)))
        subnet = self._network.subnets[self._one_of(text, "a start", self._network.subnets)]
        return Origin(text, _usable(subnet), subnet)

    def goal(self, text: str, origin: Origin) -> Goal:
        """What ``text`` means as a destination: an address, a service by its key, an endpoint, a subnet, an instance.

        A service is the endpoint that its name answers at the origin; without a VPC there, of the only set that has one.
        Raises ``WhereError``.
        """
        if (number := _address(text)) is not None:
            return self._goal_at(text, number)
        for interface in sorted(self._network.interfaces.values(), key=lambda i: i.id):
            if text in (interface.id, interface.owner) and text not in self._network.endpoints:
                return Goal(text, _one(interface.addresses.first), groups=interface.groups)
        if text in self._services():
            return self._service(text, origin)
        things = {**self._network.endpoints, **self._network.subnets}
        key = self._one_of(text, "a destination", things)
        if key in self._network.endpoints:
            return self._endpoint(text, self._network.endpoints[key], origin)
        return Goal(text, _usable(self._network.subnets[key]))

    # Finding ------------------------------------------------------------------------------------------------------------

    def _goal_at(self, text: str, number: int) -> Goal:
        interface = next((i for i in self._network.interfaces.values() if i.addresses & _one(number)), None)
        endpoint = self._network.endpoints.get((interface and interface.owner) or "")
        return Goal(text, _one(number), endpoint, interface.groups if interface else None)

    def _service(self, text: str, origin: Origin) -> Goal:
        vpc = origin.subnet.vpc if origin.subnet else None
        service = self._services()[text]
        host = service[0].replace("*", "any", 1) if service else text
        if vpc is None:
            raise WhereError(
                f"a name answers in a VPC, and {origin.text} is in none: state an endpoint's id or an address"
            )
        answer = self._exactness.dns.resolve(vpc, host)
        if answer.endpoint is None or answer.endpoint not in self._network.endpoints:
            return Goal(text, NOTHING, host=host, notes=(f"{host}: {answer.reason}",))
        goal = self._endpoint(text, self._network.endpoints[answer.endpoint], origin)
        return Goal(
            text, goal.dst, goal.endpoint, goal.groups, host, (f"{host} answers {self._index.name(answer.endpoint)}",)
        )

    def _services(self) -> dict[str, tuple[str, ...]]:
        """Service keys to host names, of all endpoints."""
        found = (self._exactness.service(endpoint) for endpoint in self._network.endpoints.values())
        return {service.key: service.hosts for service in found if service}

    def _endpoint(self, text: str, endpoint: Endpoint, origin: Origin) -> Goal:
        interfaces = [i for i in self._network.interfaces.values() if i.owner == endpoint.id]
        subnets = [self._network.subnets[key] for key in endpoint.subnets if key in self._network.subnets]
        zone = origin.subnet.zone if origin.subnet else None
        near = sorted(subnets, key=lambda s: (s.zone != zone, s.id))
        if interfaces:
            order = [s.id for s in near]
            first = min(interfaces, key=lambda i: (order.index(i.subnet) if i.subnet in order else len(order), i.id))
            return Goal(text, _one(first.addresses.first), endpoint, endpoint.groups)
        dst = _usable(near[0]) if near else NOTHING
        return Goal(text, dst, endpoint, endpoint.groups)

    def _from_outside(self, text: str) -> Origin | None:
        """An attachment or what is behind it, an on-premises network or one of its addresses by the preferred link."""
        for attachment in self._network.attachments.values():
            if attachment.kind != "vpc" and text in (attachment.id, attachment.resource):
                return Origin(text, EVERYWHERE - self._index.inside, attachment=attachment, outside=attachment.resource)
        number = _address(text)
        for link in sorted({a.id: a for found in self._index.carriers.values() for a in found}.values(), key=preferred):
            for name, blocks in self._index.behind(link).items():
                if number is not None and any(block.ranges.has(number) for block in blocks):
                    return Origin(text, _one(number), attachment=link, outside=link.resource)
                if text == name and blocks:
                    first = _one(min(blocks[0].first + 1, blocks[0].last))
                    return Origin(text, first, attachment=link, outside=link.resource)
        return None

    def _subnet_of(self, number: int, text: str) -> Subnet:
        found = [s for s in self._network.subnets.values() if s.ranges & _one(number)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise WhereError(f"no subnet has the address {text}")
        names = ", ".join(sorted(self._index.name(s.id) for s in found))
        raise WhereError(f"several subnets have the address {text}: state one of {names}")

    def _interface_at(self, number: int, subnet: Subnet) -> Interface | None:
        here = (i for i in self._network.interfaces.values() if i.subnet == subnet.id and i.addresses & _one(number))
        return next(here, None)

    def _application(self, text: str) -> list[Subnet]:
        return sorted(
            (s for s in self._network.subnets.values() if self._names_application(s.id, text)), key=lambda s: s.id
        )

    def _names_application(self, thing: Id, text: str) -> bool:
        tags = self._network.tags.get(thing, {})
        return "application" in tags and f"{tags.get('spoke')}/{tags['application']}" == text

    def _one_of(self, text: str, what: str, things: dict[Id, object] | dict[Id, Subnet]) -> Id:
        """The one thing of that id or name."""
        if text in things:
            return text
        found = sorted(key for key in things if self._network.names.get(key) == text)
        if len(found) == 1:
            return found[0]
        if found:
            raise WhereError(f"'{text}' is the name of several things: state one of {', '.join(found)}")
        raise WhereError(
            f"'{text}' is not {what} that the network knows: state an address, spoke/application, a service, an id or a name"
        )


def _address(text: str) -> int | None:
    """An address's number; None for anything else, blocks included."""
    try:
        found = prefix(text)
    except ValueError:
        return None
    return found.first if found.first == found.last and "/" not in text else None


def _one(number: int) -> Ranges:
    return Ranges(((number, number),))


def _usable(subnet: Subnet) -> Ranges:
    """The first address of a subnet that AWS does not keep for itself (the first four and the last; VPC user guide, "Subnet sizing")."""
    return _one(subnet.prefixes[0].first + 4) if subnet.prefixes else NOTHING


def shown(addresses: Ranges) -> str:
    """One address for people."""
    return address(addresses.first) if addresses else "no address"
