"""Virtual interfaces that cannot be: each mistake with its place, what was given, the conflict, the remedy."""

import copy

import pytest
from specs import Body, assert_refused, changed, hybrid, paths, problems, west, without

INTERFACES = ["direct_connect", "dx", "virtual_interfaces"]
DC2, NY5 = [*INTERFACES, "dc2"], [*INTERFACES, "ny5"]
WHERE = ".".join(INTERFACES)


def second(body: Body, **changes: object) -> Body:
    """The spec with an own interface more, like the first one."""
    return changed(
        body,
        [*INTERFACES, "dc3"],
        {**copy.deepcopy(body["direct_connect"]["dx"])["virtual_interfaces"]["dc2"], **changes},
    )


def test_an_interface_without_connection_or_hosted_id_is_refused() -> None:
    body = without(without(without(hybrid(), [*DC2, "connection"]), [*DC2, "vlan"]), [*DC2, "customer_asn"])
    assert_refused(body, f"{WHERE}.dc2", "dc2", "states neither connection nor hosted", "that a partner made")


def test_an_interface_with_both_is_refused() -> None:
    body = changed(hybrid(), [*DC2, "hosted"], "dxvif-ffabc125")
    assert_refused(body, f"{WHERE}.dc2", "dc2", "states both connection and hosted", "that a partner made")


@pytest.mark.parametrize("key", ["vlan", "customer_asn"])
def test_an_own_interface_without_what_it_needs_is_refused(key: str) -> None:
    body = without(hybrid(), [*DC2, key])
    assert_refused(body, f"{WHERE}.dc2.{key}", "", "an own interface needs it", f"state {key}")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("vlan", 102),
        ("customer_asn", 65011),
        ("mtu", 8500),
        ("macsec", False),
        ("addresses", {"amazon": "169.254.255.1/30", "customer": "169.254.255.2/30"}),
    ],
)
def test_a_hosted_interface_with_what_its_partner_says_is_refused(key: str, value: object) -> None:
    body = changed(hybrid(), [*NY5, key], value)
    assert_refused(body, f"{WHERE}.ny5.{key}", "", "the partner's to say", "state connection in place of hosted")


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ([*DC2, "connection"], "dxvif-ffabc123"),
        ([*DC2, "connection"], "ffabc123"),
        ([*DC2, "connection"], "dxcon-FFABC123"),
        ([*NY5, "hosted"], "dxcon-ffabc123"),
        ([*NY5, "hosted"], "dxvif-x"),
        ([*DC2, "location"], "New York"),
        ([*DC2, "vlan"], 0),
        ([*DC2, "vlan"], 4095),
        ([*DC2, "vlan"], "101"),
        ([*DC2, "mtu"], 9001),
        ([*DC2, "macsec"], "perhaps"),
    ],
)
def test_a_malformed_value_is_refused(place: list[str], value: object) -> None:
    assert paths(problems(changed(hybrid(), place, value))) == [".".join(place)]


@pytest.mark.parametrize(
    ("key", "value"), [("connection", "dxlag-ffabc123"), ("vlan", 1), ("vlan", 4094), ("mtu", 1500)]
)
def test_the_other_forms_are_accepted(key: str, value: object) -> None:
    assert problems(changed(hybrid(), [*DC2, key], value)) == []


def test_a_vlan_that_is_used_twice_on_a_connection_is_refused() -> None:
    reason = f"is used on dxcon-ffabc123 by {WHERE}.dc2.vlan too"
    assert_refused(second(hybrid()), f"{WHERE}.dc3.vlan", 101, reason, "another one")


def test_a_vlan_may_be_used_on_another_connection() -> None:
    assert problems(second(hybrid(), connection="dxcon-ffabc999")) == []


def test_a_hosted_interface_that_is_accepted_twice_is_refused() -> None:
    body = changed(hybrid(), [*INTERFACES, "ny6"], dict(hybrid()["direct_connect"]["dx"]["virtual_interfaces"]["ny5"]))
    assert_refused(body, f"{WHERE}.ny6.hosted", "dxvif-ffabc124", f"is {WHERE}.ny5.hosted too", "another one")


@pytest.mark.parametrize("length", [29, 30, 31])
def test_addresses_of_one_small_network_are_accepted(length: int) -> None:
    pair = {"amazon": f"169.254.255.2/{length}", "customer": f"169.254.255.{1 if length < 31 else 3}/{length}"}
    assert problems(changed(hybrid(), [*DC2, "addresses"], pair)) == []


@pytest.mark.parametrize(
    ("amazon", "customer"),
    [
        ("169.254.255.1/30", "169.254.255.5/30"),
        ("169.254.255.1/30", "169.254.255.2/31"),
        ("169.254.255.1/24", "169.254.255.2/24"),
        ("169.254.255.1/32", "169.254.255.1/32"),
        ("169.254.255.1/30", "169.254.255.1/30"),
        ("169.254.255.0/30", "169.254.255.1/30"),
        ("169.254.255.1/30", "169.254.255.3/30"),
    ],
)
def test_addresses_that_are_no_pair_of_a_small_network_are_refused(amazon: str, customer: str) -> None:
    found = problems(changed(hybrid(), [*DC2, "addresses"], {"amazon": amazon, "customer": customer}))
    assert paths(found) == [f"{WHERE}.dc2.addresses"]
    assert "must be two" in found[0].reason


@pytest.mark.parametrize("address", ["169.254.255.1", "x/30", 1])
def test_an_address_without_its_prefix_length_is_refused(address: object) -> None:
    pair = {"amazon": address, "customer": "169.254.255.2/30"}
    assert paths(problems(changed(hybrid(), [*DC2, "addresses"], pair))) == [f"{WHERE}.dc2.addresses.amazon"]


def test_an_interface_says_its_region_where_its_gateways_networks_lie_in_two() -> None:
    body = hybrid()
    body["regions"]["us-west-2"] = west()
    body["on_premises"]["office"]["region"] = "us-west-2"
    body["direct_connect"]["dx"]["networks"].append("office")
    assert paths(problems(body)) == [f"{WHERE}.dc2.region", f"{WHERE}.ny5.region"]
    for interface in body["direct_connect"]["dx"]["virtual_interfaces"].values():
        interface["region"] = "us-east-2"
    assert problems(body) == []


def test_an_interface_in_a_region_that_aws_does_not_have_is_refused() -> None:
    body = changed(hybrid(), [*NY5, "region"], "us-eats-1")
    assert_refused(body, f"{WHERE}.ny5.region", "us-eats-1", "not a known AWS Region", "did you mean 'us-east-1'?")


def test_two_interfaces_whose_bgp_keys_have_one_name_are_refused() -> None:
    """``a-b`` of ``dx`` and ``b`` of ``dx-a``: their keys would stand at the same place of the configuration."""
    body = hybrid()
    twin = copy.deepcopy(body["direct_connect"]["dx"])
    twin["virtual_interfaces"] = {"b": {**twin["virtual_interfaces"].pop("dc2"), "vlan": 102}}
    body["direct_connect"]["dx-a"] = twin
    body["direct_connect"]["dx"]["virtual_interfaces"]["a-b"] = body["direct_connect"]["dx"]["virtual_interfaces"].pop(
        "dc2"
    )
    where = "direct_connect.dx-a.virtual_interfaces.b"
    assert_refused(body, where, "b", "shares the name of its BGP key, dx-a-b, with", "another name")
