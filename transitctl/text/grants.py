"""The section on grants: who may call what, per endpoint set, and who may call nothing."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from ..report import Report
from ..report.model import Grant
from ..report.vpcs import ENDPOINT_SET
from .table import heading, plain, terms


def grants(report: Report) -> Iterable[RenderableType]:
    """Each grant under its endpoint set, then the applications that are granted nothing."""
    for endpoint_set in _endpoint_sets(report):
        yield heading(f"Endpoint set {endpoint_set}")
        found = [grant for grant in report.grants if grant.endpoint_set == endpoint_set]
        for grant in found:
            yield plain(f"  {grant.key}: {grant.service}")
            yield terms(_terms(grant))
        yield plain("" if found else "  nothing is granted\n")
    nothing = ", ".join(report.granted_nothing) or "none"
    yield plain(f"Applications that are granted nothing: {nothing}.")


def _endpoint_sets(report: Report) -> list[str]:
    """Those that hold subnets, and those that registered grants: the same, or something is wrong."""
    parts = (part for region in report.regions.values() for vpc in region.vpcs for part in vpc.parts)
    found = {part.owner for part in parts if part.kind == ENDPOINT_SET}
    return sorted(found | {grant.endpoint_set for grant in report.grants})


def _terms(grant: Grant) -> Iterable[tuple[str, Iterable[str]]]:
    applications = (f"{consumer} {block}" for consumer, block in grant.consumers.items())
    yield "who", (*applications, *(f"{name} {', '.join(blocks)}" for name, blocks in grant.networks.items()))
    if grant.models:
        yield "models", grant.models
    if grant.objects:
        yield "objects", grant.objects
    if grant.uses:
        yield "  using", grant.uses
    yield "actions", [", ".join(grant.actions)]
    if grant.any_model:
        yield "!", [f"any model of the account, through {', '.join(grant.any_model)}"]
