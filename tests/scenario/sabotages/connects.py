"""Mistakes about Connect over Direct Connect. The stacks have none: each mistake starts with a spec of stack prod that has."""

from __future__ import annotations

from typing import Any

import pulumi_aws as aws

from bedrock_transit.connect_link import ConnectLink

from ..program import Built, Edit, Program
from .private_vpns import with_spec
from .record import HUB_TABLE, PROD, REGION, TGW, Sabotage, names, put, tags

_DX, _LINK = "us-east-1-direct-connect-dx-association", "us-east-1-connect-sdwan-attachment"
_PEER, _TABLE = "us-east-1-connect-sdwan-peer-second", "us-east-1-transit-table-connect"
_PARTNER = "us-east-1-connect-azure"


def _sdwan(network: Any) -> None:
    """The data centre comes by Connect to two appliances, over Direct Connect that carries nothing in the clear."""
    network["regions"][REGION]["transit_gateway_cidr"] = "10.250.0.0/24"
    del network["direct_connect"]["dx"]["networks"]
    del network["vpns"]["datacenter"]
    peers = {
        key: {"address": f"172.16.0.{n}", "asn": 65010, "inside_cidr": f"169.254.100.{8 * n}/29"}
        for n, key in enumerate(("first", "second"), 1)
    }
    network["connects"] = {"sdwan": {"over": "dx", "networks": ["datacenter"], "peers": peers}}


def _one_peer(network: Any) -> None:
    _sdwan(network)
    del network["connects"]["sdwan"]["peers"]["second"]


def _partner(built: Built) -> None:
    """A partner's cloud by Connect over the data centre's Direct Connect, in the table of such links."""
    link = ConnectLink(
        _PARTNER,
        {
            "connect": {
                "key": "azure",
                "region": REGION,
                "over": "dx",
                "peers": {"first": {"address": "172.16.0.9", "asn": 65515, "inside_cidr": "169.254.101.0/29"}},
                "networks": {"azure-analytics": ["172.24.0.0/20"]},
                "tags": tags(_PARTNER, network="acme-prod"),
            },
            "transit_gateway_id": built[TGW].id,
            "transport_attachment_id": built[_DX].transit_gateway_attachment_id,
        },
        built.beside(TGW),
    )
    for kind, table in (("Association", _TABLE), ("Propagation", HUB_TABLE)):
        getattr(aws.ec2transitgateway, f"RouteTable{kind}")(
            f"{_PARTNER}-{kind.lower()}",
            region=REGION,
            transit_gateway_attachment_id=link.attachment.id,
            transit_gateway_route_table_id=built[table].id,
            opts=built.beside(TGW),
        )


def _with(*edits: Edit) -> Edit:
    return with_spec(_sdwan, *edits)


def _changed(resource: str, **values: Any) -> Edit:
    def edit(program: Program) -> None:
        program.change(resource, put(**values))

    return edit


CONNECTS = [
    Sabotage(
        "Direct Connect does not advertise where AWS's ends of Connect over it are",
        PROD,
        _with(_changed(_DX, allowed_prefixes=["10.250.0.0/25"])),
        "advertised-prefixes-minimal",
        names(_DX),
    ),
    Sabotage(
        "the data centre comes by Connect to one appliance",
        PROD,
        with_spec(_one_peer),
        "links-redundant",
        names(_LINK),
    ),
    Sabotage(
        "both tunnels of Connect lead to one appliance",
        PROD,
        _with(_changed(_PEER, peer_address="172.16.0.1")),
        "links-redundant",
        names(_LINK),
    ),
    Sabotage(
        "an appliance has the transit gateway's BGP number",
        PROD,
        _with(_changed(_PEER, bgp_asn=None)),
        "bgp-numbers-distinct",
        names(_PEER),
    ),
    Sabotage(
        "a partner's cloud comes by Connect over the data centre's Direct Connect",
        PROD,
        _with(lambda program: program.after(_partner)),
        "partners-apart",
        names(_PARTNER),
    ),
]
"""What Connect over Direct Connect may do wrong."""
