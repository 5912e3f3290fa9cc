"""Mistakes at the transit gateway: its defaults, and which table an attachment is put on or made known to."""

from __future__ import annotations

import pulumi_aws as aws

from ..program import Built, Program
from .record import (
    DEV,
    HUB,
    NONPROD_RUNTIME,
    NONPROD_TABLE,
    PROD,
    PROD_TABLE,
    REGION,
    TGW,
    Sabotage,
    names,
    put,
)

_CROSSING = names("segments-isolated", "isolation-has-two-layers")
_ASSOCIATION = "vpc-x-membership-association"


def _propagate(built: Built, name: str, attachment: str, table: str) -> None:
    aws.ec2transitgateway.RouteTablePropagation(
        name,
        region=REGION,
        transit_gateway_attachment_id=built[attachment].id,
        transit_gateway_route_table_id=built[table].id,
        opts=built.beside(table),
    )


def _associate(built: Built, name: str, attachment: str, table: str) -> None:
    aws.ec2transitgateway.RouteTableAssociation(
        name,
        region=REGION,
        transit_gateway_attachment_id=built[attachment].id,
        transit_gateway_route_table_id=built[table].id,
        opts=built.beside(table),
    )


def _spoke_into_prod(program: Program) -> None:
    program.after(lambda built: _propagate(built, "vpc-x-into-prod", "vpc-x-attachment", PROD_TABLE))


def _test_spoke_into_prod(program: Program) -> None:
    program.after(lambda built: _propagate(built, "vpc-a-test-into-prod", "vpc-a-test-attachment", PROD_TABLE))


def _hub_into_segments(program: Program) -> None:
    program.after(lambda built: _propagate(built, "hub-into-prod", HUB, PROD_TABLE))
    program.after(lambda built: _propagate(built, "hub-into-nonprod", HUB, NONPROD_TABLE))


def all_spokes_in_one_table(program: Program) -> None:
    """Associates every spoke with prod's table, and propagates every spoke into it."""
    program.point(_ASSOCIATION, transit_gateway_route_table_id=PROD_TABLE)
    program.after(lambda built: _propagate(built, "vpc-a-into-shared", "vpc-a-attachment", PROD_TABLE))
    program.after(lambda built: _propagate(built, "vpc-x-into-shared", "vpc-x-attachment", PROD_TABLE))


def _other_segments_table(program: Program) -> None:
    program.point(_ASSOCIATION, transit_gateway_route_table_id=PROD_TABLE)


def _other_table_in_prod(program: Program) -> None:
    association = "vpc-b-test-membership-association"
    program.point(association, transit_gateway_route_table_id=PROD_TABLE)


def _associated_twice(program: Program) -> None:
    program.after(lambda built: _associate(built, "vpc-a-again", "vpc-a-attachment", NONPROD_TABLE))


def _propagated_to_prod_only(program: Program) -> None:
    program.point("vpc-a-membership-propagation", transit_gateway_route_table_id=PROD_TABLE)


TRANSIT = [
    Sabotage(
        "a nonprod spoke propagates into prod's table",
        DEV,
        _spoke_into_prod,
        "propagation-only-to-hub",
        names("vpc-x-into-prod"),
        _CROSSING,
    ),
    Sabotage(
        "one of many nonprod spokes propagates into prod's table",
        PROD,
        _test_spoke_into_prod,
        "propagation-only-to-hub",
        names("vpc-a-test-into-prod"),
        _CROSSING,
    ),
    Sabotage(
        "the hub's attachment propagates whole into the segments' tables",
        DEV,
        _hub_into_segments,
        "propagation-only-to-hub",
        names("hub-into-prod", "hub-into-nonprod"),
        _CROSSING | names("transit-routes-exact"),
    ),
    Sabotage(
        "all spokes are associated with one table and propagate into it",
        DEV,
        all_spokes_in_one_table,
        "propagation-only-to-hub",
        names("vpc-a-into-shared", "vpc-x-into-shared"),
        _CROSSING | names("granted-is-reachable", "one-association-per-attachment", "transit-routes-exact"),
    ),
    Sabotage(
        "a spoke propagates into its segment's table instead of the hub's",
        DEV,
        _propagated_to_prod_only,
        "propagation-only-to-hub",
        names("vpc-a-attachment", "vpc-a-membership-propagation"),
        _CROSSING | names("granted-is-reachable"),
    ),
    Sabotage(
        "the gateway associates attachments by default",
        DEV,
        lambda program: program.change(TGW, put(default_route_table_association="enable")),
        "transit-defaults-off",
        names(TGW),
    ),
    Sabotage(
        "the gateway propagates attachments by default",
        DEV,
        lambda program: program.change(TGW, put(default_route_table_propagation="enable")),
        "transit-defaults-off",
        names(TGW),
    ),
    Sabotage(
        "the gateway's default association is left to AWS",
        DEV,
        lambda program: program.change(TGW, put(default_route_table_association=None)),
        "transit-defaults-off",
        names(TGW),
    ),
    Sabotage(
        "the gateway accepts shared attachments by itself",
        PROD,
        lambda program: program.change(TGW, put(auto_accept_shared_attachments="enable")),
        "transit-defaults-off",
        names(TGW),
    ),
    Sabotage(
        "an attachment asks for the default association",
        DEV,
        lambda program: program.change("vpc-a-attachment", put(transit_gateway_default_route_table_association=True)),
        "transit-defaults-off",
        names("vpc-a-attachment"),
        names("one-association-per-attachment", "nothing-undecided"),
    ),
    Sabotage(
        "a spoke is associated with the other segment's table",
        DEV,
        _other_segments_table,
        "granted-is-reachable",
        names(NONPROD_RUNTIME),
        _CROSSING | names("one-association-per-attachment"),
    ),
    Sabotage(
        "one of many spokes is associated with the other segment's table",
        PROD,
        _other_table_in_prod,
        "granted-is-reachable",
        names(NONPROD_RUNTIME),
        _CROSSING | names("one-association-per-attachment"),
    ),
    Sabotage(
        "a spoke is associated with two tables",
        DEV,
        _associated_twice,
        "one-association-per-attachment",
        names("vpc-a-attachment"),
        _CROSSING | names("granted-is-reachable", "nothing-undecided"),
    ),
    Sabotage(
        "a spoke is associated with no table",
        DEV,
        lambda program: program.drop(_ASSOCIATION),
        "one-association-per-attachment",
        names("vpc-x-attachment"),
        names("granted-is-reachable"),
    ),
    Sabotage(
        "the hub's attachment is associated with no table",
        DEV,
        lambda program: program.drop("us-east-1-hub-association"),
        "one-association-per-attachment",
        names(HUB),
        names("granted-is-reachable"),
    ),
    Sabotage(
        "a spoke does not propagate to the hub",
        DEV,
        lambda program: program.drop("vpc-x-membership-propagation"),
        "granted-is-reachable",
        names(NONPROD_RUNTIME),
        names("propagation-only-to-hub"),
    ),
]
"""Associations, propagations, the gateway's defaults."""
