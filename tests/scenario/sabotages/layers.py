"""Several mistakes at once, after which few layers or none are left."""

from __future__ import annotations

from ..program import Built, Program, Properties
from .filters import rule
from .record import (
    CHAT,
    DEV,
    IDLE,
    NONPROD_RUNTIME,
    NONPROD_SET,
    NONPROD_TABLE,
    OFFICE,
    PROD_RUNTIME,
    PROD_SET,
    SANDBOX,
    Sabotage,
    condition,
    egress,
    names,
    put,
    tgw_route,
    vpc_route,
)
from .transit import all_spokes_in_one_table

_HELPERS = names(
    "transit-routes-exact", "routes-lead-to-endpoints", "network-acls-narrow", "security-groups-narrow", "names-resolve-to-own-segment"
)  # fmt: skip


def _lead_there(built: Built) -> None:
    """The sandbox's own side of a way to prod's endpoint set."""
    vpc_route(built, "sandbox-to-prod", "vpc-x.sandbox-rt", PROD_SET)
    egress(built, "sandbox-egress-prod", "vpc-x.sandbox-sg", PROD_SET, "nonprod", "vpc-x")


def _open_acl(props: Properties) -> Properties:
    return {
        **props,
        "ingress": [*props["ingress"], rule(101, SANDBOX)],
        "egress": [*props["egress"], rule(101, SANDBOX, 1024, 65535)],
    }


def _admit_sandbox(program: Program) -> None:
    """The way back, the security group and the network ACL take the sandbox for an application of prod."""
    admitted = {CHAT: "vpc-a/chat", OFFICE: "office", SANDBOX: "vpc-x/sandbox"}
    entries = [{"cidr": cidr, "description": name} for cidr, name in admitted.items()]
    program.change("us-east-1-prod.class-chat", put(entries=entries))
    program.change("us-east-1-prod-acl", _open_acl)


def _widen_policy(program: Program) -> None:
    program.change(
        PROD_RUNTIME, condition(lambda c: c["IpAddress"].update({"aws:VpcSourceIp": [CHAT, OFFICE, SANDBOX]}))
    )


def _only_the_policy(program: Program) -> None:
    _admit_sandbox(program)
    program.after(lambda built: tgw_route(built, "nonprod-to-prod", NONPROD_TABLE, PROD_SET))
    program.after(_lead_there)


def _only_the_transit_table(program: Program) -> None:
    _admit_sandbox(program)
    _widen_policy(program)
    program.after(_lead_there)


def _nothing_left(program: Program) -> None:
    _only_the_policy(program)
    _widen_policy(program)


def _one_table_for_all(program: Program) -> None:
    """The hub-and-spoke shape of many public examples: every spoke is in one table, and sends everything to the gateway."""
    all_spokes_in_one_table(program)
    for route in ("vpc-a.chat-route", "vpc-x.sandbox-route"):
        program.change(route, put(destination_cidr_block="0.0.0.0/0"))


def _idle_is_wired(program: Program) -> None:
    entries = [{"cidr": SANDBOX, "description": "vpc-x/sandbox"}, {"cidr": IDLE, "description": "vpc-x/idle"}]
    program.change("us-east-1-nonprod.class-sandbox", put(entries=entries))
    program.change(NONPROD_RUNTIME, condition(lambda c: c["IpAddress"].update({"aws:VpcSourceIp": [SANDBOX, IDLE]})))
    program.after(lambda built: vpc_route(built, "idle-route", "vpc-x.idle-rt", NONPROD_SET))
    program.after(lambda built: egress(built, "idle-egress", "vpc-x.idle-sg", NONPROD_SET, "nonprod", "vpc-x"))


LAYERS = [
    Sabotage(
        "one table for all spokes, which send everything there",
        DEV,
        _one_table_for_all,
        "segments-isolated",
        names(*(f"{app}-{zone}" for app in ("vpc-a.chat", "vpc-x.sandbox") for zone in ("use1-az1", "use1-az2"))),
        _HELPERS
        | names(
            "granted-is-reachable",
            "isolation-has-two-layers",
            "one-association-per-attachment",
            "propagation-only-to-hub",
            "reachable-is-granted",
        ),
    ),
    Sabotage(
        "only the endpoint policy keeps a nonprod application from prod's endpoint",
        DEV,
        _only_the_policy,
        "isolation-has-two-layers",
        names(PROD_RUNTIME, "us-east-1-prod-bedrock", "us-east-1-prod-bedrock-agent", "us-east-1-prod-bedrock-agent-runtime"),
        _HELPERS | names("segments-isolated") | names("reachable-is-granted"),
    ),
    Sabotage(
        "only the transit gateway's table keeps a nonprod application from prod's endpoint",
        DEV,
        _only_the_transit_table,
        "isolation-has-two-layers",
        names(PROD_RUNTIME),
        _HELPERS | names("segments-isolated", "endpoint-policies-sound", "reachable-is-granted"),
    ),
    Sabotage(
        "nothing keeps a nonprod application from prod's endpoint",
        DEV,
        _nothing_left,
        "segments-isolated",
        names(PROD_RUNTIME, "us-east-1-prod-bedrock", "us-east-1-prod-bedrock-agent", "us-east-1-prod-bedrock-agent-runtime"),
        _HELPERS
        | names("isolation-has-two-layers", "reachable-is-granted", "endpoint-policies-sound", "models-within-bounds"),
    ),
    Sabotage(
        "an application that is granted nothing is wired like one that is",
        DEV,
        _idle_is_wired,
        "reachable-is-granted",
        names(NONPROD_RUNTIME, "us-east-1-nonprod-bedrock", "us-east-1-nonprod-bedrock-agent", "us-east-1-nonprod-bedrock-agent-runtime", "us-east-1-nonprod-use1-az1", "us-east-1-nonprod-use1-az2"),
        names(
            "routes-lead-to-endpoints", "security-groups-narrow", "endpoint-policies-sound", "names-resolve-to-own-segment"
        ),
    ),
]  # fmt: skip
"""Across segments, and within one."""
