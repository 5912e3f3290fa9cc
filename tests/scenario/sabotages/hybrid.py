"""Mistakes about the links to networks outside, and about peerings of gateways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws

from ..program import Built, Edit
from .record import (
    DEV,
    HUB,
    HUB_TABLE,
    NONPROD_SET,
    NONPROD_TABLE,
    PROD,
    PROD_RUNTIME,
    PROD_TABLE,
    REGION,
    TGW,
    Sabotage,
    ingress,
    names,
    put,
    tags,
    tgw_route,
)

_A, _B = "us-east-1-vpn-office-a", "us-east-1-vpn-office-b"
_VPN_TABLE = "us-east-1-transit-table-vpn"
_DX, _BACKUP = "us-east-1-direct-connect-dx-association", "us-east-1-vpn-datacenter-connection"
_RESOLVER = "us-east-1-prod-resolver"
_INBOUND = f"{_RESOLVER}-endpoint"
_LOST = names("granted-is-reachable")
_PROD_SET, _PROD_RESOLVER = "10.64.1.0/24", "10.64.16.128/26"


def _add(more: Callable[[Built], object]) -> Edit:
    return lambda program: program.after(more)


def _route(name: str, table: str, to: str, attachment: str | None = HUB) -> Edit:
    return _add(lambda built: tgw_route(built, name, table, to, attachment))


def _propagates_into_prod(built: Built) -> None:
    aws.ec2transitgateway.RouteTablePropagation(
        "office-into-prod",
        region=REGION,
        transit_gateway_attachment_id=built[f"{_A}-connection"].transit_gateway_attachment_id,
        transit_gateway_route_table_id=built[PROD_TABLE].id,
        opts=built.beside(TGW),
    )


def _vpc_in_the_office(built: Built) -> None:
    aws.ec2.Vpc("lab-vpc", region=REGION, cidr_block="172.20.8.0/24", tags=tags("lab-vpc"), opts=built.beside(TGW))


def _one_vpn(network: Any) -> None:
    del network["vpns"]["office-b"]


def _one_location(network: Any) -> None:
    del network["vpns"]["datacenter"]
    for interface in network["direct_connect"]["dx"]["virtual_interfaces"].values():
        interface["location"] = "EqDC2"


def _western(name: str) -> dict[str, str]:
    return tags(name)


def _peered_region(built: Built) -> None:
    """A second Region whose gateway is peered, and a route over the peering that nobody needs."""
    west, beside = "us-west-2", built.beside(TGW)
    gateway = aws.ec2transitgateway.TransitGateway(
        "west-tgw",
        region=west,
        amazon_side_asn=64613,
        auto_accept_shared_attachments="disable",
        default_route_table_association="disable",
        default_route_table_propagation="disable",
        tags=_western("west-tgw"),
        opts=beside,
    )
    peering = aws.ec2transitgateway.PeeringAttachment(
        "to-west",
        region=REGION,
        transit_gateway_id=built[TGW].id,
        peer_transit_gateway_id=gateway.id,
        peer_region=west,
        tags=_western("to-west"),
        opts=beside,
    )
    accepter = aws.ec2transitgateway.PeeringAttachmentAccepter(
        "from-east",
        region=west,
        transit_gateway_attachment_id=peering.id,
        tags=_western("from-east"),
        opts=beside,
    )
    for region, of, attachment in ((REGION, built[TGW], peering), (west, gateway, accepter)):
        table = aws.ec2transitgateway.RouteTable(
            f"{region}-table-peering",
            region=region,
            transit_gateway_id=of.id,
            tags={**_western(f"{region}-table-peering"), "link": "peering"},
            opts=beside,
        )
        aws.ec2transitgateway.RouteTableAssociation(
            f"{region}-peering-association",
            region=region,
            transit_gateway_attachment_id=attachment.id,
            transit_gateway_route_table_id=table.id,
            opts=pulumi.ResourceOptions.merge(beside, pulumi.ResourceOptions(depends_on=[accepter])),
        )


def _route_over_a_peering(built: Built) -> None:
    _peered_region(built)
    tgw_route(built, "nonprod-to-west", NONPROD_TABLE, "10.144.2.0/24", "to-west")


def _door_behind_a_peering(built: Built) -> None:
    _peered_region(built)
    tgw_route(built, "west-to-prod", f"{REGION}-table-peering", "10.128.1.0/24")


def _office_of_nonprod(network: Any) -> None:
    """What the office's owners were promised of prod, it is granted in nonprod instead."""
    network["on_premises"]["office"]["segment"] = "nonprod"
    network["grants"]["chat"]["consumers"].remove("office")
    network["grants"]["sandbox"]["consumers"].append("office")


