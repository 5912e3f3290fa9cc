"""Connect attachments and their peers."""

from __future__ import annotations

from ...model.network import Network
from ...model.transit import Attachment, ConnectPeer
from .fields import Fields
from .tokens import ATTACHMENTS, CONNECT, LINKS, TRANSIT_GATEWAY
from .transit import default


def connect(fields: Fields, network: Network) -> None:
    """A Connect attachment, over another attachment."""
    network.attachments[fields.id] = Attachment(
        id=fields.id,
        gateway=fields.reference("transitGatewayId", TRANSIT_GATEWAY),
        kind="connect",
        resource=None,
        default_association=default(fields, "Association"),
        default_propagation=default(fields, "Propagation"),
        link=fields.parent(*LINKS),
        transport=fields.reference("transportAttachmentId", *ATTACHMENTS),
        tags=network.tags.get(fields.id, {}),
    )


def connect_peer(fields: Fields, network: Network) -> None:
    """A GRE tunnel of a Connect attachment."""
    attachment = fields.reference("transitGatewayAttachmentId", CONNECT)
    asn = fields.number("bgpAsn") if fields.has("bgpAsn") else None
    network.connect_peers[fields.id] = ConnectPeer(fields.id, attachment, fields.text("peerAddress", "") or "", asn)
