"""Arithmetic on blocks: how much of them is used, and what is the largest block that is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, collapse_addresses, summarize_address_range

from .places import Space

Blocks = Iterable[IPv4Network]


def blocks(*texts: object) -> list[IPv4Network]:
    """The blocks among the texts; what is unknown or no block is left out."""
    found = []
    for text in texts:
        try:
            found.append(IPv4Network(str(text)))
        except ValueError:
            continue
    return found


def in_order(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts of blocks in the order of their addresses, what is no block last."""
    return tuple(sorted(texts, key=lambda text: (not blocks(text), blocks(text), text)))


def space(holders: Blocks, used: Blocks) -> Space:
    """How full the holders are of what lies inside them. Neither side counts an address twice."""
    outer = list(collapse_addresses(holders))
    inner = list(collapse_addresses(used))
    gaps = [gap for holder in outer for gap in _gaps(holder, inner)]
    size = sum(holder.num_addresses for holder in outer)
    free = sum(gap.num_addresses for gap in gaps)
    largest = min(gaps, key=lambda gap: (gap.prefixlen, gap.network_address), default="")
    return Space(size, size - free, free, str(largest))


def within(inner: IPv4Network, outer: Blocks) -> bool:
    """Whether a block lies in one of the others."""
    return any(inner.subnet_of(block) for block in outer)


def _gaps(holder: IPv4Network, used: list[IPv4Network]) -> Iterator[IPv4Network]:
    """The blocks of a holder that none of ``used`` touches; ``used`` is collapsed, so sorted and disjoint."""
    start, last = int(holder.network_address), int(holder.broadcast_address)
    for block in used:
        first, end = int(block.network_address), int(block.broadcast_address)
        if end < start or first > last:
            continue
        if first > start:
            yield from summarize_address_range(IPv4Address(start), IPv4Address(first - 1))
        start = max(start, end + 1)
    if start <= last:
        yield from summarize_address_range(IPv4Address(start), IPv4Address(last))
