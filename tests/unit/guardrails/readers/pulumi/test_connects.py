"""Connect attachments over Direct Connect, and their peers."""

from dataclasses import replace
from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import UNKNOWN, component, doubts, made, read, touching
from unit.guardrails.readers.pulumi.test_transit import T
from unit.guardrails.readers.pulumi.test_vpns import DX, UNDER

from transit_guardrails.model.transit import ConnectPeer
from transit_guardrails.readers.resource import Resource

CONNECT = made("ec2transitgateway:Connect", "c", transitGatewayId=T, transportAttachmentId=UNDER)


def peer(**more: Any) -> Resource:
    stated = {"transitGatewayAttachmentId": CONNECT, "peerAddress": "172.16.0.1", "bgpAsn": "65010"}
    return made("ec2transitgateway:ConnectPeer", "p", **{**stated, **more})


def test_a_connect_attachment_is_of_the_link_that_it_is_a_child_of() -> None:
    link = component("ConnectLink")
    network = read(T, DX, UNDER, link, replace(CONNECT, parent=link.urn), peer())
    found = network.attachments[CONNECT.urn]
    assert (found.kind, found.link, found.transport) == ("connect", link.urn, UNDER.urn)
    assert network.connect_peers == {peer().urn: ConnectPeer(peer().urn, CONNECT.urn, "172.16.0.1", 65010)}
    assert network.doubts == []


def test_a_peer_may_leave_its_number_to_aws() -> None:
    (found,) = read(T, DX, UNDER, CONNECT, peer(bgpAsn=None)).connect_peers.values()
    assert found.asn is None


@pytest.mark.parametrize("key", ["bgpAsn", "peerAddress"])
def test_what_a_peer_does_not_tell_is_a_doubt_about_it(key: str) -> None:
    assert doubts(read(T, DX, UNDER, CONNECT, peer(**{key: UNKNOWN}))) == touching("p", key)


@pytest.mark.parametrize("stated", [UNKNOWN, "tgw-attach-9"], ids=["unknown", "elsewhere"])
def test_what_a_peer_belongs_to_must_be_known(stated: object) -> None:
    network = read(T, DX, UNDER, CONNECT, peer(transitGatewayAttachmentId=stated))
    assert {(thing, key) for thing, key, _ in doubts(network)} == {("p", "transitGatewayAttachmentId")}
