"""Transit gateways, their attachments, tables and routes.

Defaults: AWS provider documentation, ``aws_ec2_transit_gateway`` (default association and propagation ``enable``, auto-accept
``disable``), ``aws_ec2_transit_gateway_vpc_attachment`` (appliance mode ``disable``).
"""

from __future__ import annotations

from ...model.network import EVERYTHING, Network
from ...model.transit import Association, Attachment, Propagation, TransitGateway, TransitRoute, TransitTable
from ...model.vpcs import Id
from .fields import Fields
from .tokens import (
    ATTACHMENTS,
    PEERING_ATTACHMENT,
    PREFIX_LIST,
    SUBNET,
    TRANSIT_GATEWAY,
    TRANSIT_TABLE,
    VPC,
    VPC_ATTACHMENT,
)
from .vpcs import region

DEFAULT_TABLE = "#default"
"""Follows a gateway's URN in the id of the default route table that AWS made."""


def transit_gateway(fields: Fields, network: Network) -> None:
    """A transit gateway. AWS makes one default table where either default is on (Transit Gateways guide)."""
    association = fields.switch("defaultRouteTableAssociation", "enable", (EVERYTHING,))
    propagation = fields.switch("defaultRouteTablePropagation", "enable", (EVERYTHING,))
    # What is not known counts as on: the doubt makes everything undecided anyway.
    default = fields.id + DEFAULT_TABLE if association is not False or propagation is not False else None
    if default:
        network.transit_tables[default] = TransitTable(default, fields.id)
    own = [fields.as_prefix("transitGatewayCidrBlocks", each) for each in fields.items("transitGatewayCidrBlocks")]
    network.transit_gateways[fields.id] = TransitGateway(
        id=fields.id,
        region=region(fields, fields.index.place(fields.resource.provider)[1]),
        asn=fields.number("amazonSideAsn", 64512),
        default_association=association is not False,
        default_propagation=propagation is not False,
        auto_accept=fields.switch("autoAcceptSharedAttachments", "disable") is not False,
        default_association_table=default if association is not False else None,
        default_propagation_table=default if propagation is not False else None,
        blocks=tuple(sorted(each for each in own if each)),
        tags=network.tags.get(fields.id, {}),
    )


def vpc_attachment(fields: Fields, network: Network) -> None:
    """A VPC's attachment. Whether somebody accepts it is seen when all is read."""
    vpc = fields.reference("vpcId", VPC)
    network.attachments[fields.id] = Attachment(
        id=fields.id,
        gateway=fields.reference("transitGatewayId", TRANSIT_GATEWAY, touches=(vpc,) if vpc else ()),
        kind="vpc",
        resource=vpc,
        subnets=fields.references("subnetIds", SUBNET),
        appliance_mode=fields.switch("applianceModeSupport", "disable") is True,
        accepted=False,
        ipv6=fields.switch("ipv6Support", "disable") is not False,
        default_association=default(fields, "Association"),
        default_propagation=default(fields, "Propagation"),
        tags=network.tags.get(fields.id, {}),
    )


def accepter(fields: Fields, _: Network) -> None:
    """Accepts the attachment of another account, and says what the defaults are for it."""
    found = fields.reference("transitGatewayAttachmentId", VPC_ATTACHMENT)
    if found:
        stated = (default(fields, "Association"), default(fields, "Propagation"))
        fields.pieces.accepters[found].append(stated)


def default(fields: Fields, which: str) -> bool | None:
    """The attachment's own setting; None where it has none (then it is on where the gateway's is)."""
    key = f"transitGatewayDefaultRouteTable{which}"
    return fields.flag(key, True) if fields.has(key) else None


def peering_attachment(fields: Fields, network: Network) -> None:
    """Two transit gateways that are joined, as an attachment of the one that asks."""
    network.attachments[fields.id] = Attachment(
        id=fields.id,
        gateway=fields.reference("transitGatewayId", TRANSIT_GATEWAY),
        kind="peering",
        resource=fields.reference("peerTransitGatewayId", TRANSIT_GATEWAY),
        tags=network.tags.get(fields.id, {}),
    )


