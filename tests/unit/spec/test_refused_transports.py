"""VPNs over Direct Connect that cannot be: each mistake with its place, what was given, the conflict, the remedy."""

import pytest
from specs import (
    Body,
    assert_refused,
    changed,
    hybrid,
    partnered,
    paths,
    private_vpn,
    private_vpn_beside,
    problems,
    two_regions,
    without,
)

BLOCK = ["regions", "us-east-1", "transit_gateway_cidr"]
FIRST, DEVICE = ["vpns", "first"], ["vpns", "first", "customer_gateway", "address"]


def test_the_examples_are_accepted() -> None:
    assert problems(private_vpn()) == []
    assert problems(private_vpn_beside()) == []


def test_a_block_that_no_vpn_uses_yet_is_accepted() -> None:
    assert problems(changed(hybrid(), BLOCK, "10.250.0.0/24")) == []


def test_a_vpn_over_an_unknown_gateway_is_refused() -> None:
    body = changed(private_vpn(), [*FIRST, "over"], "dxx")
    assert_refused(body, "vpns.first.over", "dxx", "not a known Direct Connect gateway", "did you mean 'dx'?")


def test_what_refers_to_a_broken_gateway_is_not_reported() -> None:
    body = changed(private_vpn(), ["direct_connect", "dx", "asn"], 1)
    assert paths(problems(body)) == ["direct_connect.dx.asn"]


@pytest.mark.parametrize("address", ["203.0.113.10", "8.8.8.8"])
def test_a_device_with_a_public_address_is_refused_over_direct_connect(address: str) -> None:
    reason, remedy = (
        "must be a private IPv4 address: the VPN runs over dx",
        "announces over Direct Connect, or remove over",
    )
    assert_refused(changed(private_vpn(), DEVICE, address), ".".join(DEVICE), address, reason, remedy)


def test_a_device_with_a_private_address_is_refused_over_the_internet() -> None:
    body, where = (
        changed(hybrid(), ["vpns", "office", "customer_gateway", "address"], "192.168.10.1"),
        "vpns.office.customer_gateway.address",
    )
    assert_refused(
        body, where, "192.168.10.1", "the device is reached over the internet", "Direct Connect gateway that the VPN"
    )


@pytest.mark.parametrize("address", ["169.254.21.1", "127.0.0.1", "224.0.0.1", "x"])
def test_a_device_without_an_address_that_is_routed_is_refused(address: str) -> None:
    assert paths(problems(changed(private_vpn(), DEVICE, address))) == [".".join(DEVICE)]


def test_a_device_that_nobody_announces_over_direct_connect_is_refused() -> None:
    reason, remedy = "lies outside of what is announced over dx (172.16.0.0/16)", "an address of the device inside"
    assert_refused(changed(private_vpn(), DEVICE, "10.99.0.1"), ".".join(DEVICE), "10.99.0.1", reason, remedy)


def test_beside_networks_in_the_clear_the_device_is_one_of_theirs() -> None:
    """Its own network's prefix, announced over Direct Connect, would take that network's packets out of the tunnels."""
    where = ["vpns", "office", "customer_gateway", "address"]
    body = changed(private_vpn_beside(), where, "192.168.10.1")
    assert_refused(body, ".".join(where), "192.168.10.1", "announced over dx (172.16.0.0/16)", "inside of it")


def test_a_network_behind_a_vpn_and_its_direct_connect_is_refused() -> None:
    body = changed(private_vpn(), ["direct_connect", "dx", "networks"], ["datacenter"])
    del body["vpns"]["second"]
    reason, remedy = (
        "AWS prefers: its packets would go there in the clear",
        "direct_connect.dx.networks, or run the VPN over",
    )
    assert_refused(body, "vpns.first.networks[0]", "datacenter", reason, remedy)


def test_a_vpn_without_addresses_for_awss_ends_is_refused_once_for_its_region() -> None:
    body = without(private_vpn(), BLOCK)
    assert_refused(body, ".".join(BLOCK), "", "takes the addresses of its end of vpns.first from it", "a /24 or larger")


def test_an_accelerated_vpn_is_refused() -> None:
    body = changed(private_vpn(), [*FIRST, "acceleration"], True)
    assert_refused(body, "vpns.first.acceleration", True, "is for VPNs over the internet", "remove it, or remove over")


def test_a_partner_over_direct_connect_is_refused() -> None:
    body = partnered()
    body["regions"]["us-east-1"]["transit_gateway_cidr"] = "10.250.0.0/24"
    body["vpns"]["azure"] |= {"over": "dx", "customer_gateway": {"address": "172.20.0.9", "asn": 65515}}
    assert_refused(body, "vpns.azure.over", "dx", "a partner shares none with them", "runs over the internet")


def test_a_gateway_that_carries_nothing_is_refused() -> None:
    body = private_vpn()
    for key in ("first", "second"):
        body["vpns"][key] |= {"customer_gateway": {"address": f"203.0.113.{len(key)}", "asn": 65010}}
        del body["vpns"][key]["over"]
    assert_refused(body, "direct_connect.dx", "dx", "neither networks nor a VPN", "run a VPN over it, or remove it")


def test_a_gateway_without_networks_is_not_judged_by_vpns_that_could_not_be_read() -> None:
    body = changed(private_vpn(), [*FIRST, "acceleration"], "yes")
    body = changed(body, ["vpns", "second", "acceleration"], "yes")
    assert paths(problems(body)) == ["vpns.first.acceleration", "vpns.second.acceleration"]


@pytest.mark.parametrize("block", ["10.250.0.0/25", "169.254.0.0/16", "8.8.8.0/24", "10.250.0.1/24"])
def test_a_block_that_aws_does_not_take_is_refused(block: str) -> None:
    (found,) = problems(changed(private_vpn(), BLOCK, block))
    assert found.path[:2] == ("regions", "us-east-1")
    assert "block" in found.reason or "/24 or larger" in found.reason


@pytest.mark.parametrize(
    ("block", "other"),
    [
        ("10.64.0.0/24", "regions.us-east-1.supernet (10.64.0.0/12)"),
        ("10.0.0.0/8", "regions.us-east-1.supernet (10.64.0.0/12)"),
        ("172.16.9.0/24", "on_premises.datacenter.prefixes.0 (172.16.0.0/16)"),
    ],
)
def test_a_block_that_is_somewhere_else_too_is_refused(block: str, other: str) -> None:
    assert_refused(changed(private_vpn(), BLOCK, block), ".".join(BLOCK), block, f"overlaps {other}", "choose another")


def test_a_block_that_a_partner_uses_is_refused() -> None:
    body = changed(partnered(), BLOCK, "172.22.0.0/24")
    assert_refused(body, ".".join(BLOCK), "172.22.0.0/24", "overlaps partners.azure.ranges.0", "choose another block")


def test_two_regions_with_one_block_are_refused() -> None:
    body: Body = changed(
        changed(two_regions(), BLOCK, "10.250.0.0/24"), ["regions", "us-west-2", BLOCK[-1]], "10.250.0.0/23"
    )
    assert len(problems(body)) == 1
