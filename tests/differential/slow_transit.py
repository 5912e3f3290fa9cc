"""What a transit gateway decides about one packet: which table looks it up, and which attachment it leaves by."""

from __future__ import annotations

from differential.slow_decisions import (
    Candidate,
    UndecidedError,
    best,
    consult,
    holds,
    read_attachment,
    stated_blocks,
    vpc_blocks,
)
from transit_guardrails.model.network import Network
from transit_guardrails.model.transit import Attachment
from transit_guardrails.model.vpcs import Target

BLACKHOLE = Target("blackhole")


def attachment_of_vpc(network: Network, gateway_id: str, vpc_id: str) -> Attachment | None:
    """The accepted attachment by which a VPC hangs on a gateway, None without one.

    Raises ``UndecidedError`` for two of them (AWS allows one), and where an attachment may be one and nobody knows.
    """
    found: list[Attachment] = []
    for attachment in network.attachments.values():
        if attachment.kind != "vpc" or not attachment.accepted:
            continue
        if attachment.gateway in (gateway_id, None) and attachment.resource in (vpc_id, None):
            consult(network, attachment.id, gateway_id)
            consult(network, attachment.gateway, attachment.id)
            consult(network, attachment.resource, attachment.id)
            found.append(attachment)
    if len(found) > 1:
        raise UndecidedError(gateway_id)
    return found[0] if found else None


def table_of(network: Network, attachment: Attachment) -> str | None:
    """The table that looks up what enters by the attachment, None where none does.

    An attachment that nobody associates has the gateway's default table if its own setting, or else the gateway's, says
    so (AWS Transit Gateway guide, "Associate a transit gateway route table"). Raises ``UndecidedError`` where that table is
    not known, and for two associations (AWS allows one).
    """
    tables: list[str | None] = []
    for association in network.associations.values():
        if association.attachment == attachment.id:
            tables.append(association.table)
    if len(tables) > 1:
        raise UndecidedError(attachment.id)
    if tables:
        return consult(network, tables[0], attachment.id)
    gateway_id = consult(network, attachment.gateway, attachment.id)
    if gateway_id not in network.transit_gateways:
        raise UndecidedError(gateway_id)
    gateway = network.transit_gateways[gateway_id]
    own = attachment.default_association
    if own is False or (own is None and not gateway.default_association):
        return None
    return consult(network, gateway.default_association_table, gateway_id)


def transit_route(network: Network, table_id: str, dst: int) -> Target | None:
    """The attachment (as an ``unmodelled`` target with its id) or blackhole that a table sends an address to.

    Longest prefix, then static, prefix list, propagated from a VPC (AWS Transit Gateway guide, "Route evaluation order").
    """
    if table_id not in network.transit_tables:
        raise UndecidedError(table_id)
    candidates: list[Candidate] = []
    for route in network.transit_routes.values():
        if route.table != table_id:
            continue
        rank = 1 if route.to is not None else 2
        target = BLACKHOLE if route.blackhole else Target("unmodelled", route.attachment)
        for block in stated_blocks(network, route.to, route.to_list, table_id):
            if holds([block], dst):
                candidates.append((block.last - block.first, rank, target))
    for attachment in [each for each in propagating(network, table_id) if each.kind == "vpc"]:
        for block in vpc_blocks(network, attachment.resource, attachment.id):
            if holds([block], dst):
                candidates.append((block.last - block.first, 3, Target("unmodelled", attachment.id)))
    return best(candidates, table_id)


def learning(network: Network, table_id: str) -> list[str]:
    """The attachments whose learned, and so unknown, prefixes are routes of the table."""
    return [attachment.id for attachment in propagating(network, table_id) if attachment.kind != "vpc"]


def propagating(network: Network, table_id: str) -> list[Attachment]:
    """The attachments that propagate into the table: by a propagation, or because the gateway's default says so.

    The latter is AWS's "default route table propagation" (AWS Transit Gateway guide, "Create a transit gateway").
    """
    found: list[Attachment] = []
    for propagation in network.propagations.values():
        if propagation.table == table_id:
            found.append(read_attachment(network, propagation.attachment, table_id))
    gateway_id = network.transit_tables[table_id].gateway
    for attachment in network.attachments.values():
        if attachment.gateway != gateway_id or gateway_id not in network.transit_gateways:
            continue
        gateway = network.transit_gateways[gateway_id]
        if gateway.default_propagation_table != table_id or not attachment.accepted:
            continue
        own = attachment.default_propagation
        if own is True or (own is None and gateway.default_propagation):
            found.append(read_attachment(network, attachment.id, table_id))
    return found
