"""What is behind the links: on-premises networks and partners, as the program states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .ranges import NOTHING, Prefix, Ranges, union
from .vpcs import Id

Prefixes = Mapping[str, tuple[Prefix, ...]]
"""By the name of a network outside: an on-premises one or a partner."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: what the other side of its attachment announces, by network. That it announces nothing else is an assumption.

    Of a partner's link ``networks`` says what is routed to it: what it announces counts nothing.
    """

    id: Id
    networks: Prefixes
    partner: str = ""
    """The partner that is behind it; empty where on-premises networks are."""


@dataclass(frozen=True, slots=True)
class ViewResolver:
    """The name service of a segment's view for networks outside: ``clients`` are the addresses that may ask, by network."""

    id: Id
    segment: str
    clients: Prefixes


@dataclass(frozen=True, slots=True)
class ForwardedDomain:
    """Who answers for names at and below a domain: an on-premises network, by those of its DNS servers."""

    network: str
    servers: tuple[Prefix, ...]


@dataclass(frozen=True, slots=True)
class ViewForwarder:
    """What a segment's view resolves on-premises, as the program states it: ``domains`` by name. Nothing else leaves."""

    id: Id
    segment: str
    domains: Mapping[str, ForwardedDomain]

    @property
    def servers(self) -> Mapping[str, Ranges]:
        """The servers that are asked, by network."""
        found: dict[str, Ranges] = {}
        for domain in self.domains.values():
            asked = union(prefix.ranges for prefix in domain.servers)
            found[domain.network] = found.get(domain.network, NOTHING) | asked
        return found


@dataclass(frozen=True, slots=True)
class VirtualInterface:
    """A transit virtual interface of a Direct Connect gateway. ``location`` is where its connection ends, where that is stated."""

    id: Id
    gateway: Id | None
    customer_asn: int | None = None
    location: str = ""


@dataclass(frozen=True, slots=True)
class CustomerGateway:
    """The other end of a VPN."""

    id: Id
    asn: int | None = None