def peering_accepter(fields: Fields, _: Network) -> None:
    """Accepts a peering: the attachment of the other gateway. One that is not in the stack is a doubt."""
    found = fields.reference("transitGatewayAttachmentId", PEERING_ATTACHMENT, touches=(EVERYTHING,))
    if found:
        fields.pieces.peering_accepters[found].append(fields.id)


def table(fields: Fields, network: Network) -> None:
    """A route table of a transit gateway."""
    gateway = fields.reference("transitGatewayId", TRANSIT_GATEWAY)
    network.transit_tables[fields.id] = TransitTable(fields.id, gateway, network.tags.get(fields.id, {}))


def table_of(fields: Fields, key: str, touches: tuple[Id, ...] = ()) -> Id | None:
    """The table that a property refers to; the default one where it is the gateway's own."""
    found = fields.reference(key, TRANSIT_TABLE, TRANSIT_GATEWAY, touches=touches)
    return found + DEFAULT_TABLE if found and fields.index.is_a(found, TRANSIT_GATEWAY) else found


def association(fields: Fields, network: Network) -> None:
    """The attachment's packets are looked up in the table."""
    attachment, found = _pair(fields)
    network.associations[fields.id] = Association(fields.id, attachment, found)


def propagation(fields: Fields, network: Network) -> None:
    """What the attachment knows becomes routes of the table."""
    attachment, found = _pair(fields)
    network.propagations[fields.id] = Propagation(fields.id, attachment, found)


def _pair(fields: Fields) -> tuple[Id | None, Id | None]:
    attachment = fields.reference("transitGatewayAttachmentId", *ATTACHMENTS)
    found = table_of(fields, "transitGatewayRouteTableId", (attachment,) if attachment else ())
    if found and not attachment:
        fields.doubt("transitGatewayAttachmentId", "an attachment of the table is not known", found)
    return attachment, found


def route(fields: Fields, network: Network) -> None:
    """A static route to a block."""
    found = table_of(fields, "transitGatewayRouteTableId")
    touches = (found,) if found else ()
    to = fields.prefix("destinationCidrBlock", touches)
    _route(fields, network, TransitRoute(fields.id, found, to), touches)


def list_route(fields: Fields, network: Network) -> None:
    """A static route to every block of a prefix list."""
    found = table_of(fields, "transitGatewayRouteTableId")
    touches = (found,) if found else ()
    to = fields.reference("prefixListId", PREFIX_LIST, touches=touches)
    _route(fields, network, TransitRoute(fields.id, found, None, to), touches)


def _route(fields: Fields, network: Network, stated: TransitRoute, touches: tuple[Id, ...]) -> None:
    blackhole = fields.flag("blackhole", False, touches)
    attachment = None
    if blackhole is not True:
        attachment = fields.reference("transitGatewayAttachmentId", *ATTACHMENTS, touches=touches)
    network.transit_routes[fields.id] = TransitRoute(
        stated.id, stated.table, stated.to, stated.to_list, attachment, blackhole is True
    )


def default_association(fields: Fields, _: Network) -> None:
    """The gateway's default table for associations is another one than AWS made."""
    _other_default(fields, fields.pieces.association_tables)


def default_propagation(fields: Fields, _: Network) -> None:
    """The gateway's default table for propagations is another one than AWS made."""
    _other_default(fields, fields.pieces.propagation_tables)


def _other_default(fields: Fields, tables: dict[Id, list[Id]]) -> None:
    gateway = fields.reference("transitGatewayId", TRANSIT_GATEWAY)
    found = table_of(fields, "transitGatewayRouteTableId", (gateway,) if gateway else ())
    if gateway and found:
        tables[gateway].append(found)
