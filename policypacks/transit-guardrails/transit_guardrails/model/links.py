"""What is behind the links: on-premises networks, as the program states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .ranges import Prefix
from .vpcs import Id

Prefixes = Mapping[str, tuple[Prefix, ...]]
"""By the name of an on-premises network."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: what the other side of its attachment announces, by network. That it announces nothing else is an assumption."""

    id: Id
    networks: Prefixes


@dataclass(frozen=True, slots=True)
class ViewResolver:
    """The name service of a segment's view for networks outside: ``clients`` are the addresses that may ask, by network."""

    id: Id
    segment: str
    clients: Prefixes


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
