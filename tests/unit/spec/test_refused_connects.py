"""Connect over Direct Connect that cannot be: each mistake with its place, what was given, the conflict, the remedy."""

import pytest
from specs import assert_refused, changed, connect, connect_beside, partnered, paths, problems, without

BLOCK = ["regions", "us-east-1", "transit_gateway_cidr"]
LINK, PEER = ["connects", "sdwan"], ["connects", "sdwan", "peers", "first"]


def test_the_examples_are_accepted() -> None:
    assert problems(connect()) == []
    assert problems(connect_beside()) == []


def test_connect_over_an_unknown_gateway_is_refused() -> None:
    body = changed(connect_beside(), ["connects", "office", "over"], "dxx")
    assert_refused(body, "connects.office.over", "dxx", "not a known Direct Connect gateway", "did you mean 'dx'?")


def test_connect_without_addresses_for_awss_ends_is_refused() -> None:
    reason = "takes the addresses of its end of connects.sdwan from it"
    assert_refused(without(connect(), BLOCK), ".".join(BLOCK), "", reason, "a /24 or larger")


def test_an_appliance_with_a_public_address_is_refused() -> None:
    where = [*PEER, "address"]
    reason, remedy = "must be a private IPv4 address: it runs over dx", "announces over Direct Connect"
    assert_refused(changed(connect(), where, "203.0.113.10"), ".".join(where), "203.0.113.10", reason, remedy)


def test_an_appliance_that_nobody_announces_is_refused() -> None:
    where = [*PEER, "address"]
    reason, remedy = "outside of what is announced over dx (172.16.0.0/16)", "inside of it"
    assert_refused(changed(connect(), where, "10.99.0.1"), ".".join(where), "10.99.0.1", reason, remedy)


@pytest.mark.parametrize(
    ("key", "value", "remedy"),
    [("address", "172.16.0.1", "the address of another appliance"), ("inside_cidr", "169.254.100.0/29", "of its own")],
)
def test_what_two_peers_share_is_refused(key: str, value: str, remedy: str) -> None:
    where = [*LINK, "peers", "second", key]
    reason = f"is {'.'.join([*PEER, key])} too"
    assert_refused(changed(connect(), where, value), ".".join(where), value, reason, remedy)


@pytest.mark.parametrize("block", ["169.254.100.4/29", "169.254.5.0/29", "169.254.169.248/29", "169.254.300.0/29"])
def test_a_block_inside_that_aws_does_not_take_is_refused(block: str) -> None:
    (found,) = problems(changed(connect(), [*PEER, "inside_cidr"], block))
    assert found.path[:4] == tuple(PEER)
    assert block in found.reason


@pytest.mark.parametrize("block", ["169.254.100.0/30", "10.0.0.0/29", "fd00::/125"])
def test_a_block_inside_of_another_kind_is_refused(block: str) -> None:
    assert paths(problems(changed(connect(), [*PEER, "inside_cidr"], block))) == [".".join([*PEER, "inside_cidr"])]


@pytest.mark.parametrize(("asn", "other"), [(64512, "regions.us-east-1.amazon_side_asn"), (64700, "direct_connect.dx")])
def test_an_appliance_with_a_number_of_awss_ends_is_refused(asn: int, other: str) -> None:
    where = [*PEER, "asn"]
    assert_refused(changed(connect(), where, asn), ".".join(where), asn, f"is the number of {other}", "of its own")


def test_a_network_behind_connect_and_its_direct_connect_is_refused() -> None:
    body = changed(connect(), ["direct_connect", "dx", "networks"], ["datacenter"])
    reason, remedy = "AWS prefers: its packets would go there in the clear", "or run the Connect over another way"
    assert_refused(body, "connects.sdwan.networks[0]", "datacenter", reason, remedy)


def test_a_partner_behind_connect_is_refused() -> None:
    """No static route leads to a Connect attachment, and a partner never propagates."""
    body = partnered()
    body |= {"connects": {**connect_beside()["connects"]}}
    body["regions"]["us-east-1"]["transit_gateway_cidr"] = "10.250.0.0/24"
    body["connects"]["office"]["networks"] = ["azure"]
    reason, remedy = "is partners.azure, and a partner shares no link", "state partner: azure at a VPN of its own"
    assert_refused(body, "connects.office.networks[0]", "azure", reason, remedy)


def test_networks_of_several_regions_are_refused() -> None:
    body = connect()
    body["regions"]["us-west-2"] = {**body["regions"]["us-east-1"], "supernet": "10.80.0.0/12"}
    body["regions"]["us-west-2"]["hub"] = {**body["regions"]["us-west-2"]["hub"], "cidr": "10.80.0.0/16"}
    body["on_premises"]["annex"] = {**body["on_premises"]["datacenter"], "region": "us-west-2"}
    body["connects"]["sdwan"]["networks"].append("annex")
    found = {".".join(p.path): p for p in problems(body)}
    assert "lie in several Regions (us-east-1, us-west-2)" in found["connects.sdwan.networks"].reason


def test_a_segment_does_not_have_the_name_of_the_links_table() -> None:
    body = connect()
    body["segments"]["connect"] = body["segments"]["nonprod"]
    assert "segments.connect" in paths(problems(body))


def test_a_gateway_is_not_judged_by_connects_that_could_not_be_read() -> None:
    body = changed(connect(), [*LINK, "peers"], {})
    assert paths(problems(body)) == ["connects.sdwan.peers"]
