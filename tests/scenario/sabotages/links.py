"""Mistakes that link a VPC or the transit gateway with something else: peering, VPN, second gateways, services that carry traffic."""

from __future__ import annotations

from collections.abc import Callable

import pulumi_aws as aws

from ..program import Built, Edit
from .record import DEV, REGION, TGW, Sabotage, names, tags, tgw_route, vpc_route

_CROSSING = names("segments-isolated", "isolation-has-two-layers")
_OTHER_DOOR = names("nothing-undecided")
_CHAT_SUBNET = "vpc-a.chat-use1-az1"


def _add(more: Callable[[Built], object]) -> Edit:
    return lambda program: program.after(more)


def _peering(built: Built) -> aws.ec2.VpcPeeringConnection:
    return aws.ec2.VpcPeeringConnection(
        "a-to-x",
        region=REGION,
        vpc_id=built["vpc-a-vpc"].id,
        peer_vpc_id=built["vpc-x-vpc"].id,
        auto_accept=True,
        tags=tags("a-to-x"),
        opts=built.beside("vpc-a-vpc"),
    )


def _peering_with_routes(built: Built) -> None:
    peering = _peering(built)
    there, back = "vpc-a.chat-rt", "vpc-x.sandbox-rt"
    vpc_route(built, "peering-there", there, "10.130.208.0/20", vpc_peering_connection_id=peering.id)
    vpc_route(built, "peering-back", back, "10.129.0.0/20", vpc_peering_connection_id=peering.id)


def _vpn(built: Built) -> None:
    device = aws.ec2.CustomerGateway(
        "office", region=REGION, bgp_asn="65010", ip_address="198.51.100.7", type="ipsec.1", tags=tags("office"),
        opts=built.beside(TGW),
    )  # fmt: skip
    connection = aws.ec2.VpnConnection(
        "office-vpn",
        region=REGION,
        customer_gateway_id=device.id,
        transit_gateway_id=built[TGW].id,
        type="ipsec.1",
        static_routes_only=True,
        tags=tags("office-vpn"),
        opts=built.beside(TGW),
    )
    aws.ec2transitgateway.RouteTableAssociation(
        "office-vpn-association",
        region=REGION,
        transit_gateway_attachment_id=connection.transit_gateway_attachment_id,
        transit_gateway_route_table_id=built["us-east-1-transit-table-prod"].id,
        opts=built.beside(TGW),
    )