HYBRID = [
    Sabotage(
        "the office is granted endpoints of another segment than the configuration allows it",
        DEV,
        lambda program: program.spec(_office_of_nonprod),
        "networks-within-bounds",
        names("us-east-1-nonprod"),
    ),
    Sabotage(
        "the VPN's table leads to the endpoints of a segment that grants the office nothing",
        DEV,
        _route("office-to-nonprod", _VPN_TABLE, NONPROD_SET),
        "links-lead-to-grants",
        names("office-to-nonprod"),
    ),
    Sabotage(
        "the VPN's table leads into a spoke",
        DEV,
        _route("office-to-spoke", _VPN_TABLE, "10.129.0.0/20", "vpc-a-attachment"),
        "links-lead-to-grants",
        names("office-to-spoke"),
        names("reachable-is-granted"),
    ),
    Sabotage(
        "the VPN's table leads to everything by one wide route",
        DEV,
        _route("office-to-all", _VPN_TABLE, "10.128.0.0/12"),
        "links-lead-to-grants",
        names("office-to-all"),
        names("reachable-is-granted"),
    ),
    Sabotage(
        "the VPN's table drops what is granted",
        DEV,
        _route("office-dropped", _VPN_TABLE, "10.128.1.0/25", None),
        "links-lead-to-grants",
        names("office-dropped"),
        _LOST,
    ),
    Sabotage(
        "the way from the VPN to the endpoints is forgotten",
        DEV,
        lambda program: program.drop("us-east-1-prod-route-vpn"),
        "granted-is-reachable",
        names(PROD_RUNTIME),
    ),
    Sabotage(
        "the way from the VPN to the resolver is forgotten",
        DEV,
        lambda program: program.drop(f"{_RESOLVER}-route-vpn"),
        "granted-is-reachable",
        names(_INBOUND),
    ),
    Sabotage(
        "a VPN is looked up in the hub's table",
        DEV,
        lambda program: program.point(f"{_A}-membership-association", transit_gateway_route_table_id=HUB_TABLE),
        "one-association-per-attachment",
        names(f"{_A}-connection"),
        _LOST | names("reachable-is-granted", "advertised-prefixes-minimal"),
    ),
    Sabotage(
        "a VPN propagates into a segment's table",
        DEV,
        _add(_propagates_into_prod),
        "propagation-only-to-hub",
        names("office-into-prod"),
    ),
    Sabotage(
        "a VPN does not propagate into the hub's table",
        DEV,
        lambda program: program.drop(f"{_A}-membership-propagation"),
        "propagation-only-to-hub",
        names(f"{_A}-connection"),
    ),
    Sabotage(
        "no VPN propagates into the hub's table",
        DEV,
        lambda program: program.drop(f"{_A}-membership-propagation", f"{_B}-membership-propagation"),
        "granted-is-reachable",
        names(PROD_RUNTIME, _INBOUND),
        names("propagation-only-to-hub"),
    ),
    Sabotage(
        "a static route of the hub's table takes what the office announces",
        DEV,
        _route("office-lost", HUB_TABLE, "172.20.0.0/24", None),
        "learned-prefixes-apart",
        names("office-lost"),
        _LOST | names("transit-routes-exact"),
    ),
    Sabotage(
        "a VPC takes addresses of the office",
        DEV,
        _add(_vpc_in_the_office),
        "learned-prefixes-apart",
        names(_A, _B),
        names("quotas-have-headroom"),
    ),
    Sabotage(
        "the office hangs on one device",
        DEV,
        lambda program: program.spec(_one_vpn),
        "links-redundant",
        names(f"{_A}-connection"),
    ),
    Sabotage(
        "a customer's router has the transit gateway's number",
        DEV,
        lambda program: program.change(f"{_A}-customer-gateway", put(bgp_asn="64612")),
        "bgp-numbers-distinct",
        names(f"{_A}-customer-gateway"),
    ),
    Sabotage(
        "a tunnel may fall back to IKEv1",
        DEV,
        lambda program: program.change(f"{_A}-connection", put(tunnel1_ike_versions=["ikev1", "ikev2"])),
        "vpn-tunnels-modern",
        names(f"{_A}-connection"),
    ),
    Sabotage(
        "a tunnel's second phase takes whatever AWS offers",
        DEV,
        lambda program: program.change(f"{_B}-connection", put(tunnel2_phase2_encryption_algorithms=None)),
        "vpn-tunnels-modern",
        names(f"{_B}-connection"),
    ),
    Sabotage(
        "the resolver answers whoever asks",
        DEV,
        _add(
            lambda built: ingress(
                built,
                "anybody-asks",
                f"{_RESOLVER}-sg",
                ip_protocol="udp",
                from_port=53,
                to_port=53,
                cidr_ipv4="0.0.0.0/0",
            )
        ),
        "security-groups-narrow",
        names("anybody-asks"),
        names("reachable-is-granted"),
    ),
    Sabotage(
        "the resolver's VPC has no DNS Firewall",
        DEV,
        lambda program: program.drop(f"{_RESOLVER}-firewall"),
        "dns-blocked",
        names("us-east-1-prod-view-anchor-vpc"),
    ),
    Sabotage(
        "the resolver's subnets lead to more than its clients",
        DEV,
        _add(
            lambda built: aws.ec2.Route(
                "resolver-to-office",
                region=REGION,
                route_table_id=built[f"{_RESOLVER}-rt"].id,
                destination_cidr_block="172.20.0.0/16",
                transit_gateway_id=built[TGW].id,
                opts=built.beside(TGW),
            )
        ),
        "routes-lead-to-endpoints",
        names("resolver-to-office"),
        names("reachable-is-granted"),
    ),
    Sabotage(
        "the office is granted what its endpoint's policy does not allow it",
        DEV,
        lambda program: program.change(
            PROD_RUNTIME,
            lambda props: {**props, "policy": props["policy"].replace('"172.20.0.0/16"', '"172.20.0.0/17"')},
        ),
        "granted-is-reachable",
        names(PROD_RUNTIME),
    ),
    Sabotage(
        "Direct Connect advertises the whole hub",
        PROD,
        lambda program: program.change(_DX, put(allowed_prefixes=["10.64.0.0/20", _PROD_RESOLVER])),
        "advertised-prefixes-minimal",
        names(_DX, _BACKUP),
    ),
    Sabotage(
        "Direct Connect advertises nothing",
        PROD,
        lambda program: program.change(_DX, put(allowed_prefixes=[])),
        "advertised-prefixes-minimal",
        names(_DX),
        _LOST,
    ),
    Sabotage(
        "Direct Connect does not advertise the resolver",
        PROD,
        lambda program: program.change(_DX, put(allowed_prefixes=[_PROD_SET])),
        "granted-is-reachable",
        names(_INBOUND, "us-east-1-prod-forwarder-endpoint"),
    ),
    Sabotage(
        "the backup announces a more specific prefix than Direct Connect",
        PROD,
        _route("half-of-the-set", _VPN_TABLE, "10.64.1.0/25"),
        "advertised-prefixes-minimal",
        names(_BACKUP),
    ),
    Sabotage(
        "Direct Connect ends at one location and has no backup",
        PROD,
        lambda program: program.spec(_one_location),
        "links-redundant",
        names(_DX),
    ),
    Sabotage(
        "the Direct Connect gateway has the transit gateway's number",
        PROD,
        lambda program: program.change("direct-connect-dx-gateway", put(amazon_side_asn="64512")),
        "bgp-numbers-distinct",
        names("direct-connect-dx-gateway"),
    ),
    Sabotage(
        "SiteLink carries traffic from one location to the other",
        PROD,
        lambda program: program.change("direct-connect-dx.ashburn", put(sitelink_enabled=True)),
        "nothing-undecided",
        names("direct-connect-dx.ashburn"),
    ),
    Sabotage(
        "a segment's table leads over a peering to where nobody is granted anything",
        DEV,
        _add(_route_over_a_peering),
        "peerings-lead-to-grants",
        names("nonprod-to-west"),
        names("transit-routes-exact"),
    ),
    Sabotage(
        "a peering's table leads to endpoints that grant nobody beyond it anything",
        DEV,
        _add(_door_behind_a_peering),
        "peerings-lead-to-grants",
        names("west-to-prod"),
    ),
]
"""What links and peerings may do wrong."""
