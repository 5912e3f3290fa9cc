"""The section on addresses: per Region its segments, then every VPC with its parts and their subnets by zone."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table

from ..report import Report
from ..report.places import Part, Region, Space, Vpc
from .table import GROUP, lines, number, plain, table


def addresses(report: Report) -> Iterable[RenderableType]:
    """Two tables for each Region."""
    for name, region in report.regions.items():
        yield _holders(name, region)
        yield plain("")
        yield _vpcs(name, region)


def _holders(name: str, region: Region) -> Table:
    made = table(name, "Blocks", "Used", "Free", "Largest free block", numbers=("Used", "Free"))
    rows: list[tuple[str, tuple[str, ...], Space]] = [("supernet", (region.supernet or "?",), region.space)]
    rows += [(f"segment {segment.name}", segment.blocks, segment.space) for segment in region.segments]
    for what, blocks, space in rows:
        made.add_row(plain(what), lines(blocks), number(space.used), number(space.free), space.largest_free or "none")
    return made


def _vpcs(name: str, region: Region) -> Table:
    """Under each VPC its parts. Its own free addresses are those outside of its parts' blocks."""
    zones = sorted({zone for vpc in region.vpcs for part in vpc.parts for zone in part.subnets})
    made = table(f"VPCs of {name}", "Block", *zones, "Used / free", numbers=("Used / free",))
    group = ""
    for vpc in region.vpcs:
        if group != (group := _group(vpc)):
            made.add_row(plain(group), style=GROUP)
        account = [plain(f"account {vpc.account}")] if zones else []
        filler = [plain("")] * (len(zones) - 1)
        made.add_row(plain(vpc.owner or vpc.name), lines(vpc.blocks), *account, *filler, _used(vpc.space))
        for part in vpc.parts:
            cells = [lines(part.subnets.get(zone, ())) for zone in zones]
            made.add_row(plain(f"  {_label(vpc, part)}"), plain(part.block), *cells, _used(part.space))
    return made


def _group(vpc: Vpc) -> str:
    plural = {"hub": "Hub", "view": "DNS views", "spoke": f"Spokes of {vpc.segment}"}
    return plural.get(vpc.kind, vpc.kind or "Other VPCs")


def _label(vpc: Vpc, part: Part) -> str:
    """An application is told by its own name: its spoke stands above it."""
    return part.kind if part.owner == vpc.owner else part.owner.removeprefix(f"{vpc.owner}.")


def _used(space: Space) -> str:
    return f"{number(space.used)} / {number(space.free)}"
