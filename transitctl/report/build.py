"""From a recording to the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..recording import UNKNOWN, ExportPath, Recording
from .addresses import addresses
from .counts import counts
from .grants import granted_nothing, grants
from .graph import Graph
from .model import Report, Unknown
from .places import Region
from .routes import prefix_lists, vpc_tables
from .transit import transit_tables

PREVIEW = (
    "Offline preview of the stack {stack}: the real program on the Pulumi SDK's test monitor, every id unknown; "
    "not compared with what exists, no provider and no AWS asked."
)


def build(recording: Recording) -> Report:
    """What the recorded stack would hold. The same recording gives the same report."""
    graph = Graph(recording)
    found = grants(graph)
    return Report(
        preview=PREVIEW.format(stack=recording.stack),
        stack=recording.stack,
        resources=counts(graph),
        regions=_regions(graph),
        grants=found,
        granted_nothing=granted_nothing(graph, found),
        exports=_export(recording.exports, (), recording.export_dependencies),
    )


def _regions(graph: Graph) -> dict[str, Region]:
    transit, tables, lists = transit_tables(graph), vpc_tables(graph), prefix_lists(graph)
    return {
        region: Region(
            supernet=place.supernet,
            space=place.space,
            segments=place.segments,
            vpcs=place.vpcs,
            transit_tables=transit.get(region, ()),
            vpc_tables=tables.get(region, ()),
            prefix_lists=lists.get(region, ()),
        )
        for region, place in addresses(graph).items()
    }


def _export(value: Any, path: ExportPath, dependencies: Mapping[ExportPath, tuple[str, ...]]) -> Any:
    if isinstance(value, Mapping):
        return {key: _export(item, (*path, key), dependencies) for key, item in sorted(value.items())}
    if isinstance(value, list):
        return [_export(item, (*path, str(i)), dependencies) for i, item in enumerate(value)]
    return Unknown(dependencies.get(path, ())) if value == UNKNOWN else value
