"""Where everything lives: supernet → segment blocks → spokes → one block per application → a subnet per zone.

Every block is a *slot* of the block that holds it: stated as ``cidr``, stated as ``number``, or derived from its
key by a hash. A derived slot depends on nothing but the key, so adding a neighbour never moves it; where two
derived slots meet, the planner refuses and names free numbers (docs/decisions/0002-addresses-by-key.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network

from ..spec.model import ZoneLetter

ZONE_SLOTS = 4
"""An application's or endpoint set's block has room for four zones, whichever it uses today."""
ENDPOINT_SET_LENGTH = 24
"""/26 per zone: 59 usable addresses, for the 50 endpoints that a VPC may hold by default."""
VIEW_LENGTH = 25
"""Two /28 subnets in each of four zones, for resolver endpoints and attachments."""
ATTACHMENT_LENGTH = 28
"""Amazon VPC Transit Gateways guide: a /28 for each attachment subnet."""
SEGMENT_BITS = 4
"""A segment's own share of a supernet: a sixteenth."""


def child(parent: IPv4Network, length: int, slot: int) -> IPv4Network:
    """The ``slot``-th block of size ``/length`` in ``parent``.

    Raises ``ValueError`` when the parent has no such slot.
    """
    if not 0 <= slot < slots(parent, length):
        raise ValueError(f"{parent} holds {slots(parent, length)} blocks of /{length}; there is no number {slot}")
    return IPv4Network((int(parent.network_address) + (slot << (32 - length)), length))


def slots(parent: IPv4Network, length: int) -> int:
    """How many blocks of size ``/length`` the parent holds (0 when it is smaller)."""
    return 1 << (length - parent.prefixlen) if length >= parent.prefixlen else 0


def slot_of(parent: IPv4Network, block: IPv4Network) -> int:
    """The number of ``block`` among the parent's blocks of the same size."""
    return (int(block.network_address) - int(parent.network_address)) >> (32 - block.prefixlen)


def derived_slot(key: str, count: int, first: int = 0) -> int:
    """The slot of a key, in ``range(first, count)``: the same for the same key, whatever else there is."""
    if count <= first:
        raise ValueError(f"no slot is left between {first} and {count}")
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    return first + digest % (count - first)


def zone_subnets(block: IPv4Network, zones: Mapping[ZoneLetter, str]) -> dict[str, str]:
    """A quarter of the block for each zone, by the zone's letter: ``{zone id: CIDR}``, sorted by letter."""
    length = block.prefixlen + 2
    return {zone: str(child(block, length, "abcd".index(letter))) for letter, zone in sorted(zones.items())}


def attachment_block(vpc: IPv4Network) -> IPv4Network:
    """The last /26 of a spoke's block: four /28 attachment subnets."""
    length = ATTACHMENT_LENGTH - 2
    return child(vpc, length, slots(vpc, length) - 1)


def resolver_blocks(view: IPv4Network) -> tuple[IPv4Network, IPv4Network]:
    """The first two /26 of a view's block: for the subnets of its resolver, and for those of its attachment."""
    length = ATTACHMENT_LENGTH - 2
    return child(view, length, 0), child(view, length, 1)


def overlaps(blocks: Mapping[str, IPv4Network]) -> list[tuple[str, str]]:
    """Pairs of names whose blocks share an address, each overlapping block with the one before it."""
    ordered = sorted(blocks.items(), key=lambda item: (item[1].network_address, item[1].prefixlen, item[0]))
    pairs, widest = [], 0
    for i in range(1, len(ordered)):
        if ordered[i - 1][1].broadcast_address > ordered[widest][1].broadcast_address:
            widest = i - 1
        if ordered[i][1].network_address <= ordered[widest][1].broadcast_address:
            pairs.append((ordered[widest][0], ordered[i][0]))
    return pairs


def free_slots(parent: IPv4Network, length: int, taken: Iterable[IPv4Network], limit: int = 3) -> list[int]:
    """Up to ``limit`` numbers of blocks of size ``/length`` that touch none of ``taken``."""
    used = sorted((int(b.network_address), int(b.broadcast_address)) for b in taken if b.overlaps(parent))
    size, base = 1 << (32 - length), int(parent.network_address)
    free: list[int] = []
    slot, count = 0, slots(parent, length)
    for start, end in [*used, (base + count * size, 0)]:
        while slot < count and base + (slot + 1) * size <= start and len(free) < limit:
            free.append(slot)
            slot += 1
        slot = max(slot, (end - base) // size + 1) if end else slot
    return free
