"""Mistakes about VPNs over Direct Connect. The stacks have none: each mistake starts with a spec of stack prod that has."""

from __future__ import annotations

from typing import Any

import pulumi_aws as aws

from ..program import Built, Edit, Program, Properties
from .record import HUB_TABLE, PROD, REGION, TGW, Sabotage, names, put

_DX, _TABLE = "us-east-1-direct-connect-dx-association", "us-east-1-transit-table-vpn"
_BACKUP, _PARTNER = "us-east-1-vpn-datacenter-connection", "us-east-1-vpn-azure-analytics-connection"
_ENDS, _CLEAR = "10.250.0.0/24", ["10.64.1.0/24", "10.64.16.128/26"]


def _own_block(network: Any) -> None:
    network["regions"][REGION]["transit_gateway_cidr"] = _ENDS


def _tunnels_alone(network: Any) -> None:
    """The data centre comes by two VPNs over Direct Connect, which carries nothing in the clear."""
    _own_block(network)
    del network["direct_connect"]["dx"]["networks"]
    for key, address in (("datacenter", "172.16.0.1"), ("datacenter-2", "172.16.0.2")):
        device = {"address": address, "asn": 65010}
        network["vpns"][key] = {"networks": ["datacenter"], "over": "dx", "customer_gateway": device}


def _one_location(network: Any) -> None:
    _own_block(network)
    for interface in network["direct_connect"]["dx"]["virtual_interfaces"].values():
        interface["location"] = "EqDC2"


def _run_over_dx(program: Program, connection: str) -> None:
    """A VPN that was planned over the internet, with all that AWS needs for it to run over Direct Connect."""

    def over(props: Properties) -> Properties:
        under = program.built[_DX].transit_gateway_attachment_id
        stated = {"outside_ip_address_type": "PrivateIpv4", "transport_transit_gateway_attachment_id": under}
        return {**props, **stated}

    program.change(connection, over)
    program.change(_DX, put(allowed_prefixes=[*_CLEAR, _ENDS]))


def with_spec(spec: Any, *edits: Edit) -> Edit:
    def edit(program: Program) -> None:
        program.spec(spec)
        for each in edits:
            each(program)

    return edit


def _looked_up(built: Built) -> None:
    aws.ec2transitgateway.RouteTableAssociation(
        "dx-in-vpn-table",
        region=REGION,
        transit_gateway_attachment_id=built[_DX].transit_gateway_attachment_id,
        transit_gateway_route_table_id=built[_TABLE].id,
        opts=built.beside(TGW),
    )


def _learned(built: Built) -> None:
    aws.ec2transitgateway.RouteTablePropagation(
        "dx-into-hub",
        region=REGION,
        transit_gateway_attachment_id=built[_DX].transit_gateway_attachment_id,
        transit_gateway_route_table_id=built[HUB_TABLE].id,
        opts=built.beside(TGW),
    )


PRIVATE_VPNS = [
    Sabotage(
        "Direct Connect does not advertise where AWS's ends of the VPNs over it are",
        PROD,
        with_spec(_tunnels_alone, lambda program: program.change(_DX, put(allowed_prefixes=["10.250.0.0/25"]))),
        "advertised-prefixes-minimal",
        names(_DX),
    ),
    Sabotage(
        "Direct Connect advertises the transit gateway's block, and no VPN runs over it",
        PROD,
        with_spec(_own_block, lambda program: program.change(_DX, put(allowed_prefixes=[*_CLEAR, _ENDS]))),
        "advertised-prefixes-minimal",
        names(_DX),
    ),
    Sabotage(
        "Direct Connect that carries VPNs alone advertises endpoints in the clear",
        PROD,
        with_spec(_tunnels_alone, lambda program: program.change(_DX, put(allowed_prefixes=[_ENDS, _CLEAR[0]]))),
        "advertised-prefixes-minimal",
        names(_DX),
    ),
    Sabotage(
        "the backup runs over the Direct Connect that it backs up",
        PROD,
        with_spec(_one_location, lambda program: _run_over_dx(program, _BACKUP)),
        "links-redundant",
        names(_DX),
        names("learned-prefixes-apart"),
    ),
    Sabotage(
        "a VPN runs over the Direct Connect that leads to the same network in the clear",
        PROD,
        with_spec(_own_block, lambda program: _run_over_dx(program, _BACKUP)),
        "learned-prefixes-apart",
        names(_BACKUP),
    ),
    Sabotage(
        "what comes in the clear under the VPNs is looked up in their table",
        PROD,
        with_spec(_tunnels_alone, lambda program: program.after(_looked_up)),
        "one-association-per-attachment",
        names(_DX),
    ),
    Sabotage(
        "what is announced in the clear under the VPNs is learned",
        PROD,
        with_spec(_tunnels_alone, lambda program: program.after(_learned)),
        "propagation-only-to-hub",
        names("dx-into-hub"),
    ),
    Sabotage(
        "a partner's VPN runs over the data centre's Direct Connect",
        PROD,
        with_spec(_own_block, lambda program: _run_over_dx(program, _PARTNER)),
        "partners-apart",
        names(_PARTNER),
    ),
]
"""What VPNs over Direct Connect may do wrong."""
