"""Prefix lists: one for each grant class, an entry for each application (or one for the class's pool).

Sources: Amazon VPC user guide, "Managed prefix lists" (a reference counts with the list's *maximum* number of entries
against the quota of the group or table that refers to it; at most 1,000 entries).
"""

from __future__ import annotations

from collections.abc import Mapping

from ..plans import PrefixPlan

STEPS = (10, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1000)
"""Sizes of prefix lists. They grow in steps, since each growth is checked against every reference's quota."""


def max_entries(count: int) -> int:
    """The size of a prefix list for ``count`` entries: the next step; ``count`` itself beyond the last one."""
    return next((step for step in STEPS if step >= count), count)


def entries(blocks: Mapping[str, str]) -> list[PrefixPlan]:
    """Entries from ``{consumer or class: CIDR}``, in the order of their names."""
    return [{"cidr": cidr, "description": name} for name, cidr in sorted(blocks.items())]
