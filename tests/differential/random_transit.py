"""Random transit gateways over random VPCs: attachments, tables, associations, propagations, routes."""

from __future__ import annotations

from random import Random

from differential.random_vpcs import REGION, chance, some_prefix
from transit_guardrails.model.network import Network
from transit_guardrails.model.transit import (
    Association,
    Attachment,
    AttachmentKind,
    Propagation,
    TransitGateway,
    TransitRoute,
    TransitTable,
)

OUTSIDE: tuple[AttachmentKind, ...] = ("peering", "vpn", "direct-connect-gateway", "connect")


def random_transit(rng: Random, network: Network) -> None:
    """No transit gateway, one (mostly) or two, with one to three tables each."""
    for index in range(rng.choice((0, 1, 1, 1, 1, 2))):
        gateway_id = f"gateway-{index}"
        tables = [f"{gateway_id}-table-{number}" for number in range(1 + rng.randrange(3))]
        for table_id in tables:
            network.transit_tables[table_id] = TransitTable(table_id, gateway_id)
        network.transit_gateways[gateway_id] = _gateway(rng, gateway_id, tables)
        attachments = _attachments(rng, network, gateway_id)
        for attachment_id in attachments:
            _wire(rng, network, attachment_id, tables)
        for table_id in tables:
            _routes(rng, network, table_id, attachments)


def _gateway(rng: Random, gateway_id: str, tables: list[str]) -> TransitGateway:
    """The defaults are on now and then, and their tables are known, or AWS's own and so not known."""
    association, propagation = chance(rng, 20), chance(rng, 15)
    return TransitGateway(
        gateway_id,
        REGION,
        default_association=association,
        default_propagation=propagation,
        default_association_table=rng.choice(tables) if association and chance(rng, 70) else None,
        default_propagation_table=rng.choice(tables) if propagation and chance(rng, 70) else None,
    )


def _attachments(rng: Random, network: Network, gateway_id: str) -> list[str]:
    """Most VPCs, each by one subnet per zone (sometimes a zone is left out), and sometimes what lies outside."""
    gateway = network.transit_gateways[gateway_id]
    found: list[str] = []
    for vpc_id in network.vpcs:
        if not chance(rng, 90):
            continue
        doors: dict[str, str] = {}
        for subnet in network.subnets.values():
            if subnet.vpc == vpc_id and subnet.zone is not None and (subnet.zone not in doors or chance(rng, 50)):
                doors[subnet.zone] = subnet.id
        if len(doors) > 1 and chance(rng, 20):
            doors.pop(rng.choice(sorted(doors)))
        attachment_id = f"{gateway_id}-{vpc_id}"
        network.attachments[attachment_id] = Attachment(
            attachment_id,
            gateway_id,
            "vpc",
            vpc_id,
            tuple(doors.values()),
            appliance_mode=chance(rng, 35),
            accepted=chance(rng, 96),
            default_association=rng.choice((None, False, True)) if gateway.default_association else None,
            default_propagation=rng.choice((None, False, True)) if gateway.default_propagation else None,
        )
        found.append(attachment_id)
    if chance(rng, 35):
        kind = rng.choice(OUTSIDE)
        attachment_id = f"{gateway_id}-{kind}"
        network.attachments[attachment_id] = Attachment(attachment_id, gateway_id, kind, f"{kind}-outside")
        found.append(attachment_id)
    return found


def _wire(rng: Random, network: Network, attachment_id: str, tables: list[str]) -> None:
    """Associations (one as a rule, none or two sometimes) and propagations of an attachment that is accepted."""
    attachment = network.attachments[attachment_id]
    if not attachment.accepted:
        return
    for number in range(rng.choice((0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2)) if len(tables) > 1 else int(chance(rng, 92))):
        association_id = f"{attachment_id}-association-{number}"
        table_id = tables[(len(attachment_id) + number) % len(tables)] if chance(rng, 50) else rng.choice(tables)
        network.associations[association_id] = Association(association_id, attachment_id, table_id)
    for table_id in tables:
        if attachment.kind != "peering" and chance(rng, 60):
            propagation_id = f"{attachment_id}-into-{table_id}"
            network.propagations[propagation_id] = Propagation(propagation_id, attachment_id, table_id)


def _routes(rng: Random, network: Network, table_id: str, attachments: list[str]) -> None:
    """Static routes, blackholes and prefix-list routes, each block stated once as AWS demands; a clash now and then."""
    taken = set()
    for number in range(rng.randrange(4)):
        route_id = f"{table_id}-route-{number}"
        block = some_prefix(rng, network)
        if block in taken and not chance(rng, 10):
            continue
        taken.add(block)
        blackhole = not attachments or chance(rng, 20)
        to = None if blackhole else rng.choice(attachments)
        network.transit_routes[route_id] = TransitRoute(route_id, table_id, block, None, to, blackhole)
    if network.prefix_lists and chance(rng, 30):
        list_id = rng.choice(list(network.prefix_lists))
        blackhole = not attachments or chance(rng, 20)
        to = None if blackhole else rng.choice(attachments)
        route_id = f"{table_id}-list-route"
        network.transit_routes[route_id] = TransitRoute(route_id, table_id, None, list_id, to, blackhole)
