"""The section on routes, read as ``who → where``: VPC tables that lead to the same places stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rich.console import RenderableType

from ..report import Report
from ..report.places import PrefixList, Region, Route, VpcTable
from .table import heading, plain, terms

Leads = tuple[Route, ...]


def routes(report: Report) -> Iterable[RenderableType]:
    """For each Region: the transit gateway's tables, the VPCs' tables, the prefix lists that routes name."""
    for name, region in report.regions.items():
        yield from _transit(name, region)
        yield from _vpc_tables(name, region)
        yield heading(f"Prefix lists of {name}: entries of at most")
        yield from (part for listed in region.prefix_lists for part in _prefix_list(listed))


def _transit(name: str, region: Region) -> Iterable[RenderableType]:
    yield heading(f"Transit gateway tables of {name}: associated attachments → where")
    for table in region.transit_tables:
        yield plain(f"  {table.name}")
        who = ", ".join(attachment.name for attachment in table.associated) or "nobody"
        yield terms([("who", [who]), ("→", map(_said, table.routes))])
    yield plain("")


def _vpc_tables(name: str, region: Region) -> Iterable[RenderableType]:
    """Tables that lead out of their VPC first."""
    yield heading(f"VPC tables of {name}: route tables (number of subnets) → where, beside the VPC's own blocks")
    for leads, tables in _grouped(region.vpc_tables):
        who = ", ".join(f"{table.name} ({len(table.subnets)})" for table in tables)
        yield terms([("who", [who]), ("→", map(_said, leads) if leads else ["nowhere"])])
    yield plain("")


def _grouped(tables: Iterable[VpcTable]) -> list[tuple[Leads, list[VpcTable]]]:
    found: dict[Leads, list[VpcTable]] = defaultdict(list)
    for table in tables:
        found[tuple(route for route in table.routes if route.kind != "local")].append(table)
    return sorted(found.items(), key=lambda item: (not item[0], item[1][0].name))


def _prefix_list(listed: PrefixList) -> Iterable[RenderableType]:
    yield plain(f"  {listed.name}: {len(listed.entries)} of {listed.max_entries}")
    yield terms([("", [", ".join(f"{entry.cidr} {entry.description}".rstrip() for entry in listed.entries)])])


def _said(route: Route) -> str:
    learned = " (propagated)" if route.kind == "propagated" else ""
    return f"{route.destination} → {route.target}{learned}"
