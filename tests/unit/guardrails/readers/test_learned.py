"""What live links announced, put beside a program's links: a Connect attachment is found by its own id or tags."""

from dataclasses import replace

import pytest
from unit.guardrails.readers.pulumi.made import component, made, read
from unit.guardrails.readers.pulumi.test_connects import CONNECT
from unit.guardrails.readers.pulumi.test_transit import T
from unit.guardrails.readers.pulumi.test_vpns import DX, UNDER

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.transit import Attachment, LearnedRoute, TransitTable
from transit_guardrails.readers.learned import hear

LABELS = {"Name": "us-east-1-connect-sdwan-attachment", "network": "acme"}
HUB = made("ec2transitgateway:RouteTable", "hub", transitGatewayId=T, tags={"Name": "hub", "network": "acme"})


def live() -> Network:
    network = Network()
    network.attachments["tgw-attach-c"] = Attachment("tgw-attach-c", "tgw-1", "connect", None, transport="tgw-attach-d")
    network.attachments["tgw-attach-e"] = Attachment("tgw-attach-e", "tgw-1", "connect", None, transport="tgw-attach-d")
    network.transit_tables["tgw-rtb-1"] = TransitTable("tgw-rtb-1", "tgw-1")
    network.tags |= {"tgw-attach-c": LABELS, "tgw-rtb-1": {"Name": "hub", "network": "acme"}}
    route = LearnedRoute("r", "tgw-rtb-1", prefix("172.16.0.0/16"), "tgw-attach-c")
    network.learned_routes["r"] = route
    return network


@pytest.mark.parametrize("known", [True, False], ids=["by its id", "by its tags"])
def test_what_connect_announced_is_found(known: bool) -> None:
    link = component("ConnectLink")
    stated = made("ec2transitgateway:Connect", "c", transitGatewayId=T, transportAttachmentId=UNDER, tags=LABELS)
    connect = replace(stated, parent=link.urn, id="tgw-attach-c" if known else stated.id)
    resources = (T, DX, UNDER, HUB, link, connect)
    network = read(*resources)
    hear(network, resources, live())
    assert network.heard == {HUB.urn, CONNECT.urn}
    assert {(r.table, r.attachment) for r in network.learned_routes.values()} == {(HUB.urn, CONNECT.urn)}
    assert network.doubts == []
