"""Doors of a VPC: internet, NAT, egress-only and VPN gateways, peerings.

Defaults: AWS provider documentation, ``aws_nat_gateway`` (``connectivity_type`` public).
"""

from __future__ import annotations

from ...model.network import EVERYTHING, Network
from ...model.vpcs import Gateway, GatewayKind, Peering
from .fields import Fields
from .tokens import EGRESS_ONLY_GATEWAY, INTERNET_GATEWAY, PEERING, SUBNET, VPC, VPN_GATEWAY

_KINDS: dict[str, GatewayKind] = {
    INTERNET_GATEWAY: "internet-gateway",
    EGRESS_ONLY_GATEWAY: "egress-only-gateway",
    VPN_GATEWAY: "vpn-gateway",
}


def gateway(fields: Fields, network: Network) -> None:
    """An internet, egress-only or VPN gateway, attached by itself or by an attachment of its own."""
    kind = _KINDS[fields.resource.type]
    owner = fields.reference("vpcId", VPC) if fields.has("vpcId") else None
    network.gateways[fields.id] = Gateway(fields.id, kind, owner)


def nat_gateway(fields: Fields, network: Network) -> None:
    """A NAT gateway; a private one leads to no internet. The VPC follows from the subnet."""
    subnet = fields.reference("subnetId", SUBNET) if fields.has("subnetId") else None
    owner = fields.reference("vpcId", VPC) if fields.has("vpcId") else None
    if subnet is None and owner is None:
        fields.doubt("subnetId", "where the NAT gateway is, is not known", EVERYTHING)
    kind = fields.text("connectivityType", "public")
    network.gateways[fields.id] = Gateway(fields.id, "nat-gateway", owner, subnet, kind != "private")


def internet_gateway_attachment(fields: Fields, _: Network) -> None:
    """The internet gateway belongs to the VPC."""
    _attach(fields, "internetGatewayId", INTERNET_GATEWAY)


def vpn_gateway_attachment(fields: Fields, _: Network) -> None:
    """The VPN gateway belongs to the VPC."""
    _attach(fields, "vpnGatewayId", VPN_GATEWAY)


def _attach(fields: Fields, key: str, type_: str) -> None:
    found = fields.reference(key, type_)
    owner = fields.reference("vpcId", VPC, touches=(found,) if found else ())
    if found and owner:
        fields.pieces.gateway_vpcs[found].append(owner)


def peering(fields: Fields, network: Network) -> None:
    """A VPC peering connection. It counts as active: whoever accepts it later changes nothing that a stack shows."""
    requester = fields.reference("vpcId", VPC)
    accepter = fields.reference("peerVpcId", VPC, touches=(requester,) if requester else ())
    network.peerings[fields.id] = Peering(fields.id, requester, accepter)


def peering_accepter(fields: Fields, _: Network) -> None:
    """Accepts a peering connection, which counts as active anyway; one that is not in the stack is a doubt."""
    fields.reference("vpcPeeringConnectionId", PEERING, touches=(EVERYTHING,))
