"""Mistakes in the transit gateway's static routes and blackholes."""

from __future__ import annotations

from ..program import Program
from .record import (
    DEV,
    HUB_TABLE,
    NONPROD_TABLE,
    PROD_RUNTIME,
    PROD_SET,
    PROD_TABLE,
    Sabotage,
    names,
    put,
    tgw_route,
)

_CROSSING = names("segments-isolated", "isolation-has-two-layers")


def _moved_route(program: Program) -> None:
    program.point("us-east-1-prod-route", transit_gateway_route_table_id=NONPROD_TABLE)


TRANSIT_ROUTES = [
    Sabotage(
        "a segment's table does not drop the supernet",
        DEV,
        lambda program: program.drop("us-east-1-transit-blackhole-prod-us-east-1"),
        "transit-routes-exact",
        names(PROD_TABLE),
    ),
    Sabotage(
        "a blackhole equals the prefix that a spoke's answers need",
        DEV,
        lambda program: program.after(
            lambda built: tgw_route(built, "drop-vpc-a", HUB_TABLE, "10.129.0.0/20", attachment=None)
        ),
        "transit-routes-exact",
        names("drop-vpc-a"),
        names("granted-is-reachable"),
    ),
    Sabotage(
        "a blackhole takes half of an endpoint set",
        DEV,
        lambda program: program.after(
            lambda built: tgw_route(built, "drop-half", PROD_TABLE, "10.128.1.0/26", attachment=None)
        ),
        "transit-routes-exact",
        names("drop-half"),
        names("granted-is-reachable"),
    ),
    Sabotage(
        "a segment's table leads everything to the hub",
        DEV,
        lambda program: program.after(lambda built: tgw_route(built, "prod-default", PROD_TABLE, "0.0.0.0/0")),
        "transit-routes-exact",
        names("prod-default"),
        _CROSSING,
    ),
    Sabotage(
        "a segment's table leads all private addresses to the hub",
        DEV,
        lambda program: program.after(lambda built: tgw_route(built, "private", NONPROD_TABLE, "10.0.0.0/8")),
        "transit-routes-exact",
        names("private"),
        _CROSSING,
    ),
    Sabotage(
        "a segment's table leads the whole hub to the hub",
        DEV,
        lambda program: program.change("us-east-1-prod-route", put(destination_cidr_block="10.128.0.0/20")),
        "transit-routes-exact",
        names("us-east-1-prod-route"),
        _CROSSING,
    ),
    Sabotage(
        "nonprod's table leads to prod's endpoint set too",
        DEV,
        lambda program: program.after(lambda built: tgw_route(built, "nonprod-to-prod", NONPROD_TABLE, PROD_SET)),
        "transit-routes-exact",
        names("nonprod-to-prod"),
        _CROSSING,
    ),
    Sabotage(
        "prod's table leads to a nonprod spoke",
        DEV,
        lambda program: program.after(
            lambda built: tgw_route(built, "prod-to-vpc-x", PROD_TABLE, "10.130.208.0/20", "vpc-x-attachment")
        ),
        "transit-routes-exact",
        names("prod-to-vpc-x"),
        _CROSSING,
    ),
    Sabotage(
        "the route to prod's endpoint set is in nonprod's table",
        DEV,
        _moved_route,
        "transit-routes-exact",
        names("us-east-1-prod-route"),
        _CROSSING | names("granted-is-reachable"),
    ),
    Sabotage(
        "a segment's table has no route to its endpoint set",
        DEV,
        lambda program: program.drop("us-east-1-prod-route"),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        names("transit-routes-exact"),
    ),
]
"""Too wide, too many, in the wrong table, or missing."""
