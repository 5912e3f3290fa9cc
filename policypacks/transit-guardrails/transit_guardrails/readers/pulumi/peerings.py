"""Peerings of transit gateways: one id, and an attachment of each of the two gateways.

Source: Amazon VPC Transit Gateways guide, "Transit gateway peering attachments" (both sides see the attachment under one id).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from ...model.network import Doubt, Network
from ...model.transit import Association, Attachment, Propagation, TransitRoute
from ...model.vpcs import Id
from .pieces import Pieces

Stated = TypeVar("Stated", Association, Propagation, TransitRoute)


def peer(network: Network, pieces: Pieces) -> None:
    """Give each accepted peering its second attachment, and each table the attachment of its own gateway.

    A peering that nobody accepts carries nothing, and so does none whose other gateway is not known: it stays an exit.
    """
    sides: dict[Id, tuple[Id, ...]] = {}
    for key, accepters in pieces.peering_accepters.items():
        asking = network.attachments.get(key)
        if asking is None:
            continue
        if len(accepters) > 1:
            why = "several resources accept the peering"
            network.doubts.append(Doubt(key, "transitGatewayAttachmentId", why, (key, *accepters)))
        other = accepters[0]
        network.attachments[key] = replace(asking, twin=other)
        tags = network.tags.get(other, {})
        network.attachments[other] = Attachment(other, asking.resource, "peering", asking.gateway, twin=key, tags=tags)
        sides[key] = sides[other] = tuple(sorted((key, other)))
    _own_sides(network, network.associations, sides)
    _own_sides(network, network.propagations, sides)
    _own_sides(network, network.transit_routes, sides)


def _own_sides(network: Network, records: dict[Id, Stated], sides: Mapping[Id, tuple[Id, ...]]) -> None:
    """Let what names a peering by either side's id name the side of its table's gateway."""
    for key, record in records.items():
        if not (either := sides.get(record.attachment or "")):
            continue
        table = network.transit_tables.get(record.table or "")
        own = [side for side in either if table and network.attachments[side].gateway == table.gateway]
        if own:
            records[key] = replace(record, attachment=own[0])