def _second_attachment(built: Built) -> None:
    gateway = aws.ec2transitgateway.TransitGateway(
        "second-tgw",
        region=REGION,
        auto_accept_shared_attachments="disable",
        default_route_table_association="disable",
        default_route_table_propagation="disable",
        tags=tags("second-tgw"),
        opts=built.beside(TGW),
    )
    aws.ec2transitgateway.VpcAttachment(
        "second-attachment",
        region=REGION,
        transit_gateway_id=gateway.id,
        vpc_id=built["vpc-a-vpc"].id,
        subnet_ids=[built["vpc-a-attachment-use1-az1"].id],
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
        tags=tags("second-attachment", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )


def _gateway_peering(built: Built) -> None:
    aws.ec2transitgateway.PeeringAttachment(
        "to-west",
        region=REGION,
        transit_gateway_id=built[TGW].id,
        peer_transit_gateway_id="tgw-0f1e2d3c4b5a69788",
        peer_region="us-west-2",
        tags=tags("to-west"),
        opts=built.beside(TGW),
    )
    tgw_route(built, "prod-to-west", "us-east-1-transit-table-prod", "10.144.0.0/12", "to-west")


def _vpn_gateway(built: Built) -> None:
    aws.ec2.VpnGateway(
        "vpc-a-vgw",
        region=REGION,
        vpc_id=built["vpc-a-vpc"].id,
        tags=tags("vpc-a-vgw", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )


def _client_vpn(built: Built) -> None:
    certificate = "arn:aws:acm:us-east-1:210987654321:certificate/6b8f1f5e-0f1c-4d7a-9a53-2f4c7f2b1a10"
    aws.ec2clientvpn.Endpoint(
        "laptops",
        region=REGION,
        vpc_id=built["vpc-a-vpc"].id,
        client_cidr_block="172.20.0.0/22",
        server_certificate_arn=certificate,
        authentication_options=[{"type": "certificate-authentication", "root_certificate_chain_arn": certificate}],
        connection_log_options={"enabled": False},
        tags=tags("laptops", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )


def _instance_connect(built: Built) -> None:
    aws.ec2transitgateway.InstanceConnectEndpoint(
        "shell-door",
        region=REGION,
        subnet_id=built[_CHAT_SUBNET].id,
        tags=tags("shell-door", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )


def _lattice(built: Built) -> None:
    aws.vpclattice.ServiceNetworkVpcAssociation(
        "lattice",
        region=REGION,
        service_network_identifier="sn-0123456789abcdef0",
        vpc_identifier=built["vpc-a-vpc"].id,
        tags=tags("lattice", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )


def _firewall(built: Built) -> None:
    aws.networkfirewall.Firewall(
        "inspection",
        region=REGION,
        vpc_id=built["us-east-1-hub-vpc"].id,
        firewall_policy_arn="arn:aws:network-firewall:us-east-1:210987654321:firewall-policy/inspection",
        subnet_mappings=[{"subnet_id": built["us-east-1-prod-use1-az1"].id}],
        tags=tags("inspection"),
        opts=built.beside("us-east-1-hub-vpc"),
    )


LINKS = [
    Sabotage("spokes of two segments are peered", DEV, _add(_peering), "no-side-doors", names("a-to-x"), _CROSSING),
    Sabotage(
        "spokes of two segments are peered and have routes",
        DEV,
        _add(_peering_with_routes),
        "no-side-doors",
        names("a-to-x"),
        _CROSSING | names("routes-lead-to-endpoints") | names("reachable-is-granted"),
    ),
    Sabotage(
        "a VPN ends on the transit gateway",
        DEV,
        _add(_vpn),
        "no-side-doors",
        names("office-vpn"),
        _CROSSING | names("one-association-per-attachment", "nothing-undecided", "vpn-tunnels-modern"),
    ),
    Sabotage(
        "a spoke is attached to a second transit gateway",
        DEV,
        _add(_second_attachment),
        "no-side-doors",
        names("second-attachment"),
        names("one-association-per-attachment", "zones-line-up", "transit-defaults-off")
        | names("propagation-only-to-hub"),
    ),
    Sabotage(
        "the transit gateway is peered with one that nobody described",
        DEV,
        _add(_gateway_peering),
        "no-side-doors",
        names("to-west"),
        _CROSSING | names("transit-routes-exact", "one-association-per-attachment", "nothing-undecided"),
    ),
    Sabotage("a spoke has a VPN gateway", DEV, _add(_vpn_gateway), "no-side-doors", names("vpc-a-vgw"), _OTHER_DOOR),
    Sabotage("laptops dial into a spoke", DEV, _add(_client_vpn), "nothing-undecided", names("laptops"), _OTHER_DOOR),
    Sabotage(
        "a connect endpoint lets people into a spoke",
        DEV,
        _add(_instance_connect),
        "nothing-undecided",
        names("shell-door"),
        _OTHER_DOOR,
    ),
    Sabotage(
        "a spoke is in a service network", DEV, _add(_lattice), "nothing-undecided", names("lattice"), _OTHER_DOOR
    ),
    Sabotage(
        "a network firewall stands where the model has none",
        DEV,
        _add(_firewall),
        "nothing-undecided",
        names("inspection"),
        names("no-side-doors"),
    ),
]
"""Whatever carries packets beside the one attachment of each VPC."""
