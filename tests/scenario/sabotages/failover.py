"""Mistakes about failing over to another Region: its routes there and back, its names, its policy."""

from __future__ import annotations

from .names import alias
from .record import PROD, Sabotage, names, put, rewrite, tgw_route

_PEERING = "us-east-1-us-west-2-peering"
_WEST = "us-west-2-prod-bedrock-runtime"
_WEST_SET, _WEST_NAME = "10.80.1.0/24", "us-west-2-prod-view-bedrock-runtime.us-west-2.amazonaws.com"
_REACHES = names("granted-is-reachable")

FAILOVER = [
    Sabotage(
        "nonprod's table leads over the peering to prod's endpoints in the other Region",
        PROD,
        lambda program: program.after(
            lambda built: tgw_route(
                built, "nonprod-to-west", "us-east-1-transit-table-nonprod", _WEST_SET, f"{_PEERING}-attachment"
            )
        ),
        "peerings-lead-to-grants",
        names("nonprod-to-west"),
        names("isolation-has-two-layers"),
    ),
    Sabotage(
        "the peering's table leads to a spoke that nobody beyond the peering answers",
        PROD,
        lambda program: program.after(
            lambda built: tgw_route(
                built, "west-to-search", "us-east-1-transit-table-peering", "10.65.1.0/24", "vpc-a-attachment"
            )
        ),
        "peerings-lead-to-grants",
        names("west-to-search"),
    ),
    Sabotage(
        "the way over the peering is forgotten",
        PROD,
        lambda program: program.drop(f"{_PEERING}-route-us-east-1-prod"),
        "granted-is-reachable",
        names(_WEST),
    ),
    Sabotage(
        "the way back over the peering is forgotten for one consumer",
        PROD,
        lambda program: program.drop(f"{_PEERING}-return-us-west-2-vpc-a.assistant"),
        "granted-is-reachable",
        names(_WEST),
    ),
    Sabotage(
        "the way from the peering to a consumer is forgotten",
        PROD,
        lambda program: program.drop("vpc-b-membership-route-claims"),
        "granted-is-reachable",
        names(_WEST),
    ),
    Sabotage(
        "a Region's name points to another Region's endpoint",
        PROD,
        lambda program: program.change(
            f"Record {_WEST_NAME}",
            lambda props: {**props, "aliases": alias(program.built, "us-east-1-prod-bedrock-runtime")},
        ),
        "names-resolve-to-own-segment",
        names(_WEST_NAME),
        _REACHES,
    ),
    Sabotage(
        "the other Region's names are not on the Profile",
        PROD,
        lambda program: program.drop("us-east-1-prod-failover-names-bedrock-runtime.us-west-2.amazonaws.com"),
        "granted-is-reachable",
        names(_WEST),
    ),
    Sabotage(
        "the other Region's endpoint admits who calls from the Region itself alone",
        PROD,
        lambda program: program.change(
            _WEST,
            rewrite(
                lambda document: [
                    s["Condition"]["IpAddress"].update({"aws:VpcSourceIp": "10.81.0.0/16"})
                    for s in document["Statement"]
                ]
            ),
        ),
        "granted-is-reachable",
        names(_WEST),
        names("reachable-is-granted"),
    ),
    Sabotage(
        "the other Region's gateway accepts attachments by itself",
        PROD,
        lambda program: program.change("us-west-2-transit-tgw", put(auto_accept_shared_attachments="enable")),
        "transit-defaults-off",
        names("us-west-2-transit-tgw"),
    ),
]
"""What may go wrong between Regions."""
