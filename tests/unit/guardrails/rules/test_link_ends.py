"""Rules about the ends of links: how many, their BGP numbers, their tunnels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.hybrid import DC, MODERN, hybrid, lone
from unit.guardrails.networks import change
from unit.guardrails.rules.asked import Told, around, breaches, told

from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.transit import Tunnel
from transit_guardrails.rules.link_ends import ENCRYPTION, GROUPS, INTEGRITY
from transit_guardrails.settings import Settings

REDUNDANT, NUMBERS, MODERNITY = "links-redundant", "bgp-numbers-distinct", "vpn-tunnels-modern"

# links-redundant ---------------------------------------------------------------------------------------------------------


def alone(link: str, where: str, name: str = "dc") -> Told:
    return {(link, f"{name} comes by {link} alone, at {where}: its failure cuts it off")}


def test_two_links_or_direct_connect_at_two_locations_are_redundant() -> None:
    network = hybrid()
    network.virtual_interfaces.clear()
    assert told(REDUNDANT, network) == set()
    assert told(REDUNDANT, lone()) == set()


def test_a_vpn_alone_is_one_place_however_many_tunnels_it_has() -> None:
    assert told(REDUNDANT, hybrid("vpn")) == alone("vpn", "one place")


@pytest.mark.parametrize("other", [{"location": "EqDC2"}, {"location": ""}, {"gateway": "other"}, {"gateway": None}])
def test_direct_connect_at_one_location_is_not_redundant(other: dict[str, str | None]) -> None:
    network = lone()
    change(network.virtual_interfaces, "EqNY5", **other)
    assert told(REDUNDANT, network) == alone("dx", "EqDC2")


def test_direct_connect_without_virtual_interfaces_is_at_one_place() -> None:
    network = lone()
    network.virtual_interfaces.clear()
    assert told(REDUNDANT, network) == alone("dx", "one place")


def test_two_attachments_of_one_direct_connect_gateway_are_one_link() -> None:
    network = lone()
    network.virtual_interfaces.pop("EqNY5")
    around(network).outside("dx-2", "direct-connect-gateway", "dxgw", "tgw-2")
    change(network.attachments, "dx-2", link="dx-link")
    assert told(REDUNDANT, network) == alone("dx", "EqDC2")
    change(network.attachments, "dx-2", resource="dxgw-2")
    assert told(REDUNDANT, network) == set()


def test_each_network_counts_its_own_links() -> None:
    network = hybrid()
    change(network.links, "vpn-link", networks={"dc": (DC,), "branch": (prefix("172.17.0.0/16"),)})
    assert told(REDUNDANT, network) == alone("vpn", "one place", "branch")


def test_a_single_link_that_the_settings_accept_is_advice() -> None:
    network = hybrid("vpn")
    for accepted, advisory in ((("dc",), True), (("other",), False)):
        (found,) = breaches(REDUNDANT, network, Settings(single_links=accepted))
        assert (found.resource, found.advisory) == ("vpn", advisory)


# bgp-numbers-distinct ----------------------------------------------------------------------------------------------------


def test_a_direct_connect_gateway_and_a_transit_gateway_on_it_have_numbers_of_their_own() -> None:
    network = hybrid()
    change(network.direct_connect_gateways, "dxgw", asn=64512)
    assert told(NUMBERS, network) == {("dxgw", "dxgw has the number 64512 of tgw")}


def test_two_transit_gateways_on_one_direct_connect_gateway_have_numbers_of_their_own() -> None:
    network = hybrid()
    network.transit_gateways["z-tgw"] = replace(network.transit_gateways["tgw"], id="z-tgw")
    network.gateway_associations["z-dx"] = replace(network.gateway_associations["dx"], id="z-dx", gateway="z-tgw")
    assert told(NUMBERS, network) == {("z-tgw", "z-tgw has the number 64512 of tgw on dxgw")}
    change(network.transit_gateways, "z-tgw", asn=64513)
    assert told(NUMBERS, network) == set()


def test_two_transit_gateways_on_different_direct_connect_gateways_may_share_a_number() -> None:
    network = hybrid()
    network.transit_gateways["z-tgw"] = replace(network.transit_gateways["tgw"], id="z-tgw")
    network.direct_connect_gateways["z-dxgw"] = replace(network.direct_connect_gateways["dxgw"], id="z-dxgw")
    stated = replace(network.gateway_associations["dx"], id="z-dx", gateway="z-tgw", direct_connect_gateway="z-dxgw")
    network.gateway_associations["z-dx"] = stated
    assert told(NUMBERS, network) == set()


def test_one_gateway_that_is_associated_twice_is_itself() -> None:
    network = hybrid()
    network.gateway_associations["z-dx"] = replace(network.gateway_associations["dx"], id="z-dx")
    assert told(NUMBERS, network) == set()


def test_the_other_end_of_a_virtual_interface_has_another_number_than_its_gateway() -> None:
    network = hybrid()
    change(network.virtual_interfaces, "EqNY5", customer_asn=64700)
    assert told(NUMBERS, network) == {("EqNY5", "the other end of EqNY5 has the number 64700 of dxgw")}
    change(network.virtual_interfaces, "EqNY5", gateway="other")
    assert told(NUMBERS, network) == set()


def test_the_other_end_of_a_vpn_has_another_number_than_its_transit_gateway() -> None:
    network = hybrid()
    change(network.customer_gateways, "router", asn=64512)
    assert told(NUMBERS, network) == {("router", "router has the number 64512 of tgw")}
    change(network.customer_gateways, "router", asn=64700)
    assert told(NUMBERS, network) == set()


def test_numbers_that_are_not_stated_are_equal_to_nothing() -> None:
    network = hybrid()
    change(network.transit_gateways, "tgw", asn=None)
    change(network.direct_connect_gateways, "dxgw", asn=None)
    change(network.customer_gateways, "router", asn=None)
    change(network.virtual_interfaces, "EqNY5", customer_asn=None)
    assert told(NUMBERS, network) == set()


def test_ends_that_nobody_knows_have_no_numbers() -> None:
    network = hybrid()
    change(network.gateway_associations, "dx", direct_connect_gateway=None)
    change(network.virtual_interfaces, "EqNY5", gateway=None, customer_asn=64700)
    change(network.vpns, "vpn", customer_gateway=None)
    assert told(NUMBERS, network) == set()


# vpn-tunnels-modern ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "offered", "what"),
    [
        ("ike", ("ikev1", "ikev2"), "IKE versions ikev1"),
        ("encryption", ("AES128", "AES256", "AES256-GCM-16"), "encryption AES128, AES256"),
        ("integrity", ("SHA1", "SHA2-256"), "integrity SHA1"),
        ("groups", (2, 14, 19), "Diffie-Hellman groups 14, 2"),
    ],
)
def test_a_tunnel_that_offers_something_older_too_breaches(field: str, offered: tuple[object, ...], what: str) -> None:
    network = hybrid()
    change(network.vpns, "vpn", tunnels=(MODERN, replace(MODERN, **{field: offered})))
    assert told(MODERNITY, network) == {("vpn", f"tunnel 2 of vpn offers the {what}")}


def test_what_a_tunnel_does_not_state_aws_offers_whole() -> None:
    network = hybrid()
    change(network.vpns, "vpn", tunnels=(Tunnel(), MODERN))
    told_of = ("IKE versions", "encryption", "integrity", "Diffie-Hellman groups")
    message = "tunnel 1 of vpn leaves its {} to AWS's defaults"
    assert told(MODERNITY, network) == {("vpn", message.format(what)) for what in told_of}


def test_everything_that_is_modern_may_be_offered_at_once() -> None:
    network = hybrid()
    whole = Tunnel(("ikev2",), tuple(sorted(ENCRYPTION)), tuple(sorted(INTEGRITY)), tuple(sorted(GROUPS)))
    change(network.vpns, "vpn", tunnels=(whole, whole))
    assert told(MODERNITY, network) == set()
