"""Snapshots of the live account that the recorded program would have built, as far as links and what they announced go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from unit.guardrails.readers.snapshot.conftest import Snapshot

from transit_guardrails.readers.pulumi.tokens import (
    DIRECT_CONNECT_GATEWAY,
    GATEWAY_ASSOCIATION,
    TRANSIT_GATEWAY,
    TRANSIT_TABLE,
    VPN_CONNECTION,
)
from transit_guardrails.readers.resource import Resource

Route = tuple[str, str]
"""A prefix, and the logical name of the VPN or association that announced it."""
KINDS = {VPN_CONNECTION: "vpn", GATEWAY_ASSOCIATION: "direct-connect-gateway"}


def heard(folder: Path, resources: Iterable[Resource], learned: Iterable[Route]) -> dict[str, Snapshot]:
    """A snapshot for each Region with the program's tables and links; the hub's table of us-east-1 learned the routes.

    Nothing is written: a test may change the answers before it calls ``write``.
    """
    found: dict[str, Snapshot] = defaultdict(lambda: Snapshot(folder))
    names = {one.name: one for one in resources if one.custom}
    for one in names.values():
        if make := MAKERS.get(one.type):
            make(found[str(one.outputs.get("region", "us-east-1"))], one)
    for answer in found["us-east-1"].answers["TransitGatewayPropagatedRoutes"]:
        if answer["TransitGatewayRouteTableId"] == names["us-east-1-transit-table-hub"].id:
            answer["Routes"] = [route(to, names[by]) for to, by in learned]
    for snapshot in found.values():
        for name in ("TransitGatewayAttachments", "TransitGatewayVpcAttachments"):
            snapshot.answers.setdefault(name, [])
    return dict(found)


def write(snapshots: Mapping[str, Snapshot]) -> str:
    """Writes all of it; the folder."""
    return str({snapshot.write(name) for name, snapshot in snapshots.items()}.pop())


def tags(one: Resource) -> list[dict[str, str]]:
    """Tags as AWS gives them."""
    return [{"Key": key, "Value": value} for key, value in one.outputs["tags"].items()]


def route(to: str, by: Resource) -> dict[str, Any]:
    """A propagated route of a table."""
    attachment = {"TransitGatewayAttachmentId": by.outputs["transitGatewayAttachmentId"], "ResourceId": "x"}
    whose = {**attachment, "ResourceType": KINDS[by.type]}
    return {"DestinationCidrBlock": to, "Type": "propagated", "State": "active", "TransitGatewayAttachments": [whose]}


def _gateway(snapshot: Snapshot, one: Resource) -> None:
    off = ("DefaultRouteTableAssociation", "DefaultRouteTablePropagation", "AutoAcceptSharedAttachments")
    options = {"AmazonSideAsn": int(one.outputs["amazonSideAsn"]), **dict.fromkeys(off, "disable")}
    keys = {"TransitGatewayId": one.id, "State": "available", "Options": options}
    snapshot.add("TransitGateways", {**keys, "Tags": tags(one)})


def _table(snapshot: Snapshot, one: Resource) -> None:
    key = {"TransitGatewayRouteTableId": one.id}
    owner = {"TransitGatewayId": one.outputs["transitGatewayId"], "State": "available"}
    snapshot.add("TransitGatewayRouteTables", {**key, **owner, "Tags": tags(one)})
    snapshot.add("TransitGatewayPropagations", {**key, "TransitGatewayRouteTablePropagations": []})
    snapshot.add("TransitGatewayStaticRoutes", {**key, "Routes": []})
    snapshot.add("TransitGatewayPropagatedRoutes", {**key, "Routes": []})


def _vpn(snapshot: Snapshot, one: Resource) -> None:
    keys = {"VpnConnectionId": one.id, "State": "available", "TransitGatewayId": one.outputs["transitGatewayId"]}
    snapshot.add("VpnConnections", {**keys, "Tags": tags(one)})
    _attach(snapshot, one, one.outputs["transitGatewayId"], str(one.id))


def _direct_connect(snapshot: Snapshot, one: Resource) -> None:
    keys = {"directConnectGatewayId": one.id, "directConnectGatewayState": "available"}
    snapshot.add("DirectConnectGateways", {**keys, "amazonSideAsn": int(one.outputs["amazonSideAsn"])})


def _association(snapshot: Snapshot, one: Resource) -> None:
    _attach(snapshot, one, one.outputs["associatedGatewayId"], one.outputs["dxGatewayId"])


def _attach(snapshot: Snapshot, one: Resource, gateway: str, behind: str) -> None:
    keys = {"TransitGatewayAttachmentId": one.outputs["transitGatewayAttachmentId"], "TransitGatewayId": gateway}
    more = {"ResourceType": KINDS[one.type], "ResourceId": behind, "State": "available"}
    snapshot.add("TransitGatewayAttachments", {**keys, **more})


MAKERS = {
    TRANSIT_GATEWAY: _gateway,
    TRANSIT_TABLE: _table,
    VPN_CONNECTION: _vpn,
    DIRECT_CONNECT_GATEWAY: _direct_connect,
    GATEWAY_ASSOCIATION: _association,
}
