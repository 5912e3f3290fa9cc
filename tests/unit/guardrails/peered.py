"""The network of ``networks.design`` with a second Region, ``far``, whose gateway ``far-tgw`` is peered with ``tgw``.

``far-hub`` holds prod's other endpoint set, 10.50.1.0/27. ``payments/api`` is granted it too: there over the peering, and back.
Sides of the peering: ``peering`` (of ``tgw``) and ``peering-far`` (of ``far-tgw``).
"""

from __future__ import annotations

from dataclasses import replace

from unit.guardrails.networks import (
    HOST,
    MODEL,
    REGION,
    REPLIES,
    SERVICE,
    Build,
    admits,
    allow,
    change,
    design,
    labels,
    policy_of,
    sends,
)

from transit_guardrails.model.network import Network
from transit_guardrails.model.services import HTTPS
from transit_guardrails.model.transit import Attachment, TransitGateway

FAR = "us-west-2"
SET, CONSUMER = "10.50.1.0/27", "10.1.1.0/24"


def peered() -> Network:
    """The network of the module docstring, afresh; ``prove_network`` finds nothing wrong with it."""
    build = Build()
    build.network = design()
    network = build.network
    network.transit_gateways["far-tgw"] = TransitGateway("far-tgw", FAR, 64513, False, False)
    for key, of, other, twin in (
        ("peering", "tgw", "far-tgw", "peering-far"),
        ("peering-far", "far-tgw", "tgw", "peering"),
    ):
        network.attachments[key] = Attachment(key, of, "peering", other, twin=twin)
    _hub(build)
    _set(build)
    _tables(build)
    build.route("api-table", SET, "transit-gateway", "tgw")
    out = (*network.security_groups["api-group"].rules, sends("api-out-far", SET))
    change(network.security_groups, "api-group", rules=out)
    _names(build)
    return network


def _hub(build: Build) -> None:
    build.vpc("far-hub", "10.50.0.0/16", account="100000000000", **labels("shared", "shared")).table(
        "far-hub-tgw-table", "far-hub"
    )
    change(build.network.vpcs, "far-hub", region=FAR)
    for n in (1, 2):
        build.subnet(f"far-hub-tgw-{n}", "far-hub", f"10.50.0.{16 * n}/28", f"f{n}", table="far-hub-tgw-table")
    subnets = ("far-hub-tgw-1", "far-hub-tgw-2")
    build.attachment("far-hub-attachment", "far-hub", *subnets, gateway="far-tgw", **labels("shared", "shared"))


def _set(build: Build) -> None:
    doors = ["far-door-1", "far-door-2"]
    build.table("far-doors-table", "far-hub", (CONSUMER, "transit-gateway", "far-tgw"))
    for n, door in enumerate(doors):
        build.subnet(door, "far-hub", f"10.50.1.{16 * n}/28", f"f{n + 1}", table="far-doors-table")
    both = (allow(100, CONSUMER, services=HTTPS), allow(100, CONSUMER, egress=True, services=REPLIES))
    build.acl("far-acl", "far-hub", *both, subnets=doors).prefix_list("far-class", CONSUMER, most=5)
    build.group("far-guard", "far-hub", admits("far-in", "far-class"), **labels("prod", "shared"))
    arn = f"arn:aws:bedrock:{FAR}::foundation-model/{MODEL}"
    network = build.network
    build.endpoint(
        "far-runtime",
        "far-hub",
        *doors,
        groups=["far-guard"],
        service=SERVICE.replace(REGION, FAR),
        policy=policy_of("1" * 12, CONSUMER, arn),
        endpoint_set="far-set",
    )
    near = network.endpoint_sets["prod-set"]
    network.endpoint_sets["far-set"] = replace(near, id="far-set")


def _tables(build: Build) -> None:
    shared, network = labels("shared", "shared"), build.network
    build.transit_table("far-hub-table", "far-hub-attachment", **shared)
    build.transit_table("far-peering-table", "peering-far", **labels("shared", "shared", link="peering"))
    build.transit_table("peering-table", "peering", **labels("shared", "shared", link="peering"))
    for key in ("far-hub-table", "far-peering-table"):
        change(network.transit_tables, key, gateway="far-tgw")
    build.transit_route("prod-table", SET, "peering")
    build.transit_route("far-peering-table", SET, "far-hub-attachment")
    build.transit_route("far-hub-table", CONSUMER, "peering-far")
    build.transit_route("peering-table", CONSUMER, "payments-attachment")


def _names(build: Build) -> None:
    """The far names answer in the near VPC too."""
    host = HOST.replace(REGION, FAR)
    build.zone("far-zone", host, at="far-runtime").profile("prod-profile", zones=["far-zone"])
    build.tag("far-zone", labels("prod", "shared"))
    change(build.network.firewall_rules, "prod-firewall 1", domains=(HOST, host))
