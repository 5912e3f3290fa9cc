"""Site-to-site VPNs with their tunnels, and the customer gateways at their other ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import UNKNOWN, component, doubts, made, read, touching
from unit.guardrails.readers.pulumi.test_transit import T

from transit_guardrails.model.links import CustomerGateway
from transit_guardrails.model.transit import Tunnel
from transit_guardrails.readers.resource import Resource

# Customer gateways -------------------------------------------------------------------------------------------------------


def customer(**more: Any) -> Resource:
    return made("ec2:CustomerGateway", "cgw", **{"bgpAsn": "65020", "ipAddress": "203.0.113.10", **more})


CGW = customer()


@pytest.mark.parametrize(
    ("stated", "number"),
    [
        ({}, 65020),
        ({"bgpAsn": 65020}, 65020),
        ({"bgpAsn": None, "bgpAsnExtended": "4200000000"}, 4200000000),
        ({"bgpAsn": None}, None),
    ],
    ids=["text", "number", "extended", "none"],
)
def test_a_customer_gateway_has_its_number_as_text_or_number(stated: dict[str, Any], number: int | None) -> None:
    network = read(customer(**stated))
    assert network.customer_gateways == {CGW.urn: CustomerGateway(CGW.urn, number)}
    assert network.doubts == []


@pytest.mark.parametrize("value", [UNKNOWN, "x"])
def test_a_customer_gateway_whose_number_is_none_is_a_doubt_about_it(value: object) -> None:
    assert doubts(read(customer(bgpAsn=value))) == touching("cgw", "bgpAsn")


# VPNs --------------------------------------------------------------------------------------------------------------------

PHASE = {"EncryptionAlgorithms": ["AES256-GCM-16"], "IntegrityAlgorithms": ["SHA2-384"], "DhGroupNumbers": [20, 21]}
MODERN = Tunnel(("ikev2",), ("AES256-GCM-16",), ("SHA2-384",), (20, 21))


def vpn(**more: Any) -> Resource:
    stated: dict[str, Any] = {"transitGatewayId": T, "customerGatewayId": CGW, "type": "ipsec.1"}
    for tunnel in ("tunnel1", "tunnel2"):
        stated[f"{tunnel}IkeVersions"] = ["ikev2"]
        stated.update({f"{tunnel}Phase{n}{key}": value for n in (1, 2) for key, value in PHASE.items()})
    return made("ec2:VpnConnection", "vpn", **{**stated, **more})


VPN = vpn()


def tunnels(**more: Any) -> tuple[Tunnel, ...]:
    return read(T, CGW, vpn(**more)).vpns[VPN.urn].tunnels


def test_a_vpn_has_its_customer_gateway_and_what_both_tunnels_offer() -> None:
    network = read(T, CGW, VPN)
    found = network.vpns[VPN.urn]
    assert (found.customer_gateway, found.tunnels, found.bgp) == (CGW.urn, (MODERN, MODERN), True)
    assert network.doubts == []


def test_a_tunnel_offers_what_either_of_its_phases_offers() -> None:
    first, second = tunnels(tunnel1Phase2EncryptionAlgorithms=["AES128"], tunnel1Phase1DhGroupNumbers=["2", 20.0])
    assert (first.encryption, first.groups) == (("AES128", "AES256-GCM-16"), (2, 20, 21))
    assert second == MODERN


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("tunnel2Phase1EncryptionAlgorithms", "encryption"),
        ("tunnel2Phase2IntegrityAlgorithms", "integrity"),
        ("tunnel2Phase1DhGroupNumbers", "groups"),
        ("tunnel2IkeVersions", "ike"),
    ],
)
def test_a_tunnel_of_which_one_phase_states_nothing_offers_everything(key: str, field: str) -> None:
    assert tunnels(**{key: None}) == (MODERN, replace(MODERN, **{field: ()}))


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("tunnel1IkeVersions", UNKNOWN, "ike"),
        ("tunnel1Phase1EncryptionAlgorithms", UNKNOWN, "encryption"),
        ("tunnel1Phase2IntegrityAlgorithms", [UNKNOWN], "integrity"),
        ("tunnel1Phase1DhGroupNumbers", UNKNOWN, "groups"),
        ("tunnel1Phase2DhGroupNumbers", [20, UNKNOWN], "groups"),
        ("tunnel1Phase2DhGroupNumbers", [20, "x"], "groups"),
    ],
)
def test_what_is_not_known_of_a_tunnel_is_a_doubt_about_its_vpn_and_counts_as_not_stated(
    key: str, value: object, field: str
) -> None:
    network = read(T, CGW, vpn(**{key: value}))
    assert doubts(network) == touching("vpn", key)
    assert network.vpns[VPN.urn].tunnels == (replace(MODERN, **{field: ()}), MODERN)


@pytest.mark.parametrize(("stated", "touched"), [(UNKNOWN, ("cgw",)), ("cgw-9", ())], ids=["unknown", "elsewhere"])
def test_a_customer_gateway_that_is_not_known_is_a_doubt_about_the_vpn(stated: Any, touched: tuple[str, ...]) -> None:
    network = read(T, CGW, vpn(customerGatewayId=stated))
    assert doubts(network) == touching("vpn", "customerGatewayId", *touched)
    assert network.vpns[VPN.urn].customer_gateway is None


@pytest.mark.parametrize(("stated", "bgp"), [(True, False), (False, True), (UNKNOWN, True)])
def test_a_vpn_speaks_bgp_unless_it_has_static_routes_only(stated: object, bgp: bool) -> None:
    network = read(T, CGW, vpn(staticRoutesOnly=stated))
    assert network.vpns[VPN.urn].bgp is bgp
    assert doubts(network) == (touching("vpn", "staticRoutesOnly") if stated is UNKNOWN else set())


def test_a_vpn_belongs_to_the_link_that_it_is_a_child_of_and_to_no_other_component() -> None:
    link, spoke = component("VpnLink"), component("Spoke", "spoke")
    for parent, expected in ((link.urn, link.urn), (spoke.urn, None), ("urn:nowhere", None), ("", None)):
        network = read(T, CGW, link, spoke, replace(VPN, parent=parent))
        assert network.attachments[VPN.urn].link == expected
        assert network.doubts == []


# VPNs over Direct Connect ------------------------------------------------------------------------------------------------

DX = made("directconnect:Gateway", "dx")
UNDER = made(
    "directconnect:GatewayAssociation", "under", dxGatewayId=DX, associatedGatewayId=T, allowedPrefixes=["10.0.0.0/24"]
)
PRIVATE = {"outsideIpAddressType": "PrivateIpv4"}


def test_a_vpn_between_private_addresses_runs_over_the_one_association_that_it_depends_on() -> None:
    network = read(T, CGW, DX, UNDER, vpn(**PRIVATE, transportTransitGatewayAttachmentId=UNDER))
    assert network.attachments[VPN.urn].transport == UNDER.urn
    assert network.doubts == []


def test_a_vpn_over_the_internet_runs_over_nothing() -> None:
    network = read(T, CGW, vpn(outsideIpAddressType="PublicIpv4"))
    assert (network.attachments[VPN.urn].transport, network.doubts) == (None, [])


@pytest.mark.parametrize("stated", [UNKNOWN, None, "tgw-attach-9"], ids=["unknown", "not stated", "elsewhere"])
def test_what_a_vpn_runs_over_must_be_known(stated: object) -> None:
    network = read(T, CGW, DX, vpn(**PRIVATE, transportTransitGatewayAttachmentId=stated))
    assert {(thing, key) for thing, key, _ in doubts(network)} == {("vpn", "transportTransitGatewayAttachmentId")}
    assert network.attachments[VPN.urn].transport is None


def test_a_kind_of_outside_address_that_is_not_known_is_a_doubt() -> None:
    network = read(T, CGW, DX, UNDER, vpn(outsideIpAddressType=UNKNOWN, transportTransitGatewayAttachmentId=UNDER))
    assert doubts(network) == touching("vpn", "outsideIpAddressType")
    assert network.attachments[VPN.urn].transport == UNDER.urn
