"""Mistakes about partners: what they announce is learned, and ways between them and everybody else."""

from __future__ import annotations

from typing import Any

import pulumi_aws as aws

from ..program import Built, Edit
from .record import HUB_TABLE, PROD, PROD_RUNTIME, PROD_TABLE, REGION, Sabotage, names, put, tgw_route

_LINK = "us-east-1-vpn-azure-analytics"
_CONNECTION = f"{_LINK}-connection"
_BACKUP = "us-east-1-vpn-datacenter"
_TABLE, _VPN_TABLE = "us-east-1-transit-table-partner-azure-analytics", "us-east-1-transit-table-vpn"
_DX_TABLE = "us-east-1-transit-table-direct-connect"
_ROUTE = f"{_LINK}-membership-route-172.24.0.0-16"
_INBOUND = "us-east-1-prod-resolver-endpoint"
_WAY_ACROSS = names("links-lead-to-grants", "reachable-is-granted")


def _propagation(name: str, of: str, table: str) -> Edit:
    def more(built: Built) -> None:
        attachment: Any = built[of]
        linked = hasattr(attachment, "transit_gateway_attachment_id")
        aws.ec2transitgateway.RouteTablePropagation(
            name,
            region=REGION,
            transit_gateway_attachment_id=attachment.transit_gateway_attachment_id if linked else attachment.id,
            transit_gateway_route_table_id=built[table].id,
            opts=built.beside(table),
        )

    return lambda program: program.after(more)


def _route(name: str, table: str, to: str, attachment: str) -> Edit:
    return lambda program: program.after(lambda built: tgw_route(built, name, table, to, attachment))


PARTNERS = [
    Sabotage(
        "a partner propagates into the hub's table",
        PROD,
        _propagation("azure-into-hub", _CONNECTION, HUB_TABLE),
        "partners-never-propagate",
        names("azure-into-hub"),
    ),
    Sabotage(
        "a partner propagates into a segment's table",
        PROD,
        _propagation("azure-into-prod", _CONNECTION, PROD_TABLE),
        "partners-never-propagate",
        names("azure-into-prod"),
    ),
    Sabotage(
        "a partner propagates into the table of the data centre's VPN",
        PROD,
        _propagation("azure-into-vpn", _CONNECTION, _VPN_TABLE),
        "partners-never-propagate",
        names("azure-into-vpn"),
        names("reachable-is-granted"),
    ),
    Sabotage(
        "a partner is looked up in the table of the data centre's VPN",
        PROD,
        lambda program: program.point(f"{_LINK}-membership-association", transit_gateway_route_table_id=_VPN_TABLE),
        "partners-apart",
        names(_CONNECTION),
        names("links-lead-to-grants"),
    ),
    Sabotage(
        "the data centre's VPN is looked up in the partner's table",
        PROD,
        lambda program: program.point(f"{_BACKUP}-membership-association", transit_gateway_route_table_id=_TABLE),
        "partners-apart",
        names(f"{_BACKUP}-connection"),
        names("links-lead-to-grants"),
    ),
    Sabotage(
        "a partner's table leads to the data centre",
        PROD,
        _route("azure-to-datacenter", _TABLE, "172.16.0.0/16", f"{_BACKUP}-connection"),
        "partners-apart",
        names("azure-to-datacenter"),
        _WAY_ACROSS,
    ),
    Sabotage(
        "a partner's table leads into a spoke",
        PROD,
        _route("azure-to-spoke", _TABLE, "10.65.0.0/20", "vpc-a-attachment"),
        "partners-apart",
        names("azure-to-spoke"),
        _WAY_ACROSS,
    ),
    Sabotage(
        "a partner's table learns the way into a spoke",
        PROD,
        _propagation("spoke-into-azure", "vpc-a-attachment", _TABLE),
        "partners-apart",
        names("spoke-into-azure"),
        names("propagation-only-to-hub", "reachable-is-granted"),
    ),
    Sabotage(
        "the table of Direct Connect leads to a partner",
        PROD,
        _route("datacenter-to-azure", _DX_TABLE, "172.24.0.0/16", _CONNECTION),
        "partners-apart",
        names("datacenter-to-azure"),
        _WAY_ACROSS,
    ),
    Sabotage(
        "a segment's table leads to a partner",
        PROD,
        _route("prod-to-azure", PROD_TABLE, "172.24.0.0/16", _CONNECTION),
        "transit-routes-exact",
        names("prod-to-azure"),
    ),
    Sabotage(
        "the hub's table leads to all that a partner uses",
        PROD,
        lambda program: program.change(_ROUTE, put(destination_cidr_block="172.24.0.0/14")),
        "transit-routes-exact",
        names(_ROUTE),
    ),
    Sabotage(
        "the way back to a partner is forgotten",
        PROD,
        lambda program: program.drop(_ROUTE),
        "granted-is-reachable",
        names(PROD_RUNTIME, _INBOUND),
    ),
    Sabotage(
        "the way from a partner to the endpoints is forgotten",
        PROD,
        lambda program: program.drop("us-east-1-prod-route-partner-azure-analytics"),
        "granted-is-reachable",
        names(PROD_RUNTIME),
    ),
    Sabotage(
        "a partner's table leads to the endpoints of a segment that grants it nothing",
        PROD,
        _route("azure-to-nonprod", _TABLE, "10.64.2.0/24", "us-east-1-hub-attachment"),
        "links-lead-to-grants",
        names("azure-to-nonprod"),
    ),
]
"""What may go wrong between a partner and everybody else."""
