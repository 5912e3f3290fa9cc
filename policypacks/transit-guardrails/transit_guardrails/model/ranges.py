"""Sets of whole numbers as sorted ranges: addresses, and protocols with their ports.

Addresses of both families lie on one line: IPv4 at its own value, IPv6 moved up by 2**128, so that no step needs to know
the family. Services lie on another: ``protocol * 65536 + port`` (RFC 791 protocol numbers; for ICMP ``type * 256 + code``
takes the port's place; protocols without ports fill their whole block).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from operator import itemgetter

IPV6 = 1 << 128
"""Where the IPv6 addresses begin on the line."""

Range = tuple[int, int]
"""First and last number, both included."""
_FIRST, _LAST = itemgetter(0), itemgetter(1)


@dataclass(frozen=True, slots=True)
class Ranges:
    """A set of whole numbers: sorted ranges that neither overlap nor touch."""

    parts: tuple[Range, ...] = ()

    @staticmethod
    def of(parts: Iterable[Range]) -> Ranges:
        """The union of ranges in any order, overlapping or not."""
        ordered = sorted(parts)
        if len(ordered) < 2:
            return Ranges(tuple(ordered))
        merged: list[Range] = []
        for first, last in ordered:
            if merged and first <= merged[-1][1] + 1:
                if last > merged[-1][1]:
                    merged[-1] = (merged[-1][0], last)
            else:
                merged.append((first, last))
        return Ranges(tuple(merged))

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __and__(self, other: Ranges) -> Ranges:
        if self is other or other is EVERYWHERE:  # masks of filters mostly name one side alone
            return self
        if self is EVERYWHERE:
            return other
        if len(self.parts) == 1 == len(other.parts):
            return self._single(other)
        small, large = (self, other) if len(self.parts) <= len(other.parts) else (other, self)
        found: list[Range] = []
        if len(large.parts) > 8 * len(small.parts):
            for mine in small.parts:
                found += _within(large.parts, mine)
            return Ranges(tuple(found))
        i = j = 0
        a, b = self.parts, other.parts
        while i < len(a) and j < len(b):
            first, last = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
            if first <= last:
                found.append((first, last))
            if a[i][1] < b[j][1]:
                i += 1
            else:
                j += 1
        return Ranges(tuple(found))

    def _single(self, other: Ranges) -> Ranges:
        """The intersection of one range with one range: by far the most frequent one."""
        ((first, last),), ((low, high),) = self.parts, other.parts
        if low <= first and last <= high:
            return self
        if first <= low and high <= last:
            return other
        first, last = max(first, low), min(last, high)
        return Ranges(((first, last),)) if first <= last else NOTHING

    def __or__(self, other: Ranges) -> Ranges:
        if not self.parts or not other.parts:
            return self if self.parts else other
        return Ranges.of((*self.parts, *other.parts))

    def __sub__(self, other: Ranges) -> Ranges:
        a, b = self.parts, other.parts
        if not a or not b:
            return self
        if len(b) > 8 * len(a):
            b = tuple(part for mine in a for part in _within(b, mine))
        found: list[Range] = []
        j = 0
        for first, last in a:
            while j < len(b) and b[j][1] < first:
                j += 1
            left = first
            while j < len(b) and b[j][0] <= last:
                low, high = b[j]
                if left < low:
                    found.append((left, low - 1))
                left = high + 1
                if high > last:  # the next part may be under it as well
                    break
                j += 1
            if left <= last:
                found.append((left, last))
        return Ranges(tuple(found))

    def has(self, number: int) -> bool:
        """Whether the number is in the set."""
        i = bisect_right(self.parts, number, key=_FIRST) - 1
        return i >= 0 and number <= self.parts[i][1]

    def covers(self, other: Ranges) -> bool:
        """Whether every number of ``other`` is in the set."""
        return not (other - self)

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return sum(last - first + 1 for first, last in self.parts)

    @property
    def first(self) -> int:
        """The lowest number. Raises ``IndexError`` for the empty set."""
        return self.parts[0][0]


def union(sets: Iterable[Ranges]) -> Ranges:
    """All numbers of all sets."""
    return Ranges.of(part for each in sets for part in each.parts)


def _within(parts: tuple[Range, ...], window: Range) -> list[Range]:
    """The parts that touch the window, cut to it."""
    first, last = window
    found = list(parts[bisect_left(parts, first, key=_LAST) : bisect_right(parts, last, key=_FIRST)])
    if found and found[0][0] < first:
        found[0] = (first, found[0][1])
    if found and found[-1][1] > last:
        found[-1] = (found[-1][0], last)
    return found


NOTHING = Ranges()
EVERY_IPV4 = Ranges(((0, (1 << 32) - 1),))
EVERY_IPV6 = Ranges(((IPV6, 2 * IPV6 - 1),))
EVERYWHERE = EVERY_IPV4 | EVERY_IPV6
"""All addresses of both families."""


@dataclass(frozen=True, slots=True, order=True)
class Prefix:
    """A CIDR block as the range of its addresses on the line."""

    first: int
    last: int

    @property
    def ranges(self) -> Ranges:
        """The block's addresses."""
        return Ranges(((self.first, self.last),))

    @property
    def is_ipv6(self) -> bool:
        """The family."""
        return self.first >= IPV6

    def __str__(self) -> str:
        bits = (self.last - self.first + 1).bit_length() - 1
        if self.is_ipv6:
            return f"{IPv6Address(self.first - IPV6)}/{128 - bits}"
        return f"{IPv4Address(self.first)}/{32 - bits}"


@lru_cache(maxsize=200_000)
def prefix(text: str) -> Prefix:
    """A CIDR block or a single address. Bits beyond the mask are dropped, as AWS does for routes and rules.

    Raises ``ValueError`` with the text for anything else.
    """
    try:
        found: IPv4Network | IPv6Network = ip_network(text, strict=False)
    except (AddressValueError, ValueError) as error:
        raise ValueError(f"'{text}' is no CIDR block") from error
    start = int(found.network_address) + (IPV6 if found.version == 6 else 0)
    return Prefix(start, start + found.num_addresses - 1)


def prefixes(addresses: Ranges) -> list[Prefix]:
    """The fewest CIDR blocks that hold exactly these addresses, in order."""
    found: list[Prefix] = []
    for first, last in addresses.parts:
        at = first
        while at <= last:
            size = (at % IPV6) & -(at % IPV6) or IPV6
            while at + size - 1 > last:
                size //= 2
            found.append(Prefix(at, at + size - 1))
            at += size
    return found


_SPECIAL = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),
    *("198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"),
)
PUBLIC = EVERY_IPV4 - union(prefix(block).ranges for block in _SPECIAL)
"""IPv4 addresses that may be public: all but those for special purposes (IANA's registry, RFC 6890)."""


def address(number: int) -> str:
    """The text of an address on the line."""
    return str(IPv6Address(number - IPV6)) if number >= IPV6 else str(IPv4Address(number))


def address_text(addresses: Ranges, limit: int = 4) -> str:
    """Addresses for people: blocks and ranges, at most ``limit`` of them."""
    shown = [_range_text(part) for part in addresses.parts[:limit]]
    more = len(addresses.parts) - limit
    return ", ".join([*shown, f"{more} more"] if more > 0 else shown) or "no address"


def _range_text(part: Range) -> str:
    first, last = part
    size = last - first + 1
    if size & (size - 1) == 0 and (first % IPV6) % size == 0:
        return str(Prefix(first, last)) if size > 1 else address(first)
    return f"{address(first)}-{address(last)}"
