"""Prefix lists: one for each grant class, an entry for each application (or one for the class's pool)
and for each prefix of an on-premises network.

Sources: Amazon VPC user guide, "Managed prefix lists" (a reference counts with the list's *maximum* number of entries
against the quota of the group or table that refers to it; at most 1,000 entries).
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network

from ..plans import PrefixPlan

STEPS = (10, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1000)
"""Sizes of prefix lists. They grow in steps, since each growth is checked against every reference's quota."""


def max_entries(count: int) -> int:
    """The size of a prefix list for ``count`` entries: the next step; ``count`` itself beyond the last one."""
    return next((step for step in STEPS if step >= count), count)


def entries(blocks: Iterable[tuple[str, IPv4Network]]) -> list[PrefixPlan]:
    """Entries from pairs of a name (consumer or class) and a block, in the order of their names."""
    return [{"cidr": str(block), "description": name} for name, block in sorted(blocks)]
